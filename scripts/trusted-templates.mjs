/**
 * Vite plugin for the Trusted Types policy `app` (client/platform/trusted-types.ts). Solid's compiled templates are
 * the only HTML the app may hand to the browser: the plugin collects them while building, gives the policy their
 * hashes, and leads Solid's one assignment of `innerHTML` through it. During development there is no policy.
 */
import { createHash } from "node:crypto";

const listModule = "virtual:trusted-templates";
const resolvedListModule = `\0${listModule}`;
/** Stands in the list's module until every template has been seen. */
const placeholder = "__TRUSTED_TEMPLATE_HASHES__";

/** As the Solid compiler writes them: `_$template(` and a template literal without substitutions. */
const templateCall = /_\$template\(\s*`((?:[^`\\]|\\.)*)`/g;

/** The first 16 bytes of SHA-256, hexadecimal: as computed by the policy. */
const hashOf = (html) => createHash("sha256").update(html, "utf8").digest("hex").slice(0, 32);

const cooked = (raw) => new Function(`return \`${raw}\`;`)();

const solidRuntime = /solid-js\/web\/dist\/\w+\.js(\?.*)?$/;
const solidSink = "t.innerHTML = html;";

/** Libraries that empty an element by assigning an empty string, which the policy would have to let through. */
const emptying = /\.innerHTML\s*=\s*""/g;

export const trustedTemplates = () => {
  const hashes = new Set();
  let building = false;
  return {
    name: "eventkit-trusted-templates",
    enforce: "post",
    configResolved(config) {
      building = config.command === "build";
    },
    resolveId: (id) => (id === listModule ? resolvedListModule : undefined),
    load: (id) =>
      id === resolvedListModule ? `export const hashes = ${building ? placeholder : "null"};` : undefined,
    transform(code, id) {
      if (!building) return undefined;
      if (solidRuntime.test(id)) {
        if (!code.includes(solidSink)) this.error(`Solid no longer assigns templates as "${solidSink}".`);
        return {
          code: code.replace(solidSink, "t.innerHTML = globalThis.eventkitTrusted.html(html);"),
          map: null,
        };
      }
      for (const [, raw] of code.matchAll(templateCall)) hashes.add(hashOf(cooked(raw)));
      return emptying.test(code)
        ? { code: code.replace(emptying, '.textContent = ""'), map: null }
        : undefined;
    },
    generateBundle(_options, bundle) {
      const list = JSON.stringify([...hashes].sort().join(" "));
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === "chunk" && chunk.code.includes(placeholder))
          chunk.code = chunk.code.replace(placeholder, list);
      }
    },
  };
};
