/** Walks the table of docs/spec/scanning.md, mode in. */
import { describe, expect, test } from "vitest";
import { logOf, named } from "#tests/support/scan-world";
import { nothingWritten, warehouse } from "#tests/support/warehouse";

describe("in", () => {
  test("[SCAN-30] [SCN-19] back, with and without naming the job", () => {
    const { scan, back, out, gala, spot1, positions, location } = warehouse();
    scan("SPOT-1", out);
    scan("SPOT-2", out);
    expect(scan("SPOT-1", { ...back, location: location("Rack") })).toMatchObject({
      rule: "SCAN-30",
      facts: [{ kind: "in", event: gala }],
      detail: { progress: { done: 1, of: 2 } },
    });
    expect(positions.of(spot1).place).toEqual({ type: "home", location: location("Rack") });
    expect(scan("SPOT-2", { ...back, event: gala }).rule).toBe("SCAN-30");
  });

  test("[SCAN-31] back from another event than the chosen one: booked on the event it was on", () => {
    const { scan, out, gala, fair } = warehouse();
    scan("SPOT-1", out);
    expect(scan("SPOT-1", { mode: "in", event: fair })).toMatchObject({
      rule: "SCAN-31",
      facts: [{ event: gala }],
      detail: { event: gala },
    });
  });

  test("[SCAN-32] home already: nothing is written", () => {
    const { decide, scan, back, out } = warehouse();
    nothingWritten(decide("SPOT-1", back), "SCAN-32");
    scan("SPOT-1", out);
    scan("SPOT-1", back);
    nothingWritten(decide("SPOT-1", back), "SCAN-32");
  });

  test("[SCAN-33] [CAS-01] a case comes back with what is in it, bulk as far as it is out", () => {
    const { fact, scan, positions, back, out, gala, spot1, box, cable } = warehouse();
    fact({ kind: "packed", asset: spot1, inCase: box });
    fact({ kind: "packed", product: cable, quantity: 20, inCase: box });
    scan("FC-07", out);
    fact({ kind: "in", product: cable, quantity: 5, event: gala, line: named("line Gala 1") });
    expect(scan("FC-07", back)).toMatchObject({
      rule: "SCAN-33",
      detail: { contents: { moved: 16, skipped: 0 } },
    });
    expect(positions.of(spot1)).toMatchObject({ place: { type: "home" }, container: box });
    expect(positions.bulkOf(cable).out).toBe(0);
  });

  test("[SCAN-34] a case with something recorded lost inside must be looked at", () => {
    const { fact, scan, event, back, out, spot1, spot2, box } = warehouse();
    fact({ kind: "packed", asset: spot1, inCase: box });
    fact({ kind: "packed", asset: spot2, inCase: box });
    scan("FC-07", out);
    fact({ kind: "out", asset: spot2, event: event("Expo"), inCase: box });
    fact({
      kind: "out",
      asset: spot2,
      event: event("Show"),
      inCase: box,
      after: "nothing",
      thing: logOf("phone"),
    });
    expect(scan("FC-07", back)).toMatchObject({
      rule: "SCAN-34",
      detail: { contents: { moved: 1, skipped: 1 } },
    });
  });

  test("[SCAN-35] back without the case it travelled in", () => {
    const { fact, scan, positions, back, out, spot1, box } = warehouse();
    fact({ kind: "packed", asset: spot1, inCase: box });
    scan("FC-07", out);
    expect(scan("SPOT-1", back)).toMatchObject({ rule: "SCAN-35", detail: { inCase: box } });
    expect(positions.contentsOf(box)).toEqual([]);
  });

  test("[SCAN-36] found again, or received again after it was given back", () => {
    const { fact, scan, back, out, spot1, spot2, gala, positions } = warehouse();
    scan("SPOT-1", out);
    fact({ kind: "lost", asset: spot1 });
    fact({ kind: "returned", asset: spot2 });
    expect(scan("SPOT-1", back).rule).toBe("SCAN-36");
    expect(positions.piecesOf(gala).assets.get(spot1)?.status).toBe("back");
    expect(scan("SPOT-2", back).rule).toBe("SCAN-36");
  });

  test("[SCAN-37] [SCN-11] devices disagree: it is here now, the conflict stays", () => {
    const { fact, scan, back, positions, fair, gala, spot1 } = warehouse();
    fact({ kind: "out", asset: spot1, event: gala });
    fact({ kind: "out", asset: spot1, event: fair, after: "nothing", thing: logOf("phone") });
    expect(scan("SPOT-1", back).rule).toBe("SCAN-37");
    expect(positions.of(spot1)).toMatchObject({ place: { type: "home" }, forks: [{ after: null }] });
  });

  test("[SCAN-26] [CAS-09] checked in and packed again in one pass", () => {
    const { scan, positions, back, out, spot1, spot2, box } = warehouse();
    scan("SPOT-1", out);
    expect(scan("SPOT-1", { ...back, openCase: box })).toMatchObject({
      rule: "SCAN-30",
      facts: [{ inCase: box }],
    });
    expect(scan("SPOT-2", { ...back, openCase: box })).toMatchObject({
      rule: "SCAN-26",
      facts: [{ kind: "packed" }],
    });
    expect(positions.contentsOf(box)).toEqual([spot1, spot2].sort());
  });

  test("[SCAN-38] [SCN-19] bulk finds the one job it is out on, line by line", () => {
    const { scan, back, out, gala, lineOf } = warehouse();
    scan("XLR10-B", { ...out, quantity: 35 });
    expect(scan("XLR10-B", { ...back, quantity: 32 })).toMatchObject({
      rule: "SCAN-38",
      facts: [
        { kind: "in", quantity: 30, event: gala, line: lineOf("Gala", 1) },
        { quantity: 2, line: lineOf("Gala", 2) },
      ],
      detail: { progress: { done: 32, of: 35 } },
    });
  });

  test("[SCAN-39] more bulk than is out: counted, and said", () => {
    const { scan, back, out, positions, cable } = warehouse();
    scan("XLR10-B", { ...out, quantity: 10 });
    const decision = scan("XLR10-B", { ...back, quantity: 12 });
    expect(decision.rule).toBe("SCAN-39");
    expect(decision.facts.map((fact) => fact.quantity)).toEqual([10, 2]);
    expect(positions.bulkOf(cable).out).toBe(-2);
  });

  test("[SCAN-40] [SCN-19] bulk out on several jobs is asked, with how complete each return is", () => {
    const { scan, decide, back, out, fair, gala } = warehouse();
    scan("XLR10-B", { ...out, quantity: 10 });
    scan("XLR10-B", { mode: "out", event: fair, quantity: 20 });
    scan("XLR10-B", { ...back, event: fair, quantity: 5 });
    const asked = decide("XLR10-B", { ...back, quantity: 5 });
    nothingWritten(asked, "SCAN-40");
    expect(asked.answers).toHaveLength(2);
    expect(
      new Set(asked.detail.candidates?.map(({ event, out: away, back: home }) => `${event} ${away} ${home}`)),
    ).toEqual(new Set([`${gala} 10 0`, `${fair} 15 5`]));
    expect(
      decide("XLR10-B", { ...back, quantity: 5, answers: [{ type: "event", event: gala }] }),
    ).toMatchObject({ rule: "SCAN-38", facts: [{ event: gala }] });
  });

  test("[SCAN-41] bulk of which nothing is out", () => {
    const { decide, back, fair } = warehouse();
    nothingWritten(decide("XLR10-B", back), "SCAN-41");
    nothingWritten(decide("XLR10-B", { ...back, event: fair }), "SCAN-41");
  });
});
