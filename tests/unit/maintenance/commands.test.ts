/** What maintenance commands write, and where. */
import { expect, test } from "vitest";
import { thingOf } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { permissionsFor } from "#shared/kernel/command";
import { moneyOf } from "#shared/kernel/money";
import type { EventId } from "#shared/domain/events";
import type { FileId } from "#shared/domain/files";
import { createProduct } from "#shared/domain/inventory";
import {
  addFaultEntry,
  addInspection,
  addRepairCost,
  assetTest,
  editInspection,
  fault,
  faultEntry,
  inspection,
  recordTest,
  recordUsage,
  removeInspection,
  removeRepairCost,
  repairCost,
  reportDamage,
  reportFault,
  liftingReport,
  minutesSince,
  recordLiftingReport,
  standingTests,
  undoFaultEntry,
  undoUsage,
  usage,
  voidLiftingReport,
  voidTests,
  withdrawFault,
} from "#shared/domain/maintenance";
import type { FaultId, NewLiftingReport, NewTest } from "#shared/domain/maintenance";
import { day, lamp, noon, piece } from "#tests/support/maintenance-world";
import { createPlainDocuments } from "#tests/support/plain-drafts";
import { named } from "#tests/support/scan-world";

const broken = { asset: piece, product: lamp, title: " Lamp dead ", effect: "block" } as const;
const paid = moneyOf(12_050, "EUR");

test("[MNT-01] a report is one fact in the own log, with who and when", () => {
  const documents = createPlainDocuments();
  expect(documents.run(reportFault, broken).ok).toBe(true);
  expect(documents.all(fault)).toMatchObject([
    { asset: piece, title: "Lamp dead", effect: "block", priority: "normal", by: documents.member },
  ]);
  expect(documents.run(reportFault, { ...broken, title: "  " }).ok).toBe(false);
  expect(documents.run(reportFault, { ...broken, title: "x".repeat(201) }).ok).toBe(false);
});

test("[MNT-01] whoever scans may add a word; deciding needs the right to lead the work", () => {
  const about = named<FaultId>("fault");
  const needs = (entry: object) => permissionsFor(addFaultEntry, { fault: about, entry }).map(({ on }) => on);
  expect(needs({ text: "Smells" })).toEqual(["movements"]);
  const photo = named<FileId>("photo");
  expect(needs({ photo, caption: "Crack" })).toEqual(["movements"]);
  expect(needs({ photo, isPhotoRemoved: true })).toEqual(["movements"]);
  expect(needs({ photo, caption: "Crack", effect: "flag" })).toEqual(["movements", "work"]);
  expect(needs({ state: "resolved", knew: 0 })).toEqual(["movements", "work"]);
  expect(needs({ text: "Fine", effect: "flag" })).toEqual(["movements", "work"]);
});

test("[MNT-01] entries are facts: an empty one is refused, one that is taken back stays", () => {
  const documents = createPlainDocuments();
  const made = documents.run(reportFault, broken);
  if (!made.ok) throw new Error("a fault is reported");
  expect(documents.run(addFaultEntry, { fault: made.value, entry: { text: "  " } }).ok).toBe(false);
  documents.run(addFaultEntry, { fault: made.value, entry: { text: " Ordered " } });
  const [said] = documents.all(faultEntry);
  if (said === undefined) throw new Error("a word is said");
  expect(said).toMatchObject({ fault: made.value, text: "Ordered" });
  documents.run(undoFaultEntry, { entry: said });
  expect(documents.all(faultEntry)).toMatchObject([{ id: said.id }, { undoes: said.id }]);
  documents.run(withdrawFault, { fault: made.value, knew: 0 });
  expect(documents.all(faultEntry).at(-1)).toMatchObject({ state: "withdrawn", knew: 0 });
});

test("[MNT-08] damage on return keeps severity and job, and the charge only among money", () => {
  const documents = createPlainDocuments();
  const event = named<EventId>("event Gala");
  const damage = { ...broken, severity: "unusable", event, charge: paid, moneyThing: undefined } as const;
  expect(documents.run(reportDamage, damage).ok).toBe(true);
  expect(documents.all(fault)).toMatchObject([{ severity: "unusable", event }]);
  expect(documents.all(repairCost)).toMatchObject([{ kind: "client", amount: paid, what: "Lamp dead" }]);
  const [thing] = documents.things("product-money");
  if (thing === undefined) throw new Error("there is a money document");
  expect(documents.list(thing, fault)).toEqual([]);
  expect(documents.list(thing, repairCost)).toHaveLength(1);
});

test("[MNT-11] costs of a repair stand with the money of its product; parts in the thread", () => {
  const documents = createPlainDocuments();
  const made = documents.run(reportFault, broken);
  if (!made.ok) throw new Error("a fault is reported");
  documents.run(addFaultEntry, { fault: made.value, entry: { part: "Lamp", quantity: 2 } });
  expect(documents.all(faultEntry)).toMatchObject([{ part: "Lamp", quantity: 2 }]);
  const cost = { asset: piece, product: lamp, fault: made.value, what: "Lamp", amount: paid } as const;
  documents.run(addRepairCost, { ...cost, kind: "part", moneyThing: undefined });
  const [moneyThing] = documents.things("product-money");
  if (moneyThing === undefined) throw new Error("there is a money document");
  const again = documents.run(addRepairCost, { ...cost, kind: "labour", moneyThing });
  expect(documents.list(moneyThing, repairCost).map(({ kind }) => kind)).toEqual(["part", "labour"]);
  if (again.ok) documents.run(removeRepairCost, { moneyThing, cost: again.value });
  expect(documents.all(repairCost).map(({ kind }) => kind)).toEqual(["part"]);
});

test("[MNT-05] a failed test is written with the fault that blocks the piece, in one step", () => {
  const documents = createPlainDocuments();
  const tested: NewTest = {
    ...{ asset: piece, product: lamp, day: day("2026-06-01"), method: "electrical", tester: "Mira" },
    ...{ class: "I", protectiveMilliohm: 900, protectiveLimit: 300, verdict: "fail" },
  };
  expect(documents.run(recordTest, { test: tested, fault: broken }).ok).toBe(true);
  expect(documents.all(assetTest)).toMatchObject([{ verdict: "fail", protectiveLimit: 300 }]);
  expect(documents.all(fault)).toHaveLength(1);
  const [written] = documents.all(assetTest);
  if (written === undefined) throw new Error("a test is written");
  const faults = documents.all(fault).map(({ id }) => id);
  documents.run(voidTests, { tests: [written], faults });
  expect(documents.all(assetTest).at(-1)).toMatchObject({ replaces: written.id, isVoid: true });
  expect(documents.all(faultEntry)).toMatchObject([{ fault: faults[0], state: "withdrawn" }]);
  const bad = documents.run(recordTest, { test: { ...tested, protectiveMilliohm: -1 }, fault: broken });
  expect(bad).toMatchObject({ ok: false });
  expect(documents.all(fault)).toHaveLength(1);
});

test("[MNT-09] a counter is noted as it was read", () => {
  const documents = createPlainDocuments();
  documents.now = noon("2026-06-03");
  documents.run(recordUsage, { asset: piece, product: lamp, minutes: 600 });
  expect(documents.all(usage)).toMatchObject([{ minutes: 600, at: noon("2026-06-03") }]);
  expect(documents.run(recordUsage, { asset: piece, product: lamp, minutes: -1 }).ok).toBe(false);
});

test("[MNT-09] a reading that was wrong is taken back by a fact of its own, once, and counts nowhere", () => {
  const documents = createPlainDocuments();
  documents.now = noon("2026-06-03");
  documents.run(recordUsage, { asset: piece, product: lamp, minutes: 600 });
  documents.now = noon("2026-06-04");
  documents.run(recordUsage, { asset: piece, product: lamp, minutes: 60_000 });
  const [first, wrong] = documents.all(usage);
  if (first === undefined || wrong === undefined) throw new Error("two readings");
  const thing = named<ThingId>("log");
  const minutes = () =>
    minutesSince(
      documents.all(usage).map((each) => ({ ...each, thing })),
      undefined,
      (fact) => ({ at: fact.at }),
    );
  expect(minutes()).toBe(60_000);
  expect(documents.run(undoUsage, { usage: wrong }).ok).toBe(true);
  expect(minutes()).toBe(600);
  const [, , back] = documents.all(usage);
  if (back === undefined) throw new Error("it was taken back");
  expect(back).toMatchObject({ undoes: wrong.id, minutes: 60_000, by: documents.member });
  expect(documents.run(undoUsage, { usage: back })).toMatchObject({ error: { type: "NothingToRecord" } });
});

const examined: NewLiftingReport = {
  ...{
    asset: piece,
    product: lamp,
    day: day("2026-06-01"),
    employer: "Lichtwerk",
    employerAddress: "Berlin",
  },
  ...{ place: "Hall 2", safeWorkingLoad: "250 kg", basis: "six-months", isSafe: true, isFirst: false },
  ...{ defect: "none", nextDue: day("2026-12-01"), examiner: "Jo", examinerAddress: "Hamburg" },
  ...{ qualification: "Engineer", authenticator: "Mira" },
};

test("[MNT-05] a report or a test that was wrong is void with a reason, stays readable and holds no more", () => {
  const documents = createPlainDocuments();
  documents.run(recordLiftingReport, { report: examined });
  const [report] = documents.all(liftingReport);
  if (report === undefined) throw new Error("a report");
  const thing = named<ThingId>("log");
  documents.run(voidLiftingReport, { report: { ...report, thing }, reason: " the other hoist " });
  const all = documents.all(liftingReport);
  expect(all).toMatchObject([
    { id: report.id },
    { replaces: report.id, isVoid: true, note: "the other hoist" },
  ]);
  expect(standingTests(all)).toEqual([]);
  const [, back] = all;
  if (back === undefined) throw new Error("it is void");
  expect(documents.run(voidLiftingReport, { report: { ...back, thing }, reason: "no" })).toMatchObject({
    error: { type: "NothingToRecord" },
  });

  const test: NewTest = {
    ...{ asset: piece, product: lamp, day: day("2026-06-01"), method: "electrical", tester: "Mira" },
    verdict: "pass",
  };
  documents.run(recordTest, { test });
  const [written] = documents.all(assetTest);
  if (written === undefined) throw new Error("a test");
  const reason = "x".repeat(4_001);
  expect(documents.run(voidTests, { tests: [written], faults: [], reason }).ok).toBe(false);
  documents.run(voidTests, { tests: [written], faults: [], reason: "wrong lamp" });
  expect(documents.all(assetTest).at(-1)).toMatchObject({ isVoid: true, note: "wrong lamp" });
  expect(standingTests(documents.all(assetTest))).toEqual([]);
});

test("[MNT-04] an inspection needs an interval, and keeps one", () => {
  const documents = createPlainDocuments();
  const made = documents.run(createProduct, { name: "Lamp" });
  if (!made.ok) throw new Error("a product is made");
  const { product } = made.value;
  const yearly = { product, name: " DGUV V3 ", method: "electrical", everyMonths: 12 } as const;
  expect(documents.run(addInspection, { ...yearly, everyMonths: undefined })).toEqual({
    ok: false,
    error: { type: "IntervalMissing" },
  });
  const added = documents.run(addInspection, yearly);
  if (!added.ok) throw new Error("an inspection is added");
  const thing: ThingId = thingOf(product);
  expect(documents.list(thing, inspection)).toMatchObject([{ name: "DGUV V3", everyMonths: 12 }]);
  const edit = (values: Parameters<typeof editInspection.run>[1]["values"]) =>
    documents.run(editInspection, { product, inspection: added.value, values });
  expect(edit({ everyMonths: null })).toEqual({ ok: false, error: { type: "IntervalMissing" } });
  expect(edit({ everyMonths: null, everyHours: 500 }).ok).toBe(true);
  expect(documents.list(thing, inspection)).toMatchObject([{ everyHours: 500 }]);
  documents.run(removeInspection, { product, inspection: added.value });
  expect(edit({ everyHours: 400 })).toEqual({ ok: false, error: { type: "InspectionMissing" } });
});
