/**
 * Runs collected tests inside a build that holds all mutants. `imports` loads each test file.
 *
 *   record <file> <answer file>   every test of a file: how long it takes and which mutants it meets
 *   try <job file>                for each mutant the tests named with it, until one fails; a line of JSON for each
 *
 * Mutants tried in one process could leave something behind for the next. So a test that failed must hold again
 * without the mutant, and whoever starts this tries a survivor once more in a process of its own.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { beginFile, collected } from "./small-vitest.mjs";

let active = -1;
let met = new Set();
let hits = 0;
let mostHits = Infinity;

/** Called wherever the code could be another; far more often than in the sound code means it does not end. */
globalThis.$mutant = (no) => {
  hits += 1;
  if (hits > mostHits) throw new Error("endless");
  if (active === -1) met.add(no);
  return no === active;
};

const loaded = new Map();

const load = async (imports, file) => {
  const known = loaded.get(file);
  if (known !== undefined) return known;
  beginFile(file);
  const before = collected.length;
  await imports[file]();
  const tests = collected.slice(before);
  loaded.set(file, tests);
  return tests;
};

const prepare = async ({ preparations }) => {
  for (const preparation of preparations) {
    if (preparation.done) continue;
    preparation.done = true;
    await preparation.fn();
  }
};

const record = async (imports, file, answerFile) => {
  const tests = await load(imports, file);
  const loading = [...met];
  const recorded = [];
  for (const [index, one] of tests.entries()) {
    [met, hits] = [new Set(), 0];
    const began = process.cpuUsage();
    await prepare(one);
    await one.fn();
    const { user, system } = process.cpuUsage(began);
    recorded.push({ index, title: one.title, ms: Math.ceil((user + system) / 1000), hits, met: [...met] });
  }
  writeFileSync(answerFile, JSON.stringify({ loading, tests: recorded }));
};

/** Whether the test holds with this mutant, or with none. */
const holds = async ({ fn }, no, usual) => {
  [active, hits, mostHits] = [no, 0, 10_000 + 30 * usual];
  try {
    await fn();
    return true;
  } catch {
    return false;
  } finally {
    [active, mostHits] = [-2, Infinity];
  }
};

/** The test that fails, "" when all hold, undefined when the sound code fails afterwards too. */
const findKiller = async (imports, no, chosen, isEarly) => {
  if (isEarly) active = no;
  for (const { file, index, hits: usual } of chosen) {
    let one;
    try {
      one = (await load(imports, file))[index];
      await prepare(one);
    } catch {
      return `${file}: while loading`;
    }
    if (await holds(one, no, usual)) continue;
    return isEarly || (await holds(one, -2, usual)) ? `${file}: ${one.title}` : undefined;
  }
  return "";
};

/** `isEarly`: the mutant is already met while a file loads, so it is there from the start, alone in its process. */
const tryMutants = async (imports, { mutants, isEarly }) => {
  active = -2;
  for (const { no, tests } of mutants) {
    const by = await findKiller(imports, no, tests, isEarly);
    process.stdout.write(`${JSON.stringify({ no, by })}\n`);
    if (by === undefined) return;
  }
};

export const runTests = async (imports) => {
  const [mode, subject, answerFile] = process.argv.slice(2);
  if (mode === "record") await record(imports, subject, answerFile);
  else await tryMutants(imports, JSON.parse(readFileSync(subject, "utf8")));
  process.stdout.write("", () => process.exit(0));
};
