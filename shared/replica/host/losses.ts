/**
 * Receipts of a relay that does not have what they are for any more, and how much of it is back. They are evidence
 * against the relay and stay; they are also what lets any device bring the changes back.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Receipt } from "#shared/protocol/receipts";
import type { ByteStore, LinkState, StoreStep, StoreWrite } from "../ports";
import type { StoredLoss, StoredReceipt } from "../stored";

/** A receipt, and the newest sequence number of its actor that the relay is known to have. */
export interface Forgotten {
  readonly receipt: StoredReceipt;
  readonly has: number;
}

type Loss = StoredLoss & { readonly lostAt: Ms };

export class Losses {
  /** By document and hexadecimal actor. */
  readonly #byDoc = new Map<string, Map<string, Loss>>();
  #missing = 0;

  /** Rows of versions that kept no time get this moment, for good: each start would begin a new day otherwise. */
  async load(store: ByteStore, now: Ms): Promise<void> {
    const stored = await store.all("losses");
    for (const loss of stored) this.#keep(datedAt(loss, now));
    const undated = stored.filter(({ lostAt }) => lostAt === undefined);
    // If this fails, the next start dates them again.
    if (undated.length > 0)
      await store.transact(
        undated.map((loss) => lossWrite(datedAt(loss, now))),
        "relaxed",
      );
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
  of(doc: string): readonly Loss[] {
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
  lose(forgotten: readonly Forgotten[], now: Ms): StoreStep {
    const lost = new Map<string, Loss>();
    for (const { receipt, has } of forgotten) {
      const key = keyOf(receipt);
      const known =
        lost.get(key) ?? this.of(receipt.doc).find(({ actor }) => bytesEqual(actor, receipt.actor));
      const isMore = known !== undefined && known.seq > receipt.seq;
      const lostAt = known?.lostAt ?? now;
      lost.set(key, isMore ? { ...known, has: Math.min(known.has, has) } : { ...receipt, has, lostAt });
    }
    const { writes, apply } = this.#step([...lost.values()]);
    return {
      writes: [...writes, ...Array.from(lost.keys(), (key): StoreWrite => ({ delete: "receipts", key }))],
      apply,
    };
  }

  /** The relay gave these receipts, one per actor: that much is back. */
  returned(doc: string, receipts: readonly Receipt[]): StoreStep {
    return this.#step(receipts.flatMap(({ actor, seq }) => this.#settled(doc, toHex(actor), seq)));
  }

  /** Nobody waits for these any more; the evidence stays. */
  giveUp(doc: string, actors: readonly string[]): StoreStep {
    return this.#step(actors.flatMap((actor) => this.#settled(doc, actor, Infinity)));
  }

  forget(doc: string): void {
    for (const loss of this.of(doc)) this.#missing -= missingOf(loss);
    this.#byDoc.delete(doc);
  }

  #settled(doc: string, actor: string, seq: number): readonly Loss[] {
    const known = this.#byDoc.get(doc)?.get(actor);
    if (known === undefined || known.has >= Math.min(seq, known.seq)) return [];
    return [{ ...known, has: Math.min(seq, known.seq) }];
  }

  #step(changed: readonly Loss[]): StoreStep {
    return { writes: changed.map(lossWrite), apply: () => changed.forEach((loss) => this.#keep(loss)) };
  }

  #keep(loss: Loss): void {
    const known = this.#byDoc.get(loss.doc) ?? new Map<string, Loss>();
    const actor = toHex(loss.actor);
    const before = known.get(actor);
    this.#missing += missingOf(loss) - (before === undefined ? 0 : missingOf(before));
    known.set(actor, loss);
    this.#byDoc.set(loss.doc, known);
  }
}

const missingOf = ({ seq, has }: StoredLoss): number => Math.max(0, seq - has);

const keyOf = ({ doc, actor }: Pick<StoredReceipt, "doc" | "actor">): string => `${doc}/${toHex(actor)}`;

const datedAt = (loss: StoredLoss, now: Ms): Loss => ({ ...loss, lostAt: loss.lostAt ?? now });

const lossWrite = (value: Loss): StoreWrite => ({ put: "losses", key: keyOf(value), value });
