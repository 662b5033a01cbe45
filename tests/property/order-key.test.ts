import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareByOrder, maxOrderKeyLength, orderKeyBetween, orderKeys } from "#shared/kernel/order-key";
import type { Random } from "#shared/kernel/random";

const seededRandom = (seed: number): Random => {
  let state = seed >>> 0 || 1;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 24;
  };
  return { bytes: (length) => Uint8Array.from({ length }, next) };
};

describe("order keys", () => {
  test("[PUL-01] equal keys are ordered by id, the same on every device", () => {
    const rows = [
      { order: "V1", id: "B" },
      { order: "V1", id: "A" },
      { order: "V0", id: "C" },
    ];
    expect(rows.toSorted(compareByOrder).map(({ id }) => id)).toEqual(["C", "A", "B"]);
  });

  test("[PUL-01] a list built by inserting anywhere is in the order it was built", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(), { minLength: 1, maxLength: 200 }), (seed, places) => {
        const random = seededRandom(seed);
        const keys: string[] = [];
        for (const place of places) {
          const index = place % (keys.length + 1);
          const key = orderKeyBetween(keys[index - 1], keys[index], random);
          if (key === undefined) return false;
          keys.splice(index, 0, key);
        }
        return keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") < key);
      }),
    );
  });

  test("[PUL-01] appending ten thousand times keeps keys short", () => {
    const random = seededRandom(7);
    let last: string | undefined;
    for (let i = 0; i < 10_000; i++) {
      const key: string = orderKeyBetween(last, undefined, random) ?? "";
      expect(key.length).toBe(8);
      expect(key > (last ?? "")).toBe(true);
      last = key;
    }
  });

  test("[PUL-01] prepending ten thousand times keeps keys short", () => {
    const random = seededRandom(8);
    let first: string | undefined;
    for (let i = 0; i < 10_000; i++) {
      const key: string = orderKeyBetween(undefined, first, random) ?? "";
      expect(key.length).toBe(8);
      expect(first === undefined || key < first).toBe(true);
      first = key;
    }
  });

  test("[PUL-01] two devices inserting at the same place get different keys", () => {
    const drawn = new Set<string | undefined>();
    for (let device = 1; device <= 500; device++)
      drawn.add(orderKeyBetween("V0000000", "V0000001", seededRandom(device)));
    expect(drawn.size).toBe(500);
    const appended = new Set<string | undefined>();
    for (let device = 1; device <= 100; device++)
      appended.add(orderKeyBetween("V0000000", undefined, seededRandom(device)));
    expect(appended.size).toBe(100);
  });

  test("[PUL-01] inserting at one spot works 130 times, then says that there is no room", () => {
    const random = seededRandom(3);
    const low = orderKeyBetween(undefined, undefined, random) ?? "";
    let high = orderKeyBetween(low, undefined, random) ?? "";
    let inserted = 0;
    for (;;) {
      const key = orderKeyBetween(low, high, random);
      if (key === undefined) break;
      expect(key.length).toBeLessThanOrEqual(maxOrderKeyLength);
      expect(key > low && key < high).toBe(true);
      high = key;
      inserted++;
    }
    expect(inserted).toBeGreaterThan(130);
    expect(inserted).toBeLessThan(600);
  });

  test.each([
    ["equal neighbours", "V0000000", "V0000000"],
    ["neighbours in the wrong order", "V0000001", "V0000000"],
    ["equal fractions of different length", "V000", "V0000000"],
    ["a foreign key before", "not a key!", undefined],
    ["a foreign key after", undefined, "ü"],
    ["an empty key", "", undefined],
  ])("[PUL-01] %s leave no room", (_, before, after) => {
    expect(orderKeyBetween(before, after, seededRandom(1))).toBeUndefined();
  });

  test("[PUL-01] fresh keys are in order and leave room between any two", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2000 }), (seed, count) => {
        const random = seededRandom(seed);
        const keys = orderKeys(count, random);
        const inside = keys.slice(1).map((key, index) => orderKeyBetween(keys[index], key, random));
        return (
          keys.length === count &&
          keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") < key) &&
          inside.every((key) => key !== undefined && key.length <= 12)
        );
      }),
      { numRuns: 50 },
    );
  });
});
