/** What out and in share: scanning into a case, and pieces that are already where the scan would bring them. */
import type { AssetId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { AssetPosition } from "./positions";
import { answerOf } from "./scan-decision";
import type { AssetFacts, NewFact, ScanContext, ScanDecision, ScanDetail, ScanState } from "./scan-decision";
import type { ScanRule } from "./scan-rules";
import type { Piece } from "./whereabouts";

/** What goes along with a case, or is left behind. */
export interface Following {
  readonly facts: readonly NewFact[];
  readonly summary: { readonly moved: number; readonly unplanned: number; readonly skipped: number };
}

export type Decide = (rule: ScanRule, detail?: ScanDetail, facts?: readonly NewFact[]) => ScanDecision;

/** Refused on the strength of a record or a rule: who holds the thing in their hand may know better. */
export const canBeTaken: ReadonlySet<ScanRule> = new Set([
  "SCAN-14",
  "SCAN-19",
  "SCAN-71",
  "SCAN-72",
  "SCAN-73",
]);

export const decideFor =
  (asset: AssetFacts): Decide =>
  (rule, detail = {}, facts = []) => ({
    rule,
    subject: { type: "asset", asset: asset.id, product: asset.product },
    facts,
    answers: canBeTaken.has(rule) ? [{ type: "take" }] : [],
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

/**
 * What stands against putting it into the open case, or taking it out of the one it lies in: a lock, or a rule.
 * Out of the house and within the house alike; what comes back into the house without its case is here, locked or not.
 */
export const caseHindrance = (
  state: ScanState,
  context: ScanContext,
  asset: AssetFacts,
  container: AssetId | undefined,
): { readonly rule: ScanRule; readonly inCase: AssetId } | undefined => {
  const { openCase, mode } = context;
  if (answerOf(context, "take") !== undefined) return undefined;
  const isLocked = (id: AssetId): boolean => state.asset(id)?.isLocked === true;
  if (mode !== "in" && container !== undefined && container !== openCase && isLocked(container))
    return { rule: "SCAN-71", inCase: container };
  if (openCase === undefined || container === openCase) return undefined;
  if (isLocked(openCase)) return { rule: "SCAN-72", inCase: openCase };
  return state.cases.isBanned(openCase, asset.product, asset.code)
    ? { rule: "SCAN-73", inCase: openCase }
    : undefined;
};

/** How it stands packed for the event, if it does. */
export const packedFor = (position: AssetPosition, event: EventId): Piece | undefined => {
  const piece = position.events.get(event);
  return piece?.status === "packed" ? piece : undefined;
};

/** How far the case is with this product by its packing list, with `more` pieces on top. */
export const progressInCase = (
  state: ScanState,
  container: AssetId,
  asset: AssetFacts,
  more: number,
): { readonly done: number; readonly of: number } | undefined => {
  const progress = state.cases.progress(container, asset.product, asset.id);
  return progress === undefined ? undefined : { ...progress, done: progress.done + more };
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
      after: position.after,
      scanned,
    };
    const progress = progressInCase(state, context.openCase, asset, 1);
    return decide("SCAN-26", { event, inCase: context.openCase, because: position.last, progress }, [packed]);
  }
  return decide(scan.same, { event, because: position.last, inCase: position.container });
};
