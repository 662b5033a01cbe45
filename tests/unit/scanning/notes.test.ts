import { describe, expect, test } from "vitest";
import { withNotes } from "#client/features/scanning/condition-telling";
import type { ScanDecision } from "#shared/domain/scanning";

const decision: ScanDecision = {
  rule: "SCAN-20",
  subject: { type: "text", text: "XLR" },
  facts: [],
  answers: [],
  detail: { overdue: "Check" },
};
const keys = (...said: readonly unknown[]): string => String(said[0]);
const say = (said: string): string => withNotes(said, decision, ["Old code"], keys);

describe("what is said beside the answer", () => {
  test("[SCAN-20] is a sentence of its own behind one, behind a question, and behind a few words", () => {
    expect(say("Back.")).toBe("Back. Old code. noteOverdue");
    expect(say("Which job?")).toBe("Which job? Old code. noteOverdue");
    expect(say("4 of 6 out")).toBe("4 of 6 out. Old code. noteOverdue");
  });

  test("[SCAN-20] nothing to say leaves the answer as it is", () => {
    expect(withNotes("Back.", { ...decision, detail: {} }, [], keys)).toBe("Back.");
  });
});
