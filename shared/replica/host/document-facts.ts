/** An open document as the gate asks about it. */
import { fromHex, toHex } from "#shared/kernel/bytes";
import { assert } from "#shared/kernel/result";
import type { DocumentIndex } from "#shared/protocol/gate/types";
import type { Hash } from "#shared/protocol/wire-types";
import type { OpenDocument } from "../open-documents";
import type { StoredTip } from "../stored";

export const hashBytes = (hex: string): Hash => {
  const bytes = fromHex(hex);
  assert(bytes?.length === 32, "a change hash is 64 hexadecimal digits");
  return bytes;
};

export const actorBytes = (hex: string): Uint8Array => {
  const bytes = fromHex(hex);
  assert(bytes, "an actor is hexadecimal");
  return bytes;
};

/** `document` undefined: nothing is known of it yet. Tips are the newest per actor, by hexadecimal actor. */
export const indexOf = (
  document: OpenDocument | undefined,
  tips: ReadonlyMap<string, StoredTip>,
): DocumentIndex => {
  const stats = document?.crdt.stats() ?? { changes: 0, actors: 0 };
  return {
    find: (hash) => {
      const meta = document?.crdt.meta(toHex(hash));
      return meta === undefined
        ? undefined
        : { actor: actorBytes(meta.actor), seq: meta.seq, maxOp: meta.maxOp, deps: meta.deps.map(hashBytes) };
    },
    head: (actor) => {
      const name = toHex(actor);
      const tip = tips.get(name);
      if (document === undefined) return undefined;
      if (tip !== undefined && document.crdt.has(tip.hash))
        return { seq: tip.seq, hash: hashBytes(tip.hash) };
      // No tip, or one ahead of a damaged chunk: the document itself says how far this actor has come.
      const last = document.crdt.changes().findLast((change) => change.actor === name);
      return last === undefined ? undefined : { seq: last.seq, hash: hashBytes(last.hash) };
    },
    maxOp: Math.max(
      0,
      ...(document?.crdt.heads() ?? []).map((head) => document?.crdt.meta(head)?.maxOp ?? 0),
    ),
    // Size limits are the relay's business; a device takes what was accepted.
    bytes: 0,
    changes: stats.changes,
    actors: stats.actors,
  };
};
