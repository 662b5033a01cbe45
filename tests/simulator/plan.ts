/**
 * What will happen in a run, decided before it begins: steps with all their dice thrown. A failing run is made small
 * by leaving steps out, so no step's dice may depend on another step.
 */
import { createChances } from "#tests/support/virtual-time";

/**
 * Each leans on other faults of the table; every run has some of the others too. What a mood already does stays as it
 * is, or regressions would be other runs: something new gets a mood of its own.
 */
export const moods = [
  "everyday",
  "network",
  "crashes",
  "disks",
  "clocks",
  "backups",
  "liars",
  "intruders",
  "staff",
  "everything",
  "losses",
  "leavers",
  "omissions",
  "crew",
  "stations",
  "forgotten",
  "hall",
] as const;
export type Mood = (typeof moods)[number];

/** In turn, by seed; a longer list would make other runs of every seed. */
const usualMoods: readonly Mood[] = moods.slice(0, moods.indexOf("crew") + 1);

export const stepKinds = [
  "work",
  "undo",
  "link",
  "stall",
  "split",
  "kill",
  "power",
  "evict",
  "tabs",
  "relay",
  "relay-disk",
  "disk",
  "rot",
  "clock",
  "backup",
  "lie",
  "attack",
  "revoke",
  "decide",
  "place",
  "rest",
  "hall",
] as const;
export type StepKind = (typeof stepKinds)[number];

export interface Step {
  /** Place in the plan, for reports; stays when other steps are left out. */
  readonly no: number;
  readonly kind: StepKind;
  readonly device: number;
  /** Thrown in advance; each step reads them its own way. 0 to 2²⁴ − 1. */
  readonly dice: readonly [number, number, number];
  readonly waitMs: number;
}

export interface Plan {
  readonly seed: number;
  readonly mood: Mood;
  readonly devices: number;
  /** Per device: hours the clock is wrong, and tabs. */
  readonly skewHours: readonly number[];
  readonly tabs: readonly number[];
  /** Commands that one step of work runs at once. */
  readonly burst: number;
  /** Messages arrive, so that what goes wrong has one cause. */
  readonly isQuiet?: boolean;
  readonly steps: readonly Step[];
}

type Weights = Partial<Record<StepKind, number>>;

const always: Weights = { work: 72, undo: 4, link: 5, kill: 3, tabs: 2, relay: 2, rest: 3 };

const leaning: Readonly<Record<Mood, Weights>> = {
  everyday: { evict: 1 },
  network: { link: 10, stall: 5, split: 3 },
  crashes: { kill: 8, power: 5, relay: 6, tabs: 4, evict: 2 },
  disks: { disk: 8, "relay-disk": 5, rot: 5, power: 2, evict: 2 },
  clocks: { clock: 8, rest: 6 },
  backups: { backup: 4, power: 2 },
  liars: { lie: 10 },
  intruders: { attack: 14 },
  staff: { revoke: 4, link: 5 },
  everything: {
    stall: 3,
    power: 2,
    disk: 3,
    "relay-disk": 2,
    rot: 2,
    clock: 2,
    attack: 5,
    revoke: 1,
    split: 2,
  },
  losses: { backup: 4, power: 2, evict: 2, revoke: 2, decide: 1, relay: 2 },
  leavers: { revoke: 5, decide: 8, link: 8, attack: 14, relay: 5 },
  omissions: { lie: 10 },
  crew: { place: 8, decide: 2, revoke: 1, link: 6, rest: 4 },
  forgotten: { revoke: 6, backup: 7, attack: 10, link: 4, relay: 1, decide: 1 },
  hall: { hall: 18, link: 3, power: 3, disk: 3, "relay-disk": 1, clock: 1 },
  stations: { place: 9, decide: 2, revoke: 1, link: 6, rest: 3, tabs: 3 },
};

/** A plan with `operations` steps of work, each of `burst` commands. */
export const makePlan = (seed: number, operations: number, mood?: Mood, burst = 1): Plan => {
  const chances = createChances(seed * 64 + 63);
  const chosen = mood ?? usualMoods[seed % usualMoods.length] ?? "everyday";
  const weights = { ...always, ...leaning[chosen] };
  const bag = stepKinds.flatMap((kind) => Array<StepKind>(weights[kind] ?? 0).fill(kind));
  const several = 2 + chances.below(3);
  const devices = usualMoods.includes(chosen) ? several : 4;
  const hours = chosen === "clocks" ? 96 : 4;
  const skewHours = Array.from({ length: devices }, () =>
    chances.in100(40) ? chances.below(hours) - hours / 2 : 0,
  );
  const tabs = Array.from({ length: devices }, () => (chances.in100(25) ? 2 : 1));
  const steps: Step[] = [];
  for (let left = operations; left > 0;) {
    const kind = chances.pick(bag) ?? "work";
    if (kind === "work") left--;
    const dice = [chances.below(2 ** 24), chances.below(2 ** 24), chances.below(2 ** 24)] as const;
    const longest = kind === "rest" ? 3 * 24 * 3_600_000 : 4_000;
    const waitMs = chances.in100(30) ? 0 : chances.below(longest);
    steps.push({ no: steps.length, kind, device: chances.below(devices), dice, waitMs });
  }
  return { seed, mood: chosen, devices, skewHours, tabs, burst, steps };
};

export const describeStep = ({ no, kind, device, dice, waitMs }: Step): string =>
  `#${no} device ${device + 1}: ${kind} (${dice.map((one) => one % 1_000).join(" ")}), then ${waitMs} ms`;
