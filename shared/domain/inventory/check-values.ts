import * as v from "valibot";
import type { AnyRecordType } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { InventoryProblem } from "./errors";

/**
 * Checks values against the fields of a record type, so that nothing a person typed or a file contained reaches a
 * document unchecked. Null clears and is allowed for optional fields only; required text must not be blank.
 */
export const checkValues = (
  type: AnyRecordType,
  values: Readonly<Record<string, unknown>>,
): Result<void, InventoryProblem> => {
  for (const [name, value] of Object.entries(values)) {
    const field = type.fields[name];
    if (field === undefined) return err({ type: "ValueRefused", field: name });
    if (value === undefined) continue;
    if (value === null) {
      if (field.presence === "optional") continue;
      return err({ type: "TextMissing", field: name });
    }
    if (field.presence === "required" && typeof value === "string" && value.trim() === "")
      return err({ type: "TextMissing", field: name });
    if (!v.safeParse(field.schema, value).success) return err({ type: "ValueRefused", field: name });
  }
  return ok(undefined);
};
