/** What one more connection and one more document that is being written to cost the relay. */
import { connectLean, foundBenchCompany, startRelay } from "./bench-company";
import { seedDocuments } from "./cold-start";
import { wait } from "./measures";

const socketsPerDevice = 4;
/** The first ones also grow heaps that later ones share. */
const warmDocuments = 1_000;

/** Resident bytes of each of many sockets with a session that then do nothing. */
export const measureIdleConnection = async (program: string, sockets: number): Promise<number> => {
  const relay = await startRelay(program);
  const { company, devices } = await foundBenchCompany(relay.origin, sockets / socketsPerDevice);
  for (let i = 0; i < 50; i++) await connectLean(relay.origin, company, company.owner);
  await wait(1_000);
  const empty = relay.residentBytes();
  for (const signer of devices)
    for (let i = 0; i < socketsPerDevice; i++) await connectLean(relay.origin, company, signer);
  await wait(1_000);
  const bytes = (relay.residentBytes() - empty) / sockets;
  await relay.stop();
  return bytes;
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
