/** Closed loop: every stream has one push in flight, made and signed beforehand; one reader gets everything. */
import { encodeClientMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { createWriter } from "#tests/support/relay-writer";
import { connectLean, foundBenchCompany, startRelay } from "./bench-company";
import type { LeanSocket } from "./bench-company";
import type { PeerResult } from "./automerge-peer";
import { wait } from "./automerge-peer";

const devices = 64;
const socketsPerDevice = 4;
const pushesPerStream = 100;

interface Stream {
  readonly lean: LeanSocket;
  readonly frames: readonly Uint8Array[];
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
      streams.push({ lean: await connectLean(relay.origin, company, signer), frames });
    }
  }

  let done = 0;
  let isRunning = true;
  const finished = streams.map(
    ({ lean, frames }) =>
      new Promise<void>((resolve) => {
        let next = 0;
        const send = (): void => {
          const frame = frames[next++];
          if (frame === undefined || !isRunning) return resolve();
          lean.socket.send(frame);
        };
        // A stream that reads nothing gets receipts only, one per push.
        lean.onFrame = () => {
          done += 1;
          send();
        };
        send();
      }),
  );
  const warmUp = 1_000;
  await wait(warmUp);
  const [startDone, startCpu, startAt] = [done, relay.cpuSeconds(), performance.now()];
  const over = wait(5_000).then(() => (isRunning = false));
  await Promise.race([over, Promise.all(finished)]);
  const changes = (done - startDone) * perPush;
  const seconds = (performance.now() - startAt) / 1_000;
  const cpu = relay.cpuSeconds() - startCpu;
  for (const { lean } of streams) lean.socket.terminate();
  await relay.stop();
  return { changesPerSecond: changes / seconds, changesPerCore: changes / cpu };
};
