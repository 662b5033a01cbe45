import { describe, expect, test } from "vitest";
import { newId } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { permissionsFor } from "#shared/kernel/command";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import { createPositions, movement } from "#shared/domain/scanning";
import type { LoggedMovement, MovementId, MovementReason } from "#shared/domain/scanning";
import {
  bulkReasons,
  countStock,
  isBelowMinimum,
  receiveStock,
  reportAssets,
  reportReasons,
  reportStock,
  stockCounted,
} from "#shared/domain/stock";
import type { BulkReason } from "#shared/domain/stock";
import { createPlainDocuments, seededRandom } from "#tests/support/plain-drafts";
import { createScanWorld } from "#tests/support/scan-world";

const random = seededRandom(16);
const product = newId<ProductId>(random);
const spot = newId<AssetId>(random);
const shelf = newId<LocationId>(random);
const log = newId<ThingId>(random);

const world = () => {
  const documents = createPlainDocuments();
  const positions = () => {
    const fold = createPositions();
    fold.apply({
      movements: documents.all(movement).map((fact): LoggedMovement => ({ ...fact, thing: log })),
    });
    return fold;
  };
  const after = (): MovementId | undefined => positions().of(spot).last?.id;
  const report = (kind: "lost" | "found" | "retired", reason: MovementReason) =>
    documents.run(reportAssets, { kind, reason, assets: [{ asset: spot, product, after: after() }] });
  return { documents, positions, report };
};

describe("one piece", () => {
  test("[INV-16] lost, found again, sold, back after all: each a fact, the history keeps all of them", () => {
    const { documents, positions, report } = world();
    must(report("lost", "stolen"));
    expect(positions().of(spot).place).toMatchObject({ type: "lost" });
    must(report("found", "found-again"));
    expect(positions().of(spot).place).toMatchObject({ type: "home" });
    must(report("retired", "sold"));
    expect(positions().of(spot).place).toEqual({ type: "gone", reason: "sold" });
    must(report("found", "found-again"));
    expect(positions().of(spot)).toMatchObject({ place: { type: "home" }, forks: [] });
    expect(documents.all(movement).map(({ kind, reason }) => `${kind} ${reason}`)).toEqual([
      "lost stolen",
      "found found-again",
      "retired sold",
      "found found-again",
    ]);
  });

  test.each(reportReasons.retired)("[INV-16] %s is told apart afterwards", (reason) => {
    const { positions, report } = world();
    must(report("retired", reason));
    expect(positions().of(spot).place).toEqual({ type: "gone", reason });
  });

  test("[INV-17] a reason that does not belong to the fact is refused and nothing written", () => {
    const { documents, report } = world();
    expect(report("lost", "sold")).toEqual({ ok: false, error: { type: "ValueRefused", field: "reason" } });
    expect(report("retired", "converted")).toMatchObject({ ok: false });
    expect(documents.all(movement)).toEqual([]);
  });

  test("[INV-16] whoever scans may report a loss; taking off stock is for those who keep the stock", () => {
    const of = (kind: "lost" | "found" | "retired") =>
      permissionsFor(reportAssets, { kind, reason: "sold", assets: [] }).map(({ on }) => on);
    expect(of("lost")).toEqual(["movements"]);
    expect(of("found")).toEqual(["movements"]);
    expect(of("retired")).toEqual(["movements", "inventory"]);
  });

  test("[INV-16] a piece written off on a job is lost to that job and not packed for another", () => {
    const { positions, asset, event, fact } = createScanWorld();
    const mover = asset("MEGA-1", "Mega");
    fact({ kind: "out", asset: mover, event: event("Gala") });
    fact({ kind: "packed", asset: mover, event: event("Fair") });
    fact({ kind: "retired", asset: mover, reason: "written-off" });
    expect(positions.piecesOf(event("Gala")).assets.get(mover)?.status).toBe("lost");
    expect(positions.piecesOf(event("Fair")).assets.has(mover)).toBe(false);
    expect(positions.of(mover).container).toBeUndefined();
  });

  test("[INV-16] [SCAN-27] scanned, it says what became of it, and is taken when it lies in the hand", () => {
    const { state, asset, event, fact, decide } = createScanWorld();
    const mover = asset("MEGA-1", "Mega");
    const sold = fact({ kind: "retired", asset: mover, reason: "sold" });
    const gala = event("Gala");
    const out = { mode: "out", event: gala, quantity: 1 } as const;
    const told = decide("MEGA-1", out);
    expect(told).toMatchObject({
      rule: "SCAN-27",
      facts: [],
      answers: [{ type: "take" }],
      detail: { because: { id: sold.id } },
    });
    expect(decide("MEGA-1", { ...out, mode: "in" }).rule).toBe("SCAN-27");
    expect(decide("MEGA-1", { ...out, answers: [{ type: "take" }] })).toMatchObject({
      rule: "SCAN-25",
      facts: [{ kind: "out", asset: mover }],
    });
    expect(decide("MEGA-1", { ...out, mode: "in", answers: [{ type: "take" }] })).toMatchObject({
      rule: "SCAN-36",
      facts: [{ kind: "in", asset: mover }],
    });
    expect(state.positions.factsOf(mover)).toHaveLength(1);
  });
});

describe("a quantity", () => {
  test("[INV-17] whatever changes a quantity says why", () => {
    const { documents, positions } = world();
    must(documents.run(receiveStock, { product, location: shelf, quantity: 100 }));
    must(documents.run(countStock, { product, location: shelf, counted: 98, shown: 100 }));
    const reasons: readonly BulkReason[] = [
      "used-up",
      "broken",
      "sold",
      "written-off",
      "decommissioned",
      "not-found",
      "stolen",
    ];
    for (const reason of reasons)
      must(documents.run(reportStock, { product, location: shelf, quantity: 2, reason }));
    expect(positions().bulkOf(product)).toMatchObject({ home: 84, owned: 84 });
    const facts = documents.all(movement).filter(({ kind }) => kind !== "received");
    expect(facts.map(({ kind, reason }) => [reason, kind])).toEqual([
      ["miscounted", "counted"],
      ...reasons.map((reason) => [reason, bulkReasons[reason]]),
    ]);
  });

  test("[INV-16] none, or more than a fact may say, is refused", () => {
    const { documents } = world();
    expect(documents.run(reportStock, { product, quantity: 0, reason: "sold" })).toMatchObject({
      error: { type: "QuantityNotPositive" },
    });
    expect(documents.run(reportStock, { product, quantity: 2_000_000, reason: "sold" })).toMatchObject({
      error: { type: "ValueRefused" },
    });
  });

  test("[INV-04] of what is used up only what lies in the house counts against the minimum", () => {
    const bulk = { home: 4, owned: 30 };
    expect(stockCounted("consumable", bulk, 0)).toBe(4);
    expect(stockCounted("bulk", bulk, 0)).toBe(30);
    expect(stockCounted("assets", { home: 0, owned: 0 }, 7)).toBe(7);
    expect(isBelowMinimum({ minimumStock: 5 }, 4)).toBe(true);
    expect(isBelowMinimum({ minimumStock: 5 }, 5)).toBe(false);
    expect(isBelowMinimum({}, 0)).toBe(false);
  });
});
