/** What the sync host needs of the membership log; `identity` provides it. */
import type { DocCard } from "#shared/protocol/cards";
import type { AcceptanceVerdict, AcceptedChanges } from "#shared/protocol/membership/acceptance";
import type { Bytes32, Hash, Key } from "#shared/protocol/wire-types";
import type { Standing } from "../engine/company";
import type { MembershipLink } from "../identity/types";

export interface HostMembership extends Standing {
  readonly company: Bytes32;
  /** Whether the device belonged to the company at that checkpoint. */
  readonly deviceAt: (device: Key, checkpoint: number) => boolean;
  /** Whether the device may write documents of that class and scope now. */
  readonly mayWrite: (device: Key, card: Pick<DocCard, "cls" | "scope">) => boolean;
  /** Whether the device may begin such a document now. */
  readonly mayCreate: (device: Key, card: Pick<DocCard, "cls" | "scope">) => boolean;
  /** Whether the device's member is a manager or more. */
  readonly isManager: (device: Key) => boolean;
  /** Whether the relay might accept it, by the log here; where that log is known to be of no use, it is in order. */
  readonly judgeAcceptance: (accepted: AcceptedChanges) => AcceptanceVerdict;
  /** Relays whose receipts count at that checkpoint. */
  readonly relayKeysAt: (checkpoint: number) => readonly Key[];
  /** Whether an administrator took up what this session wrote in the document, up to that change. */
  readonly isAdopted: (doc: string, actor: Uint8Array, seq: number) => boolean;
  /** Of the newest checkpoint this device follows; null before the first. */
  readonly checkpointId: () => Hash | null;
  /** Whether it is in the order this device follows. */
  readonly hasCheckpoint: (id: Hash) => boolean;
  /** What a relay lacks that knows the log up to that checkpoint only, as frames to send. */
  readonly decidedAfter: (checkpoint: number) => readonly (readonly Uint8Array[])[];
  /** Takes up what the company's relay has put in order, whoever brings it; answers how many were new. */
  readonly takeOrdered: (entries: readonly Uint8Array[]) => Promise<number>;
  /**
   * Shows the company's log to a relay in the hall that does not know the company, or this device. `unproven`: it did not
   * prove its key at that address; `unanswered`: it did not come to that, or the relay did not take it.
   */
  readonly acquaint: (relay: {
    readonly origin: string;
    readonly key: Key;
  }) => Promise<"shown" | "unproven" | "unanswered">;
  /** Null for a company that lives on this device alone. */
  readonly relay: () => { readonly origin: string; readonly key: Key } | null;
  readonly link: MembershipLink;
  /** Whether the company's confirmed log says that nothing of this device is taken any more. */
  readonly isShutOut: () => boolean;
  /** Reads the membership log without a session, also where the company moved to; see `Membership`. */
  readonly catchUp: () => Promise<"settled" | "later">;
}
