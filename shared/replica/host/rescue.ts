/**
 * A document the relay would not take from us goes back to what everybody has: own unreceipted changes leave it and
 * become a rescue record that a person can read.
 */
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import { editsOf } from "../edits";
import type { OpenDocument } from "../open-documents";
import type { StoreWrite } from "../ports";
import type { OutboxEntry, StoredCard } from "../stored";
import type { Rescue } from "../types";

/** The edits of these changes, oldest first. */
export const rescueOf = (
  card: StoredCard,
  document: OpenDocument | undefined,
  entries: readonly Pick<OutboxEntry, "hash">[],
  why: Pick<Rescue, "code" | "at" | "why">,
  random: Random,
): Rescue => ({
  id: newId(random),
  thing: brand<ThingId>(card.thing),
  ...why,
  edits: document === undefined ? [] : editsOf(document.crdt, entries),
});

/** The stored rows may still show the change: a mark that does not say what it made lets the rows be made anew. */
export const unshownMark = (doc: string, hash: string): StoreWrite => ({
  put: "unprojected",
  key: `${doc}/${hash}`,
  value: { doc, hash },
});

/** Takes the changes out of the document; what nobody else ever had leaves nothing behind. */
export const withdrawWrites = (
  card: StoredCard,
  entries: readonly OutboxEntry[],
  rescue: Rescue,
  isOnlyHere: boolean,
): readonly StoreWrite[] => {
  const { doc } = card;
  const writes: StoreWrite[] = [{ put: "rescues", key: rescue.id, value: rescue }];
  if (isOnlyHere) return [...writes, ...eraseWrites(doc)];
  for (const { hash } of entries) {
    writes.push({ delete: "chunks", key: `${doc}/${hash}` }, { delete: "outbox", key: `${doc}/${hash}` });
    writes.push(unshownMark(doc, hash));
  }
  return writes;
};

/** Everything of a document but its rows, which the row writer takes care of. */
export const eraseWrites = (doc: string): readonly StoreWrite[] => [
  { delete: "cards", key: doc },
  { clear: "chunks", prefix: `${doc}/` },
  { clear: "quarantine", prefix: `${doc}/` },
  { clear: "tips", prefix: `${doc}/` },
  { clear: "outbox", prefix: `${doc}/` },
  { clear: "receipts", prefix: `${doc}/` },
  { clear: "losses", prefix: `${doc}/` },
  { clear: "hall", prefix: `${doc}/` },
  { clear: "hallTips", prefix: `${doc}/` },
];
