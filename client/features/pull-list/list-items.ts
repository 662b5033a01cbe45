/** The pull list as the flat run of rows the grid shows: group heads, lines, and the row that adds. */
import type { ProductId } from "#shared/domain/inventory";
import { kitLinesIn } from "#shared/domain/pull-list";
import type { LineGroupId, LineId, Section } from "#shared/domain/pull-list";
import type { GroupRow, LineRow, ListState } from "#client/features/availability";

export type Item =
  | { readonly kind: "group"; readonly key: string; readonly group: LineGroupId }
  | {
      readonly kind: "line";
      readonly key: string;
      readonly line: LineId;
      readonly group: LineGroupId | null;
      readonly number: number;
      /** 0, or how deep it goes along with a line further up. */
      readonly depth: number;
    }
  | { readonly kind: "add"; readonly key: "add"; readonly group: LineGroupId | null };

export type ItemOf<K extends Item["kind"]> = Extract<Item, { readonly kind: K }>;

/** The item if it is of that kind. */
export const narrow = <K extends Item["kind"]>(item: Item | undefined, kind: K): ItemOf<K> | undefined =>
  isOf(item, kind) ? item : undefined;

const isOf = <K extends Item["kind"]>(item: Item | undefined, kind: K): item is ItemOf<K> =>
  item?.kind === kind;

export const filters = ["all", "short", "to-pack"] as const;
export type ListFilter = (typeof filters)[number];

export interface ItemView {
  readonly filter: ListFilter;
  readonly collapsed: ReadonlySet<LineGroupId>;
  /** Where new lines go; undefined puts the adding row at the very end. */
  readonly addIn: LineGroupId | null | undefined;
  /** False: the list is only read and has no adding row. */
  readonly mayAdd: boolean;
}

export const lineKey = (id: LineId): string => `line-${id}`;
export const groupKey = (id: LineGroupId): string => `group-${id}`;

/** Whether a line is among those the filter asks for. What it reads of the list it reads once, not for every line. */
export const passing = (
  filter: ListFilter,
  state: Pick<ListState, "covers" | "counts" | "kits">,
): ((line: LineRow) => boolean) => {
  if (filter === "all") return () => true;
  const kits = state.kits();
  if (filter === "short") {
    const covers = state.covers();
    return ({ id }) => ((kits.get(id)?.cover ?? covers.get(id))?.short ?? 0) > 0;
  }
  const { byLine } = state.counts();
  return ({ id, quantity }) => ((kits.get(id)?.counts ?? byLine.get(id))?.allocated ?? 0) < quantity;
};

/** How many things these lines of the list are: a kit whose parts are among them does not count beside them. */
export const countOnce = (lines: readonly LineRow[], some: readonly LineRow[]): number => {
  if (!some.some(({ isKit }) => isKit === true)) return some.length;
  const counted = new Set(some);
  const { leaves } = kitLinesIn(lines);
  return some.filter((line) => line.isKit !== true || !leaves(line).some((part) => counted.has(part))).length;
};

export const listItems = (
  sections: readonly Section<LineRow, GroupRow>[],
  view: ItemView,
  isShown: (line: LineRow) => boolean,
): readonly Item[] => {
  const items: Item[] = [];
  let number = 0;
  const last = sections.at(-1)?.group?.id ?? null;
  const addIn =
    view.addIn !== undefined && sections.some(({ group }) => (group?.id ?? null) === view.addIn)
      ? view.addIn
      : last;
  for (const { group, lines } of sections) {
    const id = group?.id ?? null;
    const shown = lines.filter(isShown);
    if (id !== null && (view.filter === "all" || shown.length > 0))
      items.push({ kind: "group", key: groupKey(id), group: id });
    const depths = depthsIn(lines);
    for (const line of lines) {
      number++;
      if (id !== null && view.collapsed.has(id)) continue;
      const depth = depths.get(line.id) ?? 0;
      if (isShown(line))
        items.push({ kind: "line", key: lineKey(line.id), line: line.id, group: id, number, depth });
    }
    if (view.mayAdd && id === addIn && view.filter === "all")
      items.push({ kind: "add", key: "add", group: id });
  }
  if (view.mayAdd && sections.length === 0) items.push({ kind: "add", key: "add", group: null });
  return items;
};

/**
 * How deep lines stand under what they go along with: only directly behind it, or behind others of its accessories.
 * Lines that go along with nothing are not in it.
 */
const depthsIn = (lines: readonly LineRow[]): ReadonlyMap<LineId, number> => {
  const depths = new Map<LineId, number>();
  const path: LineId[] = [];
  for (const { id, accessoryOf } of lines) {
    path.length = accessoryOf === undefined ? 0 : path.lastIndexOf(accessoryOf) + 1;
    path.push(id);
    if (path.length > 1) depths.set(id, path.length - 1);
  }
  return depths;
};

export const sameItems = (a: readonly Item[], b: readonly Item[]): boolean =>
  a.length === b.length &&
  a.every((item, at) => {
    const other = b[at];
    if (other?.key !== item.key) return false;
    if (item.kind === "line")
      return (
        other.kind === "line" &&
        item.number === other.number &&
        item.group === other.group &&
        item.depth === other.depth
      );
    return item.kind !== "add" || (other.kind === "add" && item.group === other.group);
  });

/** Pieces of the product the whole list asks for. */
export const askedFor = (sections: readonly Section<LineRow, GroupRow>[], product: ProductId): number =>
  sections.reduce(
    (sum, { lines }) =>
      lines.reduce((more, line) => more + (line.product === product ? line.quantity : 0), sum),
    0,
  );
