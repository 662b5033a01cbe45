/** What a kit is made of: commands, and what follows at any depth. */
import { describe, expect, test } from "vitest";
import {
  addAssets,
  addCode,
  addKitPart,
  addTemporaryStock,
  createKitBook,
  createProduct,
  kitPart,
  product,
  removeKitPart,
  setKitPartQuantity,
} from "#shared/domain/inventory";
import type { KitBook, KitPartId, ProductId } from "#shared/domain/inventory";
import { kitsFree } from "#shared/domain/availability";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";

const createWorld = () => {
  const documents = createPlainDocuments();
  const book = (): KitBook =>
    createKitBook(documents.all(kitPart), (id) => documents.get(thingOf(id), product, id)?.isKit === true);
  const make = (name: string, isKit = false): ProductId =>
    must(documents.run(createProduct, { name, ...(isKit ? { isKit } : {}) })).product;
  const add = (kit: ProductId, item: ProductId, quantity: number) =>
    documents.run(addKitPart, { product: kit, item, quantity, kitsInItem: [...book().kitsIn(item)] });
  return { documents, book, make, add };
};

describe("kits", () => {
  test("[INV-12] a kit has parts and no body: no assets, no code, no stock for a time", () => {
    const { documents, make } = createWorld();
    const kit = make("Vocal set", true);
    const refused = { error: { type: "KitHasNoBody" } };
    expect(documents.run(addAssets, { product: kit, assets: [{ code: "V-1" }] })).toMatchObject(refused);
    expect(documents.run(addCode, { product: kit, value: "V-1" })).toMatchObject(refused);
    expect(documents.run(addTemporaryStock, { product: kit, quantity: 1 })).toMatchObject(refused);
  });

  test("[INV-12] parts are added once each, counted and removed; only a kit has them", () => {
    const { documents, make, add, book } = createWorld();
    const kit = make("Vocal set", true);
    const [microphone, stand] = [make("Microphone"), make("Stand")];
    const { part } = must(add(kit, microphone, 2));
    must(add(kit, stand, 1));
    expect(add(kit, microphone, 1)).toMatchObject({ error: { type: "ProductListed" } });
    expect(add(microphone, stand, 1)).toMatchObject({ error: { type: "NotAKit" } });
    expect(add(kit, make("Cable"), 0)).toMatchObject({ error: { type: "ValueRefused", field: "quantity" } });
    must(documents.run(setKitPartQuantity, { product: kit, part, quantity: 4 }));
    expect([...book().explode(kit)]).toEqual([
      [microphone, 4],
      [stand, 1],
    ]);
    must(documents.run(removeKitPart, { product: kit, part }));
    expect(documents.run(removeKitPart, { product: kit, part })).toMatchObject({
      error: { type: "KitPartMissing" },
    });
    expect([...book().explode(kit)]).toEqual([[stand, 1]]);
  });

  test("[INV-12] a kit is refused inside itself, through any number of kits", () => {
    const { make, add } = createWorld();
    const [a, b, c, d] = ["A", "B", "C", "D"].map((name) => make(name, true));
    if (a === undefined || b === undefined || c === undefined || d === undefined)
      throw new Error("made above");
    must(add(a, b, 1));
    must(add(b, c, 1));
    must(add(c, d, 1));
    expect(add(a, a, 1)).toMatchObject({ error: { type: "ProductItself" } });
    for (const low of [b, c, d]) expect(add(low, a, 1)).toMatchObject({ error: { type: "KitInsideItself" } });
    must(add(a, d, 1));
  });

  test("[INV-12] a circle that a merge closed is broken the same way in any order, and ends", () => {
    const [a, b, microphone] = [brand<ProductId>("A"), brand<ProductId>("B"), brand<ProductId>("M")];
    const partOf = (id: string, kit: ProductId, item: ProductId, quantity: number) => ({
      id: brand<KitPartId>(id),
      product: kit,
      item,
      quantity,
      order: id,
    });
    const parts = [
      partOf("1", a, microphone, 1),
      partOf("2", b, a, 3),
      partOf("3", a, b, 5),
      partOf("4", b, microphone, 2),
    ];
    const isKit = (id: ProductId): boolean => id !== microphone;
    for (const inOrder of [parts, parts.toReversed()]) {
      const book = createKitBook(inOrder, isKit);
      expect([...book.leftOut]).toEqual(["3"]);
      expect(book.partsOf(a).map(({ id }) => id)).toEqual(["1"]);
      expect(book.explode(a).get(microphone)).toBe(1);
      expect(book.explode(b).get(microphone)).toBe(5);
    }
  });

  test("[AVL-09] how many kits can be made, and what runs out first", () => {
    const [microphone, stand] = [brand<ProductId>("M"), brand<ProductId>("S")];
    const needs = new Map([
      [microphone, 2],
      [stand, 1],
    ]);
    const free = (microphones: number, stands: number) => (id: ProductId) =>
      id === microphone ? microphones : stands;
    expect(kitsFree(needs, free(7, 10))).toEqual({ free: 3, limiting: [microphone] });
    expect(kitsFree(needs, free(8, 4))).toEqual({ free: 4, limiting: [microphone, stand] });
    expect(kitsFree(needs, free(-3, 4))).toEqual({ free: 0, limiting: [microphone] });
    expect(kitsFree(new Map(), free(8, 4))).toEqual({ free: 0, limiting: [] });
  });
});
