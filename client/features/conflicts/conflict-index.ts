/** Every open disagreement, kept current from rows: fields here, movements and codes from the folds of scanning. */
import type { Accessor } from "solid-js";
import { createMemo } from "solid-js";
import type { RowChange, Rows } from "#shared/replica/types";
import type { AnyRecordType } from "#shared/kernel/record";
import { parseId } from "#shared/kernel/ids";
import type { Id } from "#shared/kernel/ids";
import type {
  FieldConflict,
  LoopConflict,
  MovementConflict,
  SurplusConflict,
} from "#shared/domain/conflicts";
import {
  editedTypes,
  fieldConflictsOf,
  loopConflicts,
  movementConflicts,
  surplusConflicts,
} from "#shared/domain/conflicts";
import type { CodeOwner } from "#shared/domain/scanning";
import { createIndex, createWhenIdle, defineIndex } from "#client/data";
import { codeIndex, positionsIndex } from "#client/features/scanning";

export interface DuplicateCode {
  readonly type: "duplicate";
  readonly id: string;
  readonly code: string;
  readonly owners: readonly CodeOwner[];
}

export type Conflict = MovementConflict | FieldConflict | LoopConflict | SurplusConflict | DuplicateCode;

/** By `<type>:<id>`; rows without a disagreement have no entry. */
type FieldConflicts = Map<string, readonly FieldConflict[]>;

const take = (fields: FieldConflicts, record: AnyRecordType, id: Id<string>, rows: Rows): void => {
  const row = rows.get(record, id);
  const found = row === undefined ? [] : fieldConflictsOf(record, row);
  if (found.length === 0) fields.delete(`${record.name}:${id}`);
  else fields.set(`${record.name}:${id}`, found);
};

const fieldConflictIndex = defineIndex<FieldConflicts>({
  types: editedTypes,
  build: function* (rows) {
    const fields: FieldConflicts = new Map();
    for (const record of editedTypes) {
      yield;
      for (const [id, row] of rows.all(record))
        if (row.conflicts !== undefined) take(fields, record, id, rows);
    }
    return fields;
  },
  apply: (fields, changes: readonly RowChange[], rows) => {
    for (const change of changes) {
      const record = editedTypes.find((type) => type.name === change.type);
      const id = parseId<Id<string>>(change.id);
      if (record !== undefined && id !== undefined) take(fields, record, id, rows);
    }
  },
});

/** Open conflicts, what is wrong in the hall before what is wrong on paper. */
export const createConflicts = (): Accessor<readonly Conflict[]> => {
  const positions = createIndex(positionsIndex);
  const codes = createIndex(codeIndex);
  const fields = createIndex(fieldConflictIndex);
  const ofPositions = createMemo(() => [
    ...movementConflicts(positions()),
    ...surplusConflicts(positions()),
    ...loopConflicts(positions()),
  ]);
  const ofCodes = createMemo((): readonly DuplicateCode[] =>
    codes()
      .duplicates()
      .map(({ code, owners }) => ({ type: "duplicate", id: `code-${code}`, code, owners })),
  );
  const ofFields = createMemo(() => [...fields().values()].flat());
  return createMemo(() => [...ofPositions(), ...ofFields(), ...ofCodes()]);
};

/** For the badge in the navigation, which the first screen does not wait for: it looks at every row there is. */
export const createConflictCount = (): Accessor<number> =>
  createWhenIdle(() => {
    const conflicts = createConflicts();
    return () => conflicts().length;
  }, 0);
