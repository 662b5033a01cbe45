/** Bundles the relay and its store's worker into one folder; packages stay outside and are found from there. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** `main` is the program to build; another one than the relay's own is for measuring. */
export const buildRelay = async (outDir, main = join(root, "relay/main.ts")) => {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    resolve: { alias: { "#shared": join(root, "shared"), "#relay": join(root, "relay") } },
    build: {
      ssr: true,
      target: "node20",
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: {
          main,
          "store-worker": join(root, "relay/storage/store-worker.ts"),
        },
        // The worker is found by its address beside the main program, so both have fixed names in one folder.
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
  });
};
