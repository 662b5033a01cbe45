/**
 * Headers of every answer. Scripts come from this origin only, without inline code or eval; compiling wasm is the one
 * exception. Connections may go to any relay over TLS, because a company's document names its relays.
 */

const basePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self' https: wss:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
];

/** Policies that pages may create; the build makes `app`, which accepts exactly the compiled templates. */
const trustedTypes = "trusted-types app";

/** The policy of the app's pages. */
export const appContentPolicy = [...basePolicy, trustedTypes].join("; ");

/** The policy of pages that are text and one style sheet given by its hash. */
export const textPageContentPolicy = (styleHash: string): string =>
  `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The same for a page with forms of its own. */
export const formPageContentPolicy = (styleHash: string): string =>
  textPageContentPolicy(styleHash).replace("form-action 'none'", "form-action 'self'");

export const securityHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};
