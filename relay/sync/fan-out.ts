/**
 * From the log to readers. Every session has a cursor: everything it may read up to that serial has been handed to
 * its socket. A session at the end of the log is live and gets each batch as it becomes durable, in frames shared by
 * all readers. One that is new, or whose network is slow, reads pages from the log instead and never more than its
 * byte budget ahead, so a slow reader costs neither memory nor anybody else's time. Both are the same mechanism.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Timers } from "#shared/kernel/clock";
import type { RelayMsg } from "#shared/protocol/messages";
import { encodeRelayMsg } from "#shared/protocol/messages-codec";
import type { DocBytes, Hash } from "#shared/protocol/wire-types";
import type { CompanyNumber, LogStore } from "#relay/storage/log-store";
import type { CardIndex } from "./card-index";
import type { DurablePush } from "./commit-queue";
import type { DocumentGain, DocumentGains } from "./document-frames";
import { chunksMessage, gainOf, gainsFromLog } from "./document-frames";
import type { FrameSocket, SharedFrames } from "./socket";
import { shareFrames } from "./socket";

/** One reader. */
export interface Reader {
  readonly id: symbol;
  readonly socket: FrameSocket;
  readonly mayRead: (doc: DocBytes, key?: string) => boolean;
  /** `idle`: has not said where it stands; `catching-up`: reads pages; `live`: gets batches. */
  mode: "idle" | "catching-up" | "live";
  cursor: number;
}

export interface LogPlace {
  readonly serial: number;
  readonly logHash: Hash;
}

export interface FanOut {
  readonly readers: () => number;
  readonly lagging: () => number;
  readonly add: (reader: Reader) => void;
  readonly remove: (reader: Reader) => void;
  /** A batch is on disk; `place` is the log's new end. */
  readonly deliver: (pushes: readonly DurablePush[], place: LogPlace) => void;
  /** Sends everything after the reader's cursor, then keeps it live. */
  readonly catchUp: (reader: Reader) => void;
  /** The end of the durable log. */
  readonly place: () => LogPlace;
}

export interface FanOutDeps {
  readonly store: LogStore;
  readonly timers: Timers;
  readonly company: CompanyNumber;
  readonly cards: CardIndex;
  /** Bytes that may wait in one socket before its session reads from the log. */
  readonly budgetBytes: number;
  /** The log could not be read for this reader. */
  readonly onReadFailed: (reader: Reader, defect: unknown) => void;
}

const pageBytes = 512 * 1024;
/** Live readers learn their place this long after a batch: it only saves them repeats after a broken connection. */
const currentDelayMs = 200;

export const createFanOut = (deps: FanOutDeps, start: LogPlace): FanOut => {
  const readers = new Set<Reader>();
  let place = start;
  let currentIsDue = false;

  const sendCurrent = (): void => {
    currentIsDue = false;
    const frame = shareFrames([encodeRelayMsg({ t: "current", ...place })]);
    for (const reader of readers) if (reader.mode === "live") reader.socket.sendShared(frame, 0, 1);
  };

  const deliver = (pushes: readonly DurablePush[], next: LogPlace): void => {
    const before = place.serial;
    place = next;
    const batch = documentsOf(pushes, deps.cards, before);
    for (const reader of readers) {
      if (reader.mode !== "live") continue;
      if (reader.socket.bufferedBytes() > deps.budgetBytes) {
        catchUp(reader);
        continue;
      }
      sendReadable(batch, reader);
      reader.cursor = place.serial;
    }
    if (currentIsDue) return;
    currentIsDue = true;
    deps.timers.after(currentDelayMs, sendCurrent);
  };

  const catchUp = (reader: Reader): void => {
    if (reader.mode === "catching-up") return;
    reader.mode = "catching-up";
    pump(reader, deps, () => place).catch((defect: unknown) => deps.onReadFailed(reader, defect));
  };

  return {
    readers: () => readers.size,
    lagging: () => [...readers].filter((reader) => reader.mode === "catching-up").length,
    add: (reader) => void readers.add(reader),
    remove: (reader) => void readers.delete(reader),
    deliver,
    catchUp,
    place: () => place,
  };
};

interface Batch {
  readonly documents: readonly {
    readonly doc: DocBytes;
    readonly key: string;
    /** The one reader who wrote all of it and needs no echo. */
    readonly onlyBy: symbol | null;
  }[];
  /** A frame for each document, encoded once, on first use. */
  readonly frames: () => SharedFrames;
}

/** Neighbouring frames go in one piece: to most readers that is the whole batch. */
const sendReadable = ({ documents, frames }: Batch, reader: Reader): void => {
  let start = 0;
  for (let i = 0; i <= documents.length; i++) {
    const document = documents[i];
    if (document !== undefined && document.onlyBy !== reader.id && reader.mayRead(document.doc, document.key))
      continue;
    if (i > start) reader.socket.sendShared(frames(), start, i);
    start = i + 1;
  }
};

const documentsOf = (pushes: readonly DurablePush[], cards: CardIndex, before: number): Batch => {
  const gains: DocumentGains = new Map();
  const authors = new Map<string, symbol | null>();
  for (const { push, record, tip, receipt, origin } of pushes) {
    const gain = gainOf(gains, push.doc);
    for (const { chunk } of record.changes) gain.chunks.push(chunk);
    const key = bytesKey(push.doc);
    authors.set(key, authors.has(key) && authors.get(key) !== origin ? null : origin);
    if (receipt === null) continue;
    const actor = bytesKey(tip.actor);
    gain.tips.set(actor, tip);
    gain.receipts.set(actor, receipt);
  }
  const encode = (gain: DocumentGain): Uint8Array => {
    const card = cards.find(gain.doc);
    const isNew = card !== undefined && card.serial > before;
    return encodeRelayMsg(chunksMessage(gain, isNew ? card : null));
  };
  let shared: SharedFrames | undefined;
  return {
    documents: [...gains].map(([key, { doc }]) => ({ doc, key, onlyBy: authors.get(key) ?? null })),
    frames: () => (shared ??= shareFrames([...gains.values()].map(encode))),
  };
};

/** Reads pages until the reader stands at the end of the log, waiting for its network between them. */
const pump = async (
  reader: Reader,
  { store, company, cards, budgetBytes }: FanOutDeps,
  place: () => LogPlace,
): Promise<void> => {
  const send = (message: RelayMsg): void => reader.socket.send(encodeRelayMsg(message));
  while (reader.socket.isOpen()) {
    if (reader.socket.bufferedBytes() > budgetBytes) await reader.socket.drained();
    if (reader.cursor >= place().serial) {
      // No await between the comparison and going live: no batch can slip through.
      reader.mode = "live";
      send({ t: "current", ...place() });
      return;
    }
    const { pushes } = await store.pushesAfter(company, reader.cursor, pageBytes);
    const last = pushes.at(-1);
    if (last === undefined) throw new Error("Invariant: the log reaches to its durable end");
    for (const gain of gainsFromLog(pushes).values()) {
      if (!reader.mayRead(gain.doc)) continue;
      const card = cards.find(gain.doc);
      send(chunksMessage(gain, card !== undefined && card.serial > reader.cursor ? card : null));
    }
    reader.cursor = last.serial;
    if (reader.cursor < place().serial) send({ t: "current", serial: last.serial, logHash: last.logHash });
  }
};
