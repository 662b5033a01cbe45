/** Inspections a product asks for, the tests that answer them, and what its assets were used. */
import { factFields } from "#shared/kernel/fact";
import type { Id } from "#shared/kernel/ids";
import {
  day,
  defineRecord,
  flag,
  idOf,
  integer,
  oneOf,
  optional,
  text,
  withDefault,
} from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { TimedFact } from "#shared/domain/scanning";

export type InspectionId = Id<"inspection">;
export type TestId = Id<"test">;
export type LiftingReportId = Id<"lifting-report">;
export type UsageId = Id<"usage">;

/** A look by a written check, an electrical test with readings, a thorough examination of lifting gear. */
export const inspectionMethods = ["check", "electrical", "lifting"] as const;
export type InspectionMethod = (typeof inspectionMethods)[number];

/** What each asset of a product needs again and again; due at the first interval that is over. */
export const inspection = defineRecord<InspectionId>()("inspection", {
  product: idOf<ProductId>(),
  name: text(120),
  method: withDefault(oneOf(inspectionMethods), "check"),
  everyMonths: optional(integer(1, 240)),
  /** Operating hours (of a lamp, for example) as somebody reads them off. */
  everyHours: optional(integer(1, 1_000_000)),
  /** Days on jobs, folded from movements. */
  everyDaysOut: optional(integer(1, 100_000)),
});
export type Inspection = RecordOf<typeof inspection>;

/** Protective conductor; double or reinforced insulation; extra-low voltage. */
export const protectionClasses = ["I", "II", "III"] as const;
export type ProtectionClass = (typeof protectionClasses)[number];

export const testVerdicts = ["pass", "fail"] as const;
export type TestVerdict = (typeof testVerdicts)[number];

/** Where a limit comes from, kept with every test so that it can be read years later. */
export const limitSets = ["vde-0701-0702", "iet-4", "file"] as const;
export type LimitSet = (typeof limitSets)[number];

/**
 * One test of one asset. Never edited: a correction is another test that `replaces` it. Resistances of conductors in
 * milliohm, of insulation in kiloohm, currents in microampere; each reading stands with the limit it was judged by.
 */
export const assetTest = defineRecord<TestId>()("test", {
  asset: idOf<AssetId>(),
  product: idOf<ProductId>(),
  ...factFields,
  /** When it was done. */
  day: day(),
  method: oneOf(inspectionMethods),
  /** The inspection it answers; an electrical test answers every electrical one. */
  inspection: optional(idOf<InspectionId>()),
  tester: text(120),
  instrument: optional(text(120)),
  instrumentSerial: optional(text(120)),
  calibratedUntil: optional(day()),
  class: optional(oneOf(protectionClasses)),
  cableMm: optional(integer(0, 1_000_000)),
  visual: optional(oneOf(testVerdicts)),
  functional: optional(oneOf(testVerdicts)),
  protectiveMilliohm: optional(integer(0, 1_000_000_000)),
  protectiveLimit: optional(integer(0, 1_000_000_000)),
  insulationKiloohm: optional(integer(0, 1_000_000_000)),
  insulationLimit: optional(integer(0, 1_000_000_000)),
  conductorMicroamp: optional(integer(0, 1_000_000_000)),
  conductorLimit: optional(integer(0, 1_000_000_000)),
  touchMicroamp: optional(integer(0, 1_000_000_000)),
  touchLimit: optional(integer(0, 1_000_000_000)),
  limits: optional(oneOf(limitSets)),
  verdict: oneOf(testVerdicts),
  note: optional(text(4000)),
  /** The last day it holds, where somebody said so; else the inspection's interval. */
  nextDue: optional(day()),
  replaces: optional(idOf<TestId>()),
  /** Takes `replaces` back and is no test itself. */
  isVoid: optional(flag()),
  /** Where it was imported from and its identity there, so that the same file twice changes nothing. */
  source: optional(text(60)),
  sourceId: optional(text(300)),
});
export type AssetTest = RecordOf<typeof assetTest>;
export type LoggedTest = AssetTest & TimedFact;

/** Why the examination was made when it was made. */
export const examinationBases = ["six-months", "twelve-months", "scheme", "exceptional"] as const;
export type ExaminationBasis = (typeof examinationBases)[number];

export const defectKinds = ["none", "danger", "could-become-danger"] as const;
export type DefectKind = (typeof defectKinds)[number];

/**
 * Report of a thorough examination of lifting equipment, with the content of Schedule 1 to the Lifting Operations and
 * Lifting Equipment Regulations 1998 (SI 1998/2307). Never edited: a correction `replaces` it.
 */
export const liftingReport = defineRecord<LiftingReportId>()("lifting-report", {
  asset: idOf<AssetId>(),
  product: idOf<ProductId>(),
  ...factFields,
  /** Date of the examination. */
  day: day(),
  employer: text(200),
  employerAddress: text(400),
  place: text(400),
  /** Year or date of manufacture where known. */
  manufactured: optional(text(40)),
  lastExamined: optional(day()),
  /** Per configuration. */
  safeWorkingLoad: text(400),
  isFirst: withDefault(flag(), false),
  /** Only where it is the first examination after installation. */
  isInstalledCorrectly: optional(flag()),
  basis: oneOf(examinationBases),
  isSafe: flag(),
  defect: withDefault(oneOf(defectKinds), "none"),
  /** The part and the defect; the repair needed; by when, for one that could become dangerous. */
  defectText: optional(text(2000)),
  repairText: optional(text(2000)),
  repairBy: optional(day()),
  nextDue: day(),
  tests: optional(text(2000)),
  examiner: text(200),
  examinerAddress: text(400),
  qualification: text(200),
  examinerEmployer: optional(text(300)),
  authenticator: text(300),
  chainLengthMm: optional(integer(0, 10_000_000)),
  hoistType: optional(text(40)),
  periodColour: optional(text(40)),
  note: optional(text(4000)),
  replaces: optional(idOf<LiftingReportId>()),
  isVoid: optional(flag()),
});
export type LiftingReport = RecordOf<typeof liftingReport>;
export type LoggedLiftingReport = LiftingReport & TimedFact;

/** A counter as somebody read it, in minutes of operation. A smaller reading means that it was set back. */
export const usage = defineRecord<UsageId>()("usage", {
  asset: idOf<AssetId>(),
  product: idOf<ProductId>(),
  ...factFields,
  minutes: integer(0, 100_000_000),
  /** The reading this one takes back; it counts nothing itself. */
  undoes: optional(idOf<UsageId>()),
});
export type Usage = RecordOf<typeof usage>;
export type LoggedUsage = Usage & TimedFact;
