/** What a change may point at: known answers, operation by operation. */
import { describe, expect, test } from "vitest";
import { bytesKey } from "#shared/kernel/bytes";
import type { OperationIndex } from "#shared/protocol/gate/operation-index";
import { createOperationIndex, indexedChange, tableOfChange } from "#shared/protocol/gate/operation-index";
import type { ParsedChange } from "#shared/protocol/gate/types";
import type { Ref, WrittenOp } from "#tests/support/written-operations";
import { head, inOrderOfActors, writtenChange } from "#tests/support/written-operations";

const [b, c] = inOrderOfActors("ben", "cleo");

/** ann begins; the other two go on from there without knowing of each other. */
const history: readonly ParsedChange[] = [
  writtenChange("a1", { by: "ann", startOp: 1 }, [
    { action: "makeMap", key: "m" },
    { key: "x", obj: ["ann", 1] },
    { action: "makeList", key: "l" },
    { key: head, obj: ["ann", 3], insert: true },
    { key: ["ann", 4], obj: ["ann", 3], insert: true },
    { key: "n" },
  ]),
  writtenChange("b1", { by: b, startOp: 7, deps: ["a1"] }, [
    { key: "x", obj: ["ann", 1], preds: [["ann", 2]] },
    { key: ["ann", 4], obj: ["ann", 3], preds: [["ann", 4]] },
    { action: "del", key: "n", preds: [["ann", 6]] },
    { action: "makeText", key: "t" },
    { key: head, obj: [b, 10], insert: true },
    { action: "makeTable", key: "table" },
    { key: "y", obj: [b, 12] },
    { action: "inc", key: "x", obj: ["ann", 1], preds: [[b, 7]] },
  ]),
  writtenChange("c1", { by: c, startOp: 7, deps: ["a1"] }, [
    { key: "x", obj: ["ann", 1], preds: [["ann", 2]] },
    { action: "makeMap", key: ["ann", 4], obj: ["ann", 3], insert: true },
  ]),
];

const indexed = (changes: readonly ParsedChange[], withTables = true): OperationIndex => {
  const tables = new Map(changes.map((change) => [bytesKey(change.hash), tableOfChange(change)]));
  const index = createOperationIndex((hash) => tables.get(hash));
  for (const change of changes)
    index.add(indexedChange(change), withTables ? tableOfChange(change) : undefined);
  return index;
};

const both = { by: "ann", seq: 2, startOp: 15, deps: ["b1", "c1"] };
const next = (...ops: readonly WrittenOp[]): ParsedChange => writtenChange("a2", both, ops);
const problem = (...ops: readonly WrittenOp[]): string | undefined =>
  indexed(history).problemOf(next(...ops));
const inMap = (preds: readonly Ref[]): WrittenOp => ({ key: "x", obj: ["ann", 1], preds });

describe("what a change may point at", () => {
  test("[GATE-12] every change of an honest history points at something, with its operations at hand or read again", () => {
    for (const withTables of [true, false]) {
      history.forEach((change, i) => {
        const index = indexed(history.slice(0, i), withTables);
        expect(index.problemOf(change), `${i}`).toBeUndefined();
        expect(index.has(bytesKey(change.hash))).toBe(false);
      });
      const all = indexed(history, withTables);
      expect(all.has(bytesKey(history[2]?.hash ?? new Uint8Array(0)))).toBe(true);
      const sound = next(
        inMap([
          [b, 7],
          [c, 7],
        ]),
        { key: [c, 8], obj: ["ann", 3], insert: true },
        { key: "z", obj: [c, 8] },
        { key: "z", obj: [c, 8], preds: [["ann", 17]] },
        { key: [b, 11], obj: [b, 10], preds: [[b, 11]] },
        { key: "y", obj: [b, 12], preds: [[b, 13]] },
        { action: "del", key: ["ann", 16], obj: ["ann", 3], preds: [["ann", 16]] },
      );
      expect(all.problemOf(sound)).toBeUndefined();
    }
  });

  test("[GATE-13] objects: none, a value, a later one, one of a change that is no ancestor", () => {
    const none = "no such object";
    for (const obj of [
      ["ann", 99],
      ["ann", 2],
      ["ann", 15],
      ["ann", 16],
      ["zoe", 1],
      [b, 9],
      [b, 6],
    ] satisfies Ref[])
      expect(problem({ key: "x", obj }), String(obj)).toBe(none);
    const unseen = writtenChange("a2", { ...both, deps: ["c1"] }, [{ key: "y", obj: [b, 12] }]);
    expect(indexed(history).problemOf(unseen)).toBe(none);
    expect(indexed(history.slice(0, 1)).problemOf(unseen)).toBe(none);
    // Nobody goes on from what the writer itself has not written yet.
    const ahead = writtenChange("b2", { by: b, seq: 1, startOp: 20, deps: ["a1"] }, [
      { key: "y", obj: [b, 12] },
    ]);
    expect(indexed(history).problemOf(ahead)).toBe(none);
    expect(problem({ action: "makeMap", key: "new" }, { key: "x", obj: ["ann", 15] })).toBeUndefined();
  });

  test("[GATE-14] maps have keys, sequences have elements, and each only its own", () => {
    expect(problem({ key: "x", obj: ["ann", 3] })).toBe("key of another kind of object");
    expect(problem({ key: "x", obj: [b, 10] })).toBe("key of another kind of object");
    expect(problem({ key: head, obj: ["ann", 1], insert: true })).toBe("key of another kind of object");
    expect(problem({ key: head, obj: [b, 12], insert: true })).toBe("key of another kind of object");
    expect(problem({ key: head, insert: true })).toBe("key of another kind of object");
    const none = "no such element";
    expect(problem({ key: head, obj: ["ann", 3] })).toBe(none);
    expect(problem({ key: ["ann", 4], obj: [b, 10] })).toBe(none);
    expect(problem({ key: [b, 11], obj: ["ann", 3] })).toBe(none);
    expect(problem({ key: [b, 8], obj: ["ann", 3] })).toBe(none);
    expect(problem({ key: ["ann", 3], obj: ["ann", 3] })).toBe(none);
    expect(problem({ key: ["ann", 99], obj: ["ann", 3] })).toBe(none);
    expect(problem({ key: ["ann", 5], obj: ["ann", 3] })).toBeUndefined();
  });

  test("[GATE-15] what is replaced had a value in the same place and is known to the author", () => {
    const none = "no such value";
    for (const preds of [
      [["ann", 99]],
      [["ann", 6]],
      [["ann", 15]],
      [[b, 14]],
      [["zoe", 7]],
    ] satisfies Ref[][])
      expect(problem(inMap(preds)), String(preds)).toBe(none);
    expect(problem({ key: "n", preds: [[b, 9]] })).toBe(none);
    expect(problem({ key: "m", preds: [["ann", 1]] })).toBeUndefined();
    expect(problem({ key: "x", preds: [["ann", 2]] })).toBe(none);
    expect(problem({ key: ["ann", 5], obj: ["ann", 3], preds: [["ann", 4]] })).toBe(none);
    expect(problem({ key: ["ann", 4], obj: ["ann", 3], preds: [[b, 8]] })).toBeUndefined();
    const unseen = writtenChange("a2", { ...both, deps: ["c1"] }, [inMap([[b, 7]])]);
    expect(indexed(history).problemOf(unseen)).toBe(none);
  });

  test("[GATE-16] what is replaced is named in ascending order, each once", () => {
    const wrong = "predecessors not in order";
    const place = (preds: readonly Ref[]): string | undefined => problem(inMap(preds));
    expect(
      place([
        ["ann", 2],
        [b, 7],
        [c, 7],
      ]),
    ).toBeUndefined();
    expect(
      place([
        [c, 7],
        [b, 7],
      ]),
    ).toBe(wrong);
    expect(
      place([
        [b, 7],
        ["ann", 2],
      ]),
    ).toBe(wrong);
    expect(
      place([
        [b, 7],
        [b, 7],
      ]),
    ).toBe(wrong);
    expect(
      place([
        [b, 7],
        [c, 7],
        ["ann", 2],
      ]),
    ).toBe(wrong);
    // Each operation counts for itself.
    expect(problem(inMap([[b, 7]]), inMap([["ann", 2]]))).toBeUndefined();
  });

  test("[GATE-17] text marks are not taken", () => {
    expect(problem({ action: "mark", key: "m" })).toBe("text mark");
  });

  test("[GATE-18] of a long line every operation is found in its change, and none in the gaps", () => {
    const starts = [1, 4, 5, 9, 20, 21, 30];
    const line = starts.map((startOp, i) =>
      writtenChange(`l${i}`, { by: "ann", seq: i + 1, startOp, deps: i === 0 ? [] : [`l${i - 1}`] }, [
        { key: `k${i}` },
      ]),
    );
    const over = (counter: number, key: string): string | undefined =>
      indexed(line).problemOf(
        writtenChange("end", { by: b, startOp: 40, deps: ["l6"] }, [{ key, preds: [["ann", counter]] }]),
      );
    starts.forEach((counter, i) => expect(over(counter, `k${i}`), `${counter}`).toBeUndefined());
    for (const counter of [2, 3, 6, 8, 10, 19, 22, 29, 31, 39])
      expect(over(counter, "k0")).toBe("no such value");
  });

  test("[GATE-19] an author knows what was known where they went on from, by whichever way", () => {
    const at = (
      name: string,
      by: string,
      deps: readonly string[],
      ...ops: readonly WrittenOp[]
    ): ParsedChange => writtenChange(name, { by, startOp: 10, deps }, ops);
    const changes = [
      writtenChange("a1", { by: "ann", startOp: 1 }, [{ key: "k" }]),
      writtenChange("a2", { by: "ann", seq: 2, startOp: 2, deps: ["a1"] }, [
        { key: "k", preds: [["ann", 1]] },
      ]),
      writtenChange("a3", { by: "ann", seq: 3, startOp: 3, deps: ["a2"] }, [
        { key: "k", preds: [["ann", 2]] },
      ]),
      at("b1", b, ["a1"]),
      at("c1", c, ["a3"]),
      writtenChange("c2", { by: c, seq: 2, startOp: 10, deps: ["c1"] }, []),
      at("d1", "dan", ["b1", "c2"]),
      at("e1", "eve", ["c2", "b1"]),
      at("f1", "fay", ["a3", "b1"]),
      at("g1", "gil", ["b1"]),
    ];
    const index = indexed(changes);
    const knows = (dep: string): boolean => {
      const change = writtenChange("z", { by: "zoe", startOp: 20, deps: [dep] }, [
        { key: "k", preds: [["ann", 3]] },
      ]);
      return index.problemOf(change) === undefined;
    };
    const known = changes.map(
      (_, i) => ["a1", "a2", "a3", "b1", "c1", "c2", "d1", "e1", "f1", "g1"][i] ?? "",
    );
    expect(known.filter(knows)).toEqual(["a3", "c1", "c2", "d1", "e1", "f1"]);
  });

  test("[GATE-20] more operations than are kept at hand are read again", () => {
    const many = Array.from({ length: 600 }, (_, i) =>
      writtenChange(`m${i}`, { by: "ann", seq: i + 1, startOp: i + 1, deps: i === 0 ? [] : [`m${i - 1}`] }, [
        { key: `k${i}` },
      ]),
    );
    const over = writtenChange(
      "over",
      { by: b, startOp: 601, deps: ["m599"] },
      many.map((_, i) => ({ key: `k${i}`, preds: [["ann", i + 1]] })),
    );
    expect(indexed(many, false).problemOf(over)).toBeUndefined();
    expect(indexed(many).problemOf(over)).toBeUndefined();
  });
});
