/** Pages for people without a session: labels and trust in the local authority. */
import type { Context, Hono } from "hono";
import type { HttpEnvironment } from "#relay/http/environment";
import type { RateLimit } from "#relay/http/rate-limit";
import { html } from "hono/html";
import { labelPage } from "./label-page";
import { preferredLanguage } from "./language";
import { pageMessages } from "./messages";
import type { Markup } from "./text-page";
import { textPage, textPagePolicy } from "./text-page";
import type { TrustFacts } from "./trust-page";
import { certificatePath, trustPage, trustPath } from "./trust-page";

export interface PublicPagesDeps {
  readonly labelLimit: RateLimit;
  /** Null when this relay has no authority of its own. */
  readonly trust: (() => TrustFacts & { readonly authority: Uint8Array }) | null;
}

export const servePublicPages = (
  app: Hono<HttpEnvironment>,
  { labelLimit, trust }: PublicPagesDeps,
): void => {
  // A case label names the revision of its contents behind the label.
  const paths = ["/A/:label", "/a/:label", "/A/:label/:contents", "/a/:label/:contents"];
  app.on("GET", paths, (context) => {
    const language = languageOf(context);
    if (labelLimit.allows(context.get("origin").address))
      return answerPage(context, labelPage(language), 200);
    const { tooManyTitle, tooManyText } = pageMessages[language];
    context.header("Retry-After", "60");
    return answerPage(context, textPage(language, tooManyTitle, html`<p>${tooManyText}</p>`), 429);
  });
  if (trust === null) return;
  app.get(trustPath, (context) => answerPage(context, trustPage(languageOf(context), trust()), 200));
  app.get(certificatePath, (context) => {
    context.header("Content-Type", "application/x-x509-ca-cert");
    context.header("Content-Disposition", 'attachment; filename="eventkit-ca.crt"');
    return context.body(new Uint8Array(trust().authority));
  });
};

export const notFoundPage = (context: Context<HttpEnvironment>): Response | Promise<Response> => {
  const language = languageOf(context);
  const { notFoundTitle, notFoundText } = pageMessages[language];
  return answerPage(context, textPage(language, notFoundTitle, html`<p>${notFoundText}</p>`), 404);
};

const languageOf = (context: Context<HttpEnvironment>): ReturnType<typeof preferredLanguage> =>
  preferredLanguage(context.req.header("Accept-Language"));

const answerPage = (
  context: Context<HttpEnvironment>,
  page: Markup,
  status: 200 | 404 | 429,
): Response | Promise<Response> => {
  context.header("Content-Security-Policy", textPagePolicy);
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept-Language");
  return context.html(page, status);
};
