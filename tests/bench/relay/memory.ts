/** What one more connection and one more document that is being written to cost the relay. */
import { wait } from "./automerge-peer";
import { connectLean, foundBenchCompany, startRelay } from "./bench-company";
import { seedDocuments } from "./cold-start";

const devices = 100;
const socketsPerDevice = 4;
const documents = 5_000;

export const measureMemory = async (
  program: string,
): Promise<{ readonly perConnection: number; readonly perDocument: number }> => {
  const relay = await startRelay(program);
  const bench = await foundBenchCompany(relay.origin, devices);
  // The first documents and sockets also grow heaps that later ones share.
  await seedDocuments(relay, bench, 1_000);
  for (let i = 0; i < 20; i++) await connectLean(relay.origin, bench.company, bench.company.owner);
  await wait(2_000);
  const empty = relay.residentBytes();
  for (const signer of bench.devices) {
    for (let i = 0; i < socketsPerDevice; i++) await connectLean(relay.origin, bench.company, signer);
  }
  await wait(2_000);
  const connected = relay.residentBytes();
  await seedDocuments(relay, bench, documents);
  await wait(2_000);
  const written = relay.residentBytes();
  await relay.stop();
  return {
    perConnection: (connected - empty) / (devices * socketsPerDevice),
    perDocument: (written - connected) / documents,
  };
};
