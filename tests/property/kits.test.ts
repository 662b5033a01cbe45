/** Kits taken apart, against taking every piece of every kit apart one by one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createKitBook } from "#shared/domain/inventory";
import type { KitPart, KitPartId, ProductId } from "#shared/domain/inventory";
import { brand } from "#shared/kernel/brand";

const idOf = (n: number): ProductId => brand<ProductId>(`P${n}`);
/** The first five are kits. */
const kits = 5;
const isKit = (id: ProductId): boolean => Number(id.slice(1)) < kits;

const somePart = fc.record({
  kit: fc.integer({ min: 0, max: kits - 1 }),
  item: fc.integer({ min: 0, max: 9 }),
  quantity: fc.integer({ min: 1, max: 3 }),
  isRemoved: fc.boolean(),
});

const partsFrom = (drawn: readonly { kit: number; item: number; quantity: number; isRemoved: boolean }[]) =>
  drawn.map(({ kit, item, quantity, isRemoved }, n): KitPart => {
    const id = brand<KitPartId>(String(n).padStart(3, "0"));
    const values = { id, product: idOf(kit), item: idOf(item), quantity, order: id };
    return isRemoved ? { ...values, removedAt: 1 } : values;
  });

/** Whether from one kit another is reached, by looking through all ways. */
const reaches = (parts: readonly KitPart[], from: ProductId, to: ProductId): boolean => {
  let reached = new Set([from]);
  for (let step = 0; step <= kits; step++)
    reached = new Set([
      ...reached,
      ...parts.filter((each) => reached.has(each.product)).map(({ item }) => item),
    ]);
  return reached.has(to);
};

const naive = (drawn: readonly KitPart[], kit: ProductId): Map<ProductId, number> => {
  const kept: KitPart[] = [];
  for (const part of drawn)
    if (part.removedAt === undefined && !reaches(kept, part.item, part.product)) kept.push(part);
  const sums = new Map<ProductId, number>();
  const take = (id: ProductId): void => {
    if (!isKit(id)) return void sums.set(id, (sums.get(id) ?? 0) + 1);
    for (const part of kept.filter((each) => each.product === id))
      for (let piece = 0; piece < part.quantity; piece++) take(part.item);
  };
  take(kit);
  return sums;
};

const sorted = (sums: ReadonlyMap<ProductId, number>) => [...sums].sort(([a], [b]) => (a < b ? -1 : 1));

test("[AVL-09] a kit taken apart is what its pieces are, whatever order its parts arrived in", () => {
  fc.assert(
    fc.property(
      fc.array(somePart, { maxLength: 14 }).chain((drawn) =>
        fc.record({
          parts: fc.constant(partsFrom(drawn)),
          arrived: fc.shuffledSubarray(partsFrom(drawn), { minLength: drawn.length }),
        }),
      ),
      ({ parts, arrived }) => {
        const book = createKitBook(arrived, isKit);
        for (let n = 0; n < kits; n++)
          expect(sorted(book.explode(idOf(n)))).toEqual(sorted(naive(parts, idOf(n))));
      },
    ),
    { seed: 20_261_122, numRuns: 300 },
  );
});
