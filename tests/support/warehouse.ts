/** The warehouse the table of scans is walked in. */
import { expect } from "vitest";
import type { ScanDecision, ScanRule } from "#shared/domain/scanning";
import { createScanWorld, named } from "./scan-world";

/** One event that asks for two spots and forty cables; a second event; three spots, a wash, two cases. */
export const warehouse = () => {
  const world = createScanWorld();
  const spotType = world.product("Spot");
  const cable = world.product("Cable", "bulk");
  const gala = world.event("Gala", [
    [spotType, 2],
    [cable, 30],
    [cable, 10],
  ]);
  const fair = world.event("Fair", [[cable, 20]]);
  const spots = ["SPOT-1", "SPOT-2", "SPOT-3"].map((code) => world.asset(code, "Spot"));
  const [spot1, spot2, spot3] = spots;
  if (spot1 === undefined || spot2 === undefined || spot3 === undefined) throw new Error("three spots");
  const wash = world.asset("WASH-1", "Wash");
  const box = world.asset("FC-07", "Flight case", { isCase: true });
  const bigBox = world.asset("FC-99", "Flight case", { isCase: true });
  world.codes.putCode({ id: named("code XLR"), product: cable, value: "XLR10-B" });
  return {
    ...world,
    spotType,
    cable,
    gala,
    fair,
    spot1,
    spot2,
    spot3,
    wash,
    box,
    bigBox,
    out: { mode: "out", event: gala } as const,
    back: { mode: "in" } as const,
  };
};

export const nothingWritten = (decision: ScanDecision, rule: ScanRule): void => {
  expect(decision.rule).toBe(rule);
  expect(decision.facts).toEqual([]);
};
