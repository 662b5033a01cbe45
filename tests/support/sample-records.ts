/** A valid value for every field of every record type, found by trying: new types need no new samples. */
import * as v from "valibot";
import { toCrockford } from "#shared/kernel/bytes";
import type { AnyRecordType, Field, Scalar } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";

const candidates: readonly Scalar[] = [
  "Ä sample",
  toCrockford(Uint8Array.from({ length: 16 }, (_, at) => at)),
  "2026-03-01",
  "2026-03-01T08:30",
  "Europe/Berlin",
  "CHF",
  "123450 EUR",
  3,
  1,
  true,
  new Uint8Array([1, 2, 3]),
  "DE",
  "A".repeat(43),
];

/** The picklists of the record types name their options. */
const optionsOf = (field: Field): readonly unknown[] => {
  const schema: object = field.schema;
  return "options" in schema && Array.isArray(schema.options) ? schema.options : [];
};

const sampleOf = (name: string, field: Field): Scalar => {
  const options = optionsOf(field).filter((one) => typeof one === "string");
  const value = [...options, ...candidates].find((one) => v.is(field.schema, one) && one !== field.fallback);
  assert(value, `there is a sample for ${name}`);
  return value;
};

/** Every field set, none to its default. */
export const sampleRecord = (type: AnyRecordType): Record<string, Scalar> =>
  Object.fromEntries(
    Object.entries(type.fields).map(([name, field]) => [name, sampleOf(`${type.name}.${name}`, field)]),
  );
