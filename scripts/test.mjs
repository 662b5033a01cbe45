/**
 * `npm test`: sets up what the tests need, runs every suite and closes with the one line `N passed, N failed`.
 * Further arguments name suites: `npm test -- node browser e2e`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkFirstLoad } from "./first-load.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensurePostgres } from "./postgres.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const reports = `${root}test-results/reports`;
const wanted = process.argv.slice(2);
const runs = (suite) => wanted.length === 0 || wanted.includes(suite);

ensureInstalled();
ensureChromium();
ensurePostgres();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const total = { passed: 0, failed: 0 };

const run = (name, command, args, env = {}) => {
  console.log(`\n── ${name}`);
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  return done.status ?? 1;
};

/** A suite whose report is missing or that failed without a failed test counts as one failure. */
const count = (name, status, passed, failed) => {
  total.passed += passed;
  total.failed += failed;
  if (status !== 0 && failed === 0) {
    console.log(`${name} ended with exit code ${status} although no single test failed.`);
    total.failed += 1;
  }
  if (passed + failed === 0) {
    console.log(`${name} ran no test.`);
    total.failed += 1;
  }
};

const vitest = (project) => {
  const file = `${reports}/${project}.json`;
  const status = run(project, "npx", [
    "vitest",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  const report = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8"))
    : { numPassedTests: 0, numFailedTests: 0 };
  count(project, status, report.numPassedTests, report.numFailedTests);
};

const playwright = () => {
  const file = `${reports}/e2e.json`;
  const status = run("e2e", "npx", ["playwright", "test"], { PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  const stats = existsSync(file)
    ? JSON.parse(readFileSync(file, "utf8")).stats
    : { expected: 0, unexpected: 0, flaky: 0 };
  count("e2e", status, stats.expected, stats.unexpected + stats.flaky);
};

/** One test: `ensureBuilt` itself lets whoever only wants to start do so. */
const firstLoad = () => {
  console.log("\n── first load");
  try {
    checkFirstLoad(`${root}dist/client`, `${root}dist/first-load.json`);
    count("first load", 0, 1, 0);
  } catch (tooMuch) {
    console.log(tooMuch.message);
    count("first load", 1, 0, 1);
  }
};

if (runs("node")) vitest("node");
if (runs("browser")) vitest("browser");
if (runs("e2e")) {
  const { ensureBuilt } = await import("./build.mjs");
  await ensureBuilt();
  firstLoad();
  playwright();
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
