/** Checking values against the fields of a record type before a command writes them. */
import * as v from "valibot";
import type { AnyRecordType } from "./record";

export type BadValue =
  /** Required text is blank, or a field that must be there would be cleared. */
  | { readonly type: "TextMissing"; readonly field: string }
  /** Of the wrong kind, too long or out of range for the field. */
  | { readonly type: "ValueRefused"; readonly field: string };

/** The first value that the record type does not take; undefined when all are fine. Absent values are fine. */
export const findBadValue = (type: AnyRecordType, values: object): BadValue | undefined => {
  for (const [name, value] of Object.entries(values)) {
    const field = type.fields[name];
    if (field === undefined) return { type: "ValueRefused", field: name };
    if (value === undefined || (value === null && field.presence === "optional")) continue;
    if (value === null || (field.presence === "required" && typeof value === "string" && value.trim() === ""))
      return { type: "TextMissing", field: name };
    if (!v.is(field.schema, value)) return { type: "ValueRefused", field: name };
  }
  return undefined;
};
