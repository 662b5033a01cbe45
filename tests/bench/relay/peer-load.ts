/** The loads of our relay on the peers that forward updates: fan-out, throughput, idle sockets, reconnecting. */
import type { FanOutResult, ThroughputResult } from "./measures";
import { atRate, summariseFanOut, wait } from "./measures";
import type { PeerClient, UpdatePeer } from "./peer-client";
import { connectPeer, makeUpdates, numbersIn, startPeer } from "./peer-client";

const room = "bench-room";
const warmUpMs = 1_000;

export const measurePeerFanOut = async (
  kind: UpdatePeer,
  readers: number,
  rate: number,
  measureMs: number,
): Promise<FanOutResult> => {
  const server = await startPeer(kind);
  const updates = makeUpdates(Math.ceil(((warmUpMs + measureMs) / 1_000) * rate) + 10, 0);
  const writer = await connectPeer(kind, server.url, [room]);
  const sentAt: number[] = [];
  const latencies: number[] = [];
  let bytes = 0;
  const clients: PeerClient[] = [];
  for (let i = 0; i < readers; i++) {
    const reader = await connectPeer(kind, server.url, [room]);
    reader.onFrame = (frame) => {
      const now = performance.now();
      const numbers = numbersIn(frame);
      if (numbers.length > 0) bytes += frame.length;
      for (const number of numbers) latencies.push(now - (sentAt[number] ?? now));
    };
    clients.push(reader);
  }
  let next = 0;
  const write = (): void => {
    const update = updates[next];
    if (update === undefined) return;
    sentAt[next++] = performance.now();
    writer.send(room, update);
  };
  await atRate(rate, warmUpMs, write);
  await wait(200);
  latencies.length = 0;
  bytes = 0;
  const startCpu = server.cpuSeconds();
  await atRate(rate, measureMs, write);
  await wait(300);
  const cpu = server.cpuSeconds() - startCpu;
  for (const client of [writer, ...clients]) client.close();
  await server.stop();
  return summariseFanOut(latencies, bytes, cpu);
};

/** Sockets of each side that share the documents where the protocol lets one socket have many. */
const socketsPerSide = 20;
const inFlight = 1_024;

/**
 * Closed loop over many documents with a writer and a reader each; the server's word to the writer is its answer
 * where it has one (Hocuspocus), else the writer's own change coming back.
 */
export const measurePeerThroughput = async (
  kind: UpdatePeer,
  documents: number,
  measureMs: number,
): Promise<ThroughputResult> => {
  const server = await startPeer(kind);
  const perDocument = Math.max(40, Math.ceil(300_000 / documents));
  const docs = Array.from({ length: documents }, (_, i) => `doc-${i}`);
  const updates = makeUpdates(perDocument, 0);
  const groups = groupsOf(docs, Math.ceil(documents / socketsPerSide));
  const writers: PeerClient[] = [];
  const readers: PeerClient[] = [];
  await wait(300);
  const emptyBytes = server.residentBytes();
  for (const group of groups) {
    readers.push(await connectPeer(kind, server.url, group));
    writers.push(await connectPeer(kind, server.url, group));
  }
  const progress = { written: 0, read: 0 };
  for (const reader of readers) reader.onFrame = (frame) => void (progress.read += numbersIn(frame).length);
  const window = Math.max(1, Math.floor(inFlight / documents));
  const senders = groups.map((group, i) => createSender(kind, group, writers[i], updates, progress));
  for (const sender of senders) sender.first();
  await settled(progress, documents);
  const bytesPerDocument = (server.residentBytes() - emptyBytes) / documents;
  const share = Math.max(1, Math.floor(inFlight / senders.length / window));
  for (const sender of senders) sender.start(window, share);
  await wait(warmUpMs);
  const [read, cpuAt, at] = [progress.read, server.cpuSeconds(), performance.now()];
  await wait(measureMs);
  const changes = progress.read - read;
  const seconds = (performance.now() - at) / 1_000;
  const cpu = server.cpuSeconds() - cpuAt;
  for (const client of [...writers, ...readers]) client.close();
  await server.stop();
  return { changesPerSecond: changes / seconds, changesPerCore: changes / cpu, bytesPerDocument };
};

interface Sender {
  /** One change to every document. */
  readonly first: () => void;
  /** Keeps `window` changes on their way in each of `docs` documents at a time, and goes round all of them. */
  readonly start: (window: number, docs: number) => void;
}

/** Hocuspocus answers every change with its state; the others are heard by the writer's own change coming back. */
const answersIn = (kind: UpdatePeer, frame: Buffer): number => {
  if (kind !== "hocuspocus") return numbersIn(frame).length;
  const afterName = 1 + (frame[0] ?? 0);
  return frame[afterName] === messageSyncStatus ? 1 : 0;
};
const messageSyncStatus = 8;

const createSender = (
  kind: UpdatePeer,
  docs: readonly string[],
  client: PeerClient | undefined,
  updates: readonly Uint8Array[],
  progress: { written: number },
): Sender => {
  let at = 0;
  let round = 0;
  const send = (): void => {
    const doc = docs[at];
    const update = updates[round];
    at = (at + 1) % docs.length;
    if (at === 0) round += 1;
    if (doc !== undefined && update !== undefined) client?.send(doc, update);
  };
  return {
    first: () => docs.forEach(send),
    start: (window, count) => {
      if (client !== undefined) {
        client.onFrame = (frame) => {
          const answered = answersIn(kind, frame);
          progress.written += answered;
          for (let i = 0; i < answered; i++) send();
        };
      }
      for (let i = 0; i < window * Math.min(count, docs.length); i++) send();
    },
  };
};

const settled = async (progress: { readonly read: number }, changes: number): Promise<void> => {
  while (progress.read < changes) await wait(50);
  await wait(500);
};

const groupsOf = (docs: readonly string[], size: number): readonly (readonly string[])[] => {
  const groups: string[][] = [];
  for (let i = 0; i < docs.length; i += size) groups.push(docs.slice(i, i + size));
  return groups;
};

/** Resident memory that each of many sockets brings which then does nothing; these protocols need a document each. */
export const measurePeerIdle = async (kind: UpdatePeer, sockets: number): Promise<number> => {
  const server = await startPeer(kind);
  const connect = (i: number): Promise<PeerClient> => connectPeer(kind, server.url, [`idle-${i}`]);
  const warm: PeerClient[] = [];
  for (let i = 0; i < 50; i++) warm.push(await connect(sockets + i));
  await wait(1_000);
  const empty = server.residentBytes();
  const clients: PeerClient[] = [];
  for (let i = 0; i < sockets; i++) clients.push(await connect(i));
  await wait(1_000);
  const bytes = (server.residentBytes() - empty) / sockets;
  for (const client of [...warm, ...clients]) client.close();
  await server.stop();
  return bytes;
};
