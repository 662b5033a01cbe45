/** How the lines of a stocktake are judged. */
import { describe, expect, test } from "vitest";
import type { CategoryId } from "#shared/domain/settings";
import type { EventId } from "#shared/domain/events";
import type { LocationId } from "#shared/domain/inventory";
import {
  accuracyOf,
  correctionOf,
  countsText,
  figuresOf,
  isToCount,
  scopeOf,
  placesOf,
} from "#shared/domain/stocktake";
import { named } from "#tests/support/scan-world";
import { createStocktakeWorld, hour, start } from "#tests/support/stocktake-world";

const warehouse = () => {
  const world = createStocktakeWorld();
  const hall = world.place("Hall");
  const shelf = world.place("Shelf 1", hall);
  const other = world.place("Shelf 2", hall);
  const yard = world.place("Yard");
  return { ...world, hall, shelf, other, yard };
};

describe("assets", () => {
  test("[INV-18] [STK-2] what the records have in the house is expected, the rest is not", () => {
    const w = warehouse();
    const home = w.asset("A-1", w.shelf);
    const away = w.asset("A-2", w.shelf);
    w.move("out", away, { event: named<EventId>("Gala") });
    expect(w.tally().lines).toMatchObject([{ asset: home, verdict: "missing", isExpected: true }]);
    expect(w.tally()).toMatchObject({ expected: 1, done: 0 });
  });

  test("[INV-18] [STK-3] found, at the wrong place, unexpected, missing", () => {
    const w = warehouse();
    const [right, wrong, lost, gone] = ["A-1", "A-2", "A-3", "A-4"].map((code) => w.asset(code, w.shelf));
    if (right === undefined || wrong === undefined || lost === undefined || gone === undefined)
      throw new Error();
    w.move("lost", lost);
    w.count({ asset: right }, { place: w.shelf });
    w.count({ asset: wrong }, { place: w.other });
    w.count({ asset: lost }, { place: w.shelf });
    expect(w.line(right).verdict).toBe("found");
    expect(w.line(wrong).verdict).toBe("misplaced");
    expect(w.line(lost).verdict).toBe("unexpected");
    expect(w.line(gone).verdict).toBe("missing");
    const tally = w.tally();
    expect(accuracyOf(figuresOf(w.source(), tally))).toBe(0.25);
  });

  test("[STK-3] a place inside the recorded one, or around it, is the same place", () => {
    const w = warehouse();
    const asset = w.asset("A-1", w.shelf);
    w.count({ asset }, { place: w.hall });
    expect(w.line(asset).verdict).toBe("found");
  });

  test("[INV-19] [STK-5] seen by two people it is one, the newest of the latest round says where", () => {
    const w = warehouse();
    const asset = w.asset("A-1", w.shelf);
    w.count({ asset }, { device: "phone 1", place: w.shelf, at: start + hour });
    w.count({ asset }, { device: "phone 2", place: w.other, at: start + 2 * hour });
    expect(w.tally().byVerdict).toMatchObject({ found: 0, misplaced: 1 });
    w.count({ asset }, { device: "phone 1", place: w.shelf, at: start + hour, round: 2 });
    expect(w.tally().byVerdict).toMatchObject({ found: 1, misplaced: 0 });
  });

  test("[STK-4] what goes out after the start, before anybody came to its shelf, is not missing", () => {
    const w = warehouse();
    const asset = w.asset("A-1", w.shelf);
    w.move("out", asset, { event: named<EventId>("Gala"), at: start + hour });
    expect(w.line(asset)).toMatchObject({ verdict: "moved", isExpected: true });
    expect(w.tally()).toMatchObject({ expected: 1, done: 1 });
  });

  test("[STK-4] what comes back after the start and is counted then is found", () => {
    const w = warehouse();
    const asset = w.asset("A-1", w.shelf);
    w.move("out", asset, { event: named<EventId>("Gala") });
    w.move("in", asset, { at: start + hour });
    w.count({ asset }, { place: w.shelf, at: start + 2 * hour });
    expect(w.line(asset)).toMatchObject({ verdict: "found", isExpected: false });
  });

  test("[STK-4] counted before its check-in was scanned, it is right all the same", () => {
    const w = warehouse();
    const asset = w.asset("A-1", w.shelf);
    w.move("out", asset, { event: named<EventId>("Gala") });
    w.count({ asset }, { place: w.shelf, at: start + hour });
    expect(w.line(asset).verdict).toBe("unexpected");
    w.move("in", asset, { at: start + 2 * hour });
    expect(w.line(asset).verdict).toBe("found");
  });

  test("[STK-2] a scan made before the start that arrives late changes what was expected", () => {
    const w = warehouse();
    const asset = w.asset("A-1", w.shelf);
    expect(w.line(asset)).toMatchObject({ isExpected: true });
    w.move("out", asset, { at: start - 2 * hour, event: named<EventId>("Gala") });
    expect(w.tally().lines).toEqual([]);
  });

  test("[STK-2] a scan before the start that was taken back after it never was", () => {
    const w = warehouse();
    const asset = w.asset("A-1", w.shelf);
    const out = w.move("out", asset, { event: named<EventId>("Gala") });
    w.move("out", asset, { undoes: out.id, at: start + hour });
    expect(w.line(asset)).toMatchObject({ verdict: "missing", isExpected: true });
  });

  test("[STK-3] what lies in a case is at the place of the case, also where the case was seen", () => {
    const w = warehouse();
    const container = w.asset("C-1", w.shelf);
    const asset = w.asset("A-1", w.other);
    w.move("packed", asset, { inCase: container });
    w.count({ asset }, { place: w.shelf });
    expect(w.line(asset).verdict).toBe("found");
    w.count({ asset: container }, { place: w.other, at: start + 2 * hour });
    w.count({ asset }, { place: w.other, at: start + 2 * hour });
    expect(w.line(container).verdict).toBe("misplaced");
    expect(w.line(asset).verdict).toBe("found");
  });

  test("[INV-18] [STK-1] only the place with all below it, only the category with all below it", () => {
    const w = warehouse();
    const lights = named<CategoryId>("lights");
    const spots = named<CategoryId>("spots");
    const spot = w.product("spot", "assets", spots);
    const here = w.asset("S-1", w.shelf, spot);
    w.asset("S-2", w.yard, spot);
    w.asset("A-1", w.shelf);
    const categories = new Map([
      [lights, {}],
      [spots, { parent: lights }],
    ]);
    const source = w.source({ location: w.hall, category: lights }, categories);
    expect(w.tally(source).lines).toMatchObject([{ asset: here }]);
  });

  test("[STK-1] places that circle end somewhere", () => {
    const [a, b] = [named<LocationId>("a"), named<LocationId>("b")];
    const places = placesOf(
      new Map([
        [a, { id: a, parent: b }],
        [b, { id: b, parent: a }],
      ]),
    );
    expect(scopeOf({ location: a }, places, new Map()).holds(b)).toBe(true);
    expect(scopeOf({ location: a }, places, new Map()).holds(undefined)).toBe(false);
  });
});

describe("bulk", () => {
  test("[INV-19] [STK-6] two shelves counted by two people add up", () => {
    const w = warehouse();
    const cable = w.product("cable", "bulk");
    w.move("received", { product: cable, quantity: 40 }, { location: w.shelf });
    w.move("received", { product: cable, quantity: 20 }, { location: w.other });
    w.count({ product: cable }, { device: "phone 1", place: w.shelf, quantity: 38 });
    w.count({ product: cable }, { device: "phone 2", place: w.other, quantity: 21 });
    expect(w.line({ product: cable, location: w.shelf })).toMatchObject({ verdict: "less", counted: 38 });
    expect(w.line({ product: cable, location: w.other })).toMatchObject({ verdict: "more", counted: 21 });
  });

  test("[INV-19] [STK-7] one shelf counted twice is a question, never a sum; the answer holds for these counts", () => {
    const w = warehouse();
    const cable = w.product("cable", "bulk");
    w.move("received", { product: cable, quantity: 40 }, { location: w.shelf });
    const cell = { product: cable, location: w.shelf };
    w.count({ product: cable }, { device: "phone 1", place: w.shelf, quantity: 40 });
    w.count({ product: cable }, { device: "phone 2", place: w.shelf, quantity: 40 });
    expect(w.line(cell)).toMatchObject({ verdict: "found", counted: 40 });
    w.count({ product: cable }, { device: "phone 3", place: w.shelf, quantity: 4 });
    const line = w.line(cell);
    expect(line).toMatchObject({ verdict: "question", counted: undefined });
    expect(correctionOf(w.source(), line)).toBeUndefined();
    if (line.type !== "cell") throw new Error();
    w.answers.push({
      ...{ id: named("answer"), product: cable, location: w.shelf, quantity: 44 },
      ...{ counts: countsText(line.counts), at: 1, by: named("Mira") },
    });
    expect(w.line(cell)).toMatchObject({ verdict: "more", counted: 44 });
    w.count({ product: cable }, { device: "phone 4", place: w.shelf, quantity: 41 });
    expect(w.line(cell).verdict).toBe("question");
  });

  test("[STK-7] a count that replaces another stands alone, and taking it back gives the other its say again", () => {
    const w = warehouse();
    const cable = w.product("cable", "bulk");
    const cell = { product: cable, location: w.shelf };
    const first = w.count({ product: cable }, { place: w.shelf, quantity: 10 });
    const second = w.count({ product: cable }, { place: w.shelf, quantity: 12, replaces: first.id });
    expect(w.line(cell)).toMatchObject({ counted: 12 });
    w.count({ product: cable }, { place: w.shelf, undoes: second.id });
    expect(w.line(cell)).toMatchObject({ counted: 10 });
  });

  test("[STK-4] pieces that go out before or after the count are reckoned with", () => {
    const w = warehouse();
    const cable = w.product("cable", "bulk");
    const cell = { product: cable, location: w.shelf };
    w.move("received", { product: cable, quantity: 40 }, { location: w.shelf });
    w.move("out", { product: cable, quantity: 10 }, { location: w.shelf, at: start + hour });
    w.count({ product: cable }, { place: w.shelf, quantity: 29, at: start + 2 * hour });
    w.move("out", { product: cable, quantity: 5 }, { location: w.shelf, at: start + 3 * hour });
    const line = w.line(cell);
    expect(line).toMatchObject({ expected: 40, recorded: 30, counted: 29, verdict: "less" });
    expect(correctionOf(w.source(), line)).toMatchObject({ kind: "counted", quantity: -1 });
  });

  test("[STK-4] a shelf emptied by scans after the start is not missing, an uncounted one is", () => {
    const w = warehouse();
    const cable = w.product("cable", "bulk");
    w.move("received", { product: cable, quantity: 4 }, { location: w.shelf });
    w.move("received", { product: cable, quantity: 4 }, { location: w.other });
    w.move("out", { product: cable, quantity: 4 }, { location: w.shelf, at: start + hour });
    expect(w.line({ product: cable, location: w.shelf }).verdict).toBe("moved");
    const left = w.line({ product: cable, location: w.other });
    expect(left.verdict).toBe("missing");
    expect(correctionOf(w.source(), left)).toBeUndefined();
  });
});

describe("rounds", () => {
  test("[INV-20] [STK-8] a recount asks only for what differs, and what was counted again is done", () => {
    const w = warehouse();
    const [right, missing] = [w.asset("A-1", w.shelf), w.asset("A-2", w.shelf)];
    w.count({ asset: right }, { place: w.shelf });
    const second = w.source({ round: 2 });
    expect(isToCount(w.line(right, second), 2)).toBe(false);
    expect(isToCount(w.line(missing, second), 2)).toBe(true);
    w.count({ asset: missing }, { place: w.other, round: 2 });
    expect(w.line(missing, second).verdict).toBe("misplaced");
    expect(isToCount(w.line(missing, second), 2)).toBe(false);
  });

  test("[STK-7] the latest round of a shelf counts alone", () => {
    const w = warehouse();
    const cable = w.product("cable", "bulk");
    w.count({ product: cable }, { place: w.shelf, quantity: 10, device: "phone 1" });
    w.count({ product: cable }, { place: w.shelf, quantity: 12, device: "phone 2" });
    w.count({ product: cable }, { place: w.shelf, quantity: 11, round: 2 });
    expect(w.line({ product: cable, location: w.shelf })).toMatchObject({ counted: 11, verdict: "more" });
  });

  test("[INV-18] codes nobody knows are kept, each once", () => {
    const w = warehouse();
    w.count({ scanned: "X-9" }, { device: "phone 1" });
    w.count({ scanned: "X-9" }, { device: "phone 2" });
    expect([...w.tally().unknown.keys()]).toEqual(["X-9"]);
  });
});
