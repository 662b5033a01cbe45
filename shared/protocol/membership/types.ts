/**
 * Membership: a signed hash graph of entries, put in order by the relay's checkpoints, and a pure function over it.
 * Formats of the records first, then what follows from them.
 */
import type { Ms } from "#shared/kernel/clock";
import type { Verified } from "../envelope";
import type { Bytes16, Bytes32, CompanyId, DocBytes, DocClass, Hash, Key, MemberBytes } from "../wire-types";
import type { VoidReason } from "./void-reasons";

/** Root keys, used only to change keys. The company id is the hash of number 1. */
export interface KeyDoc {
  readonly v: 1;
  readonly no: number;
  readonly prev: Hash | null;
  readonly root: { readonly keys: readonly Key[]; readonly threshold: number };
  readonly delegates: readonly Key[];
  readonly issued: Ms;
}

export const verbs = ["read", "write", "create", "sign", "invite"] as const;
export type Verb = (typeof verbs)[number];

export interface Grant {
  readonly verbs: readonly Verb[];
  readonly on: readonly DocClass[];
  readonly scope: "all" | "own" | { readonly events: readonly Bytes16[] };
  readonly notAfter: Ms | null;
}

/** Highest first. */
export const ranks = ["owner", "admin", "manager", "member", "crew", "viewer", "guest"] as const;
export type Rank = (typeof ranks)[number];
export const revokeReasons = ["lost", "left", "rotated", "compromised"] as const;
export type RevokeReason = (typeof revokeReasons)[number];

export type MemOp =
  | {
      readonly kind: "genesis";
      readonly company: CompanyId;
      readonly member: MemberBytes;
      readonly device: Key;
      readonly box: Bytes32;
      readonly sequencer: Key | null;
    }
  | {
      readonly kind: "member.add";
      readonly member: MemberBytes;
      readonly rank: Rank;
      readonly roles: readonly string[];
      readonly grants: readonly Grant[];
      readonly station: boolean;
    }
  | {
      readonly kind: "member.role";
      readonly member: MemberBytes;
      readonly rank: Rank;
      readonly roles: readonly string[];
      readonly grants: readonly Grant[];
    }
  | { readonly kind: "member.remove"; readonly member: MemberBytes; readonly reason: string }
  | {
      readonly kind: "device.add";
      readonly member: MemberBytes;
      readonly device: Key;
      readonly box: Bytes32;
      readonly soft: boolean;
      /** Id of the invite entry. */
      readonly via: Hash | null;
      /** Envelope of the Join record. */
      readonly join: Uint8Array | null;
    }
  | { readonly kind: "device.revoke"; readonly device: Key; readonly reason: RevokeReason }
  | { readonly kind: "role.define"; readonly role: string; readonly grants: readonly Grant[] }
  | { readonly kind: "role.remove"; readonly role: string }
  | {
      readonly kind: "invite";
      readonly invite: Key;
      readonly member: MemberBytes;
      readonly uses: number;
      readonly expires: Ms;
      readonly approval: boolean;
    }
  | { readonly kind: "invite.cancel"; readonly invite: Key }
  | {
      readonly kind: "passkey.add";
      readonly member: MemberBytes;
      readonly credential: Uint8Array;
      readonly cose: Uint8Array;
      readonly rpId: string;
    }
  | { readonly kind: "passkey.remove"; readonly member: MemberBytes; readonly credential: Uint8Array }
  | {
      readonly kind: "policy.set";
      readonly stepUp: readonly ("mem" | "money" | "sign")[];
      readonly minProtocol: number;
    }
  | { readonly kind: "sequencer.set"; readonly key: Key; readonly from: Hash | null }
  | {
      readonly kind: "recover";
      readonly member: MemberBytes;
      readonly device: Key;
      readonly box: Bytes32;
      readonly revoke: readonly Key[];
    }
  /** An owner refuses root keys that wait for their time. */
  | {
      readonly kind: "keys.refuse";
      /** Hash of the key document, whoever signed it. */
      readonly keys: Hash;
    }
  | { readonly kind: "rules.upgrade"; readonly to: number }
  /** Takes up what a device that may not write any more wrote before, up to this change of its writing session. */
  | {
      readonly kind: "adopt";
      readonly doc: DocBytes;
      readonly actor: Bytes16;
      /** The first change of the session that was held: what is below was accepted before. Only to be shown. */
      readonly from?: number | undefined;
      readonly seq: number;
      readonly hash: Hash;
    };

export interface WebAuthnProof {
  readonly credential: Uint8Array;
  readonly authData: Uint8Array;
  readonly clientData: Uint8Array;
  readonly sig: Uint8Array;
}

export interface MemEntry {
  readonly v: 1;
  readonly rules: number;
  readonly company: CompanyId;
  /** Newest entries the author knew; empty for genesis only. */
  readonly prev: readonly Hash[];
  readonly at: Ms;
  readonly n: Bytes16;
  readonly op: MemOp;
  readonly uv: WebAuthnProof | null;
}

export interface Checkpoint {
  readonly v: 1;
  readonly company: CompanyId;
  /** From 1. */
  readonly no: number;
  /** Id of the checkpoint before. */
  readonly prev: Hash | null;
  /** Newest entries and further key documents covered; everything below them is decided. */
  readonly heads: readonly Hash[];
  readonly at: Ms;
}

/** A newcomer's request, signed by the invite key and by the new device key. */
export interface Join {
  readonly v: 1;
  readonly company: CompanyId;
  readonly invite: Key;
  readonly device: Key;
  readonly box: Bytes32;
  readonly soft: boolean;
  readonly n: Bytes16;
}

/**
 * One record of the log with all its signatures checked; `bytes` is what is stored and sent. The id covers payload and
 * signers, so that nobody can sign another's payload and have it take that record's place; only key document 1 is
 * named by its payload alone, because its hash is the company.
 */
export type LogEntry =
  | {
      readonly type: "keys";
      readonly id: Hash;
      readonly bytes: Uint8Array;
      readonly keyDoc: Verified<KeyDoc>;
    }
  | {
      readonly type: "entry";
      readonly id: Hash;
      readonly bytes: Uint8Array;
      readonly entry: Verified<MemEntry>;
      /** The Join inside a `device.add`, when its signatures are those of the invite and of the new device. */
      readonly join: Verified<Join> | null;
    }
  | {
      readonly type: "checkpoint";
      readonly id: Hash;
      readonly bytes: Uint8Array;
      readonly checkpoint: Verified<Checkpoint>;
    };

export type KeysRecord = Extract<LogEntry, { type: "keys" }>;
export type EntryRecord = Extract<LogEntry, { type: "entry" }>;
export type CheckpointRecord = Extract<LogEntry, { type: "checkpoint" }>;

export interface MemberState {
  readonly rank: Rank;
  /** Order of admission, from 0: who came first is senior. */
  readonly ord: number;
  /** Names of roles; none means the role that goes with the rank. */
  readonly roles: readonly string[];
  /** Held besides the roles. */
  readonly grants: readonly Grant[];
  readonly station: boolean;
}

/** Somebody who was removed or left. */
export interface FormerMember {
  readonly rank: Rank;
  readonly reason: string;
  /** Checkpoint that confirmed it; null while pending. */
  readonly checkpoint: number | null;
}

export interface Revocation {
  /** Null while pending. */
  readonly checkpoint: number | null;
  readonly reason: RevokeReason | "recovered";
  /** Time of the checkpoint, while pending the time the entry claims. */
  readonly at: Ms;
}

export interface DeviceState {
  /** MemberId in text form. */
  readonly member: string;
  readonly box: Bytes32;
  readonly soft: boolean;
  /** Checkpoint that confirmed it; null while pending. */
  readonly since: number | null;
  readonly revoked: Revocation | null;
}

export interface InviteState {
  readonly id: Hash;
  readonly member: string;
  /** Device that made it (base64url); the invitation ends with it. */
  readonly by: string;
  readonly left: number;
  readonly expires: Ms;
  readonly approval: boolean;
}

/** A recovery signed by paper that waits for its 48 hours or a veto. */
export interface WaitingRecovery {
  readonly id: Hash;
  readonly member: string;
  readonly device: Key;
  readonly box: Bytes32;
  readonly revoke: readonly Key[];
  /** Checkpoint time from which on it counts; null until a checkpoint has confirmed the request. */
  readonly from: Ms | null;
}

/** New root keys signed by old root keys alone; they wait as recoveries do. */
export interface WaitingKeys {
  readonly id: Hash;
  readonly keys: RootKeys;
  readonly from: Ms | null;
}

/** The key document in force. */
export interface RootKeys {
  /** Hash of the document itself, which its successor names. */
  readonly hash: Hash;
  readonly doc: KeyDoc;
}

/** How far a writing session of somebody who left was adopted. */
export interface Adoption {
  readonly seq: number;
  readonly hash: Hash;
}

export interface Policy {
  /** Lowest protocol version devices must speak. */
  readonly minProtocol: number;
}

/** A relay that was the sequencer, from the checkpoint with that number on. */
export interface SequencerTerm {
  readonly key: Key;
  readonly from: number;
}

/** Maps are keyed by text: members as MemberId, devices and invites as base64url of the key. */
export interface CompanyState {
  readonly company: CompanyId;
  readonly rules: number;
  readonly keys: RootKeys;
  readonly members: ReadonlyMap<string, MemberState>;
  readonly former: ReadonlyMap<string, FormerMember>;
  /** Revoked devices stay, so that what they wrote keeps its author. */
  readonly devices: ReadonlyMap<string, DeviceState>;
  readonly roles: ReadonlyMap<string, readonly Grant[]>;
  /** Neither spent nor long expired; `openInvites` leaves out those whose time is over. */
  readonly invites: ReadonlyMap<string, InviteState>;
  readonly recoveries: readonly WaitingRecovery[];
  readonly keyChanges: readonly WaitingKeys[];
  readonly policy: Policy;
  /** By document and actor, see `adoptionKey`. */
  readonly adopted: ReadonlyMap<string, Adoption>;
  readonly sequencer: Key | null;
  /** Everybody who was sequencer, oldest first. */
  readonly sequencers: readonly SequencerTerm[];
  /** Number of the newest checkpoint counted in. */
  readonly checkpoint: number;
  /** Time of that checkpoint, 0 before the first. */
  readonly checkpointAt: Ms;
}

export interface Verdict {
  /** With everything pending. Null when the log has no valid genesis. */
  readonly state: CompanyState | null;
  /** By checkpoints alone; this is what the relay lets in. Null before the first checkpoint. */
  readonly confirmed: CompanyState | null;
  /** Entries and key documents no checkpoint covers yet, void ones left out. */
  readonly pending: readonly Hash[];
  /** Id (base64url) → why a record has no effect. */
  readonly void: ReadonlyMap<string, VoidReason>;
  /** Entries whose ancestors are missing. */
  readonly waiting: readonly Hash[];
  /**
   * Two checkpoints with one number, both signed by the sequencer: the relay lied or was restored from a backup. Of one
   * of them only a successor may be there. Or two geneses before any checkpoint: whoever has the founding device's key
   * began the company twice.
   */
  readonly fork: readonly [Hash, Hash] | null;
  /** Newest checkpoint counted in. */
  readonly checkpoint: Hash | null;
  /** Newest entries of all: what a new entry names as `prev`. */
  readonly heads: readonly Hash[];
  /** Newest records no checkpoint covers: what a new checkpoint names. */
  readonly openHeads: readonly Hash[];
  /** Rules this version does not know have come into force: what follows is not decided here. Null otherwise. */
  readonly needsRules: number | null;
}

/** What became of one record, in the order of the verdict. */
export interface LogLine {
  readonly record: EntryRecord | KeysRecord;
  /** Number and time of the checkpoint that decided it; null while pending. */
  readonly checkpoint: { readonly no: number; readonly at: Ms } | null;
  readonly void: VoidReason | null;
}
