import { describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { newId } from "#shared/kernel/ids";
import { createStockSearch } from "#shared/domain/inventory";
import type {
  Asset,
  AssetId,
  Code,
  CodeId,
  Product,
  ProductId,
  StockHit,
  StockSearch,
} from "#shared/domain/inventory";
import { seededRandom } from "#tests/support/plain-drafts";

const random = seededRandom(7);

const productOf = (name: string, maker: string): Product =>
  brand<Product>({ id: newId<ProductId>(random), name, maker, tracking: "assets", turnaroundMinutes: 0 });
const assetOf = (product: Product, code: string, serial?: string): Asset =>
  brand<Asset>({ id: newId<AssetId>(random), product: product.id, code, serial, isCase: false });

const idsOf = (hits: readonly StockHit[]): readonly string[] =>
  hits.map((hit) => (hit.kind === "asset" ? hit.asset : hit.product));

describe("type-ahead over stock", () => {
  const mega = productOf("MegaPointe", "Robe");
  const truss = productOf("H30V Truss 3,0 m", "Prolyte");
  const hoist = productOf("Kettenzug Größe 2", "Chainmaster");
  const mega1 = assetOf(mega, "MEGA-0113", "SN 77-4451");
  const mega2 = assetOf(mega, "MEGA-0114");
  const other = assetOf(truss, "0113");

  const filled = (): StockSearch => {
    const search = createStockSearch();
    for (const record of [mega, truss, hoist]) search.putProduct(record);
    for (const record of [mega1, mega2, other]) search.putAsset(record);
    return search;
  };

  test("[MOB-02] finds by any word of name and maker, in any order and case, with and without accents", () => {
    const search = filled();
    expect(idsOf(search.find("robe mega", 5))[0]).toBe(mega.id);
    expect(idsOf(search.find("mega ROBE", 5))[0]).toBe(mega.id);
    expect(idsOf(search.find("grosse kettenzug", 5))).toEqual([hoist.id]);
    expect(idsOf(search.find("groß", 5))).toEqual([hoist.id]);
    expect(search.find("megapointe prolyte", 5)).toEqual([]);
    expect(search.find("  - ", 5)).toEqual([]);
  });

  test("[SCN-08] finds by code, part of a code, and serial number", () => {
    const search = filled();
    expect(idsOf(search.find("MEGA-0113", 5))).toEqual([mega1.id]);
    expect(idsOf(search.find("mega0114", 5))).toEqual([mega2.id]);
    expect(idsOf(search.find("77-44", 5))).toEqual([mega1.id]);
    expect([...idsOf(search.find("113", 5))].sort()).toEqual([mega1.id, other.id].sort());
  });

  test("a code typed in full stands before codes that contain it, a code's beginning before words elsewhere", () => {
    const search = filled();
    expect(idsOf(search.find("0113", 5))).toEqual([other.id, mega1.id]);
    const byBeginning = idsOf(search.find("mega-01", 5));
    expect([...byBeginning].sort()).toEqual([mega1.id, mega2.id].sort());
    expect(idsOf(search.find("megapointe 0114", 5))).toEqual([mega2.id]);
  });

  test("finds the same after all words were sorted in, and what comes or goes afterwards", () => {
    const many = Array.from({ length: 3_000 }, (_, n) => assetOf(truss, `TR-${(n * 7919) % 3_000}`));
    const search = filled();
    const settled = filled();
    for (const record of many) {
      search.putAsset(record);
      settled.putAsset(record);
    }
    let steps = 0;
    steps += [...settled.settle()].length;
    expect(steps).toBeGreaterThan(3);
    for (const query of ["tr", "tr-12", "2999", "mega 0113", "robe", "h30v 77"])
      expect(settled.find(query, 50), query).toEqual(search.find(query, 50));
    const late = assetOf(truss, "LATE-1");
    settled.putAsset(late);
    settled.putAsset({ ...mega1, removedAt: 1 });
    steps += [...settled.settle()].length;
    expect(idsOf(settled.find("late", 5))).toEqual([late.id]);
    expect(settled.find("77-44", 5)).toEqual([]);
  });

  test("follows renames, removals and further codes", () => {
    const search = filled();
    search.putProduct({ ...truss, name: "F34 truss" });
    expect(search.find("h30v", 5)).toEqual([]);
    expect(idsOf(search.find("f34", 5))).toEqual([truss.id]);
    const ean: Code = {
      id: newId<CodeId>(random),
      product: mega.id,
      asset: mega2.id,
      value: "4006381333931",
    };
    search.putCode(ean);
    expect(idsOf(search.find("40063813", 5))).toEqual([mega2.id]);
    search.putCode({ ...ean, removedAt: 1 });
    expect(search.find("40063813", 5)).toEqual([]);
    search.putAsset({ ...mega1, removedAt: 1 });
    expect(search.find("mega-0113", 5)).toEqual([]);
    expect(search.products("0114")).toEqual(new Set([mega.id]));
  });

  test("[INV-21] a merged piece is found as the one that goes on, by its old code too", () => {
    const search = filled();
    search.putAsset({ ...mega1, removedAt: 1, mergedInto: mega2.id });
    expect(idsOf(search.find("mega-0113", 5))).toEqual([mega2.id]);
    expect(idsOf(search.find("774451", 5))).toEqual([mega2.id]);
    search.putAsset({ ...mega2, removedAt: 2 });
    expect(search.find("mega-0113", 5)).toEqual([]);
  });

  test("an entry that is replaced many times is found by its last words only", () => {
    const search = filled();
    for (let i = 0; i < 5_000; i++) search.putAsset({ ...mega2, code: `NEW-${String(i)}x` });
    expect(idsOf(search.find("new-4999x", 5))).toEqual([mega2.id]);
    expect(search.find("new-4998x", 5)).toEqual([]);
  });
});

describe("type-ahead at 50,000 assets and 5,000 products", () => {
  const makers = [
    "Robe",
    "Martin",
    "Clay Paky",
    "Prolyte",
    "Shure",
    "d&b audiotechnik",
    "Chainmaster",
    "Neutrik",
  ];
  const nouns = ["Spot", "Wash", "Beam", "Truss", "Hoist", "Cable", "Mixer", "Speaker", "Dimmer", "Stand"];

  test("[MOB-02] among 55,000 entries stays current with every addition", () => {
    const search = createStockSearch();
    const products: Product[] = [];
    for (let i = 0; i < 5_000; i++) {
      const product = productOf(
        `${nouns[i % 10] ?? ""} ${String(i)} ${nouns[(i * 7) % 10] ?? ""} mk${String(i % 4)}`,
        makers[i % 8] ?? "",
      );
      products.push(product);
      search.putProduct(product);
    }
    for (let i = 0; i < 50_000; i++) {
      const product = products[i % 5_000] ?? productOf("", "");
      search.putAsset(
        assetOf(
          product,
          `${(nouns[i % 10] ?? "").slice(0, 3).toUpperCase()}-${String(i).padStart(5, "0")}`,
          `SN${String(1_000_000 + i * 37)}`,
        ),
      );
    }
    search.find("warm", 20);
    const typed = [
      "s",
      "sp",
      "spo",
      "spot",
      "spot 4",
      "spot 42",
      "robe",
      "robe b",
      "c",
      "cab-",
      "cab-0012",
      "sn1",
      "sn1234",
      "4",
      "42",
      "mk2 martin",
      "d&b",
      "0",
      "00",
      "zz",
      "wash mk1 clay",
      "1",
      "t",
    ];
    for (const [at, query] of typed.entries()) {
      expect(search.find(query, 20).length).toBeLessThanOrEqual(20);
      const code = `ADD-${String(at)}`;
      const added = assetOf(products[at] ?? productOf("", ""), code);
      search.putAsset(added);
      expect(JSON.stringify(search.find(code, 20))).toContain(added.id);
    }
  });
});
