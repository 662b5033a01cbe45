/**
 * Who this device is, in each of its companies: creating a company, joining one, inviting, approving, recovering.
 * The screens code against this; ports for keys, storage, HTTP and time come in as one `deps` object.
 */
import type { Clock, Ms, Timers } from "#shared/kernel/clock";
import type { Sha256 } from "#shared/kernel/hash";
import type { MemberId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import type { Result } from "#shared/kernel/result";
import type { Signer, Verifier } from "#shared/kernel/signature";
import type { ClientMsg, RelayMsg } from "#shared/protocol/messages";
import type { EnrolmentFailure, RelayInfo } from "#shared/protocol/enrolment";
import type { Explanation } from "#shared/protocol/membership/explain";
import type { Placed } from "#shared/protocol/membership/placement";
import type {
  CompanyState,
  LogEntry,
  MemOp,
  Rank,
  RevokeReason,
  Verdict,
} from "#shared/protocol/membership/types";
import type { VoidReason } from "#shared/protocol/membership/void-reasons";
import type { Bytes32, CompanyId, Hash, Key } from "#shared/protocol/wire-types";
import type { Observable } from "../types";
import type { OpenProposal, OpenProposalProblem } from "./proposal-types";
import type { Recovering, RecoverProblem } from "./recovery-types";
import type { NewPaperKey, RootChange, RootChangeProblem, RootKeysView } from "./root-types";

// ── ports ────────────────────────────────────────────────────────────

/** A device key pair. The private halves never leave the platform where it can keep them. */
export interface DeviceKeys {
  readonly signer: Signer;
  /** X25519 public key; registered now, used when documents are encrypted end to end. */
  readonly box: Bytes32;
  /** True when the platform could not keep the key non-extractable. */
  readonly soft: boolean;
}

export interface DeviceKeyStore {
  /** Makes and stores a key pair; it is found again by its public key. */
  create(): Promise<DeviceKeys>;
  open(device: Key): Promise<DeviceKeys | undefined>;
  remove(device: Key): Promise<void>;
}

/** Durable record of one company on this device. Written as one value; a write that settled survives power loss. */
export interface StoredCompany {
  readonly company: CompanyId;
  readonly device: Key;
  readonly member: MemberId;
  /** `joining` and `recovering` wait for an entry in the log; `active` opens. */
  readonly stage: "active" | "joining" | "recovering";
  readonly relay: { readonly origin: string; readonly key: Key } | null;
  /** Key documents, entries and checkpoints, ancestors first. */
  readonly log: readonly Uint8Array[];
  /** Seed of the paper key until its owner has written it down; null afterwards and on every other device. */
  readonly paperSeed: Bytes32 | null;
  /** Envelope of our own Join while `joining`. */
  readonly join: Uint8Array | null;
  /**
   * While a request made without a network waits. Nothing of the company is proven then: `member` is made up and the
   * relay's key is zeros, until a log that holds `logHead` names both.
   */
  readonly unproven?: { readonly logHead: Hash } | undefined;
  /** While `recovering`: the request's envelope, until enough root holders have signed it and the relay has it. */
  readonly proposal?: Uint8Array | undefined;
  /** While `joining`: the invitation asked for nobody's approval, and this device has let itself in. */
  readonly letsItselfIn?: boolean | undefined;
}

export interface IdentityStore {
  load(): Promise<readonly StoredCompany[]>;
  save(company: StoredCompany): Promise<void>;
  /**
   * Reads, changes and writes one record, and no other tab writes in between. `change` is called once, at most, and
   * at once. Settles with what was written; undefined when there is no such record.
   */
  update(
    company: CompanyId,
    change: (record: StoredCompany) => StoredCompany,
  ): Promise<StoredCompany | undefined>;
  remove(company: CompanyId): Promise<void>;
}

/** One HTTP exchange. Resolves for every status; undefined when the relay could not be reached. */
export type HttpPort = (request: {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly body: Uint8Array | null;
}) => Promise<{ readonly status: number; readonly body: Uint8Array } | undefined>;

export interface IdentityDeps {
  readonly keys: DeviceKeyStore;
  readonly store: IdentityStore;
  readonly http: HttpPort;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly sha256: Sha256;
  readonly verifier: Verifier;
}

// ── this device ──────────────────────────────────────────────────────

export interface KnownCompany {
  /** Base64url of the company id; also the name of the company's database. */
  readonly company: string;
  readonly member: MemberId;
  readonly stage: StoredCompany["stage"];
  readonly hasRelay: boolean;
  /** False until the owner has retyped three groups of the paper key. */
  readonly paperKeySaved: boolean;
}

export type RelayProblem =
  | { readonly type: "RelayUnreachable" }
  /** The answer was not one of ours: wrong address, or something in between. */
  | { readonly type: "RelayAnswerInvalid" }
  | { readonly type: "RelayRefused"; readonly code: EnrolmentFailure };

export type JoinLinkProblem =
  | { readonly type: "NotAnInvitation" }
  /** Made by a newer version of EventKit. */
  | { readonly type: "InvitationTooNew" };

export type JoinProblem =
  | JoinLinkProblem
  | RelayProblem
  /** The log the relay shows does not belong to the company in the link, or is damaged. */
  | { readonly type: "CompanyNotProven" }
  | { readonly type: "InvitationUnknown" }
  | { readonly type: "InvitationExpired"; readonly at: Ms }
  | { readonly type: "InvitationUsed" }
  | { readonly type: "AlreadyMember"; readonly company: string };

/** A request to join that waits for somebody to press approve. */
export interface Joining {
  readonly company: string;
  readonly relay: string;
  /** Six digits; the inviter's screen shows the same. */
  readonly code: string;
  /** False when it was made without a network: then `request` has to reach the inviter by their camera. */
  readonly isSent: boolean;
  /** Nobody compares anything: the invitation lets in whoever brings it. */
  readonly letsItselfIn: boolean;
  /** The request as text for a QR code. */
  readonly request: string;
  readonly state: Observable<"requested" | "enrolled" | "refused" | "expired">;
  /** Gives up: forgets the keys made for it. */
  cancel(): Promise<void>;
}

export interface PaperKeySheet {
  /** 13 groups of four characters and the check group. */
  readonly groups: readonly string[];
  /** Content of the QR code printed beside it. */
  readonly qr: string;
  /** Positions (from 0) the owner is asked to retype. */
  readonly ask: readonly [number, number, number];
  /** Four characters by which sheets are told apart. They say nothing about the key. */
  readonly name: string;
}

export interface Identity {
  readonly companies: Observable<readonly KnownCompany[]>;

  /**
   * Makes the company here and registers it with the relay when one is given. Unreachable or closed relay: nothing
   * is made. Without a relay the company lives on this device until `attachRelay`. `token`: what the relay's operator
   * gave out, for a relay that asks for it.
   */
  createCompany(args: {
    readonly relay: string | null;
    readonly token?: string;
  }): Promise<Result<KnownCompany, RelayProblem>>;
  attachRelay(company: string, relay: string, token?: string): Promise<Result<null, RelayProblem>>;
  /** What a relay says of itself before anything is made: its key, its address, who may create a company there. */
  relayAt(address: string): Promise<Result<RelayInfo, RelayProblem>>;

  /**
   * Checks the link and the company's log, makes this device's keys and asks to be let in. `here` is asked when the
   * relay does not answer at the address in the link: some networks keep names back. The log proves the company.
   */
  join(link: string, here?: string): Promise<Result<Joining, JoinProblem>>;
  /** As `join` where the relay cannot be reached: what the link says is proven once it can. */
  joinUnsent(link: string): Promise<Result<Joining, JoinProblem>>;
  /** A request from before the app was closed. */
  resumeJoin(company: string): Joining | undefined;

  /** Null when it was saved already or was made on another device. */
  paperKey(company: string): PaperKeySheet | null;
  /** Forgets the seed once the three asked groups were typed correctly. */
  confirmPaperKey(
    company: string,
    typed: readonly [string, string, string],
  ): Promise<Result<null, { readonly type: "GroupsDiffer"; readonly wrong: readonly number[] }>>;

  recover(args: {
    readonly relay: string;
    /** As many as the company asks for, usually one. */
    readonly paperKeys: readonly string[];
    /** Where these are fewer: other holders sign elsewhere, before anything is requested. */
    readonly withOthers?: boolean;
  }): Promise<Result<Recovering, RecoverProblem>>;
  resumeRecovery(company: string): Recovering | undefined;
  /**
   * What another root holder began, on any device: by the company's own log where the device belongs to it, else by
   * the log that the relay shows and that proves itself.
   */
  openProposal(args: {
    readonly text: string;
    readonly relay: string;
  }): Promise<
    Result<OpenProposal, OpenProposalProblem | RelayProblem | { readonly type: "CompanyNotProven" }>
  >;

  /** Membership of an active company, shared by everybody in this tab. Undefined for unknown companies. */
  membership(company: string): Promise<Membership | undefined>;
  /** Deletes keys, log and record. The company's documents are the replica's to delete. */
  forget(company: string): Promise<void>;
  close(): Promise<void>;
}

// ── one company's members and devices ────────────────────────────────

export interface MemberView extends Placed {
  readonly member: MemberId;
  /** A place and not a person, such as the tablet at the loading dock. */
  readonly station: boolean;
  readonly self: boolean;
}

/** Somebody new, or with `station` something new that many people use. */
export interface Newcomer extends Placed {
  readonly station?: boolean;
}

export interface DeviceView {
  /** Base64url of the device key. */
  readonly device: string;
  readonly member: MemberId;
  readonly self: boolean;
  readonly soft: boolean;
  /** False while only this device knows of it. */
  readonly confirmed: boolean;
  readonly revoked: RevokeReason | "recovered" | null;
  /** Relay time; null for those that are not revoked. */
  readonly revokedAt: Ms | null;
  /** Whether the person at this device may remove it. */
  readonly mayRevoke: boolean;
}

export interface OpenInvite {
  /** Base64url of the invite key. */
  readonly invite: string;
  readonly member: MemberId;
  readonly expires: Ms;
  /** False where whoever brings it comes in by themselves, see `BadgeIn`. */
  readonly approval: boolean;
  /** Present on the device that made it, for as long as the app is open. */
  readonly link: string | null;
  /** False until the relay has confirmed it; the link does not work before. */
  readonly confirmed: boolean;
  /** Whether the person at this device may withdraw it. */
  readonly mayCancel: boolean;
}

/** Crew and below come in without anybody's approval, for a quarter of an hour at most. */
export interface BadgeIn {
  /** Null: as long as it may last from now. */
  readonly until: Ms | null;
}

/** A newcomer who waits. Approve only when the code on both screens is the same. */
export interface PendingJoin {
  /** Base64url of the Join's id. */
  readonly join: string;
  readonly code: string;
  readonly member: MemberId;
  readonly rank: Rank;
  /** True when the member has no device yet: a new person, not a further device. */
  readonly firstDevice: boolean;
}

export type MembershipProblem =
  { readonly type: "RelayNotConnected" } | { readonly type: "NotAllowed"; readonly why: string };

/** A recovery by root keys alone: until its time an owner may object by revoking the new device. */
export interface RecoveryView {
  readonly device: string;
  /** Whose device it would be. */
  readonly member: MemberId;
  /** When it counts; null until the relay has confirmed the request. */
  readonly from: Ms | null;
  /** An owner objected, and the relay has not confirmed it yet: until then it may still count. */
  readonly objected: boolean;
  /** Devices that would end with it: those it names that still get in, whoever has them. */
  readonly ends: readonly Pick<DeviceView, "device" | "member" | "self">[];
  /** Whether the person at this device may object. */
  readonly mayObject: boolean;
}

export interface MembershipView {
  readonly members: readonly MemberView[];
  readonly devices: readonly DeviceView[];
  readonly invites: readonly OpenInvite[];
  /** Whether the person at this device may invite colleagues; further devices of their own they always may. */
  readonly mayInvitePeople: boolean;
  /** Those that the person at this device may let in. */
  readonly joins: readonly PendingJoin[];
  readonly recoveries: readonly RecoveryView[];
  /** Null until the company is loaded. */
  readonly rootKeys: RootKeysView | null;
}

/** How membership reaches the relay; the sync engine of the replica plugs itself in. */
export interface MembershipLink {
  /** Call after every welcome; sends what the relay may lack. The result is called when the socket is gone. */
  connected(send: (message: ClientMsg) => void): () => void;
  /** Takes `mem`, `refused-mem`, `join` and `join-closed`; ignores the rest. Settles when durable. */
  receive(
    message: RelayMsg,
  ): Promise<Result<null, { readonly type: "LogInvalid" } | { readonly type: "LogForked" }>>;
  /** Another context of the profile wrote into the company's record: reads it again. */
  reload(): Promise<void>;
}

export interface Membership {
  readonly company: CompanyId;
  readonly device: DeviceKeys;
  readonly member: MemberId;
  readonly relay: StoredCompany["relay"];
  readonly view: Observable<MembershipView>;
  readonly verdict: Observable<Verdict>;
  /** What the relay judges by, with our own pending entries on top. */
  state(): CompanyState;
  /** Every verified entry, ancestors first. */
  log(): readonly LogEntry[];
  /** What each record did, in the order of the verdict, oldest first. */
  history(): readonly Explanation[];
  readonly link: MembershipLink;
  /**
   * Reads the log where the relay is, without a session: the relay may have another key by now, or have let the company
   * go to another relay, whose place is kept then. `later`: it went, and where it went nobody answers yet.
   */
  catchUp(): Promise<"settled" | "later">;
  /** Takes up what checkpoints of the company's relay put in order, whoever brings it; answers how many were new. */
  takeOrdered(entries: readonly Uint8Array[]): Promise<number>;
  /** Shows the log to a relay in the hall, which lets in by it; only once it has proved its key. */
  acquaint(relay: {
    readonly origin: string;
    readonly key: Key;
  }): Promise<Result<null, RelayProblem | { readonly type: "RelayUnproven" }>>;

  /**
   * A link for a new person (a fresh member in that place) or a further device of a member. Lives 24 hours. Without a
   * connection it waits on this device until there is one, and so does an approval. With `badgeIn` the newcomer needs
   * no approval.
   */
  invite(
    whom: Newcomer | { readonly member: MemberId },
    badgeIn?: BadgeIn,
  ): Promise<Result<OpenInvite, MembershipProblem>>;
  /** A newcomer's request read from their screen; it stands among the joins then. */
  takeRequest(
    text: string,
  ): Promise<Result<null, { readonly type: "NotARequest" } | { readonly type: "JoinGone" }>>;
  cancelInvite(invite: string): Promise<Result<null, MembershipProblem>>;
  approve(join: string): Promise<Result<null, MembershipProblem | { readonly type: "JoinGone" }>>;
  refuse(join: string): Promise<Result<null, MembershipProblem | { readonly type: "JoinGone" }>>;
  revokeDevice(device: string, reason: RevokeReason): Promise<Result<null, MembershipProblem>>;
  /** A new paper key to show and have retyped; nothing counts before `changeRootKeys`. */
  newPaperKey(): NewPaperKey;
  /** The next key document. It counts at once, because an owner's device signs it too. */
  changeRootKeys(change: RootChange): Promise<Result<null, RootChangeProblem>>;
  /** The same signed as far as it can be here, for other holders to sign on their devices. Nothing counts yet. */
  proposeRootKeys(change: RootChange): Promise<Result<OpenProposal, RootChangeProblem | OpenProposalProblem>>;
  /** What another holder began, or what came back from one. */
  openProposal(text: string): Promise<Result<OpenProposal, OpenProposalProblem>>;
  /** Why such an act of the person at this device would have no effect now; undefined when nothing speaks against it. */
  whyNot(op: MemOp): VoidReason | undefined;
  /** Any other act on the membership. Needs a connection: people rely on it at once. */
  perform(op: MemOp): Promise<Result<null, MembershipProblem>>;
}
