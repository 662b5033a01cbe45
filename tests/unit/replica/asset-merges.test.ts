import { beforeAll, describe, expect, test } from "vitest";
import {
  addAssets,
  addCode,
  asset,
  assetCost,
  assetMerge,
  code,
  createProduct,
  customValue,
  mergeAssets,
  mergeProducts,
  nextCodes,
  productMerge,
  removeAssets,
  separateAssets,
  separateProducts,
  setAssetCost,
  setCustomValue,
  takenCodes,
} from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import {
  createCodeIndex,
  movement,
  recordMovements,
  settleMovements,
  undoMovements,
} from "#shared/domain/scanning";
import type { CustomFieldId } from "#shared/domain/settings";
import type { MovementId, MovementKind } from "#shared/domain/scanning";
import { brand } from "#shared/kernel/brand";
import type { Money } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { settlingFor, movementConflicts } from "#shared/domain/conflicts";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";
import { positionsOn } from "#tests/support/positions-on";
import { named } from "#tests/support/scan-world";

beforeAll(startAutomerge);

const twoRecords = async () => {
  const device = await openOneDevice(7);
  const { replica, clock } = device;
  const spot = must(await replica.run(createProduct, { name: "Spot" })).value.product;
  const made = await replica.run(addAssets, {
    product: spot,
    assets: [{ code: "S-1" }, { code: "S-1-OLD", serial: "9001" }],
  });
  const [first, twice] = must(made).value.assets;
  if (first === undefined || twice === undefined) throw new Error("two were made");
  const moves = async (
    on: Replica,
    kind: MovementKind,
    of: AssetId,
    more: { readonly after?: MovementId | undefined; readonly event?: string } = {},
  ): Promise<MovementId> => {
    clock.set(clock.now() + 60_000);
    const { after = positionsOn(on).of(of).after, event } = more;
    const about = event === undefined ? {} : { event: named<never>(event) };
    const facts = [{ kind, asset: of, product: spot, quantity: 1, after, ...about }];
    const [id] = must(await on.run(recordMovements, { facts, origin: "hand" })).value;
    if (id === undefined) throw new Error("one fact, one id");
    return id;
  };
  const merge = async (on = replica): Promise<string | null> =>
    must(await on.run(mergeAssets, { product: spot, asset: twice, into: first, values: {} })).change;
  const separate = async (on = replica): Promise<void> => {
    const merges = [...on.rows.all(assetMerge).values()]
      .filter(({ removedAt }) => removedAt === undefined)
      .map(({ id, thing }) => ({ merge: id, thing }));
    must(await on.run(separateAssets, { merges }));
  };
  return { ...device, spot, first, twice, moves, merge, separate };
};

const placeOf = (replica: Replica, id: AssetId): unknown => positionsOn(replica).of(id).place;

describe("merged pieces", () => {
  test("[INV-21] movements of both are told in the order they happened, each chain going on with its own end", async () => {
    const { replica, first, twice, moves, merge } = await twoRecords();
    await moves(replica, "out", first, { event: "gala" });
    const back = await moves(replica, "in", first);
    const lost = await moves(replica, "lost", twice);
    await merge();
    const { last, after, place, forks } = positionsOn(replica).of(first);
    expect([last?.id, after, place.type, forks]).toEqual([lost, back, "lost", []]);
    expect(positionsOn(replica).factsOf(first)).toHaveLength(3);
    await moves(replica, "found", first);
    expect(positionsOn(replica).of(first)).toMatchObject({ place: { type: "home" }, forks: [] });
    // A device that does not know of the merge goes on with the other record.
    await moves(replica, "out", twice, { after: lost, event: "fair" });
    expect(positionsOn(replica).of(first)).toMatchObject({ place: { type: "out" }, forks: [], others: [] });
  });

  test("[INV-21] separated, both are where their own movements say, and the merged one is itself again", async () => {
    const { replica, first, twice, moves, merge, separate } = await twoRecords();
    await moves(replica, "out", twice, { event: "gala" });
    await merge();
    expect(replica.rows.get(asset, twice)).toMatchObject({ mergedInto: first, code: "S-1-OLD" });
    expect(replica.rows.get(asset, twice)?.removedAt).toBeDefined();
    await moves(replica, "in", first);
    await separate();
    expect(replica.rows.get(asset, twice)?.removedAt).toBeUndefined();
    expect(placeOf(replica, twice)).toMatchObject({ type: "out" });
    expect(placeOf(replica, first)).toMatchObject({ type: "home" });
    expect(
      positionsOn(replica)
        .factsOf(first)
        .map(({ kind }) => kind),
    ).toEqual(["in"]);
  });

  test("[INV-21] undo of the merge gives both back, and a restart keeps a merge", async () => {
    const device = await twoRecords();
    const { replica, first, twice, merge } = device;
    must(await replica.undo((await merge()) ?? undefined));
    expect(replica.rows.get(asset, twice)?.removedAt).toBeUndefined();
    await merge();
    const again = (await device.restart()).replica;
    expect(again.rows.get(asset, twice)?.mergedInto).toBe(first);
  });

  test("[INV-21] what is taken back or decided under the merge stays so when the two are apart", async () => {
    const { replica, twice, moves, merge, separate } = await twoRecords();
    const out = await moves(replica, "out", twice, { event: "gala" });
    await merge();
    const fact = replica.rows.get(movement, out);
    if (fact === undefined) throw new Error("it was written");
    must(await replica.run(undoMovements, { undone: [{ fact, after: undefined }] }));
    await separate();
    expect(placeOf(replica, twice)).toMatchObject({ type: "home" });
  });

  test("[INV-21] a disagreement about the merged one is settled for it, and stays settled when they are apart", async () => {
    const { replica, first, twice, moves, merge, separate } = await twoRecords();
    const start = await moves(replica, "in", twice);
    await moves(replica, "out", twice, { after: start, event: "gala" });
    await moves(replica, "out", twice, { after: start, event: "fair" });
    await merge();
    const positions = positionsOn(replica);
    const [conflict] = movementConflicts(positions);
    const [side] = conflict?.sides ?? [];
    if (conflict === undefined || side === undefined) throw new Error("two devices disagree");
    expect(conflict.assets).toEqual([first]);
    must(await replica.run(settleMovements, settlingFor(positions, conflict, side)));
    expect(positionsOn(replica).of(first).forks).toEqual([]);
    await separate();
    expect(positionsOn(replica).of(twice)).toMatchObject({
      forks: [],
      place: { type: "out", event: side.event },
    });
  });

  test("[INV-21] its codes, serial number and label lead to the one that goes on, and back", async () => {
    const { replica, spot, first, twice, merge, separate } = await twoRecords();
    must(await replica.run(addCode, { product: spot, asset: twice, value: "4051789" }));
    await merge();
    const find = (typed: string): unknown => {
      const codes = createCodeIndex();
      for (const row of replica.rows.all(asset).values()) codes.putAsset(row);
      for (const row of replica.rows.all(code).values()) codes.putCode(row);
      return codes.find(typed);
    };
    const led = [{ type: "asset", asset: first, formerly: twice }];
    expect([find("S-1-OLD"), find("9001"), find("4051789")]).toEqual([led, led, led]);
    expect(find("S-1")).toEqual([{ type: "asset", asset: first }]);
    await separate();
    expect(find("S-1-OLD")).toEqual([{ type: "asset", asset: twice }]);
    expect(find("4051789")).toEqual([{ type: "asset", asset: twice }]);
  });

  test("[INV-21] the code a new piece gets is not that of one that was merged", async () => {
    const { replica, spot, first } = await twoRecords();
    const add = (code: string) => replica.run(addAssets, { product: spot, assets: [{ code }] });
    const [highest = first] = must(await add("S-002")).value.assets;
    must(await replica.run(mergeAssets, { product: spot, asset: highest, into: first, values: {} }));
    expect(await add("S-002")).toMatchObject({ error: { type: "CodeTwice" } });
    const [next = ""] = nextCodes(takenCodes(replica.rows.all(asset).values()), "S-", 1);
    expect(next).toBe("S-003");
    expect(await add(next)).toMatchObject({ ok: true });
  });

  test("[INV-21] of the purchase there is one: the surviving record's own, or the other's", async () => {
    const { replica, spot, first, twice, merge, separate } = await twoRecords();
    const costs = (): unknown[] =>
      [...replica.rows.all(assetCost).values()]
        .filter(({ removedAt }) => removedAt === undefined)
        .map((row) => [row.asset, row.purchase]);
    const paid = (euros: number) => ({ purchase: brand<Money>(`${euros}00 EUR`) });
    must(await replica.run(setAssetCost, { product: spot, asset: twice, values: paid(900) }));
    await merge();
    expect(costs()).toEqual([[first, paid(900).purchase]]);
    await separate();
    const moneyThing = [...replica.rows.all(assetCost).values()][0]?.thing;
    must(await replica.run(setAssetCost, { product: spot, asset: first, moneyThing, values: paid(800) }));
    await merge();
    expect(costs()).toEqual([[first, paid(800).purchase]]);
  });

  test("[INV-21] a piece's own field is its own, under whichever name of the product it was entered", async () => {
    const { replica, spot, first, twice } = await twoRecords();
    const into = must(await replica.run(createProduct, { name: "Spot (new)" })).value.product;
    const field = { id: named<CustomFieldId>("a field"), kind: "text" } as const;
    const say = (piece: AssetId, value: string) =>
      replica.run(setCustomValue, { product: spot, asset: piece, field, value });
    must(await say(twice, "of the double"));
    must(await say(first, "its own"));
    must(await replica.run(mergeProducts, { product: spot, into, values: {} }));
    must(await replica.run(mergeAssets, { product: into, asset: twice, into: first, values: {} }));
    const seen = [...replica.rows.all(customValue).values()].filter(
      ({ removedAt }) => removedAt === undefined,
    );
    expect(seen.map((row) => [row.asset, row.value])).toEqual([[first, "its own"]]);
  });

  test("[INV-21] taking over that the other says nothing empties the field", async () => {
    const { replica, spot, first, twice } = await twoRecords();
    const values = { serial: null };
    must(await replica.run(mergeAssets, { product: spot, asset: first, into: twice, values }));
    expect(replica.rows.get(asset, twice)?.serial).toBeUndefined();
  });

  test("[INV-21] pieces of different products, and a case with what is none, stay apart", async () => {
    const { replica, spot, first } = await twoRecords();
    const made = await replica.run(addAssets, { product: spot, assets: [{ code: "C-1", isCase: true }] });
    const box = must(made).value.assets[0] ?? first;
    const other = must(await replica.run(createProduct, { name: "Wash" })).value.product;
    const strangers = must(await replica.run(addAssets, { product: other, assets: [{ code: "W-1" }] })).value;
    const [stranger = first] = strangers.assets;
    const run = (ends: AssetId, into: AssetId) =>
      replica.run(mergeAssets, { product: spot, asset: ends, into, values: {} });
    expect(await run(box, first)).toEqual({ ok: false, error: { type: "CannotMerge", why: "case" } });
    expect(await run(first, first)).toMatchObject({ error: { why: "same" } });
    expect(await run(stranger, first)).toMatchObject({ error: { type: "AssetMissing" } });
  });

  test("[INV-21] a deleted piece does not come back as another of its records; an ended record goes alone", async () => {
    const { replica, spot, first, twice, merge } = await twoRecords();
    const made = await replica.run(addAssets, { product: spot, assets: [{ code: "S-9" }] });
    const [third = first] = must(made).value.assets;
    // As two devices do that do not know of each other: the same record went into two.
    must(await replica.run(mergeAssets, { product: spot, asset: twice, into: third, values: {} }));
    await merge();
    const records = [first, twice, third];
    const living = () => records.filter((id) => replica.rows.get(asset, id)?.removedAt === undefined);
    const [goesOn = first] = living();
    expect(living()).toHaveLength(1);
    const remove = async (id: AssetId) =>
      must(await replica.run(removeAssets, { product: spot, assets: [id] }));
    await remove(twice);
    expect(living()).toEqual([goesOn]);
    const removed = await remove(goesOn);
    expect(living()).toEqual([]);
    must(await replica.undo(removed.change ?? undefined));
    expect(living()).toEqual([goesOn]);
  });

  test("[INV-21] pieces are one only while their products are", async () => {
    const { replica, spot, first } = await twoRecords();
    const double: ProductId = must(await replica.run(createProduct, { name: "SPOT" })).value.product;
    const [piece] = must(await replica.run(addAssets, { product: double, assets: [{ code: "S-9" }] })).value
      .assets;
    if (piece === undefined) throw new Error("one was made");
    must(await replica.run(mergeProducts, { product: double, into: spot, values: {} }));
    must(await replica.run(mergeAssets, { product: spot, asset: piece, into: first, values: {} }));
    expect(replica.rows.get(asset, piece)?.mergedInto).toBe(first);
    const merges = [...replica.rows.all(productMerge).keys()].map((merge) => ({ merge, of: double }));
    must(await replica.run(separateProducts, { product: double, merges }));
    expect(replica.rows.get(asset, piece)).toMatchObject({ product: double });
    expect(replica.rows.get(asset, piece)?.mergedInto).toBeUndefined();
    must(await replica.run(mergeProducts, { product: double, into: spot, values: {} }));
    expect(replica.rows.get(asset, piece)?.mergedInto).toBe(first);
  });
});
