/** Builds the app if a source changed, and the bench's own page beside it. */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { ensureBuilt } from "../../../scripts/build.mjs";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const appFolder = here("../../../dist/client");
export const benchFolder = here("../../../dist/bench");
/** The files of the first load, as the build wrote them down. */
export const firstLoadList = here("../../../dist/first-load.json");

export const buildForBench = async (): Promise<void> => {
  await ensureBuilt();
  const root = here("../../..");
  const alias = Object.fromEntries(
    ["shared", "client", "tests"].map((name) => [`#${name}`, `${root}/${name}`]),
  );
  const { trustedTemplates } = await import("../../../scripts/trusted-templates.mjs");
  const { default: solid } = await import("vite-plugin-solid");
  await build({
    configFile: false,
    root: here("./page"),
    logLevel: "warn",
    plugins: [solid(), trustedTemplates()],
    resolve: { alias, dedupe: ["solid-js", "@automerge/automerge"] },
    worker: { format: "es", plugins: () => [solid(), trustedTemplates()] },
    build: {
      outDir: benchFolder,
      emptyOutDir: true,
      target: "es2023",
      rolldownOptions: { input: here("./page/seed.html") },
    },
  });
};
