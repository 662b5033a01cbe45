/** What each scan answers while counting. */
import { expect, test } from "vitest";
import type { CodeOwner } from "#shared/domain/scanning";
import type { AssetId } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import { countRules, decideCount } from "#shared/domain/stocktake";
import type { CountAnswer, CountDecision, CountKnowledge } from "#shared/domain/stocktake";
import { named } from "#tests/support/scan-world";
import { createStocktakeWorld, hour, start } from "#tests/support/stocktake-world";

const prepare = () => {
  const world = createStocktakeWorld();
  const shelf = world.place("Shelf 1");
  const other = world.place("Shelf 2");
  const codes = new Map<string, readonly CodeOwner[]>();
  const labels = new Map<string, readonly CodeOwner[]>();
  const asset = (code: string, home = shelf): AssetId => {
    const id = world.asset(code, home);
    codes.set(code, [{ type: "asset", asset: id }]);
    return id;
  };
  const scan = (
    text: string,
    more: {
      answers?: readonly CountAnswer[];
      at?: typeof shelf;
      blind?: boolean;
      round?: number;
      category?: CategoryId;
    } = {},
  ): CountDecision => {
    const knowledge: CountKnowledge = {
      source: world.source({
        round: more.round ?? 1,
        ...(more.category === undefined ? {} : { category: more.category }),
      }),
      isBlind: more.blind === true,
      codes: {
        readLabel: (read) => (labels.has(read) ? { type: "own", label: read } : { type: "none" }),
        findCode: (code) => codes.get(code) ?? [],
        ownersOfLabel: (label) => labels.get(label) ?? [],
      },
    };
    const context = { location: more.at ?? shelf, now: start + 2 * hour, by: named<never>("me") };
    return decideCount(knowledge, text, { ...context, answers: more.answers ?? [] });
  };
  return { world, shelf, other, codes, labels, asset, scan };
};

test("[INV-18] [COUNT-10] [COUNT-11] counted once; the same piece at the same place again changes nothing", () => {
  const { world, shelf, other, asset, scan } = prepare();
  const id = asset("A-1");
  const first = scan("A-1");
  expect(first).toMatchObject({ rule: "COUNT-10", counts: [{ asset: id, quantity: 1, location: shelf }] });
  world.count({ asset: id }, { place: shelf });
  expect(scan("A-1")).toMatchObject({ rule: "COUNT-11", counts: [], before: { asset: id } });
  expect(scan("A-1", { at: other }).rule).toBe("COUNT-12");
  expect(scan("A-1", { round: 2 }).rule).toBe("COUNT-10");
});

test("[INV-18] [INV-21] the code of a merged piece counts the one that goes on and says whose it was", () => {
  const { asset, codes, labels, scan } = prepare();
  const id = asset("A-1");
  const formerly = named<AssetId>("entered twice");
  codes.set("A-OLD", [{ type: "asset", asset: id, formerly }]);
  expect(scan("A-OLD")).toMatchObject({ rule: "COUNT-10", counts: [{ asset: id }], formerly: { formerly } });
  labels.set("its label", [{ type: "asset", asset: id, formerly }]);
  expect(scan("its label")).toMatchObject({ rule: "COUNT-10", formerly: { formerly } });
  expect(scan("A-1").formerly).toBeUndefined();
});

test("[INV-18] [COUNT-12] [COUNT-13] [COUNT-14] what belongs elsewhere, is away or off stock is counted and told", () => {
  const { world, shelf, other, asset, scan } = prepare();
  asset("A-1", other);
  const lost = asset("A-2");
  world.move("lost", lost);
  const sold = asset("A-3");
  world.assets.set(sold, { id: sold, product: named("product lamp"), home: shelf, removedAt: 1 });
  expect(scan("A-1")).toMatchObject({ rule: "COUNT-12", recorded: other });
  expect(scan("A-2").rule).toBe("COUNT-13");
  expect(scan("A-3").rule).toBe("COUNT-14");
  for (const code of ["A-1", "A-2", "A-3"])
    expect(scan(code, { blind: true })).toMatchObject({ rule: "COUNT-10", counts: [{ quantity: 1 }] });
});

test("[COUNT-01] [COUNT-02] [COUNT-03] [COUNT-04] [COUNT-05] text, unknown codes and codes of several things", () => {
  const { world, codes, asset, scan } = prepare();
  const [one, two] = [asset("A-1"), asset("A-2")];
  const lamp = world.product("lamp");
  codes.set("BOTH", [
    { type: "asset", asset: one },
    { type: "asset", asset: two },
  ]);
  codes.set("LAMP", [{ type: "product", product: lamp }]);
  expect(scan("a\u202eb").rule).toBe("COUNT-01");
  expect(scan("X-9")).toMatchObject({ rule: "COUNT-02", counts: [] });
  expect(scan("X-9", { answers: [{ type: "note" }] })).toMatchObject({
    rule: "COUNT-03",
    counts: [{ scanned: "X-9" }],
  });
  const asked = scan("BOTH");
  expect(asked.rule).toBe("COUNT-04");
  expect(asked.answers).toHaveLength(2);
  expect(scan("BOTH", { answers: asked.answers.slice(1) })).toMatchObject({ rule: "COUNT-10", asset: two });
  expect(scan("LAMP").rule).toBe("COUNT-05");
});

test("[COUNT-06] what is not in the category is no part of it", () => {
  const { world, codes, scan } = prepare();
  const cable = world.product("cable", "bulk", named<CategoryId>("cables"));
  codes.set("CABLE", [{ type: "product", product: cable }]);
  const answers = [{ type: "quantity", quantity: 1 }] as const;
  expect(scan("CABLE", { answers, category: named("lights") })).toMatchObject({
    rule: "COUNT-06",
    counts: [],
  });
  expect(scan("CABLE", { answers, category: named("cables") }).rule).toBe("COUNT-22");
});

test("[INV-19] [COUNT-20] [COUNT-21] [COUNT-22] bulk asks how many, and a place counted before asks besides or instead", () => {
  const { world, shelf, codes, scan } = prepare();
  const cable = world.product("cable", "bulk");
  codes.set("CABLE", [{ type: "product", product: cable }]);
  expect(scan("CABLE").rule).toBe("COUNT-20");
  expect(scan("%5%CABLE")).toMatchObject({ rule: "COUNT-22", counts: [{ product: cable, quantity: 5 }] });
  const quantity = { type: "quantity", quantity: 0 } as const;
  expect(scan("CABLE", { answers: [quantity] })).toMatchObject({
    rule: "COUNT-22",
    counts: [{ quantity: 0 }],
  });
  const before = world.count({ product: cable }, { place: shelf, quantity: 7 });
  expect(scan("%5%CABLE")).toMatchObject({ rule: "COUNT-21", counts: [], before: { id: before.id } });
  expect(scan("%5%CABLE", { answers: [{ type: "besides" }] })).toMatchObject({
    counts: [{ quantity: 12, replaces: before.id }],
  });
  expect(scan("%5%CABLE", { answers: [{ type: "instead" }] })).toMatchObject({
    counts: [{ quantity: 5, replaces: before.id }],
  });
  expect(scan("%5%CABLE", { round: 2 }).rule).toBe("COUNT-22");
});

test("every rule that writes says so, and only those", () => {
  const writing = Object.entries(countRules).filter(([, { writes }]) => writes);
  expect(writing.map(([rule]) => rule)).toEqual([
    "COUNT-03",
    "COUNT-10",
    "COUNT-12",
    "COUNT-13",
    "COUNT-14",
    "COUNT-22",
  ]);
});
