/**
 * `npm run sim -- --runs 1000 --seed 1`: as many runs as there is patience; stops at the first failure, makes it small
 * and says how to see it again. `--mood liars` leans on one kind of fault, `--keep 3,9` leaves out all other steps.
 * `npm run sim -- --nightly` does the large volumes, campaigns over membership and gate included.
 */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { startAutomerge } from "#tests/support/automerge";
import { campaign } from "./campaign";
import { gateCampaign } from "./gate-campaign";
import { moods } from "./plan";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    operations: { type: "string", default: "52" },
    burst: { type: "string", default: "2" },
    mood: { type: "string" },
    keep: { type: "string" },
    /** Runs that may be spent on making a failing one small. */
    tries: { type: "string", default: "150" },
    nightly: { type: "boolean", default: false },
    histories: { type: "string", default: "1000000" },
    gate: { type: "string", default: "100000000" },
  },
});

const say = (text: string): void => console.log(text);
const seconds = (since: number): number => Math.round((Date.now() - since) / 1_000);

const simulate = async (runs: number): Promise<boolean> => {
  const begun = Date.now();
  const mood = moods.find((one) => one === values.mood);
  const totals = await campaign(
    {
      first: Number(values.seed),
      runs,
      operations: Number(values.operations),
      burst: Number(values.burst),
      tries: Number(values.tries),
      ...(mood === undefined ? {} : { mood }),
      ...(values.keep === undefined ? {} : { keep: new Set(values.keep.split(",").map(Number)) }),
    },
    say,
  );
  const cpu = Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1_000_000);
  say(
    `${totals.runs} runs from seed ${values.seed}: ${totals.operations} operations, ${totals.receipts} receipts, ` +
      `${totals.failures} failures; ${seconds(begun)} s, ${cpu} s of processor`,
  );
  return totals.failures === 0;
};

/** The membership histories are those of the property suite, many more of them. */
const membershipHistories = (histories: number): boolean => {
  const begun = Date.now();
  const env = { ...process.env, MEMBERSHIP_SEEDS: String(histories), MEMBERSHIP_SEED: values.seed };
  const run = spawnSync(
    "npx",
    ["vitest", "run", "--project", "node", "--testTimeout", "0", "tests/property/membership"],
    { stdio: "inherit", env },
  );
  say(`${histories} membership histories from seed ${values.seed}: exit ${run.status}; ${seconds(begun)} s`);
  return run.status === 0;
};

const gate = (inputs: number): boolean => {
  const begun = Date.now();
  const done = gateCampaign(Number(values.seed), inputs);
  for (const problem of done.problems.slice(0, 10)) say(problem);
  say(
    `${done.inputs} gate inputs from seed ${values.seed}: ${done.accepted} let through, ` +
      `${done.problems.length} problems, slowest ${done.slowestMs.toFixed(1)} ms; ${seconds(begun)} s`,
  );
  return done.problems.length === 0;
};

await startAutomerge();
let sound: boolean;
if (values.nightly) {
  say(`nightly on ${cpus().length} processors`);
  const runs = Number(values.runs) > 100 ? Number(values.runs) : 100_000;
  const results = [
    await simulate(runs),
    membershipHistories(Number(values.histories)),
    gate(Number(values.gate)),
  ];
  sound = results.every((one) => one);
} else sound = await simulate(Number(values.runs));
process.exit(sound ? 0 : 1);
