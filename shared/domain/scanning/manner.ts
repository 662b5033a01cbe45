/**
 * How a decision is shown and heard: as its rule says, unless the label that was read, or the condition of the piece,
 * wants a look of its own.
 */
import type { ScanDecision, ScanDetail } from "./scan-decision";
import type { ScanMeaning, ScanSignal } from "./scan-rules";
import { scanRules } from "./scan-rules";

/** There is something to say beside what the rule says. */
export const isNoteworthy = ({ isLabelStale, fault, overdue }: ScanDetail): boolean =>
  isLabelStale === true || fault !== undefined || overdue !== undefined;

export const mannerOf = ({
  rule,
  detail,
}: Pick<ScanDecision, "rule" | "detail">): {
  readonly meaning: ScanMeaning;
  readonly signal: ScanSignal;
} => {
  const { meaning, signal } = scanRules[rule];
  const wantsLook = isNoteworthy(detail) && (signal === "done" || signal === "repeated");
  return wantsLook ? { meaning: "attention", signal: "done-look" } : { meaning, signal };
};
