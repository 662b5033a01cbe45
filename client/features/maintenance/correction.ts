/** What a correction keeps of the test it replaces, and what a test is an answer to. */
import type {
  Inspection,
  InspectionId,
  InspectionMethod,
  LoggedTest,
  TestVerdict,
} from "#shared/domain/maintenance";

export interface Asked {
  readonly method: InspectionMethod;
  /** Undefined where none asks for it: a kind of test only. */
  readonly inspection: Inspection | undefined;
  /** What the record names: of a correction also an inspection that was removed since. */
  readonly id: InspectionId | undefined;
}

const asAsked = (inspection: Inspection): Asked => ({
  method: inspection.method,
  inspection,
  id: inspection.id,
});

/** `named` is what the address says: an inspection or a method. A correction stays what the test was. */
export const askedOf = (
  inspections: readonly Inspection[],
  named: string | undefined,
  corrected?: Pick<LoggedTest, "inspection" | "method">,
): Asked => {
  const electrical: Asked = { method: "electrical", inspection: undefined, id: undefined };
  const found = inspections.find(({ id }) => id === named);
  if (found !== undefined) return asAsked(found);
  if (corrected !== undefined && (named !== "electrical" || corrected.method === "electrical")) {
    const { method, inspection: id } = corrected;
    return { method, inspection: inspections.find((each) => each.id === id), id };
  }
  const chosen =
    named === "electrical" ? inspections.find(({ method }) => method === "electrical") : inspections[0];
  return chosen === undefined ? electrical : asAsked(chosen);
};

/** A piece that fails is out of use from that moment. A test that failed before has its fault already. */
export const isNewlyFailed = (
  verdict: TestVerdict,
  corrected: Pick<LoggedTest, "verdict"> | undefined,
): boolean => verdict === "fail" && corrected?.verdict !== "fail";
