/** Kits of the demo, and the lines of jobs that book them. */
import { newId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import { assert } from "#shared/kernel/result";
import type { NewRecord } from "#shared/kernel/record";
import type { kitPart, KitPartId, product, ProductId } from "#shared/domain/inventory";
import { planLines } from "#shared/domain/pull-list";
import type { LineId } from "#shared/domain/pull-list";
import type { DemoEvent, DemoProduct, With } from "./build-demo";
import { itemOf } from "./build-lines";
import { bookedKitRows, kitRows } from "./kits";
import { orderOf } from "./order-of";

export interface DemoKit {
  readonly product: With<ProductId, NewRecord<typeof product>>;
  readonly department: string;
  readonly parts: readonly With<KitPartId, NewRecord<typeof kitPart>>[];
}

interface Counted {
  readonly name: string;
  readonly quantity: number;
}

/** `2 One / 1 Other`, by name. */
const countedIn = (text: string): readonly Counted[] =>
  text.split(" / ").map((each) => {
    const space = each.indexOf(" ");
    return { quantity: Number(each.slice(0, space)), name: each.slice(space + 1) };
  });

const rowsOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((row) => {
      const [name = "", counted = ""] = row.split("|");
      return { name, counted: countedIn(counted) };
    });

/** A row that names nothing of the catalogue is a mistake of ours. */
const named = <T extends Pick<DemoProduct, "product">>(all: readonly T[], name: string): T => {
  const found = all.find(({ product: { values } }) => values.name === name);
  assert(found !== undefined, `the demo has "${name}"`);
  return found;
};

export const buildKits = (random: Random, products: readonly DemoProduct[]): readonly DemoKit[] =>
  rowsOf(kitRows).map(({ name, counted }) => {
    const id = newId<ProductId>(random);
    const [first] = counted.map((part) => named(products, part.name));
    return {
      product: { id, values: { name, category: first?.product.values.category, isKit: true } },
      department: first?.department ?? "",
      parts: counted.map((part, index) => ({
        id: newId<KitPartId>(random),
        values: {
          product: id,
          item: named(products, part.name).product.id,
          quantity: part.quantity,
          order: orderOf(index),
        },
      })),
    };
  });

/** The jobs with the kits they book at the end of their lists, parts behind each. */
export const withBookedKits = (
  random: Random,
  events: readonly DemoEvent[],
  kits: readonly DemoKit[],
  products: readonly DemoProduct[],
): readonly DemoEvent[] => {
  const booked = new Map(rowsOf(bookedKitRows).map(({ name, counted }) => [name, counted]));
  const byId = new Map(products.map((entry) => [entry.product.id, entry]));
  const accessoriesOf = ({ parts }: DemoKit) =>
    parts.flatMap(({ values: { item, quantity } }) => {
      const part = byId.get(item);
      const rule = { quantity, per: 1, inclusion: "mandatory", isSafety: false, isPart: true } as const;
      return part === undefined ? [] : [{ item: itemOf(part), rule }];
    });
  return events.map((event) => {
    const wanted = booked.get(event.event.values.name);
    if (wanted === undefined) return event;
    const chosen = wanted.map(({ name, quantity }) => ({ kit: named(kits, name), quantity }));
    const planned = planLines(
      chosen.map(({ kit, quantity }) => ({ item: itemOf(kit), quantity, accessories: accessoriesOf(kit) })),
    );
    const group = event.groups.find(({ values }) => values.name === chosen[0]?.kit.department)?.id;
    const ids = planned.map(() => newId<LineId>(random));
    const lines = planned.flatMap(({ values, along }, index) => {
      const id = ids[index];
      const accessoryOf = along === null ? undefined : ids[along];
      const order = orderOf(event.lines.length + index);
      return id === undefined ? [] : [{ id, values: { ...values, group, accessoryOf, order } }];
    });
    return { ...event, lines: [...event.lines, ...lines] };
  });
};
