/**
 * `npm run build`: the client into dist/client, compressed beside each file, and the relay into dist/relay.
 * `ensureBuilt` does it only when a source has changed since, by content.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildRelay } from "./build-relay.mjs";
import { compressFolder } from "./compress.mjs";
import { checkFirstLoad } from "./first-load.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "dist", "built-from");
const sources = [
  "client",
  "relay",
  "shared",
  "scripts",
  "vite.config.ts",
  "tsconfig.base.json",
  "package.json",
  "package-lock.json",
];
const results = [
  "dist/client/index.html",
  "dist/relay/main.js",
  "dist/relay/store-worker.js",
  "dist/first-load.json",
];

const filesUnder = (path) => {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

const sourceStamp = () => {
  const digest = createHash("sha256").update(process.version);
  for (const source of sources) {
    const path = join(root, source);
    const files = /\.\w+$/.test(source) ? [path] : filesUnder(path).sort();
    for (const file of files) digest.update(file.slice(root.length)).update("\0").update(readFileSync(file));
  }
  return digest.digest("hex");
};

/** What slows a build or weighs much concerns whoever builds on purpose, not whoever only wants to start. */
export const build = async ({ isQuiet = false } = {}) => {
  const stamp = sourceStamp();
  const { build: viteBuild } = await import("vite");
  await viteBuild({ configFile: join(root, "vite.config.ts"), logLevel: isQuiet ? "error" : "warn" });
  await buildRelay(join(root, "dist/relay"));
  await compressFolder(join(root, "dist/client"), join(root, "dist/compressed"));
  mkdirSync(join(root, "dist"), { recursive: true });
  writeFileSync(stampFile, stamp);
  // Last: what was built can be started all the same.
  if (!isQuiet) checkFirstLoad(join(root, "dist/client"), join(root, "dist/first-load.json"));
};

export const ensureBuilt = async () => {
  const isBuilt = results.every((result) => existsSync(join(root, result))) && existsSync(stampFile);
  if (isBuilt && readFileSync(stampFile, "utf8") === sourceStamp()) return;
  console.log("Building EventKit, which takes a minute …");
  await build({ isQuiet: true });
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await build();
