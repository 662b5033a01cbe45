/** The graph of entries, its cuts and its shared maps: what they hold after each step. */
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import { segmentsOf } from "#shared/protocol/membership/batch";
import { CowMap } from "#shared/protocol/membership/cow-map";
import type { GraphNode } from "#shared/protocol/membership/entry-graph";
import { compareNodes, EntryGraph } from "#shared/protocol/membership/entry-graph";
import type { EntryRecord } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { deviceOf, entryRecord, ops } from "#tests/support/unsigned-log";

const entry = (prev: readonly EntryRecord[] = [], n?: string): EntryRecord =>
  entryRecord(ops.removeMember("ann"), [deviceOf("founder")], prev, n === undefined ? {} : { n });

const found = (graph: EntryGraph, record: EntryRecord): GraphNode => {
  const node = graph.find(record.id);
  if (node === undefined) throw new Error("the graph holds it");
  return node;
};

const named = (nodes: readonly GraphNode[]): readonly string[] =>
  nodes.map(({ record }) => textOfBytes(record.id));
const idOf = (records: readonly EntryRecord[]): readonly string[] => records.map(({ id }) => textOfBytes(id));
const inAnyOrder = (names: readonly string[]): readonly string[] => names.toSorted();
const heads = (graph: EntryGraph): readonly string[] => inAnyOrder(named(graph.heads()));

/** One entry, two beside each other upon it, one upon both. */
const diamond = (): readonly [EntryRecord, EntryRecord, EntryRecord, EntryRecord] => {
  const root = entry();
  const [left, right] = [entry([root]), entry([root])];
  return [root, left, right, entry([left, right])];
};

describe("the graph of entries", () => {
  test("[MEM-101] in order: each is complete at once, its depth is the longest way down", () => {
    const [root, left, right, top] = diamond();
    const graph = new EntryGraph();
    expect(graph.heads()).toEqual([]);
    expect(named(graph.add(root))).toEqual(idOf([root]));
    expect(heads(graph)).toEqual(idOf([root]));
    expect(named(graph.add(left))).toEqual(idOf([left]));
    expect(heads(graph)).toEqual(idOf([left]));
    expect(named(graph.add(right))).toEqual(idOf([right]));
    expect(heads(graph)).toEqual(inAnyOrder(idOf([left, right])));
    expect(named(graph.add(top))).toEqual(idOf([top]));
    expect(heads(graph)).toEqual(idOf([top]));
    expect([root, left, right, top].map((one) => found(graph, one).depth)).toEqual([1, 2, 2, 3]);
    expect([root, left, right, top].map((one) => found(graph, one).children)).toEqual([2, 1, 1, 0]);
    expect(inAnyOrder(named(found(graph, top).parents))).toEqual(inAnyOrder(idOf([left, right])));
    const shortcut = entry([root, top]);
    graph.add(shortcut);
    expect(found(graph, shortcut).depth).toBe(4);
    expect(graph.waiting()).toEqual([]);
  });

  test("[MEM-102] the other way round: all wait until the first has come, then all are complete", () => {
    const [root, left, right, top] = diamond();
    const graph = new EntryGraph();
    for (const record of [top, right, left]) expect(graph.add(record)).toEqual([]);
    expect(graph.waiting()).toEqual([top, right, left].map(({ id }) => id).sort(compareBytes));
    expect(graph.heads()).toEqual([]);
    expect([top, right, left].map((one) => found(graph, one).depth)).toEqual([0, 0, 0]);
    const completed = named(graph.add(root));
    expect(completed[0]).toBe(textOfBytes(root.id));
    expect(completed.at(-1)).toBe(textOfBytes(top.id));
    expect(inAnyOrder(completed)).toEqual(inAnyOrder(idOf([root, left, right, top])));
    expect(graph.waiting()).toEqual([]);
    expect(heads(graph)).toEqual(idOf([top]));
    expect([root, left, right, top].map((one) => found(graph, one).depth)).toEqual([1, 2, 2, 3]);
    expect([root, left, right, top].map((one) => found(graph, one).children)).toEqual([2, 1, 1, 0]);
  });

  test("[MEM-103] one that is known is not taken again, whether it waits or not", () => {
    const [root, left, right, top] = diamond();
    const graph = new EntryGraph();
    graph.add(root);
    expect(graph.add(root)).toEqual([]);
    graph.add(top);
    expect(graph.add(top)).toEqual([]);
    graph.add(left);
    graph.add(right);
    expect(graph.add(left)).toEqual([]);
    expect([root, left, right, top].map((one) => found(graph, one).children)).toEqual([2, 1, 1, 0]);
    expect(found(graph, top).parents.length).toBe(2);
    expect(heads(graph)).toEqual(idOf([top]));
  });

  test("[MEM-104] what others build upon is not taken out, complete or not; a head is, and its parents are heads again", () => {
    const [root, left, right, top] = diamond();
    const graph = new EntryGraph();
    for (const record of [root, left, right, top]) graph.add(record);
    for (const record of [root, left, right]) expect(graph.remove(found(graph, record))).toBe(false);
    expect(graph.remove(found(graph, top))).toBe(true);
    expect(graph.find(top.id)).toBeUndefined();
    expect(heads(graph)).toEqual(inAnyOrder(idOf([left, right])));
    expect(graph.remove(found(graph, left))).toBe(true);
    // Another still builds upon the first.
    expect(heads(graph)).toEqual(idOf([right]));
    expect(found(graph, root).children).toBe(1);
    expect(graph.remove(found(graph, right))).toBe(true);
    expect(heads(graph)).toEqual(idOf([root]));
    expect(graph.remove(found(graph, root))).toBe(true);
    expect(graph.heads()).toEqual([]);
    for (const record of [root, left, right, top]) graph.add(record);
    expect(heads(graph)).toEqual(idOf([top]));
    expect(found(graph, top).depth).toBe(3);
  });

  test("[MEM-105] one that waits is taken out and leaves those that wait for the same; it can come again", () => {
    const [root, left, right, top] = diamond();
    const graph = new EntryGraph();
    for (const record of [left, right, top]) graph.add(record);
    expect(graph.remove(found(graph, left))).toBe(true);
    expect(graph.find(left.id)).toBeUndefined();
    expect(graph.waiting()).toEqual([right, top].map(({ id }) => id).sort(compareBytes));
    expect(named(graph.add(root))).toEqual(idOf([root, right]));
    expect(graph.waiting()).toEqual([top.id]);
    expect(heads(graph)).toEqual(idOf([right]));
    expect(named(graph.add(left))).toEqual(idOf([left, top]));
    expect(heads(graph)).toEqual(idOf([top]));
    expect([root, left, right, top].map((one) => found(graph, one).children)).toEqual([2, 1, 1, 0]);
  });

  test("[MEM-106] the last that waits for something is taken out: nothing comes with what it waited for", () => {
    const root = entry();
    const [child, other] = [entry([root]), entry([root])];
    const graph = new EntryGraph();
    graph.add(child);
    graph.add(other);
    expect(graph.remove(found(graph, child))).toBe(true);
    expect(graph.remove(found(graph, other))).toBe(true);
    expect(named(graph.add(root))).toEqual(idOf([root]));
    expect(found(graph, root).children).toBe(0);
    expect(heads(graph)).toEqual(idOf([root]));
  });

  test("[MEM-107] a complete one that a waiting one names stays", () => {
    const root = entry();
    const elsewhere = entry();
    const waits = entry([root, elsewhere]);
    const graph = new EntryGraph();
    graph.add(root);
    graph.add(waits);
    expect(graph.remove(found(graph, root))).toBe(false);
    expect(found(graph, root).children).toBe(0);
    // Beside another that waits and does not name it, too.
    const stranger = entry([entry()]);
    graph.add(stranger);
    expect(graph.remove(found(graph, root))).toBe(false);
    expect(graph.remove(found(graph, waits))).toBe(true);
    expect(graph.remove(found(graph, root))).toBe(true);
    expect(graph.waiting()).toEqual([stranger.id]);
  });

  test("[MEM-108] taken up again after its parent, what a waiting one names is counted once", () => {
    const root = entry();
    const left = entry([root]);
    const top = entry([left]);
    const graph = new EntryGraph();
    graph.add(left);
    graph.add(top);
    expect(named(graph.add(root))).toEqual(idOf([root, left, top]));
    expect(graph.remove(found(graph, top))).toBe(true);
    expect(graph.remove(found(graph, left))).toBe(true);
    expect(graph.remove(found(graph, root))).toBe(true);
    expect(named(graph.add(root))).toEqual(idOf([root]));
    expect(graph.waiting()).toEqual([]);
    expect(graph.heads().map(({ record }) => record)).toEqual([root]);
  });

  test("[MEM-109] the order of a batch is depth, then id", () => {
    const graph = new EntryGraph();
    const roots = Array.from({ length: 6 }, (_, i) => entry([], `order ${i}`));
    const upper = roots.map((root, i) => entry([root], `upper ${i}`));
    for (const record of [...upper, ...roots]) graph.add(record);
    const sorted = [...roots, ...upper].map((one) => found(graph, one)).toSorted(compareNodes);
    const byId = (list: readonly EntryRecord[]): readonly string[] =>
      idOf(list.toSorted((a, b) => compareBytes(a.id, b.id)));
    expect(named(sorted)).toEqual([...byId(roots), ...byId(upper)]);
    expect(sorted.map((node) => compareNodes(node, node))).toEqual(sorted.map(() => 0));
  });
});

describe("where a batch has no concurrency", () => {
  const cut = (records: readonly EntryRecord[]): readonly (readonly string[])[] => {
    const graph = new EntryGraph();
    for (const record of records) graph.add(record);
    const { closed, open } = segmentsOf(records.map((record) => found(graph, record)));
    return [...closed.map(named), ["open", ...named(open)]];
  };

  test("[MEM-110] a chain is cut everywhere, nothing stays open", () => {
    const first = entry();
    const second = entry([first]);
    const third = entry([second]);
    const expected = [...[first, second, third].map((one) => idOf([one])), ["open"]];
    expect(cut([first, second, third])).toEqual(expected);
    expect(cut([third, first, second])).toEqual(expected);
    expect(cut([])).toEqual([["open"]]);
    expect(cut([first])).toEqual([idOf([first]), ["open"]]);
  });

  test("[MEM-111] two beside each other stay open until one builds upon both", () => {
    const [root, left, right, top] = diamond();
    const pair = [left, right].toSorted((a, b) => compareBytes(a.id, b.id));
    expect(cut([root, left, right])).toEqual([idOf([root]), ["open", ...idOf(pair)]]);
    expect(cut([root, left, right, top])).toEqual([idOf([root]), idOf([...pair, top]), ["open"]]);
    const after = entry([top]);
    expect(cut([root, left, right, top, after])).toEqual([
      ...[idOf([root]), idOf([...pair, top]), idOf([after])],
      ["open"],
    ]);
  });

  test("[MEM-112] one that does not build upon the cut undoes it, and every cut above what it builds upon", () => {
    const root = entry();
    const second = entry([root]);
    const third = entry([second]);
    const late = entry([root]);
    const level = [second, late].toSorted((a, b) => compareBytes(a.id, b.id));
    expect(cut([root, second, third, late])).toEqual([idOf([root]), ["open", ...idOf([...level, third])]]);
    const stray = entry();
    const open = cut([root, second, third, stray]);
    expect(open.length).toBe(1);
    expect(open[0]?.length).toBe(5);
    const both = entry([third, late]);
    expect(cut([root, second, third, late, both])).toEqual([
      ...[idOf([root]), idOf([...level, third, both])],
      ["open"],
    ]);
  });

  test("[MEM-113] the nearest of its parents says upon what an entry builds", () => {
    const root = entry();
    const second = entry([root]);
    const third = entry([second]);
    const both = entry([root, third]);
    const expected = [...[root, second, third, both].map((one) => idOf([one])), ["open"]];
    expect(cut([root, second, third, both])).toEqual(expected);
    const other = entry([third, root]);
    expect(cut([root, second, third, other]).length).toBe(5);
  });
});

describe("maps that states share", () => {
  test("[MEM-114] each side of a fork sees its own writes only, whichever writes first", () => {
    for (const writesFirst of ["old", "new"] as const) {
      const old = new CowMap<number>();
      old.set("a", 1);
      const fork = old.fork();
      const [first, second] = writesFirst === "old" ? [old, fork] : [fork, old];
      first.set("b", 2);
      first.delete("a");
      second.set("c", 3);
      expect([...first.entries()]).toEqual([["b", 2]]);
      expect([...second.entries()]).toEqual([
        ["a", 1],
        ["c", 3],
      ]);
      expect([first.size, second.size, first.has("a"), second.get("c")]).toEqual([1, 2, false, 3]);
      expect([[...first.values()], [...second.values()]]).toEqual([[2], [1, 3]]);
    }
  });

  test("[MEM-115] a view does not change, also when what is deleted was not there", () => {
    const map = new CowMap(new Map([["a", 1]]));
    const view = map.view();
    map.delete("nothing");
    expect(map.view()).toBe(view);
    map.delete("a");
    expect([[...view], [...map.entries()]]).toEqual([[["a", 1]], []]);
    const given = new Map([["a", 1]]);
    new CowMap(given, true).set("b", 2);
    expect(given.size).toBe(1);
    // Its own until somebody else holds it.
    const own = new CowMap(given);
    own.set("b", 2);
    own.set("c", 3);
    expect(given.size).toBe(3);
  });
});
