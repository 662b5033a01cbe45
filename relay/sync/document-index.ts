/**
 * What the gate must know of one document's accepted changes, in memory while somebody writes to it. Holds hashes,
 * counters and parents, never bodies. Loaded from the log, dropped when idle.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { ChangeFacts, DocumentIndex } from "#shared/protocol/gate/types";
import type { Receipt } from "#shared/protocol/receipts";
import type { Bytes16, Hash } from "#shared/protocol/wire-types";
import type { StoredPush } from "#relay/storage/log-store";
import type { PushRecord } from "./push-record.codec";
import { decodePushProof, decodePushRecord } from "./push-record.codec";

export interface LoadedDocument extends DocumentIndex {
  /** Takes up a push that was accepted, before or after it is durable. */
  readonly add: (record: PushRecord) => void;
  /** Newest stored receipt of an actor. */
  readonly receipt: (actor: Bytes16) => Receipt | undefined;
  readonly keepReceipt: (receipt: Receipt) => void;
  /** Changes without successors. */
  readonly heads: () => readonly Hash[];
}

interface IndexedChange extends ChangeFacts {
  readonly hash: Hash;
}

interface ActorState {
  readonly actor: Bytes16;
  seq: number;
  hash: Hash;
  receipt: Receipt | undefined;
}

export const createDocumentIndex = (): LoadedDocument => {
  const changes = new Map<string, IndexedChange>();
  const actors = new Map<string, ActorState>();
  const heads = new Map<string, Hash>();
  let maxOp = 0;
  let bytes = 0;

  const add = (record: PushRecord): void => {
    const actorKey = bytesKey(record.actor);
    let state = actors.get(actorKey);
    for (const { seq, maxOp: counter, chunk } of record.changes) {
      const actor = state?.actor ?? record.actor.slice();
      const hash = chunk.hash.slice();
      // Small arrays are dear in memory: a parent is the very array its own entry holds.
      const deps = chunk.parents.map((parent) => changes.get(bytesKey(parent))?.hash ?? parent.slice());
      changes.set(bytesKey(hash), { actor, seq, maxOp: counter, deps, hash });
      for (const dep of deps) heads.delete(bytesKey(dep));
      heads.set(bytesKey(hash), hash);
      maxOp = Math.max(maxOp, counter);
      bytes += chunk.bytes.length;
      if (state === undefined) {
        state = { actor, seq, hash, receipt: undefined };
        actors.set(actorKey, state);
      } else {
        state.seq = seq;
        state.hash = hash;
      }
    }
  };

  return {
    find: (hash) => changes.get(bytesKey(hash)),
    head: (actor) => actors.get(bytesKey(actor)),
    get maxOp() {
      return maxOp;
    },
    get bytes() {
      return bytes;
    },
    get changes() {
      return changes.size;
    },
    get actors() {
      return actors.size;
    },
    add,
    receipt: (actor) => actors.get(bytesKey(actor))?.receipt,
    keepReceipt: (receipt) => {
      const state = actors.get(bytesKey(receipt.actor));
      if (state !== undefined)
        state.receipt = lasting(receipt, state, changes.get(bytesKey(receipt.hash))?.hash);
    },
    heads: () => [...heads.values()],
  };
};

/** The index of a document as it lies in the log. */
export const indexFromLog = (pushes: readonly StoredPush[]): LoadedDocument => {
  const index = createDocumentIndex();
  for (const push of pushes) {
    const record = decodePushRecord(push.body);
    index.add(record);
    const proof = decodePushProof(push, record);
    if (proof !== null) index.keepReceipt(proof.receipt);
  }
  return index;
};

/** What the index holds anyway is shared; the rest is copied, because it may point into a whole row. */
const lasting = (receipt: Receipt, state: ActorState, hash: Hash | undefined): Receipt => ({
  ...receipt,
  doc: state.receipt?.doc ?? receipt.doc.slice(),
  actor: state.actor,
  hash: hash ?? receipt.hash.slice(),
  logHash: receipt.logHash.slice(),
  sig: receipt.sig.slice(),
});
