/**
 * Requests to join, between the newcomer's HTTP call and a member's approval. The relay checks that the invitation
 * exists and is unused, shows the request to members, and remembers how it ended. It decides nothing: approval is a
 * signed membership entry.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { CryptoDeps, Verified } from "#shared/protocol/envelope";
import type { JoinState } from "#shared/protocol/enrolment";
import { readJoin, readLogEntry } from "#shared/protocol/membership/log-entry";
import type { EntryRecord, Join } from "#shared/protocol/membership/types";
import type { RelayMsg } from "#shared/protocol/messages";
import type { Hash } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { LogStore, StoredCompany } from "#relay/storage/log-store";
import type { CommitOwner, CommitQueue } from "./commit-queue";
import type { MembershipLog } from "./membership-log";

export type RequestVerdict = "requested" | "invalid" | "not-found" | "too-many" | "storage-failed";

export type ArrivalVerdict = "taken" | "invalid" | "not-found" | "too-many";

export interface JoinBook {
  readonly request: (envelope: Uint8Array) => Promise<RequestVerdict>;
  /** An entry by which a newcomer lets itself in, where the invitation asks for nobody's approval. */
  readonly letIn: (entry: Uint8Array) => Promise<ArrivalVerdict>;
  readonly state: (join: Hash) => JoinState | undefined;
  /** Envelopes of requests that wait for somebody. */
  readonly open: () => readonly Uint8Array[];
  readonly refuse: (join: Hash) => Promise<void>;
  /** A checkpoint was made: tells members which requests it settled. */
  readonly onMembership: () => void;
}

export interface JoinBookDeps {
  readonly store: LogStore;
  readonly queue: CommitQueue;
  readonly owner: CommitOwner;
  readonly company: StoredCompany;
  readonly membership: MembershipLog;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  readonly broadcast: (message: RelayMsg) => void;
}

interface Request {
  readonly join: Verified<Join>;
  readonly bytes: Uint8Array;
  readonly at: number;
  ended: "refused" | "expired" | null;
  /** Whether members have been told how it ended. */
  closed: boolean;
}

/** Enough for a busy load-in; older ones are answered as expired. */
const rememberedRequests = 200;
const openPerInvite = 3;

export const createJoinBook = async (deps: JoinBookDeps): Promise<JoinBook> => {
  const requests = await readStored(deps);
  for (const entry of requests.values()) entry.closed = stateOf(entry, deps) !== "requested";

  return {
    request: async (envelope) => {
      const read = await readJoin(envelope, deps.company.id, deps.crypto);
      if (!read.ok) return "invalid";
      const { invite, device } = read.value.value;
      if (requests.has(textOfBytes(read.value.id))) return "requested";
      const found = deps.membership.confirmed().invites.get(textOfBytes(invite));
      if (found === undefined || found.left === 0 || found.expires <= deps.clock.now()) return "not-found";
      // Who was let in has a place of its own already.
      const rivals = [...requests.values()].filter(
        (each) =>
          bytesEqual(each.join.value.invite, invite) &&
          !bytesEqual(each.join.value.device, device) &&
          stateOf(each, deps) !== "enrolled",
      );
      if (rivals.length >= openPerInvite) return "too-many";
      const entry: Request = {
        join: read.value,
        bytes: envelope,
        at: deps.clock.now(),
        ended: null,
        closed: false,
      };
      requests.set(textOfBytes(entry.join.id), entry);
      return show(entry, found.left, rivals, deps);
    },
    letIn: (entry) => letIn(entry, deps),
    state: (join) => {
      const found = requests.get(textOfBytes(join));
      return found === undefined ? undefined : stateOf(found, deps);
    },
    open: () =>
      [...requests.values()]
        .filter((entry) => stateOf(entry, deps) === "requested")
        .map(({ bytes }) => bytes),
    refuse: async (join) => {
      const found = requests.get(textOfBytes(join));
      if (found !== undefined && stateOf(found, deps) === "requested") await end(found, "refused", deps);
    },
    onMembership: () => {
      for (const entry of requests.values()) {
        const state = stateOf(entry, deps);
        if (!entry.closed && state !== "requested") announce(entry, state, deps);
      }
    },
  };
};

/** Only the entry of the newcomer's own device: everything else that adds one comes through a session. */
const letIn = async (
  bytes: Uint8Array,
  { company, crypto, membership, clock }: JoinBookDeps,
): Promise<ArrivalVerdict> => {
  const read = await readLogEntry(bytes, company.id, crypto);
  const join = read.ok && read.value.type === "entry" ? ownJoin(read.value) : undefined;
  if (join === undefined) return "invalid";
  const { devices, invites } = membership.confirmed();
  // The answer was lost, and it is sent again.
  if (devices.has(textOfBytes(join.device))) return "taken";
  const invite = invites.get(textOfBytes(join.invite));
  if (invite === undefined || invite.expires <= clock.now()) return "not-found";
  const [refused] = await membership.receive([bytes], null);
  if (refused === undefined) return "taken";
  if (refused.code === "rate" || refused.code === "quota") return "too-many";
  // Somebody else's entry came first and waits for its checkpoint.
  return refused.why === "invite" ? "not-found" : "invalid";
};

/** The Join inside a `device.add` that nobody signed but the device it adds. */
const ownJoin = ({ entry, join }: EntryRecord): Join | undefined => {
  const { op } = entry.value;
  if (op.kind !== "device.add") return undefined;
  const isOwn = entry.signers.length === 1 && entry.signers.every((key) => bytesEqual(key, op.device));
  return isOwn ? join?.value : undefined;
};

const stateOf = ({ join, ended }: Request, { membership, clock }: JoinBookDeps): JoinState => {
  const { devices, invites } = membership.confirmed();
  if (devices.has(textOfBytes(join.value.device))) return "enrolled";
  if (ended !== null) return ended;
  const invite = invites.get(textOfBytes(join.value.invite));
  const isUsable = invite !== undefined && invite.left > 0 && invite.expires > clock.now();
  return isUsable ? "requested" : "expired";
};

/** Stores the request and shows it to members, unless two keys ask for one place. */
const show = async (
  entry: Request,
  placesLeft: number,
  rivals: readonly Request[],
  deps: JoinBookDeps,
): Promise<RequestVerdict> => {
  // Somebody may have photographed the invitation. Nobody gets in by it any more, and both sides are told.
  if (placesLeft === 1 && rivals.length > 0) {
    for (const rival of [...rivals, entry]) {
      if (stateOf(rival, deps) === "requested") await end(rival, "expired", deps);
    }
    return "requested";
  }
  if (!(await keep(entry, deps))) return "storage-failed";
  deps.broadcast({ t: "join", join: entry.bytes });
  return "requested";
};

const keep = (
  { join, bytes, at, ended }: Request,
  { queue, owner, company }: JoinBookDeps,
): Promise<boolean> =>
  queue.write(owner, [{ type: "join", company: company.company, join: { id: join.id, bytes, at, ended } }]);

const end = async (entry: Request, state: "refused" | "expired", deps: JoinBookDeps): Promise<void> => {
  entry.ended = state;
  if (await keep(entry, deps)) announce(entry, state, deps);
};

const announce = (entry: Request, state: Exclude<JoinState, "requested">, deps: JoinBookDeps): void => {
  entry.closed = true;
  deps.broadcast({ t: "join-closed", join: entry.join.id, state });
};

const readStored = async ({ store, company, crypto }: JoinBookDeps): Promise<Map<string, Request>> => {
  const requests = new Map<string, Request>();
  const stored = await store.joins(company.company, rememberedRequests);
  for (const { bytes, at, ended } of [...stored].reverse()) {
    const join = await readJoin(bytes, company.id, crypto);
    if (join.ok)
      requests.set(textOfBytes(join.value.id), { join: join.value, bytes, at, ended, closed: false });
  }
  return requests;
};
