/** What maintenance says of a piece, in words: why it is refused, and what to know of it beside any other answer. */
import type { ScanDecision, ScanSentence } from "#shared/domain/scanning";
import type { TextOf } from "#client/app/i18n";
import type { conditionMessages } from "./condition-messages";
import type { Names } from "./names";

type Say = TextOf<(typeof conditionMessages)["en"]>;

const sentences = ["blocked", "unfitInside", "inspectionOver"] as const satisfies readonly ScanSentence[];
export type ConditionSentence = (typeof sentences)[number];

const known: ReadonlySet<string> = new Set(sentences);

export const isConditionSentence = (says: ScanSentence): says is ConditionSentence => known.has(says);

/** So many codes are read out; the card of the case names the rest. */
const namedInside = 3;

export const conditionWords = (
  says: ConditionSentence,
  { detail }: ScanDecision,
  t: Say,
  names: Names,
): string => {
  switch (says) {
    case "blocked":
      return t(says, { fault: detail.fault ?? "" });
    case "inspectionOver":
      return t(says, { name: detail.overdue ?? "" });
    case "unfitInside": {
      const unfit = detail.unfit ?? [];
      const codes = unfit.slice(0, namedInside).map((id) => names.code(id));
      return t(says, { n: unfit.length, codes: codes.join(", ") });
    }
  }
};

/** The answer with what else there is to know: about what was read, that it has a fault, that its test is over. */
export const withNotes = (
  said: string,
  { rule, detail }: ScanDecision,
  ofTheCode: readonly string[],
  t: Say,
): string => {
  const notes = [
    ...ofTheCode,
    ...(detail.fault !== undefined && rule !== "SCAN-90"
      ? [t(detail.isBlocked === true ? "noteBlocked" : "noteFault", { fault: detail.fault })]
      : []),
    ...(detail.overdue !== undefined && rule !== "SCAN-92"
      ? [t("noteOverdue", { name: detail.overdue })]
      : []),
  ];
  if (notes.length === 0) return said;
  return `${said}${/[.?!]$/.test(said) ? "" : "."} ${notes.join(". ")}`;
};
