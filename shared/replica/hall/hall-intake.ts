/**
 * What a relay in the hall passes on, on its way into the layer over the base. It is believed no more than a stranger:
 * every change is judged by its form, by its author's tip, and by what that author may do as far as this device knows.
 * What does not hold is left where it is, and no document is stopped for it.
 */
import { toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import { judgeChunks } from "#shared/protocol/gate/judge-chunks";
import type { JudgedChunks } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import { bytes32FromText, docIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import { crc32 } from "../checksum";
import { hashBytes, indexOf } from "../host/document-facts";
import type { ChunksMessage } from "../host/intake";
import type { RowWriter } from "../host/row-writer";
import type { Soundness } from "../host/soundness";
import type { HostMembership } from "../host/standing";
import { cardValue, readCard } from "../host/verify-card";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { StoredCard, StoredHallChange, StoredTip } from "../stored";
import type { HallWork } from "./hall-work";
import { hallWrites } from "./hall-work";
import type { Held, HeldBack } from "./held-back";

export interface HallIntakeDeps extends Pick<
  ReplicaDeps,
  "store" | "channel" | "sha256" | "verifier" | "signer"
> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly rows: RowWriter;
  readonly soundness: Soundness;
  readonly hall: HallWork;
  /** Documents of which nothing but rows of another device is here. */
  readonly isOnlyShown: (doc: string) => boolean;
}

/** What became of a message. */
export interface Taken {
  readonly isNews: boolean;
  /** What was looked at and is of no use, or not yet. */
  readonly idle: Held;
}

/** Whose message it is. */
export interface Sender {
  /** Base64url of its key. */
  readonly relay: string;
  readonly held: HeldBack;
}

export class HallIntake {
  readonly #deps: HallIntakeDeps;

  constructor(deps: HallIntakeDeps) {
    this.#deps = deps;
  }

  /** Stores and shows what holds of a message of this relay. */
  async take(message: ChunksMessage, from: Sender): Promise<Taken> {
    const { held } = from;
    const doc = docIdFromBytes(message.doc);
    const { cards, documents, store, isOnlyShown } = this.#deps;
    if (isOnlyShown(doc)) return putOff(held, message);
    const known = cards.byDoc(doc);
    const card = known ?? (await this.#newCard(doc, message));
    if (card === undefined || card.stopped !== undefined) return putOff(held, message);
    const letGo = documents.hold(doc);
    try {
      const document = known === undefined ? undefined : await documents.open(card);
      const tips = new Map((await store.all("tips", `${doc}/`)).map((tip) => [toHex(tip.actor), tip]));
      const news = this.#newsOf(message, document, tips);
      // Nothing that waits can hold for what is here already.
      if (isEmpty(news)) {
        if (isEmpty(held.of(doc))) held.drop(doc);
        return nothing;
      }
      const received = joined(held.of(doc), news);
      const judged = await this.#judge(card, document, tips, received);
      if (judged === undefined) {
        held.keep(doc);
        return { isNews: false, idle: received };
      }
      if (judged.waiting.length > 0) held.keep(doc, { chunks: judged.waiting, tips: received.tips });
      else held.drop(doc);
      const used = await this.#keep(card, document, judged, from);
      // What waited was charged when it came.
      return used === undefined
        ? { isNews: false, idle: received }
        : { isNews: true, idle: without(news, used) };
    } finally {
      letGo();
    }
  }

  /** Of a message, what is not in the document and under the tips that are here. */
  #newsOf(
    { doc, chunks, tips }: ChunksMessage,
    document: OpenDocument | undefined,
    base: ReadonlyMap<string, StoredTip>,
  ): Held {
    const newest = this.#deps.hall.over(docIdFromBytes(doc), base);
    const isHere = (hash: Uint8Array): boolean => document?.crdt.has(toHex(hash)) === true;
    return {
      chunks: chunks.filter(({ hash }) => !isHere(hash)),
      tips: tips.filter(({ actor, hash }) => !isHere(hash) || newest.get(toHex(actor))?.hash !== toHex(hash)),
    };
  }

  async #judge(
    card: StoredCard,
    document: OpenDocument | undefined,
    tips: ReadonlyMap<string, StoredTip>,
    received: Held,
  ): Promise<JudgedChunks | undefined> {
    const { membership, soundness, hall } = this.#deps;
    const newest = hall.over(card.doc, tips);
    const value = cardValue(card);
    const judged = await judgeChunks(
      { ...received, receipts: [] },
      {
        company: membership.company,
        doc: idToBytes(brand(card.doc)),
        relayKeysAt: () => [],
        limits: companyGateLimits,
        index: indexOf(document, newest, soundness.aside(card.doc)),
        tip: (actor) => {
          const tip = newest.get(toHex(actor));
          return tip === undefined ? undefined : { ...tip, hash: hashBytes(tip.hash) };
        },
        deviceAt: () => false,
        isAdopted: () => false,
        standsAlone: ({ device }) =>
          value !== undefined &&
          membership.mayWrite(device, value) &&
          (card.cls !== "movements" || textOfBytes(device) === card.by),
      },
      this.#deps,
    );
    return judged.ok ? judged.value : undefined;
  }

  /** Only the first document of a thing goes through the hall: one that takes another's place needs the log. */
  async #newCard(doc: string, { card: signed }: ChunksMessage): Promise<StoredCard | undefined> {
    if (signed === null) return undefined;
    const { membership, cards } = this.#deps;
    const read = await readCard(signed, membership, this.#deps);
    const by = read === undefined ? undefined : bytes32FromText(read.card.by);
    if (read?.card.doc !== doc || by === undefined || read.card.no !== 1) return undefined;
    if (cards.ofThing(read.card.thing).length > 0) return undefined;
    return membership.mayCreate(by, read.value) ? read.card : undefined;
  }

  async #keep(
    card: StoredCard,
    document: OpenDocument | undefined,
    { fresh, tips }: JudgedChunks,
    { relay, held }: Sender,
  ): Promise<Used | undefined> {
    const { store, documents, rows, cards, channel, hall, soundness } = this.#deps;
    const { doc } = card;
    const { sound, unsound } = soundness.split(doc, document, fresh);
    soundness.unsettle(doc, unsound);
    if (sound.length === 0) return undefined;
    const changes = sound.map(({ change }): StoredHallChange => ({
      ...{ doc, thing: card.thing, kind: card.kind, hash: toHex(change.hash), deps: change.deps.map(toHex) },
      ...{ actor: toHex(change.actor), seq: change.seq, from: relay },
    }));
    const here = new Set(changes.map(({ hash }) => hash));
    const named = tips
      .map((tip): StoredTip => ({ ...tip, doc, hash: toHex(tip.hash) }))
      .filter(({ hash }) => here.has(hash));
    const bytes = sound.map(({ chunk }) => chunk.bytes);
    const changed = this.#apply(card, document, bytes, named);
    if (changed === undefined) {
      documents.discard(doc);
      held.keep(doc);
      return undefined;
    }
    const chunks = sound.map(({ chunk }): StoreWrite => {
      const value = { doc, bytes: chunk.bytes, hash: toHex(chunk.hash), sum: crc32(chunk.bytes) };
      return { put: "chunks", key: `${doc}/${value.hash}`, value };
    });
    const isShown = (shown: string): boolean => cards.isCurrent(shown) || document === undefined;
    const writes = [
      ...(document === undefined ? [{ put: "cards", key: doc, value: card } as const] : []),
      ...chunks,
      ...hallWrites(changes, named),
      ...(await rows.writesFor([changed], isShown)),
    ];
    const stored = await store.transact(writes, "relaxed");
    if (!stored.ok) {
      documents.discard(doc);
      held.keep(doc);
      return undefined;
    }
    cards.add(card);
    hall.add(changes, named);
    channel.post({ t: "arrived", docs: [{ doc, hashes: [...here] }] });
    return { changes: here, tips: new Set(named.map(({ hash }) => hash)) };
  }

  #apply(
    card: StoredCard,
    document: OpenDocument | undefined,
    chunks: readonly Uint8Array[],
    tips: readonly StoredTip[],
  ): OpenDocument | undefined {
    const { documents } = this.#deps;
    const devices = new Map(tips.map(({ actor, device }) => [toHex(actor), device]));
    try {
      if (document === undefined) {
        const made = documents.make(card, chunks, devices);
        documents.adopt(made);
        return made;
      }
      document.projection.update(document.crdt.apply(chunks));
    } catch {
      // The engine takes no part of it; whoever brought it is not asked again for it now.
      return undefined;
    }
    for (const [actor, device] of devices) document.devices.set(actor, device);
    document.bytes += chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    return document;
  }
}

/** The place in the log of that relay is not passed, and it comes again. */
const putOff = (held: HeldBack, message: ChunksMessage): Taken => {
  held.keep(docIdFromBytes(message.doc));
  return { isNews: false, idle: message };
};

/** Hexadecimal hashes. */
interface Used {
  readonly changes: ReadonlySet<string>;
  /** Of the changes that a tip names. */
  readonly tips: ReadonlySet<string>;
}

const nothing: Taken = { isNews: false, idle: { chunks: [], tips: [] } };

const isEmpty = ({ chunks, tips }: Held): boolean => chunks.length + tips.length === 0;

/** Each is of use once, however often the message repeats it. */
const without = ({ chunks, tips }: Held, used: Used): Held => {
  const left = { changes: new Set(used.changes), tips: new Set(used.tips) };
  return {
    chunks: chunks.filter(({ hash }) => !left.changes.delete(toHex(hash))),
    tips: tips.filter(({ hash }) => !left.tips.delete(toHex(hash))),
  };
};

const joined = (held: Held, { chunks, tips }: Held): Held => ({
  chunks: [...held.chunks, ...chunks],
  tips: [...held.tips, ...tips],
});
