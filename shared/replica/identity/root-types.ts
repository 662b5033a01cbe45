/** The company's root keys as screens see them, and what an owner asks to make of them. */
import type { Ms } from "#shared/kernel/clock";
import type { MemberId } from "#shared/kernel/ids";
import type { Bytes32 } from "#shared/protocol/wire-types";
import type { MembershipProblem, PaperKeySheet } from "./types";

/** A paper key made just now and kept nowhere: it is a root key once its owner has it and the next document counts. */
export interface NewPaperKey {
  readonly seed: Bytes32;
  readonly sheet: PaperKeySheet;
}

/** One of the keys that together may bring an owner back and change the keys themselves. */
export interface RootHolder {
  /** Base64url of the root key. */
  readonly key: string;
  /** As on the sheet of a paper key. */
  readonly name: string;
  /** Whose device it is; null for a key on paper. */
  readonly device: {
    readonly member: MemberId;
    readonly self: boolean;
    /** False when it was removed, or its person is no owner any more: then the key has no power. */
    readonly counts: boolean;
  } | null;
}

/** The root keys in force. */
export interface RootKeysView {
  readonly no: number;
  /** How many of the holders have to agree. */
  readonly threshold: number;
  /** When they were signed, by the signer's clock. */
  readonly issued: Ms;
  readonly holders: readonly RootHolder[];
  /** Owners' devices that hold no root key (base64url). */
  readonly candidates: readonly {
    readonly device: string;
    readonly member: MemberId;
    readonly self: boolean;
  }[];
  /** Signed by root keys alone, without an owner's device: they count at `from` unless an owner refuses. */
  readonly waiting: readonly {
    readonly id: string;
    readonly from: Ms | null;
    /** An owner refused them, and the relay has not confirmed it yet: until then they may still count. */
    readonly refused: boolean;
  }[];
  /** Whether the person at this device may change them. */
  readonly mayChange: boolean;
}

/** The next set of root keys. */
export interface RootChange {
  /** Base64url of the keys in force that stay. */
  readonly keep: readonly string[];
  /** Base64url of owners' devices that hold one from now on. */
  readonly devices: readonly string[];
  readonly papers: readonly NewPaperKey[];
  readonly threshold: number;
  /** Paper keys in force, typed to agree where this device alone is not enough. */
  readonly agree: readonly string[];
}

export type RootChangeProblem =
  | MembershipProblem
  | { readonly type: "PaperKeyMistyped"; readonly at: number }
  | { readonly type: "PaperKeyReplaced"; readonly at: Ms }
  /** A paper key of another company. */
  | { readonly type: "PaperKeyForeign"; readonly at: number }
  /** So many of the keys in force have to sign, and so many did. */
  | { readonly type: "AgreementMissing"; readonly needed: number; readonly given: number }
  /** So many of the new keys have to sign, and so many did. */
  | { readonly type: "HoldersMissing"; readonly needed: number; readonly given: number }
  /** Fewer keys on paper than have to agree: with all devices lost nobody could come back. */
  | { readonly type: "PapersTooFew"; readonly needed: number }
  | { readonly type: "KeysTooMany"; readonly max: number };
