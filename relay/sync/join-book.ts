/**
 * Requests to join, between the newcomer's HTTP call and a member's approval. The relay checks that the invitation
 * exists and is unused, shows the request to members, and remembers how it ended. It decides nothing: approval is a
 * signed membership entry.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { CryptoDeps, Verified } from "#shared/protocol/envelope";
import type { JoinState } from "#shared/protocol/enrolment";
import { readJoin } from "#shared/protocol/membership/log-entry";
import type { Join } from "#shared/protocol/membership/types";
import type { RelayMsg } from "#shared/protocol/messages";
import type { Hash } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { LogStore, StoredCompany } from "#relay/storage/log-store";
import type { CommitOwner, CommitQueue } from "./commit-queue";
import type { MembershipLog } from "./membership-log";

export type RequestVerdict = "requested" | "invalid" | "not-found" | "too-many" | "storage-failed";

export interface JoinBook {
  readonly request: (envelope: Uint8Array) => Promise<RequestVerdict>;
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
  const requests = new Map<string, Request>();
  const stored = await deps.store.joins(deps.company.company, rememberedRequests);
  for (const { bytes, at, ended } of [...stored].reverse()) {
    const join = await readJoin(bytes, deps.company.id, deps.crypto);
    if (join.ok)
      requests.set(textOfBytes(join.value.id), { join: join.value, bytes, at, ended, closed: false });
  }

  const stateOf = (request: Request): JoinState => {
    const { devices, invites } = deps.membership.confirmed();
    const { device, invite } = request.join.value;
    if (devices.has(textOfBytes(device))) return "enrolled";
    if (request.ended !== null) return request.ended;
    const found = invites.get(textOfBytes(invite));
    const isUsable = found !== undefined && found.left > 0 && found.expires > deps.clock.now();
    return isUsable ? "requested" : "expired";
  };

  for (const entry of requests.values()) entry.closed = stateOf(entry) !== "requested";

  const keep = ({ join, bytes, at, ended }: Request): Promise<boolean> =>
    deps.queue.write(deps.owner, [
      { type: "join", company: deps.company.company, join: { id: join.id, bytes, at, ended } },
    ]);

  const end = async (request: Request, state: "refused" | "expired"): Promise<void> => {
    request.ended = state;
    if (await keep(request)) announce(request, state);
  };

  const announce = (request: Request, state: Exclude<JoinState, "requested">): void => {
    request.closed = true;
    deps.broadcast({ t: "join-closed", join: request.join.id, state });
  };

  const request = async (envelope: Uint8Array): Promise<RequestVerdict> => {
    const join = await readJoin(envelope, deps.company.id, deps.crypto);
    if (!join.ok) return "invalid";
    const { invite, device } = join.value.value;
    const name = textOfBytes(join.value.id);
    if (requests.has(name)) return "requested";
    const found = deps.membership.confirmed().invites.get(textOfBytes(invite));
    if (found === undefined || found.left === 0 || found.expires <= deps.clock.now()) return "not-found";
    const rivals = [...requests.values()].filter(
      ({ join: other }) => bytesEqual(other.value.invite, invite) && !bytesEqual(other.value.device, device),
    );
    if (rivals.length >= openPerInvite) return "too-many";
    const entry: Request = {
      join: join.value,
      bytes: envelope,
      at: deps.clock.now(),
      ended: null,
      closed: false,
    };
    requests.set(name, entry);
    // Two keys for one place: somebody may have photographed the invitation. Nobody gets in by it any more.
    if (found.left === 1 && rivals.length > 0) {
      for (const rival of [...rivals, entry]) if (stateOf(rival) === "requested") await end(rival, "expired");
      return "requested";
    }
    if (!(await keep(entry))) return "storage-failed";
    deps.broadcast({ t: "join", join: envelope });
    return "requested";
  };

  return {
    request,
    state: (join) => {
      const found = requests.get(textOfBytes(join));
      return found === undefined ? undefined : stateOf(found);
    },
    open: () =>
      [...requests.values()].filter((entry) => stateOf(entry) === "requested").map(({ bytes }) => bytes),
    refuse: async (join) => {
      const found = requests.get(textOfBytes(join));
      if (found !== undefined && stateOf(found) === "requested") await end(found, "refused");
    },
    onMembership: () => {
      for (const entry of requests.values()) {
        const state = stateOf(entry);
        if (!entry.closed && state !== "requested") announce(entry, state);
      }
    },
  };
};
