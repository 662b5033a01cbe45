/** What may stand behind `npm run sim --`, and what to say about anything else. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Mood } from "./plan";
import { moods } from "./plan";
import type { CampaignName } from "./portions";
import { campaignNames } from "./portions";

export interface SimulatorOptions {
  readonly campaign: CampaignName;
  readonly mood: Mood | null;
  readonly runs: number;
  readonly seed: number;
  readonly operations: number;
  readonly burst: number;
  /** Steps to keep; null for all. */
  readonly keep: ReadonlySet<number> | null;
  readonly tries: number;
  readonly failures: number;
  readonly nightly: boolean;
  readonly shards: number;
  readonly minutes: number;
  readonly share: number;
  readonly results: string | null;
}

export const simulatorHelp = `npm run sim -- [options]

Runs devices and a relay on virtual time, with faults, lies and attacks. Stops at the first failure, makes it small
and says how to see it again. Ends with 0 when all is sound, 1 when something failed, 2 when it was called wrongly.

  --runs N          how many (100)
  --seed S          the first seed (1); one seed is one run, the same every time
  --mood NAME       leans on one kind of fault: ${moods.join(", ")}
  --operations N    per run (52)
  --burst N         per step of work (2)
  --keep 3,9        leaves out all other steps
  --tries N         runs that may be spent on making a failing one small (150)
  --failures N      failures after which it stops (1)
  --campaign NAME   something else, N of them from S on: ${campaignNames.join(", ")}

  --nightly         the large volumes of everything over several processes; given again it goes on where it stopped.
                    Ends with 2 also when the time was too short
  --shards N        how many processes (as many as processors)
  --minutes N       ends it early (120)
  --share X         0.01 for a hundredth (1)
  --results FILE    where its results are kept
`;

const known = {
  help: { type: "boolean", short: "h", default: false },
  campaign: { type: "string", default: "runs" },
  runs: { type: "string", default: "100" },
  seed: { type: "string", default: "1" },
  operations: { type: "string", default: "52" },
  burst: { type: "string", default: "2" },
  mood: { type: "string" },
  keep: { type: "string" },
  tries: { type: "string", default: "150" },
  failures: { type: "string", default: "1" },
  nightly: { type: "boolean", default: false },
  shards: { type: "string", default: String(availableParallelism()) },
  minutes: { type: "string", default: "120" },
  share: { type: "string", default: "1" },
  results: { type: "string" },
} as const;

type Read = ReturnType<typeof parseArgs<{ readonly options: typeof known }>>["values"];

const read = (args: readonly string[]): Result<Read, string> => {
  try {
    return ok(parseArgs({ args: [...args], options: known }).values);
  } catch (thrown) {
    return err(thrown instanceof Error ? thrown.message : String(thrown));
  }
};

const counts = ["runs", "seed", "operations", "burst", "tries", "failures", "shards"] as const;
const amounts = ["minutes", "share"] as const;

const isAmount = (text: string): boolean => Number.isFinite(Number(text)) && Number(text) > 0;

/** What is wrong with a value, in words. */
const complaintAbout = (values: Read): string | undefined => {
  const notCount = counts.find((name) => !/^[1-9]\d*$/.test(values[name]));
  if (notCount !== undefined)
    return `--${notCount} needs a whole number from 1 on, not "${values[notCount]}".`;
  const notAmount = amounts.find((name) => !isAmount(values[name]));
  if (notAmount !== undefined) return `--${notAmount} needs a number above 0, not "${values[notAmount]}".`;
  const { mood, campaign, keep } = values;
  if (mood !== undefined && !moods.some((one) => one === mood)) return `There is no mood "${mood}".`;
  if (!campaignNames.some((one) => one === campaign)) return `There is no campaign "${campaign}".`;
  if (keep !== undefined && !/^\d+(,\d+)*$/.test(keep)) return `--keep needs numbers of steps: 3,9.`;
  return undefined;
};

/** `help` was asked for, or the options; an error says in words what cannot be understood. */
export const readOptions = (args: readonly string[]): Result<SimulatorOptions | "help", string> => {
  const values = read(args);
  if (!values.ok) return values;
  if (values.value.help) return ok("help");
  const complaint = complaintAbout(values.value);
  if (complaint !== undefined) return err(complaint);
  const { mood, campaign, keep, nightly, results } = values.value;
  const number = (name: (typeof counts)[number] | (typeof amounts)[number]): number =>
    Number(values.value[name]);
  return ok({
    campaign: campaignNames.find((one) => one === campaign) ?? "runs",
    mood: moods.find((one) => one === mood) ?? null,
    ...{ runs: number("runs"), seed: number("seed"), operations: number("operations") },
    ...{ burst: number("burst"), tries: number("tries"), failures: number("failures") },
    keep: keep === undefined ? null : new Set(keep.split(",").map(Number)),
    ...{ nightly, shards: number("shards"), minutes: number("minutes"), share: number("share") },
    results: results ?? null,
  });
};
