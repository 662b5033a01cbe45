/** The fold against an independent, naive reading of the same rules; further histories by `npm run sim`. */
import { describe, expect, test } from "vitest";
import { foldMembership } from "#shared/protocol/membership/fold";
import { textOfBytes } from "#shared/protocol/wire-types";
import { membershipCampaign } from "#tests/simulator/membership-campaign";
import { randomHistory } from "#tests/support/membership-history";
import { company, plain } from "#tests/support/unsigned-log";

/** Fewer where the same tests run a thousand times over. */
const seeds = Number(process.env["MEMBERSHIP_SEEDS"] ?? 5_000);
const firstSeed = 1;

describe("membership against the naive model", () => {
  test("[MEM-32] the same verdict as the model, in every order of arrival", { timeout: 300_000 }, () => {
    const { counts, problems } = membershipCampaign(firstSeed, seeds);
    expect(problems).toEqual([]);
    // The histories must be worth the name.
    expect(counts.overruled).toBeGreaterThan(seeds / 20);
    expect(counts.revoked).toBeGreaterThan(seeds / 3);
    expect(counts.waiting).toBeGreaterThan(seeds / 20);
    expect(counts.forks).toBeGreaterThan(seeds / 100);
    expect(counts.otherOrders).toBeGreaterThan(seeds / 40);
    expect(counts.confirmed).toBeGreaterThan(seeds / 2);
    expect(counts.void).toBeGreaterThan(seeds);
    expect(counts.handedOver).toBeGreaterThan(seeds / 30);
    expect(counts.unordered).toBeGreaterThan(seeds / 50);
  });

  test("[MEM-33] what a checkpoint has decided is never decided otherwise, and there is always an owner", () => {
    for (let seed = firstSeed; seed < firstSeed + seeds / 20; seed++) {
      const { records } = randomHistory(seed, 20);
      const fold = foldMembership(company);
      const decided = new Map<string, string>();
      for (const record of records) {
        fold.add([record]);
        const { confirmed, state, checkpoint, fork } = fold.verdict();
        if (state !== null && fork === null) {
          const owners = [...state.devices.values()].filter(
            ({ member, revoked }) => revoked === null && state.members.get(member)?.rank === "owner",
          );
          expect(owners.length, `seed ${seed}`).toBeGreaterThan(0);
        }
        if (confirmed === null || checkpoint === null) continue;
        const name = textOfBytes(checkpoint);
        expect(plain(confirmed), `seed ${seed}`).toBe(decided.get(name) ?? plain(confirmed));
        decided.set(name, plain(confirmed));
      }
    }
  });
});
