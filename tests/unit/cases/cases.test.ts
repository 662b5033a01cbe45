/** Packing lists, contents, weights, loose lists: what a case should hold and what it holds. */
import { describe, expect, test } from "vitest";
import { contentsRevision, contentsTree, grossWeight, looseOf, packingOf } from "#shared/domain/cases";
import { warehouse } from "#tests/support/warehouse";

const packed = () => {
  const world = warehouse();
  const put = (code: string, into: typeof world.box): void =>
    void world.scan(code, { mode: "pack", openCase: into });
  return { ...world, put };
};

describe("packing lists", () => {
  test("[CAS-07] [CASE-2] missing and foreign: named pieces first, then by product, bulk by quantity", () => {
    const { put, packingList, box, spotType, spot1, cable, wash, scan, caseSource } = packed();
    packingList(box, [
      { product: spotType, quantity: 1 },
      { product: spotType, asset: spot1 },
      { product: cable, quantity: 6 },
    ]);
    put("SPOT-1", box);
    put("WASH-1", box);
    scan("XLR10-B", { mode: "pack", openCase: box, quantity: 8 });
    const packing = packingOf(caseSource, box);
    expect(packing.slots.map(({ inside, missing }) => [inside, missing])).toEqual([
      [0, 1],
      [1, 0],
      [6, 0],
    ]);
    expect(packing.foreign.assets).toEqual([wash]);
    expect(packing.foreign.bulk).toEqual(new Map([[cable, 2]]));
    expect(packing).toMatchObject({ hasList: true, missing: 1, surplus: 3 });
    put("SPOT-2", box);
    expect(packingOf(caseSource, box).missing).toBe(0);
  });

  test("[CASE-2] [INV-21] a piece named by two lines since its records were merged counts once; the case itself is no part", () => {
    const { put, packingList, box, spotType, spot1, caseSource } = packed();
    packingList(box, [
      { product: spotType, asset: spot1, isPermanent: true },
      { product: spotType, asset: spot1 },
      { product: spotType, asset: box },
    ]);
    expect(packingOf(caseSource, box)).toMatchObject({ slots: [{ missing: 1 }], missing: 1 });
    put("SPOT-1", box);
    expect(packingOf(caseSource, box)).toMatchObject({
      slots: [{ assets: [spot1], missing: 0 }],
      missing: 0,
      surplus: 0,
    });
  });

  test("[CASE-2] without a list nothing is missing and nothing foreign", () => {
    const { put, box, caseSource } = packed();
    put("SPOT-1", box);
    expect(packingOf(caseSource, box)).toMatchObject({ hasList: false, slots: [], missing: 0, surplus: 0 });
  });

  test("[CAS-02] [CASE-1] what lives in a case and what is in it for a job stand on the same list, told apart", () => {
    const { put, packingList, box, spotType, spot1, caseSource } = packed();
    packingList(box, [
      { product: spotType, asset: spot1, isPermanent: true },
      { product: spotType, quantity: 1 },
    ]);
    put("SPOT-1", box);
    put("SPOT-3", box);
    expect(
      packingOf(caseSource, box).slots.map(({ slot, assets }) => [slot.isPermanent, assets.length]),
    ).toEqual([
      [true, 1],
      [false, 1],
    ]);
  });

  test("[CASE-2] a case inside fills a line of its own; what lies in it does not count outside", () => {
    const { put, packingList, box, bigBox, product, spotType, caseSource } = packed();
    packingList(bigBox, [{ product: product("Flight case") }, { product: spotType }]);
    put("SPOT-1", box);
    put("FC-07", bigBox);
    expect(packingOf(caseSource, bigBox).slots.map(({ inside }) => inside)).toEqual([1, 0]);
  });
});

describe("contents", () => {
  test("[CAS-06] [CASE-3] gross weight: empty, contents and nested cases with theirs; unknown weights are counted", () => {
    const { put, scan, asset, product, box, bigBox, caseSource } = packed();
    product("Spot", "assets", { weightG: 20_000 });
    product("Cable", "bulk", { weightG: 500 });
    asset("FC-07", "Flight case", { isCase: true, weightG: 30_000 });
    asset("FC-99", "Flight case", { isCase: true, weightG: 50_000 });
    asset("SPOT-2", "Spot", { weightG: 21_000 });
    put("SPOT-1", box);
    put("SPOT-2", box);
    scan("XLR10-B", { mode: "pack", openCase: box, quantity: 10 });
    expect(grossWeight(caseSource, box)).toEqual({ grams: 76_000, unknown: 0 });
    put("FC-07", bigBox);
    put("WASH-1", bigBox);
    expect(grossWeight(caseSource, bigBox)).toEqual({ grams: 126_000, unknown: 1 });
    // On the road it weighs what it weighs.
    expect(grossWeight(caseSource, box)).toEqual({ grams: 76_000, unknown: 0 });
  });

  test("[CAS-04] the tree to any depth, each right below what holds it", () => {
    const { put, scan, box, bigBox, spot1, cable, positions } = packed();
    put("SPOT-1", box);
    scan("XLR10-B", { mode: "pack", openCase: box, quantity: 3 });
    put("FC-07", bigBox);
    expect(contentsTree(positions, bigBox)).toEqual([
      { type: "asset", asset: box, holder: bigBox, depth: 0 },
      { type: "asset", asset: spot1, holder: box, depth: 1 },
      { type: "bulk", product: cable, quantity: 3, holder: box, depth: 1 },
    ]);
  });

  test("[CAS-08] [DOC-06] the revision changes with what lies inside at any depth, and with nothing else", () => {
    const { put, scan, box, bigBox, positions, gala } = packed();
    put("FC-07", bigBox);
    const empty = contentsRevision(positions, bigBox);
    expect(empty).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}$/);
    put("SPOT-1", box);
    const one = contentsRevision(positions, bigBox);
    expect(one).not.toBe(empty);
    scan("FC-99", { mode: "out", event: gala });
    expect(contentsRevision(positions, bigBox)).toBe(one);
    scan("XLR10-B", { mode: "pack", openCase: box, quantity: 2 });
    const two = contentsRevision(positions, bigBox);
    scan("XLR10-B", { mode: "pack", openCase: box, quantity: 1 });
    expect(new Set([empty, one, two, contentsRevision(positions, bigBox)]).size).toBe(4);
    scan("XLR10-B", { mode: "unpack", openCase: box, quantity: 3 });
    expect(contentsRevision(positions, bigBox)).toBe(one);
    scan("SPOT-1", { mode: "unpack" });
    expect(contentsRevision(positions, bigBox)).toBe(empty);
  });
});

describe("loose list", () => {
  test("[CAS-11] [CASE-4] on the job and in no case: pieces and bulk, packed or out, cases never", () => {
    const { put, scan, out, gala, back, spot2, spot3, cable, caseSource, box } = packed();
    put("SPOT-1", box);
    scan("XLR10-B", { mode: "pack", openCase: box, quantity: 6 });
    scan("FC-07", out);
    scan("SPOT-2", out);
    scan("XLR10-B", { ...out, quantity: 4 });
    scan("SPOT-3", { mode: "pack", openCase: box, event: gala });
    expect(looseOf(caseSource, gala)).toEqual({ assets: [spot2], bulk: new Map([[cable, 4]]) });
    scan("SPOT-3", { mode: "out", event: gala });
    expect(looseOf(caseSource, gala).assets).toEqual([spot2, spot3]);
    scan("SPOT-2", back);
    scan("XLR10-B", { ...back, event: gala, quantity: 4 });
    expect(looseOf(caseSource, gala)).toEqual({ assets: [spot3], bulk: new Map() });
  });
});

describe("check in and pack again", () => {
  test("[CAS-09] [CAS-07] in one pass: with a case open what comes back lies in it, counted by its list", () => {
    const { scan, out, back, packingList, box, spotType, caseSource, positions, spot1 } = packed();
    packingList(box, [{ product: spotType, quantity: 2 }]);
    for (const code of ["SPOT-1", "SPOT-2", "FC-07"]) scan(code, out);
    scan("FC-07", back);
    expect(scan("SPOT-1", { ...back, openCase: box })).toMatchObject({
      rule: "SCAN-30",
      facts: [{ kind: "in", inCase: box }],
    });
    expect(positions.of(spot1)).toMatchObject({ place: { type: "home" }, container: box });
    expect(packingOf(caseSource, box).missing).toBe(1);
    scan("SPOT-2", { ...back, openCase: box });
    expect(packingOf(caseSource, box)).toMatchObject({ missing: 0, surplus: 0 });
  });
});
