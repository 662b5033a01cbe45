/** An open document as the gate asks about it. */
import { fromHex, toHex } from "#shared/kernel/bytes";
import { assert } from "#shared/kernel/result";
import type { DocumentIndex, ParsedChange } from "#shared/protocol/gate/types";
import { maxOpOf } from "#shared/protocol/gate/types";
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

/**
 * `document` undefined: nothing is known of it yet. Tips are the newest per actor, by hexadecimal actor; `aside` holds
 * accepted changes that were left out of the document, by hexadecimal hash.
 */
export const indexOf = (
  document: OpenDocument | undefined,
  tips: ReadonlyMap<string, StoredTip>,
  aside: ReadonlyMap<string, ParsedChange>,
): DocumentIndex => {
  const stats = document?.crdt.stats() ?? { changes: 0, actors: 0 };
  return {
    find: (hash) => {
      const name = toHex(hash);
      const left = aside.get(name);
      if (left !== undefined)
        return { actor: left.actor, seq: left.seq, maxOp: maxOpOf(left), deps: left.deps };
      const meta = document?.crdt.meta(name);
      return meta === undefined
        ? undefined
        : { actor: actorBytes(meta.actor), seq: meta.seq, maxOp: meta.maxOp, deps: meta.deps.map(hashBytes) };
    },
    head: (actor) => {
      const name = toHex(actor);
      const tip = tips.get(name);
      const left = newestOf(name, aside);
      if (left !== undefined || document === undefined) return left;
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

/** What an actor wrote on top of a change that was left out was left out too. */
const newestOf = (
  actor: string,
  aside: ReadonlyMap<string, ParsedChange>,
): { readonly seq: number; readonly hash: Hash } | undefined => {
  let newest: ParsedChange | undefined;
  for (const change of aside.values())
    if (toHex(change.actor) === actor && change.seq > (newest?.seq ?? 0)) newest = change;
  return newest;
};
