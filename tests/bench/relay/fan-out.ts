/** One writer at a steady rate, many readers; from handing the push to the socket to the frame at each reader. */
import { must } from "#shared/kernel/result";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";
import type { FanOutResult } from "./measures";
import { atRate, summariseFanOut, wait } from "./measures";
import type { LeanSocket } from "./bench-company";
import { connectLean, foundBenchCompany } from "./bench-company";
import type { StartRelays } from "./relays";

const socketsPerDevice = 4;

export const measureFanOut = async (
  startRelays: StartRelays,
  readers: number,
  rate: number,
  measureMs: number,
): Promise<FanOutResult> => {
  const relay = await startRelays();
  const { company, devices } = await foundBenchCompany(relay.origin, Math.ceil(readers / socketsPerDevice));
  const count = Math.ceil((measureMs / 1_000) * rate) + 200;
  // One socket may send fifty frames a second, so three write, each its own document.
  const writers: { readonly lean: LeanSocket; readonly writer: DocumentWriter }[] = [];
  for (let i = 0; i < 3; i++) {
    // Where there are several, the last one: it passes everything on.
    const lean = await connectLean(relay.origins.at(-1) ?? relay.origin, company, company.owner);
    writers.push({ lean, writer: await createWriter(company.id, company.owner) });
  }
  const pushes: { readonly hash: string; readonly frame: Uint8Array; readonly lean: LeanSocket }[] = [];
  for (let i = 0; i < count; i++) {
    const { lean, writer } = writers[i % writers.length] ?? unreachableWriter();
    const frame = encodeClientMsg({ t: "push", parts: [await writer.write()] });
    pushes.push({ hash: hex(writer.head()), frame, lean });
  }
  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  let bytes = 0;
  const hashesOf = rememberFrames();
  const sockets: LeanSocket[] = [];
  for (let i = 0; i < readers; i++) {
    const device = devices[i % devices.length] ?? company.owner;
    const lean = await connectLean(relay.origin, company, device);
    lean.onFrame = (frame) => {
      const now = performance.now();
      const hashes = hashesOf(frame);
      if (hashes.length > 0) bytes += frame.length;
      for (const hash of hashes) latencies.push(now - (sentAt.get(hash) ?? now));
    };
    lean.socket.send(encodeClientMsg({ t: "since", serial: 0, logHash: emptyLogHash }));
    sockets.push(lean);
  }
  let next = 0;
  const write = (): void => {
    const push = pushes[next];
    if (push === undefined) return;
    sentAt.set(push.hash, performance.now());
    push.lean.socket.send(push.frame);
    next += 1;
  };
  await atRate(50, 1_000, write);
  await wait(200);
  latencies.length = 0;
  bytes = 0;
  const startCpu = relay.cpuSeconds();
  await atRate(rate, measureMs, write);
  await wait(300);
  const cpu = relay.cpuSeconds() - startCpu;
  for (const { socket } of [...sockets, ...writers.map(({ lean }) => lean)]) socket.terminate();
  await relay.stop();
  return summariseFanOut(latencies, bytes, cpu);
};

const unreachableWriter = (): never => {
  throw new Error("Invariant: there is a writer");
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** All readers get the same bytes: parsed for the first, remembered for the others. */
const rememberFrames = (): ((frame: Buffer) => readonly string[]) => {
  const remembered = new Map<string, readonly string[]>();
  return (frame) => {
    const key = frame.toString("latin1", 0, 400);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size > 100) remembered.clear();
    const message = must(parseRelayMsg(new Uint8Array(frame)));
    const hashes = message.t === "chunks" ? message.chunks.map((chunk) => hex(chunk.hash)) : [];
    remembered.set(key, hashes);
    return hashes;
  };
};
