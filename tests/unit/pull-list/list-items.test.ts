import { describe, expect, test } from "vitest";
import { askedFor, countOnce, listItems, sameItems } from "#client/features/pull-list/list-items";
import type { ItemView } from "#client/features/pull-list/list-items";
import { waysOutOf } from "#client/features/pull-list/ways-out";
import { createAvailabilityIndex } from "#shared/domain/availability";
import { alternative, product } from "#shared/domain/inventory";
import type { AlternativeId, ProductId } from "#shared/domain/inventory";
import type { LineGroupId, LineId } from "#shared/domain/pull-list";
import type { CategoryId } from "#shared/domain/settings";
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { LineRow } from "#client/features/availability";
import { createMemoryRows } from "#tests/support/memory-rows";

const thing = brand<ThingId>("EVENT");
const mega = brand<ProductId>("MEGA");
const line = (id: string, quantity = 1): LineRow => ({
  id: brand<LineId>(id),
  thing,
  product: mega,
  name: id,
  order: id,
  quantity,
});
const group = (id: string) => ({ id: brand<LineGroupId>(id), thing, name: id, order: id });
const sections = [
  { group: undefined, lines: [line("a")] },
  { group: group("G"), lines: [line("b", 2), line("c", 4)] },
  { group: group("H"), lines: [] },
];
const view: ItemView = { filter: "all", collapsed: new Set(), addIn: undefined, mayAdd: true };
const keys = (more: Partial<ItemView>, isShown: (row: LineRow) => boolean = () => true) =>
  listItems(sections, { ...view, ...more }, isShown).map(({ key }) => key);

describe("rows of the grid", () => {
  test("[PUL-01] loose lines, then groups with theirs, and the adding row at the end or where it was asked for", () => {
    expect(keys({})).toEqual(["line-a", "group-G", "line-b", "line-c", "group-H", "add"]);
    expect(keys({ addIn: brand<LineGroupId>("G") })).toEqual([
      "line-a",
      "group-G",
      "line-b",
      "line-c",
      "add",
      "group-H",
    ]);
    expect(keys({ addIn: null })).toEqual(["line-a", "add", "group-G", "line-b", "line-c", "group-H"]);
    expect(keys({ addIn: brand<LineGroupId>("gone") })).toEqual([
      "line-a",
      "group-G",
      "line-b",
      "line-c",
      "group-H",
      "add",
    ]);
  });

  test("[PUL-11] a filter leaves out what does not fit, empty groups and the adding row", () => {
    expect(keys({ filter: "short" }, (row) => row.id === "c")).toEqual(["group-G", "line-c"]);
    expect(keys({ filter: "short" }, () => false)).toEqual([]);
  });

  test("[PUL-01] a closed group keeps its head, and lines keep their numbers", () => {
    const items = listItems(sections, { ...view, collapsed: new Set([brand<LineGroupId>("G")]) }, () => true);
    expect(items.map(({ key }) => key)).toEqual(["line-a", "group-G", "group-H", "add"]);
    const filtered = listItems(sections, { ...view, filter: "short" }, (row) => row.id === "c");
    expect(filtered.at(-1)).toMatchObject({ key: "line-c", number: 3 });
  });

  test("[PUL-01] a changed quantity changes no row of the grid, a moved line does", () => {
    const before = listItems(sections, view, () => true);
    const edited = sections.map((each) => ({
      ...each,
      lines: each.lines.map((row) => ({ ...row, quantity: 9 })),
    }));
    expect(
      sameItems(
        before,
        listItems(edited, view, () => true),
      ),
    ).toBe(true);
    const moved = sections.map((each) => ({ ...each, lines: each.lines.toReversed() }));
    expect(
      sameItems(
        before,
        listItems(moved, view, () => true),
      ),
    ).toBe(false);
    expect(askedFor(sections, mega)).toBe(7);
  });
});

describe("how many lines pass a filter", () => {
  const along = (id: string, accessoryOf: string, more: Partial<LineRow> = {}): LineRow => ({
    ...line(id),
    accessoryOf: brand<LineId>(accessoryOf),
    isPart: true,
    ...more,
  });
  const kit = (id: string): LineRow => ({ ...line(id), isKit: true });
  const lines = [
    kit("stage"),
    along("vocal", "stage", { isKit: true }),
    along("microphone", "vocal"),
    along("cable", "stage"),
    line("lamp"),
    kit("bare"),
  ];
  const count = (...passing: readonly string[]): number =>
    countOnce(
      lines,
      lines.filter(({ id }) => passing.some((each) => each === id)),
    );

  test("[INV-12] a kit does not count beside its parts, in kits of kits neither", () => {
    expect(count("stage", "vocal", "microphone")).toBe(1);
    expect(count("stage", "vocal", "microphone", "cable", "lamp")).toBe(3);
  });

  test("[INV-12] a kit nothing is packed for counts itself", () => {
    expect(count("bare")).toBe(1);
    expect(count("stage", "bare", "lamp")).toBe(3);
    expect(count()).toBe(0);
  });
});

describe("ways out of a shortage", () => {
  const lights = brand<CategoryId>("LIGHTS");
  const put = (
    rows: ReturnType<typeof createMemoryRows>,
    id: string,
    powerW: number,
    category = lights,
  ): void =>
    rows.put(product, {
      id: brand<ProductId>(id),
      thing: brand<ThingId>(id),
      name: id,
      category,
      powerW,
      weightG: 20_000,
      tracking: "assets",
      turnaroundMinutes: 0,
    });

  const withStock = () => {
    const rows = createMemoryRows();
    put(rows, "MEGA", 600);
    put(rows, "ALIKE", 620);
    put(rows, "CLOSE", 800);
    put(rows, "FEW", 600);
    put(rows, "HUGE", 5_000);
    put(rows, "OTHER", 600, brand<CategoryId>("AUDIO"));
    const index = createAvailabilityIndex();
    const owned = { MEGA: 0, ALIKE: 10, CLOSE: 8, FEW: 7, HUGE: 20, OTHER: 20 };
    for (const [id, count] of Object.entries(owned))
      index.setCapacity(brand<ProductId>(id), {
        owned: count,
        deductions: [],
        turnaroundMs: 0,
        isConsumable: false,
      });
    const live = { index, piecesOut: () => 0, apply: () => undefined };
    const question = { window: { from: 0, to: 10 }, asOf: 0 };
    const askedFor = ({ id }: { readonly id: ProductId }): number => (id === "ALIKE" ? 1 : 0);
    const find = () => waysOutOf({ line: line("x", 8), short: 8, rows, live, question, askedFor });
    return { rows, find };
  };

  test("[AVL-08] only the same kind, with enough free for the whole gap, the most alike first", () => {
    const { find } = withStock();
    expect(
      find().map(({ product: { name }, quantity, left, powerW }) => [name, quantity, left, powerW]),
    ).toEqual([
      ["ALIKE", 8, 1, 160],
      ["CLOSE", 8, 0, 1_600],
    ]);
  });

  test("[INV-11] named alternatives stand first, of any kind, also for a part of the gap, and once", () => {
    const { rows, find } = withStock();
    const name = (id: string, item: string, order: string): void =>
      rows.put(alternative, {
        id: brand<AlternativeId>(id),
        thing: brand<ThingId>("MEGA"),
        product: brand<ProductId>("MEGA"),
        item: brand<ProductId>(item),
        order,
      });
    name("1", "OTHER", "b");
    name("2", "FEW", "a");
    name("3", "CLOSE", "c");
    name("4", "MEGA", "d");
    expect(
      find().map(({ product: { name: of }, isNamed, quantity, left }) => [of, isNamed, quantity, left]),
    ).toEqual([
      ["FEW", true, 7, 0],
      ["OTHER", true, 8, 12],
      ["CLOSE", true, 8, 0],
      ["ALIKE", false, 8, 1],
    ]);
  });
});
