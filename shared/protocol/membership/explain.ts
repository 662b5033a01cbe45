/**
 * The log in words: what each record did, to whom, by whom, and what came of it. Data only; the screens have the
 * sentences.
 */
import type { Ms } from "#shared/kernel/clock";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Key } from "../wire-types";
import { memberIdFromBytes, textOfBytes } from "../wire-types";
import type {
  CompanyState,
  EntryRecord,
  Grant,
  KeysRecord,
  LogLine,
  MemberState,
  MemOp,
  Rank,
  RevokeReason,
} from "./types";
import { isOneOf } from "./signers";
import type { VoidReason } from "./void-reasons";

/** Members as MemberId, devices and invitations as base64url of their key. */
export type LogEvent =
  | { readonly what: "company-founded"; readonly member: string; readonly device: string }
  | {
      readonly what: "member-added";
      readonly member: string;
      readonly rank: Rank;
      readonly roles: readonly string[];
      readonly grants: readonly Grant[];
      readonly station: boolean;
    }
  | {
      readonly what: "member-changed";
      readonly member: string;
      /** Null when the member was not there. */
      readonly before: Pick<MemberState, "rank" | "roles" | "grants"> | null;
      readonly after: Pick<MemberState, "rank" | "roles" | "grants">;
    }
  | { readonly what: "member-left"; readonly member: string }
  | { readonly what: "member-removed"; readonly member: string; readonly reason: string }
  | {
      readonly what: "device-added";
      readonly member: string;
      readonly device: string;
      readonly how: "approved" | "badge-in";
    }
  | {
      readonly what: "device-replaced";
      readonly member: string;
      readonly device: string;
      readonly replaces: string | null;
    }
  | {
      readonly what: "device-revoked";
      readonly member: string | null;
      readonly device: string;
      readonly reason: RevokeReason;
    }
  | { readonly what: "recovery-vetoed"; readonly device: string }
  | { readonly what: "role-defined"; readonly role: string; readonly grants: readonly Grant[] }
  | { readonly what: "role-removed"; readonly role: string }
  | {
      readonly what: "invited";
      readonly member: string;
      readonly uses: number;
      readonly expires: Ms;
      readonly approval: boolean;
    }
  | { readonly what: "invite-cancelled"; readonly invite: string }
  | { readonly what: "policy-set"; readonly minProtocol: number }
  | { readonly what: "relay-named"; readonly relay: string }
  | {
      readonly what: "recovery-requested";
      readonly member: string;
      readonly device: string;
      /** Devices it names to end, and whose they are; null for those nobody has. */
      readonly ends: readonly { readonly device: string; readonly member: string | null }[];
      /** By root keys alone: it waits for its time or an objection. */
      readonly waits: boolean;
    }
  | {
      readonly what: "keys-changed";
      readonly no: number;
      readonly keys: readonly string[];
      readonly threshold: number;
      readonly waits: boolean;
    }
  | { readonly what: "keys-refused" }
  | { readonly what: "rules-upgraded"; readonly to: number }
  | { readonly what: "adopted"; readonly doc: string; readonly actor: string; readonly seq: number }
  | { readonly what: "passkey-changed"; readonly member: string };

/** Who stands behind a record. */
export type LogAuthor =
  | { readonly type: "member"; readonly member: string; readonly device: string }
  /** A paper key or another root key. */
  | { readonly type: "root" }
  /** A relay that changed its own key. */
  | { readonly type: "relay" }
  | { readonly type: "stranger"; readonly device: string };

export interface Explanation {
  /** Base64url of the record's id. */
  readonly id: string;
  readonly event: LogEvent;
  readonly by: LogAuthor;
  /** When its author says it was written. */
  readonly claimedAt: Ms;
  /** Number and time of the checkpoint that decided it; null while it is not confirmed. */
  readonly checkpoint: { readonly no: number; readonly at: Ms } | null;
  /** Why it had no effect; null when it did. */
  readonly void: VoidReason | null;
}

/** `state` is that of the same log; `history` that of the fold, oldest first. */
export const explainHistory = (history: readonly LogLine[], state: CompanyState): readonly Explanation[] => {
  const ranks = new Map<string, Pick<MemberState, "rank" | "roles" | "grants">>();
  const vetoable = new Set<string>();
  return history.map(({ record, checkpoint, void: reason }) => {
    const id = textOfBytes(record.id);
    const by = authorOf(record, state);
    if (record.type === "keys") {
      const event = explainKeys(record, by);
      return { id, event, by, claimedAt: record.keyDoc.value.issued, checkpoint, void: reason };
    }
    const event = explainEntry(record, { state, by, ranks, vetoable });
    if (reason === null) remember(event, ranks, vetoable);
    return { id, event, by, claimedAt: record.entry.value.at, checkpoint, void: reason };
  });
};

interface Reading {
  readonly state: CompanyState;
  readonly by: LogAuthor;
  /** Members as they were before this record. */
  readonly ranks: ReadonlyMap<string, Pick<MemberState, "rank" | "roles" | "grants">>;
  /** Devices of recoveries that were asked for. */
  readonly vetoable: ReadonlySet<string>;
}

const remember = (
  event: LogEvent,
  ranks: Map<string, Pick<MemberState, "rank" | "roles" | "grants">>,
  vetoable: Set<string>,
): void => {
  if (event.what === "company-founded") ranks.set(event.member, { rank: "owner", roles: [], grants: [] });
  else if (event.what === "member-added") ranks.set(event.member, event);
  else if (event.what === "member-changed") ranks.set(event.member, event.after);
  else if (event.what === "recovery-requested" && event.waits) vetoable.add(event.device);
};

const authorOf = (record: EntryRecord | KeysRecord, { devices }: CompanyState): LogAuthor => {
  const signers = record.type === "keys" ? record.keyDoc.signers : record.entry.signers;
  const isOfRoot = record.type === "keys" || record.entry.value.op.kind === "recover";
  const op = record.type === "keys" ? null : record.entry.value.op;
  const known = signers.filter((signer) => !(op?.kind === "device.add" && bytesEqual(signer, op.device)));
  for (const signer of known) {
    const name = textOfBytes(signer);
    const device = devices.get(name);
    if (device !== undefined) return { type: "member", member: device.member, device: name };
  }
  const [first, second] = signers;
  // Nobody else signs as the key that is named.
  if (op?.kind === "sequencer.set" && second !== undefined && isOneOf(signers, op.key))
    return { type: "relay" };
  return isOfRoot || op?.kind === "sequencer.set" || first === undefined
    ? { type: "root" }
    : { type: "stranger", device: textOfBytes(first) };
};

const explainKeys = ({ keyDoc }: KeysRecord, by: LogAuthor): LogEvent => ({
  what: "keys-changed",
  no: keyDoc.value.no,
  keys: keyDoc.value.root.keys.map(textOfBytes),
  threshold: keyDoc.value.root.threshold,
  waits: by.type === "root",
});

const explainEntry = ({ entry }: EntryRecord, reading: Reading): LogEvent => {
  const { op } = entry.value;
  switch (op.kind) {
    case "genesis":
      return {
        what: "company-founded",
        member: memberIdFromBytes(op.member),
        device: textOfBytes(op.device),
      };
    case "member.add":
    case "member.role":
    case "member.remove":
    case "invite":
      return explainMember(op, reading);
    case "device.add":
    case "device.revoke":
    case "recover":
      return explainDevice(op, entry.signers, reading);
    case "role.define":
      return { what: "role-defined", role: op.role, grants: op.grants };
    case "role.remove":
      return { what: "role-removed", role: op.role };
    case "invite.cancel":
      return { what: "invite-cancelled", invite: textOfBytes(op.invite) };
    case "policy.set":
      return { what: "policy-set", minProtocol: op.minProtocol };
    case "sequencer.set":
      return { what: "relay-named", relay: textOfBytes(op.key) };
    case "keys.refuse":
      return { what: "keys-refused" };
    case "rules.upgrade":
      return { what: "rules-upgraded", to: op.to };
    case "adopt":
      return { what: "adopted", doc: textOfBytes(op.doc), actor: textOfBytes(op.actor), seq: op.seq };
    default:
      return { what: "passkey-changed", member: memberIdFromBytes(op.member) };
  }
};

const explainMember = (
  op: Extract<MemOp, { kind: "member.add" | "member.role" | "member.remove" | "invite" }>,
  { by, ranks }: Reading,
): LogEvent => {
  const member = memberIdFromBytes(op.member);
  switch (op.kind) {
    case "member.add": {
      const { rank, roles, grants, station } = op;
      return { what: "member-added", member, rank, roles, grants, station };
    }
    case "member.role": {
      const { rank, roles, grants } = op;
      const before = ranks.get(member) ?? null;
      return { what: "member-changed", member, before, after: { rank, roles, grants } };
    }
    case "member.remove":
      return by.type === "member" && by.member === member
        ? { what: "member-left", member }
        : { what: "member-removed", member, reason: op.reason };
    case "invite": {
      const { uses, expires, approval } = op;
      return { what: "invited", member, uses, expires, approval };
    }
  }
};

const explainDevice = (
  op: Extract<MemOp, { kind: "device.add" | "device.revoke" | "recover" }>,
  signers: readonly Key[],
  { state, by, vetoable }: Reading,
): LogEvent => {
  const device = textOfBytes(op.device);
  if (op.kind === "device.revoke") {
    const member = state.devices.get(device)?.member ?? null;
    return vetoable.has(device) && member === null
      ? { what: "recovery-vetoed", device }
      : { what: "device-revoked", member, device, reason: op.reason };
  }
  const member = memberIdFromBytes(op.member);
  if (op.kind === "recover") {
    const ends = op.revoke
      .map(textOfBytes)
      .map((key) => ({ device: key, member: state.devices.get(key)?.member ?? null }));
    return { what: "recovery-requested", member, device, ends, waits: by.type === "root" };
  }
  if (op.join === null && op.via === null) {
    return { what: "device-replaced", member, device, replaces: by.type === "member" ? by.device : null };
  }
  const isBadgeIn = signers.every((signer) => bytesEqual(signer, op.device));
  return { what: "device-added", member, device, how: isBadgeIn ? "badge-in" : "approved" };
};
