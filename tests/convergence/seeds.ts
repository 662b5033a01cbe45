import { beforeAll, describe, expect, test } from "vitest";
import { startAutomerge } from "#tests/support/automerge";
import { violationsOf } from "./invariants";
import { runScenario } from "./scenario";

/** Things done and gone wrong per run. */
export const stepsPerRun = 40;

/** A suite over some seeds; the seeds are spread over files so that they run side by side. */
export const checkSeeds = (first: number, count: number): void => {
  beforeAll(startAutomerge);
  const seeds = Array.from({ length: count }, (_, at) => first + at);
  describe("five devices and a relay", () => {
    test.each(seeds)("[SYNC-1] end equal and lose nothing, seed %i", async (seed) => {
      const outcome = await runScenario(seed, stepsPerRun);
      const violations = await violationsOf(outcome);
      expect(violations, `seed ${seed}\n${outcome.story.join("\n")}`).toEqual([]);
    });
  });
};
