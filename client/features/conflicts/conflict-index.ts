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
import type { CodeIndex, CodeOwner, Positions } from "#shared/domain/scanning";
import { createIndex, createIndexLater, defineIndex } from "#client/data";
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
      for (const [id, row] of yield* rows.allInSteps(record))
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

interface Sources {
  /** Undefined while it is not known yet. */
  readonly positions: Accessor<Positions | undefined>;
  readonly codes: Accessor<CodeIndex | undefined>;
  readonly fields: Accessor<FieldConflicts | undefined>;
}

const conflictsIn = ({ positions, codes, fields }: Sources): Accessor<readonly Conflict[]> => {
  const ofPositions = createMemo(() => {
    const known = positions();
    return known === undefined
      ? []
      : [...movementConflicts(known), ...surplusConflicts(known), ...loopConflicts(known)];
  });
  const ofCodes = createMemo((): readonly DuplicateCode[] =>
    (codes()?.duplicates() ?? []).map(({ code, owners }) => ({
      type: "duplicate",
      id: `code-${code}`,
      code,
      owners,
    })),
  );
  const ofFields = createMemo(() => [...(fields()?.values() ?? [])].flat());
  return createMemo(() => [...ofPositions(), ...ofFields(), ...ofCodes()]);
};

/** Open conflicts, what is wrong in the hall before what is wrong on paper. */
export const createConflicts = (): Accessor<readonly Conflict[]> =>
  conflictsIn({
    positions: createIndex(positionsIndex),
    codes: createIndex(codeIndex),
    fields: createIndex(fieldConflictIndex),
  });

/** For the badge in the navigation, which nobody waits for: it looks at every row there is, a little at a time. */
export const createConflictCount = (): Accessor<number> => {
  const conflicts = conflictsIn({
    positions: createIndexLater(positionsIndex),
    codes: createIndexLater(codeIndex),
    fields: createIndexLater(fieldConflictIndex),
  });
  return () => conflicts().length;
};
