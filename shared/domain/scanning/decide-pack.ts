/** Into a case and out of it without leaving the house: SCAN-26 and SCAN-70 to SCAN-83. */
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { createAllocator } from "./allocate";
import { howManyAnswers } from "./decide-bulk";
import {
  canBeTaken,
  caseHindrance,
  decideFor,
  openCaseRule,
  opensBy,
  packedFor,
  progressInCase,
} from "./decide-in-place";
import { answerOf } from "./scan-decision";
import type { AssetPosition } from "./positions";
import type { AssetFacts, NewFact, ScanContext, ScanDecision, ScanDetail, ScanState } from "./scan-decision";
import type { ScanRule } from "./scan-rules";

/** With no case open, the first case scanned is opened. */
export const assetPacked = (
  state: ScanState,
  context: ScanContext,
  asset: AssetFacts,
  scanned: string | undefined,
): ScanDecision => {
  const position = state.positions.of(asset.id);
  const decide = decideFor(asset);
  const { openCase } = context;
  const inCaseRule = openCaseRule(state, context, asset);
  if (inCaseRule !== undefined) return decide(inCaseRule, { inCase: openCase });
  if (openCase === undefined) {
    if (!asset.isCase) return decide("SCAN-70");
    return decide("SCAN-24", openedDetail(state, asset.id));
  }
  const hindered = caseHindrance(state, context, asset, position.container);
  if (hindered !== undefined) return decide(hindered.rule, { inCase: hindered.inCase });
  if (position.container === openCase) return decide("SCAN-74", { inCase: openCase, because: position.last });
  const fact = packedFact(state, context, asset, position, openCase, scanned);
  const progress = progressInCase(state, openCase, asset, 1);
  const rule = packedRule(position, fact, progress);
  const from = rule === "SCAN-76" ? position.container : undefined;
  const detail = { event: fact.event, because: position.last, progress, inCase: openCase, outOf: from };
  return decide(rule, detail, [fact]);
};

const openedDetail = (state: ScanState, opens: AssetId): ScanDetail => {
  const moved = state.positions.contentsOf(opens).length;
  return { opens, inCase: opens, contents: { moved, unplanned: 0, skipped: 0 } };
};

/** What was lost or given back is in the house again by lying in this case. */
const packedFact = (
  state: ScanState,
  context: ScanContext,
  asset: AssetFacts,
  position: AssetPosition,
  inCase: AssetId,
  scanned: string | undefined,
): NewFact => {
  const base = {
    product: asset.product,
    asset: asset.id,
    quantity: 1,
    inCase,
    after: position.after,
    scanned,
  };
  const { place } = position;
  if (place.type === "gone") return { ...base, kind: "in", location: context.location };
  if (place.type === "lost") return { ...base, kind: "in", event: place.event, location: context.location };
  // Out with an event it is packed for that one; at home for the one chosen, if any.
  if (place.type === "out") return { ...base, kind: "packed", event: place.event };
  if (context.event === undefined || asset.isCase) return { ...base, kind: "packed" };
  const packed = packedFor(position, context.event);
  const line =
    packed === undefined
      ? createAllocator(state, context.event).take(asset.product, 1)[0]?.line
      : packed.line;
  const isUnplanned = line === undefined ? true : undefined;
  return { ...base, kind: "packed", event: context.event, line, isUnplanned };
};

const packedRule = (
  position: AssetPosition,
  fact: NewFact,
  progress: { readonly done: number; readonly of: number } | undefined,
): ScanRule => {
  if (fact.kind === "in") return "SCAN-36";
  if (progress !== undefined && progress.done > progress.of) return "SCAN-75";
  if (position.container !== undefined) return "SCAN-76";
  return fact.isUnplanned === true ? "SCAN-77" : "SCAN-26";
};

/** A case that lies in none is opened, so that bulk can be taken out of it. */
export const assetUnpacked = (
  state: ScanState,
  context: ScanContext,
  asset: AssetFacts,
  scanned: string | undefined,
): ScanDecision => {
  const position = state.positions.of(asset.id);
  const decide = decideFor(asset);
  const inCase = position.container;
  if (opensBy(context, asset) !== undefined || (inCase === undefined && asset.isCase))
    return decide("SCAN-24", openedDetail(state, asset.id));
  if (inCase === undefined) return decide("SCAN-81");
  const isLocked = state.asset(inCase)?.isLocked === true && answerOf(context, "take") === undefined;
  if (isLocked) return decide("SCAN-71", { inCase });
  const fact: NewFact = {
    kind: "unpacked",
    product: asset.product,
    asset: asset.id,
    quantity: 1,
    after: position.after,
    scanned,
  };
  return decide("SCAN-80", { inCase, because: position.last }, [fact]);
};

/** Names no event: which line it is for is settled when the case goes out. */
export const bulkPacked = (
  state: ScanState,
  context: ScanContext,
  product: ProductId,
  scanned: string,
): ScanDecision => {
  const { openCase, quantity } = context;
  if (openCase === undefined) return decideBulk(product, quantity, "SCAN-70");
  if (answerOf(context, "take") === undefined) {
    if (state.asset(openCase)?.isLocked === true)
      return decideBulk(product, quantity, "SCAN-72", { inCase: openCase });
    if (state.cases.isBanned(openCase, product, undefined))
      return decideBulk(product, quantity, "SCAN-73", { inCase: openCase });
  }
  const before = state.cases.progress(openCase, product, undefined);
  if (context.asksQuantity === true)
    return askHowMany(product, quantity, openCase, before === undefined ? 0 : before.of - before.done);
  const progress = before === undefined ? undefined : { ...before, done: before.done + quantity };
  const fact: NewFact = { kind: "packed", product, quantity, inCase: openCase, scanned };
  const rule = progress !== undefined && progress.done > progress.of ? "SCAN-75" : "SCAN-78";
  return decideBulk(product, quantity, rule, { inCase: openCase, progress }, [fact]);
};

/** Out of the open case, or out of the only one some of it lies in. No more than lies there. */
export const bulkUnpacked = (
  state: ScanState,
  context: ScanContext,
  product: ProductId,
  scanned: string,
): ScanDecision => {
  const { quantity } = context;
  const holding = [...state.positions.bulkOf(product).byCase].filter(([, held]) => held > 0);
  const [only, another] = holding;
  const inCase = context.openCase ?? (another === undefined ? only?.[0] : undefined);
  if (inCase === undefined)
    return decideBulk(product, quantity, another === undefined ? "SCAN-81" : "SCAN-70");
  const held = Math.max(0, state.positions.bulkIn(inCase).get(product) ?? 0);
  if (held === 0) return decideBulk(product, quantity, "SCAN-81", { inCase });
  if (state.asset(inCase)?.isLocked === true && answerOf(context, "take") === undefined)
    return decideBulk(product, quantity, "SCAN-71", { inCase });
  if (context.asksQuantity === true) return askHowMany(product, quantity, inCase, held);
  const taken = Math.min(quantity, held);
  const fact: NewFact = {
    kind: "unpacked",
    product,
    quantity: taken,
    inCase,
    scanned,
  };
  const rule = taken < quantity ? "SCAN-83" : "SCAN-82";
  const progress = { done: taken, of: held };
  return decideBulk(product, taken, rule, { inCase, progress }, [fact]);
};

const decideBulk = (
  product: ProductId,
  quantity: number,
  rule: ScanRule,
  detail: ScanDetail = {},
  facts: readonly NewFact[] = [],
): ScanDecision => ({
  rule,
  subject: { type: "product", product, quantity },
  facts,
  answers: canBeTaken.has(rule) ? [{ type: "take" }] : [],
  detail,
});

const askHowMany = (
  product: ProductId,
  quantity: number,
  inCase: AssetId,
  missing: number,
): ScanDecision => ({
  ...decideBulk(product, quantity, "SCAN-42", { inCase }),
  answers: howManyAnswers(missing),
});
