import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import solid from "vite-plugin-solid";
import { playwright } from "@vitest/browser-playwright";
import { chromiumArgs, findChromium } from "./scripts/chromium.mjs";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const alias = {
  "#shared": here("./shared"),
  "#client": here("./client"),
  "#relay": here("./relay"),
  "#tests": here("./tests"),
};

// Automerge keeps its wasm in a file of its own; pre-bundling would make a second copy of its wrapper.
const optimizeDeps = { exclude: ["@automerge/automerge"] };
const dedupe = ["solid-js", "@automerge/automerge"];

const executablePath = findChromium();
const launchOptions = { args: chromiumArgs(), ...(executablePath === undefined ? {} : { executablePath }) };

/** `npm run dev` serves the screens and passes everything else to this relay. */
const relay = process.env["EVENTKIT_RELAY"] ?? "http://127.0.0.1:8787";
const relayPaths = ["/sync", "/api", "/.well-known", "/blobs", "/fed", "/A/"];
const proxy = Object.fromEntries(
  relayPaths.map((path) => [path, { target: relay, ws: true, changeOrigin: false }]),
);

export default defineConfig({
  root: here("./client"),
  plugins: [solid()],
  resolve: { alias, dedupe },
  optimizeDeps,
  server: { host: "127.0.0.1", port: Number(process.env["PORT"] ?? 5173), strictPort: true, proxy },
  build: {
    outDir: here("./dist/client"),
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
  },
  worker: { format: "es" },
  test: {
    environment: "node",
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
      {
        plugins: [solid({ hot: false })],
        resolve: { alias, dedupe },
        optimizeDeps,
        test: {
          name: "browser",
          environment: "node",
          root: here("."),
          include: ["tests/browser/**/*.test.{ts,tsx}"],
          testTimeout: 60_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
