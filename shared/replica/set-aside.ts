/**
 * Of some records there is one for each product or piece: its money, its part of a packing list. Where a merge brings
 * two of them to the same one, its own counts and the other stands back, as long as there is its own.
 */
import type { AnyRecordType } from "#shared/kernel/record";
import { followed } from "#shared/documents/followed";
import type { AnyRow } from "./row-codec";

/** Ids by type. `rows` are as they were written, `follow` names things as they are called now. */
export const setAside = (
  rows: (type: AnyRecordType) => Iterable<AnyRow>,
  follow: (type: AnyRecordType, row: AnyRow) => AnyRow,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, ReadonlySet<string>>();
  for (const [name, { type, oneFor }] of followed) {
    if (oneFor === undefined) continue;
    const aside = asideOf(rows(type), oneFor, (row) => follow(type, row));
    if (aside.size > 0) found.set(name, aside);
  }
  return found;
};

interface Side {
  readonly row: AnyRow;
  /** What it is about was not merged: the record belongs to it. */
  readonly isOwn: boolean;
  /** What it was about when it was written. */
  readonly before: string;
}

const asideOf = (
  rows: Iterable<AnyRow>,
  oneFor: readonly string[],
  follow: (row: AnyRow) => AnyRow,
): ReadonlySet<string> => {
  const aside = new Set<string>();
  const sides = new Map<string, Side[]>();
  for (const row of rows) {
    if (row.removedAt !== undefined) continue;
    const now = follow(row);
    // What goes along with itself says nothing.
    if (now !== row && isAboutItself(now) && !isAboutItself(row)) aside.add(row.id);
    const before = keyOf(row, oneFor);
    const key = keyOf(now, oneFor);
    sides.set(key, [...(sides.get(key) ?? []), { row, isOwn: before === key, before }]);
  }
  for (const group of sides.values()) {
    if (group.length < 2 || group.every(({ isOwn }) => isOwn)) continue;
    const [first] = group.map(({ before }) => before).sort();
    const counts = group.some(({ isOwn }) => isOwn)
      ? ({ isOwn }: Side) => isOwn
      : ({ before }: Side) => before === first;
    for (const side of group) if (!counts(side)) aside.add(side.row.id);
  }
  return aside;
};

const keyOf = (row: AnyRow, fields: readonly string[]): string =>
  fields.map((field) => String(Reflect.get(row, field))).join(" ");

const isAboutItself = (row: AnyRow): boolean => {
  const item: unknown = Reflect.get(row, "item");
  return item !== undefined && item === Reflect.get(row, "product");
};
