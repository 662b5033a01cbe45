/** A report of a thorough examination as it is typed, what is still missing of it, and the report it makes. */
import type { Asset } from "#shared/domain/inventory";
import type {
  DefectKind,
  ExaminationBasis,
  LoggedLiftingReport,
  NewFault,
  NewLiftingReport,
} from "#shared/domain/maintenance";
import { parseDay } from "#shared/kernel/local-time";

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
export type NeededText = (typeof neededTexts)[number];

export const furtherTexts = ["manufactured", "hoistType", "periodColour", "tests"] as const;
type FurtherText = (typeof furtherTexts)[number];

export type TypedReport = Readonly<Record<NeededText | FurtherText | "examinerEmployer", string>> & {
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

const orAbsent = (text: string): string | undefined => (text.trim() === "" ? undefined : text.trim());

/** As it was typed when the report was made. */
export const typedReportOf = (report: LoggedLiftingReport): TypedReport => ({
  ...{ employer: report.employer, employerAddress: report.employerAddress, place: report.place },
  ...{ examiner: report.examiner, examinerAddress: report.examinerAddress },
  ...{ qualification: report.qualification, examinerEmployer: report.examinerEmployer ?? "" },
  ...{ authenticator: report.authenticator, safeWorkingLoad: report.safeWorkingLoad },
  ...{ manufactured: report.manufactured ?? "", hoistType: report.hoistType ?? "" },
  ...{ periodColour: report.periodColour ?? "", tests: report.tests ?? "", day: report.day },
  ...{ lastExamined: report.lastExamined ?? "", nextDue: report.nextDue, basis: report.basis },
  ...{ isFirst: report.isFirst, isInstalledCorrectly: report.isInstalledCorrectly ?? true },
  ...{ isSafe: report.isSafe, defect: report.defect, defectText: report.defectText ?? "" },
  ...{ repairText: report.repairText ?? "", repairBy: report.repairBy ?? "" },
  chainMetres: report.chainLengthMm === undefined ? undefined : report.chainLengthMm / 1_000,
  note: report.note ?? "",
});

export const missingIn = (typed: TypedReport): readonly (NeededText | "defectText" | "repairBy")[] => [
  ...neededTexts.filter((name) => typed[name].trim() === ""),
  ...(typed.defect !== "none" && typed.defectText.trim() === "" ? (["defectText"] as const) : []),
  ...(typed.defect === "could-become-danger" && typed.repairBy === "" ? (["repairBy"] as const) : []),
];

/** Undefined while something the law asks for is missing. */
export const reportIn = (
  typed: TypedReport,
  piece: Pick<Asset, "id" | "product">,
  corrected: Pick<LoggedLiftingReport, "id"> | undefined,
): NewLiftingReport | undefined => {
  const [day, nextDue] = [parseDay(typed.day), parseDay(typed.nextDue)];
  if (missingIn(typed).length > 0 || day === undefined || nextDue === undefined) return undefined;
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
    replaces: corrected?.id,
  };
};

const endangers = (report: Pick<LoggedLiftingReport, "isSafe" | "defect">): boolean =>
  !report.isSafe || report.defect === "danger";

/** A piece that is not safe, or endangers people, is out of use from that moment. A report that said so has its fault already. */
export const faultOf = (
  report: NewLiftingReport,
  title: string,
  corrected?: Pick<LoggedLiftingReport, "isSafe" | "defect">,
): NewFault | undefined =>
  !endangers({ isSafe: report.isSafe, defect: report.defect ?? "none" }) ||
  (corrected !== undefined && endangers(corrected))
    ? undefined
    : {
        ...{ asset: report.asset, product: report.product, title, effect: "block", priority: "urgent" },
        note: report.defectText,
      };
