import { describe, expect, test } from "vitest";
import { createWedge } from "#client/features/scanning/wedge";
import type { WedgeAnswer } from "#client/features/scanning/wedge";
import { createSightings, outOfSightMs } from "#client/features/scanning/sightings";

/** Presses keys with the given gap before each; the last answer counts. */
const type = (
  text: string,
  gapMs: number | ((index: number) => number),
  end = "Enter",
  isInField = true,
): readonly WedgeAnswer[] => {
  const wedge = createWedge();
  let atMs = 10_000;
  return [...Array.from(text), end].map((key, index) => {
    atMs += typeof gapMs === "number" ? gapMs : gapMs(index);
    return wedge.press({ key, atMs, hasModifier: false, isInField });
  });
};

describe("hand scanners", () => {
  test("[SCN-02] a burst that ends in Enter or Tab is a code, and its keys reach nothing else", () => {
    expect(type("MEGA-0001", 4).at(-1)).toEqual({ type: "code", code: "MEGA-0001" });
    expect(type("MEGA-0001", 30, "Tab").at(-1)).toEqual({ type: "code", code: "MEGA-0001" });
    expect(
      type("MEGA-0001", 4)
        .slice(1, -1)
        .every((answer) => answer.type === "hold"),
    ).toBe(true);
  });

  test("[SCN-02] a hiccup in the middle does not cut the code", () => {
    expect(type("MEGA-0001", (index) => (index === 6 ? 220 : 5)).at(-1)).toEqual({
      type: "code",
      code: "MEGA-0001",
    });
  });

  test("[SCN-02] a person's typing passes, also when two letters come close together", () => {
    expect(type("MEGA-0001", 140).every((answer) => answer.type === "pass")).toBe(true);
    expect(type("MEGA-0001", (index) => (index === 4 ? 20 : 160)).at(-1)).toEqual({ type: "pass" });
    expect(type("ab", 5).at(-1)).toEqual({ type: "pass" });
  });

  test("[SCN-02] outside text fields slow scanners and typing people are heard too", () => {
    expect(type("MEGA-0001", 140, "Enter", false).at(-1)).toEqual({ type: "code", code: "MEGA-0001" });
    expect(type("MEGA-0001", 260, "Enter", false).at(-1)).toEqual({ type: "pass" });
  });

  test("[SCN-02] what was typed long before is no part of the code", () => {
    expect(type("xMEGA-0001", (index) => (index === 1 ? 900 : 5)).at(-1)).toEqual({
      type: "code",
      code: "MEGA-0001",
    });
  });

  test("shortcuts and Shift: a modifier ends a burst, a capital does not", () => {
    const wedge = createWedge();
    const press = (key: string, atMs: number, hasModifier = false): WedgeAnswer =>
      wedge.press({ key, atMs, hasModifier, isInField: true });
    for (const [index, key] of ["Shift", "A", "Shift", "B", "1"].entries()) press(key, 100 + index * 5);
    expect(press("Enter", 130)).toEqual({ type: "code", code: "AB1" });
    for (const [index, key] of ["a", "b", "c"].entries()) press(key, 1000 + index * 5, index === 2);
    expect(press("Enter", 1020)).toEqual({ type: "pass" });
  });
});

test("[READ-4] the camera counts a code again only after it was out of sight", () => {
  let now = 0;
  const sightings = createSightings({ now: () => now });
  expect(sightings.see("A")).toBe(true);
  for (let frame = 0; frame < 100; frame++) {
    now += 100;
    expect(sightings.see("A")).toBe(false);
  }
  expect(sightings.see("B")).toBe(true);
  now += outOfSightMs + 1;
  expect(sightings.see("A")).toBe(true);
});
