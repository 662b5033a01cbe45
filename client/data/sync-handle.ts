/** The sync host of a company as a tab reaches it: in a worker of its own, or in the tab where there is no database to share. */
import { sha256 } from "#shared/kernel/hash";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Verifier } from "#shared/kernel/signature";
import { startSyncHost } from "#shared/replica/host/sync-host";
import type { SyncHost } from "#shared/replica/host/sync-host";
import type { Membership } from "#shared/replica/identity/types";
import { standingOf } from "#shared/replica/membership-standing";
import type { ByteStore, Locks } from "#shared/replica/ports";
import { startAutomerge } from "./automerge";
import { connectWebSocket, createTabChannel, webLocks } from "./browser-ports";

export interface SyncHandle {
  /** The network came back: connect now. */
  wake(): void;
  /** The company got a relay: begin anew with what the profile says now. */
  restart(): void;
  stop(): Promise<void>;
}

export interface HostParts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly verifier: Verifier;
}

/** Documents are opened only by the context that won the lock; the others never load the wasm. */
const locksWithAutomerge: Locks = {
  whenFree: (name, work) =>
    webLocks.whenFree(name, async () => {
      await startAutomerge();
      await work();
    }),
};

/** Runs the host in this context. */
export const runSyncHost = (
  parts: HostParts,
  company: string,
  membership: Membership,
  store: ByteStore,
): SyncHost => {
  const channel = createTabChannel(company);
  const { signer } = membership.device;
  const { clock } = parts;
  const host = startSyncHost(
    { ...parts, store, channel, locks: locksWithAutomerge, connect: connectWebSocket, signer, sha256 },
    standingOf(membership, clock),
  );
  return {
    wake: () => host.wake(),
    stop: async () => {
      await host.stop();
      channel.close();
    },
  };
};
