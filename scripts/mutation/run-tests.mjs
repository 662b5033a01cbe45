/**
 * A worker that runs tests in builds that hold all mutants. Each mutant is there from the first line of a test file
 * to the end of its tests, in modules of its own, as if a process had been started for it.
 *
 *   { record: piece }             every test of a file: how long it takes and which mutants it meets
 *   { no, tests: [...] }          for one mutant the tests named, until one fails
 *
 * A piece is `{ path }`, a test `{ file, path, index, hits }`. Answers go to the process that started this.
 */
import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { beginFile, collected } from "./small-vitest.mjs";

const packages = new Map();
const compiled = new Map();

const compile = async (path) => {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const piece = JSON.parse(readFileSync(path, "utf8"));
  for (const name of piece.packages) packages.set(name, await import(name));
  const run = new Script(piece.body, { filename: path }).runInThisContext();
  compiled.set(path, run);
  return run;
};

/** The tests of a file, its modules loaded anew. */
const load = async (path, mutant) => {
  const run = await compile(path);
  beginFile();
  await run(mutant, packages);
  return [...collected];
};

const prepare = async ({ preparations }) => {
  for (const preparation of preparations) {
    if (preparation.done) continue;
    preparation.done = true;
    await preparation.fn();
  }
};

/** Milliseconds of processor since `began`. */
const spent = (began) => {
  const { user, system } = process.cpuUsage(began);
  return Math.ceil((user + system) / 1000);
};

const record = async (piece) => {
  let met = new Set();
  let hits = 0;
  const mutant = (no) => {
    hits += 1;
    met.add(no);
    return false;
  };
  await compile(piece.path);
  const beganLoading = process.cpuUsage();
  const tests = await load(piece.path, mutant);
  const loading = { ms: spent(beganLoading), met: [...met], hits };
  const recorded = [];
  for (const [index, one] of tests.entries()) {
    [met, hits] = [new Set(), 0];
    const began = process.cpuUsage();
    await prepare(one);
    await one.fn();
    recorded.push({ index, title: one.title, ms: spent(began), hits, met: [...met] });
  }
  return { loading, tests: recorded };
};

/** Far more steps than the sound code takes mean that it does not end, or not in the time a test has. */
const enough = (usual) => 1_000_000 + 100 * usual;

/** The first of the tests that fails, as `{ file, index, title }`. */
const findKiller = async (no, tests) => {
  let left = Infinity;
  const mutant = (one) => {
    left -= 1;
    if (left < 0) throw new Error("does not end");
    return one === no;
  };
  const files = new Map();
  for (const { file, path, index, hits } of tests) {
    left = enough(hits);
    let title = "while loading";
    try {
      if (!files.has(file)) files.set(file, await load(path, mutant));
      const one = files.get(file)[index];
      title = one.title;
      await prepare(one);
      await one.fn();
    } catch {
      return { file, path, index, title };
    }
  }
  return undefined;
};

/** Tests that hold alone, without those before them; only such a test can speak against a mutant. */
const holdsAlone = new Map();

const isSound = async (test) => {
  const name = `${test.file} ${test.index}`;
  if (!holdsAlone.has(name))
    holdsAlone.set(name, (await findKiller(-1, [{ ...test, hits: 1e9 }])) === undefined);
  return holdsAlone.get(name);
};

const tryMutant = async ({ no, tests }) => {
  const killer = await findKiller(no, tests);
  if (killer === undefined) return { no };
  if (await isSound(killer)) return { no, killer };
  return tryMutant({
    no,
    tests: tests.filter(({ file, index }) => file !== killer.file || index !== killer.index),
  });
};

process.on("message", async (job) => {
  const began = process.cpuUsage();
  const answer = await (job.record === undefined ? tryMutant(job) : record(job.record)).catch((error) => ({
    problem: String(error.stack),
  }));
  process.send({ ...answer, ms: spent(began), megabytes: process.memoryUsage().rss / 2 ** 20 });
});
// What a mutant leaves behind must not end the others; its own test has spoken by then.
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
process.on("disconnect", () => process.exit());
