import { beforeAll, describe, expect, test } from "vitest";
import { startAutomerge } from "#tests/support/automerge";
import { judge, report } from "./campaign";
import { makePlan } from "./plan";
import { regressions } from "./regressions";

beforeAll(startAutomerge);

describe("runs that once failed", () => {
  test.each(regressions.map((one) => [one.name, one] as const))(
    "[SIM-3] %s",
    { timeout: 120_000 },
    async (_, { seed, mood, operations, burst }) => {
      const outcome = await judge(makePlan(seed, operations, mood, burst));
      expect(outcome.violations, report(outcome, operations)).toEqual([]);
    },
  );

  test("[SIM-4] the same seed is the same run", { timeout: 120_000 }, async () => {
    const once = await judge(makePlan(9, 40));
    const again = await judge(makePlan(9, 40));
    expect(again).toEqual(once);
    expect(once.operations).toBeGreaterThan(20);
  });
});
