import { describe, expect, test } from "vitest";
import { parsePastedRows, parseTypedLine } from "#shared/domain/pull-list";

describe("typed lines", () => {
  test.each([
    ["40 shack", 40, "shack"],
    ["40x shackle 3.25 t", 40, "shackle 3.25 t"],
    ["40 × shackle", 40, "shackle"],
    ["40×shackle", 40, "shackle"],
    ["40 * shackle", 40, "shackle"],
    ["shackle", 1, "shackle"],
    ["  2   V8 ", 2, "V8"],
    ["D80", 1, "D80"],
    ["600E spot", 1, "600E spot"],
    ["0 spare lamps", 0, "spare lamps"],
    ["9999999 ties", 1_000_000, "ties"],
    ["12345678 x", 1, "12345678 x"],
    ["12", 1, "12"],
  ])("[PUL-01] %j is %i of %j", (typed, quantity, words) => {
    expect(parseTypedLine(typed)).toEqual({ quantity, words });
  });

  test("[PUL-01] nothing typed is no line", () => {
    expect(parseTypedLine("   ")).toBeUndefined();
  });

  test("[PUL-13] rows from a spreadsheet: heading left out, quantity wherever it stands, the rest a note", () => {
    const pasted =
      "Product\tQty\tRemark\r\nMegaPointe\t24\tFOH truss\r\nSharpy\t18\t\r\n\r\n6\tD80\tRack A\n";
    expect(parsePastedRows(pasted)).toEqual([
      { quantity: 24, words: "MegaPointe", note: "FOH truss" },
      { quantity: 18, words: "Sharpy" },
      { quantity: 6, words: "D80", note: "Rack A" },
    ]);
  });

  test("[PUL-13] a plain list of words and quantities", () => {
    expect(parsePastedRows("12 V8\nD80\n4x Schuko 10 m")).toEqual([
      { quantity: 12, words: "V8" },
      { quantity: 1, words: "D80" },
      { quantity: 4, words: "Schuko 10 m" },
    ]);
    expect(parsePastedRows("")).toEqual([]);
  });

  test("[PUL-13] quoted cells and counts with a times sign", () => {
    expect(parsePastedRows('"Cable 10 m, ""black"""\t12x')).toEqual([
      { quantity: 12, words: 'Cable 10 m, "black"' },
    ]);
  });

  test("[PUL-13] a table without any quantity keeps its first row", () => {
    expect(parsePastedRows("V8\td&b\nD80\td&b")).toEqual([
      { quantity: 1, words: "V8", note: "d&b" },
      { quantity: 1, words: "D80", note: "d&b" },
    ]);
  });
});
