/** Walks the table of docs/spec/scanning.md, reading and mode out: each rule at least once, by its id. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { scanRules } from "#shared/domain/scanning";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import { logOf, named } from "#tests/support/scan-world";
import { nothingWritten, warehouse } from "#tests/support/warehouse";

describe("reading", () => {
  test("[SCAN-01] an invitation is refused here, even when a code of that text exists", () => {
    const { labels, decide, out, codes, spot1, spotType } = warehouse();
    const link = "https://relay.example/j#o2F2AQ";
    labels.set(link, { type: "invitation" });
    codes.putCode({ id: named("code link"), product: spotType, asset: spot1, value: link });
    nothingWritten(decide(link, out), "SCAN-01");
  });

  test("[SCAN-02] another company's label is said to be that", () => {
    const { labels, decide, out } = warehouse();
    labels.set("HTTPS://X.DE/A/AAA", { type: "foreign", label: "AAA" });
    nothingWritten(decide("HTTPS://X.DE/A/AAA", out), "SCAN-02");
  });

  test("[SCAN-03] our own label that nothing here wears", () => {
    const { labels, decide, out } = warehouse();
    labels.set("HTTPS://US.DE/A/BBB", { type: "own", label: "BBB" });
    nothingWritten(decide("HTTPS://US.DE/A/BBB", out), "SCAN-03");
  });

  test("[SCAN-03] [SCN-13] a blank label is told by its own characters, in every mode", () => {
    const { labels, decide, out, back, asset } = warehouse();
    const label = "K7QM2D4F8H1N3PZX9VTB5C6WYA";
    labels.set("stuck on", { type: "own", label });
    for (const context of [out, back, { mode: "pack" } as const, { mode: "unpack" } as const]) {
      expect(decide("stuck on", context)).toMatchObject({
        rule: "SCAN-03",
        subject: { type: "text", text: "K7QM2-D4F8H-1N3PZ-X9VTB-5C6WYA" },
        facts: [],
        detail: { blankLabel: label },
      });
    }
    asset("SPOT-9", "Spot", { label });
    expect(decide("stuck on", out).rule).toBe("SCAN-10");
  });

  test("[SCAN-10] our own label is the asset that wears it; what was read is kept with the fact", () => {
    const { labels, scan, out, asset } = warehouse();
    asset("SPOT-1", "Spot", { label: "CCC" });
    labels.set("HTTPS://US.DE/A/CCC", { type: "own", label: "CCC" });
    const decision = scan("HTTPS://US.DE/A/CCC", out);
    expect(decision.rule).toBe("SCAN-10");
    expect(decision.facts[0]?.scanned).toBe("HTTPS://US.DE/A/CCC");
  });

  test("[SCAN-04] what cannot be a code is shown as harmless text", () => {
    const { decide, out } = warehouse();
    for (const text of [
      "https://evil.example/x",
      "javascript:alert(1)",
      "<script>x</script>",
      "x".repeat(5000),
      "SPOT\u202e1-",
      "",
    ]) {
      nothingWritten(decide(text, out), "SCAN-04");
    }
    expect(decide("javascript:\u202ealert(1)\n".padEnd(200, "y"), out).subject).toEqual({
      type: "text",
      text: `${"javascript: alert(1) ".padEnd(59, "y")}…`,
    });
  });

  test("[SCAN-05] a possible code nobody has", () => {
    nothingWritten(warehouse().decide("SPOT-77", { mode: "in" }), "SCAN-05");
  });

  test("[SCAN-06] [SCN-09] one code on two things is asked, and the answer is taken", () => {
    const { decide, codes, spot1, wash, spotType, out } = warehouse();
    codes.putCode({ id: named("code a"), product: spotType, asset: spot1, value: "4047111" });
    codes.putCode({ id: named("code b"), product: spotType, asset: wash, value: "4047111" });
    const asked = decide("4047111", out);
    nothingWritten(asked, "SCAN-06");
    expect(asked.answers).toHaveLength(2);
    const answered = decide("4047111", {
      ...out,
      answers: [{ type: "thing", owner: { type: "asset", asset: spot1 } }],
    });
    expect(answered).toMatchObject({
      rule: "SCAN-10",
      facts: [{ kind: "out", asset: spot1, scanned: "4047111" }],
    });
    // An answer about something else that does not carry the code is no answer.
    nothingWritten(
      decide("4047111", {
        ...out,
        answers: [{ type: "thing", owner: { type: "product", product: spotType } }],
      }),
      "SCAN-06",
    );
  });

  test("[SCAN-07] the code of a product counted piece by piece", () => {
    const { decide, codes, spotType, out } = warehouse();
    codes.putCode({ id: named("code ean"), product: spotType, value: "4012345678901" });
    nothingWritten(decide("4012345678901", out), "SCAN-07");
  });

  test("[INV-21] [SCAN-20] the code of a merged product books the one that goes on and says so", () => {
    const { decide, codes, cable, out } = warehouse();
    const gone = named<ProductId>("cable made twice");
    codes.putCode({ id: named("code old"), product: cable, value: "XLR-OLD", thing: thingOf(gone) });
    const decision = decide("XLR-OLD", out);
    expect(decision).toMatchObject({ rule: "SCAN-20", detail: { formerly: gone } });
    expect(decision.facts.map((fact) => [fact.product, fact.scanned])).toEqual([[cable, "XLR-OLD"]]);
    expect(decide("XLR10-B", out).detail.formerly).toBeUndefined();
  });

  test("[INV-21] the code of a merged piece books the one that goes on and says whose it was", () => {
    const { decide, codes, labels, spot1, out } = warehouse();
    const gone = named<AssetId>("spot entered twice");
    codes.putAsset({ id: gone, code: "SPOT-OLD", label: "EEE", removedAt: 1, mergedInto: spot1 });
    const decision = decide("SPOT-OLD", out);
    expect(decision.detail.formerlyPiece).toBe(gone);
    expect(decision.facts.map((fact) => [fact.asset, fact.scanned])).toEqual([[spot1, "SPOT-OLD"]]);
    labels.set("HTTPS://US.DE/A/EEE", { type: "own", label: "EEE" });
    expect(decide("HTTPS://US.DE/A/EEE", out)).toMatchObject({
      subject: { asset: spot1 },
      detail: { formerlyPiece: gone },
    });
  });

  test("[SCAN-08] what was taken off stock is not booked any more", () => {
    const { decide, removeAsset, removeProduct, labels, asset, cable, out } = warehouse();
    const sold = asset("OLD-1", "Spot", { label: "DDD" });
    removeAsset(sold);
    labels.set("HTTPS://US.DE/A/DDD", { type: "own", label: "DDD" });
    nothingWritten(decide("HTTPS://US.DE/A/DDD", out), "SCAN-08");
    removeProduct(cable);
    nothingWritten(decide("XLR10-B", out), "SCAN-08");
  });

  test("[SCAN-09] going out needs an event", () => {
    const { decide } = warehouse();
    nothingWritten(decide("SPOT-1", { mode: "out" }), "SCAN-09");
    nothingWritten(decide("XLR10-B", { mode: "out" }), "SCAN-09");
  });

  test("[READ-2] [SCN-08] codes are compared by value: case, blanks, serial number last", () => {
    const { decide, asset, out } = warehouse();
    asset("SPOT-9", "Spot", { serial: "sn-0099" });
    expect(decide("  spot-1 ", out)).toMatchObject({ rule: "SCAN-10" });
    expect(decide("SN-0099", out)).toMatchObject({
      rule: "SCAN-10",
      subject: { asset: named("asset SPOT-9") },
    });
    // A look-alike letter is another letter.
    expect(decide("SPOT-1".replace("O", "\u041e"), out).rule).toBe("SCAN-05");
  });
});

describe("out, one piece", () => {
  test("[SCAN-10] [SCN-06] expected: out, with the first line that still needs it", () => {
    const { scan, out, gala, spot1, lineOf, positions } = warehouse();
    const decision = scan("SPOT-1", out);
    expect(decision).toMatchObject({
      rule: "SCAN-10",
      facts: [
        {
          kind: "out",
          asset: spot1,
          event: gala,
          line: lineOf("Gala", 0),
          after: undefined,
          isUnplanned: undefined,
        },
      ],
      detail: { progress: { done: 1, of: 2 } },
    });
    expect(positions.of(spot1).place).toEqual({ type: "out", event: gala });
  });

  test("[SCAN-11] [SCN-06] not on the list: added and marked", () => {
    const { scan, out } = warehouse();
    expect(scan("WASH-1", out)).toMatchObject({
      rule: "SCAN-11",
      facts: [{ isUnplanned: true, line: undefined }],
      detail: { progress: undefined },
    });
  });

  test("[SCAN-12] more than the list asks for: added and marked", () => {
    const { scan, out } = warehouse();
    scan("SPOT-1", out);
    scan("SPOT-2", out);
    expect(scan("SPOT-3", out)).toMatchObject({
      rule: "SCAN-12",
      facts: [{ isUnplanned: true }],
      detail: { progress: { done: 3, of: 2 } },
    });
  });

  test("[SCAN-13] [RTC-05] already out here: nothing is written twice", () => {
    const { scan, out } = warehouse();
    scan("SPOT-1", out);
    const again = scan("SPOT-1", out);
    nothingWritten(again, "SCAN-13");
    expect(again.detail.because?.by).toBe(named<MemberId>("Mira"));
  });

  test("[SCAN-14] [SCAN-25] out elsewhere: refused with who and when; it is here, take it", () => {
    const { fact, decide, scan, positions, out, gala, fair, spot1 } = warehouse();
    const there = fact({ kind: "out", asset: spot1, event: fair, by: named<MemberId>("Jo") });
    const refused = decide("SPOT-1", out);
    nothingWritten(refused, "SCAN-14");
    expect(refused).toMatchObject({ answers: [{ type: "take" }], detail: { event: fair, because: there } });
    const taken = scan("SPOT-1", { ...out, answers: [{ type: "take" }] });
    expect(taken).toMatchObject({ rule: "SCAN-25", facts: [{ kind: "out", event: gala, after: there.id }] });
    expect(positions.of(spot1)).toMatchObject({ place: { type: "out", event: gala }, forks: [] });
    expect(positions.piecesOf(fair).assets.get(spot1)?.status).toBe("back");
  });

  test("[SCAN-15] [CAS-13] in a case that stays: taken out of it", () => {
    const { fact, scan, positions, out, spot1, box } = warehouse();
    fact({ kind: "packed", asset: spot1, inCase: box });
    expect(scan("SPOT-1", out)).toMatchObject({ rule: "SCAN-15", detail: { inCase: box } });
    expect(positions.contentsOf(box)).toEqual([]);
  });

  test("[SCAN-18] lost, and here it is", () => {
    const { fact, scan, positions, out, gala, spot1 } = warehouse();
    fact({ kind: "lost", asset: spot1 });
    expect(scan("SPOT-1", out).rule).toBe("SCAN-18");
    expect(positions.of(spot1).place).toEqual({ type: "out", event: gala });
  });

  test("[SCAN-19] [SCN-11] devices disagree about it: refused until somebody says it is here", () => {
    const { fact, decide, scan, event, fair, spot1, out } = warehouse();
    fact({ kind: "out", asset: spot1, event: fair });
    fact({ kind: "out", asset: spot1, event: event("Expo"), after: "nothing", thing: logOf("phone") });
    nothingWritten(decide("SPOT-1", out), "SCAN-19");
    expect(scan("SPOT-1", { ...out, answers: [{ type: "take" }] }).rule).toBe("SCAN-25");
  });

  test("[SCAN-13] devices disagree, and one of them has it out here: already out", () => {
    const { fact, decide, fair, gala, spot1, out } = warehouse();
    fact({ kind: "out", asset: spot1, event: gala });
    fact({ kind: "out", asset: spot1, event: fair, after: "nothing", thing: logOf("phone") });
    nothingWritten(decide("SPOT-1", out), "SCAN-13");
  });
});

describe("out, with cases", () => {
  test("[SCAN-16] [CAS-01] [CAS-04] contents follow to any depth, bulk too, and stay where they lie", () => {
    const { fact, scan, positions, out, gala, spot1, spot2, box, bigBox, cable } = warehouse();
    fact({ kind: "packed", asset: spot1, inCase: box });
    fact({ kind: "packed", asset: spot2, inCase: box });
    fact({ kind: "packed", product: cable, quantity: 35, inCase: box });
    fact({ kind: "packed", asset: box, inCase: bigBox });
    const decision = scan("FC-99", out);
    expect(decision).toMatchObject({
      rule: "SCAN-16",
      detail: { contents: { moved: 38, unplanned: 0, skipped: 0 } },
    });
    for (const asset of [spot1, spot2, box, bigBox])
      expect(positions.of(asset).place).toEqual({ type: "out", event: gala });
    expect(positions.everythingIn(bigBox)).toEqual([box, ...[spot1, spot2].sort()]);
    expect(positions.bulkOf(cable).out).toBe(35);
    expect(positions.bulkIn(box).get(cable)).toBe(35);
  });

  test("[SCAN-17] one piece on the list does not make the rest planned; what is elsewhere is left alone", () => {
    const { fact, scan, positions, out, fair, spot1, spot2, wash, box } = warehouse();
    fact({ kind: "packed", asset: spot1, inCase: box });
    fact({ kind: "packed", asset: wash, inCase: box });
    fact({ kind: "out", asset: spot2, event: fair, inCase: box });
    const decision = scan("FC-07", out);
    expect(decision).toMatchObject({
      rule: "SCAN-17",
      detail: { contents: { moved: 2, unplanned: 1, skipped: 1 } },
    });
    expect(positions.of(spot2).place).toEqual({ type: "out", event: fair });
  });

  test("[SCAN-10] an empty case carries what comes later; it is not unplanned", () => {
    const { scan, out } = warehouse();
    expect(scan("FC-07", out)).toMatchObject({
      rule: "SCAN-10",
      facts: [{ isUnplanned: undefined, line: undefined }],
    });
  });

  test("[SCAN-10] [CAS-03] with a case open, what goes out goes into it", () => {
    const { scan, positions, out, spot1, box } = warehouse();
    const opened = scan("FC-07", { ...out, opensNextCase: true });
    expect(opened).toMatchObject({ rule: "SCAN-10", detail: { opens: box } });
    expect(scan("SPOT-1", { ...out, openCase: box })).toMatchObject({
      rule: "SCAN-10",
      detail: { inCase: box },
    });
    expect(positions.contentsOf(box)).toEqual([spot1]);
  });

  test("[SCAN-24] a case already out here is opened without a new fact", () => {
    const { scan, decide, out, box } = warehouse();
    scan("FC-07", out);
    const opened = decide("FC-07", { ...out, opensNextCase: true });
    nothingWritten(opened, "SCAN-24");
    expect(opened.detail).toMatchObject({ opens: box, contents: { moved: 0 } });
    nothingWritten(decide("FC-99", { mode: "in", opensNextCase: true }), "SCAN-24");
  });

  test("[SCAN-26] [CAS-03] already out, now into the open case", () => {
    const { scan, positions, out, spot1, box, gala } = warehouse();
    scan("SPOT-1", out);
    scan("FC-07", out);
    expect(scan("SPOT-1", { ...out, openCase: box })).toMatchObject({
      rule: "SCAN-26",
      facts: [{ kind: "packed", inCase: box }],
    });
    expect(positions.of(spot1)).toMatchObject({ place: { type: "out", event: gala }, container: box });
  });

  test("[SCAN-22] [SCAN-23] [CAS-05] a case cannot lie in itself", () => {
    const { fact, decide, out, box, bigBox } = warehouse();
    fact({ kind: "packed", asset: box, inCase: bigBox });
    nothingWritten(decide("FC-99", { ...out, openCase: box }), "SCAN-22");
    nothingWritten(decide("FC-99", { mode: "in", openCase: box }), "SCAN-22");
    nothingWritten(decide("FC-07", { ...out, openCase: box }), "SCAN-23");
    nothingWritten(decide("FC-07", { mode: "in", openCase: box }), "SCAN-23");
  });
});

describe("out, bulk", () => {
  test("[SCAN-20] [SCN-07] the set quantity goes to the lines that need it", () => {
    const { scan, out, lineOf, cable } = warehouse();
    expect(scan("XLR10-B", { ...out, quantity: 35 })).toMatchObject({
      rule: "SCAN-20",
      subject: { type: "product", product: cable, quantity: 35 },
      facts: [
        { quantity: 30, line: lineOf("Gala", 1) },
        { quantity: 5, line: lineOf("Gala", 2) },
      ],
      detail: { progress: { done: 35, of: 40 } },
    });
  });

  test("[SCAN-21] more than the list asks for: the rest is marked", () => {
    const { scan, out } = warehouse();
    scan("XLR10-B", { ...out, quantity: 40 });
    expect(scan("XLR10-B", { ...out, quantity: 5 })).toMatchObject({
      rule: "SCAN-21",
      facts: [{ quantity: 5, line: undefined, isUnplanned: true }],
      detail: { progress: { done: 45, of: 40 } },
    });
  });
});

test("the table in docs/spec names exactly the rules there are, and says of each whether it writes", () => {
  const table = readFileSync(new URL("../../../docs/spec/scanning.md", import.meta.url), "utf8");
  const rows = [...table.matchAll(/^\| (SCAN-\d\d) \|[^|]*\|[^|]*\|\s*(\w+)[^|]*\|\s*(\w+)/gm)];
  expect(rows.map(([, id]) => id).sort()).toEqual(Object.keys(scanRules).sort());
  const words = {
    done: "ok",
    "done-look": "look",
    refused: "no",
    repeated: "same",
    question: "ask",
    "not-ours": "text",
    set: "set",
    undone: "undone",
  } as const;
  for (const [, id, word, written] of rows) {
    const rule = Object.entries(scanRules).find(([name]) => name === id)?.[1];
    expect([id, rule === undefined ? undefined : words[rule.signal], rule?.writes]).toEqual([
      id,
      word,
      written !== "nothing",
    ]);
  }
});
