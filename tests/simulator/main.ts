/**
 * `npm run sim -- --help` says what there is: runs by seed and mood, campaigns, and the nightly volumes of everything.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startAutomerge } from "#tests/support/automerge";
import { campaign } from "./campaign";
import { nightly } from "./nightly";
import { readOptions, simulatorHelp } from "./options";
import type { CampaignName } from "./portions";
import { nightlyVolumes, runPortion } from "./portions";

const options = readOptions(process.argv.slice(2));
if (!options.ok) {
  console.error(`${options.error}\n\n${simulatorHelp}`.trimEnd());
  process.exit(2);
}
if (options.value === "help") {
  console.log(simulatorHelp.trimEnd());
  process.exit(0);
}
const values = options.value;

const root = fileURLToPath(new URL("../..", import.meta.url));
const say = (text: string): void => console.log(text);

const simulate = async (): Promise<number> => {
  const begun = Date.now();
  const totals = await campaign(
    {
      first: values.seed,
      runs: values.runs,
      operations: values.operations,
      burst: values.burst,
      tries: values.tries,
      mostFailures: values.failures,
      ...(values.mood === null ? {} : { mood: values.mood }),
      ...(values.keep === null ? {} : { keep: values.keep }),
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
const tryOther = async (name: CampaignName): Promise<number> => {
  const portion = { campaign: name, first: values.seed, count: values.runs };
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
  const part = (volume: number): number => Math.ceil(volume * values.share);
  const { isSound, isComplete } = await nightly(
    {
      first: values.seed,
      volumes: {
        runs: part(nightlyVolumes.runs),
        moodRuns: part(nightlyVolumes.moodRuns),
        histories: part(nightlyVolumes.histories),
        gate: part(nightlyVolumes.gate),
        kills: part(nightlyVolumes.kills),
      },
      shards: values.shards,
      minutes: values.minutes,
      file: values.results ?? resultsFile(),
    },
    say,
  );
  return !isSound ? 1 : isComplete ? 0 : 2;
};

await startAutomerge();
const { campaign: name, nightly: isNightly } = values;
process.exit(await (isNightly ? everything() : name === "runs" ? simulate() : tryOther(name)));
