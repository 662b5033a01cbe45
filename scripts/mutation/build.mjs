/**
 * Every test file as one piece of code with every mutant in it, packages outside. A worker compiles it once and runs
 * it anew for each mutant, see `run-tests.mjs`.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { mutateSource } from "./mutants.mjs";

/** The build puts them at the head of its code: `import { a as b } from "c";`. */
const importLine = /^import (?:(\{[^}]*\}|\* as \S+|[^\s{*"]+) from )?"([^"]+)";$/gm;

const asConstant = (what) => {
  if (what.startsWith("{")) return what.replace(/ as /g, ": ");
  return what.startsWith("*") ? what.slice("* as ".length) : `{ default: ${what} }`;
};

/** A function body that takes its packages from `$packages`, and their names. */
const asFunction = (code) => {
  const packages = new Set();
  const body = code.replace(/^export \{\s*\};?$/m, "").replace(importLine, (_, what, name) => {
    packages.add(name);
    return what === undefined ? "" : `const ${asConstant(what)} = $packages.get(${JSON.stringify(name)});`;
  });
  if (/^(import|export)\b/m.test(body))
    throw new Error(`not understood: ${/^(import|export).*$/m.exec(body)[0]}`);
  return { packages: [...packages], body: `(async ($mutant, $packages) => {${body}\n})` };
};

/** Puts the mutants into the sources, and the place of each module where it asks for it. */
const plugin = (root, mutated) => ({
  name: "mutants",
  enforce: "pre",
  resolveId: (id) =>
    id === "vitest"
      ? { id: pathToFileURL(join(root, "scripts/mutation/small-vitest.mjs")).href, external: true }
      : undefined,
  load: (id) => mutated.get(id),
  transform: (code, id) =>
    code.includes("import.meta.url")
      ? code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href))
      : undefined,
});

const bundle = async (build, root, file, mutated) => {
  const names = ["shared", "relay", "tests", "client"];
  const { output } = await build({
    configFile: false,
    root,
    logLevel: "error",
    plugins: [plugin(root, mutated)],
    resolve: { alias: Object.fromEntries(names.map((name) => [`#${name}`, join(root, name)])) },
    build: {
      ssr: true,
      write: false,
      minify: false,
      target: "node20",
      rollupOptions: { input: join(root, file), output: { codeSplitting: false } },
    },
  });
  if (output.length !== 1) throw new Error(`${file} became more than one piece`);
  return asFunction(output[0].code);
};

/** `{ mutants, sources }`: all there are, and by path each file with its mutants in it. */
export const mutateAll = (root, targets) => {
  const sources = new Map();
  const mutants = [];
  for (const { path, words } of targets) {
    const source = readFileSync(join(root, path), "utf8");
    const found = mutateSource(path, source, { words, from: mutants.length });
    sources.set(join(root, path), found.code);
    mutants.push(...found.mutants);
  }
  return { mutants, sources };
};

/** Writes the pieces to `outDir`; answers from test file to `{ path, hash }`. */
export const buildPieces = async (root, outDir, sources, testFiles) => {
  mkdirSync(outDir, { recursive: true });
  const { build } = await import("vite");
  const pieces = new Map();
  for (const file of testFiles) {
    const piece = JSON.stringify(await bundle(build, root, file, sources));
    const hash = createHash("sha256").update(piece).digest("hex").slice(0, 16);
    const path = join(outDir, `${file.replaceAll("/", "-")}.json`);
    writeFileSync(path, piece);
    pieces.set(file, { path, hash });
  }
  return pieces;
};
