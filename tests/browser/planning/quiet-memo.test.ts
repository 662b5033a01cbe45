import { describe, expect, test } from "vitest";
import { createComputed, createMemo, createRoot, createSignal } from "solid-js";
import { createEntries, createQuietMemo } from "#client/features/pull-list/quiet-memo";

describe("memos of long lists", () => {
  test("a quiet memo tells its readers only of another value", () => {
    createRoot((dispose) => {
      const [count, setCount] = createSignal(1);
      const tens = createQuietMemo(
        () => Math.floor(count() / 10),
        (a, b) => a === b,
      );
      const seen: number[] = [];
      createComputed(() => seen.push(tens()));
      for (const next of [2, 9, 10, 11, 25]) setCount(next);
      expect(seen).toEqual([0, 1, 2]);
      dispose();
    });
  });

  test("a reader of one entry hears of that entry alone, also when it comes or goes", () => {
    createRoot((dispose) => {
      const [all, setAll] = createSignal<ReadonlyMap<string, number>>(new Map([["a", 1]]));
      const entry = createEntries(all, (one, other) => one === other);
      const seen: Record<string, (number | undefined)[]> = { a: [], b: [] };
      createComputed(() => seen["a"]?.push(entry("a")));
      createComputed(() => seen["b"]?.push(entry("b")));
      setAll(new Map([["a", 1]]));
      setAll(
        new Map([
          ["a", 1],
          ["b", 2],
        ]),
      );
      setAll(new Map([["b", 2]]));
      expect(seen).toEqual({ a: [1, undefined], b: [undefined, 2] });
      dispose();
    });
  });

  test("nobody reads an entry any more: it is followed anew by the next one", () => {
    createRoot((dispose) => {
      const [all, setAll] = createSignal<ReadonlyMap<string, number>>(new Map([["a", 1]]));
      const [isShown, setShown] = createSignal(true);
      const entry = createEntries(all, (one, other) => one === other);
      const shown = createMemo(() => (isShown() ? entry("a") : undefined));
      expect(shown()).toBe(1);
      setShown(false);
      setAll(new Map([["a", 7]]));
      setShown(true);
      expect(shown()).toBe(7);
      dispose();
    });
  });
});
