import { beforeAll, expect, test } from "vitest";
import { startAutomerge } from "#tests/support/automerge";
import { crashCampaign } from "./crash-campaign";

beforeAll(startAutomerge);

/** All of them with `npm run sim -- --campaign crashes --seed 0 --runs 10000`. */
const every = 20;

test(
  "[SIM-6] broken off at a write of relay or device, everything ends sound",
  { timeout: 120_000 },
  async () => {
    const done = await crashCampaign(0, Infinity, every);
    expect(done.failures).toEqual([]);
    expect(done.points).toBeGreaterThan(20);
    expect(done.operations).toBeGreaterThan(done.points * 10);
  },
);
