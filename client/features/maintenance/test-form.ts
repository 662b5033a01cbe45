/** What is typed while a piece is tested, in the units testers read, and what follows from it. */
import { createMemo, createSignal } from "solid-js";
import { createStore } from "solid-js/store";
import { judgeReadings, limitsFor, verdictOf } from "#shared/domain/maintenance";
import type {
  InspectionId,
  InspectionMethod,
  Judged,
  Limits,
  LoggedTest,
  NewTest,
  ProtectionClass,
  Readings,
  TestVerdict,
} from "#shared/domain/maintenance";
import type { Asset } from "#shared/domain/inventory";
import { companyProfile, person, profileIn } from "#shared/domain/settings";
import type { TestStandard } from "#shared/domain/settings";
import { parseDay } from "#shared/kernel/local-time";
import type { Day } from "#shared/kernel/record";
import { useApp } from "#client/app/app-context";
import { createRow, createRows, useReplica } from "#client/data";
import { localDay } from "#client/features/scanning";
import { readPreference, writePreference } from "#client/platform/preferences";

/** Ohm, megohm and milliampere as numbers of thousandths of themselves. */
const thousandths = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 1_000);

interface Typed {
  readonly class: ProtectionClass;
  /** Metres. */
  readonly cable: number | undefined;
  readonly visual: TestVerdict | undefined;
  readonly functional: TestVerdict | undefined;
  /** Ohm, megohm, milliampere, milliampere. */
  readonly protective: number | undefined;
  readonly insulation: number | undefined;
  readonly conductor: number | undefined;
  readonly touch: number | undefined;
  readonly note: string;
}

const nothingTyped: Typed = {
  ...{ class: "I", cable: undefined, visual: undefined, functional: undefined, protective: undefined },
  ...{ insulation: undefined, conductor: undefined, touch: undefined, note: "" },
};

const units = (thousandths: number | undefined): number | undefined =>
  thousandths === undefined ? undefined : thousandths / 1_000;

/** As it was typed when the test was made. */
const typedOf = (test: LoggedTest): Typed => ({
  ...{
    class: test.class ?? "I",
    cable: units(test.cableMm),
    visual: test.visual,
    functional: test.functional,
  },
  ...{ protective: units(test.protectiveMilliohm), insulation: units(test.insulationKiloohm) },
  ...{ conductor: units(test.conductorMicroamp), touch: units(test.touchMicroamp), note: test.note ?? "" },
});

/** Who tested and with what stays as it was, whoever corrects it; nothing of it is remembered. */
const createTesterOf = (test: LoggedTest) => {
  const [tester, setTester] = createSignal<string>(test.tester);
  const [instrument, setInstrument] = createSignal<string>(test.instrument ?? "");
  const [serial, setSerial] = createSignal<string>(test.instrumentSerial ?? "");
  const [calibrated, setCalibrated] = createSignal<string>(test.calibratedUntil ?? "");
  return { tester, setTester, instrument, setInstrument, serial, setSerial, calibrated, setCalibrated };
};

/** Who tests and with what, remembered on this device from one test to the next. */
const createTester = () => {
  const { member } = useReplica();
  const me = createRow(person, member);
  const remembered = (name: string) => createSignal(readPreference(`test.${name}`) ?? "");
  const [tester, setTester] = remembered("tester");
  const [instrument, setInstrument] = remembered("instrument");
  const [serial, setSerial] = remembered("instrumentSerial");
  const [calibrated, setCalibrated] = remembered("calibratedUntil");
  const keep = (name: string, set: (value: string) => void) => (value: string) => {
    set(value);
    writePreference(`test.${name}`, value);
  };
  return {
    ...{ instrument, serial, calibrated },
    tester: () => (tester() === "" ? (me()?.name ?? "") : tester()),
    setTester: keep("tester", setTester),
    setInstrument: keep("instrument", setInstrument),
    setSerial: keep("instrumentSerial", setSerial),
    setCalibrated: keep("calibratedUntil", setCalibrated),
  };
};

type Tester = ReturnType<typeof createTester | typeof createTesterOf>;

const orAbsent = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

export interface TestForm {
  readonly typed: Typed;
  readonly set: (values: Partial<Typed>) => void;
  readonly standard: () => TestStandard;
  readonly limits: () => Limits;
  readonly judged: () => Judged;
  /** Undefined while it cannot be said. */
  readonly verdict: () => TestVerdict | undefined;
  readonly tester: Tester;
  readonly day: () => Day;
  readonly setDay: (day: string) => void;
  readonly made: (piece: Asset, inspection: InspectionId | undefined) => NewTest | undefined;
}

/** What was typed, without what this class has no measurement for. */
const readingsIn = (typed: Typed, applies: Limits): Readings => {
  const only = (value: number | undefined, limit: number | undefined) =>
    limit === undefined ? undefined : thousandths(value);
  return {
    visual: typed.visual,
    functional: typed.functional,
    protectiveMilliohm: only(typed.protective, applies.protectiveLimit),
    insulationKiloohm: thousandths(typed.insulation),
    conductorMicroamp: only(typed.conductor, applies.conductorLimit),
    touchMicroamp: only(typed.touch, applies.touchLimit),
  };
};

/** With `corrected` the new test begins as that one stands, and replaces it. */
export const createTestForm = (method: () => InspectionMethod, corrected?: LoggedTest): TestForm => {
  const { now } = useApp();
  const profiles = createRows(companyProfile);
  const [typed, set] = createStore<Typed>(corrected === undefined ? nothingTyped : typedOf(corrected));
  const [day, setDay] = createSignal(corrected?.day ?? localDay(now()));
  const tester = corrected === undefined ? createTester() : createTesterOf(corrected);
  const standard = (): TestStandard => profileIn(profiles())?.testStandard ?? "vde-0701-0702";
  const isElectrical = (): boolean => method() === "electrical";
  const limits = createMemo(() => limitsFor(standard(), typed.class, thousandths(typed.cable) ?? 0));
  const readings = createMemo(() => readingsIn(typed, limits()));
  const verdict = (): TestVerdict | undefined =>
    isElectrical()
      ? verdictOf(readings(), limits(), typed.class)
      : typed.functional === "fail"
        ? "fail"
        : typed.visual;
  const measured = (): Partial<NewTest> =>
    isElectrical()
      ? {
          ...{ ...readings(), ...limits() },
          ...{ class: typed.class, cableMm: thousandths(typed.cable), limits: standard() },
        }
      : { visual: typed.visual, functional: typed.functional };
  return {
    ...{ typed, set, standard, limits, verdict, tester, day },
    judged: () => judgeReadings(readings(), limits()),
    setDay: (text) => {
      const chosen = parseDay(text);
      if (chosen !== undefined) setDay(chosen);
    },
    made: (piece, inspection) => {
      const said = verdict();
      const by = orAbsent(tester.tester());
      if (said === undefined || by === undefined) return undefined;
      return {
        ...measured(),
        ...{
          asset: piece.id,
          product: piece.product,
          day: day(),
          method: method(),
          verdict: said,
          tester: by,
        },
        inspection,
        instrument: orAbsent(tester.instrument()),
        instrumentSerial: orAbsent(tester.serial()),
        calibratedUntil: parseDay(tester.calibrated()),
        note: orAbsent(typed.note),
        replaces: corrected?.id,
      };
    },
  };
};
