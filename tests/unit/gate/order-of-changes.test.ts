/** Where changes stand among others, and which of them a tip vouches for: known answers. */
import { describe, expect, test } from "vitest";
import { bytesKey } from "#shared/kernel/bytes";
import { findOrderProblem, growingIndex, isAncestor } from "#shared/protocol/gate/change-order";
import { provenChanges } from "#shared/protocol/gate/proven";
import { createOperationIndex, indexedChange } from "#shared/protocol/gate/operation-index";
import type { ParsedChange } from "#shared/protocol/gate/types";
import { named } from "#tests/support/keys";
import { inOrderOfActors, writtenChange } from "#tests/support/written-operations";

const hash = (name: string): Uint8Array => named(`change ${name}`);
const change = (
  name: string,
  by: string,
  seq: number,
  startOp: number,
  deps: readonly string[] = [],
  ops = 1,
): ParsedChange =>
  writtenChange(
    name,
    { by, seq, startOp, deps },
    Array.from({ length: ops }, () => ({ key: "x" })),
  );

describe("an index that grows", () => {
  test("[GATE-40] counts what comes upon what was there", () => {
    const empty = growingIndex();
    expect([empty.maxOp, empty.bytes, empty.changes, empty.actors]).toEqual([0, 0, 0, 0]);
    const a1 = change("a1", "ann", 1, 1, [], 3);
    const b1 = change("b1", "ben", 1, 4, ["a1"]);
    empty.add(a1);
    expect([empty.maxOp, empty.bytes, empty.changes, empty.actors]).toEqual([3, 100, 1, 1]);
    empty.add(change("a2", "ann", 2, 4, ["a1"], 5));
    expect([empty.maxOp, empty.bytes, empty.changes, empty.actors]).toEqual([8, 200, 2, 1]);
    const above = growingIndex(empty);
    above.add(b1);
    expect([above.maxOp, above.bytes, above.changes, above.actors]).toEqual([8, 300, 3, 2]);
    expect([empty.changes, empty.actors]).toEqual([2, 1]);
    expect(above.head(a1.actor)).toEqual({ seq: 2, hash: hash("a2") });
    expect(above.head(b1.actor)).toEqual({ seq: 1, hash: hash("b1") });
    expect([empty.head(b1.actor), empty.find(hash("b1"))]).toEqual([undefined, undefined]);
    expect(above.find(hash("a1"))).toMatchObject({ seq: 1, maxOp: 3, deps: [] });
    expect(above.find(hash("b1"))).toMatchObject({ seq: 1, maxOp: 4, deps: [hash("a1")] });
  });

  test("[GATE-41] ancestors are found through any number of changes, by whichever way, and nothing else is one", () => {
    const index = growingIndex();
    index.add(change("a1", "ann", 1, 1));
    index.add(change("a2", "ann", 2, 2, ["a1"]));
    index.add(change("b1", "ben", 1, 3, ["a2"]));
    index.add(change("c1", "cem", 1, 3, ["a2"]));
    index.add(change("b2", "ben", 2, 4, ["b1"]));
    index.add(change("d1", "dora", 1, 5, ["b2", "c1"]));
    const isBelow = (wanted: string, ...deps: readonly string[]): boolean =>
      isAncestor(hash(wanted), deps.map(hash), index);
    expect(["a1", "a2", "b1", "c1", "b2", "d1"].map((name) => isBelow(name, "d1"))).toEqual(
      Array.from({ length: 6 }, () => true),
    );
    expect([
      isBelow("d1", "b2", "c1"),
      isBelow("b2", "c1"),
      isBelow("c1", "b2"),
      isBelow("b1", "a2"),
    ]).toEqual([...[false, false, false, false]]);
    expect([isBelow("a1", "c1", "b2"), isBelow("c1", "b2", "c1"), isBelow("a1")]).toEqual([
      true,
      true,
      false,
    ]);
    expect([isBelow("a1", "unknown"), isBelow("unknown", "d1"), isBelow("unknown", "unknown")]).toEqual([
      ...[false, false, true],
    ]);
    // One without operations has the counter of what it stands upon.
    index.add(change("e1", "eve", 1, 2, ["a1"], 0));
    index.add(change("e2", "eve", 2, 2, ["e1"], 0));
    expect([isBelow("a1", "e2"), isBelow("e1", "e2")]).toEqual([true, true]);
  });

  test("[GATE-42] the next number of its actor, upon its last, counting on from the highest below", () => {
    const index = growingIndex();
    index.add(change("a1", "ann", 1, 1, [], 2));
    index.add(change("b1", "ben", 1, 3, ["a1"], 4));
    const problem = (...args: Parameters<typeof change>): string => {
      const found = findOrderProblem(change(...args), index);
      return found === undefined
        ? "none"
        : found.type === "OutOfOrder"
          ? found.code
          : `${found.missing.length} missing`;
    };
    expect(problem("a2", "ann", 2, 3, ["a1"])).toBe("none");
    expect(problem("a2", "ann", 2, 7, ["b1"])).toBe("none");
    expect(problem("a2", "ann", 2, 7, ["a1", "b1"])).toBe("none");
    expect(problem("a2", "ann", 2, 7, ["b1", "a1"])).toBe("none");
    expect(problem("c1", "cem", 1, 1)).toBe("none");
    expect([problem("a2", "ann", 2, 4, ["a1"]), problem("a2", "ann", 2, 2, ["a1"])]).toEqual([
      "counter",
      "counter",
    ]);
    expect([
      problem("c1", "cem", 1, 2),
      problem("c1", "cem", 2, 1),
      problem("a3", "ann", 3, 3, ["a1"]),
    ]).toEqual([...["counter", "seq", "seq"]]);
    expect([
      problem("a1", "ann", 1, 1),
      problem("a2", "ann", 2, 1),
      problem("b2", "ben", 2, 3, ["a1"]),
    ]).toEqual([...["seq", "seq", "seq"]]);
    expect([problem("c1", "cem", 1, 7, ["b1", "x"]), problem("c1", "cem", 1, 7, ["x", "y"])]).toEqual([
      ...["1 missing", "2 missing"],
    ]);
  });
});

describe("what a tip leads to", () => {
  const kept = (changes: readonly ParsedChange[], tipped: readonly string[]): readonly boolean[] =>
    changes.map(provenChanges(changes, new Set(tipped.map((name) => bytesKey(hash(name))))));
  const line = (
    by: string,
    from: number,
    to: number,
    deps: Readonly<Record<number, string>> = {},
  ): ParsedChange[] =>
    Array.from({ length: to - from + 1 }, (_, i) => {
      const seq = from + i;
      const below = [...(i > 0 ? [`${by}${seq - 1}`] : []), ...(deps[seq] === undefined ? [] : [deps[seq]])];
      return change(`${by}${seq}`, by, seq, seq, below);
    });

  test("[RECV-9] a line counts up to its last tip, from whichever number it begins", () => {
    for (const from of [1, 7]) {
      const changes = line("a", from, from + 4);
      expect(kept(changes, [`a${from + 4}`])).toEqual([true, true, true, true, true]);
      expect(kept(changes, [`a${from + 2}`])).toEqual([true, true, true, false, false]);
      expect(kept(changes, [`a${from}`])).toEqual([true, false, false, false, false]);
      expect(kept(changes, [`a${from}`, `a${from + 3}`])).toEqual([true, true, true, true, false]);
      expect(kept(changes, [])).toEqual([false, false, false, false, false]);
    }
    expect(kept([], [])).toEqual([]);
  });

  test("[RECV-10] what builds on something that does not count does not count either, and falls back to a tip below", () => {
    const a = line("a", 1, 3);
    const b = line("b", 1, 4, { 3: "a3" });
    const tips = ["b4", "b2"];
    expect(kept([...a, ...b], ["a3", ...tips])).toEqual(Array.from({ length: 7 }, () => true));
    expect(kept([...a, ...b], ["a2", ...tips])).toEqual([true, true, false, true, true, false, false]);
    expect(kept([...a, ...b], ["a2", "b4", "b1"])).toEqual([true, true, false, true, false, false, false]);
    expect(kept([...a, ...b], ["a2", "b4"])).toEqual([true, true, false, false, false, false, false]);
  });

  test("[RECV-11] from one line to the next and back, until nothing falls any more", () => {
    const a = line("a", 1, 2, { 2: "c1" });
    const b = line("b", 1, 2, { 1: "a2" });
    const c = line("c", 1, 1);
    const all = [...c, ...a, ...b];
    expect(kept(all, ["a2", "a1", "b2", "c1"])).toEqual([true, true, true, true, true]);
    expect(kept(all, ["a2", "a1", "b2"])).toEqual([false, true, false, false, false]);
    // Two that build on the same lost change fall with it.
    const d = line("d", 1, 1, { 1: "c1" });
    expect(kept([...all, ...d], ["a2", "a1", "b2", "d1"])).toEqual([false, true, false, false, false, false]);
    // What lies below a cut already stays.
    const e = line("e", 1, 3, { 2: "c1", 3: "a2" });
    expect(kept([...all, ...e], ["a2", "a1", "b2", "e3", "e1"])).toEqual([
      ...[false, true, false, false, false],
      ...[true, false, false],
    ]);
  });
});

describe("what a change may point at, further", () => {
  const [b, c] = inOrderOfActors("ben", "cleo");
  const a1 = writtenChange("a1", { by: "ann", startOp: 1 }, [{ action: "makeMap", key: "m" }, { key: "x" }]);
  const both = [
    writtenChange("b1", { by: b, startOp: 3, deps: ["a1"] }, [{ key: "x" }, { key: "x" }]),
    writtenChange("c1", { by: c, startOp: 3, deps: ["a1"] }, [{ key: "x" }]),
  ];
  const problemOf = (next: ParsedChange, isThere: boolean): string | undefined => {
    const index = createOperationIndex(() => undefined);
    for (const one of [a1, ...both]) {
      const { actors, startOp, operations } = {
        actors: [bytesKey(one.actor), ...one.others.map(bytesKey)],
        startOp: one.startOp,
        operations: one.operations,
      };
      index.add(indexedChange(one), isThere ? { actors, startOp, operations } : undefined);
    }
    return index.problemOf(next);
  };
  const place = { by: "ann", seq: 2, startOp: 5, deps: ["b1", "c1"] };

  test("[GATE-43] operations that cannot be read are not there", () => {
    const next = writtenChange("a2", place, [{ key: "y", obj: ["ann", 1] }]);
    expect([problemOf(next, true), problemOf(next, false)]).toEqual([undefined, "no such object"]);
    const replacing = writtenChange("a2", place, [{ key: "x", preds: [["ann", 2]] }]);
    expect([problemOf(replacing, true), problemOf(replacing, false)]).toEqual([undefined, "no such value"]);
  });

  test("[GATE-44] predecessors ascend by counter first, by actor only where counters are the same", () => {
    const order = (...preds: readonly (readonly [string, number])[]): string | undefined =>
      problemOf(writtenChange("a2", place, [{ key: "x", preds }]), true);
    expect(order([b, 3], [c, 3], [b, 4])).toBeUndefined();
    expect(order(["ann", 2], [b, 3], [c, 3], [b, 4])).toBeUndefined();
    for (const preds of [
      [
        [c, 3],
        [b, 3],
      ],
      [
        [b, 4],
        [c, 3],
      ],
      [
        [b, 3],
        [b, 3],
      ],
    ] as const) {
      expect(order(...preds)).toBe("predecessors not in order");
    }
  });
});
