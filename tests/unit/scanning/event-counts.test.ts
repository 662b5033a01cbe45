import { describe, expect, test } from "vitest";
import { countsForEvent, scansOfNotListed } from "#shared/domain/scanning";
import type { MemberId } from "#shared/kernel/ids";
import { createScanWorld, logOf, named } from "#tests/support/scan-world";

describe("counts per line", () => {
  test("[PUL-05] packed, out, back and lost, per line and in sum", () => {
    const { product, asset, event, fact, state, lineOf } = createScanWorld();
    const spot = product("Spot");
    const gala = event("Gala", [
      [spot, 3],
      [spot, 2],
    ]);
    const [a, b, c, d] = ["1", "2", "3", "4"].map((code) => asset(code, "Spot"));
    const box = asset("FC", "Case", { isCase: true });
    fact({ kind: "packed", asset: a, event: gala, line: lineOf("Gala", 0), inCase: box });
    fact({ kind: "out", asset: b, event: gala, line: lineOf("Gala", 0) });
    fact({ kind: "out", asset: c, event: gala, line: lineOf("Gala", 0) });
    fact({ kind: "in", asset: c, event: gala });
    fact({ kind: "out", asset: d, event: gala, line: lineOf("Gala", 1) });
    fact({ kind: "lost", asset: d });
    const counts = state.counts(gala);
    expect(counts.byLine.get(lineOf("Gala", 0))).toEqual({
      allocated: 3,
      packed: 1,
      out: 1,
      back: 1,
      lost: 0,
    });
    expect(counts.byLine.get(lineOf("Gala", 1))).toEqual({
      allocated: 1,
      packed: 0,
      out: 0,
      back: 0,
      lost: 1,
    });
    expect(counts).toMatchObject({ needed: 5, allocated: 4, out: 1, back: 1, unlisted: [] });
  });

  test("[MOV-9] two phones filled the same line: what is too much there fills the line that still needs", () => {
    const { product, asset, event, fact, state, lineOf, positions } = createScanWorld();
    const spot = product("Spot");
    const gala = event("Gala", [
      [spot, 1],
      [spot, 1],
    ]);
    for (const code of ["1", "2", "3"])
      fact({
        kind: "out",
        asset: asset(code, "Spot"),
        event: gala,
        line: lineOf("Gala", 0),
        thing: logOf(code),
      });
    expect([...state.counts(gala).byLine.values()].map((line) => line.out)).toEqual([2, 1]);
    expect(state.counts(gala)).toMatchObject({ out: 2, unlisted: [] });
    // The line was taken off the list meanwhile: its pieces move on or are said to be unlisted.
    const [first, second] = state.lines(gala);
    const counts = countsForEvent(
      positions.piecesOf(gala),
      first === undefined || second === undefined ? [] : [{ ...first, removedAt: 1 }, second],
    );
    expect(counts.byLine.get(lineOf("Gala", 1))?.out).toBe(1);
    expect(counts.unlisted).toMatchObject([{ product: spot, counts: { out: 2 }, isUnplanned: false }]);
  });

  test("a piece two devices disagree about counts once per event", () => {
    const { product, asset, event, fact, state } = createScanWorld();
    const spot = product("Spot");
    const gala = event("Gala", [[spot, 2]]);
    const one = asset("1", "Spot");
    fact({ kind: "out", asset: one, event: gala });
    fact({ kind: "out", asset: one, event: gala, after: "nothing", thing: logOf("phone") });
    expect(state.counts(gala).out).toBe(1);
  });

  test("[SCN-06] what was not asked for is listed apart; a case only carries", () => {
    const { product, asset, event, scan, state } = createScanWorld();
    const spot = product("Spot");
    const gala = event("Gala", [[spot, 1]]);
    asset("W", "Wash");
    asset("FC", "Case", { isCase: true });
    scan("W", { mode: "out", event: gala });
    scan("FC", { mode: "out", event: gala });
    expect(state.counts(gala).unlisted.filter((sum) => sum.isUnplanned)).toMatchObject([
      { product: product("Wash"), counts: { out: 1 } },
    ]);
    expect(state.counts(gala).out).toBe(0);
  });
});

describe("not on the list", () => {
  test("[MOV-10] [SCN-06] free scans, what is more than a line asks for, and pieces whose line was removed; never the case around them", () => {
    const { product, asset, event, fact, scan, state, lineOf, positions } = createScanWorld();
    const [spot, wash, haze] = [product("Spot"), product("Wash"), product("Haze")];
    const gala = event("Gala", [
      [spot, 1],
      [haze, 1],
    ]);
    const codes = ["S1", "S2"].map((code) => asset(code, "Spot"));
    const [w1, h1] = [asset("W1", "Wash"), asset("H1", "Haze")];
    asset("FC", "Case", { isCase: true });
    for (const code of ["S1", "S2", "W1", "H1", "FC"]) scan(code, { mode: "out", event: gala });
    fact({ kind: "in", asset: w1, event: gala });
    const one = { allocated: 1, packed: 0, out: 0, back: 0, lost: 0 };
    expect(state.counts(gala).notListed).toEqual([
      { product: spot, assets: codes.slice(1), lines: [], counts: { ...one, out: 1 } },
      { product: wash, assets: [w1], lines: [], counts: { ...one, back: 1 } },
    ]);
    expect(state.counts(gala)).toMatchObject({ out: 2, back: 0, moved: { out: 3, back: 1 } });
    // The line of the hazer goes: its piece is still there.
    const lines = state
      .lines(gala)
      .map((line) => (line.id === lineOf("Gala", 1) ? { ...line, removedAt: 1 } : line));
    const counts = countsForEvent(positions.piecesOf(gala), lines);
    expect(counts.notListed.map((each) => each.product).toSorted()).toEqual([spot, wash, haze].toSorted());
    expect(counts.notListed.flatMap(({ assets }) => assets)).toContain(h1);
    expect(counts).toMatchObject({ out: 1, moved: { out: 3, back: 1 } });
  });

  test("[SCN-06] a quantity beyond its line is told once, with who scanned it; a line for it takes it in", () => {
    const { product, event, fact, scan, state, lineOf, positions, codes } = createScanWorld();
    const cable = product("XLR", "bulk");
    codes.putCode({ id: named("XLR"), product: cable, value: "XLR" });
    const gala = event("Gala", [[cable, 40]]);
    const jo = named<MemberId>("Jo");
    const base = { kind: "out", product: cable, quantity: 40, event: gala, line: lineOf("Gala", 0) } as const;
    fact({ ...base, thing: logOf("one") });
    fact({ ...base, thing: logOf("two"), by: jo });
    scan("XLR", { mode: "out", event: gala, quantity: 5 });
    fact({ kind: "in", product: cable, quantity: 10, event: gala, line: lineOf("Gala", 0) });
    const counts = state.counts(gala);
    expect(counts.moved).toEqual({ out: 75, back: 10 });
    expect(counts.notListed).toMatchObject([
      { product: cable, assets: [], counts: { allocated: 45, out: 45 } },
    ]);
    const [told] = counts.notListed;
    if (told === undefined) throw new Error("one product");
    expect(scansOfNotListed(positions, gala, told).map(({ by, quantity }) => [by, quantity])).toEqual([
      [named<MemberId>("Mira"), 40],
      [jo, 40],
      [named<MemberId>("Mira"), 5],
    ]);
    const added = { id: named<typeof base.line>("new"), product: cable, quantity: 45, order: "z" };
    expect(countsForEvent(positions.piecesOf(gala), [...state.lines(gala), added])).toMatchObject({
      notListed: [],
      moved: { out: 75, back: 10 },
    });
  });

  test("[SCN-06] more back than went out is no piece beside the list, and what was taken back was nobody's scan", () => {
    const { product, asset, event, fact, state, positions } = createScanWorld();
    const cable = product("XLR", "bulk");
    const gala = event("Gala", [[cable, 10]]);
    fact({ kind: "out", product: cable, quantity: 10, event: gala });
    fact({ kind: "in", product: cable, quantity: 25, event: gala });
    expect(state.counts(gala)).toMatchObject({ notListed: [], moved: { out: 0, back: 10 } });

    const [wash, jo] = [asset("W1", "Wash"), named<MemberId>("Jo")];
    const first = fact({ kind: "out", asset: wash, event: gala, isUnplanned: true });
    fact({ kind: "out", asset: wash, event: gala, undoes: first.id });
    const second = fact({ kind: "out", asset: wash, event: gala, isUnplanned: true, by: jo });
    const counts = state.counts(gala);
    const scans = counts.notListed.map((told) => scansOfNotListed(positions, gala, told));
    expect(scans.map((facts) => facts.map(({ id, by }) => [id, by]))).toEqual([[[second.id, jo]]]);
  });
});
