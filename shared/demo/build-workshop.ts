/** The demo's faults with what was done about them, inspections and tests. Who is meant by a number is a colleague. */
import { assert } from "#shared/kernel/result";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import { newId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import type { Day, NewRecord } from "#shared/kernel/record";
import type { asset, AssetId, ProductId } from "#shared/domain/inventory";
import {
  damageSeverities,
  faultEffects,
  faultPriorities,
  faultStates,
  inspectionMethods,
} from "#shared/domain/maintenance";
import type {
  assetTest,
  fault,
  faultEntry,
  FaultEntryId,
  FaultId,
  inspection,
  InspectionId,
  TestId,
} from "#shared/domain/maintenance";
import type { With } from "./build-demo";
import { failedCode, faultEntryRows, faultRows, inspectionRows, testRows } from "./workshop";

export type DemoInspection = With<InspectionId, NewRecord<typeof inspection>>;

/** Facts of the log, oldest rows first. */
export interface DemoWorkshop {
  readonly faults: readonly With<FaultId, NewRecord<typeof fault>>[];
  readonly entries: readonly With<FaultEntryId, NewRecord<typeof faultEntry>>[];
  readonly tests: readonly With<TestId, NewRecord<typeof assetTest>>[];
}

/** What the workshop knows of a product. */
export interface WorkshopProduct {
  readonly product: { readonly id: ProductId; readonly values: { readonly name: string } };
  readonly assets: readonly With<AssetId, NewRecord<typeof asset>>[];
  readonly inspections: readonly DemoInspection[];
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trim()
    .split("\n")
    .map((row) => row.split("|"));

const dayBefore = (today: Ms, days: number): Day =>
  brand<Day>(new Date(today - days * dayMs).toISOString().slice(0, 10));

const filled = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

export const inspectionsOf = (random: Random, id: ProductId, name: string): readonly DemoInspection[] =>
  rowsOf(inspectionRows)
    .filter(([of]) => of === name)
    .map(([, title = "", method, months]) => ({
      id: newId<InspectionId>(random),
      values: {
        product: id,
        name: title,
        method: inspectionMethods.find((known) => known === method) ?? "check",
        everyMonths: Number(months),
      },
    }));

export const buildWorkshop = (
  random: Random,
  products: readonly WorkshopProduct[],
  colleagues: readonly MemberId[],
  today: Ms,
): DemoWorkshop => {
  const faults = buildFaults(random, products, colleagues, today);
  const byCode = new Map(faults.map(({ code, fault: one }) => [code, one.id]));
  return {
    faults: faults.map((each) => each.fault),
    entries: buildEntries(random, byCode, colleagues, today),
    tests: rowsOf(testRows).flatMap(([name, days = ""]) => {
      const entry = products.find(({ product }) => product.values.name === name);
      assert(entry !== undefined, `the demo has "${name ?? ""}"`);
      return buildTests(random, entry, days.split(","), { colleagues, today });
    }),
  };
};

const colleague = (colleagues: readonly MemberId[], index: number): MemberId => {
  const found = colleagues[index % colleagues.length];
  assert(found !== undefined, "the demo has colleagues");
  return found;
};

const buildFaults = (
  random: Random,
  products: readonly WorkshopProduct[],
  colleagues: readonly MemberId[],
  today: Ms,
) =>
  rowsOf(faultRows).map(([code = "", hours, title = "", effect, priority, severity, note], index) => {
    const piece = products.flatMap(({ assets }) => assets).find(({ values }) => values.code === code);
    assert(piece !== undefined, `the demo has "${code}"`);
    const values: NewRecord<typeof fault> = {
      asset: piece.id,
      product: piece.values.product,
      at: today - Number(hours) * hourMs,
      by: colleague(colleagues, index),
      title,
      note: filled(note),
      effect: faultEffects.find((known) => known === effect) ?? "flag",
      priority: faultPriorities.find((known) => known === priority),
      severity: damageSeverities.find((known) => known === severity),
    };
    return { code, fault: { id: newId<FaultId>(random), values } };
  });

const buildEntries = (
  random: Random,
  faults: ReadonlyMap<string, FaultId>,
  colleagues: readonly MemberId[],
  today: Ms,
): DemoWorkshop["entries"] =>
  rowsOf(faultEntryRows).map(([code = "", hours, text, assignee, part, until, state], index) => {
    const about = faults.get(code);
    assert(about !== undefined, `the demo has a fault of "${code}"`);
    const isPart = filled(part) !== undefined;
    return {
      id: newId<FaultEntryId>(random),
      values: {
        fault: about,
        at: today - Number(hours) * hourMs,
        by: colleague(colleagues, index),
        text: filled(text),
        assignee: filled(assignee) === undefined ? undefined : colleague(colleagues, Number(assignee)),
        part: filled(part),
        quantity: isPart ? 1 : undefined,
        until: filled(until) === undefined ? undefined : dayBefore(today, -Number(until)),
        state: faultStates.find((known) => known === state),
        // Nobody had said anything else about whether it can be used.
        knew: state === "resolved" ? 0 : undefined,
      },
    };
  });

/** Readings of a tester in good order, a little different for each piece. */
const goodReadings = (index: number) =>
  ({
    class: "I",
    cableMm: 2000,
    visual: "pass",
    functional: "pass",
    protectiveMilliohm: 90 + ((index * 37) % 110),
    protectiveLimit: 300,
    insulationKiloohm: 20_000 + ((index * 7919) % 180_000),
    insulationLimit: 1000,
    conductorMicroamp: 140 + ((index * 53) % 400),
    conductorLimit: 3500,
    limits: "vde-0701-0702",
  }) as const;

const buildTests = (
  random: Random,
  { product, assets, inspections }: WorkshopProduct,
  days: readonly string[],
  { colleagues, today }: { readonly colleagues: readonly MemberId[]; readonly today: Ms },
): DemoWorkshop["tests"] => {
  const asked = inspections[0];
  assert(asked !== undefined, `the demo inspects "${product.values.name}"`);
  const isElectrical = asked.values.method === "electrical";
  return days.flatMap((ago, index) => {
    const piece = assets[index];
    if (ago === "" || piece === undefined) return [];
    const hasFailed = piece.values.code === failedCode;
    const values: NewRecord<typeof assetTest> = {
      asset: piece.id,
      product: product.id,
      at: today - Number(ago) * dayMs,
      by: colleague(colleagues, 0),
      day: dayBefore(today, Number(ago)),
      method: isElectrical ? "electrical" : "check",
      inspection: asked.id,
      tester: "Mira Kowalski",
      ...(isElectrical
        ? { ...goodReadings(index), instrument: "Secutest", instrumentSerial: "S2-40817" }
        : { visual: "pass", functional: "pass" }),
      ...(hasFailed ? { insulationKiloohm: 400 } : {}),
      verdict: hasFailed ? "fail" : "pass",
    };
    return [{ id: newId<TestId>(random), values }];
  });
};
