/** Closed loop: every stream has one push in flight, made and signed beforehand; one reader gets everything. */
import { must } from "#shared/kernel/result";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { createWriter } from "#tests/support/relay-writer";
import { connectLean, foundBenchCompany, startRelay } from "./bench-company";
import type { LeanSocket } from "./bench-company";
import type { PeerResult } from "./automerge-peer";
import { wait } from "./automerge-peer";

const devices = 64;
const socketsPerDevice = 4;
const pushesPerStream = 150;
/** Pushes of a stream on their way at once: a device does not wait for receipts. */
const inFlight = 4;
const warmUpMs = 5_000;
const measureMs = 5_000;

interface Stream {
  readonly lean: LeanSocket;
  readonly frames: readonly Uint8Array[];
  readonly perPush: number;
}

export const measureThroughput = async (program: string, perPush: number): Promise<PeerResult> => {
  const relay = await startRelay(program);
  const { company, devices: signers } = await foundBenchCompany(relay.origin, devices);
  const reader = await connectLean(relay.origin, company, company.owner);
  reader.socket.send(encodeClientMsg({ t: "since", serial: 0, logHash: emptyLogHash }));
  const streams: Stream[] = [];
  for (const signer of signers) {
    for (let i = 0; i < socketsPerDevice; i++) {
      const writer = await createWriter(company.id, signer);
      const frames: Uint8Array[] = [];
      for (let n = 0; n < pushesPerStream; n++) {
        frames.push(encodeClientMsg({ t: "push", parts: [await writer.write(perPush)] }));
      }
      streams.push({ lean: await connectLean(relay.origin, company, signer), frames, perPush });
    }
  }

  let received = 0;
  const finished = streams.map((stream) => feed(stream, () => (received += 1)));
  await wait(warmUpMs);
  const before = await durableChanges(relay.origin);
  const [startCpu, startAt] = [relay.cpuSeconds(), performance.now()];
  await Promise.race([wait(measureMs), Promise.all(finished)]);
  const changes = (await durableChanges(relay.origin)) - before;
  const seconds = (performance.now() - startAt) / 1_000;
  const cpu = relay.cpuSeconds() - startCpu;
  for (const { lean } of streams) lean.socket.terminate();
  await relay.stop();
  if (received === 0) throw new Error("no receipt came");
  return { changesPerSecond: changes / seconds, changesPerCore: changes / cpu };
};

/** Keeps pushes in flight until all are receipted; a receipt covers everything up to its sequence number. */
const feed = ({ lean, frames, perPush }: Stream, onReceipt: () => void): Promise<void> =>
  new Promise((resolve) => {
    let sent = 0;
    const send = (upTo: number): void => {
      for (; sent < Math.min(upTo, frames.length); sent++)
        lean.socket.send(frames[sent] ?? new Uint8Array(0));
    };
    lean.onFrame = (frame) => {
      const message = must(parseRelayMsg(new Uint8Array(frame)));
      if (message.t !== "receipt") throw new Error(`unexpected ${message.t}`);
      onReceipt();
      const receipted = message.receipt.seq / perPush;
      if (receipted === frames.length) resolve();
      send(receipted + inFlight);
    };
    send(inFlight);
  });

/** What the relay itself counts as durable. */
const durableChanges = async (origin: string): Promise<number> => {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^eventkit_changes_total (\d+)$/m.exec(text)?.[1]);
};
