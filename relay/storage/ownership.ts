/**
 * Who puts a company's changes in order where several relays share one log. Each relay is a node; a company has at
 * most one owner, and only the owner can append to it: the store sees to that by itself. This port decides who it is.
 */
import type { CompanyNumber } from "./log-store";

export type Claim =
  /** This node owns the company from now on, under an epoch of its own: read the log after this, not before. */
  | { readonly type: "ours"; readonly company: CompanyNumber }
  /** Another node owns it and works. */
  | { readonly type: "elsewhere"; readonly address: string }
  /** Another node has it and cannot be reached now: asking again in a moment helps. */
  | { readonly type: "unsettled" }
  | { readonly type: "unknown" };

/** `taken`: by another node, which believed this one gone. `given`: to another node, which had fewer. */
export type Lost = "taken" | "given";

export interface OwnershipEvents {
  /** Another node has the company; what is in memory of it is old. */
  readonly onLost: (company: CompanyNumber, why: Lost) => void;
  /** Addresses of the nodes that work, asked again and again. */
  readonly onNodes: (addresses: ReadonlySet<string>) => void;
}

export interface Ownership {
  /** Settles who owns the company: this node when nobody does who works. `id` is the company's. */
  readonly claim: (id: Uint8Array) => Promise<Claim>;
  /** A number no other company has or gets. */
  readonly nextNumber: () => Promise<CompanyNumber>;
  /** Where other nodes reach this one; until it is said they pass nothing on. Events are told from then on. */
  readonly join: (address: string | null, events: OwnershipEvents) => Promise<void>;
  /** Gives everything back, after the last append: others may take it at once. */
  readonly release: () => Promise<void>;
  /** How many companies this node owns. */
  readonly owned: () => number;
}
