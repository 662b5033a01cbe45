/**
 * One company's membership on this device: the verified log, what follows from it, and the entries this device adds.
 * Own entries count here at once and are marked unconfirmed until a checkpoint of the relay covers them; they are
 * sent after every welcome until then.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, must, ok } from "#shared/kernel/result";
import { signerFromSeed } from "#shared/kernel/signature";
import type { Verified } from "#shared/protocol/envelope";
import { encodeEnvelope } from "#shared/protocol/envelope";
import { isLoopbackOrigin, makeInviteLink, parseRequestText } from "#shared/protocol/invite-link";
import { membershipLimits } from "#shared/protocol/limits";
import { whyNot } from "#shared/protocol/membership/acts";
import { explainHistory } from "#shared/protocol/membership/explain";
import { maxPrev } from "#shared/protocol/membership/entry-kinds";
import { readJoin, readLogEntry } from "#shared/protocol/membership/log-entry";
import { isOneOf } from "#shared/protocol/membership/signers";
import type { CompanyState, Join, LogEntry, MemOp } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import type { RelayMsg } from "#shared/protocol/messages";
import type { CompanyId } from "#shared/protocol/wire-types";
import { bytes32FromText, bytesOfId, textOfBytes } from "#shared/protocol/wire-types";
import { createSource } from "../observable";
import type { CompanyRecords } from "./company-records";
import { makeEntry } from "./found-company";
import { inviteView, membershipView, stateOf } from "./membership-view";
import type { ViewFacts } from "./membership-view";
import { findMoved } from "./follow-move";
import { provesRelay } from "#shared/protocol/relay-proof";
import { orderedOf, proveLog } from "#shared/protocol/membership/proven-log";
import { createRelayClient } from "./relay-client";
import { rootActs } from "./root-acts";
import type { SharedLog, SharedLogDeps } from "./shared-log";
import { createSharedLog, entryTime } from "./shared-log";
import type {
  DeviceKeys,
  IdentityDeps,
  Membership,
  MembershipLink,
  MembershipProblem,
  Newcomer,
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
    : createMembership({ deps, records, log, verdict }, device, record);
};

const createMembership = (
  begin: SharedLogDeps,
  device: DeviceKeys,
  record: StoredCompany,
): OpenMembership => {
  const { deps } = begin;
  const { company, member } = record;
  const shared = createSharedLog(begin, record);
  const joins = new Map<string, Verified<Join>>();
  const facts: Acting["facts"] = {
    device: textOfBytes(device.signer.publicKey),
    member,
    links: new Map(),
    joins,
    sha256: deps.sha256,
    clock: deps.clock,
  };
  const view = createSource(membershipView(begin.verdict, facts));
  const refresh = (): void => view.set(membershipView(shared.verdict.get(), facts));
  const follow = (): void => {
    refresh();
    void forgetReplacedPaper(begin, company, shared.verdict.get().confirmed);
  };
  shared.verdict.subscribe(follow);
  follow();
  const acting: Acting = { deps, company, device, shared, facts, joins, byCamera: new Set(), refresh };
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
    log: shared.entries,
    history: () => explainHistory(shared.history(), stateOf(shared.verdict.get())),
    absorb: shared.absorb,
    link: linkOf(acting),
    invite: (whom, badgeIn) => invite(acting, whom, badgeIn),
    takeRequest: (text) => takeRequest(acting, text),
    cancelInvite: (text) => cancelInvite(acting, text),
    approve: (join) => approve(acting, join),
    refuse: (id) => refuse(acting, id),
    revokeDevice: async (text, reason) => {
      const device = bytes32FromText(text);
      const op = device === undefined ? undefined : ({ kind: "device.revoke", device, reason } as const);
      return op === undefined ? notAllowed("device") : write(acting, [op]);
    },
    catchUp: () => catchUp(acting),
    takeOrdered: (entries) => takeOrdered(acting, entries),
    acquaint: (relay) => acquaint(acting, relay),
    ...rootActs(acting),
    whyNot: (op) => whyNot(stateOf(shared.verdict.get()), member, op, entryTime(deps, shared)),
    perform: (op) => write(acting, [op]),
  };
};

const cancelInvite = async (acting: Acting, text: string): ReturnType<Membership["cancelInvite"]> => {
  const invite = bytes32FromText(text);
  return invite === undefined ? notAllowed("invite") : write(acting, [{ kind: "invite.cancel", invite }]);
};

const linkOf = (acting: Acting): MembershipLink => ({
  connected: acting.shared.connected,
  receive: (message) => receive(message, acting),
  reload: acting.shared.reload,
});

/** The founder's paper key that nobody has written down yet is worth nothing once the root keys are others. */
const forgetReplacedPaper = async (
  { records }: SharedLogDeps,
  company: CompanyId,
  confirmed: CompanyState | null,
): Promise<void> => {
  const seed = records.find(textOfBytes(company))?.paperSeed ?? null;
  const doc = confirmed?.keys.doc;
  if (seed === null || doc === undefined || doc.no === 1) return;
  if (isOneOf(doc.root.keys, signerFromSeed(seed).publicKey)) return;
  await records.update(company, (stored) => ({ ...stored, paperSeed: null }));
};

/** What the actions of one membership share. */
interface Acting {
  readonly deps: IdentityDeps;
  readonly company: CompanyId;
  readonly device: DeviceKeys;
  readonly shared: SharedLog;
  readonly facts: ViewFacts & { readonly links: Map<string, string> };
  readonly joins: Map<string, Verified<Join>>;
  /** Those of the joins that no relay has seen. */
  readonly byCamera: Set<string>;
  readonly refresh: () => void;
}

/** Whoever answers there is believed as far as the log proves itself and does not contradict ours. */
const catchUp = async ({ deps, company, shared }: Acting): ReturnType<Membership["catchUp"]> => {
  const relay = shared.relay();
  if (relay === null) return "settled";
  const log = await createRelayClient(deps.http, relay.origin).log(company);
  if (log.ok) {
    const proven = await proveLog(company, log.value, deps);
    if (proven.ok) await shared.take(proven.value.entries);
    return "settled";
  }
  if (log.error.type !== "RelayRefused") return "settled";
  const moved = await findMoved(deps, company, relay);
  if (moved.type !== "found") return moved.type === "later" ? "later" : "settled";
  const isTaken = await shared.take(moved.log.entries);
  if (isTaken && shared.verdict.get().fork === null) await shared.moveTo(moved.origin);
  return "settled";
};

const takeOrdered = async (
  { deps, company, shared }: Acting,
  entries: readonly Uint8Array[],
): Promise<number> => {
  const records: LogEntry[] = [];
  for (const bytes of entries) {
    const record = await readLogEntry(bytes, company, deps);
    if (!record.ok) return 0;
    records.push(record.value);
  }
  return shared.takeOrdered(records);
};

/** Nothing is shown to whoever stands at that address without that key. */
const acquaint = async (
  { deps, company, shared }: Acting,
  { origin, key }: Parameters<Membership["acquaint"]>[0],
): ReturnType<Membership["acquaint"]> => {
  const there = createRelayClient(deps.http, origin);
  const nonce = deps.random.bytes(32);
  const proof = await there.proof(nonce);
  // The address is none that it knows as its own.
  const isForeign = !proof.ok && proof.error.type === "RelayRefused" && proof.error.code === "invalid";
  if (isForeign) return err({ type: "RelayUnproven" });
  if (!proof.ok) return proof;
  if (!(await provesRelay(proof.value, { nonce, origin, relayKey: key }, deps)))
    return err({ type: "RelayUnproven" });
  const { checkpoint } = shared.verdict.get();
  const log = orderedOf(company, { entries: shared.entries(), history: shared.history(), checkpoint });
  const bytesOf = (records: readonly LogEntry[]): readonly Uint8Array[] => records.map(({ bytes }) => bytes);
  return there.acquaint(company, {
    keyDocs: bytesOf(log.filter(({ type }) => type === "keys")),
    entries: bytesOf(log.filter(({ type }) => type !== "keys")),
  });
};

const notAllowed = (why: string): Result<never, MembershipProblem> => err({ type: "NotAllowed", why });

/**
 * Every step by itself, so that a refused one leaves the ones before it as they are. What may wait is kept without a
 * connection and sent once there is one; the rest would be a promise to somebody who relies on it now.
 */
const write = async (
  { deps, company, device, shared }: Acting,
  ops: readonly MemOp[],
  mayWait = false,
): Promise<Result<null, MembershipProblem>> => {
  if (!mayWait && !shared.isConnected()) return err({ type: "RelayNotConnected" });
  const clock = { now: () => entryTime(deps, shared) };
  for (const op of ops) {
    const prev = shared.verdict.get().heads.slice(0, maxPrev);
    const bytes = await makeEntry({ ...deps, clock }, { company, prev, op }, [device.signer]);
    const why = await shared.append(must(await readLogEntry(bytes, company, deps)));
    if (why !== undefined) return notAllowed(why);
  }
  return ok(null);
};

const invite = async (
  acting: Acting,
  ...[whom, badgeIn]: Parameters<Membership["invite"]>
): ReturnType<Membership["invite"]> => {
  const { deps, company, shared, facts, refresh } = acting;
  const relay = shared.relay();
  const logHead = shared.verdict.get().checkpoint;
  if (relay === null || logHead === null) return err({ type: "RelayNotConnected" });
  const origin = await originForOthers(deps, relay);
  const seed = deps.random.bytes(32);
  const key = signerFromSeed(seed).publicKey;
  const newMember = deps.random.bytes(16);
  const member = "member" in whom ? bytesOfId(whom.member) : newMember;
  const life = badgeIn === undefined ? membershipLimits.inviteMs : membershipLimits.badgeInMs;
  const expires = badgeIn?.until ?? entryTime(deps, shared) + life;
  const approval = badgeIn === undefined;
  const invitation: MemOp = { kind: "invite", invite: key, member, uses: 1, expires, approval };
  const name = textOfBytes(key);
  facts.links.set(name, makeInviteLink({ origin, company, seed, logHead }));
  const written = await write(
    acting,
    "rank" in whom ? [addMember(newMember, whom), invitation] : [invitation],
    true,
  );
  if (!written.ok) facts.links.delete(name);
  refresh();
  if (!written.ok) return written;
  const made = inviteView(shared.verdict.get(), name, facts);
  return made === undefined ? notAllowed("refused") : ok(made);
};

/** This machine knows the relay as `localhost`, which leads any other device to itself: the relay says better. */
const originForOthers = async (
  { http }: IdentityDeps,
  { origin, key }: NonNullable<StoredCompany["relay"]>,
): Promise<string> => {
  if (!isLoopbackOrigin(origin)) return origin;
  const info = await createRelayClient(http, origin).info();
  return info.ok && bytesEqual(info.value.relayKey, key) ? info.value.origin : origin;
};

const addMember = (member: Uint8Array, { rank, roles, grants, station = false }: Newcomer): MemOp => ({
  kind: "member.add",
  member,
  rank,
  roles,
  grants,
  station,
});

const takeRequest = async (
  { deps, company, shared, joins, byCamera, refresh }: Acting,
  text: string,
): ReturnType<Membership["takeRequest"]> => {
  const envelope = parseRequestText(text);
  const join = envelope === undefined ? undefined : await readJoin(envelope, company, deps);
  if (!join?.ok) return err({ type: "NotARequest" });
  if (shared.inviteOf(join.value.value) === undefined) return err({ type: "JoinGone" });
  const id = textOfBytes(join.value.id);
  if (!joins.has(id)) byCamera.add(id);
  joins.set(id, join.value);
  refresh();
  return ok(null);
};

const approve = async (acting: Acting, id: string): ReturnType<Membership["approve"]> => {
  const join = acting.joins.get(id);
  const via = join === undefined ? undefined : acting.shared.inviteOf(join.value);
  if (join === undefined || via === undefined) return err({ type: "JoinGone" });
  const { device, box, soft } = join.value;
  const envelope = encodeEnvelope(join.signed);
  const op: MemOp = {
    kind: "device.add",
    member: via.member,
    device,
    box,
    soft,
    via: via.id,
    join: envelope,
  };
  const written = await write(acting, [op], true);
  if (written.ok) settleJoin(acting, id);
  return written;
};

const refuse = async (acting: Acting, id: string): ReturnType<Membership["refuse"]> => {
  const join = acting.joins.get(id);
  if (join === undefined) return err({ type: "JoinGone" });
  const isTold = acting.shared.send({ t: "refuse-join", join: join.id });
  if (!isTold && !acting.byCamera.has(id)) return err({ type: "RelayNotConnected" });
  settleJoin(acting, id);
  return ok(null);
};

const settleJoin = ({ joins, refresh }: Acting, id: string): void => {
  joins.delete(id);
  refresh();
};

const receive = async (
  message: RelayMsg,
  { deps, company, shared, joins, refresh }: Acting,
): ReturnType<MembershipLink["receive"]> => {
  switch (message.t) {
    case "mem": {
      const entries: LogEntry[] = [];
      for (const bytes of message.entries) {
        const entry = await readLogEntry(bytes, company, deps);
        if (!entry.ok) return err({ type: "LogInvalid" });
        entries.push(entry.value);
      }
      const isTaken = await shared.take(entries);
      return isTaken && shared.verdict.get().fork === null ? ok(null) : err({ type: "LogForked" });
    }
    case "refused-mem":
      // Too many for one day: it waits and is sent again with the next connection.
      if (message.code !== "rate") await shared.drop(message.entry);
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
