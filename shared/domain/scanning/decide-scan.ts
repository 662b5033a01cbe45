/**
 * `decideScan`: what one scanned text means here and now, what is written and what is said. Pure; it walks the table
 * of docs/spec/scanning.md from top to bottom. Every text gets an answer, and only movement facts can follow from one.
 */
import type { AssetId } from "#shared/domain/inventory";
import { spellLabel } from "#shared/kernel/label-text";
import { assert } from "#shared/kernel/result";
import type { CodeOwner } from "./code-index";
import { readControlCode } from "./control-code";
import { bulkIn, bulkOut } from "./decide-bulk";
import { conditionHindrance, withCondition } from "./decide-condition";
import { decideControl } from "./decide-control";
import { assetIn } from "./decide-in";
import { assetOut } from "./decide-out";
import { assetPacked, assetUnpacked, bulkPacked, bulkUnpacked } from "./decide-pack";
import { looksLikeAddress, readQuantityCode, readScan, shownText } from "./read-scan";
import { answerOf } from "./scan-decision";
import type { ScanContext, ScanDecision, ScanState } from "./scan-decision";
import type { ScanRule } from "./scan-rules";

export const decideScan = (state: ScanState, scanned: string, context: ScanContext): ScanDecision => {
  const text = (rule: ScanRule): ScanDecision => ({
    rule,
    subject: { type: "text", text: shownText(scanned) },
    facts: [],
    answers: [],
    detail: {},
  });
  const control = readControlCode(scanned);
  if (control !== undefined) return decideControl(state, scanned, context, control);
  const reading = readScan(scanned, (value) => state.readLabel(value));
  switch (reading.type) {
    case "invitation":
      return text("SCAN-01");
    case "foreign":
      return text("SCAN-02");
    case "text":
      return text("SCAN-04");
    case "own": {
      const owners = state.ownersOfLabel(reading.label);
      if (owners.length === 0) return onBlankLabel(reading.label);
      return withLabelRevision(state, amongOwners(state, scanned, context, owners), reading.revision);
    }
    case "code": {
      const owners = state.findCode(reading.code);
      if (owners.length > 0) return amongOwners(state, scanned, context, owners);
      const several = readQuantityCode(reading.code);
      const severalOwners = several === undefined ? [] : state.findCode(several.code);
      if (several !== undefined && severalOwners.length > 0) {
        const told = { ...context, quantity: several.quantity, asksQuantity: false };
        return amongOwners(state, scanned, told, severalOwners);
      }
      return text(looksLikeAddress(reading.code) ? "SCAN-04" : "SCAN-05");
    }
  }
};

/** Printed ahead and stuck on nothing yet, or on something this device has not heard of. */
const onBlankLabel = (label: string): ScanDecision => ({
  rule: "SCAN-03",
  subject: { type: "text", text: spellLabel(label) },
  facts: [],
  answers: [],
  detail: { blankLabel: label },
});

/** A case label lists what lay in the case when it was printed; what it says of them counts before this scan. */
const withLabelRevision = (
  state: ScanState,
  decision: ScanDecision,
  revision: string | undefined,
): ScanDecision => {
  const { subject } = decision;
  if (revision === undefined || subject.type !== "asset") return decision;
  if (state.cases.revision(subject.asset) === revision) return decision;
  return { ...decision, detail: { ...decision.detail, isLabelStale: true } };
};

const amongOwners = (
  state: ScanState,
  scanned: string,
  context: ScanContext,
  owners: readonly CodeOwner[],
): ScanDecision => {
  const chosen = answerOf(context, "thing")?.owner;
  const [first, second] = owners;
  assert(first, "a code that was found stands for something");
  const isOneOfThem = chosen !== undefined && owners.some((owner) => sameOwner(owner, chosen));
  if (second !== undefined && !isOneOfThem) {
    return {
      rule: "SCAN-06",
      subject: { type: "text", text: shownText(scanned) },
      facts: [],
      answers: owners.map((owner) => ({ type: "thing", owner })),
      detail: {},
    };
  }
  const owner = isOneOfThem ? chosen : first;
  return owner.type === "asset"
    ? withFormerly(withCondition(state, onAsset(state, scanned, context, owner.asset)), owner)
    : withFormerly(onProduct(state, scanned, context, owner), owner);
};

const withFormerly = (decision: ScanDecision, owner: CodeOwner): ScanDecision => {
  if (owner.formerly === undefined) return decision;
  const formerly = owner.type === "asset" ? { formerlyPiece: owner.formerly } : { formerly: owner.formerly };
  return { ...decision, detail: { ...decision.detail, ...formerly } };
};

const sameOwner = (a: CodeOwner, b: CodeOwner): boolean =>
  a.type === "asset"
    ? b.type === "asset" && a.asset === b.asset
    : b.type === "product" && a.product === b.product;

const onAsset = (state: ScanState, scanned: string, context: ScanContext, id: AssetId): ScanDecision => {
  const asset = state.asset(id);
  assert(asset, "an indexed asset has a row");
  const nothing = {
    subject: { type: "asset", asset: id, product: asset.product },
    facts: [],
    answers: [],
    detail: {},
  } as const;
  if (asset.removedAt !== undefined) return { ...nothing, rule: "SCAN-08" };
  const { place, last } = state.positions.of(id);
  if (place.type === "gone" && place.reason !== undefined && answerOf(context, "take") === undefined)
    return { ...nothing, rule: "SCAN-27", answers: [{ type: "take" }], detail: { because: last } };
  // What was read is kept with the fact when it is not the code people know the asset by.
  const read = scanned.trim() === asset.code ? undefined : scanned.trim();
  if (context.mode === "in") return assetIn(state, context, asset, read);
  if (context.mode === "pack") return assetPacked(state, context, asset, read);
  if (context.mode === "unpack") return assetUnpacked(state, context, asset, read);
  if (context.event === undefined) return { ...nothing, rule: "SCAN-09" };
  const unfit = conditionHindrance(state, context, asset);
  if (unfit !== undefined) return unfit;
  return assetOut(state, { ...context, event: context.event }, asset, read);
};

const onProduct = (
  state: ScanState,
  scanned: string,
  context: ScanContext,
  owner: CodeOwner & { readonly type: "product" },
): ScanDecision => {
  const product = state.product(owner.product);
  const answered = answerOf(context, "quantity")?.quantity;
  const quantity = answered ?? context.quantity;
  const nothing = {
    subject: { type: "product", product: owner.product, quantity },
    facts: [],
    answers: [],
    detail: {},
  } as const;
  if (product === undefined || product.removedAt !== undefined) return { ...nothing, rule: "SCAN-08" };
  if (product.tracking === "assets") return { ...nothing, rule: "SCAN-07" };
  const known = {
    ...context,
    quantity,
    asksQuantity: context.asksQuantity === true && answered === undefined,
  };
  if (context.mode === "in") return bulkIn(state, known, product.id, scanned.trim());
  if (context.mode === "pack") return bulkPacked(state, known, product.id, scanned.trim());
  if (context.mode === "unpack") return bulkUnpacked(state, known, product.id, scanned.trim());
  if (context.event === undefined) return { ...nothing, rule: "SCAN-09" };
  return bulkOut(state, { ...known, event: context.event }, product.id, scanned.trim());
};
