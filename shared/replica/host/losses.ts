/**
 * Receipts of a relay that does not have what they are for any more, and how much of it is back. They are evidence
 * against the relay and stay; they are also what lets any device bring the changes back.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Receipt } from "#shared/protocol/receipts";
import type { ByteStore, LinkState, StoreWrite } from "../ports";
import type { StoredLoss, StoredReceipt } from "../stored";

/** A receipt, and the newest sequence number of its actor that the relay is known to have. */
export interface Forgotten {
  readonly receipt: StoredReceipt;
  readonly has: number;
}

export class Losses {
  /** By document and hexadecimal actor. */
  readonly #byDoc = new Map<string, Map<string, StoredLoss>>();
  #missing = 0;

  async load(store: ByteStore): Promise<void> {
    for (const loss of await store.all("losses")) this.#keep(loss);
  }

  /** Changes that have receipts and that the relay does not have. */
  get missing(): number {
    return this.#missing;
  }

  /** Since when the oldest of them is known to be; null when there is none. */
  get #missingSince(): Ms | null {
    const missing = this.documents().flatMap((doc) => this.of(doc));
    return missing.reduce<Ms | null>((oldest, { lostAt }) => Math.min(lostAt, oldest ?? lostAt), null);
  }

  /** What tabs are told of it. */
  get told(): Pick<LinkState, "missing" | "missingSince"> {
    return { missing: this.#missing, missingSince: this.#missingSince };
  }

  /** Documents of which something is missing. */
  documents(): readonly string[] {
    return [...this.#byDoc.keys()].filter((doc) => this.of(doc).length > 0);
  }

  /** What is missing of a document. */
  of(doc: string): readonly StoredLoss[] {
    return [...(this.#byDoc.get(doc)?.values() ?? [])].filter(({ seq, has }) => has < seq);
  }

  /** Whether anything of the document was ever lost. */
  knows(doc: string): boolean {
    return this.#byDoc.has(doc);
  }

  /**
   * These receipts do not count any more. Older evidence about the same actor gives way, unless more is still missing
   * by it: a relay that forgot twice gave its second receipt for less.
   */
  lose(forgotten: readonly Forgotten[], now: Ms): readonly StoreWrite[] {
    return forgotten.flatMap(({ receipt, has }): StoreWrite[] => {
      const key = `${receipt.doc}/${toHex(receipt.actor)}`;
      const known = this.of(receipt.doc).find(({ actor }) => bytesEqual(actor, receipt.actor));
      const isMore = known !== undefined && known.seq > receipt.seq;
      const lostAt = known?.lostAt ?? now;
      const loss = isMore ? { ...known, has: Math.min(known.has, has) } : { ...receipt, has, lostAt };
      this.#keep(loss);
      return [
        { put: "losses", key, value: loss },
        { delete: "receipts", key },
      ];
    });
  }

  /** The relay gave these receipts: that much is back. */
  returned(doc: string, receipts: readonly Receipt[]): readonly StoreWrite[] {
    return receipts.flatMap(({ actor, seq }) => this.#settle(doc, toHex(actor), seq));
  }

  /** Nobody waits for these any more; the evidence stays. */
  giveUp(doc: string, actors: readonly string[]): readonly StoreWrite[] {
    return actors.flatMap((actor) => this.#settle(doc, actor, Infinity));
  }

  forget(doc: string): void {
    for (const loss of this.of(doc)) this.#missing -= missingOf(loss);
    this.#byDoc.delete(doc);
  }

  #settle(doc: string, actor: string, seq: number): readonly StoreWrite[] {
    const known = this.#byDoc.get(doc)?.get(actor);
    if (known === undefined || known.has >= Math.min(seq, known.seq)) return [];
    const loss = { ...known, has: Math.min(seq, known.seq) };
    this.#keep(loss);
    return [{ put: "losses", key: `${doc}/${actor}`, value: loss }];
  }

  #keep(loss: StoredLoss): void {
    const known = this.#byDoc.get(loss.doc) ?? new Map<string, StoredLoss>();
    const actor = toHex(loss.actor);
    const before = known.get(actor);
    this.#missing += missingOf(loss) - (before === undefined ? 0 : missingOf(before));
    known.set(actor, loss);
    this.#byDoc.set(loss.doc, known);
  }
}

const missingOf = ({ seq, has }: StoredLoss): number => Math.max(0, seq - has);
