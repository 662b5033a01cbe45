/**
 * Whether the relay still knows what it gave us receipts for. The place in the log lags behind the newest receipts; a
 * relay that forgot just those would look as if nothing had happened. While catching up it sends every receipt after
 * our place again, so one that does not come is one it does not have.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Receipt } from "#shared/protocol/receipts";
import { docIdFromBytes } from "#shared/protocol/wire-types";
import type { ByteStore } from "../ports";
import type { Forgotten } from "./losses";
import { Losses } from "./losses";
import type { LogPosition } from "./position";

export class SeenReceipts {
  /** What it does not know any more. */
  readonly losses = new Losses();
  /** Newest sequence number per document and actor that came over this connection. */
  readonly #seen = new Map<string, number>();
  /** Where this connection began to read; null once everything up to its welcome has come. */
  #begun: { readonly serial: number; readonly until: number } | null = null;
  /** Sequence number of the stored receipt per document and actor. */
  readonly #stored = new Map<string, number>();
  #newest: LogPosition | undefined;
  /** Up to here every receipt on this device was found in the log; for later ones the relay's word alone stands. */
  #proven = 0;
  readonly #unproven = new Map<string, LogPosition>();

  /** Whether the relay's log ends before what we know of it, or is another one there. */
  compare(
    position: LogPosition,
    welcome: LogPosition,
  ): { readonly isBehind: boolean; readonly isOther: boolean } {
    const known =
      this.#newest === undefined || this.#newest.serial < position.serial ? position : this.#newest;
    return {
      isBehind: welcome.serial < known.serial,
      isOther: welcome.serial === known.serial && !bytesEqual(welcome.logHash, known.logHash),
    };
  }

  /** Receipts above our place: whether the relay has what they are for shows only at the end of catching up. */
  get mustProve(): boolean {
    return this.#begun !== null && (this.#newest?.serial ?? 0) > this.#begun.serial;
  }

  async load(store: ByteStore, proven: number, now: Ms): Promise<void> {
    this.#proven = proven;
    for (const receipt of await store.all("receipts")) {
      const key = keyOf(receipt.doc, receipt.actor);
      this.#stored.set(key, receipt.seq);
      this.#hear(key, receipt);
    }
    await this.losses.load(store, now);
  }

  /** Reading begins behind `serial`; the relay's log reaches to `until`. Null: nothing is read in the log's order. */
  begin(serial: number, until: number | null): void {
    this.#seen.clear();
    this.#begun = until === null ? null : { serial, until };
  }

  /**
   * The relay gave this receipt. False when the stored one says more: a relay that forgot would otherwise take its own
   * word back.
   */
  note(receipt: Receipt): boolean {
    const key = keyOf(docIdFromBytes(receipt.doc), receipt.actor);
    this.#seen.set(key, Math.max(this.#seen.get(key) ?? 0, receipt.seq));
    if (receipt.seq < (this.#stored.get(key) ?? 0)) return false;
    this.#stored.set(key, receipt.seq);
    this.#hear(key, receipt);
    return true;
  }

  get proven(): number {
    return this.#proven;
  }

  /** The relay's log was compared with every receipt up to here. */
  prove(serial: number): void {
    this.#proven = serial;
    for (const [key, place] of this.#unproven) if (place.serial <= serial) this.#unproven.delete(key);
  }

  /** The log may be another one: what was found in it before says nothing. */
  async doubt(store: ByteStore): Promise<void> {
    this.#proven = 0;
    for (const receipt of await store.all("receipts")) this.#hear(keyOf(receipt.doc, receipt.actor), receipt);
  }

  /** Places of receipts that were never found in the log. */
  unproven(): readonly LogPosition[] {
    return [...this.#unproven.values()];
  }

  /** The stored receipt does not count any more. */
  drop(doc: string, actor: Uint8Array): void {
    this.#stored.delete(keyOf(doc, actor));
    this.#unproven.delete(keyOf(doc, actor));
  }

  /**
   * Everything up to `place` has come: receipts that are not among it, of whatever device. Undefined when this was
   * looked at before over this connection, or more is to come.
   */
  async forgottenAt(store: ByteStore, place: LogPosition): Promise<readonly Forgotten[] | undefined> {
    const begun = this.#begun;
    if (begun === null || place.serial < begun.until) return undefined;
    this.#begun = null;
    if ((this.#newest?.serial ?? 0) <= begun.serial) return [];
    const receipts = await store.all("receipts");
    this.#newest = undefined;
    const forgotten: Forgotten[] = [];
    for (const receipt of receipts) {
      const has = this.#seen.get(keyOf(receipt.doc, receipt.actor)) ?? 0;
      if (receipt.serial > begun.serial && has < receipt.seq) forgotten.push({ receipt, has });
      else this.#raise(receipt);
    }
    return forgotten;
  }

  #hear(key: string, { serial, logHash }: LogPosition): void {
    if (serial > this.#proven) this.#unproven.set(key, { serial, logHash });
    else this.#unproven.delete(key);
    this.#raise({ serial, logHash });
  }

  #raise({ serial, logHash }: LogPosition): void {
    if (serial > (this.#newest?.serial ?? 0)) this.#newest = { serial, logHash };
  }
}

const keyOf = (doc: string, actor: Uint8Array): string => `${doc}/${toHex(actor)}`;
