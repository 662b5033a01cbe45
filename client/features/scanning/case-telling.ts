/** Answers about cases in words: what went in or out, what came along, what stands against it. */
import type { ScanDecision, ScanSentence } from "#shared/domain/scanning";
import type { TextOf } from "#client/app/i18n";
import type { messages } from "./messages";
import type { Names } from "./names";

type Say = TextOf<(typeof messages)["en"]>;

const sentences = [
  "outOfItsCase",
  "backWithoutCase",
  "caseInItself",
  "lockedIn",
  "caseLocked",
  "banned",
  "alreadyInCase",
  "unpacked",
  "packedForeign",
  "packedUnplanned",
  "intoCase",
  "bulkPacked",
  "packedFromCase",
  "inNoCase",
  "bulkUnpacked",
  "bulkUnpackedFewer",
  "caseOpened",
  "caseOut",
  "caseBack",
  "caseOutLook",
  "caseBackLook",
] as const satisfies readonly ScanSentence[];
type CaseSentence = (typeof sentences)[number];

const known: ReadonlySet<string> = new Set(sentences);

export const isCaseSentence = (says: ScanSentence): says is CaseSentence => known.has(says);

export const caseWords = (says: CaseSentence, decision: ScanDecision, t: Say, names: Names): string => {
  const { detail } = decision;
  const inCase = { case: detail.inCase === undefined ? "" : names.code(detail.inCase) };
  switch (says) {
    case "intoCase":
    case "bulkPacked":
      return intoCaseSentence(decision, inCase, t);
    case "packedFromCase":
      return t("packedFromCase", {
        did: intoCaseSentence(decision, inCase, t),
        case: detail.outOf === undefined ? "" : names.code(detail.outOf),
      });
    case "inNoCase":
      return detail.inCase === undefined ? t(says) : t("noneInCase", inCase);
    case "bulkUnpacked":
    case "bulkUnpackedFewer":
      return t(says, { ...inCase, n: detail.progress?.done ?? 0 });
    case "caseOpened":
    case "caseOut":
    case "caseBack":
      return t(says, { n: detail.contents?.moved ?? 0 });
    case "caseOutLook":
    case "caseBackLook":
      return contentsSentence(decision, t);
    default:
      return t(says, inCase);
  }
};

/** "Into FC-07, 3 of 4" by its packing list. */
const intoCaseSentence = ({ detail }: ScanDecision, inCase: { readonly case: string }, t: Say): string =>
  detail.progress === undefined ? t("intoCase", inCase) : t("intoCaseOf", { ...inCase, ...detail.progress });

const contentsSentence = ({ rule, detail }: ScanDecision, t: Say): string => {
  const { moved, unplanned, skipped } = detail.contents ?? { moved: 0, unplanned: 0, skipped: 0 };
  const isOut = rule === "SCAN-17";
  const parts = [isOut ? t("caseOut", { n: moved }) : t("caseBack", { n: moved })];
  if (unplanned > 0) parts.push(t("caseUnplanned", { n: unplanned }));
  if (skipped > 0) parts.push(isOut ? t("caseSkipped", { n: skipped }) : t("caseLook", { n: skipped }));
  return parts.join(". ");
};
