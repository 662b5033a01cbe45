/** What out and in share: scanning into a case, and pieces that are already where the scan would bring them. */
import type { AssetId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { AssetPosition } from "./positions";
import type { AssetFacts, NewFact, ScanContext, ScanDecision, ScanDetail, ScanState } from "./scan-decision";
import type { ScanRule } from "./scan-rules";

/** What goes along with a case, or is left behind. */
export interface Following {
  readonly facts: readonly NewFact[];
  readonly summary: { readonly moved: number; readonly unplanned: number; readonly skipped: number };
}

export type Decide = (rule: ScanRule, detail?: ScanDetail, facts?: readonly NewFact[]) => ScanDecision;

export const decideFor =
  (asset: AssetFacts): Decide =>
  (rule, detail = {}, facts = []) => ({
    rule,
    subject: { type: "asset", asset: asset.id, product: asset.product },
    facts,
    answers: rule === "SCAN-14" || rule === "SCAN-19" ? [{ type: "take" }] : [],
    detail,
  });

/** Whether this scan opens the case it names, for the next ones to go into. */
export const opensBy = (context: ScanContext, asset: AssetFacts): AssetId | undefined =>
  asset.isCase && context.opensNextCase === true ? asset.id : undefined;

/** What the open case itself says: it is that case already, or it lies somewhere inside what was scanned. */
export const openCaseRule = (
  state: ScanState,
  context: ScanContext,
  asset: AssetFacts,
): "SCAN-22" | "SCAN-23" | undefined => {
  if (context.openCase === undefined) return undefined;
  if (asset.id === context.openCase) return "SCAN-23";
  // Putting it into the open case would close a loop.
  return state.positions.casesAround(context.openCase).includes(asset.id) ? "SCAN-22" : undefined;
};

/** Already where it should be: only its case can still change, or be opened. */
export const whileInPlace = (
  state: ScanState,
  context: ScanContext,
  asset: AssetFacts,
  position: AssetPosition,
  scan: {
    readonly scanned: string | undefined;
    /** The event it is out on; undefined at home. */
    readonly event: EventId | undefined;
    /** What to say where nothing changes. */
    readonly same: ScanRule;
  },
  decide: Decide,
): ScanDecision => {
  const { event, scanned } = scan;
  const opens = opensBy(context, asset);
  if (opens !== undefined) {
    const moved = state.positions.contentsOf(asset.id).length;
    const contents = { moved, unplanned: 0, skipped: 0 };
    return decide("SCAN-24", { opens, inCase: asset.id, contents });
  }
  if (context.openCase !== undefined && position.container !== context.openCase) {
    const packed: NewFact = {
      kind: "packed",
      product: asset.product,
      asset: asset.id,
      quantity: 1,
      event,
      inCase: context.openCase,
      after: position.last?.id,
      scanned,
    };
    return decide("SCAN-26", { event, inCase: context.openCase, because: position.last }, [packed]);
  }
  return decide(scan.same, { event, because: position.last, inCase: position.container });
};
