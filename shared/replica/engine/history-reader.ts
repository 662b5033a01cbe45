/**
 * Answers questions about the past in one tab. What the sync host stored is read without opening the document; only
 * changes that are not in there yet are decoded from it.
 */
import { toHex } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { ThingId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import { textOfBytes } from "#shared/protocol/wire-types";
import { isBroughtIn } from "../bring-in/copy-document";
import type { CardIndex } from "../card-index";
import { readContactHints } from "../contact-hints";
import type { MemberOf } from "../document-rows";
import { newestTips } from "../hall/hall-work";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ByteStore } from "../ports";
import type { StoredCard, StoredHistory, StoredReceipt, StoredTip } from "../stored";
import type { ActivityEntry, AuditEntry, AuditMoment, RecentHistory, RecordThen, Signer } from "../types";
import type { ActorFacts } from "./history";
import type { Deed } from "./activity";
import { activityOf, areOfOneMoment, deedOf, deedsSince, headsOf } from "./activity";
import { authorOf, entriesOf, recordsAt } from "./history";
import type { ActorHead, AuditChange, DecodedChanges } from "./history-changes";
import { decodeAfter } from "./history-changes";
import { decodeHistory, findInHistory } from "./history-codec";
import type { HistoryPart } from "./history-page";
import { newestEntries } from "./history-page";
import { spanning } from "./history-span";
import { TipProofs } from "./history-proof";
import type { ProofDeps } from "./history-proof";
import { lastOf } from "./history-store";
import { factKinds } from "./undo-log";

/** Documents whose history stays in memory, the last ones asked for. */
const kept = 8;

export interface HistoryDeps extends ProofDeps {
  readonly store: ByteStore;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly memberOf: MemberOf;
  /** Base64url of this device's key. */
  readonly device: string;
  /** Runs `work` with the document open. */
  readonly withDocuments: <T>(
    things: readonly ThingId[],
    work: (documents: ReadonlyMap<string, OpenDocument>) => T,
  ) => Promise<T>;
}

interface Known {
  readonly stored: readonly StoredHistory[];
  /** Decoded in this tab, after what is stored. */
  readonly recent: DecodedChanges;
  readonly heads: readonly string[];
}

type Heads = ReadonlyMap<string, ActorHead>;

/** What the store says about the actors of one document. */
interface OfDocument {
  readonly tips: readonly StoredTip[];
  readonly receipts: readonly StoredReceipt[];
}

/** Another context may commit between two readings. */
const readings = 3;

/** The history of a thing in one of the documents it lived in. */
interface ReadDocument {
  readonly parts: readonly HistoryPart[];
  /** Up to which change each writing session is part of what the document began with. */
  readonly began: Readonly<Record<string, number>>;
}

interface ReadThing {
  /** Oldest first. */
  readonly documents: readonly ReadDocument[];
  readonly facts: ActorFacts;
}

const nothing: DecodedChanges = { changes: [], last: new Map() };

export class HistoryReader {
  readonly #deps: HistoryDeps;
  readonly #proofs: TipProofs;
  /** In order of last use. */
  readonly #known = new Map<string, Known>();

  constructor(deps: HistoryDeps) {
    this.#deps = deps;
    this.#proofs = new TipProofs(deps);
  }

  /** Newest first; with `record`, only what happened to that record key. */
  async entries(thing: ThingId, record?: string): Promise<readonly AuditEntry[]> {
    const read = await this.#read(thing, record);
    return read === undefined ? [] : entriesOf(changesOf(read), read.facts);
  }

  /** The newest of them: of at least so many changes, or all. */
  async recent(thing: ThingId, count: number, record?: string): Promise<RecentHistory> {
    const read = await this.#read(thing, record);
    const last = read?.documents.at(-1);
    if (read === undefined || last === undefined) return { entries: [], isAll: true };
    const { facts, documents } = read;
    const before = latestOf(documents.slice(0, -1).flatMap(({ parts }) => parts));
    const isCopy = ({ actor, seq }: AuditChange): boolean => seq <= (last.began[actor] ?? 0);
    const newest = newestEntries(last.parts, before, facts, isCopy, count);
    return newest === undefined
      ? { entries: entriesOf(changesOf(read), facts), isAll: true }
      : { entries: newest, isAll: false };
  }

  async recordsAt(thing: ThingId, moment: AuditMoment, record?: string): Promise<readonly RecordThen[]> {
    const read = await this.#read(thing, record);
    return read === undefined ? [] : recordsAt(changesOf(read), read.facts, moment);
  }

  /** Devices whose signature covers a change of the document. Reads its tips, not its changes. */
  async signers(thing: ThingId): Promise<readonly Signer[]> {
    const { cards, store, memberOf } = this.#deps;
    const card = cards.current(thing);
    if (card === undefined) return [];
    if (isBroughtIn(card)) return this.#claimedSigners(card);
    const { doc } = card;
    const tips = await newestTips(store, `${doc}/`);
    const chunks = await Promise.all(tips.map(({ hash }) => store.get("chunks", `${doc}/${hash}`)));
    const here = tips.filter((_, at) => chunks[at] !== undefined);
    const last = lastOf(here.map(({ actor, seq, hash }) => [toHex(actor), { seq, hash }] as const));
    const signed = await this.#proofs.signed(doc, here, last);
    const devices = new Set(Array.from(signed.values(), (one) => one.device));
    return Array.from(devices, (one) => ({ device: one, member: memberOf(one) }));
  }

  async #claimedSigners(card: StoredCard): Promise<readonly Signer[]> {
    const { known, heads, ...ofDoc } = await this.#proven(card);
    const { signed } = await this.#facts(card, heads, ofDoc);
    const changes = [...known.stored.flatMap(({ text }) => decodeHistory(text)), ...known.recent.changes];
    const found = new Map<string, Signer>();
    for (const change of changes) {
      const { isSigned, ...signer } = authorOf(change, signed, this.#deps.memberOf);
      if (isSigned) found.set(signer.device, signer);
    }
    return [...found.values()];
  }

  /** Relay time of the newest confirmed change of each device; who wrote is as the tips say, unchecked. */
  async lastWrites(): Promise<ReadonlyMap<string, Ms>> {
    const { store } = this.#deps;
    const [tips, receipts] = await Promise.all([newestTips(store), store.all("receipts")]);
    const key = ({ doc, actor }: { readonly doc: string; readonly actor: Uint8Array }): string =>
      `${doc}/${toHex(actor)}`;
    const confirmed = new Map(receipts.map((receipt) => [key(receipt), receipt.at]));
    const last = new Map<string, Ms>();
    for (const tip of tips) {
      const at = confirmed.get(key(tip));
      const device = textOfBytes(tip.device);
      if (at !== undefined && at > (last.get(device) ?? 0)) last.set(device, at);
    }
    return last;
  }

  /** When each device was last heard of: by the relay, as it says, or by its newest confirmed change. */
  async lastContacts(): Promise<ReadonlyMap<string, Ms>> {
    const last = new Map(await this.lastWrites());
    for (const [device, at] of await readContactHints(this.#deps.store))
      last.set(device, Math.max(at, last.get(device) ?? 0));
    return last;
  }

  /** Changes of all documents since then, newest first. */
  async activity(since: Ms): Promise<readonly ActivityEntry[]> {
    const { store, cards } = this.#deps;
    // In this order: a change is stored with its tip and its mark, and later leaves the marks for the history.
    const [tips, marks] = await Promise.all([newestTips(store), store.all("unprojected")]);
    const [stored, receipts] = await Promise.all([store.all("history"), store.all("receipts")]);
    const [byDoc, marksOf] = [grouped(stored), grouped(marks)];
    const [tipsOf, receiptsOf] = [grouped(tips), grouped(receipts)];
    const found = await Promise.all(
      [...new Set([...byDoc.keys(), ...marksOf.keys()])].map(async (doc) => {
        const card = cards.byDoc(doc);
        if (card === undefined || card.waits === true || factKinds.has(card.kind)) return [];
        const read = { stored: byDoc.get(doc) ?? [], marks: marksOf.get(doc) ?? [] };
        const ofDoc = { tips: tipsOf.get(doc) ?? [], receipts: receiptsOf.get(doc) ?? [] };
        const heads = headsOf(read);
        if (!areOfOneMoment(ofDoc.tips, heads)) return this.#activityOf(card, since);
        const deeds = ownDeeds(card, deedsSince(read, since));
        return deeds.length === 0 ? [] : activityOf(card, deeds, await this.#facts(card, heads, ofDoc));
      }),
    );
    return found
      .flat()
      .filter(({ at }) => at >= since)
      .sort((a, b) => b.at - a.at);
  }

  /** What is known of this document is no longer true. */
  forget(doc: string): void {
    this.#known.delete(doc);
  }

  async #read(thing: ThingId, record: string | undefined): Promise<ReadThing | undefined> {
    const read: ReadDocument[] = [];
    const facts: ActorFacts[] = [];
    for (const card of this.#deps.cards.ofThing(thing)) {
      if (card.waits === true) continue;
      const { known, heads, ...ofDoc } = await this.#proven(card);
      read.push({ parts: partsOf(known, record), began: card.replaces?.began ?? {} });
      facts.push(await this.#facts(card, heads, ofDoc));
    }
    const [first, ...others] = facts;
    return first === undefined ? undefined : { documents: read, facts: others.reduce(joined, first) };
  }

  /** From the document itself where history and marks do not tell. */
  async #activityOf(card: StoredCard, since: Ms): Promise<readonly ActivityEntry[]> {
    const { known, heads, ...ofDoc } = await this.#proven(card);
    const deeds = [
      ...deedsSince({ stored: known.stored, marks: [] }, since),
      ...known.recent.changes.map(deedOf),
    ];
    return activityOf(card, ownDeeds(card, deeds), await this.#facts(card, heads, ofDoc));
  }

  /** The changes of a document with their tips: those of one moment, unless something is wrong with either. */
  async #proven(card: StoredCard): Promise<OfDocument & { readonly known: Known; readonly heads: Heads }> {
    const { store } = this.#deps;
    for (let turn = 1; ; turn++) {
      const known = await this.#current(card);
      const [tips, receipts] = await Promise.all([
        newestTips(store, `${card.doc}/`),
        store.all("receipts", `${card.doc}/`),
      ]);
      const heads = lastHeads(known);
      if (turn === readings || areOfOneMoment(tips, heads)) return { known, heads, tips, receipts };
    }
  }

  async #current(card: StoredCard): Promise<Known> {
    const { store, cards, documents, withDocuments } = this.#deps;
    const { doc } = card;
    const known = this.#known.get(doc) ?? (await this.#stored(doc));
    if (documents.peek(doc) === undefined) {
      if ((await store.count("chunks", `${doc}/`)) === countOf(known)) return this.#keep(doc, known);
    }
    const thing = brand<ThingId>(card.thing);
    if (!cards.isCurrent(doc)) {
      // Nobody writes it any more.
      const document = await documents.open(card);
      return this.#keep(doc, document === undefined ? known : followed(known, document));
    }
    return withDocuments([thing], (open) => {
      const document = open.get(thing);
      return this.#keep(doc, document === undefined ? known : followed(known, document));
    });
  }

  async #stored(doc: string): Promise<Known> {
    const stored = await this.#deps.store.all("history", `${doc}/`);
    return { stored, recent: nothing, heads: stored.at(-1)?.heads ?? [] };
  }

  #keep(doc: string, known: Known): Known {
    this.#known.delete(doc);
    this.#known.set(doc, known);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= kept) break;
      this.#known.delete(oldest);
    }
    return known;
  }

  async #facts({ doc }: StoredCard, heads: Heads, { tips, receipts }: OfDocument): Promise<ActorFacts> {
    const { documents, device, memberOf } = this.#deps;
    // What this tab wrote itself in this session may not have reached the store yet.
    const own = documents.peek(doc)?.actor;
    const foreign = tips.filter(({ actor }) => toHex(actor) !== own);
    const signed = new Map(await this.#proofs.signed(doc, foreign, heads));
    if (own !== undefined) signed.set(own, { device, seq: Number.POSITIVE_INFINITY });
    const confirmed = new Map(receipts.map(({ actor, seq, at }) => [toHex(actor), { seq, at }]));
    return { signed, confirmed, memberOf };
  }
}

const followed = (known: Known, document: OpenDocument): Known => {
  const isSound = known.heads.every((hash) => document.crdt.has(hash));
  const { stored, recent } = isSound ? known : { stored: [], recent: nothing };
  const heads = document.crdt.heads();
  const same =
    isSound && heads.length === known.heads.length && heads.every((hash) => known.heads.includes(hash));
  if (same) return known;
  const fresh = decodeAfter(document, isSound ? known.heads : []);
  return {
    stored,
    heads,
    recent: {
      changes: [...recent.changes, ...fresh.changes],
      last: lastOf([...recent.last, ...fresh.last]),
    },
  };
};

const partsOf = ({ stored, recent }: Known, record: string | undefined): readonly HistoryPart[] => [
  ...stored.map(({ text, newest }): HistoryPart => {
    let decoded: readonly AuditChange[] | undefined;
    return {
      newest,
      changes: () => (decoded ??= decodeHistory(text, record)),
      find: (sought) => findInHistory(text, sought),
    };
  }),
  {
    newest: recent.changes.reduce((newest, { time }) => Math.max(newest, time * 1000), 0),
    changes: () => recent.changes.flatMap((change) => touching(change, record)),
    // The newest of all are always read.
    find: () => [],
  },
];

const latestOf = (parts: readonly HistoryPart[]): Ms =>
  parts.reduce((latest, { newest }) => Math.max(latest, newest), 0);

/** All of them, ancestors first. */
const changesOf = ({ documents }: ReadThing): readonly AuditChange[] =>
  spanning(
    documents.map(({ parts, began }) => ({ changes: parts.flatMap(({ changes }) => changes()), began })),
  );

/** Without those that only say again what the document before held. */
const ownDeeds = ({ replaces }: StoredCard, deeds: readonly Deed[]): readonly Deed[] =>
  deeds.filter(({ actor, seq }) => seq > (replaces?.began?.[actor] ?? 0));

/** Writing sessions are of one document each. */
const joined = (some: ActorFacts, more: ActorFacts): ActorFacts => ({
  ...some,
  signed: new Map([...some.signed, ...more.signed]),
  confirmed: new Map([...some.confirmed, ...more.confirmed]),
});

const countOf = ({ stored, recent }: Known): number =>
  stored.reduce((sum, { changes }) => sum + changes, recent.changes.length);

const lastHeads = ({ stored, recent }: Known): Heads =>
  lastOf([...headsOf({ stored, marks: [] }), ...recent.last]);

const touching = (change: AuditChange, record: string | undefined): readonly AuditChange[] => {
  if (record === undefined) return [change];
  const writes = change.writes.filter(({ key }) => key === record);
  return writes.length === 0 ? [] : [{ ...change, writes }];
};

const grouped = <T extends { readonly doc: string }>(
  all: readonly T[],
): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const known = groups.get(one.doc);
    if (known === undefined) groups.set(one.doc, [one]);
    else known.push(one);
  }
  return groups;
};
