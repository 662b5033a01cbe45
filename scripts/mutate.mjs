/**
 * Mutation run over the code that decides who may do what: `npm run mutate`. Breaks one thing at a time and runs the
 * tests that meet the broken place; a mutant that none of them notices is a survivor. What was found is kept and not
 * tried again while the declaration and the test file that noticed stay the same.
 *
 *   npm run mutate -- [--only <part of a path>] [--jobs <n>] [--within <ms>] [--fresh] [--list <file>] [--report]
 *
 * `--within` ends a try after tests of that much processor time, the quickest first; what they do not notice counts as
 * a survivor. `--fresh` tries everything again; `--list` writes the survivors to a file of the project;
 * `--report` tries nothing and says what is known.
 *
 * Survivors that behave like the original are listed with the reason in `mutation/equivalent.json`. Ends with 1 when
 * fewer than 95 % were noticed, not all were tried, or that list names a mutant that is not there or is noticed.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPieces, mutateAll } from "./mutation/build.mjs";
import { report } from "./mutation/report.mjs";
import { targets, testFiles } from "./mutation/targets.mjs";
import { startWorker } from "./mutation/worker.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "node_modules/.cache/eventkit-mutation");
const resultsFile = join(folder, "results.json");
/** Milliseconds of processor; a known answer is quicker, and whatever is slower walks over what others answer. */
const slowest = 1_800;

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const only = option("only", "");
const list = option("list", undefined);
const jobs = Math.min(2, Number(option("jobs", "1")));
const within = Number(option("within", "1e9"));
const isFresh = process.argv.includes("--fresh");

/** Calls `work` for every item with a worker, `jobs` at a time. */
const forEach = async (items, work) => {
  const queue = [...items];
  const run = async () => {
    const worker = startWorker(root);
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item, worker);
    worker.stop();
  };
  await Promise.all(Array.from({ length: jobs }, run));
};

const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

/** For every mutant the tests that meet it, the quickest first. What a file answered is kept while its build is the same. */
const recordTests = async (pieces) => {
  const recordsFile = join(folder, "records.json");
  const records = read(recordsFile);
  const current = {};
  await forEach([...pieces], async ([file, { path, hash }], worker) => {
    const known = records[file];
    const { tests, loading, problem } =
      known?.hash === hash ? known : await worker.ask({ record: { path } }, 900_000);
    if (tests === undefined) throw new Error(`${file} without any mutant: ${problem ?? "does not end"}`);
    current[file] = { hash, tests, loading };
  });
  writeFileSync(recordsFile, JSON.stringify(current));
  const byMutant = new Map();
  for (const [file, { tests, loading }] of Object.entries(current))
    for (const { index, title, ms, hits, met } of tests.filter((one) => one.ms < slowest))
      for (const no of new Set([...met, ...loading.met])) {
        const known = byMutant.get(no) ?? [];
        const cost = ms + loading.ms;
        known.push({ file, path: pieces.get(file).path, index, title, cost, hits: hits + loading.hits });
        byMutant.set(no, known);
      }
  for (const tests of byMutant.values()) tests.sort((a, b) => a.cost - b.cost);
  return byMutant;
};

const isSame = (a, b) => a.file === b.file && a.title === b.title;

/** What noticed the last mutants of a file comes first: it will notice most of its other mutants. */
const recentKillers = new Map();

const inOrder = (path, tests, before) => {
  const first = [...(before === undefined ? [] : [before]), ...(recentKillers.get(path) ?? [])];
  const rank = (test) => first.findIndex((one) => isSame(one, test)) + 1 || first.length + 1;
  return tests.toSorted((a, b) => rank(a) - rank(b));
};

const affordable = (tests) => {
  let spent = 0;
  return tests.filter(({ cost }) => {
    spent += cost;
    return spent <= within;
  });
};

const remember = (path, killer) => {
  const others = (recentKillers.get(path) ?? []).filter((one) => !isSame(one, killer));
  recentKillers.set(path, [killer, ...others].slice(0, 12));
};

const hashOf = (file) =>
  createHash("sha256")
    .update(readFileSync(join(root, file)))
    .digest("hex")
    .slice(0, 12);

/** Tries what is not known. A survivor is tried with the tests it has not met yet: new, changed, or not afforded before. */
const tryMutants = async (mutants, known, byMutant) => {
  const versions = Object.fromEntries(testFiles(root).map((file) => [file, hashOf(file)]));
  const nameOf = ({ file, index }) => `${file} ${versions[file]} ${index}`;
  const isCurrent = ({ killer, version }) => !isFresh && version === versions[killer.file];
  const stillToTry = ({ no, id }) => {
    const before = new Set(isFresh ? [] : known[id]?.tried);
    return (byMutant.get(no) ?? []).filter((test) => !before.has(nameOf(test)));
  };
  const isSurvivor = ({ id }) => known[id]?.killer === undefined;
  const stale = mutants.filter(({ id }) => known[id]?.killer !== undefined && !isCurrent(known[id]));
  const waiting = [...mutants.filter(isSurvivor), ...stale];
  console.log(`${mutants.length} mutants, ${waiting.length} to try`);
  let saved = Date.now();
  await forEach(waiting, async (mutant, worker) => {
    const tests = affordable(inOrder(mutant.path, stillToTry(mutant), known[mutant.id]?.killer));
    const killer = tests.length === 0 ? undefined : await worker.killerOf(mutant.no, tests);
    const before = isFresh ? [] : (known[mutant.id]?.tried ?? []);
    known[mutant.id] =
      killer === undefined
        ? { tried: [...before, ...tests.map(nameOf)], met: byMutant.has(mutant.no) }
        : { killer, version: versions[killer.file] };
    if (killer !== undefined) remember(mutant.path, killer);
    if (Date.now() - saved < 5_000) return;
    saved = Date.now();
    writeFileSync(resultsFile, JSON.stringify(known));
  });
  writeFileSync(resultsFile, JSON.stringify(known));
};

mkdirSync(folder, { recursive: true });
const known = read(resultsFile);
const { mutants, sources } = mutateAll(root, targets(root));
const chosen = mutants.filter(({ path }) => path.includes(only));
if (!process.argv.includes("--report")) {
  const pieces = await buildPieces(root, join(folder, "pieces"), sources, testFiles(root));
  await tryMutants(chosen, known, await recordTests(pieces));
}
const isGood = report({ root, mutants: chosen, known, isWhole: only === "", list });
process.exitCode = isGood ? 0 : 1;
