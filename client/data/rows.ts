/** Rows as accessors. Each ends with the owner that made it. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import type { Row } from "#shared/replica/types";
import type { AnyRecordType, IdOf } from "#shared/kernel/record";
import type { ThingId } from "#shared/kernel/ids";
import { useData } from "./replica-context";

/** A value, or a function that gives the current one. */
export type Maybe<T> = T | Accessor<T>;

export interface RowSelection<R extends AnyRecordType> {
  /** Runs for every row after each change of the type: keep it cheap. May read signals. */
  readonly where?: (row: Row<R>) => boolean;
  readonly sort?: (a: Row<R>, b: Row<R>) => number;
  /** Removed rows are left out unless this is set. */
  readonly removed?: boolean;
}

/** One record, removed or not; undefined while it or its id is unknown. Fires only when this record changes. */
export const createRow = <R extends AnyRecordType>(
  type: R,
  id: Maybe<IdOf<R> | undefined>,
): Accessor<Row<R> | undefined> => {
  const { replica, signals } = useData();
  return createMemo(() => {
    const wanted = current(id);
    if (wanted === undefined) return undefined;
    signals.watchRow(type.name, wanted);
    return replica.rows.get(type, wanted);
  });
};

/** All rows of a type in the company. Fires when any of them changes. */
export const createRows = <R extends AnyRecordType>(
  type: R,
  selection: RowSelection<R> = {},
): Accessor<readonly Row<R>[]> => {
  const { replica, signals } = useData();
  return createMemo(() => {
    signals.watchType(type.name);
    return select(replica.rows.all(type).values(), selection);
  });
};

/** The rows of a type in one document. Fires when any of them changes. */
export const createRowsOf = <R extends AnyRecordType>(
  type: R,
  thing: Maybe<ThingId | undefined>,
  selection: RowSelection<R> = {},
): Accessor<readonly Row<R>[]> => {
  const { replica, signals } = useData();
  return createMemo(() => {
    const wanted = current(thing);
    if (wanted === undefined) return [];
    signals.watchTypeOf(type.name, wanted);
    return select(replica.rows.of(type, wanted), selection);
  });
};

/**
 * The ids of the rows of a type in one document, in order. Fires only when a row comes, goes or moves, so
 * `<For each={ids()}>` with `createRow` inside repaints single cells of long lists.
 */
export const createIdsOf = <R extends AnyRecordType>(
  type: R,
  thing: Maybe<ThingId | undefined>,
  selection: RowSelection<R> = {},
): Accessor<readonly IdOf<R>[]> => asIds(createRowsOf(type, thing, selection));

/** As `createIdsOf`, over the whole company. */
export const createIds = <R extends AnyRecordType>(
  type: R,
  selection: RowSelection<R> = {},
): Accessor<readonly IdOf<R>[]> => asIds(createRows(type, selection));

const asIds = <R extends AnyRecordType>(rows: Accessor<readonly Row<R>[]>): Accessor<readonly IdOf<R>[]> =>
  createMemo(() => rows().map((row) => row.id), undefined, { equals: sameIds });

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

const select = <R extends AnyRecordType>(
  rows: Iterable<Row<R>>,
  selection: RowSelection<R>,
): readonly Row<R>[] => {
  const { where, sort, removed = false } = selection;
  const chosen: Row<R>[] = [];
  for (const row of rows) {
    if ((removed || row.removedAt === undefined) && (where === undefined || where(row))) chosen.push(row);
  }
  return sort === undefined ? chosen : chosen.sort(sort);
};

const current = <T extends string | undefined>(value: Maybe<T>): T =>
  typeof value === "function" ? value() : value;
