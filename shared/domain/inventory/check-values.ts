import { findBadValue } from "#shared/kernel/check-values";
import type { AnyRecordType } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { InventoryProblem } from "./errors";

/** Checks what a person typed or a file contained against the fields of a record type, before anything is written. */
export const checkValues = (type: AnyRecordType, values: object): Result<void, InventoryProblem> => {
  const bad = findBadValue(type, values);
  return bad === undefined ? ok(undefined) : err(bad);
};
