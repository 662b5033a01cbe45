import { expect, test } from "vitest";
import { gateCampaign } from "./gate-campaign";

const inputs = 1_000_000;

test(
  "[GATE-11] a million mutated chunks: the gate never throws and reads what passes as the checker does",
  { timeout: 600_000 },
  () => {
    const done = gateCampaign(20_261_121, inputs);
    expect(done.problems).toEqual([]);
    expect(done.inputs).toBe(inputs);
    // Enough must pass, or the second claim proves nothing.
    expect(done.accepted).toBeGreaterThan(inputs / 200);
  },
);
