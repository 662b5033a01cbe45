/**
 * Whether the relay still knows what it gave us receipts for. The place in the log lags behind the newest receipts; a
 * relay that forgot just those would look as if nothing had happened. While catching up it sends every receipt after
 * our place again, so one that does not come is one it does not have.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import type { Receipt } from "#shared/protocol/receipts";
import { docIdFromBytes } from "#shared/protocol/wire-types";
import type { ByteStore } from "../ports";
import type { LogPosition } from "./position";

export class SeenReceipts {
  /** Newest sequence number per document and actor that came over this connection. */
  readonly #seen = new Map<string, number>();
  /** Where this connection began to read; null once everything up to its welcome has come. */
  #begun: { readonly serial: number; readonly until: number } | null = null;
  /** Sequence number of the stored receipt per document and actor. */
  readonly #stored = new Map<string, number>();
  #newest: LogPosition | undefined;

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

  async load(store: ByteStore): Promise<void> {
    for (const receipt of await store.all("receipts")) {
      this.#stored.set(keyOf(receipt.doc, receipt.actor), receipt.seq);
      this.#raise(receipt);
    }
  }

  /** Reading begins behind `serial`; the relay's log reaches to `until`. Null: nothing is read in the log's order. */
  begin(serial: number, until: number | null): void {
    this.#seen.clear();
    this.#begun = until === null ? null : { serial, until };
  }

  note(receipt: Receipt): void {
    const key = keyOf(docIdFromBytes(receipt.doc), receipt.actor);
    this.#seen.set(key, Math.max(this.#seen.get(key) ?? 0, receipt.seq));
    this.#stored.set(key, Math.max(this.#stored.get(key) ?? 0, receipt.seq));
    this.#raise(receipt);
  }

  /** Whether the stored receipt says more: a relay that forgot would otherwise take its own word back. */
  isOlder({ doc, actor, seq }: Receipt): boolean {
    return seq < (this.#stored.get(keyOf(docIdFromBytes(doc), actor)) ?? 0);
  }

  /** The stored receipt does not count any more. */
  drop(doc: string, actor: Uint8Array): void {
    this.#stored.delete(keyOf(doc, actor));
  }

  /** What is above no longer counts: it is being pushed again. */
  forget(): void {
    this.#newest = undefined;
  }

  /**
   * Everything up to `place` has come. The serial to push again after when receipts of ours are not among it;
   * undefined when all is well or was looked at before.
   */
  async forgottenAfter(store: ByteStore, place: LogPosition): Promise<number | undefined> {
    const begun = this.#begun;
    if (begun === null || place.serial < begun.until) return undefined;
    this.#begun = null;
    if ((this.#newest?.serial ?? 0) <= begun.serial) return undefined;
    const receipts = await store.all("receipts");
    const isForgotten = receipts.some(
      ({ doc, actor, seq, serial }) =>
        serial > begun.serial && serial <= place.serial && (this.#seen.get(keyOf(doc, actor)) ?? 0) < seq,
    );
    return isForgotten ? begun.serial : undefined;
  }

  #raise({ serial, logHash }: LogPosition): void {
    if (serial > (this.#newest?.serial ?? 0)) this.#newest = { serial, logHash };
  }
}

const keyOf = (doc: string, actor: Uint8Array): string => `${doc}/${toHex(actor)}`;
