/**
 * Mutation run over the code that decides who may do what: `npm run mutate`. Breaks one thing at a time and runs the
 * tests that meet the broken place, the quickest first; a mutant that none of them notices is a survivor. What was
 * found is kept and not tried again while the file and the test that noticed stay the same.
 *
 *   npm run mutate -- [--only <part of a path>] [--every <n>] [--tried] [--jobs <n>] [--fresh]
 *
 * `--every` takes the same mutants of a file whatever became of other files; `--tried` those that were tried before.
 *
 * Survivors that behave like the original are listed with the reason in `mutation/equivalent.json`. Ends with 1 when
 * fewer than 95 % were noticed, a survivor is neither, or the list names a mutant that is not there or is noticed.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildMutants } from "./mutation/build.mjs";
import { targets, testFiles } from "./mutation/targets.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "node_modules/.cache/eventkit-mutation");
const resultsFile = join(folder, "results.json");
const goal = 0.95;
/** Milliseconds of processor; a known answer is quicker, and whatever is slower walks over what others answer. */
const slowest = 700;

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};
const only = option("only", "");
const every = Number(option("every", "1"));
const jobs = Math.min(2, Number(option("jobs", "1")));

/** Fewer histories and inputs than `npm test`: the known answers come first, and these only after them. */
const environment = { ...process.env, MEMBERSHIP_SEEDS: "40", FUZZ_ROUNDS: "40" };

/** Runs a test process to its end or to the time limit; `lines` are what it answered. */
const runChild = (args, timeout) =>
  new Promise((resolve) => {
    const child = spawn("nice", ["-n", "19", process.execPath, join(folder, "build/main.js"), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
      killSignal: "SIGKILL",
      env: environment,
    });
    let out = "";
    let errors = "";
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (errors += data));
    child.on("close", (code) => {
      const lines = out.split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
      resolve({ lines: lines.map((line) => JSON.parse(line)), errors, code });
    });
  });

/** Calls `work` for every item, `jobs` at a time. */
const forEach = async (items, work) => {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: jobs }, worker));
};

/** For every mutant the tests that meet it, the quickest first; `build` names what was built. */
const recordTests = async (build) => {
  const byMutant = new Map();
  const early = new Set();
  await forEach(testFiles(root), async (file) => {
    const answerFile = join(folder, `record-${build}-${hashOf(file)}.json`);
    if (isFresh || !existsSync(answerFile)) {
      const { errors, code } = await runChild(["record", file, answerFile], 900_000);
      if (code !== 0) throw new Error(`${file} fails without any mutant:\n${errors}`);
    }
    const { loading, tests } = JSON.parse(readFileSync(answerFile, "utf8"));
    for (const no of loading) early.add(no);
    for (const { index, ms, hits, met } of tests.filter((one) => one.ms < slowest)) {
      for (const no of new Set([...met, ...loading])) {
        const known = byMutant.get(no) ?? [];
        known.push({ file, index, ms, hits });
        byMutant.set(no, known);
      }
    }
  });
  for (const tests of byMutant.values()) tests.sort((a, b) => a.ms - b.ms);
  return { byMutant, early };
};

const hashOf = (file) =>
  createHash("sha256")
    .update(readFileSync(join(root, file)))
    .digest("hex")
    .slice(0, 12);

const isTried = process.argv.includes("--tried");
const isFresh = process.argv.includes("--fresh");
const known = existsSync(resultsFile) && !isFresh ? JSON.parse(readFileSync(resultsFile, "utf8")) : {};

/** A kill counts while its test is as it was; a survivor while all tests are. */
const isStillKnown = (result, versions, all) =>
  result !== undefined &&
  (result.killed ? result.version === (versions.get(result.file) ?? "") : result.version === all);

const batchSize = 25;
/** These remember something from one call to the next, so their mutants must not share a process. */
const remembers = new Set(["shared/kernel/canonical.ts", "shared/kernel/signature.ts"]);

const batchesOf = (jobs) => {
  const alone = jobs.filter(({ isAlone }) => isAlone).map((job) => [job]);
  const shared = jobs.filter(({ isAlone }) => !isAlone);
  const batches = [];
  for (let at = 0; at < shared.length; at += batchSize) batches.push(shared.slice(at, at + batchSize));
  return [...batches, ...alone];
};

/** Answers those the batch did not come to, or that left something behind: they must be tried again, each alone. */
const tryBatch = async (batch, keep) => {
  const file = join(folder, `job-${batch[0].mutant.no}.json`);
  const isEarly = batch.length === 1 && batch[0].isAlone;
  const jobs = batch.map(({ mutant, tests }) => ({ no: mutant.no, tests }));
  writeFileSync(file, JSON.stringify({ mutants: jobs, isEarly }));
  const spent = batch.reduce((sum, { tests }) => sum + tests.reduce((ms, test) => ms + test.ms, 0), 0);
  const { lines } = await runChild(["try", file], 60_000 + 20 * spent);
  rmSync(file);
  const answers = new Map(lines.map(({ no, by }) => [no, by]));
  const again = [];
  for (const job of batch) {
    const by = answers.get(job.mutant.no);
    if (isEarly) keep(job.mutant, by ?? "time");
    else if (by === undefined) again.push({ ...job, isAlone: true });
    else keep(job.mutant, by);
  }
  return again;
};

const tryMutants = async (mutants, { byMutant, early }) => {
  const versions = new Map(testFiles(root).map((file) => [file, hashOf(file)]));
  const all = createHash("sha256")
    .update([...versions.values()].join())
    .digest("hex")
    .slice(0, 12);
  const waiting = mutants.filter(({ id }) => !isStillKnown(known[id], versions, all));
  console.log(`${mutants.length} mutants, ${waiting.length} to try`);
  const keep = (mutant, by) => {
    const file = by.split(": ")[0];
    known[mutant.id] = { killed: by !== "", by, file, version: by === "" ? all : (versions.get(file) ?? "") };
    if (by === "") console.log(`  survived  ${describeMutant(mutant)}`);
  };
  const jobs = waiting.map((mutant) => ({
    mutant,
    tests: byMutant.get(mutant.no) ?? [],
    isAlone: early.has(mutant.no) || remembers.has(mutant.path),
  }));
  for (const { mutant } of jobs.filter(({ tests }) => tests.length === 0)) keep(mutant, "");
  const again = [];
  const run = async (batch) => {
    again.push(...(await tryBatch(batch, keep)));
    writeFileSync(resultsFile, JSON.stringify(known));
  };
  await forEach(batchesOf(jobs.filter(({ tests }) => tests.length > 0)), run);
  await forEach(batchesOf(again), run);
};

const describeMutant = ({ path, line, was, by }) => `${path}:${line}  ${was}  [${by}]`;

/** Without the line's number, which other changes move. */
const nameOf = ({ path, within, was, by }) => `${path} | ${within} | ${was} | ${by}`;

/** Prints the table and answers whether all is as it should be. */
const report = (mutants) => {
  const equivalent = JSON.parse(readFileSync(join(root, "scripts/mutation/equivalent.json"), "utf8"));
  const excused = new Map(equivalent.map((one) => [nameOf(one), one]));
  const survivors = mutants.filter(({ id }) => !known[id].killed);
  const open = survivors.filter((mutant) => !excused.has(nameOf(mutant)));
  const needed = new Set(survivors.map(nameOf));
  const stale =
    only === "" && every === 1 && !isTried ? [...excused.keys()].filter((name) => !needed.has(name)) : [];
  const counted = mutants.length - (survivors.length - open.length);
  console.log("\nfile | mutants | killed | equivalent | open");
  for (const path of new Set(mutants.map((one) => one.path))) {
    const of = (list) => list.filter((one) => one.path === path).length;
    console.log(
      [path, of(mutants), of(mutants) - of(survivors), of(survivors) - of(open), of(open)].join(" | "),
    );
  }
  if (open.length > 0) console.log(`\nopen survivors:\n${open.map(describeMutant).join("\n")}`);
  for (const name of stale) console.log(`not a survivor any more: ${name}`);
  const share = (counted - open.length) / Math.max(1, counted);
  console.log(
    `\n${mutants.length} mutants, ${mutants.length - survivors.length} killed, ${survivors.length - open.length} equivalent, ` +
      `${open.length} open: ${(100 * share).toFixed(1)} % of those that differ`,
  );
  return share >= goal && stale.length === 0;
};

mkdirSync(folder, { recursive: true });
const all = await buildMutants(root, join(folder, "build"), targets(root), testFiles(root));
const build = createHash("sha256")
  .update(all.map(({ id }) => id).join())
  .digest("hex")
  .slice(0, 12);
const mutants = all.filter(
  ({ id, path, place }) =>
    path.includes(only) && place % every === 0 && (!isTried || known[id] !== undefined),
);
await tryMutants(mutants, await recordTests(build));
process.exitCode = report(mutants) ? 0 : 1;
