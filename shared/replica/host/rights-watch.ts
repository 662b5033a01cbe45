/**
 * Looks again at everything the relay says it accepted, whoever wrote it, this device included. Nothing is taken out of
 * a document for it: devices that leave out different changes are worse than one that says that its relay cannot be
 * relied on.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { AcceptedChanges } from "#shared/protocol/membership/acceptance";
import type { Receipt } from "#shared/protocol/receipts";
import type { Bytes16, Key } from "#shared/protocol/wire-types";
import type { StoredCard } from "../stored";
import type { SyncProblem } from "../types";
import type { FreshChange } from "./soundness";
import type { HostMembership } from "./standing";
import { cardValue } from "./verify-card";

/** What came of a document in one message. */
export interface ShownChanges {
  readonly receipts: readonly Receipt[];
  /** Whose writing session it is; undefined when no tip of it is here. */
  readonly deviceOf: (actor: Bytes16) => Key | undefined;
  /** What this device takes up of a document it had nothing of. */
  readonly beginning: readonly FreshChange[];
}

export class RightsWatch {
  readonly #membership: () => Pick<HostMembership, "judgeAcceptance" | "isAdopted">;
  readonly #report: (problem: SyncProblem) => void;
  /** Receipts under checkpoints that have not come yet, by document and writing session. */
  readonly #unexplained = new Map<string, { readonly thing: string; readonly accepted: AcceptedChanges }>();

  constructor(
    membership: () => Pick<HostMembership, "judgeAcceptance" | "isAdopted">,
    report: (problem: SyncProblem) => void,
  ) {
    this.#membership = membership;
    this.#report = report;
  }

  look(card: StoredCard, { receipts, deviceOf, beginning }: ShownChanges): void {
    const value = cardValue(card);
    if (value === undefined) return;
    const isAdopted = (actor: Bytes16, seq: number): boolean =>
      this.#membership().isAdopted(card.doc, actor, seq);
    const roots = beginning
      .filter(({ change }) => change.deps.length === 0)
      .map(({ change }) => change.actor);
    const founders = roots.filter((actor) => {
      const device = deviceOf(actor);
      return device !== undefined && bytesEqual(device, value.by);
    });
    // A card has no receipt of its own: whoever signed it has to be who wrote the first change.
    if (roots.length > 0 && founders.length === 0) this.#accuse(card.thing);
    for (const receipt of receipts) {
      const { actor, seq } = receipt;
      const device = deviceOf(actor);
      if (device === undefined || isAdopted(actor, seq)) continue;
      const begins = founders.some((founder) => bytesEqual(founder, actor)) && !isAdopted(actor, 1);
      this.#judge(`${card.doc}/${toHex(actor)}`, card.thing, { card: value, device, receipt, begins });
    }
  }

  /** Everything the relay had to say before this moment has been said, checkpoints too. */
  settle(): void {
    const waiting = [...this.#unexplained];
    this.#unexplained.clear();
    for (const [name, { thing, accepted }] of waiting) {
      this.#judge(name, thing, accepted);
      if (this.#unexplained.delete(name)) this.#accuse(thing);
    }
  }

  #judge(name: string, thing: string, accepted: AcceptedChanges): void {
    const verdict = this.#membership().judgeAcceptance(accepted);
    if (verdict === "unknown") this.#unexplained.set(name, { thing, accepted });
    else if (verdict !== "in-order") this.#accuse(thing);
  }

  #accuse(thing: string): void {
    this.#report({ type: "RelayUntrusted", reason: "grant", thing: brand<ThingId>(thing) });
  }
}
