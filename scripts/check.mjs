/** `npm run check`: types, lint and format. Import rules are a test of the node suite as well as lint. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";

ensureInstalled();
const root = fileURLToPath(new URL("..", import.meta.url));
const steps = [
  ["types", ["tsc", "-b"]],
  ["lint", ["eslint", ".", "--max-warnings", "0", "--cache", "--cache-location", "dist/.eslintcache"]],
  ["format", ["prettier", "--check", "--log-level", "warn", "."]],
  ["imports", ["vitest", "run", "--project", "node", "--reporter=dot", "tests/unit/imports.test.ts"]],
];

for (const [name, args] of steps) {
  const done = spawnSync("npx", args, { cwd: root, stdio: "inherit" });
  if (done.status !== 0) {
    console.error(`check failed: ${name}`);
    process.exit(1);
  }
}
console.log("types, lint, format and imports are clean");
