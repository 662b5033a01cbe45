/** The form of a test: what is typed, who tests and with what, and what follows from it. */
import { createMemo, createSignal } from "solid-js";
import { createStore } from "solid-js/store";
import type {
  InspectionId,
  InspectionMethod,
  Judged,
  LoggedTest,
  NewTest,
  TestVerdict,
} from "#shared/domain/maintenance";
import type { Asset } from "#shared/domain/inventory";
import { companyProfile, person, profileIn } from "#shared/domain/settings";
import { parseDay } from "#shared/kernel/local-time";
import { useApp } from "#client/app/app-context";
import { createRow, createRows, useReplica } from "#client/data";
import { localDay } from "#client/features/scanning";
import { readPreference, writePreference } from "#client/platform/preferences";
import { heldTo, judgedIn, nothingTyped, testIn, typedOf, verdictIn } from "./test-typed";
import type { HeldTo, Typed } from "./test-typed";

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

export interface TestForm {
  readonly typed: Typed;
  readonly set: (values: Partial<Typed>) => void;
  readonly held: () => HeldTo;
  /** Undefined where an appliance tester judged by itself. */
  readonly judged: () => Judged | undefined;
  /** Undefined while it cannot be said. */
  readonly verdict: () => TestVerdict | undefined;
  readonly tester: Tester;
  /** The test that is corrected says until when it holds. */
  readonly saysNextDue: boolean;
  readonly setDay: (day: string) => void;
  readonly made: (piece: Asset, inspection: InspectionId | undefined) => NewTest | undefined;
}

/** With `corrected` the new test begins as that one stands, and replaces it. */
export const createTestForm = (method: () => InspectionMethod, corrected?: LoggedTest): TestForm => {
  const { now } = useApp();
  const profiles = createRows(companyProfile);
  const [typed, set] = createStore<Typed>(
    corrected === undefined ? nothingTyped(localDay(now())) : typedOf(corrected),
  );
  const tester = corrected === undefined ? createTester() : createTesterOf(corrected);
  const held = createMemo(() =>
    heldTo(typed, profileIn(profiles())?.testStandard ?? "vde-0701-0702", corrected),
  );
  return {
    ...{ typed, set, held, tester, saysNextDue: corrected?.nextDue !== undefined },
    judged: () => judgedIn(typed, held()),
    verdict: () => verdictIn(method(), typed, held()),
    setDay: (text) => {
      const day = parseDay(text);
      if (day !== undefined) set({ day });
    },
    made: (piece, inspection) => {
      const { instrument, serial, calibrated } = tester;
      const by = {
        ...{ tester: tester.tester(), instrument: instrument(), serial: serial() },
        calibrated: calibrated(),
      };
      return testIn(typed, held(), by, { piece, method: method(), inspection, corrected });
    },
  };
};
