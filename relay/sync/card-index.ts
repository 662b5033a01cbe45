/** The cards of one company's documents, by storage address. */
import { bytesKey } from "#shared/kernel/bytes";
import * as v from "valibot";
import { decodeCanonical } from "#shared/kernel/canonical";
import { assert, must } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import type { CryptoDeps, Signed } from "#shared/protocol/envelope";
import { idOfSigned, parseEnvelope } from "#shared/protocol/envelope";
import type { PushContext } from "#shared/protocol/gate/types";
import type { DocBytes } from "#shared/protocol/wire-types";
import type { StoredCard } from "#relay/storage/log-store";

export interface IndexedCard {
  readonly signed: Signed<DocCard>;
  readonly value: DocCard;
  /** Serial of the push that brought it: readers that are behind it have not seen it. */
  readonly serial: number;
}

export interface CardIndex {
  readonly find: (doc: DocBytes) => IndexedCard | undefined;
  readonly findByThing: (thing: Uint8Array) => IndexedCard | undefined;
  readonly add: (card: IndexedCard) => void;
  readonly all: () => Iterable<IndexedCard>;
}

export const createCardIndex = (stored: readonly StoredCard[]): CardIndex => {
  const byDoc = new Map<string, IndexedCard>();
  const byThing = new Map<string, IndexedCard>();
  const devices = new Map<string, Uint8Array>();
  /** The few devices of a company sign all its cards: one array each is enough. */
  const shared = (key: Uint8Array): Uint8Array => {
    const name = bytesKey(key);
    const known = devices.get(name) ?? key;
    devices.set(name, known);
    return known;
  };
  const add = ({ signed, value: given, serial }: IndexedCard): void => {
    const value = { ...given, by: shared(given.by), company: shared(given.company) };
    const card: IndexedCard = { signed, value, serial };
    byDoc.set(bytesKey(card.value.doc), card);
    const known = byThing.get(bytesKey(card.value.thing));
    if (known === undefined || known.value.no < card.value.no) byThing.set(bytesKey(card.value.thing), card);
  };
  for (const card of stored) add(readStoredCard(card));
  return {
    find: (doc) => byDoc.get(bytesKey(doc)),
    findByThing: (thing) => byThing.get(bytesKey(thing)),
    add,
    all: () => byDoc.values(),
  };
};

/** Its signature was checked before it was stored; only the form is read again. */
const readStoredCard = ({ serial, bytes }: StoredCard): IndexedCard => {
  const signed = must(parseEnvelope<DocCard>(bytes));
  const value = v.safeParse(docCardKind.schema, must(decodeCanonical(signed.payload)));
  assert(value.success, "a stored card parses");
  return { signed, value: value.output, serial };
};

/** The newest card of a thing, and its id, as the gate asks for it. */
export const newestCardIn =
  (cards: CardIndex, { sha256 }: Pick<CryptoDeps, "sha256">): PushContext["newestCard"] =>
  (thing) => {
    const found = cards.findByThing(thing);
    return found && { card: found.value, id: idOfSigned(docCardKind, found.signed, sha256) };
  };
