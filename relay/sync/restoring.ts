/** A document that comes back in several messages of one session, put together again. */
import { bytesEqual, concatBytes } from "#shared/kernel/bytes";
import { documentLimits, restoreQuota } from "#shared/protocol/limits";
import type { DocumentPack, RestoredDocument } from "#shared/protocol/messages";
import type { DocBytes } from "#shared/protocol/wire-types";

export type RestoringStep =
  | { readonly type: "whole"; readonly document: DocumentPack; readonly cost: number }
  /** `size`: more than any document may hold; `rate`: the device has used up its share. */
  | { readonly type: "refused"; readonly code: "size" | "rate"; readonly retryMs: number | null };

export interface Restoring {
  /** The whole document when this was its last message. What follows of one that was refused is not looked at. */
  readonly take: (message: RestoredDocument) => RestoringStep | undefined;
}

/** What the device of the session may bring back. */
export interface RestoreShare {
  readonly waitMs: () => number;
  readonly take: (cost: number) => void;
}

interface Begun {
  readonly doc: DocBytes;
  readonly packs: Uint8Array[];
  bytes: number;
  cost: number;
  isRefused: boolean;
}

/** A pack holds four bytes beside each chunk. */
const mostBytes = documentLimits.bytes + 4 * documentLimits.changes;

export const createRestoring = (share: RestoreShare): Restoring => {
  let begun: Begun | undefined;
  return {
    take: (message) => {
      const { doc, more } = message;
      // One document at a time: another one means that the rest of this one will never come.
      const known = begun !== undefined && bytesEqual(begun.doc, doc) ? begun : undefined;
      const document = known ?? { doc, packs: [], bytes: 0, cost: 0, isRefused: false };
      begun = more ? document : undefined;
      if (document.isRefused) return undefined;
      const waitMs = known === undefined ? share.waitMs() : 0;
      if (waitMs > 0) return refuse(document, "rate", waitMs);
      if (document.bytes + message.chunks.length > mostBytes) return refuse(document, "size", null);
      const cost = costOf(message) + (known === undefined ? restoreQuota.ofDocument : 0);
      share.take(cost);
      document.cost += cost;
      document.bytes += message.chunks.length;
      document.packs.push(message.chunks);
      if (more) return undefined;
      const { card, tips, receipts } = message;
      const chunks = concatBytes(...document.packs);
      return { type: "whole", document: { doc, card, chunks, tips, receipts }, cost: document.cost };
    },
  };
};

const refuse = (document: Begun, code: "size" | "rate", retryMs: number | null): RestoringStep => {
  document.isRefused = true;
  document.packs.length = 0;
  return { type: "refused", code, retryMs };
};

const costOf = ({ chunks, tips, receipts }: RestoredDocument): number =>
  chunks.length + restoreQuota.ofProof * (tips.length + receipts.length);
