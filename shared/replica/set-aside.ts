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
  /** How much of what it is about is still called as it was when it was written. */
  readonly kept: number;
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
    sides.set(key, [...(sides.get(key) ?? []), { row, kept: keptOf(row, now, oneFor), before }]);
  }
  for (const group of sides.values()) {
    const most = Math.max(...group.map(({ kept }) => kept));
    const [first] = group.flatMap(({ kept, before }) => (kept === most ? [before] : [])).sort();
    for (const { row, before } of group) if (before !== first) aside.add(row.id);
  }
  return aside;
};

const keyOf = (row: AnyRow, fields: readonly string[]): string =>
  fields.map((field) => String(Reflect.get(row, field))).join(" ");

/**
 * The more of the fields still name what they named, the more a record is the surviving one's own. They stand from the
 * wide to the narrow: that it was about this piece tells more than under which product it was entered.
 */
const keptOf = (row: AnyRow, now: AnyRow, fields: readonly string[]): number =>
  fields.reduce(
    (sum, field, index) => sum + (Reflect.get(row, field) === Reflect.get(now, field) ? 2 ** index : 0),
    0,
  );

const isAboutItself = (row: AnyRow): boolean => {
  const item: unknown = Reflect.get(row, "item");
  return item !== undefined && item === Reflect.get(row, "product");
};
