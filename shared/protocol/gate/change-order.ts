/**
 * Where a change may stand among those accepted before. Automerge trusts these rules without checking them, so a
 * change that breaks one can stop it or spoil the document.
 *
 *   dependencies  every one is known
 *   R2            change n of an actor has change n−1 of that actor among its ancestors, and there is only one change n
 *   R3            operation counters continue exactly where the ancestors end. A gap, even one below the highest
 *                 counter of the document, can leave a document that no longer loads once it was saved
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import type { Hash } from "../wire-types";
import type { ChangeFacts, DocumentIndex, ParsedChange } from "./types";
import { maxOpOf } from "./types";

export type OrderProblem =
  | { readonly type: "DepsMissing"; readonly missing: readonly Hash[] }
  | { readonly type: "OutOfOrder"; readonly code: "seq" | "counter" };

export const findOrderProblem = (change: ParsedChange, index: DocumentIndex): OrderProblem | undefined => {
  const missing = change.deps.filter((dep) => index.find(dep) === undefined);
  if (missing.length > 0) return { type: "DepsMissing", missing };
  const head = index.head(change.actor);
  if (change.seq !== (head?.seq ?? 0) + 1) return { type: "OutOfOrder", code: "seq" };
  if (head !== undefined && !isAncestor(head.hash, change.deps, index))
    return { type: "OutOfOrder", code: "seq" };
  const floor = change.deps.reduce((highest, dep) => Math.max(highest, index.find(dep)?.maxOp ?? 0), 0);
  return change.startOp === floor + 1 ? undefined : { type: "OutOfOrder", code: "counter" };
};

/** Whether a change is one of `deps` or below them. Walks back from `deps`; counters never fall along a path, so everything below the wanted change is left out. */
export const isAncestor = (wanted: Hash, deps: readonly Hash[], index: DocumentIndex): boolean => {
  const lowest = index.find(wanted)?.maxOp ?? 0;
  const seen = new Set<string>();
  const open = [...deps];
  for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
    if (bytesEqual(hash, wanted)) return true;
    const name = bytesKey(hash);
    if (seen.has(name)) continue;
    seen.add(name);
    const facts = index.find(hash);
    if (facts !== undefined && facts.maxOp >= lowest) open.push(...facts.deps);
  }
  return false;
};

/** An index that grows: over nothing, or over stored changes while a frame is judged. */
export interface GrowingIndex extends DocumentIndex {
  add(change: ParsedChange): void;
}

const emptyIndex: DocumentIndex = {
  find: () => undefined,
  head: () => undefined,
  maxOp: 0,
  bytes: 0,
  changes: 0,
  actors: 0,
};

export const growingIndex = (below: DocumentIndex = emptyIndex): GrowingIndex => {
  const facts = new Map<string, ChangeFacts>();
  const heads = new Map<string, { readonly seq: number; readonly hash: Hash }>();
  const sums = { maxOp: below.maxOp, bytes: below.bytes, changes: below.changes, actors: below.actors };
  const head = (actor: Uint8Array): { readonly seq: number; readonly hash: Hash } | undefined =>
    (heads.size === 0 ? undefined : heads.get(bytesKey(actor))) ?? below.head(actor);
  return {
    find: (hash) => (facts.size === 0 ? undefined : facts.get(bytesKey(hash))) ?? below.find(hash),
    head,
    get maxOp() {
      return sums.maxOp;
    },
    get bytes() {
      return sums.bytes;
    },
    get changes() {
      return sums.changes;
    },
    get actors() {
      return sums.actors;
    },
    add: (change) => {
      if (head(change.actor) === undefined) sums.actors += 1;
      facts.set(bytesKey(change.hash), {
        actor: change.actor,
        seq: change.seq,
        maxOp: maxOpOf(change),
        deps: change.deps,
      });
      heads.set(bytesKey(change.actor), { seq: change.seq, hash: change.hash });
      sums.maxOp = Math.max(sums.maxOp, maxOpOf(change));
      sums.bytes += change.bytes;
      sums.changes += 1;
    },
  };
};
