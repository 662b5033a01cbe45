import { beforeAll, describe, expect, test } from "vitest";
import { startAutomerge } from "#tests/support/automerge";
import { judge, report, shrink } from "./campaign";
import type { Mood } from "./plan";
import { makePlan } from "./plan";

/** With two commands each about 100 operations a seed. */
const steps = 60;
const burst = 2;

/** Seeds of one test: few enough that a failing one is soon seen. */
const together = 5;

/**
 * A suite over some seeds, of every mood in turn or of one; they are spread over files so that they run side by side.
 */
export const checkSeeds = (first: number, count: number, mood?: Mood): void => {
  beforeAll(startAutomerge);
  describe(`a company through faults${mood === undefined ? ", lies and attacks" : `: ${mood}`}`, () => {
    test.each(Array.from({ length: count / together }, (_, at) => first + at * together))(
      "[SIM-1] nothing lost, nothing unauthorised, everybody equal: five seeds from %i",
      { timeout: 240_000 },
      async (from) => {
        let operations = 0;
        for (let seed = from; seed < from + together; seed++) {
          const outcome = await judge(makePlan(seed, steps, mood, burst));
          if (outcome.violations.length > 0) {
            const small = await shrink(outcome.plan, 60);
            expect.fail(report(small, steps));
          }
          operations += outcome.operations;
        }
        expect(operations).toBeGreaterThanOrEqual(together * 40);
      },
    );
  });
};
