/** State of one pull list on screen: what is shown, where the keyboard is, what is edited. */
import { createContext, createMemo, createSelector, createSignal, useContext } from "solid-js";
import type { Accessor } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import type { LineCover } from "#shared/domain/availability";
import type { EventId } from "#shared/domain/events";
import type { ProductId } from "#shared/domain/inventory";
import type { LineGroupId, LineId } from "#shared/domain/pull-list";
import type { PieceCounts } from "#shared/domain/scanning";
import { assert } from "#shared/kernel/result";
import type { KitLine, LineRow, ListState } from "#client/features/availability";
import { columnsAt, editableColumns } from "./grid-columns";
import type { ColumnId } from "./grid-columns";
import type { ListActions } from "./list-actions";
import { filters, listItems, passing, sameItems } from "./list-items";
import type { Item, ListFilter } from "./list-items";
import { createEntries, createQuietMemo } from "./quiet-memo";

export interface Cell {
  readonly key: string;
  readonly column: ColumnId;
}

export interface Editing extends Cell {
  /** What was typed to begin with; undefined starts from what stands there. */
  readonly typed?: string | undefined;
}

export interface Grid {
  readonly event: Accessor<EventId>;
  readonly list: ListState;
  readonly actions: ListActions;
  /** False where the list is only read: no cell becomes a field then, and nothing is added, moved or removed. */
  readonly mayEdit: Accessor<boolean>;
  readonly items: Accessor<readonly Item[]>;
  readonly indexOf: (key: string) => number;
  /** Of one line, for what is drawn of it; call inside a computation. */
  readonly countsOf: (line: LineId) => PieceCounts | undefined;
  readonly coverOf: (line: LineId) => LineCover | undefined;
  /** Parts that are short, of the line of a kit. */
  readonly lackingOf: (line: LineId) => readonly LineRow[];
  /** Products that go along with the line and are on the list, or have something stand in for them. */
  readonly alongOf: (line: LineId) => ReadonlySet<ProductId>;
  readonly filter: Accessor<ListFilter>;
  readonly setFilter: (filter: ListFilter) => void;
  readonly columns: Accessor<readonly { readonly id: ColumnId; readonly width: string }[]>;
  readonly setWidth: (rem: number) => void;
  readonly active: Accessor<Cell | undefined>;
  readonly setActive: (cell: Cell | undefined) => void;
  readonly isActive: (cell: string) => boolean;
  readonly editing: Accessor<Editing | undefined>;
  readonly edit: (cell: Editing) => void;
  readonly stopEditing: () => void;
  readonly isEditing: (cell: string) => boolean;
  readonly isCollapsed: (group: LineGroupId) => boolean;
  readonly toggleGroup: (group: LineGroupId) => void;
  readonly isExplained: (key: string) => boolean;
  readonly toggleWhy: (key: string) => void;
  readonly addTo: (group: LineGroupId | null) => void;
  /** The line shown on its own with everything there is to it. */
  readonly sheet: Accessor<LineId | undefined>;
  readonly openSheet: (line: LineId | undefined) => void;
  /** Set by the grid element: gives the keyboard back to it. */
  focus: () => void;
  /** Set by the grid element: where the keyboard goes when a field is done. */
  leaveCell: (step: "down" | "right" | "left") => void;
  /** Set by the adding row. */
  focusAdd: () => void;
}

/** A cell as one word, to compare and to make ids of. */
export const cellName = ({ key, column }: Cell): string => `${key}-${column}`;

export interface GridOptions {
  readonly event: Accessor<EventId>;
  readonly list: ListState;
  readonly actions: ListActions;
  readonly mayEdit: Accessor<boolean>;
}

export const createGrid = ({ event, list, actions, mayEdit }: GridOptions): Grid => {
  const [params, setParams] = useSearchParams<{ show: string }>();
  const filter = createMemo<ListFilter>(() => filters.find((each) => each === params.show) ?? "all");
  const [collapsed, setCollapsed] = createSignal<ReadonlySet<LineGroupId>>(new Set());
  const [explained, setExplained] = createSignal<ReadonlySet<string>>(new Set());
  const [addIn, setAddIn] = createSignal<LineGroupId | null>();
  const [active, setActive] = createSignal<Cell>();
  const [editing, setEditing] = createSignal<Editing>();
  const [sheet, setSheet] = createSignal<LineId>();
  const [width, setWidth] = createSignal(0);

  const items = createQuietMemo<readonly Item[]>(() => {
    const view = { filter: filter(), collapsed: collapsed(), addIn: addIn(), mayAdd: mayEdit() };
    return listItems(list.sections(), view, passing(view.filter, list));
  }, sameItems);
  const { countsByLine, coverByLine } = createWithKits(list);
  const along = createMemo(() => productsAlong(list.sections().flatMap(({ lines }) => lines)));
  const productsAlongOf = createEntries(along, sameProducts);
  const indexes = createMemo(() => new Map(items().map((item, index) => [item.key, index])));
  const grid: Grid = {
    event,
    list,
    actions,
    mayEdit,
    items,
    indexOf: (key) => indexes().get(key) ?? -1,
    countsOf: createEntries(countsByLine, sameCounts),
    coverOf: createEntries(coverByLine, (a, b) => a?.free === b?.free && a?.short === b?.short),
    lackingOf: (line) => list.kits().get(line)?.lacking ?? [],
    alongOf: (line) => productsAlongOf(line) ?? noProducts,
    filter,
    setFilter: (next) => setParams({ show: next === "all" ? undefined : next }, { replace: true }),
    columns: createMemo(() => columnsAt(width()), undefined, { equals: (a, b) => a.length === b.length }),
    setWidth,
    active,
    setActive,
    isActive: createSelector(() => nameOf(active())),
    editing,
    edit: (cell) => {
      if (!mayEdit() || !editableColumns.has(cell.column)) return;
      setActive({ key: cell.key, column: cell.column });
      setEditing(cell);
    },
    stopEditing: () => setEditing(undefined),
    isEditing: createSelector(() => nameOf(editing())),
    isCollapsed: (group) => collapsed().has(group),
    toggleGroup: (group) => setCollapsed(toggled(collapsed(), group)),
    isExplained: (key) => explained().has(key),
    toggleWhy: (key) => setExplained(toggled(explained(), key)),
    addTo: (group) => {
      setAddIn(group);
      queueMicrotask(() => grid.focusAdd());
    },
    sheet,
    openSheet: setSheet,
    focus: () => undefined,
    leaveCell: () => undefined,
    focusAdd: () => undefined,
  };
  return grid;
};

const sameCounts = (a: PieceCounts | undefined, b: PieceCounts | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.allocated === b.allocated &&
    a.packed === b.packed &&
    a.out === b.out &&
    a.back === b.back);

/** What is said of every line: of kits what their parts make of them. */
const createWithKits = (list: ListState) => ({
  countsByLine: createMemo(() => withMore(list.counts().byLine, [...list.kits()].map(countsOfKit))),
  coverByLine: createMemo(() => withMore(list.covers(), [...list.kits()].flatMap(coverOfKit))),
});

const withMore = <K, V>(map: ReadonlyMap<K, V>, more: readonly (readonly [K, V])[]): ReadonlyMap<K, V> =>
  more.length === 0 ? map : new Map([...map, ...more]);

const countsOfKit = ([id, { counts }]: readonly [LineId, KitLine]): readonly [LineId, PieceCounts] => [
  id,
  counts,
];

const coverOfKit = ([id, { cover }]: readonly [LineId, KitLine]): readonly [LineId, LineCover][] =>
  cover === undefined ? [] : [[id, cover]];

const noProducts: ReadonlySet<ProductId> = new Set();

const productsAlong = (lines: readonly LineRow[]): ReadonlyMap<LineId, ReadonlySet<ProductId>> => {
  const along = new Map<LineId, Set<ProductId>>();
  for (const { accessoryOf, product, insteadOf } of lines) {
    if (accessoryOf === undefined) continue;
    const known = along.get(accessoryOf) ?? new Set();
    along.set(accessoryOf, known);
    for (const each of [product, insteadOf]) if (each !== undefined) known.add(each);
  }
  return along;
};

const sameProducts = (
  a: ReadonlySet<ProductId> | undefined,
  b: ReadonlySet<ProductId> | undefined,
): boolean => a?.size === b?.size && [...(a ?? noProducts)].every((id) => b?.has(id));

const nameOf = (cell: Cell | undefined): string => (cell === undefined ? "" : cellName(cell));

const toggled = <T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> => {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
};

export const GridContext = createContext<Grid>();

export const useGrid = (): Grid => {
  const grid = useContext(GridContext);
  assert(grid, "rows stand inside a grid");
  return grid;
};
