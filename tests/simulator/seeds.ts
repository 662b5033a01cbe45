import { beforeAll, describe, expect, test } from "vitest";
import { startAutomerge } from "#tests/support/automerge";
import { judge, report, shrink } from "./campaign";
import { makePlan } from "./plan";

/** With two commands each about 100 operations a seed. */
const steps = 52;
const burst = 2;

/** A suite over some seeds; they are spread over files so that they run side by side. */
export const checkSeeds = (first: number, count: number): void => {
  beforeAll(startAutomerge);
  describe("a company through faults, lies and attacks", () => {
    const moods = 10;
    test.each(Array.from({ length: count / moods }, (_, at) => first + at * moods))(
      "[SIM-1] nothing lost, nothing unauthorised, everybody equal: ten seeds from %i",
      { timeout: 240_000 },
      async (from) => {
        let operations = 0;
        for (let seed = from; seed < from + moods; seed++) {
          const outcome = await judge(makePlan(seed, steps, undefined, burst));
          if (outcome.violations.length > 0) {
            const small = await shrink(outcome.plan, 60);
            expect.fail(report(small, steps));
          }
          operations += outcome.operations;
        }
        expect(operations).toBeGreaterThanOrEqual(moods * 80);
      },
    );
  });
};
