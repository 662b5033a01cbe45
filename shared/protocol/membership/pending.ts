/**
 * The batch no checkpoint has ordered yet, kept ready: what can no longer change among itself is applied once, and
 * only what may still turn out concurrent is weighed again with every new entry.
 */
import type { CompanyId, Hash } from "../wire-types";
import { textOfBytes } from "../wire-types";
import type { Outcome } from "./batch";
import { applyKeyDocs, applySegment, segmentsOf } from "./batch";
import type { GraphNode } from "./entry-graph";
import type { StateDraft } from "./state-draft";
import { forkDraft } from "./state-draft";
import type { KeysRecord } from "./types";
import type { VoidReason } from "./void-reasons";

export interface PendingBatch {
  /** Begins anew over what the checkpoints have decided. */
  readonly reset: (confirmed: StateDraft, keyDocs: Iterable<KeysRecord>, nodes: Iterable<GraphNode>) => void;
  /** A further complete entry; false when it goes behind what was applied already: then begin anew. */
  readonly add: (node: GraphNode) => boolean;
  readonly outcome: () => PendingOutcome;
}

export interface PendingOutcome {
  readonly draft: StateDraft;
  readonly outcomes: readonly Outcome[];
  /** Of those with an effect. */
  readonly ids: readonly Hash[];
  readonly void: readonly (readonly [string, VoidReason])[];
}

export const createPendingBatch = (company: CompanyId, confirmed: StateDraft): PendingBatch => {
  const place = { company, orderedAt: null };
  let before = confirmed;
  let settled = forkDraft(confirmed);
  let outcomes: Outcome[] = [];
  let ids: Hash[] = [];
  let voids: (readonly [string, VoidReason])[] = [];
  /** The newest entry that everything applied leads to. */
  let cut: GraphNode | undefined;
  let tail = new Set<GraphNode>();

  const keep = (outcome: Outcome): void => {
    outcomes.push(outcome);
    if (outcome.void === null) ids.push(outcome.record.id);
    else voids.push([textOfBytes(outcome.record.id), outcome.void]);
  };

  const settle = (): void => {
    const { closed, open } = segmentsOf(tail);
    for (const segment of closed) applySegment(settled, segment, before, place).forEach(keep);
    cut = closed.at(-1)?.at(-1) ?? cut;
    tail = new Set(open);
  };

  return {
    reset: (state, keyDocs, nodes) => {
      before = forkDraft(state);
      settled = forkDraft(state);
      [outcomes, ids, voids] = [[], [], []];
      applyKeyDocs(settled, keyDocs).forEach(keep);
      cut = undefined;
      tail = new Set(nodes);
    },
    add: (node) => {
      const known = cut;
      if (known !== undefined && !node.parents.some((parent) => parent === known || tail.has(parent)))
        return false;
      tail.add(node);
      return true;
    },
    outcome: () => {
      settle();
      if (tail.size === 0) return { draft: settled, outcomes, ids: [...ids], void: voids };
      const draft = forkDraft(settled);
      const open = applySegment(draft, segmentsOf(tail).open, before, place);
      return {
        draft,
        outcomes: [...outcomes, ...open],
        ids: [...ids, ...open.flatMap(({ record, void: reason }) => (reason === null ? record.id : []))],
        void: [
          ...voids,
          ...open.flatMap(({ record, void: reason }) =>
            reason === null ? [] : [[textOfBytes(record.id), reason] as const],
          ),
        ],
      };
    },
  };
};
