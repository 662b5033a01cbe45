/** What a test or a report that corrects another one keeps of it, and what it is judged by. */
import { expect, test } from "vitest";
import { faultOf, missingIn, reportIn, typedReportOf } from "#client/features/maintenance/lifting-typed";
import { heldTo, nothingTyped, testIn, typedOf, verdictIn } from "#client/features/maintenance/test-typed";
import type { AboutTest, TestedWith } from "#client/features/maintenance/test-typed";
import type { Asset, AssetId, ProductId } from "#shared/domain/inventory";
import type { LiftingReportId, LoggedLiftingReport, LoggedTest, TestId } from "#shared/domain/maintenance";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { Day } from "#shared/kernel/record";
import { named } from "#tests/support/scan-world";

const day = (text: string): Day => brand<Day>(text);
const piece: Asset = {
  ...{ id: named<AssetId>("LX-1"), product: named<ProductId>("head"), code: "LX-1", isCase: false },
};
const logged = {
  ...{ asset: piece.id, product: piece.product, at: brand<Ms>(0), by: named<MemberId>("mira") },
  thing: named<ThingId>("log"),
  day: day("2026-03-02"),
};
const metrel: TestedWith = {
  ...{ tester: "Mira", instrument: "Metrel 3370", serial: "77", calibrated: "2027-01-01" },
};
const about = (corrected: LoggedTest, method = corrected.method): AboutTest => ({
  ...{ piece, method, inspection: undefined, corrected },
});
const corrected = (was: LoggedTest, standard: "vde-0701-0702" | "iet-4" = "vde-0701-0702") =>
  testIn(typedOf(was), heldTo(typedOf(was), standard, was), metrel, about(was));

const measured: LoggedTest = {
  ...{ ...logged, id: named<TestId>("measured"), method: "electrical", verdict: "pass", tester: "Mira" },
  ...{ class: "I", cableMm: 2_000, visual: "pass", limits: "vde-0701-0702" },
  ...{ protectiveMilliohm: 290, protectiveLimit: 300, insulationKiloohm: 5_000, insulationLimit: 1_000 },
  ...{ conductorLimit: 3_500, touchLimit: 500 },
};
/** As an appliance tester judged it: neither limits nor a look are named. */
const fromFile: LoggedTest = {
  ...{ ...logged, id: named<TestId>("from-file"), method: "electrical", verdict: "pass", tester: "Mira" },
  ...{ protectiveMilliohm: 900, touchMicroamp: 400, limits: "file", nextDue: day("2026-09-02") },
};

test("[MNT-05] a corrected test is judged by the standard and the figures of then", () => {
  // The company tests by the IET's 0.13 Ω meanwhile.
  expect(corrected(measured, "iet-4")).toMatchObject({
    ...{ verdict: "pass", limits: "vde-0701-0702", protectiveLimit: 300, touchLimit: 500 },
    replaces: measured.id,
  });
  // An edition of then allowed less than the one this version knows.
  const strict: LoggedTest = { ...measured, protectiveLimit: 280, verdict: "fail" };
  expect(corrected(strict)).toMatchObject({ verdict: "fail", protectiveLimit: 280 });
  // Another lead has a limit of its own, by the standard of then.
  const longer = { ...typedOf(measured), cable: 12 };
  expect(heldTo(longer, "iet-4", measured)).toMatchObject({
    ...{ set: "vde-0701-0702", limits: { protectiveLimit: 400 } },
  });
});

test("[MNT-05] [MNT-06] a corrected test of an appliance tester keeps its result, until when it holds, and no class nobody named", () => {
  const again = corrected(fromFile);
  expect(again).toMatchObject({
    ...{ verdict: "pass", limits: "file", nextDue: "2026-09-02", replaces: fromFile.id },
    ...{ protectiveMilliohm: 900, touchMicroamp: 400 },
  });
  expect(again?.class).toBeUndefined();
  expect(again?.protectiveLimit).toBeUndefined();
  // It is a test of this company now, and the file read again finds the one it came from.
  expect(again?.sourceId).toBeUndefined();
  const held = heldTo(typedOf(fromFile), "vde-0701-0702", fromFile);
  expect(verdictIn("electrical", { ...typedOf(fromFile), said: "fail" }, held)).toBe("fail");
  expect(verdictIn("electrical", { ...typedOf(fromFile), visual: "fail" }, held)).toBe("fail");
  const without = { ...typedOf(fromFile), nextDue: "" };
  expect(testIn(without, held, metrel, about(fromFile))?.nextDue).toBeUndefined();
});

test("[MNT-05] a look names no instrument, whatever this device remembers", () => {
  const look = { ...nothingTyped(day("2026-03-02")), visual: "pass" as const };
  const held = heldTo(look, "vde-0701-0702", undefined);
  const at = { piece, inspection: undefined, corrected: undefined };
  const check = testIn(look, held, metrel, { ...at, method: "check" });
  expect(check).toMatchObject({ verdict: "pass", tester: "Mira" });
  expect(check?.instrument ?? check?.instrumentSerial ?? check?.calibratedUntil).toBeUndefined();
  const electrical = { ...look, protective: 0.2, insulation: 5 };
  expect(testIn(electrical, held, metrel, { ...at, method: "electrical" })).toMatchObject({
    ...{ instrument: "Metrel 3370", instrumentSerial: "77", calibratedUntil: "2027-01-01" },
  });
});

const report: LoggedLiftingReport = {
  ...{ ...logged, id: named<LiftingReportId>("report"), employer: "Lichtwerk", employerAddress: "Kai 3" },
  ...{
    place: "Halle 2",
    safeWorkingLoad: "500 kg",
    basis: "six-months",
    isSafe: true,
    isFirst: false,
    defect: "none",
  },
  ...{ nextDue: day("2026-09-02"), examiner: "J. Ott", examinerAddress: "Weg 1", qualification: "UVV" },
  ...{
    authenticator: "J. Ott, Weg 1",
    chainLengthMm: 18_000,
    tests: "125 %",
    lastExamined: day("2025-09-01"),
  },
};

test("[MNT-05] [LIFT-1] a corrected report begins as the one it replaces stands, whole", () => {
  const typed = typedReportOf(report);
  expect(missingIn(typed)).toEqual([]);
  const { id, asset, day: examined, examiner, qualification, chainLengthMm, tests, lastExamined } = report;
  expect(reportIn(typed, piece, report)).toMatchObject({
    ...{ asset, day: examined, examiner, qualification, chainLengthMm, tests, lastExamined },
    ...{ nextDue: report.nextDue, basis: report.basis, authenticator: report.authenticator, replaces: id },
  });
  // What the law asks for may not get lost on the way.
  expect(reportIn({ ...typed, qualification: " " }, piece, report)).toBeUndefined();
});

test("[MNT-05] [LIFT-2] a report that is corrected to not safe puts the piece out of use; one that said so before did", () => {
  const unsafe = reportIn({ ...typedReportOf(report), isSafe: false }, piece, report);
  if (unsafe === undefined) throw new Error("nothing is missing");
  expect(faultOf(unsafe, "Not safe", report)).toMatchObject({ effect: "block", asset: piece.id });
  expect(faultOf(unsafe, "Not safe", { isSafe: false, defect: "none" })).toBeUndefined();
  expect(faultOf(unsafe, "Not safe", { isSafe: true, defect: "danger" })).toBeUndefined();
  expect(faultOf(unsafe, "Not safe")).toMatchObject({ effect: "block" });
  const safe = reportIn(typedReportOf(report), piece, { id: report.id });
  expect(
    safe === undefined ? undefined : faultOf(safe, "Not safe", { isSafe: false, defect: "none" }),
  ).toBeUndefined();
});
