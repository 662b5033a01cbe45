/** Own edits without a receipt, read from the documents they are in. */
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import { editsOf } from "../edits";
import type { ByteStore } from "../ports";
import type { OutboxEntry } from "../stored";
import type { PendingEdits } from "../types";
import type { Engine } from "./engine";

/** Without what the relay keeps for somebody's decision. Oldest documents first. */
export const pendingEdits = async (
  store: ByteStore,
  { cards, documents }: Pick<Engine, "cards" | "documents">,
): Promise<readonly PendingEdits[]> => {
  const byDoc = new Map<string, OutboxEntry[]>();
  for (const entry of await store.all("outbox")) {
    if (entry.held !== undefined) continue;
    const known = byDoc.get(entry.doc);
    if (known === undefined) byDoc.set(entry.doc, [entry]);
    else known.push(entry);
  }
  const found: PendingEdits[] = [];
  for (const [doc, entries] of byDoc) {
    const card = cards.byDoc(doc);
    const document = card === undefined ? undefined : await documents.open(card);
    if (card === undefined || document === undefined) continue;
    const place = new Map(document.crdt.changes().map(({ hash }, nth) => [hash, nth]));
    const inOrder = entries.toSorted((a, b) => (place.get(a.hash) ?? 0) - (place.get(b.hash) ?? 0));
    found.push({
      thing: brand<ThingId>(card.thing),
      kind: card.kind,
      since: Math.min(...entries.map(({ at }) => at)),
      edits: editsOf(document.crdt, inOrder),
    });
  }
  return found.sort((a, b) => a.since - b.since);
};
