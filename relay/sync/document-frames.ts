/**
 * Pushes of the log as messages for readers: per document one `chunks` message with the newest tip and receipt of
 * each actor. Used for batches as they become durable and for pages read from the log.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Chunk, RelayMsg } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import type { DocBytes } from "#shared/protocol/wire-types";
import type { StoredPush } from "#relay/storage/log-store";
import type { IndexedCard } from "./card-index";
import { decodePushProof, decodePushRecord } from "./push-record.codec";

/** What one document gained. */
export interface DocumentGain {
  readonly doc: DocBytes;
  readonly chunks: Chunk[];
  readonly tips: Map<string, Tip>;
  readonly receipts: Map<string, Receipt>;
}

export type DocumentGains = Map<string, DocumentGain>;

export const gainOf = (gains: DocumentGains, doc: DocBytes): DocumentGain => {
  const key = bytesKey(doc);
  const known = gains.get(key);
  if (known !== undefined) return known;
  const gain: DocumentGain = { doc, chunks: [], tips: new Map(), receipts: new Map() };
  gains.set(key, gain);
  return gain;
};

/** Stored pushes by document, oldest chunk first; added to what was gained from earlier ones. */
export const gainsFromLog = (
  pushes: readonly StoredPush[],
  gains: DocumentGains = new Map(),
): DocumentGains => {
  for (const push of pushes) {
    const record = decodePushRecord(push.body);
    const gain = gainOf(gains, push.doc);
    for (const { chunk } of record.changes) gain.chunks.push(chunk);
    const proof = decodePushProof(push, record);
    if (proof === null) continue;
    const actor = bytesKey(record.actor);
    gain.tips.set(actor, proof.tip);
    gain.receipts.set(actor, proof.receipt);
  }
  return gains;
};

/** The card goes with the first chunks a reader gets of a document. */
export const chunksMessage = (gain: DocumentGain, card: IndexedCard | null): RelayMsg => ({
  t: "chunks",
  doc: gain.doc,
  card: card?.signed ?? null,
  chunks: gain.chunks,
  tips: [...gain.tips.values()],
  receipts: [...gain.receipts.values()],
});
