import { describe, expect, test } from "vitest";
import { product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";
import { newId } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { MergedRows } from "#shared/replica/merged-rows";
import { encodeRows } from "#shared/replica/row-codec";
import type { AnyRow } from "#shared/replica/row-codec";
import { RowTable } from "#shared/replica/row-table";
import { seededRandom } from "#tests/support/plain-drafts";

const random = seededRandom(7);
const count = 1_000;

const rowOf = (id: ProductId, name: string): AnyRow => brand<AnyRow>({ id, name, thing: id });

const entryOf = (id: ProductId, name: string) => ({
  doc: id,
  thing: id,
  types: { product: encodeRows([rowOf(id, name)]) },
  unreadable: [],
});

const setUp = () => {
  const table = new RowTable();
  const ids = Array.from({ length: count }, () => newId<ProductId>(random));
  ids.forEach((id, at) => table.replace(entryOf(id, `Product ${at}`)));
  const put = (id: ProductId, name: string | undefined): void => {
    const row = name === undefined ? undefined : rowOf(id, name);
    table.update(id, brand<ThingId>(id), [{ type: "product", id, row }], []);
  };
  return { table, ids, put };
};

const namesIn = (rows: ReadonlyMap<ProductId, { readonly name: string }>): readonly string[] =>
  Array.from(rows.values(), ({ name }) => name).sort();

/** Takes `steps` steps, then does `between`, then takes the rest. */
const readWith = (table: RowTable, steps: number, between: () => void) => {
  const reading = table.allInSteps(product);
  for (let at = 0; at < steps; at++) reading.next();
  between();
  for (;;) {
    const step = reading.next();
    if (step.done === true) return step.value;
  }
};

describe("reading all rows of a type in steps", () => {
  test("comes to what reading them at once gives, and takes many steps", () => {
    const [one, other] = [setUp(), setUp()];
    const reading = new MergedRows(one.table).allInSteps(product);
    let steps = 0;
    let step = reading.next();
    for (; step.done !== true; step = reading.next()) steps += 1;
    expect(namesIn(step.value)).toEqual(namesIn(other.table.all(product)));
    expect(steps).toBeGreaterThan(5);
    expect(one.table.all(product)).toBe(step.value);
  });

  test.each([1, 3, 8])("knows what was written, came and went after %i steps", (steps) => {
    const { table, ids, put } = setUp();
    const [first, second, third, last] = [ids[0], ids[1], ids[2], ids.at(-1)];
    if (!first || !second || !third || !last) throw new Error("there are products");
    const late = newId<ProductId>(random);
    const rows = readWith(table, steps, () => {
      put(first, "Renamed first");
      put(last, "Renamed last");
      put(second, undefined);
      table.remove(third);
      table.replace(entryOf(late, "Came late"));
    });
    expect(rows.get(first)?.name).toBe("Renamed first");
    expect(rows.get(last)?.name).toBe("Renamed last");
    expect(rows.get(late)?.name).toBe("Came late");
    expect([rows.has(second), rows.has(third)]).toEqual([false, false]);
    expect(rows.size).toBe(count - 1);
  });

  test("somebody who cannot wait and two who read at once all see the same, also later", () => {
    const { table, ids, put } = setUp();
    const beside = table.allInSteps(product);
    beside.next();
    const rows = readWith(table, 2, () => expect(table.all(product).size).toBe(count));
    const first = ids[0];
    if (!first) throw new Error("there are products");
    put(first, "Renamed");
    const last = beside.next();
    expect(last.done).toBe(true);
    expect(last.value).toBe(rows);
    expect(rows.get(first)?.name).toBe("Renamed");
  });
});
