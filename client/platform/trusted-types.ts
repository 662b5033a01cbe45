/**
 * The Trusted Types policy `app`: HTML is accepted exactly when it is a template compiled into this build, script
 * addresses when they are files of this origin that the app starts itself. There is no default policy, so anything
 * else that assigns HTML or starts a script is refused by the browser.
 * Import this module before anything that renders.
 */
import { hashes } from "virtual:trusted-templates";
import { toHex } from "#shared/kernel/bytes";
import { sha256 } from "#shared/kernel/hash";

interface TrustedPolicy {
  readonly createHTML: (text: string) => string;
  readonly createScriptURL: (text: string) => string;
}

/** The part of the browser's API used here; its types are not in TypeScript's DOM library. */
interface TrustedTypesFactory {
  readonly createPolicy: (name: string, rules: TrustedPolicy) => TrustedPolicy;
}

declare global {
  var trustedTypes: TrustedTypesFactory | undefined;
  var eventkitTrusted: { readonly html: (text: string) => string } | undefined;
}

const known = hashes === null ? undefined : new Set(hashes.split(" "));

const rules: TrustedPolicy = {
  createHTML: (text) => {
    const hash = toHex(sha256(new TextEncoder().encode(text))).slice(0, 32);
    if (known?.has(hash) === false) throw new TypeError("This HTML is no template of this build.");
    return text;
  },
  createScriptURL: (text) => {
    const url = new URL(text, location.href);
    if (url.origin !== location.origin || !isOwnScript(url.pathname)) {
      throw new TypeError("This address is no script of the app.");
    }
    return text;
  },
};

/** Files with a hash in their name, and the service worker. While developing, the dev server's own addresses. */
const isOwnScript = (path: string): boolean =>
  known === undefined || path === "/sw.js" || /^\/assets\/[\w.-]+\.js$/.test(path);

const policy = globalThis.trustedTypes?.createPolicy("app", rules) ?? rules;

// Reached by the templates of Solid's runtime, which the build leads here.
globalThis.eventkitTrusted = { html: (text) => policy.createHTML(text) };

/** An address the browser lets a worker or the service worker be started from. */
export const trustedScriptUrl = (url: string | URL): string => policy.createScriptURL(url.toString());
