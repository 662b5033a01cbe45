/** Opens one company in this tab: the replica over its database, with the rights its membership log gives. */
import { systemOnline } from "#client/platform/page";
import { sha256 } from "#shared/kernel/hash";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import { createVerifier } from "#shared/kernel/signature";
import type { Membership } from "#shared/replica/identity/types";
import type { BringInDeps } from "#shared/replica/bring-in/bring-in";
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
  /** For an archive that is brought into this company. */
  readonly bringIn: BringInDeps;
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
  // One of its own: the tab hears of what is brought in like of what another tab wrote.
  const beside = createTabChannel(company);
  const parts: Parts = { channel, beside };
  const ports = {
    ...{ store, sha256, clock, random },
    signer: membership.device.signer,
    verifier: createVerifier(createFastVerify()),
  };
  const standing = standingOf(membership, clock);
  const identity = { company: membership.company, member: membership.member };
  const opening = openReplica({ ...ports, channel, timers }, identity, standing);
  const openingFiles = openFiles({
    ...{ clock, timers, random, membership },
    ...{ replica: opening, bytes: store, tabs: channel },
  });
  try {
    [parts.replica, parts.files] = await settled(opening, openingFiles, parts);
    const { replica, files } = parts;
    parts.leaveMembership = bridgeMembership(channel, membership.link);
    const sync = (parts.sync = deps.startSync(company, membership, store));
    parts.stopWaking = systemOnline.subscribe((online) => {
      if (online) sync.wake();
    });
    return {
      replica,
      files: files.files,
      sync,
      bringIn: {
        ...{ ...ports, channel: beside, standing, company: membership.company },
        isOwner: () => membership.view.get().members.some(({ self, rank }) => self && rank === "owner"),
      },
      close: async () => {
        await closeParts(parts);
        await store.close();
      },
    };
  } catch (problem) {
    // The store is of whoever gave it. What fails to close is not what is told.
    await closeParts(parts).catch(() => undefined);
    throw problem;
  }
};

type OpenedFiles = Awaited<ReturnType<typeof openFiles>>;

/** What was opened so far. */
interface Parts {
  readonly channel: ReturnType<typeof createTabChannel>;
  readonly beside: ReturnType<typeof createTabChannel>;
  replica?: Replica;
  files?: OpenedFiles;
  sync?: SyncHandle;
  leaveMembership?: () => void;
  stopWaking?: () => void;
}

/** Both, or neither: what did open is noted before the problem of the other is thrown. */
const settled = async (
  opening: Promise<Replica>,
  openingFiles: Promise<OpenedFiles>,
  parts: Parts,
): Promise<[Replica, OpenedFiles]> => {
  const [replica, files] = await Promise.allSettled([opening, openingFiles]);
  if (replica.status === "fulfilled") parts.replica = replica.value;
  if (files.status === "fulfilled") parts.files = files.value;
  return Promise.all([opening, openingFiles]);
};

const closeParts = async (parts: Parts): Promise<void> => {
  parts.stopWaking?.();
  parts.leaveMembership?.();
  try {
    await parts.files?.close();
    await parts.replica?.close();
    await parts.sync?.stop();
  } finally {
    parts.channel.close();
    parts.beside.close();
  }
};
