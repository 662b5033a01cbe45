/** Two hundred sockets come back at once, each knowing where it stands; nothing has changed. */
import { encodeClientMsg } from "#shared/protocol/messages-codec";
import { connectLive } from "#tests/support/relay-client";
import { createWriter } from "#tests/support/relay-writer";
import { connectLean, foundBenchCompany, startRelay } from "./bench-company";

const sockets = 200;
const documents = 200;
const socketsPerDevice = 4;

/** Seconds from the first connection to the last answer. */
export const measureReconnect = async (program: string): Promise<number> => {
  const relay = await startRelay(program);
  const { company, devices } = await foundBenchCompany(relay.origin, sockets / socketsPerDevice);
  const device = await connectLive(relay.origin, company.id, company.owner);
  const parts = [];
  for (let i = 0; i < documents; i++)
    parts.push(await (await createWriter(company.id, company.owner)).write(2));
  device.send({ t: "push", parts });
  let place = (await device.next("receipt")).receipt;
  while (place.serial < documents) place = (await device.next("receipt")).receipt;
  const since = encodeClientMsg({ t: "since", serial: place.serial, logHash: place.logHash });
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: sockets }, async (_, i) => {
      const lean = await connectLean(relay.origin, company, devices[i % devices.length] ?? company.owner);
      await new Promise<void>((resolve) => {
        lean.onFrame = () => resolve();
        lean.socket.send(since);
      });
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await relay.stop();
  return seconds;
};
