/** Opens one company in this tab: the replica over its database, with the rights its membership log gives. */
import { sha256 } from "#shared/kernel/hash";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { MemberId } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import { grantsOf } from "#shared/protocol/membership/grants";
import type { Standing } from "#shared/replica/engine/company";
import type { Membership } from "#shared/replica/identity/types";
import type { ByteStore } from "#shared/replica/ports";
import { openReplica } from "#shared/replica/replica";
import type { Replica } from "#shared/replica/types";
import { createTabChannel } from "./browser-ports";

export interface OpenCompanyDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
}

/** An open company and everything that ends with it. */
export interface OpenCompany {
  readonly replica: Replica;
  /** Settles when everything durable is written; the store is closed then too. */
  readonly close: () => Promise<void>;
}

export const openCompany = async (
  deps: OpenCompanyDeps,
  company: string,
  membership: Membership,
  store: ByteStore,
): Promise<OpenCompany> => {
  const channel = createTabChannel(company);
  const replica = await openReplica(
    { ...deps, store, channel, sha256, signer: membership.device.signer },
    { company: membership.company, member: membership.member },
    standingOf(membership),
  );
  return {
    replica,
    close: async () => {
      await replica.close();
      channel.close();
      await store.close();
    },
  };
};

/** What the membership log says now, asked anew each time. */
const standingOf = (membership: Membership): Standing => ({
  checkpoint: () => membership.state().checkpoint,
  may: (verb, on) =>
    grantsOf(membership.state(), membership.device.signer.publicKey).some(
      (grant) => grant.verbs.includes(verb) && grant.on.some((cls) => cls === on),
    ),
  memberOf: (device) => parseId<MemberId>(membership.state().devices.get(device)?.member) ?? null,
});
