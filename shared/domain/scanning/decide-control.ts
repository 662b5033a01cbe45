/** What a control code does to the session: SCAN-50 to SCAN-61. It books nothing; undo takes back what was booked. */
import type { ControlCode } from "./control-code";
import { shownText } from "./read-scan";
import type { ScanAnswer, ScanContext, ScanDecision, ScanDetail, ScanState } from "./scan-decision";
import type { ScanRule } from "./scan-rules";

export const decideControl = (
  state: ScanState,
  scanned: string,
  context: ScanContext,
  control: ControlCode | "unknown",
): ScanDecision => {
  const decide = (rule: ScanRule, detail: ScanDetail = {}): ScanDecision => ({
    rule,
    subject: { type: "text", text: shownText(scanned) },
    facts: [],
    answers: [],
    detail: control === "unknown" ? detail : { control, ...detail },
  });
  if (control === "unknown") return decide("SCAN-61");
  switch (control.type) {
    case "mode":
      return decide("SCAN-50");
    case "event":
      return state.hasEvent(control.event)
        ? decide("SCAN-51", { event: control.event })
        : decide("SCAN-52", { event: control.event });
    case "quantity":
    case "take":
    case "answer": {
      const given = answerGiven(control, context);
      if (given !== undefined) return decide("SCAN-59", { given });
      return decide(control.type === "quantity" ? "SCAN-53" : "SCAN-60");
    }
    case "case":
      return decide("SCAN-54");
    case "close":
      return context.openCase === undefined
        ? decide("SCAN-60")
        : decide("SCAN-55", { inCase: context.openCase, gaps: state.cases.gaps(context.openCase) });
    case "finish":
      return decide("SCAN-56", { event: context.event, inCase: context.openCase });
    case "undo":
      // What waits has booked nothing: taking it back is putting it aside, and the scan before it stays.
      if (context.waiting !== undefined) return decide("SCAN-58");
      return decide(context.canUndo === true ? "SCAN-57" : "SCAN-60");
    case "aside":
      return decide(context.waiting === undefined ? "SCAN-60" : "SCAN-58");
  }
};

/** Only an answer the waiting scan offers; a number of pieces answers the question how many. */
const answerGiven = (
  control: ControlCode & { readonly type: "quantity" | "take" | "answer" },
  { waiting = [] }: ScanContext,
): ScanAnswer | undefined => {
  switch (control.type) {
    case "take":
      return waiting.find((answer) => answer.type === "take");
    case "answer":
      return waiting[control.number - 1];
    case "quantity":
      return waiting.some((answer) => answer.type === "quantity")
        ? { type: "quantity", quantity: control.quantity }
        : undefined;
  }
};
