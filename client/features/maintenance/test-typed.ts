/** What is typed while a piece is tested, in the units testers read, and the test it makes. */
import { judgeReadings, limitsFor, verdictOf } from "#shared/domain/maintenance";
import type {
  InspectionId,
  InspectionMethod,
  Limits,
  LoggedTest,
  NewTest,
  ProtectionClass,
  Readings,
  TestVerdict,
} from "#shared/domain/maintenance";
import type { Asset } from "#shared/domain/inventory";
import type { TestStandard } from "#shared/domain/settings";
import { parseDay } from "#shared/kernel/local-time";
import type { Day } from "#shared/kernel/record";

export interface Typed {
  /** Undefined only where an appliance tester did not name it. */
  readonly class: ProtectionClass | undefined;
  /** Metres. */
  readonly cable: number | undefined;
  readonly visual: TestVerdict | undefined;
  readonly functional: TestVerdict | undefined;
  /** Ohm, megohm, milliampere, milliampere. */
  readonly protective: number | undefined;
  readonly insulation: number | undefined;
  readonly conductor: number | undefined;
  readonly touch: number | undefined;
  /** What the appliance tester judged, where it did. */
  readonly said: TestVerdict | undefined;
  readonly note: string;
  readonly day: Day;
  /** The last day it holds, where somebody said so. */
  readonly nextDue: string;
}

export const nothingTyped = (day: Day): Typed => ({
  ...{ class: "I", cable: undefined, visual: undefined, functional: undefined, protective: undefined },
  ...{ insulation: undefined, conductor: undefined, touch: undefined, said: undefined, note: "" },
  ...{ day, nextDue: "" },
});

const units = (thousandths: number | undefined): number | undefined =>
  thousandths === undefined ? undefined : thousandths / 1_000;

/** Ohm, megohm and milliampere as numbers of thousandths of themselves. */
const thousandths = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 1_000);

const isOfTester = (test: Pick<LoggedTest, "limits"> | undefined): boolean => test?.limits === "file";

/** As it was typed when the test was made. */
export const typedOf = (test: LoggedTest): Typed => ({
  class: test.class ?? (isOfTester(test) ? undefined : "I"),
  ...{ cable: units(test.cableMm), visual: test.visual, functional: test.functional },
  ...{ protective: units(test.protectiveMilliohm), insulation: units(test.insulationKiloohm) },
  ...{ conductor: units(test.conductorMicroamp), touch: units(test.touchMicroamp) },
  said: isOfTester(test) ? test.verdict : undefined,
  ...{ note: test.note ?? "", day: test.day, nextDue: test.nextDue ?? "" },
});

/** What readings are held to. An appliance tester that judged by itself did not say by which limits. */
export type HeldTo =
  | { readonly set: TestStandard; readonly limits: Limits }
  | { readonly set: "file"; readonly limits: undefined };

type Then = Pick<
  LoggedTest,
  "limits" | "class" | "cableMm" | "protectiveLimit" | "insulationLimit" | "conductorLimit" | "touchLimit"
>;

/** A correction is held to what the test it replaces was held to, also when the company tests by another standard now. */
export const heldTo = (
  typed: Pick<Typed, "class" | "cable">,
  standard: TestStandard,
  corrected: Then | undefined,
): HeldTo => {
  if (corrected?.limits === "file") return { set: "file", limits: undefined };
  const set = corrected?.limits ?? standard;
  const cable = thousandths(typed.cable) ?? 0;
  const protection = typed.class ?? "I";
  const isAsThen = corrected?.class === protection && (corrected.cableMm ?? 0) === cable;
  if (!isAsThen || corrected.insulationLimit === undefined)
    return { set, limits: limitsFor(set, protection, cable) };
  const { protectiveLimit, insulationLimit, conductorLimit, touchLimit } = corrected;
  return { set, limits: { protectiveLimit, insulationLimit, conductorLimit, touchLimit } };
};

/** What was typed, without what this class has no measurement for. */
export const readingsIn = (typed: Typed, applies: Limits | undefined): Readings => {
  const only = (value: number | undefined, limit: number | undefined) =>
    applies !== undefined && limit === undefined ? undefined : thousandths(value);
  return {
    visual: typed.visual,
    functional: typed.functional,
    protectiveMilliohm: only(typed.protective, applies?.protectiveLimit),
    insulationKiloohm: thousandths(typed.insulation),
    conductorMicroamp: only(typed.conductor, applies?.conductorLimit),
    touchMicroamp: only(typed.touch, applies?.touchLimit),
  };
};

export const judgedIn = (typed: Typed, { limits }: HeldTo) =>
  limits === undefined ? undefined : judgeReadings(readingsIn(typed, limits), limits);

/** Undefined while it cannot be said. */
export const verdictIn = (
  method: InspectionMethod,
  typed: Typed,
  { limits }: HeldTo,
): TestVerdict | undefined => {
  if (method === "electrical" && limits !== undefined)
    return verdictOf(readingsIn(typed, limits), limits, typed.class ?? "I");
  if (typed.visual === "fail" || typed.functional === "fail") return "fail";
  return method === "electrical" ? typed.said : typed.visual;
};

export interface TestedWith {
  readonly tester: string;
  readonly instrument: string;
  readonly serial: string;
  readonly calibrated: string;
}

const orAbsent = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

/** Only what is measured is measured with something: a look names no instrument, whatever this device remembers. */
const measuredIn = (typed: Typed, held: HeldTo, by: TestedWith): Partial<NewTest> => ({
  ...{ ...readingsIn(typed, held.limits), ...held.limits },
  ...{ class: typed.class, cableMm: thousandths(typed.cable), limits: held.set },
  instrument: orAbsent(by.instrument),
  instrumentSerial: orAbsent(by.serial),
  calibratedUntil: parseDay(by.calibrated),
});

export interface AboutTest {
  readonly piece: Asset;
  readonly method: InspectionMethod;
  readonly inspection: InspectionId | undefined;
  readonly corrected: Pick<LoggedTest, "id"> | undefined;
}

/** Undefined while there is no verdict, or nobody who tested. */
export const testIn = (
  typed: Typed,
  held: HeldTo,
  by: TestedWith,
  { piece, method, inspection, corrected }: AboutTest,
): NewTest | undefined => {
  const verdict = verdictIn(method, typed, held);
  const tester = orAbsent(by.tester);
  if (verdict === undefined || tester === undefined) return undefined;
  const { visual, functional, day } = typed;
  return {
    ...(method === "electrical" ? measuredIn(typed, held, by) : { visual, functional }),
    ...{ asset: piece.id, product: piece.product, day, method, verdict, tester, inspection },
    nextDue: parseDay(typed.nextDue),
    note: orAbsent(typed.note),
    replaces: corrected?.id,
  };
};
