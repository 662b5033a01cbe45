/**
 * The nightly volumes cut into portions that any process can carry out alone, in any order, and whose results add up.
 */
import { rmSync } from "node:fs";
import * as v from "valibot";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor } from "#tests/support/built-relay";
import { crashCampaign, crashPoints } from "./crash-campaign";
import { campaign } from "./campaign";
import { gateCampaign, poisonCampaign } from "./gate-campaign";
import { killCampaign, killsPerDatabase } from "./kill-campaign";
import { membershipCampaign } from "./membership-campaign";
import type { Mood } from "./plan";

export const campaignNames = [
  "runs",
  "stations",
  "forgotten",
  "membership",
  "gate",
  "poison",
  "crashes",
  "kills",
] as const;
export type CampaignName = (typeof campaignNames)[number];

/** `count` runs, histories, inputs, points or kills from `first` on. */
export const portionSchema = v.object({
  campaign: v.picklist(campaignNames),
  first: v.number(),
  count: v.number(),
});
export type Portion = Readonly<v.InferOutput<typeof portionSchema>>;

export interface PortionFailure {
  readonly what: string;
  readonly command: string;
  readonly report: string;
}

export interface PortionResult {
  readonly portion: Portion;
  /** Of processor. */
  readonly seconds: number;
  /** What was counted, by name. */
  readonly counts: Readonly<Record<string, number>>;
  readonly failures: readonly PortionFailure[];
}

/** Of 13.4 of the design, as far as there is something to try: runs of about a hundred operations each. */
export interface Volumes {
  readonly runs: number;
  /** Of each mood that has a campaign of its own, being none of those that take turns. */
  readonly moodRuns: number;
  readonly histories: number;
  readonly gate: number;
  readonly kills: number;
}

export const nightlyVolumes: Volumes = {
  ...{ runs: 86_000, moodRuns: 7_000, histories: 1_000_000, gate: 100_000_000, kills: 1_000 },
};

/** With two commands a step about a hundred operations a run. */
export const nightlyRun = { operations: 52, burst: 2 };

const sizes: Readonly<Record<CampaignName, number>> = {
  ...{ runs: 20, stations: 20, forgotten: 20 },
  membership: 2_500,
  gate: 250_000,
  poison: 1,
  crashes: 25,
  kills: killsPerDatabase,
};

const cut = (campaign: CampaignName, first: number, total: number): readonly Portion[] => {
  const size = sizes[campaign];
  return Array.from({ length: Math.ceil(total / size) }, (_, at) => ({
    campaign,
    first: first + at * size,
    count: Math.min(size, total - at * size),
  }));
};

/**
 * Everything to do, so ordered that whenever it is broken off every campaign has come about equally far.
 */
export const portionsOf = async (
  first: number,
  { runs, moodRuns, histories, gate, kills }: Volumes,
): Promise<readonly Portion[]> => {
  const all = [
    cut("runs", first, runs),
    cut("stations", first, moodRuns),
    cut("forgotten", first, moodRuns),
    cut("membership", first, histories),
    cut("gate", first, gate),
    cut("poison", 0, 1),
    cut("crashes", 0, (await crashPoints()).length),
    cut("kills", first, kills),
  ];
  return all
    .flatMap((portions) => portions.map((portion, at) => ({ portion, at: (at + 0.5) / portions.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ portion }) => portion);
};

const failureOf = (campaign: CampaignName, first: number, count: number, what: string): PortionFailure => {
  const command = `npm run sim -- --campaign ${campaign} --seed ${first} --runs ${count}`;
  return { what, command, report: what };
};

type Counted = Pick<PortionResult, "counts" | "failures">;

type CarryOut = (first: number, count: number) => Promise<Counted>;

/** Runs of every mood in turn, or of one. */
const runsOf =
  (mood?: Mood): CarryOut =>
  async (first, count) => {
    const options = { first, runs: count, ...nightlyRun, tries: 60, mostFailures: count };
    const leaning = mood === undefined ? options : { ...options, mood };
    const { runs, operations, receipts, failures } = await campaign(leaning, () => undefined);
    return { counts: { runs, operations, receipts }, failures };
  };

const carryOut: Readonly<Record<CampaignName, CarryOut>> = {
  runs: runsOf(),
  stations: runsOf("stations"),
  forgotten: runsOf("forgotten"),
  membership: async (first, count) => {
    const { histories, counts, problems } = membershipCampaign(first, count);
    const failures = problems.map(({ seed, what }) => failureOf("membership", seed, 1, what));
    return { counts: { histories, ...counts }, failures };
  },
  gate: async (first, count) => {
    const { inputs, accepted, problems } = gateCampaign(first, count);
    const failures = problems.map((what) => failureOf("gate", first, count, what));
    return { counts: { inputs, accepted }, failures };
  },
  poison: async () => {
    const { inputs, problems } = poisonCampaign();
    const failures = problems.map((what) => failureOf("poison", 0, 1, what));
    return { counts: { chunks: inputs }, failures };
  },
  crashes: async (first, count) => {
    const { points, operations, failures } = await crashCampaign(first, count);
    return {
      counts: { points, operations },
      failures: failures.map(({ point, what, story }) => ({
        ...failureOf("crashes", point, 1, what),
        report: [what, ...story].join("\n"),
      })),
    };
  },
  kills: async (first, count) => {
    const { counts, failures } = await killCampaign(first, count, await builtOnce());
    return {
      counts: { ...counts },
      failures: failures.map(({ seed, what }) => failureOf("kills", seed, killsPerDatabase, what)),
    };
  },
};

let built: Promise<BuiltRelay> | undefined;

/** The relay to be killed, built once for this process and removed with it. */
const builtOnce = (): Promise<BuiltRelay> => {
  built ??= buildRelayFor("kills").then((relay) => {
    process.once("exit", () => rmSync(relay.folder, { recursive: true, force: true }));
    return relay;
  });
  return built;
};

/** A defect of the harness itself counts as a failure of the portion. */
export const runPortion = async (portion: Portion): Promise<PortionResult> => {
  const before = process.cpuUsage();
  const done = await carryOut[portion.campaign](portion.first, portion.count);
  const { user, system } = process.cpuUsage(before);
  return { portion, seconds: (user + system) / 1_000_000, ...done };
};
