/** Whose replica this is, and what the membership log says about devices and rights. */
import type { CommandContext, DocumentScope, Verb } from "#shared/kernel/command";
import type { Ms } from "#shared/kernel/clock";
import type { MemberId } from "#shared/kernel/ids";

export interface CompanyIdentity {
  /** 32 bytes. */
  readonly company: Uint8Array;
  readonly member: MemberId;
}

/** Asked anew each time: rights and devices change while a replica is open. */
export interface Standing {
  /** Number of the newest checkpoint this device knows. */
  readonly checkpoint: () => number;
  /** Whether this device holds a grant now: for documents of that scope, or without one of any scope at all. */
  readonly may: (verb: Verb, on: string, scope?: DocumentScope) => boolean;
  /** The member behind a device key (base64url), also of devices that were revoked since. */
  readonly memberOf: (device: string) => MemberId | null;
  /** Which changes of which writing sessions somebody adopted, oldest first. */
  readonly adoptions: () => readonly Adoption[];
  /** The company's own relay, as commands see it. */
  readonly home: () => CommandContext["home"];
}

/** Changes of a writing session (hexadecimal) taken into the company although its device had left. */
export interface Adoption {
  readonly doc: string;
  readonly actor: string;
  /** Sequence numbers of the first and the last. */
  readonly from: number;
  readonly seq: number;
  readonly by: MemberId | null;
  readonly at: Ms;
}
