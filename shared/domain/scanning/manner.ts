/** How a decision is shown and heard: as its rule says, unless the label that was read wants a look of its own. */
import type { ScanDecision } from "./scan-decision";
import type { ScanMeaning, ScanSignal } from "./scan-rules";
import { scanRules } from "./scan-rules";

export const mannerOf = ({
  rule,
  detail,
}: Pick<ScanDecision, "rule" | "detail">): {
  readonly meaning: ScanMeaning;
  readonly signal: ScanSignal;
} => {
  const { meaning, signal } = scanRules[rule];
  const wantsLook = detail.isLabelStale === true && (signal === "done" || signal === "repeated");
  return wantsLook ? { meaning: "attention", signal: "done-look" } : { meaning, signal };
};
