/** Into a case and out of it without leaving the house; locks, rules and packing lists on the way. */
import { describe, expect, test } from "vitest";
import { contentsRevision } from "#shared/domain/cases";
import { controlText, countsForEvent, mannerOf } from "#shared/domain/scanning";
import { nothingWritten, warehouse } from "#tests/support/warehouse";

const packing = () => {
  const world = warehouse();
  return {
    ...world,
    pack: { mode: "pack", openCase: world.box } as const,
    unpack: { mode: "unpack" } as const,
  };
};

describe("pack", () => {
  test("[SCAN-70] [SCAN-24] [CAS-03] the first case scanned opens; before that nothing can be packed", () => {
    const { decide, box } = packing();
    nothingWritten(decide("SPOT-1", { mode: "pack" }), "SCAN-70");
    nothingWritten(decide("XLR10-B", { mode: "pack" }), "SCAN-70");
    const opened = decide("FC-07", { mode: "pack" });
    nothingWritten(opened, "SCAN-24");
    expect(opened.detail.opens).toBe(box);
  });

  test("[SCAN-26] [SCAN-74] [CAS-03] into the open case, at home, once", () => {
    const { scan, decide, pack, spot1, box, positions } = packing();
    expect(scan("SPOT-1", pack)).toMatchObject({
      rule: "SCAN-26",
      facts: [{ kind: "packed", asset: spot1, inCase: box }],
    });
    expect(positions.of(spot1)).toMatchObject({ place: { type: "home" }, container: box });
    nothingWritten(decide("SPOT-1", pack), "SCAN-74");
  });

  test("[CAS-03] [PUL-05] packed for an event it has its line, keeps it when repacked and when the case goes out", () => {
    const { scan, pack, gala, box, bigBox, lineOf, positions, state, out } = packing();
    const forGala = { ...pack, event: gala };
    scan("SPOT-1", forGala);
    expect(scan("SPOT-2", forGala)).toMatchObject({ rule: "SCAN-26", facts: [{ line: lineOf("Gala", 0) }] });
    const packed = countsForEvent(positions.piecesOf(gala), state.lines(gala)).byLine.get(lineOf("Gala", 0));
    expect(packed).toMatchObject({ packed: 2, allocated: 2, out: 0 });
    expect(scan("SPOT-2", { ...forGala, openCase: bigBox })).toMatchObject({
      rule: "SCAN-76",
      facts: [{ line: lineOf("Gala", 0), isUnplanned: undefined }],
      detail: { outOf: box, inCase: bigBox },
    });
    expect(scan("FC-07", out)).toMatchObject({
      rule: "SCAN-16",
      detail: { contents: { moved: 1, unplanned: 0 } },
    });
    expect(scan("SPOT-2", out).facts[0]).toMatchObject({ line: lineOf("Gala", 0), isUnplanned: undefined });
    const gone = countsForEvent(positions.piecesOf(gala), state.lines(gala)).byLine.get(lineOf("Gala", 0));
    expect(gone).toMatchObject({ packed: 0, allocated: 2, out: 2 });
  });

  test("[SCAN-77] packed for an event that does not ask for it: marked", () => {
    const { scan, pack, gala } = packing();
    expect(scan("WASH-1", { ...pack, event: gala })).toMatchObject({
      rule: "SCAN-77",
      facts: [{ isUnplanned: true, event: gala }],
    });
  });

  test("[SCAN-75] [CAS-07] by its packing list: counted up, and what it does not ask for is said", () => {
    const { scan, pack, box, spotType, packingList } = packing();
    packingList(box, [{ product: spotType, quantity: 2 }]);
    expect(scan("SPOT-1", pack)).toMatchObject({ rule: "SCAN-26", detail: { progress: { done: 1, of: 2 } } });
    expect(scan("SPOT-2", pack)).toMatchObject({ rule: "SCAN-26", detail: { progress: { done: 2, of: 2 } } });
    expect(scan("SPOT-3", pack)).toMatchObject({ rule: "SCAN-75", detail: { progress: { done: 3, of: 2 } } });
    expect(scan("WASH-1", pack)).toMatchObject({ rule: "SCAN-75", detail: { progress: { done: 1, of: 0 } } });
  });

  test("[SCAN-55] [CAS-07] closing a case says what is missing and what does not belong there", () => {
    const { scan, decide, pack, box, spotType, packingList } = packing();
    packingList(box, [{ product: spotType, quantity: 3 }]);
    scan("SPOT-1", pack);
    scan("WASH-1", pack);
    expect(decide(controlText({ type: "close" }), pack).detail.gaps).toEqual({ missing: 2, surplus: 1 });
  });

  test("[SCAN-22] [CAS-05] a case is not packed into what lies in it", () => {
    const { scan, decide, pack, bigBox } = packing();
    scan("FC-99", pack);
    nothingWritten(decide("FC-07", { mode: "pack", openCase: bigBox }), "SCAN-22");
  });

  test("[SCAN-36] what was lost and lies in the hand is found by packing it", () => {
    const { fact, scan, pack, spot1, box, positions } = packing();
    fact({ kind: "lost", asset: spot1 });
    expect(scan("SPOT-1", pack)).toMatchObject({ rule: "SCAN-36", facts: [{ kind: "in", inCase: box }] });
    expect(positions.of(spot1)).toMatchObject({ place: { type: "home" }, container: box });
  });

  test("[SCAN-78] [SCAN-42] [CAS-10] a bulk quantity goes into the case, asked for where set so", () => {
    const { scan, decide, pack, cable, box, positions, packingList } = packing();
    packingList(box, [{ product: cable, quantity: 12 }]);
    const asked = decide("XLR10-B", { ...pack, asksQuantity: true });
    nothingWritten(asked, "SCAN-42");
    expect(asked.answers).toEqual([
      { type: "quantity", quantity: 1 },
      { type: "quantity", quantity: 12 },
    ]);
    expect(scan("XLR10-B", { ...pack, quantity: 10 })).toMatchObject({
      rule: "SCAN-78",
      facts: [{ kind: "packed", quantity: 10, inCase: box }],
      detail: { progress: { done: 10, of: 12 } },
    });
    expect(scan("%5%XLR10-B", pack)).toMatchObject({
      rule: "SCAN-75",
      detail: { progress: { done: 15, of: 12 } },
    });
    expect(positions.bulkIn(box).get(cable)).toBe(15);
  });

  test("[CAS-10] [PUL-05] bulk in a case fills its line once the case goes out, and only then", () => {
    const { scan, pack, gala, out, cable, positions, state, lineOf, box, back } = packing();
    scan("XLR10-B", { ...pack, quantity: 10, event: gala });
    scan("FC-07", out);
    const counts = countsForEvent(positions.piecesOf(gala), state.lines(gala));
    expect(counts.byLine.get(lineOf("Gala", 1))).toMatchObject({ allocated: 10, out: 10, packed: 0 });
    scan("FC-07", back);
    expect(positions.bulkIn(box).get(cable)).toBe(10);
    expect(positions.bulkOf(cable).out).toBe(0);
  });
});

describe("unpack", () => {
  test("[SCAN-80] [SCAN-81] out of its case, once", () => {
    const { scan, decide, pack, unpack, spot1, box, positions } = packing();
    scan("SPOT-1", pack);
    expect(scan("SPOT-1", unpack)).toMatchObject({ rule: "SCAN-80", detail: { inCase: box } });
    expect(positions.of(spot1).container).toBeUndefined();
    nothingWritten(decide("SPOT-1", unpack), "SCAN-81");
  });

  test("[SCAN-82] [SCAN-83] [SCAN-81] [SCAN-70] bulk out of the only case it lies in, never more than lies there", () => {
    const { scan, decide, pack, unpack, cable, box, bigBox, positions } = packing();
    nothingWritten(decide("XLR10-B", unpack), "SCAN-81");
    scan("XLR10-B", { ...pack, quantity: 10 });
    expect(scan("XLR10-B", { ...unpack, quantity: 4 })).toMatchObject({
      rule: "SCAN-82",
      facts: [{ kind: "unpacked", quantity: 4, inCase: box }],
    });
    scan("XLR10-B", { ...pack, openCase: bigBox, quantity: 2 });
    // In two cases: which one is not guessed.
    nothingWritten(decide("XLR10-B", unpack), "SCAN-70");
    expect(scan("XLR10-B", { ...unpack, openCase: box, quantity: 9 })).toMatchObject({
      rule: "SCAN-83",
      facts: [{ quantity: 6 }],
    });
    expect(positions.bulkIn(box).get(cable)).toBeUndefined();
    nothingWritten(decide("XLR10-B", { ...unpack, openCase: box }), "SCAN-81");
  });

  test("[SCAN-24] a case that lies in none is opened", () => {
    const { decide, unpack, box } = packing();
    expect(decide("FC-07", unpack)).toMatchObject({ rule: "SCAN-24", detail: { opens: box }, facts: [] });
  });
});

describe("locks and rules", () => {
  test("[SCAN-71] [CAS-13] locked in its case a piece is not booked alone, unlocked it is; who holds it may overrule", () => {
    const { scan, decide, pack, out, unpack, lock, box, bigBox } = packing();
    scan("SPOT-1", pack);
    lock(box);
    for (const context of [out, unpack, { mode: "pack", openCase: bigBox } as const]) {
      const refused = decide("SPOT-1", context);
      nothingWritten(refused, "SCAN-71");
      expect(refused).toMatchObject({ answers: [{ type: "take" }], detail: { inCase: box } });
    }
    expect(decide("SPOT-1", { ...out, answers: [{ type: "take" }] }).rule).toBe("SCAN-25");
    expect(decide("SPOT-1", { ...unpack, answers: [{ type: "take" }] }).rule).toBe("SCAN-80");
    lock(box, false);
    expect(scan("SPOT-1", out).rule).toBe("SCAN-15");
  });

  test("[CAS-13] a locked case goes out and comes back whole; what comes back without it is here", () => {
    const { scan, pack, out, back, lock, box, spot1, positions } = packing();
    scan("SPOT-1", pack);
    lock(box);
    expect(scan("FC-07", out)).toMatchObject({ detail: { contents: { moved: 1 } } });
    expect(scan("SPOT-1", back).rule).toBe("SCAN-35");
    expect(positions.of(spot1)).toMatchObject({ place: { type: "home" }, container: undefined });
  });

  test("[SCAN-72] [CAS-13] nothing goes into a locked case, single or bulk", () => {
    const { decide, pack, out, lock, box } = packing();
    lock(box);
    nothingWritten(decide("SPOT-1", pack), "SCAN-72");
    nothingWritten(decide("SPOT-1", { ...out, openCase: box }), "SCAN-72");
    nothingWritten(decide("XLR10-B", pack), "SCAN-72");
    expect(decide("XLR10-B", { ...pack, answers: [{ type: "take" }] }).rule).toBe("SCAN-78");
  });

  test("[SCAN-73] [CAS-12] a rule keeps a category, with all below it, and a prefix out of a case", () => {
    const { decide, pack, out, box, category, product, ban, asset } = packing();
    const sound = category("Sound");
    product("Beta 58", "assets", { category: category("Microphones", sound) });
    product("XLR drum", "bulk", { category: sound });
    asset("MIC-1", "Beta 58");
    ban(box, { category: sound });
    ban(box, { prefix: "wash-" });
    nothingWritten(decide("MIC-1", pack), "SCAN-73");
    nothingWritten(decide("WASH-1", pack), "SCAN-73");
    nothingWritten(decide("WASH-1", { ...out, openCase: box }), "SCAN-73");
    expect(decide("SPOT-1", pack).rule).toBe("SCAN-26");
    // A rule about a case says nothing about going out without it.
    expect(decide("WASH-1", out).rule).toBe("SCAN-11");
    expect(decide("WASH-1", { ...pack, answers: [{ type: "take" }] }).rule).toBe("SCAN-26");
  });
});

describe("case labels", () => {
  test("[CAS-08] [DOC-06] [CASE-6] a label that lists other contents is said to be stale, whatever the scan does", () => {
    const { scan, decide, labels, asset, box, positions, pack, out } = packing();
    asset("FC-07", "Flight case", { isCase: true, label: "CASE" });
    scan("SPOT-1", pack);
    const revision = contentsRevision(positions, box);
    labels.set("L1", { type: "own", label: "CASE", revision });
    const fresh = decide("L1", out);
    expect(fresh.detail.isLabelStale).toBeUndefined();
    expect(mannerOf(fresh)).toEqual({ meaning: "ok", signal: "done" });
    scan("SPOT-2", pack);
    const stale = scan("L1", out);
    expect(stale).toMatchObject({ rule: "SCAN-16", detail: { isLabelStale: true } });
    expect(mannerOf(stale)).toEqual({ meaning: "attention", signal: "done-look" });
    // Its plain label carries no list, so it cannot be stale.
    labels.set("L0", { type: "own", label: "CASE" });
    expect(decide("L0", out).detail.isLabelStale).toBeUndefined();
  });
});
