/**
 * Load for automerge-repo's server by thin clients: its messages with documents of the Automerge core, no Repo on this
 * side, so that the server is the limit. One writer and one reader per document; closed loop.
 */
import * as A from "@automerge/automerge";
import { cbor, generateAutomergeUrl, parseAutomergeUrl } from "@automerge/automerge-repo";
import { WebSocket } from "ws";
import type { FanOutResult, ThroughputResult } from "./measures";
import { atRate, summariseFanOut, wait } from "./measures";
import { startPeer } from "./peer-client";

interface SyncMessage {
  readonly documentId: string;
  readonly data: Uint8Array;
}

interface ThinClient {
  readonly send: (documentId: string, data: Uint8Array, isRequest: boolean) => void;
  onSync: (message: SyncMessage) => void;
  readonly close: () => void;
}

const connect = async (url: string, name: string): Promise<ThinClient> => {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once("open", resolve));
  const client: ThinClient = {
    send: (documentId, data, isRequest) =>
      socket.send(
        cbor.encode({
          type: isRequest ? "request" : "sync",
          senderId: name,
          targetId: "peer-server",
          documentId,
          data,
        }),
      ),
    onSync: () => undefined,
    close: () => socket.terminate(),
  };
  const joined = new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const message: { type: string } & SyncMessage = cbor.decode(new Uint8Array(data));
      if (message.type === "peer") resolve();
      if (message.type === "sync") client.onSync(message);
    });
  });
  socket.send(
    cbor.encode({ type: "join", senderId: name, peerMetadata: {}, supportedProtocolVersions: ["1"] }),
  );
  await joined;
  return client;
};

interface Held {
  doc: A.Doc<Record<string, unknown>>;
  state: A.SyncState;
}

let lastValue = 10;

/** As long as what the other side writes, and never the same twice: an equal value would be no change. */
const nextValue = (): A.ImmutableString =>
  new A.ImmutableString(`Robe MegaPointe ${(lastValue += 1) % 100_000} pc`);

const newDocumentId = (): string => parseAutomergeUrl(generateAutomergeUrl()).documentId;

/** `documents` changes are in flight at any time, one per document, until the time is over. */
export const measureAutomergeThroughput = async (
  documents: number,
  warmMs: number,
  measureMs: number,
): Promise<Pick<ThroughputResult, "changesPerSecond" | "changesPerCore">> => {
  const server = await startPeer("automerge-repo");
  const writer = await connect(server.url, "writer");
  const reader = await connect(server.url, "reader");
  const mine = new Map<string, Held>();
  const theirs = new Map<string, Held>();
  let done = 0;
  const write = (documentId: string, held: Held): void => {
    held.doc = A.change(held.doc, (draft) => {
      draft["name"] = nextValue();
    });
    flush(writer, documentId, held, false);
  };
  reader.onSync = ({ documentId, data }) => answer(reader, theirs.get(documentId), documentId, data);
  writer.onSync = ({ documentId, data }) => {
    const held = mine.get(documentId);
    if (held === undefined) return;
    answer(writer, held, documentId, data);
    const [shared] = held.state.sharedHeads;
    const [head] = A.getHeads(held.doc);
    if (shared === undefined || shared !== head) return;
    done += 1;
    write(documentId, held);
  };
  for (let i = 0; i < documents; i++) {
    const documentId = newDocumentId();
    const held = { doc: A.init<Record<string, unknown>>(), state: A.initSyncState() };
    mine.set(documentId, held);
    write(documentId, held);
    const copy = { doc: A.init<Record<string, unknown>>(), state: A.initSyncState() };
    theirs.set(documentId, copy);
    setTimeout(() => flush(reader, documentId, copy, true), 1_000);
  }
  await wait(warmMs);
  const [startDone, startCpu, startAt] = [done, server.cpuSeconds(), performance.now()];
  await wait(measureMs);
  const changes = done - startDone;
  const seconds = (performance.now() - startAt) / 1_000;
  const cpu = server.cpuSeconds() - startCpu;
  writer.close();
  reader.close();
  await server.stop();
  return { changesPerSecond: changes / seconds, changesPerCore: changes / cpu };
};

const answer = (client: ThinClient, held: Held | undefined, documentId: string, data: Uint8Array): void => {
  if (held === undefined) return;
  const [doc, state] = A.receiveSyncMessage(held.doc, held.state, data);
  held.doc = doc;
  held.state = state;
  flush(client, documentId, held, false);
};

const flush = (client: ThinClient, documentId: string, held: Held, isRequest: boolean): void => {
  const [state, message] = A.generateSyncMessage(held.doc, held.state);
  held.state = state;
  if (message !== null) client.send(documentId, message, isRequest);
};

/** One writer at `rate` changes per second, `readers` readers of one document that only acknowledge. */
export const measureAutomergeFanOut = async (
  readers: number,
  rate: number,
  measureMs: number,
): Promise<FanOutResult> => {
  const server = await startPeer("automerge-repo");
  const writer = await connect(server.url, "writer");
  const documentId = newDocumentId();
  const held: Held = { doc: A.init(), state: A.initSyncState() };
  writer.onSync = ({ data }) => answer(writer, held, documentId, data);
  const writtenAt = new Map<string, number>();
  const latencies: number[] = [];
  let bytes = 0;
  const write = (): void => {
    held.doc = A.change(held.doc, (draft) => {
      draft["name"] = nextValue();
    });
    writtenAt.set(A.getHeads(held.doc)[0] ?? "", performance.now());
    flush(writer, documentId, held, false);
  };
  write();
  await wait(500);
  const clients: ThinClient[] = [];
  for (let i = 0; i < readers; i++) {
    const client = await connect(server.url, `reader-${i}`);
    clients.push(client);
    const empty: Held = { doc: A.init(), state: A.initSyncState() };
    client.onSync = ({ data }) => {
      const message = A.decodeSyncMessage(data);
      const at = writtenAt.get(message.heads[0] ?? "");
      if (at !== undefined && message.changes.length > 0) {
        latencies.push(performance.now() - at);
        bytes += data.length;
      }
      if (message.changes.length > 0) client.send(documentId, acknowledgement(message.heads), false);
    };
    flush(client, documentId, empty, true);
  }
  await wait(1_500);
  latencies.length = 0;
  bytes = 0;
  const startCpu = server.cpuSeconds();
  await atRate(rate, measureMs, write);
  await wait(1_500);
  const cpu = server.cpuSeconds() - startCpu;
  writer.close();
  for (const client of clients) client.close();
  await server.stop();
  return summariseFanOut(latencies, bytes, cpu);
};

const acknowledgement = (heads: A.Heads): Uint8Array =>
  A.encodeSyncMessage({
    heads,
    need: [],
    have: [{ lastSync: heads, bloom: new Uint8Array(0) }],
    changes: [],
  });
