/** Every open disagreement, kept current from rows: fields here, movements and codes from the folds of scanning. */
import type { Accessor } from "solid-js";
import { createMemo, untrack } from "solid-js";
import type { Row, RowChange, Rows } from "#shared/replica/types";
import type { AnyRecordType } from "#shared/kernel/record";
import { parseId } from "#shared/kernel/ids";
import type { Id } from "#shared/kernel/ids";
import type {
  DoubleConflict,
  FieldConflict,
  JobState,
  LoopConflict,
  MovementConflict,
  StrayConflict,
  SurplusConflict,
} from "#shared/domain/conflicts";
import {
  bulkOutForLines,
  createLivingBulk,
  doubleConflicts,
  editedTypes,
  fieldConflictsOf,
  loopConflicts,
  movementConflicts,
  scannedApart,
  strayConflicts,
  surplusConflicts,
} from "#shared/domain/conflicts";
import type { CodeIndex, Positions, SharedCode } from "#shared/domain/scanning";
import { line } from "#shared/domain/pull-list";
import type { LineId } from "#shared/domain/pull-list";
import { createIndex, createIndexLater, defineIndex, useReplica } from "#client/data";
import { codeIndex, positionsIndex } from "#client/features/scanning";
import type { JobIndex } from "./job-index";
import { jobIndex, jobsIn } from "./job-index";

export interface DuplicateCode extends SharedCode {
  readonly type: "duplicate";
  readonly id: string;
}

export type Conflict =
  | MovementConflict
  | FieldConflict
  | LoopConflict
  | SurplusConflict
  | StrayConflict
  | DoubleConflict
  | DuplicateCode;

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
  readonly jobs: Accessor<JobIndex | undefined>;
}

/** What was scanned apart and does not fit the list any more. An edit of a line costs a look at what is out in quantities. */
const againstLists = ({ positions, jobs }: Pick<Sources, "positions" | "jobs">) => {
  const { rows } = useReplica();
  const changes = createMemo(() => jobs()?.stamp);
  const looked = createMemo((): readonly JobState[] => {
    const index = changes() === undefined ? undefined : untrack(jobs);
    return index === undefined ? [] : jobsIn(index, rows);
  });
  const standing = createMemo(() => {
    const known = positions();
    return known === undefined ? [] : bulkOutForLines(known);
  });
  const suspect = createMemo(() => {
    const known = positions();
    if (known === undefined) return [];
    const living = createLivingBulk(known);
    return looked().filter((job) => scannedApart(known, job, living).length > 0);
  });
  // Another line may take in what was scanned for one that went: these few are judged anew with every change of a list.
  const stray = createMemo(
    () => {
      const known = positions();
      if (known === undefined || jobs() === undefined) return [];
      const living = createLivingBulk(known);
      return suspect().flatMap((job) => strayConflicts(known, job, living));
    },
    undefined,
    { equals: (a, b) => a.length === 0 && b.length === 0 },
  );
  const lineOf = (id: LineId): Row<typeof line> | undefined => rows.get(line, id);
  const double = createMemo(
    () => {
      const known = positions();
      return known === undefined || jobs() === undefined ? [] : doubleConflicts(known, standing(), lineOf);
    },
    undefined,
    { equals: (a, b) => a.length === 0 && b.length === 0 },
  );
  return () => [...stray(), ...double()];
};

const conflictsIn = ({ positions, codes, fields, jobs }: Sources): Accessor<readonly Conflict[]> => {
  const ofPositions = createMemo(() => {
    const known = positions();
    return known === undefined
      ? []
      : [...movementConflicts(known), ...surplusConflicts(known), ...loopConflicts(known)];
  });
  const ofCodes = createMemo((): readonly DuplicateCode[] =>
    (codes()?.duplicates() ?? []).map((shared) => ({
      type: "duplicate",
      id: `${shared.isLabel ? "label" : "code"}-${shared.code}`,
      ...shared,
    })),
  );
  const ofFields = createMemo(() => [...(fields()?.values() ?? [])].flat());
  const ofLists = againstLists({ positions, jobs });
  return createMemo(() => [...ofPositions(), ...ofLists(), ...ofFields(), ...ofCodes()]);
};

/** Open conflicts, what is wrong in the hall before what is wrong on paper. */
export const createConflicts = (): Accessor<readonly Conflict[]> =>
  conflictsIn({
    positions: createIndex(positionsIndex),
    codes: createIndex(codeIndex),
    fields: createIndex(fieldConflictIndex),
    jobs: createIndex(jobIndex),
  });

/** For the badge in the navigation, which nobody waits for: it looks at every row there is, a little at a time. */
export const createConflictCount = (): Accessor<number> => {
  const conflicts = conflictsIn({
    positions: createIndexLater(positionsIndex),
    codes: createIndexLater(codeIndex),
    fields: createIndexLater(fieldConflictIndex),
    jobs: createIndexLater(jobIndex),
  });
  return () => conflicts().length;
};
