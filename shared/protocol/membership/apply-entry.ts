/**
 * What one entry does to the company, given everything ordered before it. Rules of this version: two ranks, owner and
 * member; nobody acts on somebody of higher rank; a company is never without a usable owner device. Kinds that have
 * no effect yet are void, so that logs of later versions can be read.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import { membershipLimits } from "../limits";
import type { Bytes32, CompanyId, Hash, Key } from "../wire-types";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import type {
  DeviceState,
  InviteState,
  KeyDoc,
  LogEntry,
  MemberState,
  MemOp,
  Rank,
  RevokeReason,
  WaitingRecovery,
} from "./types";
import { ranks } from "./types";

/** A state while a batch is applied to it. */
export interface StateDraft {
  readonly members: Map<string, MemberState>;
  readonly devices: Map<string, DeviceState>;
  readonly invites: Map<string, InviteState>;
  readonly spentInvites: Set<string>;
  recoveries: readonly WaitingRecovery[];
  sequencer: Key | null;
  /** The newest effective `sequencer.set`. */
  succession: { readonly key: Key; readonly from: Hash | null } | null;
  checkpoint: number;
  checkpointAt: number;
}

export const emptyDraft = (): StateDraft => ({
  members: new Map(),
  devices: new Map(),
  invites: new Map(),
  spentInvites: new Set(),
  recoveries: [],
  sequencer: null,
  succession: null,
  checkpoint: 0,
  checkpointAt: 0,
});

export const copyDraft = (draft: StateDraft): StateDraft => ({
  ...draft,
  members: new Map(draft.members),
  devices: new Map(draft.devices),
  invites: new Map(draft.invites),
  spentInvites: new Set(draft.spentInvites),
});

export type EntryRecord = Extract<LogEntry, { type: "entry" }>;

export interface CompanyFacts {
  readonly company: CompanyId;
  readonly keyDoc: KeyDoc;
}

type OpOf<K extends MemOp["kind"]> = Extract<MemOp, { kind: K }>;

interface Author {
  readonly member: string;
  readonly rank: Rank;
}

/** Changes the draft, or answers why the entry is void and leaves the draft alone. */
export const applyEntry = (
  draft: StateDraft,
  record: EntryRecord,
  facts: CompanyFacts,
): string | undefined => {
  const { op, rules } = record.entry.value;
  if (rules !== 1) return "rules";
  if (op.kind === "genesis") return applyGenesis(draft, record, op, facts);
  if (draft.members.size === 0) return "no-company";
  if (op.kind === "recover") return applyRecover(draft, record, op, facts);
  const author = authorOf(draft, record);
  if (author === undefined) return "author";
  switch (op.kind) {
    case "member.add":
      return addMember(draft, op, author);
    case "device.add":
      return addDevice(draft, record, op, author);
    case "device.revoke":
      return revokeDevice(draft, op, author);
    case "invite":
      return addInvite(draft, record, op, author);
    case "invite.cancel":
      return cancelInvite(draft, op, author);
    case "sequencer.set":
      if (author.rank !== "owner") return "rank";
      draft.sequencer = op.key;
      draft.succession = { key: op.key, from: op.from };
      return undefined;
    default:
      return "unsupported";
  }
};

/** Ends the waiting of recoveries that nobody objected to, and numbers what the checkpoint confirms. */
export const confirmDraft = (draft: StateDraft, no: number, at: number, waitMs: number): void => {
  draft.checkpoint = no;
  draft.checkpointAt = at;
  for (const recovery of draft.recoveries) {
    if (recovery.from === null || recovery.from > at) continue;
    draft.devices.set(textOfBytes(recovery.device), enrolled(recovery.member, recovery.box, false));
    revokeAll(draft, recovery.revoke);
  }
  draft.recoveries = draft.recoveries
    .filter(({ from }) => from === null || from > at)
    .map((recovery) => (recovery.from === null ? { ...recovery, from: at + waitMs } : recovery));
  for (const [key, device] of draft.devices) {
    const since = device.since ?? no;
    const revoked =
      device.revoked === null ? null : { ...device.revoked, checkpoint: device.revoked.checkpoint ?? no };
    if (since !== device.since || revoked?.checkpoint !== device.revoked?.checkpoint) {
      draft.devices.set(key, { ...device, since, revoked });
    }
  }
};

const enrolled = (member: string, box: Bytes32, soft: boolean): DeviceState => ({
  member,
  box,
  soft,
  since: null,
  revoked: null,
});

const authorOf = (draft: StateDraft, { entry }: EntryRecord): Author | undefined => {
  const [signer, ...others] = entry.signers;
  const device =
    signer === undefined || others.length > 0 ? undefined : draft.devices.get(textOfBytes(signer));
  const member =
    device === undefined || device.revoked !== null ? undefined : draft.members.get(device.member);
  return device === undefined || member === undefined
    ? undefined
    : { member: device.member, rank: member.rank };
};

/** Lower is higher. */
const order = (rank: Rank): number => ranks.indexOf(rank);
const isAtLeast = (author: Author, rank: Rank): boolean => order(author.rank) <= order(rank);

/** Whether enough root keys signed. */
const isRootSigned = ({ entry }: EntryRecord, { keyDoc }: CompanyFacts): boolean => {
  const roots = entry.signers.filter((signer) => keyDoc.root.keys.some((key) => bytesEqual(key, signer)));
  return roots.length === entry.signers.length && roots.length >= keyDoc.root.threshold;
};

const applyGenesis = (
  draft: StateDraft,
  record: EntryRecord,
  op: OpOf<"genesis">,
  facts: CompanyFacts,
): string | undefined => {
  if (draft.members.size > 0) return "second-genesis";
  if (record.entry.value.prev.length > 0 || !bytesEqual(op.company, facts.company)) return "form";
  if (!isRootSigned(record, facts)) return "author";
  const member = memberIdFromBytes(op.member);
  draft.members.set(member, { rank: "owner", ord: 0, grants: [], station: false });
  draft.devices.set(textOfBytes(op.device), enrolled(member, op.box, false));
  draft.sequencer = op.sequencer;
  return undefined;
};

const addMember = (draft: StateDraft, op: OpOf<"member.add">, author: Author): string | undefined => {
  const member = memberIdFromBytes(op.member);
  if (draft.members.has(member)) return "exists";
  if (op.rank !== "owner" && op.rank !== "member") return "unsupported";
  if (op.roles.length > 0 || op.grants.length > 0) return "unsupported";
  if (!isAtLeast(author, op.rank)) return "rank";
  draft.members.set(member, { rank: op.rank, ord: draft.members.size, grants: [], station: op.station });
  return undefined;
};

const addDevice = (
  draft: StateDraft,
  record: EntryRecord,
  op: OpOf<"device.add">,
  author: Author,
): string | undefined => {
  const name = textOfBytes(op.device);
  if (draft.devices.has(name)) return "exists";
  const join = record.join?.value;
  if (join === undefined || op.via === null) return "join";
  const invite = draft.invites.get(textOfBytes(join.invite));
  if (invite === undefined || !bytesEqual(invite.id, op.via)) return "invite";
  const fits = bytesEqual(join.device, op.device) && bytesEqual(join.box, op.box) && join.soft === op.soft;
  if (!fits || invite.member !== memberIdFromBytes(op.member)) return "join";
  if (record.entry.value.at > invite.expires) return "expired";
  const member = draft.members.get(invite.member);
  if (member === undefined || !isAtLeast(author, member.rank)) return "rank";
  draft.devices.set(name, enrolled(invite.member, op.box, op.soft));
  const key = textOfBytes(join.invite);
  if (invite.left > 1) draft.invites.set(key, { ...invite, left: invite.left - 1 });
  else draft.invites.delete(key);
  return undefined;
};

const revokeDevice = (draft: StateDraft, op: OpOf<"device.revoke">, author: Author): string | undefined => {
  const waiting = draft.recoveries.filter(({ device }) => bytesEqual(device, op.device));
  if (waiting.length > 0) {
    if (author.rank !== "owner") return "rank";
    draft.recoveries = draft.recoveries.filter((recovery) => !waiting.includes(recovery));
    return undefined;
  }
  const device = draft.devices.get(textOfBytes(op.device));
  if (device === undefined || device.revoked !== null) return "device";
  const rank = draft.members.get(device.member)?.rank ?? "guest";
  if (!isAtLeast(author, rank)) return "rank";
  if (rank === "owner" && ownerDevices(draft) === 1) return "last-owner";
  draft.devices.set(textOfBytes(op.device), revokedFor(device, op.reason));
  return undefined;
};

const revokedFor = (device: DeviceState, reason: RevokeReason | "recovered"): DeviceState => ({
  ...device,
  revoked: { checkpoint: null, reason },
});

const ownerDevices = (draft: StateDraft): number => {
  let amount = 0;
  for (const { member, revoked } of draft.devices.values()) {
    if (revoked === null && draft.members.get(member)?.rank === "owner") amount += 1;
  }
  return amount;
};

const addInvite = (
  draft: StateDraft,
  record: EntryRecord,
  op: OpOf<"invite">,
  author: Author,
): string | undefined => {
  const { at } = record.entry.value;
  const name = textOfBytes(op.invite);
  if (draft.invites.has(name) || draft.spentInvites.has(name) || draft.devices.has(name)) return "exists";
  if (op.expires <= at || op.expires > at + membershipLimits.inviteMs) return "expires";
  // Only badge-in of crew may do without a person's approval, and crew are not of this version.
  if (!op.approval) return "approval";
  const member = memberIdFromBytes(op.member);
  const rank = draft.members.get(member)?.rank;
  if (rank === undefined) return "member";
  if (!isAtLeast(author, rank)) return "rank";
  draft.spentInvites.add(name);
  draft.invites.set(name, {
    id: record.id,
    member,
    left: op.uses,
    expires: op.expires,
    approval: op.approval,
  });
  return undefined;
};

const cancelInvite = (draft: StateDraft, op: OpOf<"invite.cancel">, author: Author): string | undefined => {
  const invite = draft.invites.get(textOfBytes(op.invite));
  if (invite === undefined) return "invite";
  if (!isAtLeast(author, draft.members.get(invite.member)?.rank ?? "guest")) return "rank";
  draft.invites.delete(textOfBytes(op.invite));
  return undefined;
};

/**
 * By paper alone it waits: an owner device has 48 hours to object. Whether owner devices were active lately is not
 * in the log, so the wait is the same for everybody. Signed by a working owner device as well, it counts at once.
 */
const applyRecover = (
  draft: StateDraft,
  record: EntryRecord,
  op: OpOf<"recover">,
  facts: CompanyFacts,
): string | undefined => {
  if (!isRootSigned(record, facts)) return "author";
  const member = memberIdFromBytes(op.member);
  if (draft.members.get(member)?.rank !== "owner") return "member";
  const isTaken = ({ device }: WaitingRecovery): boolean => bytesEqual(device, op.device);
  if (draft.devices.has(textOfBytes(op.device)) || draft.recoveries.some(isTaken)) return "exists";
  const isByOwner = record.entry.signers.some((signer) => isOwnerDevice(draft, signer));
  if (!isByOwner) {
    const { device, box, revoke } = op;
    draft.recoveries = [...draft.recoveries, { id: record.id, member, device, box, revoke, from: null }];
    return undefined;
  }
  draft.devices.set(textOfBytes(op.device), enrolled(member, op.box, false));
  revokeAll(draft, op.revoke);
  return undefined;
};

const isOwnerDevice = (draft: StateDraft, key: Key): boolean => {
  const device = draft.devices.get(textOfBytes(key));
  return (
    device !== undefined && device.revoked === null && draft.members.get(device.member)?.rank === "owner"
  );
};

const revokeAll = (draft: StateDraft, keys: readonly Key[]): void => {
  for (const key of keys) {
    const device = draft.devices.get(textOfBytes(key));
    if (device !== undefined && device.revoked === null) {
      draft.devices.set(textOfBytes(key), revokedFor(device, "recovered"));
    }
  }
};
