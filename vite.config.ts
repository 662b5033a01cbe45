import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import solid from "vite-plugin-solid";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const alias = {
  "#shared": here("./shared"),
  "#client": here("./client"),
  "#relay": here("./relay"),
  "#tests": here("./tests"),
};

export default defineConfig({
  root: here("./client"),
  plugins: [solid()],
  resolve: { alias, dedupe: ["solid-js", "@automerge/automerge"] },
  build: { outDir: here("./dist/client"), emptyOutDir: true, target: "es2023" },
  worker: { format: "es" },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "node",
          root: here("."),
          environment: "node",
          include: ["tests/{unit,property,convergence,contract,compat,assumptions,relay}/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
