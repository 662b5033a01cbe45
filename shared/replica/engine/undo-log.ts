/** What a change replaced, so that it can be taken back where nobody has written since. */
import type { Scalar } from "#shared/kernel/record";
import type { RecordWrite } from "#shared/documents/crdt";
import { sameValue, scalar } from "#shared/documents/draft";
import { removedField } from "#shared/documents/projection";
import type { RawRecord } from "#shared/documents/record-table";
import type { StoredUndoDocument } from "../stored";

/** Facts are never edited: they are undone by another fact, which is the business of the feature that owns them. */
export const factKinds: ReadonlySet<string> = new Set(["movements"]);

/** Before-values of a document's writes; call before they are applied. */
export const undoPartOf = (
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

export interface Reversal {
  readonly writes: readonly RecordWrite[];
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
  let kept = 0;
  for (const key of part.created) {
    const record = raw.get(key);
    if (record !== undefined && record[removedField] === undefined)
      writes.push({ set: key, fields: { [removedField]: now } });
  }
  const byRecord = new Map<string, Record<string, Scalar | null>>();
  for (const { record, field, before, after } of part.fields) {
    const current = scalar(raw.get(record)?.[field]) ?? null;
    if (!raw.has(record) || !sameValue(current, after)) kept++;
    else if (!sameValue(before, after)) byRecord.set(record, { ...byRecord.get(record), [field]: before });
  }
  for (const [record, fields] of byRecord) writes.push({ set: record, fields });
  return { writes, kept };
};
