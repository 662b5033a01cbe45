import { brand } from "#shared/kernel/brand";
import type { Command, Verb } from "#shared/kernel/command";
import { defineCommand } from "#shared/kernel/command";
import type { Id, ThingId } from "#shared/kernel/ids";
import type { AnyRecordType, RecordPatch, Scalar } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import { sameValue } from "./same-value";

/** One field that goes back to what it was. Null: the field is, or was, empty. */
export interface RestoredField {
  readonly field: string;
  /** What the person was shown; when it is no longer that, nothing is restored. */
  readonly now: Scalar | null;
  readonly then: Scalar | null;
}

export interface RestoredRecord {
  readonly type: AnyRecordType;
  readonly id: Id<string>;
  readonly fields: readonly RestoredField[];
  /** `away`: the record is removed; `back`: a removed one returns; null: it stays as it is. */
  readonly removal: "away" | "back" | null;
}

export interface RestoreArgs {
  readonly thing: ThingId;
  readonly records: readonly RestoredRecord[];
}

export type RestoreProblem =
  /** Somebody changed one of the fields since the person saw what would be restored. */
  { readonly type: "ChangedMeanwhile"; readonly record: Id<string>; readonly field: string };

export type RestoreCommand = Command<RestoreArgs, { readonly fields: number }, RestoreProblem>;

/**
 * Sets records of one document to what they were. An ordinary change: it stands in the history, it is undone like any
 * other, and what others did since stays readable. `on` is the class of the document.
 */
export const restoreRecords = (on: string): RestoreCommand =>
  defineCommand({
    name: "activity.restoreRecords",
    needs: [{ verb: "write" satisfies Verb, on }],
    documents: ({ thing }: RestoreArgs) => [{ thing }],
    run: (drafts, { thing, records }) => {
      const draft = drafts.open({ thing });
      for (const { type, id, fields, removal } of records) {
        const current = draft.get(type, id);
        const held = new Map<string, unknown>(Object.entries(current ?? {}));
        const isRemoved = held.get("removedAt") !== undefined;
        if (current === undefined || (removal !== null && isRemoved !== (removal === "back")))
          return err({ type: "ChangedMeanwhile" as const, record: id, field: "removedAt" });
        for (const { field, now } of fields) {
          const value = held.get(field) ?? null;
          const shown = now ?? type.fields[field]?.fallback ?? null;
          if (!sameValue(value, shown)) return err({ type: "ChangedMeanwhile" as const, record: id, field });
        }
      }
      let count = 0;
      for (const { type, id, fields, removal } of records) {
        const values: Record<string, Scalar | null> = {};
        for (const { field, then } of fields) values[field] = then ?? type.fields[field]?.fallback ?? null;
        if (fields.length > 0) draft.set(type, id, brand<RecordPatch<AnyRecordType>>(values));
        if (removal === "away") draft.remove(type, id);
        if (removal === "back") draft.restore(type, id);
        count += fields.length + (removal === null ? 0 : 1);
      }
      return ok({ fields: count });
    },
  });
