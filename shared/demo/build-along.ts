/** Gives the demo's products what goes along with them and what may stand in. */
import { assert } from "#shared/kernel/result";
import { newId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import { inclusions } from "#shared/domain/inventory";
import type { accessory, AccessoryId, alternative, AlternativeId, ProductId } from "#shared/domain/inventory";
import type { NewRecord } from "#shared/kernel/record";
import { accessoryRows, alternativeRows } from "./along";
import type { With } from "./build-demo";
import { orderOf } from "./order-of";

export interface DemoAlong {
  readonly accessories: readonly With<AccessoryId, NewRecord<typeof accessory>>[];
  readonly alternatives: readonly With<AlternativeId, NewRecord<typeof alternative>>[];
}

/** A product as the rows name it. */
interface Named {
  readonly id: ProductId;
  readonly name: string;
  readonly category: string;
}

const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trim()
    .split("\n")
    .map((row) => row.split("|"));

/** By product. A row that names nothing of the catalogue is a mistake of ours. */
export const buildAlong = (random: Random, products: readonly Named[]): ((id: ProductId) => DemoAlong) => {
  const idOf = (name: string): ProductId => {
    const found = products.find((each) => each.name === name);
    assert(found !== undefined, `the demo has "${name}"`);
    return found.id;
  };
  const accessories = (product: Named): DemoAlong["accessories"] =>
    rowsOf(accessoryRows)
      .filter(([of]) => of === product.name || of === product.category)
      .map(([, item = "", quantity, per, inclusion, safety], index) => ({
        id: newId<AccessoryId>(random),
        values: {
          product: product.id,
          item: idOf(item),
          quantity: Number(quantity),
          per: per === "1" ? undefined : Number(per),
          inclusion: inclusions.find((known) => known === inclusion && known !== "usual"),
          isSafety: safety === "safety" ? true : undefined,
          order: orderOf(index),
        },
      }));
  const alternatives = (product: Named): DemoAlong["alternatives"] =>
    rowsOf(alternativeRows)
      .filter(([of]) => of === product.name)
      .flatMap(([, items = ""]) => items.split(" / "))
      .map((item, index) => ({
        id: newId<AlternativeId>(random),
        values: { product: product.id, item: idOf(item), order: orderOf(index) },
      }));
  const along = new Map(
    products.map((product) => [
      product.id,
      { accessories: accessories(product), alternatives: alternatives(product) },
    ]),
  );
  return (id) => along.get(id) ?? { accessories: [], alternatives: [] };
};
