/** A relay with 5,000 documents is killed and started; one new device reads them all. */
import { must } from "#shared/kernel/result";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { createWriter } from "#tests/support/relay-writer";
import { connectLive } from "#tests/support/relay-client";
import type { BenchCompany, BenchRelay } from "./bench-company";
import { connectLean, foundBenchCompany, startRelay } from "./bench-company";

const documents = 5_000;
const perFrame = 100;

export const seedDocuments = async (
  relay: BenchRelay,
  { company }: BenchCompany,
  count: number,
): Promise<void> => {
  const device = await connectLive(relay.origin, company.id, company.owner);
  for (let sent = 0; sent < count; sent += perFrame) {
    const parts = [];
    for (let i = 0; i < perFrame; i++)
      parts.push(await (await createWriter(company.id, company.owner)).write(4));
    device.send({ t: "push", parts });
    for (let i = 0; i < perFrame; i++) await device.next("receipt");
  }
  await device.close();
};

/** Seconds from connecting to the last document. */
export const measureColdStart = async (program: string): Promise<number> => {
  const first = await startRelay(program);
  const bench = await foundBenchCompany(first.origin, 1);
  await seedDocuments(first, bench, documents);
  await first.stop();
  const relay = await startRelay(program, { dataFolder: first.dataFolder });
  const startedAt = performance.now();
  const lean = await connectLean(relay.origin, bench.company, bench.company.owner);
  const frames: Buffer[] = [];
  await new Promise<void>((resolve) => {
    lean.onFrame = (frame) => {
      frames.push(frame);
      if (frames.length >= documents && isAtEnd(frame)) resolve();
    };
    lean.socket.send(encodeClientMsg({ t: "since", serial: 0, logHash: emptyLogHash }));
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  await relay.stop();
  return seconds;
};

const isAtEnd = (frame: Buffer): boolean => {
  if (frame.length > 200) return false;
  const message = must(parseRelayMsg(new Uint8Array(frame)));
  return message.t === "current" && message.serial >= documents;
};
