/** A blank label that was put on something is told so for as long as it is true. */
import { expect, test } from "vitest";
import type { AssetId } from "#shared/domain/inventory";
import { createClaimStanding } from "#client/features/scanning/claim-standing";
import type { ScanEntry } from "#client/features/scanning/scan-session";
import { createScanWorld } from "#tests/support/scan-world";

const label = "0123456789ABCDEFGHJKMNPQRS";

const claimedWorld = () => {
  const world = createScanWorld();
  world.labels.set("read", { type: "own", label });
  const decision = world.decide("read", { mode: "out" });
  expect(decision.detail.blankLabel).toBe(label);
  const telling = { head: "", note: "", did: "", thing: "", short: "", aside: "", spoken: "" };
  const claimed = (claimedBy: AssetId): ScanEntry => ({
    ...{ id: 1, text: "read", origin: "wedge", context: { mode: "out", quantity: 1 }, decision, telling },
    ...{ at: 0, movements: [], state: "claimed", claimedBy },
  });
  return { world, claimed, told: createClaimStanding(world.state) };
};

test("[SCN-13] a claim stands while the piece wears the label, and is told taken back when it does not", () => {
  const { world, claimed, told } = claimedWorld();
  const piece = world.asset("SPOT-1", "Spot", { label });
  const entry = claimed(piece);
  expect(told(entry)).toBe(entry);

  world.codes.putAsset({ id: piece, code: "SPOT-1" });
  const undone = told(entry);
  expect(undone).toEqual({ ...entry, state: "undone" });
  expect(told(entry), "the card is not made anew").toBe(undone);

  world.asset("SPOT-2", "Spot", { label });
  expect(told(entry).state, "another piece wears it").toBe("undone");

  world.codes.putAsset({ id: piece, code: "SPOT-1", label });
  expect(told(entry)).toBe(entry);
});

test("[SCN-13] the claim of a new piece that is not in stock any more is told taken back", () => {
  const { world, claimed, told } = claimedWorld();
  const entry = claimed(world.asset("SPOT-1", "Spot", { label }));
  expect(told(entry)).toBe(entry);
  world.asset("SPOT-1", "Spot", { label, removedAt: 1 });
  expect(told(entry).state).toBe("undone");
});

test("[SCN-13] what was no claim is told as it is", () => {
  const { world, claimed, told } = claimedWorld();
  const entry: ScanEntry = { ...claimed(world.asset("SPOT-1", "Spot")), state: "open" };
  expect(told(entry)).toBe(entry);
});
