/**
 * `npm run sim -- --runs 1000 --seed 1`: as many runs as there is patience; stops at the first failure, makes it small
 * and says how to see it again. `--mood liars` leans on one kind of fault, `--keep 3,9` leaves out all other steps.
 * `--campaign gate` (membership, poison, crashes, kills, stations, forgotten) tries that instead, `--runs` of them from `--seed` on.
 *
 * `npm run sim -- --nightly` does the large volumes of everything over several processes: `--shards`, `--minutes`,
 * `--share 0.01` for a hundredth of them. Given again it goes on where it stopped. Ends with 0 when everything was
 * done and is sound, 1 when something failed, 2 when the time was too short.
 */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startAutomerge } from "#tests/support/automerge";
import { campaign } from "./campaign";
import { nightly } from "./nightly";
import { moods } from "./plan";
import { campaignNames, nightlyVolumes, runPortion } from "./portions";

const { values } = parseArgs({
  options: {
    campaign: { type: "string", default: "runs" },
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    operations: { type: "string", default: "52" },
    burst: { type: "string", default: "2" },
    mood: { type: "string" },
    keep: { type: "string" },
    /** Runs that may be spent on making a failing one small. */
    tries: { type: "string", default: "150" },
    /** Failures after which it stops. */
    failures: { type: "string", default: "1" },
    nightly: { type: "boolean", default: false },
    shards: { type: "string", default: String(availableParallelism()) },
    minutes: { type: "string", default: "120" },
    share: { type: "string", default: "1" },
    /** Where a nightly run keeps its results. */
    results: { type: "string" },
  },
});

const root = fileURLToPath(new URL("../..", import.meta.url));
const say = (text: string): void => console.log(text);

const simulate = async (): Promise<number> => {
  const begun = Date.now();
  const mood = moods.find((one) => one === values.mood);
  const totals = await campaign(
    {
      first: Number(values.seed),
      runs: Number(values.runs),
      operations: Number(values.operations),
      burst: Number(values.burst),
      tries: Number(values.tries),
      mostFailures: Number(values.failures),
      ...(mood === undefined ? {} : { mood }),
      ...(values.keep === undefined ? {} : { keep: new Set(values.keep.split(",").map(Number)) }),
    },
    say,
  );
  const { user, system } = process.cpuUsage();
  say(
    `${totals.runs} runs from seed ${values.seed}: ${totals.operations} operations, ${totals.receipts} receipts, ` +
      `${totals.failures.length} failures; ${Math.round((Date.now() - begun) / 1_000)} s, ` +
      `${Math.round((user + system) / 1_000_000)} s of processor`,
  );
  return totals.failures.length === 0 ? 0 : 1;
};

/** Anything but runs, in this process. */
const tryOther = async (name: (typeof campaignNames)[number]): Promise<number> => {
  const portion = { campaign: name, first: Number(values.seed), count: Number(values.runs) };
  const { counts, failures, seconds } = await runPortion(portion);
  for (const failure of failures) say(`${failure.report}\n  ${failure.command}`);
  const counted = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  say(`${name}: ${counted.join(", ")}; ${failures.length} failures; ${seconds.toFixed(1)} s of processor`);
  return failures.length === 0 ? 0 : 1;
};

/** Results of another state of the code are of no use: each has a file of its own. */
const resultsFile = (): string => {
  const git = (...args: string[]): string =>
    spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout.trim();
  const commit = git("rev-parse", "--short", "HEAD") || "unknown";
  const isChanged = git("status", "--porcelain", "--", "shared", "relay", "tests") !== "";
  return `${root}test-results/nightly/${commit}${isChanged ? "-changed" : ""}-${values.seed}.jsonl`;
};

const everything = async (): Promise<number> => {
  const part = (volume: number): number => Math.ceil(volume * Number(values.share));
  const { isSound, isComplete } = await nightly(
    {
      first: Number(values.seed),
      volumes: {
        runs: part(nightlyVolumes.runs),
        moodRuns: part(nightlyVolumes.moodRuns),
        histories: part(nightlyVolumes.histories),
        gate: part(nightlyVolumes.gate),
        kills: part(nightlyVolumes.kills),
      },
      shards: Number(values.shards),
      minutes: Number(values.minutes),
      file: values.results ?? resultsFile(),
    },
    say,
  );
  return !isSound ? 1 : isComplete ? 0 : 2;
};

await startAutomerge();
const other = campaignNames.find((name) => name === values.campaign && name !== "runs");
process.exit(await (values.nightly ? everything() : other === undefined ? simulate() : tryOther(other)));
