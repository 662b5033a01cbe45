/** Scanning a bulk code: a quantity, set on screen before the scan. SCAN-20, 21 and 38 to 42. */
import type { ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import { createAllocator } from "./allocate";
import type { BulkOnEvent } from "./bulk-stock";
import { largestQuantity } from "./control-code";
import type { OutContext } from "./decide-out";
import { answerOf } from "./scan-decision";
import type { NewFact, ScanAnswer, ScanContext, ScanDecision, ScanDetail, ScanState } from "./scan-decision";
import type { ScanRule } from "./scan-rules";

export const bulkOut = (
  state: ScanState,
  context: OutContext,
  product: ProductId,
  scanned: string,
): ScanDecision => {
  const allocator = createAllocator(state, context.event);
  if (context.asksQuantity === true) {
    const { done, of } = allocator.progress(product, 0) ?? { done: 0, of: 0 };
    return howMany(context, product, context.event, of - done);
  }
  const facts = allocator.take(product, context.quantity).map((part): NewFact => ({
    kind: "out",
    product,
    quantity: part.quantity,
    event: context.event,
    line: part.line,
    location: context.location,
    inCase: context.openCase,
    isUnplanned: part.line === undefined ? true : undefined,
    scanned,
  }));
  const beyond = facts.some((fact) => fact.isUnplanned === true);
  return decision(context, product, beyond ? "SCAN-21" : "SCAN-20", facts, {
    event: context.event,
    progress: allocator.progress(product, context.quantity),
    inCase: context.openCase,
  });
};

/** With no event chosen, the job that has some of it out is found; with several, it is asked. */
export const bulkIn = (
  state: ScanState,
  context: ScanContext,
  product: ProductId,
  scanned: string,
): ScanDecision => {
  const perEvent = outPerEvent(state.positions.bulkOf(product).onEvents);
  const answered = answerOf(context, "event")?.event ?? context.event;
  const open = [...perEvent.values()]
    .filter((sum) => sum.out > 0)
    .sort((a, b) => (a.event < b.event ? -1 : 1));
  const chosen = answered ?? (open.length === 1 ? open[0]?.event : undefined);
  if (chosen === undefined) {
    if (open.length === 0) return decision(context, product, "SCAN-41", [], {});
    const answers = open.map(({ event }): ScanAnswer => ({ type: "event", event }));
    return { ...decision(context, product, "SCAN-40", [], { candidates: open }), answers };
  }
  const there = perEvent.get(chosen);
  if (there === undefined) return decision(context, product, "SCAN-41", [], { event: chosen });
  if (context.asksQuantity === true) return howMany(context, product, chosen, there.out);
  const facts = backFacts(context, product, chosen, there.lines, scanned);
  const of = there.out + there.back;
  return decision(context, product, context.quantity > there.out ? "SCAN-39" : "SCAN-38", facts, {
    event: chosen,
    progress: { done: there.back + context.quantity, of },
    inCase: context.openCase,
  });
};

/** A quantity from the screen or a control code answers too. */
const howMany = (
  context: ScanContext,
  product: ProductId,
  event: EventId,
  missing: number,
): ScanDecision => ({
  ...decision(context, product, "SCAN-42", [], { event }),
  answers: howManyAnswers(missing),
});

/** One piece, or all that are still missing. */
export const howManyAnswers = (missing: number): readonly ScanAnswer[] =>
  (missing > 1 ? [1, Math.min(missing, largestQuantity)] : [1]).map((quantity) => ({
    type: "quantity",
    quantity,
  }));

interface OutThere {
  readonly event: EventId;
  readonly out: number;
  readonly back: number;
  readonly lines: readonly BulkOnEvent[];
}

const outPerEvent = (sums: readonly BulkOnEvent[]): ReadonlyMap<EventId, OutThere> => {
  const events = new Map<EventId, OutThere>();
  for (const sum of sums) {
    const known = events.get(sum.event) ?? { event: sum.event, out: 0, back: 0, lines: [] };
    events.set(sum.event, {
      event: sum.event,
      out: known.out + sum.out,
      back: known.back + sum.back,
      lines: [...known.lines, sum].sort((a, b) => ((a.line ?? "") < (b.line ?? "") ? -1 : 1)),
    });
  }
  return events;
};

/** Back to the lines it went out for; what is more than went out names no line. */
const backFacts = (
  context: ScanContext,
  product: ProductId,
  event: EventId,
  lines: readonly BulkOnEvent[],
  scanned: string,
): readonly NewFact[] => {
  const facts: NewFact[] = [];
  let left = context.quantity;
  const base = {
    kind: "in",
    product,
    event,
    location: context.location,
    inCase: context.openCase,
    scanned,
  } as const;
  for (const sum of lines) {
    const part = Math.min(left, Math.max(0, sum.out));
    if (part > 0) facts.push({ ...base, quantity: part, line: sum.line });
    left -= part;
  }
  if (left > 0) facts.push({ ...base, quantity: left });
  return facts;
};

const decision = (
  context: ScanContext,
  product: ProductId,
  rule: ScanRule,
  facts: readonly NewFact[],
  detail: ScanDetail,
): ScanDecision => ({
  rule,
  subject: { type: "product", product, quantity: context.quantity },
  facts,
  answers: [],
  detail,
});
