/**
 * The one context of a profile that talks to the relay. It pushes what tabs committed, takes what the relay sends
 * through the gate into the store, writes rows, and tells the tabs. Which context it is, a lock decides.
 */
import type { DocumentLimits } from "#shared/protocol/limits";
import { documentLimits } from "#shared/protocol/limits";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { HallShare } from "../hall/hall-budget";
import { hallShare } from "../hall/hall-budget";
import type { ReplicaDeps } from "../ports";
import { Host } from "./host";
import type { HostMembership } from "./standing";

export interface SyncHost {
  /** Tries to connect now instead of after the back-off: the network came back, or a relay was named. */
  wake(): void;
  /** Lets go of the relay and of the lock; settles when nothing is written any more. */
  stop(): Promise<void>;
}

/** Starts when no other context of the profile is the host; until then it waits. */
export const startSyncHost = (
  deps: ReplicaDeps,
  membership: HostMembership,
  limits: DocumentLimits = documentLimits,
  share: HallShare = hallShare,
): SyncHost => {
  let host: Host | undefined;
  let finish: () => void = () => undefined;
  let working: Promise<void> = Promise.resolve();
  let isStopped = false;
  const cancel = deps.locks.whenFree(`sync ${textOfBytes(membership.company)}`, () => {
    if (isStopped) return Promise.resolve();
    const stopped = new Promise<void>((resolve) => (finish = resolve));
    const started = new Host(deps, membership, { limits, share });
    host = started;
    working = started.run(stopped);
    return working;
  });
  return {
    wake: () => host?.wake(),
    stop: async () => {
      isStopped = true;
      cancel();
      finish();
      await working;
    },
  };
};
