/**
 * Everything for a device that has nothing: signed rows of all it may read, so that it can be used at once, then the
 * documents whole, each in one piece, then the log from where it stood at the beginning.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { DocumentPack, OfferedRows } from "#shared/protocol/messages";
import { packChunks } from "#shared/protocol/gate/pack";
import { rowLimits } from "#shared/protocol/limits";
import type { IndexedCard } from "./card-index";
import type { SessionContext } from "./company-session";
import { gainsFromLog } from "./document-frames";
import type { Reader } from "./fan-out";

/** What one message may hold before it goes. */
const messageBytes = 512 * 1024;
/** Documents read from the log side by side. */
const documentsAtOnce = 32;

/** Sessions that asked; asking twice brings nothing more. */
const begun = new WeakSet<Reader>();

export const sendEverything = async (context: SessionContext): Promise<void> => {
  const { room, reader, rights, send, store } = context;
  if (reader.mode !== "idle" || begun.has(reader)) return;
  begun.add(reader);
  const { serial } = room.fanOut.place();
  const readable = [...room.cards.all()].filter(({ value }) => rights.mayReadDocument(value.doc));
  const isCurrent = (card: IndexedCard): boolean => room.cards.findByThing(card.value.thing) === card;
  const current = readable.filter(isCurrent);
  // Documents that were replaced are only looked up any more.
  const cards = [...current, ...readable.filter((card) => !isCurrent(card))];
  const extent = await store.extentAfter(room.company.company, 0);
  if (extent.chunks > 0) send({ t: "coming", ...extent });
  await sendRows(current, context);
  await sendPacks(cards, context);
  reader.cursor = serial;
  room.fanOut.catchUp(reader);
};

const sendRows = async (cards: readonly IndexedCard[], context: SessionContext): Promise<void> => {
  const { room, reader, send } = context;
  let rows: OfferedRows[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (rows.length === 0) return;
    send({ t: "rows", rows });
    rows = [];
    bytes = 0;
    await reader.socket.drained();
  };
  for (const { signed, value } of cards) {
    const found = room.rows.find(value.doc);
    if (found === undefined) continue;
    rows.push({ card: signed, rows: found });
    bytes += found.body.length + signed.payload.length;
    if (bytes >= messageBytes || rows.length >= rowLimits.documents) await flush();
  }
  await flush();
};

const sendPacks = async (cards: readonly IndexedCard[], context: SessionContext): Promise<void> => {
  const { reader, send } = context;
  let packs: DocumentPack[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (packs.length === 0) return;
    send({ t: "packs", packs });
    packs = [];
    bytes = 0;
    await reader.socket.drained();
  };
  for (let at = 0; at < cards.length && reader.socket.isOpen(); at += documentsAtOnce) {
    const read = await Promise.all(
      cards.slice(at, at + documentsAtOnce).map((card) => packOf(card, context)),
    );
    for (const pack of read) {
      if (pack === undefined) continue;
      packs.push(pack);
      bytes += pack.chunks.length;
      if (bytes >= messageBytes) await flush();
    }
  }
  await flush();
};

/** Undefined for a document that ceased to be readable meanwhile. */
const packOf = async (
  { signed, value: { doc } }: IndexedCard,
  { room, rights, store }: SessionContext,
): Promise<DocumentPack | undefined> => {
  const gain = gainsFromLog(await store.pushesOf(room.company.company, doc)).get(bytesKey(doc));
  if (gain === undefined || !rights.mayReadDocument(doc)) return undefined;
  const [tips, receipts] = [[...gain.tips.values()], [...gain.receipts.values()]];
  return { doc, card: signed, chunks: packChunks(gain.chunks), tips, receipts };
};
