import { expect, test } from "vitest";
import { findBadValue } from "#shared/kernel/check-values";
import { buildDemo } from "#shared/demo";
import { product } from "#shared/domain/inventory";
import { assetTest, fault, faultEntry, limitsFor, verdictOf } from "#shared/domain/maintenance";

const countingRandom = () => {
  let next = 0;
  return {
    bytes: (length: number) =>
      Uint8Array.from({ length }, (_, index) =>
        index < 4 ? (next++ * 2654435761) >>> (index * 8) : next >> (index % 4),
      ),
  };
};

const today = Date.UTC(2026, 5, 10, 9);
const demo = buildDemo(countingRandom(), today);

test("the demo company has the size of a real one", () => {
  const assets = demo.products.flatMap((entry) => entry.assets);
  expect(demo.products.length).toBeGreaterThanOrEqual(180);
  expect(assets.length).toBeGreaterThanOrEqual(1400);
  expect(assets.filter((entry) => entry.values.isCase).length).toBeGreaterThanOrEqual(40);
  expect(demo.events.length).toBe(60);
});

test("codes and ids of the demo are unique", () => {
  const assets = demo.products.flatMap((entry) => entry.assets);
  expect(new Set(assets.map((entry) => entry.values.code)).size).toBe(assets.length);
  const ids = [
    ...assets,
    ...demo.products.map((entry) => entry.product),
    ...demo.locations,
    ...demo.movements,
    ...demo.workshop.faults,
    ...demo.workshop.entries,
    ...demo.workshop.tests,
    ...demo.transfers.map((entry) => entry.transfer),
    ...demo.transfers.flatMap((entry) => entry.movements),
  ].map((entry) => entry.id);
  expect(new Set<string>(ids).size).toBe(ids.length);
});

test("every product has a category, a weight and a place or assets with one", () => {
  for (const entry of demo.products) {
    expect(entry.product.values.category, entry.product.values.name).toBeDefined();
    expect(entry.product.values.weightG, entry.product.values.name).toBeGreaterThan(0);
    const homes =
      entry.assets.length > 0 ? entry.assets.map((asset) => asset.values.home) : [entry.stock?.location];
    expect(homes, entry.product.values.name).not.toContain(undefined);
  }
});

test("each movement follows the one before it, but for one piece that two colleagues scanned out", () => {
  const last = new Map<string, { id: string; kind: string }>();
  const twice = demo.movements.slice(-2);
  for (const { id, values } of demo.movements.slice(0, -2)) {
    if (values.asset === undefined) continue;
    const before = last.get(values.asset);
    expect(values.after).toBe(before?.id);
    expect(values.kind).toBe(before?.kind === "out" ? "in" : "out");
    last.set(values.asset, { id, kind: values.kind });
  }
  expect(last.size).toBeGreaterThan(200);
  expect(new Set(twice.map(({ values }) => values.asset)).size).toBe(1);
  expect(new Set(twice.map(({ values }) => values.event)).size).toBe(2);
  expect(twice.map(({ values }) => values.by)).toEqual(demo.colleagues.map(({ id }) => id));
  expect(last.has(twice[0]?.values.asset ?? "")).toBe(false);
});

test("[INV-10] what hangs overhead has its clamps and safety wires on every list, and there are enough of them", () => {
  const byId = new Map(demo.products.map((entry) => [entry.product.id, entry]));
  const wire = demo.products.find(({ product }) => product.values.name.startsWith("Safety wire"));
  const heads = demo.products.filter(({ accessories }) =>
    accessories.some(({ values }) => values.item === wire?.product.id && values.isSafety),
  );
  expect(heads.length).toBeGreaterThan(20);
  const overhead = demo.events.flatMap(({ lines }) =>
    lines
      .filter(({ values }) => heads.some(({ product }) => product.id === values.product))
      .map(({ id, values }) => ({
        pieces: values.quantity,
        wires: lines
          .filter((each) => each.values.accessoryOf === id && each.values.product === wire?.product.id)
          .map((each) => each.values.quantity),
      })),
  );
  expect(overhead.length).toBeGreaterThan(50);
  for (const { pieces, wires } of overhead) expect(wires).toEqual([pieces]);
  const asked = demo.events.map(({ lines }) =>
    lines.reduce((sum, { values }) => sum + (values.product === wire?.product.id ? values.quantity : 0), 0),
  );
  expect(Math.max(...asked) * 3).toBeLessThan(wire?.stock?.quantity ?? 0);
  for (const { accessories, alternatives, product } of demo.products)
    for (const { values } of [...accessories, ...alternatives]) {
      expect(values.product).toBe(product.id);
      expect(byId.has(values.item)).toBe(true);
      expect(values.item).not.toBe(product.id);
    }
});

test("an accessory stands right behind its line, in its group", () => {
  for (const { lines } of demo.events) {
    const byId = new Map(lines.map((each) => [each.id, each]));
    const sorted = lines.toSorted((a, b) => (a.values.order < b.values.order ? -1 : 1));
    expect(sorted.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
    let head: string | undefined;
    for (const { id, values } of lines) {
      if (values.accessoryOf === undefined) head = id;
      else {
        expect(values.accessoryOf).toBe(head);
        expect(values.group).toBe(byId.get(values.accessoryOf)?.values.group);
      }
    }
  }
});

test("[INV-12] kits have parts and no body, and jobs that book one have its parts right behind it", () => {
  const byId = new Map(demo.products.map((entry) => [entry.product.id, entry]));
  expect(demo.kits.map(({ parts }) => parts.length)).toEqual([3, 5]);
  for (const { product: of, parts } of demo.kits) {
    expect(findBadValue(product, of.values)).toBeUndefined();
    for (const { values } of parts) expect(byId.has(values.item) && values.product === of.id).toBe(true);
  }
  const booked = demo.events.flatMap(({ lines }) =>
    lines.flatMap(({ id, values }, index) => (values.isKit === true ? [{ id, values, lines, index }] : [])),
  );
  expect(booked).toHaveLength(5);
  for (const { id, values, lines, index } of booked) {
    const kit = demo.kits.find((each) => each.product.id === values.product);
    const behind = lines.slice(index + 1, index + 1 + (kit?.parts.length ?? 0));
    expect(behind.map((each) => [each.values.accessoryOf, each.values.isPart, each.values.quantity])).toEqual(
      kit?.parts.map((part) => [id, true, part.values.quantity * values.quantity]),
    );
  }
});

test("[MNT-01] [MNT-07] what the workshop wrote could have been written on its screens", () => {
  const { faults, entries, tests } = demo.workshop;
  for (const { values } of faults) expect(findBadValue(fault, values), values.title).toBeUndefined();
  for (const { values } of entries) expect(findBadValue(faultEntry, values)).toBeUndefined();
  const said = new Map(faults.map(({ id, values }) => [id, values.at]));
  for (const { values } of entries) expect(values.at).toBeGreaterThan(said.get(values.fault) ?? today);
  for (const { values } of tests) {
    expect(findBadValue(assetTest, values)).toBeUndefined();
    if (values.method === "electrical")
      expect(verdictOf(values, limitsFor("vde-0701-0702", "I", values.cableMm), "I")).toBe(values.verdict);
  }
  expect(tests.filter(({ values }) => values.verdict === "fail")).toHaveLength(1);
});

test("[INV-06] one transfer is over, and one misses a piece", () => {
  const arrived = demo.transfers.map(({ transfer: { values }, movements }) =>
    [values.via, values.to].map((place) => movements.filter((each) => each.values.location === place).length),
  );
  expect(arrived).toEqual([
    [8, 8],
    [6, 5],
  ]);
  const moved = new Set(demo.movements.map(({ values }) => values.asset));
  for (const { movements } of demo.transfers)
    for (const { values } of movements) expect(moved.has(values.asset)).toBe(false);
});
