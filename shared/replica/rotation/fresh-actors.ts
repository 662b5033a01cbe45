/** Writing sessions of one change each: their changes stand beside each other although one device makes them. */
import { fromHex, toHex } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { DocId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import { assert } from "#shared/kernel/result";
import { deriveActor, makeTip } from "#shared/protocol/tips";
import type { Tip } from "#shared/protocol/tips";
import { hashBytes } from "../host/document-facts";
import { crc32 } from "../checksum";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { OutboxEntry } from "../stored";
import type { ActorChange } from "./replacement";

type Deps = Pick<ReplicaDeps, "sha256" | "random" | "signer">;

export class FreshActors {
  readonly #deps: Deps;
  readonly #doc: DocId;
  readonly #nonces = new Map<string, Uint8Array>();

  constructor(deps: Deps, doc: DocId) {
    this.#deps = deps;
    this.#doc = doc;
  }

  /** Hexadecimal; another one every time. */
  make(): string {
    const { sha256, random, signer } = this.#deps;
    const nonce = random.bytes(8);
    const actor = toHex(deriveActor(sha256, signer.publicKey, idToBytes(this.#doc), nonce));
    this.#nonces.set(actor, nonce);
    return actor;
  }

  /** An actor this device writes with anyway. */
  know(actor: string, nonce: Uint8Array): void {
    this.#nonces.set(actor, nonce);
  }

  /** Signs up to this change of one of these actors. */
  tipOf(company: Uint8Array, { actor, change }: ActorChange, checkpoint: number): Promise<Tip> {
    const nonce = this.#nonces.get(actor);
    const bytes = fromHex(actor);
    assert(nonce !== undefined && bytes !== undefined, "the actor is one of these");
    const facts = { actor: bytes, nonce, seq: change.seq, hash: hashBytes(change.hash), checkpoint };
    return makeTip(company, idToBytes(this.#doc), facts, this.#deps.signer);
  }
}

export interface PendingChange {
  readonly made: ActorChange;
  /** What undo and the sync mark know it by. */
  readonly change: string;
  /** Since when it waits for a receipt, under another hash too; from now on where it is new. */
  readonly at?: Ms | undefined;
}

/** Own changes as they wait for their receipts in the store. */
export const pendingWrites = async (
  place: { readonly doc: DocId; readonly thing: string; readonly kind: string },
  changes: readonly PendingChange[],
  now: Ms,
  tipOf: (made: ActorChange) => Promise<Tip>,
): Promise<{ readonly writes: readonly StoreWrite[]; readonly entries: readonly OutboxEntry[] }> => {
  const { doc } = place;
  const entries: OutboxEntry[] = [];
  const writes: StoreWrite[] = [];
  for (const { made, change, at = now } of changes) {
    const { hash, bytes, deps } = made.change;
    const tip = { ...(await tipOf(made)), doc, hash };
    const key = `${doc}/${hash}`;
    const entry: OutboxEntry = { ...place, hash, deps, change, at, tip };
    entries.push(entry);
    writes.push(
      { put: "chunks", key, value: { doc, hash, bytes, sum: crc32(bytes) } },
      { put: "tips", key: `${doc}/${made.actor}`, value: tip },
      { put: "outbox", key, value: entry },
    );
  }
  return { writes, entries };
};
