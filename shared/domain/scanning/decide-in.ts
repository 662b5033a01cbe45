/** Scanning an asset back into the house: SCAN-22 to SCAN-24 and SCAN-30 to SCAN-37. No event needs to be chosen. */
import type { AssetId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import { caseHindrance, decideFor, openCaseRule, opensBy, whileInPlace } from "./decide-in-place";
import type { Following } from "./decide-in-place";
import type { AssetPosition } from "./positions";
import type { AssetFacts, NewFact, ScanContext, ScanDecision, ScanDetail, ScanState } from "./scan-decision";
import type { ScanRule } from "./scan-rules";

export const assetIn = (
  state: ScanState,
  context: ScanContext,
  asset: AssetFacts,
  scanned: string | undefined,
): ScanDecision => {
  const position = state.positions.of(asset.id);
  const decide = decideFor(asset);
  const inCaseRule = openCaseRule(state, context, asset);
  if (inCaseRule !== undefined) return decide(inCaseRule, { inCase: context.openCase });
  const hindered = caseHindrance(state, context, asset, position.container);
  if (hindered !== undefined) return decide(hindered.rule, { inCase: hindered.inCase });
  const { place } = position;
  if (place.type === "home") {
    const scan = { scanned, event: undefined, same: "SCAN-32" } as const;
    return whileInPlace(state, context, asset, position, scan, decide);
  }

  const event = place.type === "gone" ? undefined : place.event;
  const own = inFact(context, asset, position, scanned, context.openCase);
  const follow = asset.isCase ? contentsIn(state, context, asset.id) : undefined;
  const detail: ScanDetail = {
    event,
    because: position.last,
    progress: backProgress(state, event, asset, 1),
    inCase: context.openCase ?? (follow === undefined ? position.container : undefined),
    contents: follow?.summary,
    opens: opensBy(context, asset),
  };
  return decide(ruleIn(context, position, event, follow), detail, [own, ...(follow?.facts ?? [])]);
};

const ruleIn = (
  context: ScanContext,
  position: AssetPosition,
  event: EventId | undefined,
  follow: Following | undefined,
): ScanRule => {
  if (position.place.type === "lost" || position.place.type === "gone") return "SCAN-36";
  if (position.forks.length > 0) return "SCAN-37";
  if (context.event !== undefined && event !== context.event) return "SCAN-31";
  if (follow !== undefined && follow.summary.moved + follow.summary.skipped > 0) {
    return follow.summary.skipped > 0 ? "SCAN-34" : "SCAN-33";
  }
  if (position.container !== undefined && position.container !== context.openCase) return "SCAN-35";
  return "SCAN-30";
};

const inFact = (
  context: ScanContext,
  asset: AssetFacts,
  position: AssetPosition,
  scanned: string | undefined,
  inCase: AssetId | undefined,
): NewFact => ({
  kind: "in",
  product: asset.product,
  asset: asset.id,
  quantity: 1,
  event: position.place.type === "out" || position.place.type === "lost" ? position.place.event : undefined,
  location: context.location,
  inCase,
  after: position.after,
  scanned,
});

/** What lies in a case comes back with it; what the record has lost or disputed must be seen by itself. */
const contentsIn = (state: ScanState, context: ScanContext, container: AssetId): Following => {
  const facts: NewFact[] = [];
  let skipped = 0;
  const holders = [container];
  for (const id of state.positions.everythingIn(container)) {
    const asset = state.asset(id);
    const position = state.positions.of(id);
    if (asset === undefined || asset.removedAt !== undefined || position.place.type === "home") continue;
    if (position.place.type !== "out" || position.forks.length > 0) {
      skipped += 1;
      continue;
    }
    if (asset.isCase) holders.push(id);
    facts.push(inFact(context, asset, position, undefined, position.container));
  }
  const event = outEvent(state.positions.of(container));
  if (event !== undefined)
    for (const holder of holders) facts.push(...bulkBackWith(state, context, holder, event));
  const moved = facts.reduce((sum, fact) => sum + fact.quantity, 0);
  return { facts, summary: { moved, unplanned: 0, skipped } };
};

const outEvent = (position: AssetPosition): EventId | undefined =>
  position.place.type === "out" ? position.place.event : undefined;

/** No more than is out on that event: some of it may have been counted back already. */
const bulkBackWith = (
  state: ScanState,
  context: ScanContext,
  holder: AssetId,
  event: EventId,
): readonly NewFact[] =>
  [...state.positions.bulkIn(holder)].flatMap(([product, quantity]) => {
    let left = quantity;
    return state.positions
      .bulkOf(product)
      .onEvents.filter((sum) => sum.event === event && sum.out > 0)
      .flatMap((sum): readonly NewFact[] => {
        const part = Math.min(left, sum.out);
        left -= part;
        return part === 0
          ? []
          : [{ kind: "in", product, quantity: part, event, line: sum.line, location: context.location }];
      });
  });

/** Back and gone out, over the whole event, for the product of this asset. */
const backProgress = (
  state: ScanState,
  event: EventId | undefined,
  asset: AssetFacts,
  more: number,
): { readonly done: number; readonly of: number } | undefined => {
  if (event === undefined) return undefined;
  let done = more;
  let of = 0;
  for (const piece of state.positions.piecesOf(event).assets.values()) {
    if (piece.product !== asset.product || piece.status === "packed") continue;
    of += 1;
    if (piece.status === "back") done += 1;
  }
  return of === 0 ? undefined : { done: Math.min(done, of), of };
};
