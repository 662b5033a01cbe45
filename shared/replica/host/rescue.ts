/**
 * A document the relay would not take from us goes back to what everybody has: own unreceipted changes leave it and
 * become a rescue record that a person can read.
 */
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import type { CardIndex } from "../card-index";
import { editsOf } from "../edits";
import { leftoversMark } from "../leftovers-mark";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { OutboxEntry, StoredCard } from "../stored";
import type { Rescue } from "../types";
import { filesAmong, filesLeaving } from "./leaving-files";
import type { RowWriter } from "./row-writer";

/** The edits of these changes, oldest first, and the files among them that only this device has. */
export const rescueOf = async (
  card: StoredCard,
  document: OpenDocument | undefined,
  entries: readonly Pick<OutboxEntry, "hash">[],
  why: Pick<Rescue, "code" | "at" | "why">,
  { random, store }: Pick<ReplicaDeps, "random" | "store">,
): Promise<Rescue> => {
  const edits = document === undefined ? [] : editsOf(document.crdt, entries);
  const files = await filesAmong(store, edits);
  return {
    ...{ id: newId(random), thing: brand<ThingId>(card.thing), ...why, edits },
    ...(files.length === 0 ? {} : { files }),
  };
};

export interface DroppingDeps extends Pick<ReplicaDeps, "store" | "clock" | "random"> {
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly rows: RowWriter;
}

/** Takes a document off this device; what of its files nobody else has stays as a rescue. */
export const dropWrites = async (
  doc: string,
  { store, clock, random, cards, documents, rows }: DroppingDeps,
): Promise<{ readonly writes: readonly StoreWrite[]; readonly rescue?: Rescue }> => {
  const writes = [...eraseWrites(doc), ...rows.goneWrites(doc)];
  const card = cards.byDoc(doc);
  // What another document took over goes on there.
  if (card === undefined || cards.ofThing(card.thing).length > 1) return { writes };
  const leaving = await filesLeaving(store, () => documents.open(card));
  const { files } = leaving;
  if (files.length === 0) return { writes: [...writes, ...leaving.writes] };
  const thing = brand<ThingId>(card.thing);
  const rescue: Rescue = { id: newId(random), thing, code: "gone", at: clock.now(), edits: [], files };
  return {
    writes: [...writes, ...leaving.writes, { put: "rescues", key: rescue.id, value: rescue }],
    rescue,
  };
};

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
  leftoversMark,
];
