/** A report of a thorough examination while it is typed, and what is still missing of it. */
import { createStore } from "solid-js/store";
import type { Asset } from "#shared/domain/inventory";
import { addMonths } from "#shared/domain/maintenance";
import type { DefectKind, ExaminationBasis, NewFault, NewLiftingReport } from "#shared/domain/maintenance";
import { parseDay } from "#shared/kernel/local-time";
import { useApp } from "#client/app/app-context";
import { localDay } from "#client/features/scanning";
import { readPreference, writePreference } from "#client/platform/preferences";

/** Fields a report must have by law, in the order of the form. */
export const neededTexts = [
  "employer",
  "employerAddress",
  "place",
  "safeWorkingLoad",
  "examiner",
  "examinerAddress",
  "qualification",
  "authenticator",
] as const;
type NeededText = (typeof neededTexts)[number];

export const furtherTexts = ["manufactured", "hoistType", "periodColour", "tests"] as const;
type FurtherText = (typeof furtherTexts)[number];

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

type Typed = Readonly<Record<NeededText | FurtherText | "examinerEmployer", string>> & {
  readonly day: string;
  readonly lastExamined: string;
  readonly nextDue: string;
  readonly basis: ExaminationBasis;
  readonly isFirst: boolean;
  readonly isInstalledCorrectly: boolean;
  readonly isSafe: boolean;
  readonly defect: DefectKind;
  readonly defectText: string;
  readonly repairText: string;
  readonly repairBy: string;
  readonly chainMetres: number | undefined;
  readonly note: string;
};

const kept = (name: string): string => readPreference(`lifting.${name}`) ?? "";
const orAbsent = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

const begin = (today: string, next: string): Typed => ({
  ...{ employer: kept("employer"), employerAddress: kept("employerAddress"), place: kept("place") },
  ...{ examiner: kept("examiner"), examinerAddress: kept("examinerAddress") },
  ...{ qualification: kept("qualification"), examinerEmployer: kept("examinerEmployer") },
  ...{ authenticator: kept("authenticator"), safeWorkingLoad: "", manufactured: "", hoistType: "" },
  ...{ periodColour: "", tests: "", day: today, lastExamined: "", nextDue: next, basis: "twelve-months" },
  ...{ isFirst: false, isInstalledCorrectly: true, isSafe: true, defect: "none", defectText: "" },
  ...{ repairText: "", repairBy: "", chainMetres: undefined, note: "" },
});

export const createLiftingForm = () => {
  const { now } = useApp();
  const today = localDay(now());
  const [typed, set] = createStore<Typed>(begin(today, addMonths(today, 12)));
  const missing = (): readonly (NeededText | "defectText" | "repairBy")[] => [
    ...neededTexts.filter((name) => typed[name].trim() === ""),
    ...(typed.defect !== "none" && typed.defectText.trim() === "" ? (["defectText"] as const) : []),
    ...(typed.defect === "could-become-danger" && typed.repairBy === "" ? (["repairBy"] as const) : []),
  ];
  const made = (piece: Asset): NewLiftingReport | undefined => {
    const [day, nextDue] = [parseDay(typed.day), parseDay(typed.nextDue)];
    if (missing().length > 0 || day === undefined || nextDue === undefined) return undefined;
    const { employer, employerAddress, place, safeWorkingLoad, examiner, examinerAddress } = typed;
    const { qualification, authenticator, basis, isFirst, isSafe, defect, chainMetres } = typed;
    return {
      ...{ asset: piece.id, product: piece.product, day, nextDue, basis, isFirst, isSafe, defect },
      ...{ employer, employerAddress, place, safeWorkingLoad, examiner, examinerAddress },
      ...{ qualification, authenticator, manufactured: orAbsent(typed.manufactured) },
      lastExamined: parseDay(typed.lastExamined),
      isInstalledCorrectly: isFirst ? typed.isInstalledCorrectly : undefined,
      defectText: defect === "none" ? undefined : orAbsent(typed.defectText),
      repairText: defect === "none" ? undefined : orAbsent(typed.repairText),
      repairBy: defect === "could-become-danger" ? parseDay(typed.repairBy) : undefined,
      tests: orAbsent(typed.tests),
      examinerEmployer: orAbsent(typed.examinerEmployer),
      hoistType: orAbsent(typed.hoistType),
      periodColour: orAbsent(typed.periodColour),
      chainLengthMm: chainMetres === undefined ? undefined : Math.round(chainMetres * 1_000),
      note: orAbsent(typed.note),
    };
  };
  return {
    ...{ typed, set, missing, made },
    remember: () => {
      for (const name of remembered) writePreference(`lifting.${name}`, typed[name].trim());
    },
  };
};

export type LiftingForm = ReturnType<typeof createLiftingForm>;

/** A piece that is not safe, or endangers people, is out of use from that moment. */
export const faultOf = (report: NewLiftingReport, title: string): NewFault | undefined =>
  report.isSafe && report.defect !== "danger"
    ? undefined
    : {
        ...{ asset: report.asset, product: report.product, title, effect: "block", priority: "urgent" },
        note: report.defectText,
      };
