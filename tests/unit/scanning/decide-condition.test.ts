/** Walks the table of docs/spec/scanning.md: pieces that are out of use, faulty or overdue. */
import { describe, expect, test } from "vitest";
import { mannerOf } from "#shared/domain/scanning";
import { nothingWritten, warehouse } from "#tests/support/warehouse";

const cracked = "Housing cracked";

describe("out of use", () => {
  test("[MNT-03] [SCAN-90] a blocked piece does not go out, and nobody can take it all the same", () => {
    const { condition, decide, out, spot1 } = warehouse();
    condition(spot1, { blocked: cracked });
    const refused = decide("SPOT-1", out);
    nothingWritten(refused, "SCAN-90");
    expect(refused.answers).toEqual([]);
    expect(refused.detail.fault).toBe(cracked);
    nothingWritten(decide("SPOT-1", { ...out, answers: [{ type: "take" }] }), "SCAN-90");
  });

  test("[MNT-03] [SCAN-91] a case with a blocked piece at any depth stays; without it, it goes", () => {
    const { asset, condition, decide, fact, out } = warehouse();
    const outer = asset("MNT-OUTER", "Spot", { isCase: true });
    const inner = asset("MNT-INNER", "Spot", { isCase: true });
    const piece = asset("MNT-PIECE", "Spot");
    fact({ kind: "packed", asset: inner, inCase: outer });
    fact({ kind: "packed", asset: piece, inCase: inner });
    condition(piece, { blocked: cracked });
    const refused = decide("MNT-OUTER", out);
    nothingWritten(refused, "SCAN-91");
    expect(refused.detail.unfit).toEqual([piece]);
    fact({ kind: "unpacked", asset: piece });
    expect(decide("MNT-OUTER", out).facts.map(({ asset: id }) => id)).toEqual([outer, inner]);
  });

  test("[MNT-03] coming back is never refused, and says that the piece is out of use", () => {
    const { condition, decide, scan, out, spot1 } = warehouse();
    scan("SPOT-1", out);
    condition(spot1, { blocked: cracked });
    const back = decide("SPOT-1", { mode: "in" });
    expect(back.facts).toHaveLength(1);
    expect(back.detail).toMatchObject({ fault: cracked, isBlocked: true });
    expect(mannerOf(back)).toEqual({ meaning: "attention", signal: "done-look" });
  });
});

describe("usable, but", () => {
  test("[MNT-02] a piece with a fault goes out as it would, and wants a look", () => {
    const { condition, decide, out, spot1 } = warehouse();
    const plain = decide("SPOT-1", out);
    condition(spot1, { flagged: "Gobo wheel sticks" });
    const flagged = decide("SPOT-1", out);
    expect(flagged.rule).toBe(plain.rule);
    expect(flagged.facts).toEqual(plain.facts);
    expect(flagged.detail).toMatchObject({ fault: "Gobo wheel sticks" });
    expect(flagged.detail.isBlocked).toBeUndefined();
    expect(mannerOf(plain).signal).toBe("done");
    expect(mannerOf(flagged).signal).toBe("done-look");
  });

  test("[MNT-07] [SCAN-92] an overdue piece is told or refused, as the company has it", () => {
    const { condition, decide, out, spot1 } = warehouse();
    condition(spot1, { overdue: { name: "DGUV V3", refuses: false } });
    const told = decide("SPOT-1", out);
    expect(told.facts).toHaveLength(1);
    expect(told.detail.overdue).toBe("DGUV V3");
    expect(mannerOf(told).signal).toBe("done-look");
    condition(spot1, { overdue: { name: "DGUV V3", refuses: true } });
    nothingWritten(decide("SPOT-1", out), "SCAN-92");
  });

  test("[MNT-07] [SCAN-91] an overdue piece in a case keeps the case only where overdue pieces are refused", () => {
    const { asset, condition, decide, fact, out } = warehouse();
    const box = asset("MNT-BOX", "Spot", { isCase: true });
    const piece = asset("MNT-IN-BOX", "Spot");
    fact({ kind: "packed", asset: piece, inCase: box });
    condition(piece, { overdue: { name: "DGUV V3", refuses: false } });
    expect(decide("MNT-BOX", out).facts).toHaveLength(2);
    condition(piece, { overdue: { name: "DGUV V3", refuses: true } });
    nothingWritten(decide("MNT-BOX", out), "SCAN-91");
  });
});
