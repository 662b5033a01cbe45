import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPositions, movement } from "#shared/domain/scanning";
import { asset, assetMerge, foldMerges, product, productMerge, tiesBetween } from "#shared/domain/inventory";
import type { AssetId, AssetMergeId, MergeFact, ProductId, ProductMergeId } from "#shared/domain/inventory";
import type { MovementId } from "#shared/domain/scanning";
import type { Id, MemberId, ThingId } from "#shared/kernel/ids";
import { newId, thingOf } from "#shared/kernel/ids";
import { MergedRows } from "#shared/replica/merged-rows";
import type { Rows } from "#shared/replica/types";
import type { Random } from "#shared/kernel/random";
import type { MemoryRows } from "#tests/support/memory-rows";
import { createMemoryRows } from "#tests/support/memory-rows";
import { seededRandom } from "#tests/support/plain-drafts";
import { brand } from "#shared/kernel/brand";

const ids = ["a", "b", "c", "d", "e", "f"] as const;
const merge = fc.record({
  from: fc.constantFrom(...ids),
  into: fc.constantFrom(...ids),
  at: fc.integer({ min: 1, max: 1_000 }),
});
const idNamed = (name: string): Id<string> => brand(name);
const factsOf = (facts: readonly { readonly from: string; readonly into: string; readonly at: number }[]) =>
  facts.map(({ from, into, at }): MergeFact => ({ from: brand(from), into: brand(into), at }));
const living = (): "living" => "living";
const survivors = (facts: readonly MergeFact[]): readonly string[] => {
  const merges = foldMerges(facts, living);
  return ids.map((id) => merges.survivor(brand<Id<string>>(id)));
};

/** Which records hang together, by joining neighbours until nothing changes. */
const naiveGroups = (facts: readonly MergeFact[]): readonly string[] => {
  const label = new Map<string, string>(ids.map((id) => [id, id]));
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, into } of facts) {
      const [a = "", b = ""] = [label.get(from), label.get(into)];
      if (a === b) continue;
      const low = a < b ? a : b;
      label.set(from, low);
      label.set(into, low);
      changed = true;
    }
  }
  return ids.map((id) => label.get(id) ?? id);
};

describe("merges", () => {
  test("[INV-21] everything tied together goes on as one record, in whatever order merges arrive", () => {
    fc.assert(
      fc.property(fc.array(merge, { maxLength: 8 }), fc.integer(), (drawn, order) => {
        const facts = factsOf(drawn);
        const found = survivors(facts);
        const groups = naiveGroups(facts);
        ids.forEach((_, i) => {
          ids.forEach((__, j) => expect(found[i] === found[j]).toBe(groups[i] === groups[j]));
        });
        const shuffled = facts
          .map((fact, at) => ({ fact, at: Math.imul(at + 1, order) }))
          .sort((a, b) => a.at - b.at)
          .map(({ fact }) => fact);
        expect(survivors(shuffled)).toEqual(found);
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  test("[INV-21] whoever is taken out stands apart from the one that went on, by merges of its own alone", () => {
    fc.assert(
      fc.property(fc.array(merge, { maxLength: 8 }), fc.constantFrom(...ids), (drawn, id) => {
        const facts = factsOf(drawn).filter(({ from, into }) => from !== into);
        const survivor = foldMerges(facts, living).survivor(idNamed(id));
        if (survivor === id) return;
        const ties = tiesBetween(id, survivor, facts);
        expect(ties.every(({ from, into }) => from === id || into === id)).toBe(true);
        const left = facts.filter((fact) => !ties.includes(fact));
        const after = foldMerges(left, living);
        expect(after.survivor(idNamed(id))).not.toBe(after.survivor(survivor));
        // Any one of them more would tie the two again.
        for (const tie of ties) {
          const again = foldMerges([...left, tie], living);
          expect(again.survivor(idNamed(id))).toBe(again.survivor(survivor));
        }
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  test("[INV-21] two that were merged in opposite directions have one survivor, and so have circles with a tail", () => {
    const both = foldMerges(
      factsOf([
        { from: "b", into: "a", at: 5 },
        { from: "a", into: "b", at: 7 },
      ]),
      living,
    );
    expect(both.survivor(idNamed("b"))).toBe("a");
    expect(both.endedAt("b")).toBe(5);
    expect(both.endedAt("a")).toBeUndefined();
    // Nobody ever meant the tail to go on, though its id is the lowest.
    const tail = foldMerges(
      factsOf([
        { from: "c", into: "d", at: 1 },
        { from: "d", into: "c", at: 1 },
        { from: "a", into: "c", at: 1 },
      ]),
      living,
    );
    expect(tail.survivor(idNamed("a"))).toBe("c");
  });

  test("[INV-21] a merge into what is not here waits, and one that was not removed is preferred", () => {
    const facts = factsOf([{ from: "a", into: "b", at: 1 }]);
    expect(foldMerges(facts, (id) => (id === "b" ? "unknown" : "living")).isEmpty).toBe(true);
    const circle = factsOf([
      { from: "a", into: "b", at: 1 },
      { from: "b", into: "a", at: 1 },
    ]);
    const without = foldMerges(circle, (id) => (id === "a" ? "removed" : "living"));
    expect(without.survivor(idNamed("a"))).toBe("b");
  });
});

const step = fc.oneof(
  fc.record({ what: fc.constant("asset" as const), of: fc.nat(3) }),
  fc.record({
    what: fc.constant("stock" as const),
    of: fc.nat(3),
    quantity: fc.integer({ min: -5, max: 9 }),
  }),
  fc.record({ what: fc.constant("merge" as const), of: fc.nat(3), into: fc.nat(3) }),
  fc.record({ what: fc.constant("separate" as const), of: fc.nat(3) }),
  fc.record({ what: fc.constant("merge-pieces" as const), of: fc.nat(6), into: fc.nat(6) }),
  fc.record({ what: fc.constant("separate-pieces" as const), of: fc.nat(6) }),
  fc.record({ what: fc.constant("move" as const), of: fc.nat(6) }),
);

interface KnownPiece {
  readonly id: AssetId;
  readonly thing: ThingId;
}

const applyToPieces = (
  raw: MemoryRows,
  pieces: readonly KnownPiece[],
  step: { readonly what: string; readonly of: number; readonly into?: number },
  random: Random,
): void => {
  const by = newId<MemberId>(random);
  const [piece, into] = [pieces[step.of], pieces[step.into ?? 0]];
  if (piece === undefined || into === undefined) return;
  const { id, thing } = piece;
  if (step.what === "merge-pieces")
    raw.put(assetMerge, { id: newId<AssetMergeId>(random), thing, asset: id, into: into.id, at: 2, by });
  else if (step.what === "move") {
    const fact = {
      kind: "in",
      at: 1,
      by,
      product: brand<ProductId>(thing),
      quantity: 1,
      origin: "hand",
    } as const;
    raw.put(movement, { id: newId<MovementId>(random), thing: thingOf(by), ...fact, asset: id });
  } else
    for (const row of [...raw.all(assetMerge).values()])
      if (row.asset === id) raw.put(assetMerge, { ...row, removedAt: 3 });
};

/** What ended says where it went, that one goes on and is of the same product, and it has every movement. */
const expectPiecesWhole = (rows: Rows, pieces: readonly KnownPiece[]): void => {
  const positions = createPositions();
  positions.apply({ movements: rows.all(movement).values() });
  let told = 0;
  for (const { id } of pieces) {
    const row = rows.get(asset, id);
    const survivor = row?.mergedInto === undefined ? undefined : rows.get(asset, row.mergedInto);
    if (row?.mergedInto !== undefined) {
      expect(survivor?.mergedInto).toBeUndefined();
      expect(survivor?.product).toBe(row.product);
      expect(positions.factsOf(id)).toEqual([]);
    }
    told += positions.factsOf(id).length;
  }
  expect(told).toBe([...rows.all(movement).values()].filter(({ asset: of }) => of !== undefined).length);
};

/** Pieces of all products that stand for themselves. */
const totals = (rows: Rows): { readonly assets: number; readonly bulk: number } => {
  const positions = createPositions();
  positions.apply({ movements: rows.all(movement).values() });
  const living = [...rows.all(product).values()].filter(({ removedAt }) => removedAt === undefined);
  const of = (id: ProductId): number => rows.of(asset, thingOf(id)).length;
  return {
    assets: living.reduce((sum, { id }) => sum + of(id), 0),
    bulk: living.reduce((sum, { id }) => sum + positions.bulkOf(id).owned, 0),
  };
};

describe("stock of merged products", () => {
  test("[INV-21] a merge that waits for a product holds from when it comes, and who watches hears of it", () => {
    const random = seededRandom(21);
    const by = newId<MemberId>(random);
    const raw = createMemoryRows();
    const rows = new MergedRows(raw);
    const [spot, double] = [newId<ProductId>(random), newId<ProductId>(random)];
    const put = (id: ProductId): void =>
      raw.put(product, { id, thing: thingOf(id), name: "P", tracking: "bulk", turnaroundMinutes: 0 });
    const heard: string[] = [];
    rows.subscribe((changes) => heard.push(...changes.map(({ id }) => id)));
    put(double);
    const thing = thingOf(double);
    raw.put(productMerge, {
      id: newId<ProductMergeId>(random),
      thing,
      product: double,
      into: spot,
      at: 2,
      by,
    });
    expect(rows.get(product, double)?.mergedInto).toBeUndefined();
    expect(rows.renamings).toBe(0);
    heard.length = 0;
    put(spot);
    expect(rows.get(product, double)?.mergedInto).toBe(spot);
    expect(rows.renamings).toBe(1);
    expect(heard).toContain(double);
  });

  test("[INV-21] no piece is lost or counted twice, and rows kept current are those of a fresh reading", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 1_000 }), (steps, seed) => {
        const random = seededRandom(seed);
        const by = newId<MemberId>(random);
        const raw = createMemoryRows();
        const rows = new MergedRows(raw);
        const products = Array.from({ length: 4 }, () => newId<ProductId>(random));
        for (const id of products)
          raw.put(product, { id, thing: thingOf(id), name: "P", tracking: "bulk", turnaroundMinutes: 0 });
        const expected = { assets: 0, bulk: 0 };
        const pieces: { readonly id: AssetId; readonly thing: ThingId }[] = [];
        // Asked for once, the maps are kept current from then on.
        for (const type of [product, asset, movement]) rows.all(type);
        rows.subscribe(() => undefined);
        for (const one of steps) {
          const of = products[one.of] ?? by;
          const thing = thingOf(of);
          const id = brand<ProductId>(of);
          if (one.what === "asset") {
            const piece = { id: newId<AssetId>(random), thing };
            raw.put(asset, { ...piece, product: id, code: "A", isCase: false });
            pieces.push(piece);
            expected.assets++;
          } else if (one.what === "stock") {
            const { quantity } = one;
            const fact = { kind: "counted", at: 1, by, product: id, quantity, origin: "hand" } as const;
            raw.put(movement, { id: newId<MovementId>(random), thing: thingOf(by), ...fact });
            expected.bulk += quantity;
          } else if (one.what === "merge") {
            const into = products[one.into] ?? id;
            raw.put(productMerge, { id: newId<ProductMergeId>(random), thing, product: id, into, at: 2, by });
          } else if (one.what === "separate") {
            for (const row of [...raw.all(productMerge).values()])
              if (row.product === id) raw.put(productMerge, { ...row, removedAt: 3 });
          } else applyToPieces(raw, pieces, one, random);
          expect(totals(rows)).toEqual(expected);
          const fresh = new MergedRows(raw);
          expectPiecesWhole(rows, pieces);
          for (const type of [product, asset, movement])
            expect(new Map<string, unknown>(rows.all(type))).toEqual(
              new Map<string, unknown>(fresh.all(type)),
            );
        }
      }),
      { seed: 21, numRuns: 150 },
    );
  });
});
