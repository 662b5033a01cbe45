import { describe, expect, test } from "vitest";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { dormantStock, endOfLifeForecast, endOfUse, lastOut, stockAccuracy } from "#shared/domain/reports";
import type { Movement, MovementId } from "#shared/domain/scanning";
import type { Stocktake, StocktakeId, StocktakeLine, StocktakeResultId } from "#shared/domain/stocktake";
import { brand } from "#shared/kernel/brand";
import type { MemberId } from "#shared/kernel/ids";
import type { Day, Money } from "#shared/kernel/record";
import { named } from "#tests/support/scan-world";

const day = (text: string): Day => brand<Day>(text);
const by = named<MemberId>("Mira");
const [mega, cable] = [named<ProductId>("Mega"), named<ProductId>("Cable")];
const [one, two] = [named<AssetId>("MEGA-1"), named<AssetId>("MEGA-2")];

describe("how right the stock is", () => {
  const made = (name: string, state: Stocktake["state"], more: Partial<Stocktake> = {}): Stocktake => ({
    id: named<StocktakeId>(name),
    name,
    startedAt: 1,
    by,
    isBlind: false,
    state,
    round: 1,
    ...more,
  });
  const result = (
    of: string,
    at: number,
    right: number,
    missing: number,
    more: { removedAt?: number } = {},
  ) => ({
    id: named<StocktakeResultId>(`result ${of} ${at}`),
    stocktake: named<StocktakeId>(of),
    ...{ at, by, rounds: 1, people: 2, counts: right, expected: right + missing },
    ...{ right, missing, unexpected: 0, misplaced: 0, pieces: 100, piecesOff: missing },
    ...more,
  });
  const line = (
    of: string,
    product: ProductId,
    n: number,
    reason?: StocktakeLine["reason"],
  ): StocktakeLine => ({
    id: named<StocktakeLine["id"]>(`line ${n}`),
    result: named<StocktakeResultId>(of),
    verdict: "missing",
    product,
    expected: 1,
    ...(reason === undefined ? {} : { reason }),
  });

  test("[REP-04] each closed stocktake by its newest result, and all lines together", () => {
    const stocktakes = [made("May", "closed"), made("June", "closed"), made("July", "review")];
    const results = [
      result("May", 10, 90, 10),
      result("June", 20, 40, 60),
      result("June", 21, 45, 5),
      result("July", 30, 1, 9),
    ];
    const found = stockAccuracy(stocktakes, results, []);
    expect(found.entries.map(({ name, share, lines }) => [name, share, lines])).toEqual([
      ["June", 0.9, 50],
      ["May", 0.9, 100],
    ]);
    expect(found.share).toBe(0.9);
  });

  test("[REP-04] a closing that was taken back does not count; none gives no figure", () => {
    const stocktakes = [made("May", "closed"), made("Gone", "closed", { removedAt: 5 })];
    const found = stockAccuracy(
      stocktakes,
      [result("May", 10, 1, 1, { removedAt: 11 }), result("Gone", 9, 1, 1)],
      [],
    );
    expect(found).toMatchObject({ entries: [], share: undefined });
  });

  test("[REP-04] reasons and products by the lines that differed in standing results", () => {
    const lines = [
      line("result May 10", mega, 1, "not-found"),
      line("result May 10", cable, 2, "miscounted"),
      line("result May 10", cable, 3, "miscounted"),
      line("result May 10", cable, 4),
      line("result old", mega, 5, "stolen"),
    ];
    const found = stockAccuracy([made("May", "closed")], [result("May", 10, 6, 4)], lines);
    expect(found.reasons[0]).toEqual({ reason: "miscounted", lines: 2 });
    expect(found.reasons).toHaveLength(3);
    expect(found.products).toEqual([
      { product: cable, lines: 3 },
      { product: mega, lines: 1 },
    ]);
  });
});

describe("what lies still", () => {
  const out = (id: string, at: number, more: Partial<Movement>): Movement => ({
    id: named<MovementId>(id),
    kind: "out",
    at,
    by,
    product: mega,
    quantity: 1,
    origin: "hand",
    ...more,
  });
  const timeOf = (fact: Movement): number => fact.at;

  test("[REP-06] pieces that did not go out since a day; scans taken back never happened", () => {
    const facts = [
      out("a", 100, { asset: one }),
      out("b", 400, { asset: two }),
      out("c", 500, { asset: one }),
      out("undo", 501, { asset: one, undoes: named<MovementId>("c") }),
      out("in", 600, { asset: one, kind: "in" }),
      out("bulk", 50, { product: cable, quantity: 10 }),
    ];
    const stock = [
      { product: mega, bulk: 0, assets: [one, two].map((id) => ({ id, boughtAt: undefined })) },
      { product: cable, bulk: 80, assets: [] },
    ];
    const last = lastOut(facts, timeOf);
    expect(dormantStock(stock, last, 300)).toEqual([
      { product: cable, owned: 80, pieces: 80, last: 50 },
      { product: mega, owned: 2, pieces: 1, last: 400 },
    ]);
    expect(dormantStock(stock, last, 50)).toEqual([]);
    expect(
      dormantStock(stock, lastOut([], timeOf), 300).map(({ pieces, last: when }) => [pieces, when]),
    ).toEqual([
      [80, undefined],
      [2, undefined],
    ]);
  });

  test("[REP-06] what was bought after the day is too young to tell", () => {
    const stock = [
      {
        product: mega,
        bulk: 0,
        assets: [
          { id: one, boughtAt: 400 },
          { id: two, boughtAt: 100 },
        ],
      },
    ];
    expect(dormantStock(stock, lastOut([], timeOf), 300)).toMatchObject([{ pieces: 1, owned: 2 }]);
  });

  test("[REP-06] bulk stock that came after the day is too young as well", () => {
    const stock = [{ product: cable, bulk: 80, assets: [] }];
    const facts = [out("came", 400, { kind: "received", product: cable, quantity: 80 })];
    expect(dormantStock(stock, lastOut(facts, timeOf), 300)).toEqual([]);
    expect(dormantStock(stock, lastOut(facts, timeOf), 401)).toMatchObject([{ pieces: 80 }]);
  });
});

describe("the end of use", () => {
  test.each([
    ["2024-01-31", 1, "2024-02-29"],
    ["2024-12-15", 13, "2026-01-15"],
    ["2020-06-30", 60, "2025-06-30"],
  ])("[REP-06] bought on %s, used %i months, ends on %s", (bought, months, ends) => {
    expect(endOfUse(day(bought), months)).toBe(ends);
  });

  test("[REP-06] year by year, what is overdue in this one, with what replacing costs per currency", () => {
    const piece = (product: ProductId, boughtOn: string, value?: string) => ({
      product,
      boughtOn: day(boughtOn),
      lifeMonths: 60,
      replacement: value === undefined ? undefined : brand<Money>(value),
    });
    const pieces = [
      piece(mega, "2015-01-01", "100000 EUR"),
      piece(mega, "2021-07-01", "100000 EUR"),
      piece(cable, "2021-02-01", "500 CHF"),
      piece(cable, "2022-02-01"),
      piece(cable, "2040-02-01"),
    ];
    const forecast = endOfLifeForecast(pieces, day("2026-06-01"), 3);
    expect(forecast.map(({ year, pieces: n, replacement }) => [year, n, replacement])).toEqual([
      [2026, 3, ["500 CHF", "200000 EUR"]],
      [2027, 1, []],
      [2028, 0, []],
    ]);
    expect(forecast[0]?.products).toEqual([
      { product: mega, pieces: 2 },
      { product: cable, pieces: 1 },
    ]);
  });
});
