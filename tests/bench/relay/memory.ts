/** What one more connection and one more document that is being written to cost the relay. */
import type { BenchCompany, LeanSocket } from "./bench-company";
import { connectLean, foundBenchCompany, startRelay } from "./bench-company";
import { seedDocuments } from "./cold-start";
import { wait } from "./measures";

const socketsPerDevice = 4;
/** As many as one invitation lets in. */
const devicesPerCompany = 100;
/** The first ones also grow heaps that later ones share. */
const warmDocuments = 1_000;

export interface IdleUse {
  /** Resident bytes of each socket with a session. */
  readonly bytes: number;
  /** Microseconds of processor time for each to come in. */
  readonly connectMicros: number;
  /** Of one core while nothing happens: only pings. */
  readonly idlePercent: number;
  /** Seconds of processor time when all are cut at once. */
  readonly cutSeconds: number;
}

const idleMs = 10_000;

/** Many sockets with a session that then do nothing, of several companies. */
export const measureIdleConnections = async (program: string, sockets: number): Promise<IdleUse> => {
  const relay = await startRelay(program);
  const companies: BenchCompany[] = [];
  for (let left = sockets / socketsPerDevice; left > 0; left -= devicesPerCompany)
    companies.push(await foundBenchCompany(relay.origin, Math.min(left, devicesPerCompany)));
  for (const { company } of companies) await connectLean(relay.origin, company, company.owner);
  await wait(1_000);
  const empty = relay.residentBytes();
  const beforeConnecting = relay.cpuSeconds();
  const open: LeanSocket[] = [];
  for (const { company, devices } of companies) {
    for (const signer of devices) {
      const turn = Array.from({ length: socketsPerDevice }, () => connectLean(relay.origin, company, signer));
      open.push(...(await Promise.all(turn)));
    }
  }
  const connectMicros = ((relay.cpuSeconds() - beforeConnecting) / sockets) * 1e6;
  await wait(1_000);
  const bytes = (relay.residentBytes() - empty) / sockets;
  const beforeIdle = relay.cpuSeconds();
  await wait(idleMs);
  const idlePercent = ((relay.cpuSeconds() - beforeIdle) / (idleMs / 1_000)) * 100;
  const beforeCut = relay.cpuSeconds();
  for (const { socket } of open) socket.terminate();
  await wait(2_000);
  const cutSeconds = relay.cpuSeconds() - beforeCut;
  await relay.stop();
  return { bytes, connectMicros, idlePercent, cutSeconds };
};

/** Resident bytes of each of many documents with four changes that one device has just written and reads live. */
export const measureWrittenDocument = async (program: string, documents: number): Promise<number> => {
  const relay = await startRelay(program);
  const bench = await foundBenchCompany(relay.origin, 1);
  await seedDocuments(relay, bench, warmDocuments);
  await wait(1_000);
  const empty = relay.residentBytes();
  await seedDocuments(relay, bench, documents);
  await wait(1_000);
  const bytes = (relay.residentBytes() - empty) / documents;
  await relay.stop();
  return bytes;
};
