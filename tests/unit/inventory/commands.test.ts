import { describe, expect, test } from "vitest";
import { thingOf } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import type { Money } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import {
  addAssets,
  addCode,
  asset,
  assetCost,
  assignLabels,
  claimLabel,
  code,
  createLocation,
  createProduct,
  editAsset,
  editProduct,
  location,
  locationPath,
  locationTree,
  moveLocation,
  nextCodes,
  product,
  productValue,
  removeAssets,
  removeLocation,
  removeProduct,
  setAssetCost,
  setProductValue,
  takeLabelOff,
} from "#shared/domain/inventory";
import type { AssetId, LocationId } from "#shared/domain/inventory";
import { createPlainDocuments } from "#tests/support/plain-drafts";

const euros = (amount: number): Money => brand<Money>(`${amount}00 EUR`);

const withProduct = () => {
  const documents = createPlainDocuments();
  const made = must(documents.run(createProduct, { name: "MegaPointe", maker: "Robe", weightG: 22_000 }));
  return { documents, id: made.product, thing: thingOf(made.product) };
};

describe("products and assets", () => {
  test("[INV-01] a product holds many assets, each with its own code", () => {
    const { documents, id, thing } = withProduct();
    const codes = nextCodes(["MEGA-0098", "MEGA-0113x", "LED-0500"], "MEGA-", 3);
    expect(codes).toEqual(["MEGA-0099", "MEGA-0100", "MEGA-0101"]);
    must(documents.run(addAssets, { product: id, assets: codes.map((value) => ({ code: value })) }));
    expect(documents.list(thing, asset).map((record) => [record.code, record.product])).toEqual(
      codes.map((value) => [value, id]),
    );
  });

  test("[INV-01] one code twice in a product is refused and nothing is written", () => {
    const { documents, id, thing } = withProduct();
    must(documents.run(addAssets, { product: id, assets: [{ code: "A1" }] }));
    const refused = documents.run(addAssets, { product: id, assets: [{ code: "A2" }, { code: "A1" }] });
    expect(refused).toEqual({ ok: false, error: { type: "CodeTwice", code: "A1" } });
    expect(documents.list(thing, asset)).toHaveLength(1);
  });

  test("[INV-05] an asset may differ from its product in weight", () => {
    const { documents, id, thing } = withProduct();
    const [made] = must(documents.run(addAssets, { product: id, assets: [{ code: "A1" }] })).assets;
    must(
      documents.run(editAsset, {
        product: id,
        asset: brand<AssetId>(made),
        values: { weightG: 23_100, serial: "S-1" },
      }),
    );
    expect(documents.list(thing, asset)[0]).toMatchObject({ weightG: 23_100, serial: "S-1" });
    must(documents.run(editAsset, { product: id, asset: brand<AssetId>(made), values: { weightG: null } }));
    expect(documents.list(thing, asset)[0]?.weightG).toBeUndefined();
  });

  test.each([
    [{ name: "  " }, { type: "TextMissing", field: "name" }],
    [{ name: "x".repeat(201) }, { type: "ValueRefused", field: "name" }],
    [
      { name: "a", weightG: -1 },
      { type: "ValueRefused", field: "weightG" },
    ],
    [
      { name: "a", weightG: 1.5 },
      { type: "ValueRefused", field: "weightG" },
    ],
  ])("a product with %o is refused", (values, error) => {
    expect(createPlainDocuments().run(createProduct, values)).toEqual({ ok: false, error });
  });

  test("a removed product cannot be edited; its assets and codes go with it", () => {
    const { documents, id, thing } = withProduct();
    must(documents.run(addAssets, { product: id, assets: [{ code: "A1" }] }));
    must(documents.run(addCode, { product: id, value: "4006381333931" }));
    must(documents.run(removeProduct, { product: id }));
    expect(documents.list(thing, asset)[0]?.removedAt).toBeDefined();
    expect(documents.list(thing, code)[0]?.removedAt).toBeDefined();
    expect(documents.run(editProduct, { product: id, values: { name: "B" } })).toEqual({
      ok: false,
      error: { type: "ProductMissing" },
    });
    expect(documents.get(thing, product, id)?.name).toBe("MegaPointe");
  });

  test("[SCN-08] an asset answers to several codes, which go when it is removed", () => {
    const { documents, id, thing } = withProduct();
    const [first, second] = must(
      documents.run(addAssets, { product: id, assets: [{ code: "A1" }, { code: "A2" }] }),
    ).assets;
    must(documents.run(addCode, { product: id, asset: brand<AssetId>(first), value: " 4006381333931 " }));
    must(documents.run(addCode, { product: id, asset: brand<AssetId>(second), value: "X-1" }));
    expect(documents.list(thing, code).map((record) => [record.asset, record.value])).toEqual([
      [first, "4006381333931"],
      [second, "X-1"],
    ]);
    must(documents.run(removeAssets, { product: id, assets: [brand<AssetId>(second)] }));
    const living = documents.list(thing, code).filter((record) => record.removedAt === undefined);
    expect(living.map((record) => record.asset)).toEqual([first]);
  });

  test("[SCN-13] labels go to assets that have none; a printed label stays", () => {
    const { documents, id, thing } = withProduct();
    const [first, second] = must(
      documents.run(addAssets, { product: id, assets: [{ code: "A1", label: "OLD" }, { code: "A2" }] }),
    ).assets;
    const labels = [
      { asset: brand<AssetId>(first), label: "NEW1" },
      { asset: brand<AssetId>(second), label: "NEW2" },
    ];
    expect(documents.run(assignLabels, { product: id, labels })).toEqual({
      ok: true,
      value: { assigned: 1 },
    });
    expect(documents.list(thing, asset).map((record) => record.label)).toEqual(["OLD", "NEW2"]);
  });

  test("[SCN-13] a blank label is claimed by a piece; who has one answers to both; what is worn is refused", () => {
    const { documents, id, thing } = withProduct();
    const [first, second] = must(
      documents.run(addAssets, { product: id, assets: [{ code: "A1", label: "OLD" }, { code: "A2" }] }),
    ).assets;
    const claim = (on: AssetId | undefined, label: string) =>
      documents.run(claimLabel, { product: id, asset: brand<AssetId>(on), label });
    must(claim(second, "BLANK1"));
    must(claim(first, "BLANK2"));
    expect(documents.list(thing, asset).map((record) => record.label)).toEqual(["OLD", "BLANK1"]);
    expect(documents.list(thing, code)).toMatchObject([{ asset: first, value: "BLANK2" }]);
    for (const label of ["OLD", "BLANK1", "BLANK2"]) {
      const refused = { ok: false, error: { type: "LabelTaken", label } };
      expect(claim(second, label)).toEqual(refused);
      const born = documents.run(addAssets, { product: id, assets: [{ code: "A3", label }] });
      expect(born).toEqual(refused);
    }
    must(documents.run(removeAssets, { product: id, assets: [brand<AssetId>(second)] }));
    expect(claim(second, "BLANK3")).toEqual({ ok: false, error: { type: "AssetMissing" } });
    // What went off stock still wears its label: it may come back.
    expect(claim(first, "BLANK1")).toMatchObject({ ok: false, error: { type: "LabelTaken" } });
  });

  test("[SCN-13] a label taken off is blank again, whichever of the two it was", () => {
    const { documents, id, thing } = withProduct();
    const [first] = must(
      documents.run(addAssets, { product: id, assets: [{ code: "A1", label: "L1" }] }),
    ).assets;
    const piece = { product: id, asset: brand<AssetId>(first) };
    must(documents.run(claimLabel, { ...piece, label: "L2" }));
    must(documents.run(takeLabelOff, { label: "L1", from: [piece] }));
    must(documents.run(takeLabelOff, { label: "L2", from: [piece] }));
    expect(documents.list(thing, asset).map((record) => record.label)).toEqual([undefined]);
    expect(documents.list(thing, code).map((record) => record.removedAt === undefined)).toEqual([false]);
    must(documents.run(claimLabel, { ...piece, label: "L2" }));
  });
});

describe("money apart", () => {
  test("[SEC-02] amounts never stand in the product's document", () => {
    const { documents, id, thing } = withProduct();
    const [made] = must(documents.run(addAssets, { product: id, assets: [{ code: "A1" }] })).assets;
    must(documents.run(setProductValue, { product: id, values: { replacement: euros(4350) } }));
    expect(documents.all(productValue)).toMatchObject([{ product: id, replacement: "435000 EUR" }]);
    expect(documents.list(thing, productValue)).toEqual([]);
    const cost = { product: id, asset: brand<AssetId>(made), values: { purchase: euros(4000) } };
    must(documents.run(setAssetCost, cost));
    expect(documents.list(thing, assetCost)).toEqual([]);
    expect(documents.all(assetCost)).toMatchObject([{ asset: made, purchase: "400000 EUR" }]);
  });
});

describe("places", () => {
  const tree = () => {
    const documents = createPlainDocuments();
    const place = (name: string, parent?: LocationId, behind?: LocationId): LocationId =>
      must(
        documents.run(createLocation, {
          name,
          ...(parent === undefined ? {} : { parent }),
          ...(behind === undefined ? {} : { behind }),
        }),
      ).location;
    const outline = (): readonly string[] =>
      locationTree(documents.all(location)).map((node) => `${"-".repeat(node.depth)}${node.location.name}`);
    return { documents, place, outline };
  };

  test("[INV-07] shelves nest and keep the order they were given", () => {
    const { documents, place, outline } = tree();
    const hall = place("Hall A");
    const first = place("A-01", hall);
    place("A-03", hall);
    place("A-02", hall, first);
    place("Hall B");
    expect(outline()).toEqual(["Hall A", "-A-01", "-A-02", "-A-03", "Hall B"]);
    const byId = new Map(documents.all(location).map((record) => [record.id, record]));
    expect(locationPath(byId, first)).toEqual(["Hall A", "A-01"]);
  });

  test("a place never ends up inside itself, and is removed only when empty", () => {
    const { documents, place, outline } = tree();
    const hall = place("Hall A");
    const shelf = place("A-01", hall);
    expect(documents.run(moveLocation, { location: hall, parent: shelf })).toEqual({
      ok: false,
      error: { type: "LocationInsideItself" },
    });
    expect(documents.run(removeLocation, { location: hall })).toEqual({
      ok: false,
      error: { type: "LocationHoldsOthers" },
    });
    must(documents.run(moveLocation, { location: shelf, parent: null }));
    must(documents.run(removeLocation, { location: hall }));
    expect(outline()).toEqual(["A-01"]);
  });

  test("a circle left by a merge still shows every place once", () => {
    const { documents, place } = tree();
    const a = place("A");
    const b = place("B", a);
    const merged = documents
      .all(location)
      .map((record) => (record.id === a ? { ...record, parent: b } : record));
    expect(locationTree(merged).map((node) => node.location.name)).toEqual(["A", "B"]);
    expect(locationPath(new Map(merged.map((record) => [record.id, record])), a)).toEqual(["B", "A"]);
  });

  test("two hundred places squeezed into one spot stay in order", () => {
    const { place, outline } = tree();
    const first = place("first");
    const expected = ["first"];
    for (let i = 0; i < 200; i++) {
      place(`p${String(i)}`, undefined, first);
      expected.splice(1, 0, `p${String(i)}`);
    }
    expect(outline()).toEqual(expected);
  });
});
