/** One build of the tests with every mutant in it, see `run-tests.mjs`. Packages stay outside. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mutateSource } from "./mutants.mjs";

const entry = "\0mutants";

/** Writes the build to `outDir` and answers the mutants in it. */
export const buildMutants = async (root, outDir, targets, testFiles) => {
  const mutated = new Map();
  const all = [];
  for (const { path, words } of targets) {
    const source = readFileSync(join(root, path), "utf8");
    const { code, mutants } = mutateSource(path, source, { words, from: all.length });
    mutated.set(join(root, path), code);
    all.push(...mutants);
  }
  const { build } = await import("vite");
  const small = join(root, "scripts/mutation/small-vitest.mjs");
  const main = [
    `import { runTests } from ${JSON.stringify(join(root, "scripts/mutation/run-tests.mjs"))};`,
    "await runTests({",
    ...testFiles.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(join(root, file))}),`),
    "});",
  ].join("\n");
  await build({
    configFile: false,
    root,
    logLevel: "error",
    plugins: [
      {
        name: "mutants",
        enforce: "pre",
        resolveId: (id) => (id === "mutants" ? entry : id === "vitest" ? small : undefined),
        load: (id) => (id === entry ? main : mutated.get(id)),
      },
    ],
    resolve: {
      alias: Object.fromEntries(
        ["shared", "relay", "tests", "client"].map((name) => [`#${name}`, join(root, name)]),
      ),
    },
    build: {
      ssr: true,
      minify: false,
      target: "node20",
      outDir,
      emptyOutDir: true,
      rollupOptions: { input: { main: "mutants" }, output: { entryFileNames: "[name].js" } },
    },
  });
  return all;
};
