/**
 * Documents that took another's place, on this device: from when on a thing is read and written in the new one, and
 * what becomes of own changes that the old one got too late.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { DocId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import { assert } from "#shared/kernel/result";
import type { ChangeMeta, CrdtDocument } from "#shared/documents/crdt";
import { loadDocument } from "#shared/documents/crdt";
import { makeTip } from "#shared/protocol/tips";
import type { CardIndex } from "../card-index";
import { hashBytes } from "../host/document-facts";
import type { Outbox } from "../host/outbox";
import type { RowWriter } from "../host/row-writer";
import type { Soundness } from "../host/soundness";
import type { HostMembership } from "../host/standing";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { OutboxEntry, StoredCard, StoredChunk } from "../stored";
import type { SyncProblem } from "../types";
import { carryOver } from "./carry-over";
import type { PendingChange } from "./fresh-actors";
import { FreshActors, pendingWrites } from "./fresh-actors";

export interface MovesDeps extends Pick<
  ReplicaDeps,
  "store" | "channel" | "sha256" | "random" | "signer" | "clock"
> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly rows: RowWriter;
  readonly soundness: Soundness;
  readonly outbox: Outbox;
  readonly report: (problem: SyncProblem) => void;
  /** What is stored beside the document has to be made again. */
  readonly dirty: (doc: string) => void;
}

/** The replaced document with everything this device ever had of it, its late changes included. */
interface Old {
  readonly card: StoredCard;
  /** Own changes without a receipt. */
  readonly waiting: ReadonlyMap<string, OutboxEntry>;
  /** Own changes the relay has although they came too late: one that forgot the move and learned of it again. */
  readonly stray: ReadonlySet<string>;
  readonly chunks: readonly StoredChunk[];
  readonly whole: CrdtDocument;
  /** Changes that were not carried over, ancestors first. */
  readonly beyond: readonly ChangeMeta[];
}

export class Moves {
  readonly #deps: MovesDeps;
  /** Documents asked for because the relay says that a thing lives there now, with those they replace. */
  readonly #awaited = new Map<string, string>();

  constructor(deps: MovesDeps) {
    this.#deps = deps;
  }

  await(replaced: string, by: string): void {
    this.#awaited.set(by, replaced);
  }

  /** The relay has nothing of this document for us: the one whose place it took, when we waited for it. */
  givenUp(doc: string): string | undefined {
    const replaced = this.#awaited.get(doc);
    this.#awaited.delete(doc);
    return replaced;
  }

  /** Looks at the things these documents are about; call after something of them was stored. */
  async settle(docs: readonly string[]): Promise<void> {
    const { cards } = this.#deps;
    const things = new Set(docs.flatMap((doc) => cards.byDoc(doc)?.thing ?? []));
    for (const thing of things) {
      for (const card of cards.ofThing(thing)) if (card.replaces !== undefined) await this.#settleOne(card);
    }
  }

  async #settleOne(card: StoredCard): Promise<void> {
    const { cards, documents } = this.#deps;
    const { replaces } = card;
    if (
      replaces === undefined ||
      (card.waits === undefined && !this.#hasLate(replaces.doc) && replaces.began)
    )
      return;
    const target = await documents.open(card);
    const aside = this.#deps.soundness.aside(card.doc);
    if (target === undefined || !this.#holds(card.doc, target.crdt, replaces.to)) return;
    const replaced = cards.byDoc(replaces.doc);
    const hasLate = this.#hasLate(replaces.doc);
    const isAsked = replaced !== undefined && (hasLate || card.waits === true);
    const old = isAsked ? await this.#read(replaced, replaces.from) : undefined;
    if (isAsked && old === undefined && hasLate) return;
    await this.#move(
      {
        ...card,
        replaces: { ...replaces, began: beganOf(target.crdt, soundHeads(replaces.to, aside, target.crdt)) },
      },
      target,
      old,
    );
    old?.whole.free();
  }

  #hasLate(replaced: string): boolean {
    return this.#deps.outbox.entriesOf(replaced).length > 0;
  }

  /** Changes left out of the document for good count as held. */
  #holds(doc: string, crdt: CrdtDocument, hashes: readonly string[]): boolean {
    const aside = this.#deps.soundness.aside(doc);
    return hashes.every((hash) => crdt.has(hash) || aside.has(hash));
  }

  /** Undefined while something is missing of what was carried over. */
  async #read(card: StoredCard, from: readonly string[]): Promise<Old | undefined> {
    const { store, soundness, outbox, signer } = this.#deps;
    const prefix = `${card.doc}/`;
    const stored = await store.all("chunks", prefix);
    const carried = (await store.all("quarantine", prefix)).filter(({ why }) => why === "carried");
    const here = new Set(stored.map(({ hash }) => hash));
    const chunks = [...stored, ...carried.filter(({ hash }) => !here.has(hash))];
    const whole = loadDocument(
      "00".repeat(16),
      chunks.map(({ bytes }) => bytes),
    );
    if (!this.#holds(card.doc, whole, from)) {
      whole.free();
      return undefined;
    }
    const aside = soundness.aside(card.doc);
    const beyond = whole.changesAfter(soundHeads(from, aside, whole));
    const waiting = new Map(outbox.entriesOf(card.doc).map((entry) => [entry.hash, entry]));
    const tips = await store.all("tips", prefix);
    const own = new Set(
      tips.flatMap((tip) => (bytesEqual(tip.device, signer.publicKey) ? toHex(tip.actor) : [])),
    );
    const done = new Set(carried.map(({ hash }) => hash));
    const stray = beyond.filter(({ hash, actor }) => own.has(actor) && !waiting.has(hash) && !done.has(hash));
    return { card, waiting, stray: new Set(stray.map(({ hash }) => hash)), chunks, whole, beyond };
  }

  /** One transaction: late changes out of the old document and into the new one, rows from the one to the other. */
  async #move(card: StoredCard, target: OpenDocument, old: Old | undefined): Promise<void> {
    const { store, cards, documents, rows, outbox, channel } = this.#deps;
    const replaced = card.replaces?.doc ?? "";
    const { waits, ...moved } = card;
    const late = lateOf(old);
    const letGo = documents.hold(card.doc);
    const written =
      old === undefined || late.length === 0 ? nothing : await this.#writeAgain(old, late, target);
    const isFirst = waits === true;
    const isCurrent = isFirst ? this.#isNewest(moved) : cards.isCurrent(card.doc);
    const writes: StoreWrite[] = [
      { put: "cards", key: card.doc, value: moved },
      ...(isFirst && cards.byDoc(replaced) !== undefined ? rows.hiddenWrites(replaced) : []),
      ...late.flatMap((hash) => withdrawn(hash, old)),
      ...(old === undefined || late.length === 0 ? [] : await this.#asBefore(old)),
      ...written.writes,
      ...(await rows.writesFor([target], () => isCurrent)),
    ];
    const stored = await store.transact(writes, "strict");
    letGo();
    if (!stored.ok) {
      documents.discard(card.doc);
      this.#deps.report({ type: "StorageFailed", message: stored.error.message });
      return;
    }
    cards.add(moved);
    this.#awaited.delete(card.doc);
    if (late.length > 0) {
      documents.discard(replaced);
      this.#deps.dirty(replaced);
    }
    outbox.settle(late.flatMap((hash) => old?.waiting.get(hash) ?? []));
    outbox.unblock(replaced);
    outbox.add(written.entries);
    if (isFirst || late.length > 0) {
      const hashes = written.entries.map(({ hash }) => hash);
      channel.post({ t: "moved", from: replaced, to: card.doc, hashes });
    }
  }

  /** Of the old document: its history without what left it, and signatures up to where each own session still goes. */
  async #asBefore(old: Old): Promise<readonly StoreWrite[]> {
    const { membership, signer, store } = this.#deps;
    const doc = brand<DocId>(old.card.doc);
    const writes: StoreWrite[] = [{ clear: "history", prefix: `${doc}/` }];
    const gone = new Set(old.beyond.flatMap(({ hash }) => (old.waiting.has(hash) ? hash : [])));
    const actors = new Set(old.beyond.flatMap(({ hash, actor }) => (gone.has(hash) ? actor : [])));
    for (const actor of actors) {
      const key = `${doc}/${actor}`;
      const tip = await store.get("tips", key);
      const last = old.whole.changes().findLast((change) => change.actor === actor && !gone.has(change.hash));
      if (tip === undefined || last === undefined) {
        writes.push({ delete: "tips", key });
        continue;
      }
      const facts = { actor: tip.actor, nonce: tip.nonce, seq: last.seq, hash: hashBytes(last.hash) };
      const signed = await makeTip(
        membership.company,
        idToBytes(doc),
        { ...facts, checkpoint: membership.checkpoint() },
        signer,
      );
      writes.push({ put: "tips", key, value: { ...signed, doc, hash: last.hash } });
    }
    return writes;
  }

  #isNewest(card: StoredCard): boolean {
    const current = this.#deps.cards.current(card.thing);
    return current === undefined || current.no <= card.no;
  }

  async #writeAgain(old: Old, late: readonly string[], target: OpenDocument): Promise<Written> {
    const { membership, clock } = this.#deps;
    const doc = brand<DocId>(target.doc);
    const beyond = old.beyond.map(({ hash }) => hash);
    const notCarried = new Set(beyond);
    const known = new Set(old.whole.changes().flatMap(({ hash }) => (notCarried.has(hash) ? [] : hash)));
    const before = loadDocument(
      "00".repeat(16),
      old.chunks.filter(({ hash }) => known.has(hash)).map(({ bytes }) => bytes),
    );
    const actors = new FreshActors(this.#deps, doc);
    actors.know(target.actor, target.nonce);
    const now = clock.now();
    const made = carryOver(
      { whole: old.whole, before, beyond, late },
      target.crdt,
      () => actors.make(),
      Math.floor(now / 1000),
    );
    before.free();
    for (const { actor } of made) target.devices.set(actor, this.#deps.signer.publicKey);
    target.projection.update(target.crdt.records.keys());
    const changes = made.map((one): PendingChange => {
      const waiting = one.again === null ? undefined : old.waiting.get(one.again);
      return { made: one, change: waiting?.change ?? one.change.hash, at: waiting?.at };
    });
    const place = { doc, thing: target.thing, kind: target.kind };
    return pendingWrites(place, changes, now, (one) =>
      actors.tipOf(membership.company, one, membership.checkpoint()),
    );
  }
}

interface Written {
  readonly writes: readonly StoreWrite[];
  readonly entries: readonly OutboxEntry[];
}

const nothing: Written = { writes: [], entries: [] };

/** Own changes that came too late, each after those it builds on. */
const lateOf = (old: Old | undefined): readonly string[] =>
  old?.beyond.flatMap(({ hash }) => (old.waiting.has(hash) || old.stray.has(hash) ? hash : [])) ?? [];

/** Kept apart: a tab may still write what builds on it. What the relay has stays where it is as well. */
const withdrawn = (hash: string, old: Old | undefined): readonly StoreWrite[] => {
  const chunk = old?.chunks.find((one) => one.hash === hash);
  assert(old !== undefined && chunk !== undefined, "what is carried over was read");
  const key = `${old.card.doc}/${hash}`;
  const aside: StoreWrite = { put: "quarantine", key, value: { ...chunk, why: "carried" } };
  if (old.stray.has(hash)) return [aside];
  return [aside, { delete: "chunks", key }, { delete: "outbox", key }, { delete: "unprojected", key }];
};

/** Of changes some of which were left out of the document: the newest that are in it. */
const soundHeads = (
  from: readonly string[],
  aside: ReturnType<Soundness["aside"]>,
  crdt: CrdtDocument,
): readonly string[] => {
  const heads: string[] = [];
  const open = [...from];
  const seen = new Set<string>();
  for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
    if (seen.has(hash)) continue;
    seen.add(hash);
    if (crdt.has(hash)) heads.push(hash);
    else open.push(...(aside.get(hash)?.deps.map(toHex) ?? []));
  }
  return heads;
};

/** How far each writing session is part of what the document began with. */
const beganOf = (crdt: CrdtDocument, to: readonly string[]): Readonly<Record<string, number>> => {
  const after = new Set(crdt.changesAfter(to).map(({ hash }) => hash));
  const began: Record<string, number> = {};
  for (const { hash, actor, seq } of crdt.changes())
    if (!after.has(hash)) began[actor] = Math.max(began[actor] ?? 0, seq);
  return began;
};
