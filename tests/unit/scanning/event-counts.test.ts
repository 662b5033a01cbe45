import { describe, expect, test } from "vitest";
import { countsForEvent } from "#shared/domain/scanning";
import { createScanWorld, logOf } from "#tests/support/scan-world";

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
