/** What writes tests, reports of examinations and counters, and what a product asks for. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { findBadValue } from "#shared/kernel/check-values";
import { factNow } from "#shared/kernel/fact";
import { thingOf } from "#shared/kernel/ids";
import type { NewRecord, RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { ProductId } from "#shared/domain/inventory";
import type { MaintenanceProblem } from "./errors";
import { writeFault, writeWithdrawal } from "./fault-commands";
import type { NewFault } from "./fault-commands";
import type { FaultId } from "./types";
import { assetTest, inspection, liftingReport, usage } from "./test-types";
import type {
  InspectionId,
  LiftingReportId,
  LoggedLiftingReport,
  LoggedUsage,
  TestId,
  UsageId,
} from "./test-types";

const own = { own: "movements" } as const;
const tell = [{ verb: "write", on: "movements" }] as const;
const plan = [{ verb: "write", on: "inventory" }] as const;

type Written = "at" | "offsetMs" | "by";
export type NewTest = Omit<NewRecord<typeof assetTest>, Written>;
export type NewLiftingReport = Omit<NewRecord<typeof liftingReport>, Written>;

export interface RecordTest {
  readonly test: NewTest;
  /** What is reported with it when it failed: the fault that blocks the piece. */
  readonly fault?: NewFault | undefined;
}

export interface RecordedTests {
  readonly tests: readonly TestId[];
  readonly faults: readonly FaultId[];
}

const writeTest = (log: DocumentDraft, test: NewTest, context: CommandContext): TestId => {
  const id = context.newId<TestId>();
  log.create(assetTest, id, { ...test, ...factNow(context) });
  return id;
};

/** Writes one test, with the fault it found. */
export const recordTest = defineCommand<RecordTest, RecordedTests, MaintenanceProblem>({
  name: "maintenance.recordTest",
  needs: tell,
  documents: () => [own],
  run: (drafts, { test, fault }, context) => {
    const bad = findBadValue(assetTest, { ...test, ...factNow(context) });
    if (bad !== undefined) return err(bad);
    const log = drafts.open(own);
    return ok({
      faults: fault === undefined ? [] : [writeFault(log, fault, context)],
      tests: [writeTest(log, test, context)],
    });
  },
});

/** Writes tests that were read from a file, with the faults of those that still fail. */
export const recordTests = defineCommand<
  { readonly tests: readonly RecordTest[] },
  RecordedTests,
  MaintenanceProblem
>({
  name: "maintenance.recordTests",
  needs: tell,
  documents: () => [own],
  run: (drafts, { tests }, context) => {
    if (tests.length === 0) return err({ type: "NothingToRecord" });
    for (const { test } of tests) {
      const bad = findBadValue(assetTest, { ...test, ...factNow(context) });
      if (bad !== undefined) return err(bad);
    }
    const log = drafts.open(own);
    return ok({
      faults: tests.flatMap(({ fault }) => (fault === undefined ? [] : [writeFault(log, fault, context)])),
      tests: tests.map(({ test }) => writeTest(log, test, context)),
    });
  },
});

type Voided = Pick<NewTest, "asset" | "product" | "day" | "method" | "tester" | "verdict"> & {
  readonly id: TestId;
};

/** Why a record does not count any more: kept with what makes it void. */
const noteOf = (reason: string | undefined): { readonly note?: string } => {
  const said = reason?.trim() ?? "";
  return said === "" ? {} : { note: said };
};

/** Takes tests back: they were written for the wrong piece, for example. The facts stay readable. */
export const voidTests = defineCommand<
  {
    readonly tests: readonly Voided[];
    readonly faults: readonly FaultId[];
    readonly reason?: string | undefined;
  },
  null,
  MaintenanceProblem
>({
  name: "maintenance.voidTests",
  needs: tell,
  documents: () => [own],
  run: (drafts, { tests, faults, reason }, context) => {
    const note = noteOf(reason);
    const bad = findBadValue(assetTest, note);
    if (bad !== undefined) return err(bad);
    const log = drafts.open(own);
    for (const { id: replaces, asset, product, day, method, tester, verdict } of tests) {
      const of = { asset, product, day, method, tester, verdict };
      writeTest(log, { ...of, ...note, replaces, isVoid: true }, context);
    }
    for (const fault of faults) writeWithdrawal(log, { fault, knew: 0 }, context);
    return ok(null);
  },
});

/** Writes the report of a thorough examination, with the fault it found. */
export const recordLiftingReport = defineCommand<
  { readonly report: NewLiftingReport; readonly fault?: NewFault | undefined },
  LiftingReportId,
  MaintenanceProblem
>({
  name: "maintenance.recordLiftingReport",
  needs: tell,
  documents: () => [own],
  run: (drafts, { report, fault }, context) => {
    const bad = findBadValue(liftingReport, { ...report, ...factNow(context) });
    if (bad !== undefined) return err(bad);
    const log = drafts.open(own);
    if (fault !== undefined) writeFault(log, fault, context);
    const id = context.newId<LiftingReportId>();
    log.create(liftingReport, id, { ...report, ...factNow(context) });
    return ok(id);
  },
});

/** Takes a report back. What it said stays readable; it answers no inspection any more. */
export const voidLiftingReport = defineCommand<
  { readonly report: LoggedLiftingReport; readonly reason: string },
  null,
  MaintenanceProblem
>({
  name: "maintenance.voidLiftingReport",
  needs: tell,
  documents: () => [own],
  run: (drafts, { report, reason }, context) => {
    if (report.isVoid === true) return err({ type: "NothingToRecord" });
    const { asset, product, day, employer, employerAddress, place, safeWorkingLoad, basis } = report;
    const { isSafe, nextDue, examiner, examinerAddress, qualification, authenticator } = report;
    const values: NewLiftingReport = {
      ...{ asset, product, day, employer, employerAddress, place, safeWorkingLoad, basis },
      ...{ isSafe, nextDue, examiner, examinerAddress, qualification, authenticator },
      ...noteOf(reason),
      ...{ replaces: report.id, isVoid: true },
    };
    const bad = findBadValue(liftingReport, { ...values, ...factNow(context) });
    if (bad !== undefined) return err(bad);
    const id = context.newId<LiftingReportId>();
    drafts.open(own).create(liftingReport, id, { ...values, ...factNow(context) });
    return ok(null);
  },
});

/** Takes a reading back: it was typed wrongly, or read off another piece. */
export const undoUsage = defineCommand<
  { readonly usage: Pick<LoggedUsage, "id" | "asset" | "product" | "minutes" | "undoes"> },
  UsageId,
  MaintenanceProblem
>({
  name: "maintenance.undoUsage",
  needs: tell,
  documents: () => [own],
  run: (drafts, { usage: of }, context) => {
    if (of.undoes !== undefined) return err({ type: "NothingToRecord" });
    const id = context.newId<UsageId>();
    const { asset, product, minutes } = of;
    drafts.open(own).create(usage, id, { asset, product, minutes, undoes: of.id, ...factNow(context) });
    return ok(id);
  },
});

/** Notes a counter as it was read. */
export const recordUsage = defineCommand<
  Pick<NewRecord<typeof usage>, "asset" | "product" | "minutes">,
  UsageId,
  MaintenanceProblem
>({
  name: "maintenance.recordUsage",
  needs: tell,
  documents: () => [own],
  run: (drafts, args, context) => {
    const bad = findBadValue(usage, { ...args, ...factNow(context) });
    if (bad !== undefined) return err(bad);
    const id = context.newId<UsageId>();
    drafts.open(own).create(usage, id, { ...args, ...factNow(context) });
    return ok(id);
  },
});

const intervals = ["everyMonths", "everyHours", "everyDaysOut"] as const;

const hasInterval = (of: { readonly [K in (typeof intervals)[number]]?: number | undefined }): boolean =>
  intervals.some((interval) => of[interval] !== undefined);

/** What each asset of a product needs again and again. */
export const addInspection = defineCommand<NewRecord<typeof inspection>, InspectionId, MaintenanceProblem>({
  name: "maintenance.addInspection",
  needs: plan,
  documents: ({ product }) => [{ thing: thingOf(product) }],
  run: (drafts, args, context) => {
    const bad = findBadValue(inspection, args);
    if (bad !== undefined) return err(bad);
    if (!hasInterval(args)) return err({ type: "IntervalMissing" });
    const id = context.newId<InspectionId>();
    drafts.open({ thing: thingOf(args.product) }).create(inspection, id, { ...args, name: args.name.trim() });
    return ok(id);
  },
});

export interface EditInspection {
  readonly product: ProductId;
  readonly inspection: InspectionId;
  readonly values: Omit<RecordPatch<typeof inspection>, "product">;
}

export const editInspection = defineCommand<EditInspection, null, MaintenanceProblem>({
  name: "maintenance.editInspection",
  needs: plan,
  documents: ({ product }) => [{ thing: thingOf(product) }],
  run: (drafts, { product, inspection: id, values }) => {
    const bad = findBadValue(inspection, values);
    if (bad !== undefined) return err(bad);
    const draft = drafts.open({ thing: thingOf(product) });
    const known = livingRecord(draft, inspection, id);
    if (known === undefined) return err({ type: "InspectionMissing" });
    const after = Object.fromEntries(
      intervals.map((field) => {
        const set = values[field];
        return [field, set === null ? undefined : (set ?? known[field])];
      }),
    );
    if (!hasInterval(after)) return err({ type: "IntervalMissing" });
    draft.set(inspection, id, values);
    return ok(null);
  },
});

export const removeInspection = defineCommand<
  { readonly product: ProductId; readonly inspection: InspectionId },
  null,
  MaintenanceProblem
>({
  name: "maintenance.removeInspection",
  needs: plan,
  documents: ({ product }) => [{ thing: thingOf(product) }],
  run: (drafts, { product, inspection: id }) => {
    const draft = drafts.open({ thing: thingOf(product) });
    if (livingRecord(draft, inspection, id) === undefined) return err({ type: "InspectionMissing" });
    draft.remove(inspection, id);
    return ok(null);
  },
});
