/** What stands in the company's own fields, by what it belongs to. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { customValue } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { customField } from "#shared/domain/settings";
import type { CustomField, CustomFieldId } from "#shared/domain/settings";
import { parseDay } from "#shared/kernel/local-time";
import { compareByOrder } from "#shared/kernel/order-key";
import { parseId } from "#shared/kernel/ids";
import { useFormat, useText } from "#client/app/i18n";
import { createRows } from "#client/data";
import { customMessages } from "./custom-messages";

export type CustomOn = CustomField["on"];

export interface CustomValues {
  readonly fields: Accessor<readonly CustomField[]>;
  /** The values of a thing's field as they stand in the records; more than one where devices disagree. */
  readonly of: (thing: ProductId | AssetId, field: CustomFieldId) => readonly string[];
  /** As people read it: days, numbers with their unit, yes and no. */
  readonly shown: (field: CustomField, value: string) => string;
  /** Values that stand somewhere, for a filter: in the order of the fields, then of the alphabet. */
  readonly used: Accessor<readonly { readonly field: CustomField; readonly value: string }[]>;
}

/** A filter lists no more than these. */
const mostUsed = 200;

const keyOf = (thing: string, field: CustomFieldId): string => `${thing} ${field}`;

/** A value of a field as people read it: days, numbers with their unit, yes and no. */
export const createShownValues = (): ((
  field: Pick<CustomField, "kind" | "unit">,
  value: string,
) => string) => {
  const t = useText(customMessages);
  const format = useFormat();
  return (field, value) => {
    if (field.kind === "flag") return t(value === "yes" ? "yes" : "no");
    if (field.kind === "day") {
      const day = parseDay(value);
      return day === undefined ? value : format().day(day);
    }
    if (field.kind !== "number") return value;
    const number = value.replace(".", format().decimalSign);
    return field.unit === undefined ? number : `${number}\u00a0${field.unit}`;
  };
};

export const createCustomValues = (on: CustomOn): CustomValues => {
  const shown = createShownValues();
  const fields = createRows(customField, { where: (row) => row.on === on, sort: compareByOrder });
  const rows = createRows(customValue, {
    where: (row) => (row.asset === undefined) === (on === "product"),
    sort: (a, b) => (a.id < b.id ? -1 : 1),
  });
  const byThing = createMemo(() => {
    const found = new Map<string, readonly string[]>();
    for (const row of rows()) {
      const key = keyOf(row.asset ?? row.product, row.field);
      const before = found.get(key) ?? [];
      if (!before.includes(row.value)) found.set(key, [...before, row.value]);
    }
    return found;
  });
  const used = createMemo(() => {
    const values = new Map<string, Set<string>>();
    for (const { field, value } of rows()) values.set(field, (values.get(field) ?? new Set()).add(value));
    return fields()
      .flatMap((field) => [...(values.get(field.id) ?? [])].sort().map((value) => ({ field, value })))
      .slice(0, mostUsed);
  });
  return {
    fields,
    of: (thing, field) => byThing().get(keyOf(thing, field)) ?? [],
    shown,
    used,
  };
};

/** The column of a field in a table. */
export const ownColumn = (field: CustomFieldId): string => `own.${field}`;

export const fieldOfColumn = (column: string, fields: readonly CustomField[]): CustomField | undefined =>
  fields.find(({ id }) => ownColumn(id) === column);

/** Rows by what stands in the field; those without anything come last, whichever way. */
export const sortByOwn = <Row extends { readonly id: ProductId | AssetId }>(
  rows: readonly Row[],
  field: CustomField,
  values: Pick<CustomValues, "of">,
  descending: boolean,
): readonly Row[] => {
  const keyed = rows.map((row) => ({ row, value: values.of(row.id, field.id)[0] }));
  const compare = (a: string, b: string): number =>
    field.kind === "number" ? Number(a) - Number(b) : a.localeCompare(b);
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined)
      return Number(a.value === undefined) - Number(b.value === undefined);
    return compare(a.value, b.value) * (descending ? -1 : 1);
  });
  return keyed.map(({ row }) => row);
};

/** A value of a field asked for: `<field>.<value>` in the address. */
export interface CustomFilter {
  readonly field: CustomFieldId;
  readonly value: string;
}

export const readCustomFilter = (text: string): CustomFilter | undefined => {
  const at = text.indexOf(".");
  const field = at < 0 ? undefined : parseId<CustomFieldId>(text.slice(0, at));
  return field === undefined ? undefined : { field, value: text.slice(at + 1) };
};

export const writeCustomFilter = ({ field, value }: CustomFilter): string => `${field}.${value}`;
