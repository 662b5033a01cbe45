/**
 * The dedicated worker of a tab: signatures, gate and rows of what comes from the relay are worked on here, so that the
 * page never waits for the network. Of all tabs' workers one does it; the others wait for its lock.
 */
import { systemClock, systemRandom, systemTimers } from "#client/platform/system";
import { must } from "#shared/kernel/result";
import { createVerifier } from "#shared/kernel/signature";
import type { ByteStore } from "#shared/replica/ports";
import type { SyncHost } from "#shared/replica/host/sync-host";
import { databaseOf } from "./companies";
import { createFastVerify } from "./fast-verify";
import { openIdbStore } from "./idb-store";
import { openIdentity } from "./identity";
import { openProfileStore } from "./profile-store";
import { runSyncHost } from "./sync-handle";
import type { FromSyncWorker, ToSyncWorker } from "./sync-worker-messages";

interface Running {
  readonly host: SyncHost;
  readonly store: ByteStore;
}

const ports = { clock: systemClock, timers: systemTimers, random: systemRandom };
let running: Promise<Running | undefined> = Promise.resolve(undefined);

const start = async (company: string): Promise<Running | undefined> => {
  const identity = await openIdentity(ports, await openProfileStore());
  const membership = await identity.membership(company);
  if (membership === undefined) return undefined;
  const store = must(await openIdbStore(databaseOf(company), { replaced: () => void stop() }));
  const parts = { ...ports, verifier: createVerifier(createFastVerify()) };
  return { store, host: runSyncHost(parts, company, membership, store) };
};

const stop = async (): Promise<void> => {
  const ending = await running;
  await ending?.host.stop();
  await ending?.store.close();
};

addEventListener("message", (event: MessageEvent<ToSyncWorker>) => {
  const message = event.data;
  switch (message.t) {
    case "start":
      running = start(message.company);
      return;
    case "wake":
      void running.then((ready) => ready?.host.wake());
      return;
    case "stop":
      void stop().then(() => postMessage({ t: "stopped" } satisfies FromSyncWorker));
  }
});
