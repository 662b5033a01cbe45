/**
 * One company's membership on this device: the verified log, what follows from it, and the entries this device adds.
 * Own entries count here at once and are marked unconfirmed until a checkpoint of the relay covers them; they are
 * sent after every welcome until then.
 */
import { compareBytes } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, must, ok } from "#shared/kernel/result";
import { signerFromSeed } from "#shared/kernel/signature";
import type { Verified } from "#shared/protocol/envelope";
import { encodeEnvelope } from "#shared/protocol/envelope";
import { makeInviteLink } from "#shared/protocol/invite-link";
import { membershipLimits } from "#shared/protocol/limits";
import { maxPrev } from "#shared/protocol/membership/entry-kinds";
import { readJoin, readLogEntry } from "#shared/protocol/membership/log-entry";
import type { Join, LogEntry, MemOp, Verdict } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import type { ClientMsg, RelayMsg } from "#shared/protocol/messages";
import { bytes32FromText, bytesOfId, textOfBytes } from "#shared/protocol/wire-types";
import { createSource } from "../observable";
import type { CompanyRecords } from "./company-records";
import { withEntries } from "./company-records";
import { makeEntry } from "./found-company";
import { inviteView, membershipView, stateOf } from "./membership-view";
import type { ViewFacts } from "./membership-view";
import type {
  DeviceKeys,
  IdentityDeps,
  Membership,
  MembershipLink,
  MembershipProblem,
  StoredCompany,
} from "./types";

export interface OpenMembership extends Membership {
  /** Takes up what another part of the app wrote into the record. */
  readonly absorb: (record: StoredCompany) => Promise<void>;
}

/** Undefined when the stored log does not verify any more: the record is damaged. */
export const openMembership = async (
  deps: IdentityDeps,
  records: CompanyRecords,
  record: StoredCompany,
  device: DeviceKeys,
): Promise<OpenMembership | undefined> => {
  const log: LogEntry[] = [];
  for (const bytes of record.log) {
    const entry = await readLogEntry(bytes, record.company, deps);
    if (entry.ok) log.push(entry.value);
  }
  const verdict = computeVerdict(record.company, log);
  return verdict.state === null
    ? undefined
    : createMembership({ deps, records, device, log, verdict }, record);
};

interface Beginning {
  readonly deps: IdentityDeps;
  readonly records: CompanyRecords;
  readonly device: DeviceKeys;
  readonly log: readonly LogEntry[];
  readonly verdict: Verdict;
}

const createMembership = (begin: Beginning, record: StoredCompany): OpenMembership => {
  const { deps, device } = begin;
  const { company, member } = record;
  const shared = createSharedLog(begin, record);
  const links = new Map<string, string>();
  const joins = new Map<string, Verified<Join>>();
  const facts: ViewFacts = {
    device: textOfBytes(device.signer.publicKey),
    member,
    links,
    joins,
    sha256: deps.sha256,
  };
  const view = createSource(membershipView(begin.verdict, facts));
  const refresh = (): void => view.set(membershipView(shared.verdict.get(), facts));
  shared.verdict.subscribe(refresh);

  /** Every step by itself, so that a refused one leaves the ones before it as they are. */
  const write = async (...ops: readonly MemOp[]): Promise<Result<null, MembershipProblem>> => {
    if (!shared.isConnected()) return err({ type: "RelayNotConnected" });
    for (const op of ops) {
      const prev = shared.verdict.get().heads.slice(0, maxPrev);
      const bytes = await makeEntry(deps, { company, prev, op }, [device.signer]);
      const why = await shared.append(must(await readLogEntry(bytes, company, deps)));
      if (why !== undefined) return err({ type: "NotAllowed", why });
    }
    return ok(null);
  };

  const invite: Membership["invite"] = async (whom) => {
    const seed = deps.random.bytes(32);
    const key = signerFromSeed(seed).publicKey;
    const newMember = deps.random.bytes(16);
    const invited = "member" in whom ? bytesOfId(whom.member) : newMember;
    const expires = deps.clock.now() + membershipLimits.inviteMs;
    const invitation: MemOp = {
      kind: "invite",
      invite: key,
      member: invited,
      uses: 1,
      expires,
      approval: true,
    };
    const origin = shared.relay()?.origin;
    const logHead = shared.verdict.get().checkpoint;
    if (origin === undefined || logHead === null) return err({ type: "RelayNotConnected" });
    const name = textOfBytes(key);
    links.set(name, makeInviteLink({ origin, company, seed, logHead }));
    const written =
      "rank" in whom ? await write(addMember(newMember, whom.rank), invitation) : await write(invitation);
    if (!written.ok) links.delete(name);
    refresh();
    const made = inviteView(shared.verdict.get(), name, facts);
    if (!written.ok) return written;
    return made === undefined ? err({ type: "NotAllowed", why: "refused" }) : ok(made);
  };

  const takeJoin = (join: string): Verified<Join> | undefined => {
    const found = joins.get(join);
    joins.delete(join);
    refresh();
    return found;
  };

  return {
    company,
    device,
    member,
    get relay() {
      return shared.relay();
    },
    view,
    verdict: shared.verdict,
    state: () => stateOf(shared.verdict.get()),
    log: shared.log,
    absorb: shared.absorb,
    link: {
      connected: shared.connected,
      receive: (message) => receive(message, { deps, company, shared, joins, refresh }),
    },
    invite,
    cancelInvite: async (text) => {
      const key = bytes32FromText(text);
      return key === undefined
        ? err({ type: "NotAllowed", why: "invite" })
        : write({ kind: "invite.cancel", invite: key });
    },
    approve: async (id) => {
      const join = joins.get(id);
      const via = join === undefined ? undefined : shared.inviteOf(join.value);
      if (join === undefined || via === undefined) return err({ type: "JoinGone" });
      const { device: key, box, soft } = join.value;
      const envelope = encodeEnvelope(join.signed);
      const written = await write({
        kind: "device.add",
        member: via.member,
        device: key,
        box,
        soft,
        via: via.id,
        join: envelope,
      });
      if (written.ok) takeJoin(id);
      return written;
    },
    refuse: async (id) => {
      const join = joins.get(id);
      if (join === undefined) return err({ type: "JoinGone" });
      if (!shared.send({ t: "refuse-join", join: join.id })) return err({ type: "RelayNotConnected" });
      takeJoin(id);
      return ok(null);
    },
    revokeDevice: async (text, reason) => {
      const key = bytes32FromText(text);
      return key === undefined
        ? err({ type: "NotAllowed", why: "device" })
        : write({ kind: "device.revoke", device: key, reason });
    },
  };
};

const addMember = (member: Uint8Array, rank: "owner" | "member"): MemOp => ({
  kind: "member.add",
  member,
  rank,
  roles: [],
  grants: [],
  station: false,
});

type SharedLog = ReturnType<typeof createSharedLog>;

/** The log itself: verified entries in memory, the same bytes in the record, and the way to the relay. */
const createSharedLog = (
  { deps, records, log: initial, verdict: first }: Beginning,
  record: StoredCompany,
) => {
  const { company } = record;
  const log = [...initial];
  const known = new Set(log.map(({ id }) => textOfBytes(id)));
  const refused = new Set<string>();
  const verdict = createSource(first);
  const sends = new Set<(message: ClientMsg) => void>();
  let relay = record.relay;

  const persist = async (): Promise<void> => {
    const bytes = log.map((entry) => entry.bytes);
    await records.update(company, (stored) => ({
      ...stored,
      log: withEntries(stored.log, bytes).filter((entry) => !refused.has(textOfBytes(entry))),
    }));
  };
  const add = (entries: readonly LogEntry[]): boolean => {
    const fresh = entries.filter(({ id }) => !known.has(textOfBytes(id)));
    for (const entry of fresh) known.add(textOfBytes(entry.id));
    log.push(...fresh);
    if (fresh.length > 0) verdict.set(computeVerdict(company, log));
    return fresh.length > 0;
  };
  const send = (message: ClientMsg): boolean => {
    for (const one of sends) one(message);
    return sends.size > 0;
  };
  /** Entries only this device may know of; the relay leaves out what it has. */
  const unconfirmed = (): readonly Uint8Array[] => {
    const pending = new Set(verdict.get().pending.map(textOfBytes));
    return log.filter(({ id }) => pending.has(textOfBytes(id))).map(({ bytes }) => bytes);
  };
  return {
    verdict,
    log: (): readonly LogEntry[] => log,
    relay: () => relay,
    isConnected: () => sends.size > 0,
    send,
    connected: (one: (message: ClientMsg) => void): (() => void) => {
      sends.add(one);
      const entries = unconfirmed();
      if (entries.length > 0) one({ t: "mem", entries });
      return () => sends.delete(one);
    },
    inviteOf: ({ invite }: Join) => {
      const found = stateOf(verdict.get()).invites.get(textOfBytes(invite));
      const made = log.find((entry) => found !== undefined && compareBytes(entry.id, found.id) === 0);
      const op = made?.type === "entry" ? made.entry.value.op : undefined;
      return found === undefined || op?.kind !== "invite" ? undefined : { id: found.id, member: op.member };
    },
    /** Adds an own entry and sends it; answers why it would have no effect, and then nothing was added. */
    append: async (entry: LogEntry): Promise<string | undefined> => {
      const why = computeVerdict(company, [...log, entry]).void.get(textOfBytes(entry.id));
      if (why !== undefined) return why;
      add([entry]);
      await persist();
      send({ t: "mem", entries: [entry.bytes] });
      return undefined;
    },
    /** Adds what the relay sent. */
    take: async (entries: readonly LogEntry[]): Promise<void> => {
      if (add(entries)) await persist();
    },
    /** The relay did not take an own entry into the log: it never happened. */
    drop: async (id: Uint8Array): Promise<void> => {
      const at = log.findIndex((entry) => compareBytes(entry.id, id) === 0);
      const entry = log[at];
      if (entry === undefined) return;
      refused.add(textOfBytes(entry.bytes));
      log.splice(at, 1);
      verdict.set(computeVerdict(company, log));
      await persist();
    },
    absorb: async (stored: StoredCompany): Promise<void> => {
      relay = stored.relay;
      const entries: LogEntry[] = [];
      for (const bytes of stored.log) {
        const entry = await readLogEntry(bytes, company, deps);
        if (entry.ok) entries.push(entry.value);
      }
      add(entries);
    },
  };
};

interface Receiving {
  readonly deps: IdentityDeps;
  readonly company: Uint8Array;
  readonly shared: SharedLog;
  readonly joins: Map<string, Verified<Join>>;
  readonly refresh: () => void;
}

const receive = async (
  message: RelayMsg,
  { deps, company, shared, joins, refresh }: Receiving,
): ReturnType<MembershipLink["receive"]> => {
  switch (message.t) {
    case "mem": {
      const entries: LogEntry[] = [];
      for (const bytes of message.entries) {
        const entry = await readLogEntry(bytes, company, deps);
        if (!entry.ok) return err({ type: "LogInvalid" });
        entries.push(entry.value);
      }
      await shared.take(entries);
      return shared.verdict.get().fork === null ? ok(null) : err({ type: "LogForked" });
    }
    case "refused-mem":
      await shared.drop(message.entry);
      return ok(null);
    case "join": {
      const join = await readJoin(message.join, company, deps);
      if (!join.ok) return err({ type: "LogInvalid" });
      joins.set(textOfBytes(join.value.id), join.value);
      refresh();
      return ok(null);
    }
    case "join-closed":
      joins.delete(textOfBytes(message.join));
      refresh();
      return ok(null);
    default:
      return ok(null);
  }
};
