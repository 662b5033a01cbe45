/** Scanning an asset out of the house: SCAN-10 to SCAN-26 without bulk. */
import type { AssetId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { Allocator } from "./allocate";
import { createAllocator } from "./allocate";
import { caseHindrance, decideFor, openCaseRule, opensBy, packedFor, whileInPlace } from "./decide-in-place";
import type { Following } from "./decide-in-place";
import type { AssetPosition } from "./positions";
import { answerOf } from "./scan-decision";
import type { AssetFacts, NewFact, ScanContext, ScanDecision, ScanDetail, ScanState } from "./scan-decision";
import type { ScanRule } from "./scan-rules";

export type OutContext = ScanContext & { readonly event: EventId };

export const assetOut = (
  state: ScanState,
  context: OutContext,
  asset: AssetFacts,
  scanned: string | undefined,
): ScanDecision => {
  const position = state.positions.of(asset.id);
  const decide = decideFor(asset);
  const inCaseRule = openCaseRule(state, context, asset);
  if (inCaseRule !== undefined) return decide(inCaseRule, { inCase: context.openCase });
  const hindered = caseHindrance(state, context, asset, position.container);
  if (hindered !== undefined) return decide(hindered.rule, { inCase: hindered.inCase });
  const isTaken = answerOf(context, "take") !== undefined;
  const hindrance = isTaken ? undefined : hindranceOf(position, context.event);
  if (hindrance !== undefined) return decide(hindrance.rule, hindrance.detail);
  if (isHere(position, context.event)) {
    const scan = { scanned, event: context.event, same: "SCAN-13" } as const;
    return whileInPlace(state, context, asset, position, scan, decide);
  }

  const allocator = createAllocator(state, context.event);
  const own = outFact(context, asset, position, allocator, scanned);
  const follow = asset.isCase ? contentsOut(state, context, asset.id, allocator) : undefined;
  const detail: ScanDetail = {
    event: context.event,
    progress: allocator.progress(asset.product, 1),
    inCase: context.openCase ?? (follow === undefined ? position.container : undefined),
    because: position.last,
    contents: follow?.summary,
    opens: opensBy(context, asset),
  };
  const rule = isTaken ? "SCAN-25" : ruleOut(position, own, allocator, context, follow);
  return decide(rule, detail, [own, ...(follow?.facts ?? [])]);
};

/** What stands against taking it: another job has it, or devices disagree where it is. */
const hindranceOf = (
  position: AssetPosition,
  event: EventId,
): { readonly rule: ScanRule; readonly detail: ScanDetail } | undefined => {
  const other = position.others.find((end) => end.place.type === "out");
  if (
    position.forks.length > 0 &&
    !isHere(position, event) &&
    (other !== undefined || position.place.type === "out")
  ) {
    const because = position.place.type === "out" ? position.last : other?.last;
    return { rule: "SCAN-19", detail: { event: because?.event, because } };
  }
  if (isHere(position, event)) return undefined;
  if (position.place.type === "out") {
    return { rule: "SCAN-14", detail: { event: position.place.event, because: position.last } };
  }
  return undefined;
};

/** Out on this event by what this device knows, on any branch. */
const isHere = (position: AssetPosition, event: EventId): boolean =>
  [position.place, ...position.others.map((end) => end.place)].some(
    (place) => place.type === "out" && place.event === event,
  );

const ruleOut = (
  position: AssetPosition,
  own: NewFact,
  allocator: Allocator,
  context: OutContext,
  follow: Following | undefined,
): ScanRule => {
  if (position.place.type === "lost" || position.place.type === "gone") return "SCAN-18";
  if (follow !== undefined && follow.summary.moved + follow.summary.skipped > 0) {
    return follow.summary.unplanned > 0 || follow.summary.skipped > 0 ? "SCAN-17" : "SCAN-16";
  }
  if (own.isUnplanned === true) return allocator.isListed(own.product) ? "SCAN-12" : "SCAN-11";
  if (position.container !== undefined && position.container !== context.openCase) return "SCAN-15";
  return "SCAN-10";
};

const outFact = (
  context: OutContext,
  asset: AssetFacts,
  position: AssetPosition,
  allocator: Allocator,
  scanned: string | undefined,
  inCase: AssetId | undefined = context.openCase,
): NewFact => {
  // What is packed for this event has its line already.
  const packed = packedFor(position, context.event);
  const line = packed === undefined ? allocator.take(asset.product, 1)[0]?.line : packed.line;
  // A case carries what the list asks for; it need not be on the list itself.
  const isCarrier = asset.isCase && !allocator.isListed(asset.product);
  return {
    kind: "out",
    product: asset.product,
    asset: asset.id,
    quantity: 1,
    event: context.event,
    line,
    inCase,
    after: position.after,
    isUnplanned: line === undefined && !isCarrier ? true : undefined,
    scanned,
  };
};

/**
 * What lies in a case goes with it, to any depth, each piece judged by itself: one piece on the list does not
 * make the others planned, and a piece the record has elsewhere is left alone and said.
 */
const contentsOut = (
  state: ScanState,
  context: OutContext,
  container: AssetId,
  allocator: Allocator,
): Following => {
  const facts: NewFact[] = [];
  let skipped = 0;
  const holders = [container];
  for (const id of state.positions.everythingIn(container)) {
    const asset = state.asset(id);
    const position = state.positions.of(id);
    if (asset === undefined || asset.removedAt !== undefined || isHere(position, context.event)) continue;
    if (position.place.type !== "home" || position.forks.length > 0) {
      skipped += 1;
      continue;
    }
    if (asset.isCase) holders.push(id);
    facts.push(outFact(context, asset, position, allocator, undefined, position.container));
  }
  for (const holder of holders) facts.push(...bulkOutWith(state, context, holder, allocator));
  const pieces = facts.reduce((sum, fact) => sum + fact.quantity, 0);
  const unplanned = facts.reduce((sum, fact) => sum + (fact.isUnplanned === true ? fact.quantity : 0), 0);
  return { facts, summary: { moved: pieces, unplanned, skipped } };
};

/** Bulk in a case travels inside it: the facts name no case, so that what the case holds stays the same. */
const bulkOutWith = (
  state: ScanState,
  context: OutContext,
  holder: AssetId,
  allocator: Allocator,
): readonly NewFact[] =>
  [...state.positions.bulkIn(holder)].flatMap(([product, quantity]) =>
    allocator.take(product, quantity).map((part) => ({
      kind: "out" as const,
      product,
      quantity: part.quantity,
      event: context.event,
      line: part.line,
      isUnplanned: part.line === undefined ? true : undefined,
    })),
  );
