/** What root holders on several devices sign one after the other, as screens see it. */
import type { Ms } from "#shared/kernel/clock";
import type { MemberId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import type { ProposalProblem } from "#shared/protocol/membership/judge-proposal";
import type { ReadProposalProblem } from "#shared/protocol/root-proposal";
import type { RootHolder } from "./root-types";
import type { MembershipProblem, RelayProblem } from "./types";

/** New company keys, beside those in force. */
export interface ProposedKeys {
  readonly no: number;
  readonly threshold: number;
  readonly stay: readonly RootHolder[];
  readonly come: readonly RootHolder[];
  readonly go: readonly RootHolder[];
}

/** Somebody who lost their devices. */
export interface ProposedRecovery {
  readonly member: MemberId;
  /** Four characters by which the new device is told apart; its own screen shows them too. */
  readonly deviceName: string;
  /** Devices that end. */
  readonly ends: readonly RootHolder[];
  /** An owner's device signed too: nobody waits two days. */
  readonly countsAtOnce: boolean;
}

export interface ProposalView {
  readonly company: string;
  readonly fingerprint: string;
  /** Of all that is signed: the same on every holder's screen, to be read out. */
  readonly code: string;
  /** By the clock of whoever began it. */
  readonly at: Ms;
  /** Of the keys in force. */
  readonly no: number;
  readonly threshold: number;
  readonly asks:
    ({ readonly kind: "keys" } & ProposedKeys) | ({ readonly kind: "recovery" } & ProposedRecovery);
  readonly signed: readonly RootHolder[];
  /** How many more holders have to sign; 0: enough did. */
  readonly missing: number;
  /** This device holds a key that has not signed yet. */
  readonly mayAgreeHere: boolean;
  /** Whether it can be sent from here once enough have signed. */
  readonly maySend: boolean;
}

export type OpenProposalProblem = ReadProposalProblem | ProposalProblem;

export type AgreeProblem =
  | { readonly type: "PaperKeyMistyped"; readonly at: number }
  | { readonly type: "PaperKeyReplaced"; readonly at: Ms }
  | { readonly type: "PaperKeyForeign"; readonly at: number }
  /** This holder has signed already: another one is needed. */
  | { readonly type: "SignedAlready" };

export interface OpenProposal {
  readonly view: ProposalView;
  /** To be carried to the next holder, or back. Nothing in it is secret. */
  readonly text: string;
  /** The same with the signature of this device, or of paper keys. */
  agree(by: "here" | readonly string[]): Promise<Result<OpenProposal, AgreeProblem>>;
  /** Hands in what enough holders have signed. */
  send(): Promise<Result<null, MembershipProblem | RelayProblem>>;
}
