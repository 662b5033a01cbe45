/** Server-rendered pages: text and one style sheet, no script, nothing fetched from elsewhere. */
import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import { textPageContentPolicy } from "#relay/http/security-headers";
import type { Language } from "./language";

/** Markup whose interpolated text is escaped already. */
export type Markup = ReturnType<typeof html>;

const style = `
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 36rem; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
li { margin: .35rem 0; }
.action { display: inline-block; padding: .75rem 1.25rem; border-radius: .5rem; background: #1f5fbf; color: #fff; text-decoration: none; font-weight: 600; }
.code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
`;

export const textPagePolicy = textPageContentPolicy(createHash("sha256").update(style).digest("base64"));

export const textPage = (language: Language, title: string, body: Markup): Markup =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;
