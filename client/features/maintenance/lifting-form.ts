/** The form of a thorough examination. */
import { createStore } from "solid-js/store";
import type { Asset } from "#shared/domain/inventory";
import { addMonths } from "#shared/domain/maintenance";
import type { LoggedLiftingReport } from "#shared/domain/maintenance";
import { useApp } from "#client/app/app-context";
import { localDay } from "#client/features/scanning";
import { readPreference, writePreference } from "#client/platform/preferences";
import { missingIn, reportIn, typedReportOf } from "./lifting-typed";
import type { NeededText, TypedReport } from "./lifting-typed";

/** The same from one piece to the next on this device. */
const remembered: readonly (NeededText | "examinerEmployer")[] = [
  "employer",
  "employerAddress",
  "place",
  "examiner",
  "examinerAddress",
  "qualification",
  "examinerEmployer",
  "authenticator",
];

const kept = (name: string): string => readPreference(`lifting.${name}`) ?? "";
const begin = (today: string, next: string): TypedReport => ({
  ...{ employer: kept("employer"), employerAddress: kept("employerAddress"), place: kept("place") },
  ...{ examiner: kept("examiner"), examinerAddress: kept("examinerAddress") },
  ...{ qualification: kept("qualification"), examinerEmployer: kept("examinerEmployer") },
  ...{ authenticator: kept("authenticator"), safeWorkingLoad: "", manufactured: "", hoistType: "" },
  ...{ periodColour: "", tests: "", day: today, lastExamined: "", nextDue: next, basis: "twelve-months" },
  ...{ isFirst: false, isInstalledCorrectly: true, isSafe: true, defect: "none", defectText: "" },
  ...{ repairText: "", repairBy: "", chainMetres: undefined, note: "" },
});

/** With `corrected` the new report begins as that one stands, replaces it, and nothing of it is remembered. */
export const createLiftingForm = (corrected?: LoggedLiftingReport) => {
  const { now } = useApp();
  const today = localDay(now());
  const [typed, set] = createStore<TypedReport>(
    corrected === undefined ? begin(today, addMonths(today, 12)) : typedReportOf(corrected),
  );
  return {
    ...{ typed, set },
    missing: () => missingIn(typed),
    made: (piece: Asset) => reportIn(typed, piece, corrected),
    remember: () => {
      if (corrected !== undefined) return;
      for (const name of remembered) writePreference(`lifting.${name}`, typed[name].trim());
    },
  };
};

export type LiftingForm = ReturnType<typeof createLiftingForm>;
