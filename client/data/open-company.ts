/** Opens one company in this tab: the replica over its database, with the rights its membership log gives. */
import { systemOnline } from "#client/platform/page";
import { sha256 } from "#shared/kernel/hash";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import { createVerifier } from "#shared/kernel/signature";
import type { Membership } from "#shared/replica/identity/types";
import { bridgeMembership } from "#shared/replica/membership-bridge";
import { standingOf } from "#shared/replica/membership-standing";
import type { ByteStore } from "#shared/replica/ports";
import { openReplica } from "#shared/replica/replica";
import type { Replica } from "#shared/replica/types";
import { createTabChannel } from "./browser-ports";
import { createFastVerify } from "./fast-verify";
import { openFiles } from "./files/open-files";
import type { CompanyFiles } from "./files/types";
import type { SyncHandle } from "./sync-handle";

export interface OpenCompanyDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Starts the part that talks to the relay; it waits while another tab does. */
  readonly startSync: (company: string, membership: Membership, store: ByteStore) => SyncHandle;
}

/** An open company and everything that ends with it. */
export interface OpenCompany {
  readonly replica: Replica;
  readonly files: CompanyFiles;
  readonly sync: SyncHandle;
  /** Settles when everything durable is written; the store is closed then too. */
  readonly close: () => Promise<void>;
}

export const openCompany = async (
  deps: OpenCompanyDeps,
  company: string,
  membership: Membership,
  store: ByteStore,
): Promise<OpenCompany> => {
  const { clock, timers, random } = deps;
  const channel = createTabChannel(company);
  const replica = await openReplica(
    {
      ...{ store, channel, sha256, clock, timers, random },
      signer: membership.device.signer,
      verifier: createVerifier(createFastVerify()),
    },
    { company: membership.company, member: membership.member },
    standingOf(membership, clock),
  );
  const opened = await openFiles({
    ...{ clock, timers, random, replica, membership },
    ...{ bytes: store, tabs: channel },
  });
  const leaveMembership = bridgeMembership(channel, membership.link);
  const sync = deps.startSync(company, membership, store);
  const stopWaking = systemOnline.subscribe((online) => {
    if (online) sync.wake();
  });
  return {
    replica,
    files: opened.files,
    sync,
    close: async () => {
      stopWaking();
      leaveMembership();
      await opened.close();
      await replica.close();
      await sync.stop();
      channel.close();
      await store.close();
    },
  };
};
