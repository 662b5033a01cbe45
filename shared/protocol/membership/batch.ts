/** Applies a batch: what one checkpoint decides together, or everything that is pending. */
import { compareBytes } from "#shared/kernel/bytes";
import { applyKeyDoc } from "./apply-device";
import type { EntryPlace } from "./apply-entry";
import { applyEntry } from "./apply-entry";
import type { GraphNode } from "./entry-graph";
import { compareNodes } from "./entry-graph";
import type { StateDraft } from "./state-draft";
import { forkDraft } from "./state-draft";
import { findOverruled, precedenceOf } from "./strong-removal";
import type { EntryRecord, KeysRecord } from "./types";
import type { VoidReason } from "./void-reasons";

export interface Outcome {
  readonly record: EntryRecord | KeysRecord;
  readonly void: VoidReason | null;
}

export interface Segments {
  /** Each ends with an entry that everything before it leads to and everything after it builds upon. */
  readonly closed: readonly (readonly GraphNode[])[];
  /** What follows the last such entry. */
  readonly open: readonly GraphNode[];
}

/** Cuts a batch where it has no concurrency: what lies in different segments knows of each other. */
export const segmentsOf = (nodes: Iterable<GraphNode>): Segments => {
  const sorted = [...nodes].sort(compareNodes);
  const position = new Map(sorted.map((node, i) => [node, i]));
  const tips = new Set<GraphNode>();
  const cuts: number[] = [];
  sorted.forEach((node, i) => {
    let nearest = -1;
    for (const parent of node.parents) {
      tips.delete(parent);
      nearest = Math.max(nearest, position.get(parent) ?? -1);
    }
    // A cut this entry does not build upon is none.
    while ((cuts.at(-1) ?? -1) > nearest) cuts.pop();
    tips.add(node);
    if (tips.size === 1) cuts.push(i);
  });
  const closed: (readonly GraphNode[])[] = [];
  let start = 0;
  for (const cut of cuts) {
    closed.push(sorted.slice(start, cut + 1));
    start = cut + 1;
  }
  return { closed, open: sorted.slice(start) };
};

/**
 * Geneses that would each count alone, if there are several. Nobody can say which came first, so none does: otherwise
 * whoever has the founding device's key could begin the company anew with an entry made to sort before the first.
 */
export const rivalGeneses = (
  nodes: Iterable<GraphNode>,
  draft: StateDraft,
  place: EntryPlace,
): readonly GraphNode[] => {
  if (draft.admitted > 0) return [];
  const rivals = [...nodes].filter(
    ({ record }) =>
      record.entry.value.op.kind === "genesis" && applyEntry(forkDraft(draft), record, place) === undefined,
  );
  return rivals.length > 1 ? rivals.sort(compareNodes) : [];
};

/** `before`: the state the whole batch begins with. */
export const applySegment = (
  draft: StateDraft,
  segment: readonly GraphNode[],
  before: StateDraft,
  place: EntryPlace,
): readonly Outcome[] => {
  const rivals = new Set(rivalGeneses(segment, draft, place));
  const overruled =
    segment.length < 2 || rivals.size > 0
      ? new Set<GraphNode>()
      : findOverruled(segment, draft, (node) => precedenceOf(before, node), place);
  const whyVoid = (node: GraphNode): VoidReason | null => {
    if (rivals.has(node)) return "second-genesis";
    return overruled.has(node) ? "overruled" : (applyEntry(draft, node.record, place) ?? null);
  };
  return segment.map((node) => ({ record: node.record, void: whyVoid(node) }));
};

/** Key documents come first: who lost a root key must not be able to use it once more beside its replacement. */
export const applyKeyDocs = (draft: StateDraft, records: Iterable<KeysRecord>): readonly Outcome[] =>
  [...records]
    .sort((a, b) => a.keyDoc.value.no - b.keyDoc.value.no || compareBytes(a.id, b.id))
    .map((record) => ({ record, void: applyKeyDoc(draft, record) ?? null }));

export const applyBatch = (
  draft: StateDraft,
  batch: { readonly keyDocs: readonly KeysRecord[]; readonly nodes: readonly GraphNode[] },
  place: EntryPlace,
): readonly Outcome[] => {
  const { closed, open } = segmentsOf(batch.nodes);
  const segments = [...closed, open];
  const before = segments.some(({ length }) => length > 1) ? forkDraft(draft) : draft;
  const outcomes = [...applyKeyDocs(draft, batch.keyDocs)];
  for (const segment of segments) outcomes.push(...applySegment(draft, segment, before, place));
  return outcomes;
};
