/**
 * Sending single documents instead of a stretch of the log: for a device that asks for one, for one that does not
 * know its place in the log any more, and for documents it may read since a moment ago.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { DocumentHeads } from "#shared/protocol/messages";
import type { DocBytes, Hash } from "#shared/protocol/wire-types";
import type { SessionContext } from "./company-session";
import type { DocumentGain, DocumentGains } from "./document-frames";
import { chunksMessage, gainsFromLog } from "./document-frames";

/** What one message may hold before the next is begun, with what goes along with each chunk. */
const messageBytes = 512 * 1024;
const chunkOverhead = 128;
/** Pushes of the log that are read at once: each may hold hundreds of changes, and others wait meanwhile. */
const pushesAtOnce = 8;

/** Chunks of a document that are not ancestors of `after`. Unreadable and unknown documents are both `drop`. */
export const sendMissing = async (
  doc: DocBytes,
  after: readonly Hash[],
  context: SessionContext,
): Promise<void> => {
  const gain = await readDocument(doc, context);
  if (gain === undefined) {
    context.send({ t: "drop", doc, why: "right-ended" });
    return;
  }
  const held = ancestorsOf(gain, after);
  await sendDocument(
    { ...gain, chunks: gain.chunks.filter(({ hash }) => !held.has(bytesKey(hash))) },
    context,
  );
};

/**
 * Compares what a device holds with the log, document by document: sends what it lacks, asks for what the relay
 * lacks, drops what it may not read. Afterwards the session is live from the end of the log.
 */
export const sendRepair = async (docs: readonly DocumentHeads[], context: SessionContext): Promise<void> => {
  const { room, reader, rights, send } = context;
  const start = room.fanOut.place().serial;
  const listed = new Set<string>();
  for (const held of docs) {
    listed.add(bytesKey(held.doc));
    const gain = await readDocument(held.doc, context);
    if (gain === undefined) send({ t: "drop", doc: held.doc, why: "right-ended" });
    else await sendDifference(held, gain, context);
  }
  for (const { value } of [...room.cards.all()]) {
    if (listed.has(bytesKey(value.doc)) || !rights.mayReadDocument(value.doc)) continue;
    await sendMissing(value.doc, [], context);
  }
  reader.cursor = Math.max(reader.cursor, start);
  room.fanOut.catchUp(reader);
};

const sendDifference = async (
  held: DocumentHeads,
  gain: DocumentGain,
  context: SessionContext,
): Promise<void> => {
  const stored = new Set(gain.chunks.map(({ hash }) => bytesKey(hash)));
  const unknown = held.heads.filter((hash) => !stored.has(bytesKey(hash)));
  if (unknown.length > 0) context.send({ t: "need", doc: held.doc, hashes: unknown });
  const ancestors = ancestorsOf(gain, held.heads);
  const missing = gain.chunks.filter(({ hash }) => !ancestors.has(bytesKey(hash)));
  if (missing.length > 0) await sendDocument({ ...gain, chunks: missing }, context);
};

/** Undefined when this device may not read it or it does not exist: the two look the same from outside. */
const readDocument = async (
  doc: DocBytes,
  { room, reader, rights, store }: SessionContext,
): Promise<DocumentGain | undefined> => {
  if (room.cards.find(doc) === undefined || !rights.mayReadDocument(doc)) return undefined;
  const pushes = await store.pushesOf(room.company.company, doc);
  const gains: DocumentGains = new Map();
  for (let at = 0; at < pushes.length; at += pushesAtOnce) {
    if (at > 0) await reader.socket.drained();
    gainsFromLog(pushes.slice(at, at + pushesAtOnce), gains);
  }
  return gains.get(bytesKey(doc)) ?? { doc, chunks: [], tips: new Map(), receipts: new Map() };
};

/** In parts of bounded size; tips and receipts come with the last. Waits for a slow network in between. */
const sendDocument = async (gain: DocumentGain, { room, reader, send }: SessionContext): Promise<void> => {
  const card = room.cards.find(gain.doc) ?? null;
  let part: DocumentGain = { doc: gain.doc, chunks: [], tips: new Map(), receipts: new Map() };
  let bytes = 0;
  for (const chunk of gain.chunks) {
    part.chunks.push(chunk);
    bytes += chunk.bytes.length + chunkOverhead;
    if (bytes < messageBytes) continue;
    send(chunksMessage(part, card));
    await reader.socket.drained();
    part = { doc: gain.doc, chunks: [], tips: new Map(), receipts: new Map() };
    bytes = 0;
  }
  send(chunksMessage({ ...part, tips: gain.tips, receipts: gain.receipts }, card));
};

/** Everything at or below the given changes, as far as the log knows it. */
const ancestorsOf = (gain: DocumentGain, from: readonly Hash[]): ReadonlySet<string> => {
  if (from.length === 0) return new Set();
  const parents = new Map(gain.chunks.map((chunk) => [bytesKey(chunk.hash), chunk.parents]));
  const found = new Set<string>();
  const open = [...from];
  for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
    const key = bytesKey(hash);
    const below = parents.get(key);
    if (below === undefined || found.has(key)) continue;
    found.add(key);
    open.push(...below);
  }
  return found;
};
