import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { defineConfig } from "vitest/config";
import solid from "vite-plugin-solid";
import { VitePWA } from "vite-plugin-pwa";
import { playwright } from "@vitest/browser-playwright";
import type { VitePWAOptions } from "vite-plugin-pwa";
import { chromiumArgs, findChromium } from "./scripts/chromium.mjs";
import { firstLoad } from "./scripts/first-load.mjs";
import { trustedTemplates } from "./scripts/trusted-templates.mjs";

const packageJson = v.parse(
  v.object({ version: v.string() }),
  JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8")),
);

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const alias = {
  "#shared": here("./shared"),
  "#client": here("./client"),
  "#relay": here("./relay"),
  "#tests": here("./tests"),
};

// Automerge keeps its wasm in a file of its own; pre-bundling would make a second copy of its wrapper.
const optimizeDeps = { exclude: ["@automerge/automerge"] };
// Found by the first test that imports one, a dependency would reload the page under the others.
const browserTestDeps = {
  ...optimizeDeps,
  include: [
    "@noble/ed25519",
    "@noble/hashes/sha2.js",
    "cborg",
    "fflate",
    "idb",
    "solid-js",
    "solid-js/web",
    "valibot",
  ],
};
const dedupe = ["solid-js", "@automerge/automerge"];

const executablePath = findChromium();
const launchOptions = { args: chromiumArgs(), ...(executablePath === undefined ? {} : { executablePath }) };

/** `npm run dev` serves the screens and passes everything else to this relay. */
const relay = process.env["EVENTKIT_RELAY"] ?? "http://127.0.0.1:8787";
const relayPaths = ["/sync", "/api", "/.well-known", "/blobs", "/fed", "/A/"];
const proxy = Object.fromEntries(
  relayPaths.map((path) => [path, { target: relay, ws: true, changeOrigin: false }]),
);

/** The worker holds the app's own files, wasm included, and nothing of the company's data. */
const pwa: Partial<VitePWAOptions> = {
  registerType: "prompt",
  // client/pwa registers it, so that the prompt is one of our screens.
  injectRegister: null,
  manifest: {
    id: "/",
    name: "EventKit",
    short_name: "EventKit",
    description: "Inventory, planning and scanning for event-production companies",
    start_url: "/",
    display: "standalone",
    background_color: "#000000",
    theme_color: "#5a3fd6",
    categories: ["business", "productivity"],
    icons: [
      { src: "/icons/icon.svg", sizes: "any", type: "image/svg+xml" },
      { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
    shortcuts: [
      { name: "Scan", url: "/scan" },
      { name: "Events", url: "/events" },
      { name: "Stock", url: "/stock" },
    ],
  },
  workbox: {
    globPatterns: ["**/*.{js,css,html,wasm,svg,png,woff2}"],
    maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
    navigateFallback: "/index.html",
    navigateFallbackDenylist: [
      /^\/(sync|api|blobs|fed|A|trust|healthz|readyz|metrics|operator|\.well-known)(\/|$)/,
    ],
    cleanupOutdatedCaches: true,
    // The first visit is served by the worker too: a screen opened later in it must not need the network.
    clientsClaim: true,
    inlineWorkboxRuntime: true,
    sourcemap: false,
  },
};

/**
 * What every screen needs lies in one file, and what many screens share in a second: left to itself the bundler makes
 * a file of every little overlap, and a first visit over HTTP/1.1 would ask for more than fifty. What only a few
 * screens load comes with none of them: docs/decisions/0049.
 */
const codeGroups = [
  { name: "app", tags: ["$initial" as const], priority: 2 },
  { name: "screens", minShareCount: 4, priority: 1 },
  { name: "icons", minShareCount: 2, test: /\/node_modules\/lucide-solid\// },
];

export default defineConfig({
  root: here("./client"),
  cacheDir: here("./node_modules/.vite"),
  plugins: [solid(), trustedTemplates(), firstLoad(here("./dist/first-load.json")), VitePWA(pwa)],
  define: { "import.meta.env.EVENTKIT_VERSION": JSON.stringify(packageJson.version) },
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
    rolldownOptions: { output: { codeSplitting: { groups: codeGroups } } },
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
          include: ["tests/{unit,property,simulator,contract,compat,assumptions,relay}/**/*.test.ts"],
          testTimeout: 120_000,
        },
      },
      {
        plugins: [solid({ hot: false }), trustedTemplates()],
        resolve: { alias, dedupe },
        optimizeDeps: browserTestDeps,
        test: {
          name: "browser",
          environment: "node",
          root: here("."),
          include: ["tests/browser/**/*.test.{ts,tsx}"],
          testTimeout: 120_000,
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
