import { describe, expect, test } from "vitest";
import { startBulkStep } from "#shared/replica/engine/bulk-steps";

/** Commands that take so long each; answers with how many each step started. */
const stepsOf = (count: number, eachMs: number): readonly number[] => {
  let now = 0;
  const steps: number[] = [];
  const args = Array.from({ length: count }, (_, at) => at);
  for (let at = 0; at < count;) {
    const running = startBulkStep(args, at, { now: () => now }, async (one, part) => {
      expect(part).toBe(one);
      now += eachMs;
      return one;
    });
    at += running.length;
    steps.push(running.length);
  }
  return steps;
};

describe("steps of a bulk run", () => {
  test("the first command goes alone: it opens what the others write to", () => {
    expect(stepsOf(120, 0)).toEqual([1, 50, 50, 19]);
  });

  test("a step ends with the command that has used its time up, whatever those before took", () => {
    expect(stepsOf(10, 5)).toEqual([1, 3, 3, 3]);
    expect(stepsOf(4, 90)).toEqual([1, 1, 1, 1]);
  });
});
