/** What a certificate says, line by line: the same on paper and where one is checked. */
import { readCertifiedReport, readCertifiedTest } from "#shared/domain/maintenance";
import type { AssetTest, LiftingReport } from "#shared/domain/maintenance";
import type { Day } from "#shared/kernel/record";
import type { Certificate } from "#shared/protocol/certificate";
import { useFormat, useText } from "#client/app/i18n";
import { certificateMessages } from "./certificate-messages";
import { liftingMessages } from "./lifting-messages";
import { basisWords, defectWords } from "./lifting-words";
import { createReadingLines } from "./reading-words";
import { testMessages } from "./test-messages";

export interface CertificateLine {
  readonly name: string;
  readonly value: string;
}

export interface CertificateText {
  readonly title: string;
  readonly piece: readonly CertificateLine[];
  readonly verdict: { readonly isGood: boolean; readonly text: string };
  readonly lines: readonly CertificateLine[];
}

type Lines = readonly (readonly [name: string, value: string | undefined])[];

const told = (lines: Lines): readonly CertificateLine[] =>
  lines.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [{ name, value }]));

const createTestText = (): ((test: Omit<AssetTest, "id">) => Omit<CertificateText, "title" | "piece">) => {
  const t = useText(testMessages);
  const format = useFormat();
  const readings = createReadingLines();
  const day = (value: Day | undefined): string | undefined =>
    value === undefined ? undefined : format().day(value);
  return (test) => ({
    verdict: { isGood: test.verdict === "pass", text: t(test.verdict) },
    lines: told([
      [t("day"), day(test.day)],
      [t("tester"), test.tester],
      [t("instrument"), test.instrument],
      [t("instrumentSerial"), test.instrumentSerial],
      [t("calibratedUntil"), day(test.calibratedUntil)],
      ...readings(test),
      [
        t("standard"),
        test.limits === undefined || test.limits === "file"
          ? undefined
          : t(test.limits === "iet-4" ? "standardIet" : "standardVde"),
      ],
      [t("dueDay"), day(test.nextDue)],
      [t("note"), test.note],
    ]),
  });
};

const createReportText = (): ((
  report: Omit<LiftingReport, "id">,
) => Omit<CertificateText, "title" | "piece">) => {
  const t = useText(liftingMessages);
  const c = useText(certificateMessages);
  const format = useFormat();
  const day = (value: Day | undefined): string | undefined =>
    value === undefined ? undefined : format().day(value);
  const yes = (value: boolean | undefined): string | undefined =>
    value === undefined ? undefined : c(value ? "yes" : "no");
  return (report) => ({
    verdict: { isGood: report.isSafe, text: t(report.isSafe ? "safe" : "unsafe") },
    lines: told([
      [t("day"), day(report.day)],
      [t("employer"), report.employer],
      [t("employerAddress"), report.employerAddress],
      [t("place"), report.place],
      [t("manufactured"), report.manufactured],
      [t("lastExamined"), day(report.lastExamined)],
      [t("safeWorkingLoad"), report.safeWorkingLoad],
      [t("isFirst"), yes(report.isFirst ? true : undefined)],
      [t("isInstalledCorrectly"), yes(report.isInstalledCorrectly)],
      [t("basis"), t(basisWords[report.basis])],
      [t("defect"), t(defectWords[report.defect])],
      [t("defectText"), report.defectText],
      [t("repairText"), report.repairText],
      [t("repairBy"), day(report.repairBy)],
      [t("tests"), report.tests],
      [t("nextDue"), day(report.nextDue)],
      [t("examiner"), report.examiner],
      [t("examinerAddress"), report.examinerAddress],
      [t("qualification"), report.qualification],
      [t("examinerEmployer"), report.examinerEmployer],
      [t("authenticator"), report.authenticator],
      [
        t("chainLength"),
        report.chainLengthMm === undefined ? undefined : format().number(report.chainLengthMm / 1_000, 2),
      ],
      [t("hoistType"), report.hoistType],
      [t("periodColour"), report.periodColour],
      [t("note"), report.note],
    ]),
  });
};

/** Undefined for one whose values are not those of a test or a report: nobody's program wrote it so. */
export const createCertificateWords = (): ((certificate: Certificate) => CertificateText | undefined) => {
  const t = useText(certificateMessages);
  const testText = createTestText();
  const reportText = createReportText();
  return ({ about, values, piece }) => {
    const test = about === "test" ? readCertifiedTest(values) : undefined;
    const report = about === "test" ? undefined : readCertifiedReport(values);
    const text = test !== undefined ? testText(test) : report !== undefined ? reportText(report) : undefined;
    if (text === undefined) return undefined;
    return {
      ...text,
      title: t(about === "test" ? "testCertificate" : "reportCertificate"),
      piece: told([
        [t("maker"), piece.maker],
        [t("product"), piece.product],
        [t("code"), piece.code],
        [t("serial"), piece.serial],
      ]),
    };
  };
};
