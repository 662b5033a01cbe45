/** A document that comes back in several messages of one session, put together again. */
import { bytesEqual, concatBytes } from "#shared/kernel/bytes";
import { documentLimits } from "#shared/protocol/limits";
import type { DocumentPack, RestoredDocument } from "#shared/protocol/messages";
import type { DocBytes } from "#shared/protocol/wire-types";

export interface Restoring {
  /** The whole document when this was its last message. `too-large`: more than any document may hold. */
  readonly take: (message: RestoredDocument) => DocumentPack | "too-large" | undefined;
}

/** A pack holds four bytes beside each chunk. */
const mostBytes = documentLimits.bytes + 4 * documentLimits.changes;

export const createRestoring = (): Restoring => {
  let begun: { readonly doc: DocBytes; readonly packs: Uint8Array[] } | undefined;
  return {
    take: ({ doc, card, chunks, tips, receipts, more }) => {
      // One document at a time: another one means that the rest of this one will never come.
      if (begun === undefined || !bytesEqual(begun.doc, doc)) begun = { doc, packs: [] };
      begun.packs.push(chunks);
      const { packs } = begun;
      const isTooLarge = packs.reduce((sum, { length }) => sum + length, 0) > mostBytes;
      if (more && !isTooLarge) return undefined;
      begun = undefined;
      return isTooLarge ? "too-large" : { doc, card, chunks: concatBytes(...packs), tips, receipts };
    },
  };
};
