/** What a change replaced, so that it can be taken back where nobody has written since. */
import type { Scalar } from "#shared/kernel/record";
import type { Command } from "#shared/kernel/command";
import { movement } from "#shared/domain/scanning";
import type { RecordWrite } from "#shared/documents/crdt";
import { sameValue, scalar } from "#shared/documents/draft";
import { removedField } from "#shared/documents/projection";
import type { RawRecord } from "#shared/documents/record-table";
import type { StoredUndo, StoredUndoDocument } from "../stored";
import type { BulkOptions } from "../types";

/** How a change is entered in the books. */
export interface RunOptions {
  /** Kept for undo; false for the undo itself. */
  readonly undoable: boolean;
  /** Several parts go under one change: a bulk run, for one undo step. */
  readonly bulk?: BulkOptions & { readonly change: string; readonly part: number };
}

/** What the books say of a command. */
export type Named = Pick<Command<unknown, unknown, unknown>, "name" | "undoesQuantities">;

/** Facts are never edited: they are undone by another fact. */
export const factKinds: ReadonlySet<string> = new Set(["movements"]);

/** Before-values of a document's writes. */
const undoPartOf = (
  place: { readonly doc: string; readonly thing: string },
  raw: ReadonlyMap<string, RawRecord>,
  writes: readonly RecordWrite[],
): StoredUndoDocument => ({
  ...place,
  created: writes.flatMap((write) => ("create" in write ? write.create : [])),
  fields: writes.flatMap((write) =>
    "create" in write
      ? []
      : Object.entries(write.fields).map(([field, after]) => ({
          record: write.set,
          field,
          before: scalar(raw.get(write.set)?.[field]) ?? null,
          after,
        })),
  ),
});

interface Place {
  readonly doc: string;
  readonly thing: string;
  readonly kind: string;
}

/** Gathers what one commit did for its undo, document by document. */
export interface UndoNotes {
  /** Call before the writes are applied. */
  add(place: Place, raw: ReadonlyMap<string, RawRecord>, writes: readonly RecordWrite[]): void;
  /** What there is to take back: nothing of a commit with facts, unless these are part of its undo. */
  parts(undoesQuantities: boolean): Pick<StoredUndo, "docs" | "facts"> | null;
}

export const createUndoNotes = (): UndoNotes => {
  const docs: StoredUndoDocument[] = [];
  const facts: string[] = [];
  let hasFacts = false;
  return {
    add: ({ doc, thing, kind }, raw, writes) => {
      if (factKinds.has(kind)) {
        hasFacts = true;
        facts.push(...quantitiesIn(writes));
      } else docs.push(undoPartOf({ doc, thing }, raw, writes));
    },
    parts: (undoesQuantities) => {
      if (!hasFacts) return { docs };
      return undoesQuantities ? { docs, facts } : null;
    },
  };
};

const movementKey = `${movement.name}:`;

/** Of single pieces nothing is noted: what takes their movements back depends on what they did since. */
const quantitiesIn = (writes: readonly RecordWrite[]): readonly string[] =>
  writes.flatMap((write) =>
    "create" in write && write.create.startsWith(movementKey) && write.fields["asset"] === undefined
      ? [write.create.slice(movementKey.length)]
      : [],
  );

export interface Reversal {
  readonly writes: readonly RecordWrite[];
  /** Records that go, and fields that get back what they said. */
  readonly removed: number;
  readonly restored: number;
  /** Fields and records somebody changed since, left as they are. */
  readonly kept: number;
}

/** The writes that take a part back on the document as it is now. */
export const reversalOf = (
  part: StoredUndoDocument,
  raw: ReadonlyMap<string, RawRecord>,
  now: number,
): Reversal => {
  const writes: RecordWrite[] = [];
  let [restored, kept] = [0, 0];
  for (const key of part.created) {
    const record = raw.get(key);
    if (record !== undefined && record[removedField] === undefined)
      writes.push({ set: key, fields: { [removedField]: now } });
  }
  const removed = writes.length;
  const byRecord = new Map<string, Record<string, Scalar | null>>();
  for (const { record, field, before, after } of part.fields) {
    const current = scalar(raw.get(record)?.[field]) ?? null;
    if (!raw.has(record) || !sameValue(current, after)) kept++;
    else if (!sameValue(before, after)) {
      byRecord.set(record, { ...byRecord.get(record), [field]: before });
      restored++;
    }
  }
  for (const [record, fields] of byRecord) writes.push({ set: record, fields });
  return { writes, removed, restored, kept };
};
