/**
 * What others wrote that came through a relay in the hall and has no receipt of the company's own relay yet: a layer
 * over the base, like own changes in the outbox. It goes when that relay confirms the same change, or refuses it.
 */
import { toHex } from "#shared/kernel/bytes";
import type { Receipt } from "#shared/protocol/receipts";
import type { ByteStore, StoreStep, StoreWrite } from "../ports";
import { inOrder } from "../host/outbox";
import { unshownMark } from "../host/rescue";
import type { OutboxEntry, StoredHallChange, StoredTip } from "../stored";

export class HallWork {
  /** By document and hexadecimal hash, ancestors first. */
  readonly #changes = new Map<string, Map<string, StoredHallChange>>();
  /** By document and hexadecimal actor. */
  readonly #tips = new Map<string, Map<string, StoredTip>>();

  async load(store: ByteStore): Promise<void> {
    // The store gives them in the order of their names.
    this.#keep(inOrder(await store.all("hall")), await store.all("hallTips"));
  }

  /** Changes of others that the company's relay has not confirmed. */
  get size(): number {
    let size = 0;
    for (const changes of this.#changes.values()) size += changes.size;
    return size;
  }

  documents(): readonly string[] {
    return [...this.#changes.keys()];
  }

  has(doc: string): boolean {
    return this.#changes.has(doc);
  }

  hasChange(doc: string, hash: string): boolean {
    return this.#changes.get(doc)?.has(hash) === true;
  }

  of(doc: string): readonly StoredHallChange[] {
    return [...(this.#changes.get(doc)?.values() ?? [])];
  }

  tipsOf(doc: string): readonly StoredTip[] {
    return [...(this.#tips.get(doc)?.values() ?? [])];
  }

  tipOf(doc: string, actor: Uint8Array): StoredTip | undefined {
    return this.#tips.get(doc)?.get(toHex(actor));
  }

  /** The newest tip of each actor, whether a receipt is for it or not. */
  over(doc: string, base: ReadonlyMap<string, StoredTip>): ReadonlyMap<string, StoredTip> {
    const tips = this.#tips.get(doc);
    return tips === undefined ? base : newestOf([...base.values(), ...tips.values()]);
  }

  /** Remembers what was stored with `hallWrites`. */
  add(changes: readonly StoredHallChange[], tips: readonly StoredTip[]): void {
    this.#keep(changes, tips);
  }

  /** The company's relay gave these receipts: what they cover is in the base, with the tip each of them names. */
  settle(doc: string, receipts: readonly Receipt[]): StoreStep {
    const proven: StoreWrite[] = [];
    const covered: StoredHallChange[] = [];
    for (const receipt of receipts) {
      const actor = toHex(receipt.actor);
      covered.push(...this.of(doc).filter((change) => change.actor === actor && change.seq <= receipt.seq));
      const tip = this.#tips.get(doc)?.get(actor);
      if (tip?.hash === toHex(receipt.hash)) proven.push({ put: "tips", key: `${doc}/${actor}`, value: tip });
    }
    const { writes, apply } = this.#removal(doc, covered);
    return { writes: [...proven, ...writes], apply };
  }

  /** These changes with everything in here that builds on them, through own changes too. */
  above(
    doc: string,
    from: ReadonlySet<string>,
    own: readonly Pick<OutboxEntry, "hash" | "deps">[],
  ): readonly StoredHallChange[] {
    const found = new Set(from);
    for (const { hash, deps } of inOrder([...this.of(doc), ...own]))
      if (deps.some((dep) => found.has(dep))) found.add(hash);
    return this.of(doc).filter(({ hash }) => found.has(hash));
  }

  /** They are not shown any more; takes them out of the store. */
  withdraw(doc: string, changes: readonly StoredHallChange[]): StoreStep {
    const gone = changes.flatMap(({ hash }): StoreWrite[] => [
      { delete: "chunks", key: `${doc}/${hash}` },
      unshownMark(doc, hash),
    ]);
    const { writes, apply } = this.#removal(doc, changes);
    return { writes: [...gone, ...writes], apply };
  }

  forget(doc: string): void {
    this.#changes.delete(doc);
    this.#tips.delete(doc);
  }

  /** The relay in the hall with this key does not have what it had. */
  lostBy(relay: string): StoreStep {
    const lost = this.documents().flatMap((doc) => this.of(doc).filter(({ from }) => from === relay));
    const changes = lost.map((change) => ({ ...change, from: "" }));
    return { writes: hallWrites(changes, []), apply: () => this.#keep(changes, []) };
  }

  #keep(changes: readonly StoredHallChange[], tips: readonly StoredTip[]): void {
    for (const change of changes) {
      const known = this.#changes.get(change.doc) ?? new Map<string, StoredHallChange>();
      this.#changes.set(change.doc, known.set(change.hash, change));
    }
    for (const tip of tips) {
      const known = this.#tips.get(tip.doc) ?? new Map<string, StoredTip>();
      this.#tips.set(tip.doc, known.set(toHex(tip.actor), tip));
    }
  }

  /** A tip goes with the last change it is for. */
  #removal(doc: string, changes: readonly StoredHallChange[]): StoreStep {
    const gone = new Set(changes.map(({ hash }) => hash));
    const left = new Set(this.of(doc).flatMap(({ hash, actor }) => (gone.has(hash) ? [] : [actor])));
    const actors = [...(this.#tips.get(doc)?.keys() ?? [])].filter((actor) => !left.has(actor));
    return {
      writes: [
        ...Array.from(gone, (hash): StoreWrite => ({ delete: "hall", key: `${doc}/${hash}` })),
        ...actors.map((actor): StoreWrite => ({ delete: "hallTips", key: `${doc}/${actor}` })),
      ],
      apply: () => {
        for (const hash of gone) this.#changes.get(doc)?.delete(hash);
        for (const actor of actors) this.#tips.get(doc)?.delete(actor);
        if (this.#changes.get(doc)?.size === 0) this.forget(doc);
      },
    };
  }
}

const newestOf = (tips: readonly StoredTip[]): ReadonlyMap<string, StoredTip> => {
  const newest = new Map<string, StoredTip>();
  for (const tip of tips) {
    const actor = toHex(tip.actor);
    if ((newest.get(actor)?.seq ?? 0) < tip.seq) newest.set(actor, tip);
  }
  return newest;
};

export const hallWrites = (
  changes: readonly StoredHallChange[],
  tips: readonly StoredTip[],
): readonly StoreWrite[] => [
  ...changes.map((value): StoreWrite => ({ put: "hall", key: `${value.doc}/${value.hash}`, value })),
  ...tips.map((value): StoreWrite => ({ put: "hallTips", key: `${value.doc}/${toHex(value.actor)}`, value })),
];

/** The newest tip of each actor of a document on this device, or of all documents. */
export const newestTips = async (store: ByteStore, prefix = ""): Promise<readonly StoredTip[]> => {
  const [base, hall] = await Promise.all([store.all("tips", prefix), store.all("hallTips", prefix)]);
  if (hall.length === 0) return base;
  const newest = new Map([...base, ...hall].map((tip) => [`${tip.doc}/${toHex(tip.actor)}`, tip]));
  return [...newest.values()];
};
