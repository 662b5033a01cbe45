/**
 * Closed loop over many documents: each has some pushes on their way, made and signed beforehand; one reader gets
 * everything.
 */
import { must } from "#shared/kernel/result";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { createWriter } from "#tests/support/relay-writer";
import { connectLean, foundBenchCompany } from "./bench-company";
import type { LeanSocket } from "./bench-company";
import type { MeasuredRelays, StartRelays } from "./relays";
import type { ThroughputResult } from "./measures";
import { wait } from "./measures";

/** So many that none of them sends more frames than a socket may. */
const devices = 64;
const socketsPerDevice = 4;
const inFlight = 1_024;
const warmUpMs = 2_000;
const measureMs = 4_000;

export interface ThroughputOptions {
  readonly documents: number;
  /** Changes in each push. */
  readonly perPush: number;
  /** Pushes made beforehand; enough for the whole measurement. */
  readonly pushes: number;
}

interface Stream {
  readonly frames: readonly Uint8Array[];
  sent: number;
}

/** The documents written through one socket. */
interface Feed {
  readonly lean: LeanSocket;
  readonly streams: Map<string, Stream>;
}

export const measureThroughput = async (
  startRelays: StartRelays,
  { documents, perPush, pushes }: ThroughputOptions,
): Promise<ThroughputResult> => {
  const relay = await startRelays();
  const { company, devices: signers } = await foundBenchCompany(relay.origin, devices);
  const reader = await connectLean(relay.origin, company, company.owner);
  reader.socket.send(encodeClientMsg({ t: "since", serial: 0, logHash: emptyLogHash }));
  const perDocument = Math.max(2, Math.ceil(pushes / documents));
  const sockets = Math.min(devices * socketsPerDevice, documents);
  const feeds: Feed[] = [];
  for (let i = 0; i < sockets; i++) {
    const signer = signers[i % signers.length] ?? company.owner;
    const streams: Feed["streams"] = new Map();
    for (let doc = i; doc < documents; doc += sockets) {
      const writer = await createWriter(company.id, signer);
      const frames: Uint8Array[] = [];
      for (let n = 0; n < perDocument; n++)
        frames.push(encodeClientMsg({ t: "push", parts: [await writer.write(perPush)] }));
      streams.set(hex(writer.doc), { frames, sent: 0 });
    }
    feeds.push({ lean: await connectLean(originOf(relay, i), company, signer), streams });
  }
  await wait(500);
  const emptyBytes = relay.residentBytes();
  await Promise.all(feeds.map(pushFirst));
  await wait(500);
  const bytesPerDocument = (relay.residentBytes() - emptyBytes) / documents;
  const window = Math.max(1, Math.floor(inFlight / documents));
  const atOnce = Math.max(1, Math.floor(inFlight / sockets / window));
  for (const feed of feeds) start(feed, perPush, window, atOnce);
  await wait(warmUpMs);
  const before = await durableChanges(relay);
  const [startCpu, startAt] = [relay.cpuSeconds(), performance.now()];
  await wait(measureMs);
  const changes = (await durableChanges(relay)) - before;
  const seconds = (performance.now() - startAt) / 1_000;
  const cpu = relay.cpuSeconds() - startCpu;
  const isStarved = feeds.every(({ streams }) => [...streams.values()].every(isUsedUp));
  for (const { lean } of feeds) lean.socket.terminate();
  await relay.stop();
  if (isStarved) throw new Error("more pushes have to be made beforehand");
  return { changesPerSecond: changes / seconds, changesPerCore: changes / cpu, bytesPerDocument };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const isUsedUp = ({ sent, frames }: Stream): boolean => sent >= frames.length;

const sendNext = (lean: LeanSocket, stream: Stream): void => {
  const frame = stream.frames[stream.sent];
  if (frame === undefined) return;
  stream.sent += 1;
  lean.socket.send(frame);
};

const receiptIn = (frame: Buffer): { readonly doc: string; readonly seq: number } => {
  const message = must(parseRelayMsg(new Uint8Array(frame)));
  if (message.t !== "receipt") throw new Error(`unexpected ${message.t}`);
  return { doc: hex(message.receipt.doc), seq: message.receipt.seq };
};

/** Every document's first push, a few at a time, so that no limit of a socket is met. */
const pushFirst = async ({ lean, streams }: Feed): Promise<void> => {
  for (const stream of streams.values()) {
    await new Promise<void>((resolve) => {
      lean.onFrame = (frame) => {
        receiptIn(frame);
        resolve();
      };
      sendNext(lean, stream);
    });
  }
};

/** Keeps `window` pushes on their way in each of `atOnce` documents, and goes round all of them. */
const start = ({ lean, streams }: Feed, perPush: number, window: number, atOnce: number): void => {
  const order = [...streams.values()];
  let at = 0;
  const turn = (count: number): void => {
    const stream = order[at++ % order.length];
    if (stream !== undefined) for (let i = 0; i < count; i++) sendNext(lean, stream);
  };
  const answered = new Map<string, number>();
  lean.onFrame = (frame) => {
    // A receipt covers everything its actor pushed before.
    const { doc, seq } = receiptIn(frame);
    const pushes = seq / perPush;
    const news = pushes - (answered.get(doc) ?? 1);
    answered.set(doc, pushes);
    turn(news);
  };
  for (let i = 0; i < Math.min(atOnce, order.length); i++) turn(window);
};

/** What the relays themselves count as durable. */
const durableChanges = async ({ origins }: MeasuredRelays): Promise<number> => {
  const counts = origins.map(async (origin) => {
    const text = await (await fetch(`${origin}/metrics`)).text();
    return Number(/^eventkit_changes_total (\d+)$/m.exec(text)?.[1]);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
};

/** Sockets are spread over the relays, as a load balancer would. */
const originOf = ({ origin, origins }: MeasuredRelays, no: number): string =>
  origins[no % origins.length] ?? origin;
