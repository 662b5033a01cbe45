/** A way back into the company by root keys, as the device that asked for it sees it. */
import type { Ms } from "#shared/kernel/clock";
import type { Observable } from "../types";
import type { RelayProblem } from "./types";

export type RecoverProblem =
  | RelayProblem
  /** `at`: position among those typed, from 0. */
  | { readonly type: "PaperKeyMistyped"; readonly at: number }
  /** Was a root key until then, by the clock of whoever signed the keys that came after it. */
  | { readonly type: "PaperKeyReplaced"; readonly at: Ms }
  /** The company asks for so many of them together. */
  | { readonly type: "PaperKeysMissing"; readonly needed: number }
  /** The relay knows no company with this paper key. */
  | { readonly type: "CompanyUnknown" }
  | { readonly type: "CompanyNotProven" };

/** A request that other root holders sign first. */
export interface CarriedRequest {
  /** To be carried to them. Nothing in it is secret. */
  readonly text: string;
  /** The same on every holder's screen, to be read out. */
  readonly code: string;
  /** As their screens call this device. */
  readonly deviceName: string;
}

export type RecoveryState =
  | "waiting"
  | "recovered"
  /** An owner objected, or ended this device after it was let in. */
  | "vetoed"
  /** A key that signed the request is none of the company's any more: nobody can agree to it. */
  | "replaced"
  /** The company has other keys since it was sent: what waited on the old ones ended, though its own still count. */
  | "rekeyed"
  /** The person it was to bring back is no owner any more. */
  | "not-owner";

export interface Recovering {
  readonly company: string;
  /** What other holders have to sign first; null once the relay has the request. */
  readonly proposal: Observable<CarriedRequest | null>;
  /** When the recovery counts unless an owner device objects; null until the relay has confirmed the request. */
  readonly readyAt: Observable<Ms | null>;
  readonly state: Observable<RecoveryState>;
  /** Gives up: forgets the keys made for it. */
  cancel(): Promise<void>;
}
