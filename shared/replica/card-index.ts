/** The documents of the company this device knows, by address and by what they are about. */
import type { Ms } from "#shared/kernel/clock";
import type { DocumentScope } from "#shared/kernel/command";
import type { MemberId, ThingId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import type { StoredCard } from "./stored";

const dayMs = 86_400_000;

export class CardIndex {
  readonly #byDoc = new Map<string, StoredCard>();
  readonly #byThing = new Map<string, Set<string>>();
  readonly #byKind = new Map<string, Set<string>>();

  get size(): number {
    return this.#byDoc.size;
  }

  add(card: StoredCard): void {
    this.#byDoc.set(card.doc, card);
    this.#byThing.set(card.thing, (this.#byThing.get(card.thing) ?? new Set()).add(card.doc));
    this.#byKind.set(card.kind, (this.#byKind.get(card.kind) ?? new Set()).add(card.doc));
  }

  remove(doc: string): void {
    const card = this.#byDoc.get(doc);
    if (card === undefined) return;
    this.#byDoc.delete(doc);
    this.#byThing.get(card.thing)?.delete(doc);
    this.#byKind.get(card.kind)?.delete(doc);
  }

  all(): IterableIterator<StoredCard> {
    return this.#byDoc.values();
  }

  byDoc(doc: string): StoredCard | undefined {
    return this.#byDoc.get(doc);
  }

  /**
   * The document a thing lives in now: the highest card number of which everything is here; equal numbers are settled
   * by address.
   */
  current(thing: string): StoredCard | undefined {
    return this.#newest(this.ofThing(thing).filter(({ waits }) => waits === undefined));
  }

  /** False for a document that was replaced, and for one that is still to take another's place. */
  isCurrent(doc: string): boolean {
    const card = this.#byDoc.get(doc);
    return card !== undefined && this.current(card.thing)?.doc === doc;
  }

  /** Every document the thing ever lived in, as far as known here; oldest first. */
  ofThing(thing: string): readonly StoredCard[] {
    return [...(this.#byThing.get(thing) ?? [])]
      .flatMap((doc) => this.#byDoc.get(doc) ?? [])
      .sort((a, b) => a.no - b.no || (a.doc < b.doc ? 1 : -1));
  }

  /** The company's only document of a kind. Should there be two, every device takes the same one. */
  single(kind: string): StoredCard | undefined {
    const [first] = [...this.#ofKind(kind)].sort(
      (a, b) => a.no - b.no || a.at - b.at || (a.doc < b.doc ? -1 : 1),
    );
    return first === undefined ? undefined : this.current(first.thing);
  }

  /** Every movement log one device began. */
  allLogsOf(device: string): readonly StoredCard[] {
    return this.#ofKind("movements").filter((card) => card.by === device);
  }

  /** Movement logs of one device begun on the UTC day of `at`, newest first. */
  logsOf(device: string, at: Ms): readonly StoredCard[] {
    const day = Math.floor(at / dayMs);
    return this.allLogsOf(device)
      .filter((card) => Math.floor(card.at / dayMs) === day)
      .sort((a, b) => b.at - a.at || (a.doc < b.doc ? -1 : 1));
  }

  #ofKind(kind: string): readonly StoredCard[] {
    return [...(this.#byKind.get(kind) ?? [])].flatMap((doc) => this.#byDoc.get(doc) ?? []);
  }

  #newest(cards: readonly StoredCard[]): StoredCard | undefined {
    return cards.reduce<StoredCard | undefined>(
      (best, card) =>
        best === undefined || card.no > best.no || (card.no === best.no && card.doc < best.doc) ? card : best,
      undefined,
    );
  }
}

export const scopeToText = (scope: DocumentScope): string =>
  scope === "company" ? scope : "event" in scope ? `event:${scope.event}` : `member:${scope.member}`;

export const scopeFromText = (text: string): DocumentScope => {
  const id = text.slice(text.indexOf(":") + 1);
  if (text.startsWith("event:")) return { event: brand<ThingId>(id) };
  return text.startsWith("member:") ? { member: brand<MemberId>(id) } : "company";
};
