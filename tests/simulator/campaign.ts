/** Runs many plans and keeps count; a failing one is made small before it is told. */
import type { WorldSeams } from "#tests/support/sim-world";
import { violationsOf } from "./check";
import type { Mood, Plan } from "./plan";
import { describeStep, makePlan } from "./plan";
import { runPlan } from "./run";

export interface Outcome {
  readonly plan: Plan;
  readonly operations: number;
  readonly receipts: number;
  readonly violations: readonly string[];
  readonly story: readonly string[];
}

/** Judges one plan. A defect that ends the run is a violation too. */
export const judge = async (plan: Plan, seams: WorldSeams = {}): Promise<Outcome> => {
  try {
    const run = await runPlan(plan, seams);
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

/** What a person needs to see it again. */
export const report = ({ plan, violations, story }: Outcome, operations: number): string =>
  [
    `seed ${plan.seed} fails (${plan.mood}, ${plan.devices} devices). To see it again:`,
    `  npm run sim -- --seed ${plan.seed} --runs 1 --operations ${operations} --mood ${plan.mood} --burst ${plan.burst} --keep ${plan.steps.map(({ no }) => no).join()}`,
    "What was done:",
    ...plan.steps.map((step) => `  ${describeStep(step)}`),
    "What was said:",
    ...story.filter((line) => !line.startsWith("#")).map((line) => `  ${line}`),
    "What is wrong:",
    ...violations.slice(0, 12).map((line) => `  ${line}`),
  ].join("\n");

export interface Totals {
  runs: number;
  operations: number;
  receipts: number;
  failures: number;
}

/** `runs` plans from `first` on; stops at the first failure and tells it. */
export const campaign = async (
  options: {
    readonly first: number;
    readonly runs: number;
    readonly operations: number;
    readonly burst: number;
    readonly tries: number;
    readonly mood?: Mood;
    readonly keep?: ReadonlySet<number>;
  },
  say: (text: string) => void,
): Promise<Totals> => {
  const totals: Totals = { runs: 0, operations: 0, receipts: 0, failures: 0 };
  for (let seed = options.first; seed < options.first + options.runs; seed++) {
    const whole = makePlan(seed, options.operations, options.mood, options.burst);
    const plan = options.keep === undefined ? whole : keeping(whole, options.keep);
    const outcome = await judge(plan);
    totals.runs++;
    totals.operations += outcome.operations;
    totals.receipts += outcome.receipts;
    if (outcome.violations.length > 0) {
      totals.failures++;
      const small = options.keep === undefined ? await shrink(plan, options.tries) : outcome;
      say(report(small, options.operations));
      return totals;
    }
    if (totals.runs % 100 === 0)
      say(`${totals.runs} of ${options.runs} runs, ${totals.operations} operations`);
  }
  return totals;
};
