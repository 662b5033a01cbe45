/** Fields that devices gave different values without knowing of each other, and how one of the values is chosen. */
import type { Command } from "#shared/kernel/command";
import { defineCommand } from "#shared/kernel/command";
import type { Ms } from "#shared/kernel/clock";
import type { Id, MemberId, ThingId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import type { AnyRecordType, RecordPatch, Scalar } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import * as v from "valibot";
import { category, companyProfile, person } from "#shared/domain/settings";
import { asset, code, location, product } from "#shared/domain/inventory";
import { event, phase } from "#shared/domain/events";
import { line, lineGroup } from "#shared/domain/pull-list";

export interface FieldSide {
  readonly value: Scalar | null;
  readonly member: MemberId | null;
  readonly at: Ms | null;
}

export interface FieldConflict {
  readonly type: "field";
  readonly id: string;
  readonly record: AnyRecordType;
  readonly recordId: Id<string>;
  readonly thing: ThingId;
  readonly field: string;
  /** What every device shows until somebody chooses. */
  readonly shown: Scalar | null;
  readonly sides: readonly FieldSide[];
}

/** Class of document by record type: who may settle is who may write there. */
const classOf = {
  event: [event, phase, line, lineGroup],
  inventory: [product, asset, code, location],
  settings: [companyProfile, category],
  person: [person],
} as const satisfies Record<string, readonly AnyRecordType[]>;

type FieldClass = keyof typeof classOf;

/** Record types whose fields people edit, and so may disagree about. */
export const editedTypes: readonly AnyRecordType[] = Object.values(classOf).flat();

interface ConflictedRow {
  readonly id: Id<string>;
  readonly thing: ThingId;
  readonly removedAt?: Ms;
  readonly conflicts?: Readonly<Record<string, readonly FieldSide[]>>;
}

/** The disagreements a row carries; none once it was removed. */
export const fieldConflictsOf = (record: AnyRecordType, row: ConflictedRow): readonly FieldConflict[] => {
  if (row.conflicts === undefined || row.removedAt !== undefined) return [];
  const values: Readonly<Record<string, unknown>> = { ...row };
  return Object.entries(row.conflicts)
    .filter(([field]) => field in record.fields)
    .map(([field, sides]) => ({
      type: "field",
      id: `${record.name}:${row.id}#${field}`,
      record,
      recordId: row.id,
      thing: row.thing,
      field,
      shown: sides.find((side) => side.value === (values[field] ?? null))?.value ?? sides[0]?.value ?? null,
      sides,
    }));
};

export interface SettleField {
  readonly record: AnyRecordType;
  readonly recordId: Id<string>;
  readonly thing: ThingId;
  readonly field: string;
  readonly value: Scalar | null;
}

export type SettleFieldProblem =
  { readonly type: "RecordMissing" } | { readonly type: "ValueRefused"; readonly field: string };

const settleIn = (on: FieldClass): Command<SettleField, null, SettleFieldProblem> =>
  defineCommand<SettleField, null, SettleFieldProblem>({
    name: "conflicts.settleField",
    needs: [{ verb: "write", on }],
    documents: ({ thing }) => [{ thing }],
    run: (drafts, { record, recordId, thing, field, value }) => {
      const draft = drafts.open({ thing });
      if (draft.get(record, recordId) === undefined) return err({ type: "RecordMissing" });
      const declared = record.fields[field];
      const fits =
        declared !== undefined &&
        (value === null ? declared.presence === "optional" : v.is(declared.schema, value));
      if (!fits) return err({ type: "ValueRefused", field });
      // Writing the value that is shown already still settles it: the other one is then known to be overwritten.
      draft.set(record, recordId, brand<RecordPatch<AnyRecordType>>({ [field]: value }));
      return ok(null);
    },
  });

const settlers = {
  event: settleIn("event"),
  inventory: settleIn("inventory"),
  settings: settleIn("settings"),
  person: settleIn("person"),
};

/** Class of the documents that hold records of this type. */
export const classOfField = (record: AnyRecordType): FieldClass => {
  if (classOf.event.some((type) => type.name === record.name)) return "event";
  if (classOf.inventory.some((type) => type.name === record.name)) return "inventory";
  return record.name === person.name ? "person" : "settings";
};

/** The command that chooses a value of a record of this type. */
export const settleFieldOf = (record: AnyRecordType): Command<SettleField, null, SettleFieldProblem> =>
  settlers[classOfField(record)];
