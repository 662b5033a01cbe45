/** Runs many plans and keeps count; a failing one is made small before it is told. */
import type { WorldSeams } from "#tests/support/sim-world";
import { violationsOf } from "./check";
import type { Mood, Plan } from "./plan";
import { describeStep, makePlan } from "./plan";
import type { Run } from "./run";
import { runPlan } from "./run";

export interface Outcome {
  readonly plan: Plan;
  readonly operations: number;
  readonly receipts: number;
  readonly violations: readonly string[];
  readonly story: readonly string[];
}

/** Judges one plan. A defect that ends the run is a violation too. */
export const judge = async (
  plan: Plan,
  seams: WorldSeams = {},
  begun?: (run: Run) => void,
): Promise<Outcome> => {
  try {
    const run = await runPlan(plan, seams, begun);
    const violations = await violationsOf(run);
    const { operations, receipted, story } = run.ledger;
    return { plan, operations, receipts: receipted.size, violations, story };
  } catch (defect) {
    const text = defect instanceof Error ? (defect.stack ?? defect.message) : String(defect);
    return { plan, operations: 0, receipts: 0, violations: [`the run threw: ${text}`], story: [] };
  }
};

/** The plan with only these steps of it. */
export const keeping = (plan: Plan, numbers: ReadonlySet<number>): Plan => ({
  ...plan,
  steps: plan.steps.filter(({ no }) => numbers.has(no)),
});

/**
 * Leaves out ever smaller stretches of steps for as long as what remains still fails, at most `tries` runs. Any
 * failure counts: a smaller one of another kind is as good a place to begin.
 */
export const shrink = async (plan: Plan, tries: number, seams: WorldSeams = {}): Promise<Outcome> => {
  let best = await judge(plan, seams);
  let left = tries;
  for (let size = Math.ceil(plan.steps.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.plan.steps.length && left > 0;) {
      const steps = best.plan.steps.filter((_, place) => place < at || place >= at + size);
      const smaller = await judge({ ...plan, steps }, seams);
      left--;
      if (smaller.violations.length > 0) best = smaller;
      else at += size;
    }
  }
  return best;
};

/** The command that shows a run again. */
export const commandFor = ({ seed, mood, burst, steps }: Plan, operations: number): string =>
  `npm run sim -- --seed ${seed} --runs 1 --operations ${operations} --mood ${mood} --burst ${burst} --keep ${steps.map(({ no }) => no).join()}`;

/** What a person needs to see it again. */
export const report = ({ plan, violations, story }: Outcome, operations: number): string =>
  [
    `seed ${plan.seed} fails (${plan.mood}, ${plan.devices} devices). To see it again:`,
    `  ${commandFor(plan, operations)}`,
    "What was done:",
    ...plan.steps.map((step) => `  ${describeStep(step)}`),
    "What was said:",
    ...story.filter((line) => !line.startsWith("#")).map((line) => `  ${line}`),
    "What is wrong:",
    ...violations.slice(0, 12).map((line) => `  ${line}`),
  ].join("\n");

export interface RunFailure {
  readonly seed: number;
  /** The first thing that is wrong. */
  readonly what: string;
  readonly command: string;
  readonly report: string;
}

export interface Totals {
  runs: number;
  operations: number;
  receipts: number;
  readonly failures: RunFailure[];
}

export interface CampaignOptions {
  readonly first: number;
  readonly runs: number;
  readonly operations: number;
  readonly burst: number;
  /** Runs that may be spent on making a failing one small. */
  readonly tries: number;
  /** After so many failures the rest is left out. */
  readonly mostFailures: number;
  readonly mood?: Mood;
  readonly keep?: ReadonlySet<number>;
}

/** `runs` plans from `first` on. */
export const campaign = async (options: CampaignOptions, say: (text: string) => void): Promise<Totals> => {
  const totals: Totals = { runs: 0, operations: 0, receipts: 0, failures: [] };
  for (let seed = options.first; seed < options.first + options.runs; seed++) {
    const whole = makePlan(seed, options.operations, options.mood, options.burst);
    const plan = options.keep === undefined ? whole : keeping(whole, options.keep);
    const outcome = await judge(plan);
    totals.runs++;
    totals.operations += outcome.operations;
    totals.receipts += outcome.receipts;
    if (outcome.violations.length > 0) {
      const small = options.keep === undefined ? await shrink(plan, options.tries) : outcome;
      totals.failures.push(failureOf(small, options.operations));
      say(report(small, options.operations));
      if (totals.failures.length >= options.mostFailures) break;
    }
    if (totals.runs % 100 === 0)
      say(`${totals.runs} of ${options.runs} runs, ${totals.operations} operations`);
  }
  return totals;
};

const failureOf = (outcome: Outcome, operations: number): RunFailure => ({
  seed: outcome.plan.seed,
  what: outcome.violations[0] ?? "",
  command: commandFor(outcome.plan, operations),
  report: report(outcome, operations),
});
