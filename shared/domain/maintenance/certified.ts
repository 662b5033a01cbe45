/** Tests and reports as a certificate carries them: the values of their fields, and the record read back from these. */
import * as v from "valibot";
import { brand } from "#shared/kernel/brand";
import { findBadValue } from "#shared/kernel/check-values";
import type { AnyRecordType } from "#shared/kernel/record";
import { assetTest, liftingReport } from "./test-types";
import type { AssetTest, LiftingReport } from "./test-types";

type Values = Readonly<Record<string, string | number | boolean>>;

const plain = v.union([v.string(), v.number(), v.boolean()]);

const valuesOf = (type: AnyRecordType, record: object): Values =>
  Object.fromEntries(
    Object.entries(record).flatMap(([field, value]) =>
      field in type.fields && v.is(plain, value) ? [[field, value]] : [],
    ),
  );

/** Undefined when a value is not what its field takes, is of no field, or one that must be there is missing. */
const readValues = <R>(type: AnyRecordType, values: Values): R | undefined => {
  if (findBadValue(type, values) !== undefined) return undefined;
  const isWhole = Object.entries(type.fields).every(
    ([field, { presence }]) => presence === "optional" || field in values,
  );
  return isWhole ? brand<R>(values) : undefined;
};

export const certifiedValues = (
  about: "test" | "lifting-report",
  record: AssetTest | LiftingReport,
): Values => valuesOf(about === "test" ? assetTest : liftingReport, record);

export const readCertifiedTest = (values: Values): Omit<AssetTest, "id"> | undefined =>
  readValues(assetTest, values);

export const readCertifiedReport = (values: Values): Omit<LiftingReport, "id"> | undefined =>
  readValues(liftingReport, values);
