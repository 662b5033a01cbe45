import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createComputed, createRoot, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import {
  createIdsOf,
  createIndex,
  createIndexLater,
  createRow,
  createRows,
  createRowsOf,
  createWhenIdle,
  defineIndex,
  ReplicaProvider,
} from "#client/data";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { asset } from "#shared/domain/inventory";
import { idFromBytes, thingOf } from "#shared/kernel/ids";
import type { MemoryRows } from "#tests/support/memory-rows";
import { createMemoryRows, replicaOf } from "#tests/support/memory-rows";

const idAt = (n: number): AssetId => idFromBytes<AssetId>(new Uint8Array(16).fill(n));
const product = idFromBytes<ProductId>(new Uint8Array(16).fill(200));
const otherProduct = idFromBytes<ProductId>(new Uint8Array(16).fill(201));

let rows: MemoryRows;
let dispose: () => void = () => undefined;

/** Runs `body` below a provider, as a screen would. */
const mount = (body: () => void): void => {
  createRoot((end) => {
    dispose = end;
    const Screen = (): null => {
      body();
      return null;
    };
    return (
      <ReplicaProvider replica={replicaOf(rows)} rights={() => undefined} onFailure={() => undefined}>
        <Screen />
      </ReplicaProvider>
    );
  });
};

/** Counts how often a value was computed anew, the first time included. */
const counting = <T,>(value: Accessor<T>): { runs: number; last: T | undefined } => {
  const seen: { runs: number; last: T | undefined } = { runs: 0, last: undefined };
  createComputed(() => {
    seen.last = value();
    seen.runs += 1;
  });
  return seen;
};

const put = (n: number, code: string, of = product): void =>
  rows.put(asset, { id: idAt(n), thing: thingOf(of), product: of, code, isCase: false });

beforeEach(() => {
  rows = createMemoryRows();
});
afterEach(() => dispose());

describe("rows on screen", () => {
  test("a row fires for its own record and for no other", () => {
    put(1, "A-1");
    put(2, "A-2");
    mount(() => {
      const first = counting(createRow(asset, idAt(1)));
      put(2, "A-2b");
      expect(first.runs).toBe(1);
      put(1, "A-1b");
      expect(first.runs).toBe(2);
      expect(first.last?.code).toBe("A-1b");
    });
  });

  test("a row follows an id that changes, and an unknown record appears when it comes", () => {
    put(1, "A-1");
    mount(() => {
      const [id, setId] = createSignal<AssetId | undefined>(idAt(1));
      const row = counting(createRow(asset, id));
      setId(idAt(2));
      expect(row.last).toBeUndefined();
      put(2, "A-2");
      expect(row.last?.code).toBe("A-2");
      setId(undefined);
      expect(row.last).toBeUndefined();
    });
  });

  test("rows of one document ignore changes in another", () => {
    put(1, "A-1");
    put(2, "B-1", otherProduct);
    mount(() => {
      const mine = counting(createRowsOf(asset, thingOf(product)));
      put(2, "B-2", otherProduct);
      expect(mine.runs).toBe(1);
      put(3, "A-3");
      expect(mine.last?.map((row) => row.code)).toEqual(["A-1", "A-3"]);
    });
  });

  test("one batch of changes fires once, and removed rows leave the list", () => {
    put(1, "A-1");
    put(2, "A-2");
    mount(() => {
      const all = counting(createRows(asset, { where: (row) => row.code !== "A-9" }));
      rows.batch(() => {
        put(3, "A-3");
        put(4, "A-9");
        rows.put(asset, {
          id: idAt(2),
          thing: thingOf(product),
          product,
          code: "A-2",
          isCase: false,
          removedAt: 5,
        });
      });
      expect(all.runs).toBe(2);
      expect(all.last?.map((row) => row.code)).toEqual(["A-1", "A-3"]);
    });
  });

  test("ids fire when a row comes or moves, and stay quiet when a cell changes", () => {
    put(1, "A-1");
    put(2, "A-2");
    mount(() => {
      const ids = counting(
        createIdsOf(asset, thingOf(product), { sort: (a, b) => a.code.localeCompare(b.code) }),
      );
      put(1, "A-1b");
      expect(ids.runs).toBe(1);
      put(1, "A-3");
      expect(ids.last).toEqual([idAt(2), idAt(1)]);
    });
  });

  test("an index is built once for all screens and hears only of its own types", () => {
    put(1, "A-1");
    let built = 0;
    const byCode = defineIndex({
      types: [asset],
      build: function* (from) {
        built += 1;
        yield;
        return new Map(Array.from(from.all(asset).values(), (row) => [row.code, row.id]));
      },
      apply: (index, changes, from) => {
        for (const change of changes) {
          const row = [...from.all(asset).values()].find((candidate) => candidate.id === change.id);
          if (row !== undefined) index.set(row.code, row.id);
        }
      },
    });
    mount(() => {
      const one = counting(createIndex(byCode));
      const two = counting(createIndex(byCode));
      put(2, "A-2");
      expect(built).toBe(1);
      expect(one.runs).toBe(2);
      expect(two.last?.get("A-2")).toBe(idAt(2));
    });
  });

  test("an index built a little at a time takes in what changed meanwhile", async () => {
    for (let n = 1; n <= 6; n++) put(n, `A-${String(n)}`);
    let isChanged = false;
    const codes = defineIndex({
      types: [asset],
      build: function* (from) {
        const found = new Map<string, string>();
        for (const row of from.all(asset).values()) {
          found.set(row.id, row.code);
          yield;
          if (isChanged) continue;
          isChanged = true;
          put(1, "A-1b");
        }
        return found;
      },
      apply: (index, changes, from) => {
        for (const { id } of changes) {
          const row = [...from.all(asset).values()].find((candidate) => candidate.id === id);
          if (row !== undefined) index.set(row.id, row.code);
        }
      },
    });
    let seen: { runs: number; last: ReadonlyMap<string, string> | undefined } = { runs: 0, last: undefined };
    mount(() => {
      seen = counting(createIndexLater(codes));
      expect(seen.last).toBeUndefined();
    });
    await expect.poll(() => seen.last?.size).toBe(6);
    expect(seen.last?.get(idAt(1))).toBe("A-1b");
    put(2, "A-2b");
    expect(seen.last?.get(idAt(2))).toBe("A-2b");
  });

  test("what stands beside the work is made in a quiet moment, and follows its rows from then on", async () => {
    put(1, "A-1");
    let seen: { runs: number; last: number | undefined } = { runs: 0, last: undefined };
    mount(() => {
      seen = counting(
        createWhenIdle(() => {
          const all = createRows(asset);
          return () => all().length;
        }, 0),
      );
      expect(seen.last).toBe(0);
    });
    await expect.poll(() => seen.last).toBe(1);
    put(2, "A-2");
    expect(seen.last).toBe(2);
  });

  test("nothing is followed after the screen is gone", () => {
    put(1, "A-1");
    let seen: { runs: number } = { runs: 0 };
    mount(() => {
      seen = counting(createRow(asset, idAt(1)));
    });
    dispose();
    put(1, "A-1b");
    expect(seen.runs).toBe(1);
  });
});
