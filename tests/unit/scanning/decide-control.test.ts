/** Control codes and quantities: what steers a session without a hand on the screen. */
import { describe, expect, test } from "vitest";
import { controlText, readControlCode, scanModes } from "#shared/domain/scanning";
import type { ControlCode } from "#shared/domain/scanning";
import { named } from "#tests/support/scan-world";
import { nothingWritten, warehouse } from "#tests/support/warehouse";

const event = named<ReturnType<ReturnType<typeof warehouse>["event"]>>("event Gala");
const codes: readonly ControlCode[] = [
  ...scanModes.map((mode) => ({ type: "mode", mode }) as const),
  { type: "event", event },
  { type: "quantity", quantity: 12 },
  { type: "case" },
  { type: "close" },
  { type: "undo" },
  { type: "take" },
  { type: "aside" },
  { type: "answer", number: 3 },
  { type: "finish" },
];

describe("reading control codes", () => {
  test.each(codes.map((code) => [controlText(code), code] as const))(
    "[SCN-04] [CTRL-1] %s is read back, also in small letters and with another separator",
    (text, code) => {
      expect(readControlCode(text)).toEqual(code);
      expect(readControlCode(` ${text.toLowerCase()} `)).toEqual(code);
      // A scanner set to the English keyboard on a German one.
      expect(readControlCode(text.replaceAll("-", "ß"))).toEqual(code);
      // Fits the dense mode of QR codes and Code 39.
      expect(text).toMatch(/^[0-9A-Z-]+$/);
    },
  );

  test("[CTRL-1] what only looks like one is said to be unknown, and any other code is none", () => {
    for (const text of ["EVENTKIT-DANCE", "EVENTKIT-TIMES-0", "EVENTKIT-TIMES-99999", "EVENTKIT-EVENT-17"])
      expect(readControlCode(text)).toBe("unknown");
    for (const text of ["EVENTKIT", "EVENTKITOUT", "SPOT-1", "", "XEVENTKIT-OUT", "EVENTKIT-OUT-1-2"])
      expect(readControlCode(text)).toBeUndefined();
  });

  test("[SCAN-61] a code of a later version writes nothing, even when something in stock has it", () => {
    const { decide, out, asset } = warehouse();
    asset("EVENTKIT-DANCE", "Spot");
    nothingWritten(decide("EVENTKIT-DANCE", out), "SCAN-61");
  });
});

describe("what control codes do", () => {
  const text = controlText;

  test("[SCAN-50] [SCN-04] [CTRL-2] the direction", () => {
    const { decide, out } = warehouse();
    const decision = decide(text({ type: "mode", mode: "in" }), out);
    nothingWritten(decision, "SCAN-50");
    expect(decision.detail.control).toEqual({ type: "mode", mode: "in" });
  });

  test("[SCAN-51] [SCAN-52] an event, only one this device has", () => {
    const { decide, fair } = warehouse();
    const known = decide(text({ type: "event", event: fair }), { mode: "out" });
    nothingWritten(known, "SCAN-51");
    expect(known.detail).toMatchObject({ event: fair, control: { type: "event", event: fair } });
    const strange = named<typeof fair>("event of another day");
    nothingWritten(decide(text({ type: "event", event: strange }), { mode: "out" }), "SCAN-52");
  });

  test("[SCAN-53] [SCAN-59] a quantity: for the next bulk code, or the answer where one waits", () => {
    const { decide, out } = warehouse();
    const twelve = text({ type: "quantity", quantity: 12 });
    nothingWritten(decide(twelve, out), "SCAN-53");
    const asked = decide("XLR10-B", { ...out, asksQuantity: true });
    const answered = decide(twelve, { ...out, asksQuantity: true, waiting: asked.answers });
    nothingWritten(answered, "SCAN-59");
    expect(answered.detail.given).toEqual({ type: "quantity", quantity: 12 });
  });

  test("[SCAN-54] [SCAN-55] [SCAN-60] the next case opens, the open one closes", () => {
    const { decide, out, box } = warehouse();
    nothingWritten(decide(text({ type: "case" }), out), "SCAN-54");
    const closed = decide(text({ type: "close" }), { ...out, openCase: box });
    nothingWritten(closed, "SCAN-55");
    expect(closed.detail.inCase).toBe(box);
    nothingWritten(decide(text({ type: "close" }), out), "SCAN-60");
  });

  test("[SCAN-56] [CTRL-3] finish names the event it closes", () => {
    const { decide, out, gala } = warehouse();
    const decision = decide(text({ type: "finish" }), out);
    nothingWritten(decision, "SCAN-56");
    expect(decision.detail.event).toBe(gala);
  });

  test("[SCAN-57] [SCAN-58] undo takes the last scan back; while one waits, that one is put aside instead", () => {
    const { decide, out } = warehouse();
    const undo = text({ type: "undo" });
    expect(decide(undo, { ...out, canUndo: true }).rule).toBe("SCAN-57");
    expect(decide(undo, { ...out, canUndo: true, waiting: [] }).rule).toBe("SCAN-58");
    expect(decide(text({ type: "aside" }), { ...out, waiting: [{ type: "take" }] }).rule).toBe("SCAN-58");
    nothingWritten(decide(undo, out), "SCAN-60");
    nothingWritten(decide(text({ type: "aside" }), out), "SCAN-60");
  });

  test("[SCAN-59] [SCAN-60] take and answer n: only what the waiting scan offers", () => {
    const { decide, out } = warehouse();
    const waiting = [{ type: "take" }] as const;
    const take = text({ type: "take" });
    expect(decide(take, { ...out, waiting }).detail.given).toEqual({ type: "take" });
    expect(decide(text({ type: "answer", number: 1 }), { ...out, waiting }).detail.given).toEqual({
      type: "take",
    });
    nothingWritten(decide(text({ type: "answer", number: 2 }), { ...out, waiting }), "SCAN-60");
    nothingWritten(decide(take, { ...out, waiting: [{ type: "quantity", quantity: 1 }] }), "SCAN-60");
    nothingWritten(decide(take, out), "SCAN-60");
  });
});

describe("bulk codes", () => {
  test("[SCN-07] [CTRL-4] %5%CODE means five, whatever the screen says; of a single piece it means the piece", () => {
    const { decide, scan, out } = warehouse();
    expect(scan("%5%XLR10-B", { ...out, quantity: 2, asksQuantity: true })).toMatchObject({
      rule: "SCAN-20",
      subject: { quantity: 5 },
      facts: [{ quantity: 5, scanned: "%5%XLR10-B" }],
    });
    expect(decide("%5%SPOT-1", out)).toMatchObject({ rule: "SCAN-10", facts: [{ quantity: 1 }] });
    nothingWritten(decide("%5%NOBODY", out), "SCAN-05");
    nothingWritten(decide("%0%XLR10-B", out), "SCAN-05");
  });

  test("[SCN-07] a code that reads %5%… itself is that code", () => {
    const { decide, out, asset } = warehouse();
    asset("%5%XLR10-B", "Spot");
    expect(decide("%5%XLR10-B", out)).toMatchObject({ rule: "SCAN-10", subject: { type: "asset" } });
  });

  test("[SCAN-42] [SCN-07] [CTRL-4] set to ask, a bare bulk code writes nothing until somebody says how many", () => {
    const { decide, scan, out, back } = warehouse();
    const asks = { ...out, asksQuantity: true };
    const asked = decide("XLR10-B", asks);
    nothingWritten(asked, "SCAN-42");
    expect(asked.answers).toEqual([
      { type: "quantity", quantity: 1 },
      { type: "quantity", quantity: 40 },
    ]);
    expect(scan("XLR10-B", { ...asks, answers: [{ type: "quantity", quantity: 7 }] })).toMatchObject({
      rule: "SCAN-20",
      subject: { quantity: 7 },
      facts: [{ quantity: 7 }],
    });
    const askedBack = decide("XLR10-B", { ...back, asksQuantity: true });
    nothingWritten(askedBack, "SCAN-42");
    expect(askedBack.answers.at(-1)).toEqual({ type: "quantity", quantity: 7 });
  });

  test("[SCAN-42] [SCN-19] which job first, then how many: both answers count", () => {
    const { decide, scan, out, back, fair, gala } = warehouse();
    scan("%5%XLR10-B", out);
    scan("%8%XLR10-B", { mode: "out", event: fair });
    const asks = { ...back, asksQuantity: true };
    const which = decide("XLR10-B", asks);
    nothingWritten(which, "SCAN-40");
    const answers = [{ type: "event", event: gala }] as const;
    nothingWritten(decide("XLR10-B", { ...asks, answers }), "SCAN-42");
    expect(
      decide("XLR10-B", { ...asks, answers: [...answers, { type: "quantity", quantity: 3 }] }),
    ).toMatchObject({ rule: "SCAN-38", facts: [{ event: gala, quantity: 3 }] });
  });
});
