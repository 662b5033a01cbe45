import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orderKeyBetween, orderKeys } from "#shared/kernel/order-key";

describe("order keys", () => {
  test("any sequence of insertions keeps the order of the list", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 200 }), (places) => {
        const list: string[] = [];
        for (const place of places) {
          const at = place % (list.length + 1);
          list.splice(at, 0, orderKeyBetween(list[at - 1], list[at]));
        }
        expect(list).toEqual([...list].sort());
        expect(new Set(list).size).toBe(list.length);
      }),
      { seed: 20261121 },
    );
  });

  test("a list of 10,000 filled at either end keeps keys of at most five characters", () => {
    const down = orderKeys(10_000);
    expect(Math.max(...down.map((key) => key.length))).toBeLessThanOrEqual(5);
    let first = orderKeyBetween();
    for (let i = 0; i < 10_000; i++) first = orderKeyBetween(undefined, first);
    expect(first.length).toBeLessThanOrEqual(5);
  });
});
