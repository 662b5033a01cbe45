/** What maintenance says of a piece: SCAN-90 to SCAN-92, and what is told beside any other answer. */
import { decideFor } from "./decide-in-place";
import type { AssetFacts, ScanContext, ScanDecision, ScanDetail, ScanState } from "./scan-decision";

/** A piece that is out of use, or overdue where the company refuses that, does not leave the house. */
export const conditionHindrance = (
  state: ScanState,
  { mode }: ScanContext,
  asset: AssetFacts,
): ScanDecision | undefined => {
  if (mode !== "out") return undefined;
  const decide = decideFor(asset);
  const { blocked, overdue } = state.condition(asset.id);
  if (blocked !== undefined) return decide("SCAN-90", { fault: blocked });
  if (overdue?.refuses === true) return decide("SCAN-92", { overdue: overdue.name });
  if (!asset.isCase) return undefined;
  const unfit = state.positions.everythingIn(asset.id).filter((id) => isUnfit(state, id));
  return unfit.length === 0 ? undefined : decide("SCAN-91", { unfit });
};

const isUnfit = (state: ScanState, id: AssetFacts["id"]): boolean => {
  const { blocked, overdue } = state.condition(id);
  return blocked !== undefined || overdue?.refuses === true;
};

/** What somebody who holds the piece should know, whatever else the scan says. */
export const withCondition = (state: ScanState, decision: ScanDecision): ScanDecision => {
  const { subject, detail } = decision;
  if (subject.type !== "asset" || detail.fault !== undefined || detail.overdue !== undefined) return decision;
  const { blocked, flagged, overdue } = state.condition(subject.asset);
  const told: ScanDetail = {
    ...(blocked !== undefined ? { fault: blocked, isBlocked: true } : {}),
    ...(blocked === undefined && flagged !== undefined ? { fault: flagged } : {}),
    ...(overdue === undefined ? {} : { overdue: overdue.name }),
  };
  return Object.keys(told).length === 0 ? decision : { ...decision, detail: { ...detail, ...told } };
};
