/** What a product says of its pieces, what a piece says for itself, and what the company adds. */
import { describe, expect, test } from "vitest";
import {
  addAssets,
  addTemporaryStock,
  asset,
  assetCost,
  createProduct,
  customValue,
  editAsset,
  editProduct,
  editTemporaryStock,
  product,
  productValue,
  removeTemporaryStock,
  setAssetCost,
  setCustomValue,
  setProductValue,
  temporaryStock,
} from "#shared/domain/inventory";
import {
  addCustomField,
  choicesOf,
  customField,
  editCustomField,
  readCustomValue,
  removeCustomField,
} from "#shared/domain/settings";
import type { CustomField, CustomFieldId } from "#shared/domain/settings";
import { brand } from "#shared/kernel/brand";
import { newId, thingOf } from "#shared/kernel/ids";
import type { Day, Money } from "#shared/kernel/record";
import { assert, must } from "#shared/kernel/result";
import { createPlainDocuments, seededRandom } from "#tests/support/plain-drafts";

const day = (text: string): Day => brand<Day>(text);
const money = (text: string): Money => brand<Money>(text);

const world = () => {
  const documents = createPlainDocuments();
  const { product: id } = must(documents.run(createProduct, { name: "MegaPointe" }));
  const [piece] = must(documents.run(addAssets, { product: id, assets: [{ code: "MEGA-1" }] })).assets;
  assert(piece, "one was made");
  return { documents, id, piece, thing: thingOf(id) };
};

describe("products and their pieces", () => {
  test("[INV-14] [INV-15] weight, size, power, current; origin and tariff number stand with the product", () => {
    const { documents, id } = world();
    const values = {
      weightG: 22_500,
      lengthMm: 400,
      widthMm: 300,
      heightMm: 640,
      powerW: 670,
      currentMa: 2_900,
      originCountry: "CZ",
      customsCode: "9405 42 31",
    };
    must(documents.run(editProduct, { product: id, values }));
    expect(documents.all(product)).toMatchObject([values]);
    for (const bad of [{ currentMa: -1 }, { originCountry: "cz" }, { originCountry: "CZE" }])
      expect(documents.run(editProduct, { product: id, values: bad })).toMatchObject({
        error: { type: "ValueRefused" },
      });
  });

  test("[INV-05] [INV-13] [INV-15] amounts stand in one money document: of the product, and of a piece that differs", () => {
    const { documents, id, piece, thing } = world();
    must(
      documents.run(setProductValue, {
        product: id,
        values: {
          replacement: money("435000 EUR"),
          customs: money("300000 EUR"),
          dayRate: money("4500 EUR"),
        },
      }),
    );
    const [moneyThing] = documents.things("product-money");
    assert(moneyThing, "the first amount made the document");
    const own = {
      purchase: money("410000 EUR"),
      replacement: money("200000 EUR"),
      dayRate: money("3000 EUR"),
    };
    must(documents.run(setAssetCost, { product: id, asset: piece, moneyThing, values: own }));
    must(documents.run(setAssetCost, { product: id, asset: piece, moneyThing, values: { dayRate: null } }));
    must(documents.run(editAsset, { product: id, asset: piece, values: { weightG: 23_000 } }));
    expect(documents.things("product-money")).toHaveLength(1);
    expect(documents.all(productValue)).toMatchObject([{ customs: "300000 EUR", dayRate: "4500 EUR" }]);
    expect(documents.all(assetCost).map(({ dayRate }) => dayRate)).toEqual([undefined]);
    expect(documents.all(assetCost)).toMatchObject([{ asset: piece, replacement: "200000 EUR" }]);
    expect(documents.all(asset)).toMatchObject([{ weightG: 23_000 }]);
    expect(documents.list(thing, productValue)).toEqual([]);
  });

  test("[INV-13] clearing what was never written makes no document", () => {
    const { documents, id } = world();
    must(documents.run(setProductValue, { product: id, values: { replacement: null } }));
    expect(documents.things("product-money")).toEqual([]);
  });
});

describe("stock for a time", () => {
  test("[INV-22] has pieces, days and a reason, and never ends before it begins", () => {
    const { documents, id } = world();
    const from = day("2026-07-01");
    const { stock } = must(
      documents.run(addTemporaryStock, { product: id, quantity: 4, kind: "loan", from }),
    );
    const early = { product: id, stock, values: { until: day("2026-06-30") } };
    expect(documents.run(editTemporaryStock, early)).toEqual({ ok: false, error: { type: "DaysReversed" } });
    must(documents.run(editTemporaryStock, { ...early, values: { until: from, note: "Rental Ltd" } }));
    expect(documents.all(temporaryStock)).toMatchObject([{ quantity: 4, from, until: from }]);
    must(documents.run(removeTemporaryStock, { product: id, stock }));
    expect(documents.all(temporaryStock)).toEqual([]);
    expect(documents.run(removeTemporaryStock, { product: id, stock })).toMatchObject({
      error: { type: "TemporaryStockMissing" },
    });
    expect(documents.run(addTemporaryStock, { product: id, quantity: 0 })).toMatchObject({ ok: false });
  });
});

describe("fields of the company's own", () => {
  const field = (kind: CustomField["kind"], more: Partial<CustomField> = {}): CustomField => ({
    id: newId<CustomFieldId>(seededRandom(kind.length + (more.choices?.length ?? 0))),
    name: kind,
    on: "product",
    kind,
    order: "V",
    ...more,
  });

  test.each([
    [field("number"), " 12,5 ", "12.5"],
    [field("number"), "twelve", undefined],
    [field("number"), "1e9", undefined],
    [field("day"), "2026-02-28", "2026-02-28"],
    [field("day"), "2026-02-30", undefined],
    [field("flag"), "yes", "yes"],
    [field("flag"), "maybe", undefined],
    [field("choice", { choices: "Red\n\n blue \nRed" }), "BLUE", "blue"],
    [field("choice", { choices: "Red\nblue" }), "green", undefined],
    [field("text"), "  by the door ", "by the door"],
  ])("[INV-09] a field takes what is of its kind (%#)", (of, typed, kept) => {
    expect(readCustomValue(of, typed)).toBe(kept);
  });

  test("[INV-09] made, renamed and removed in the company's settings; a choice has something to choose", () => {
    const { documents } = world();
    expect(documents.run(addCustomField, { name: "Colour", on: "asset", kind: "choice" })).toMatchObject({
      error: { type: "ChoicesMissing" },
    });
    const made = must(
      documents.run(addCustomField, { name: " Colour ", on: "asset", kind: "choice", choices: "red\nblue" }),
    );
    must(documents.run(addCustomField, { name: "Lamp hours", on: "product", kind: "number", unit: "h" }));
    must(documents.run(editCustomField, { field: made.field, name: "Paint" }));
    const [first, second] = documents.all(customField);
    assert(first && second, "two were made");
    expect([first.name, choicesOf(first), second.unit]).toEqual(["Paint", ["red", "blue"], "h"]);
    expect(first.order < second.order).toBe(true);
    must(documents.run(removeCustomField, { field: made.field }));
    expect(documents.all(customField).map(({ name }) => name)).toEqual(["Lamp hours"]);
    expect(documents.run(editCustomField, { field: made.field, name: "x" })).toMatchObject({ ok: false });
  });

  test("[INV-09] a value stands per product or asset, is typed by its field and can be cleared", () => {
    const { documents, id, piece } = world();
    const hours = field("number");
    const set = (value: string, of: { asset?: typeof piece } = {}) =>
      documents.run(setCustomValue, { product: id, field: hours, value, ...of });
    must(set("7"));
    must(set("12,5", { asset: piece }));
    must(set("8"));
    expect(documents.all(customValue).map(({ asset: of, value }) => [of, value])).toEqual([
      [undefined, "8"],
      [piece, "12.5"],
    ]);
    expect(set("many")).toEqual({ ok: false, error: { type: "ValueRefused", field: hours.id } });
    must(set(""));
    expect(documents.all(customValue)).toHaveLength(1);
  });
});
