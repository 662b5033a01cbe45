/** How inspections, their state and their counters are told. */
import type { Due, DueState, Inspection, InspectionMethod } from "#shared/domain/maintenance";
import { useFormat, useText } from "#client/app/i18n";
import type { Meaning } from "#client/ui/meaning";
import { testMessages } from "./test-messages";

export const methodWords = {
  check: "methodCheck",
  electrical: "methodElectrical",
  lifting: "methodLifting",
} as const satisfies Record<InspectionMethod, string>;

export const dueMeaning: Readonly<Record<DueState, Meaning>> = {
  never: "problem",
  failed: "problem",
  overdue: "problem",
  soon: "attention",
  later: "ok",
};

export interface DueWords {
  readonly interval: (inspection: Inspection) => string;
  /** "good until 12 Jun 2027", or nothing. */
  readonly until: (due: Due) => string;
  /** "80 of 100 h". */
  readonly counters: (due: Due) => string;
  /** Everything in one line. */
  readonly note: (due: Due) => string;
}

export const createDueWords = (): DueWords => {
  const t = useText(testMessages);
  const format = useFormat();
  const until = ({ day, state }: Due): string => {
    if (day === undefined) return "";
    return t(state === "overdue" ? "wasGoodUntil" : "goodUntil", { day: format().day(day) });
  };
  const counters = ({ hours, daysOut }: Due): string =>
    [
      ...(hours === undefined ? [] : [t("hoursOf", { used: hours.used, of: hours.of })]),
      ...(daysOut === undefined ? [] : [t("daysOf", { used: daysOut.used, n: daysOut.of })]),
    ].join(", ");
  return {
    until,
    counters,
    interval: ({ everyMonths, everyHours, everyDaysOut }) =>
      [
        ...(everyMonths === undefined ? [] : [t("intervalMonths", { n: everyMonths })]),
        ...(everyHours === undefined ? [] : [t("intervalHours", { n: everyHours })]),
        ...(everyDaysOut === undefined ? [] : [t("intervalDays", { n: everyDaysOut })]),
      ].join(", "),
    note: (due) =>
      [
        until(due),
        counters(due),
        due.lastPassed === undefined ? "" : t("lastDone", { day: format().day(due.lastPassed) }),
      ]
        .filter((part) => part !== "")
        .join(" · "),
  };
};
