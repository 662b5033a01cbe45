/**
 * Rows that devices of the company signed, shown until the documents behind them have been judged. Then they are
 * compared with what the document says at the heads they name: a device that signed something else is named.
 */
import { brand } from "#shared/kernel/brand";
import { toHex } from "#shared/kernel/bytes";
import { DocumentProjection } from "#shared/documents/projection";
import { loadDocument } from "#shared/documents/crdt";
import type { ThingId } from "#shared/kernel/ids";
import type { OfferedRows } from "#shared/protocol/messages";
import { verifyRows } from "#shared/protocol/signed-rows";
import { docIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import { scopeFromText } from "../card-index";
import { storedRowsOf } from "../document-rows";
import type { OpenDocument } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import { readRowsBody, rowsFromBody } from "../rows-body";
import type { StoredCard, StoredDocumentRows } from "../stored";
import type { SyncProblem } from "../types";
import type { Soundness } from "./soundness";
import type { HostMembership } from "./standing";
import { readCard } from "./verify-card";

export interface OfferedRowBookDeps extends Pick<ReplicaDeps, "store" | "channel" | "sha256" | "verifier"> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly soundness: Soundness;
  readonly report: (problem: SyncProblem) => void;
  /** Hears how many documents are not checked yet, whenever that changes. */
  readonly count: (unchecked: number) => void;
}

interface Shown {
  readonly card: StoredCard;
  readonly rows: StoredDocumentRows;
}

export class OfferedRowBook {
  readonly #deps: OfferedRowBookDeps;
  readonly #shown = new Map<string, StoredDocumentRows>();
  /** The connection over which each was offered: what the relay shows now it has to have. */
  readonly #offeredBy = new Map<string, object>();
  /** Documents that came without the changes their rows were read at. */
  readonly #cameShort = new Set<string>();

  constructor(deps: OfferedRowBookDeps) {
    this.#deps = deps;
  }

  /** Documents of which rows were shown that are not checked yet. */
  get size(): number {
    return this.#shown.size;
  }

  /** Whether nothing of the document is here but its rows. */
  has(doc: string): boolean {
    return this.#shown.has(doc) && !this.#cameShort.has(doc);
  }

  /** What was shown before this start. */
  load(rows: readonly StoredDocumentRows[]): void {
    for (const entry of rows) if (entry.signedBy !== undefined) this.#shown.set(entry.doc, entry);
  }

  /** Stores what stands up and tells the tabs; returns the documents. Rows of documents that are here are not needed. */
  async take(offered: readonly OfferedRows[], by: object): Promise<readonly string[]> {
    const { cards, store, channel } = this.#deps;
    const judged = await Promise.all(offered.map((one) => this.#judge(one)));
    const fresh = judged.flatMap((one) =>
      one === undefined || (cards.byDoc(one.card.doc) !== undefined && !this.has(one.card.doc)) ? [] : one,
    );
    if (fresh.length === 0) return [];
    const writes = fresh.flatMap(({ card, rows }): StoreWrite[] => [
      { put: "cards", key: card.doc, value: card },
      { put: "rows", key: `doc/${card.doc}`, value: { docs: [rows] } },
    ]);
    const stored = await store.transact(writes, "relaxed");
    // The documents follow anyway.
    if (!stored.ok) return [];
    for (const { card, rows } of fresh) {
      cards.add(card);
      this.#shown.set(card.doc, rows);
      this.#offeredBy.set(card.doc, by);
    }
    this.#deps.count(this.#shown.size);
    const docs = fresh.map(({ card }) => card.doc);
    channel.post({ t: "arrived", docs: docs.map((doc) => ({ doc, hashes: [] })) });
    return docs;
  }

  /** The rows of these documents are `made` from the documents themselves now. */
  settle(documents: readonly OpenDocument[], made: readonly StoredDocumentRows[]): void {
    if (this.#shown.size === 0) return;
    const madeOf = new Map(made.map((rows) => [rows.doc, rows]));
    this.#counting(() => {
      for (const document of documents) this.#settleOne(document, madeOf.get(document.doc));
    });
  }

  #settleOne(document: OpenDocument, made: StoredDocumentRows | undefined): void {
    const shown = this.#shown.get(document.doc);
    if (shown === undefined) return;
    const aside = this.#deps.soundness.aside(document.doc);
    // Whoever wrote a change that was put aside has been named for it, and the relay did send it.
    if (shown.heads.some((head) => aside.has(head))) return this.#remove(document.doc);
    if (!shown.heads.every((head) => document.crdt.has(head))) {
      this.#cameShort.add(document.doc);
      return;
    }
    this.#remove(document.doc);
    if (!this.#isTrue(shown, document, made)) this.#accuse(shown, document.thing);
  }

  /**
   * Everything the relay has was sent. Rows of changes that did not come were never anybody's, when it offered them
   * just now; those from an earlier connection it had then and has not any more. Returns the documents of which
   * nothing came at all. `by` is the connection that said so.
   */
  end(by: object): readonly string[] {
    const { report } = this.#deps;
    const left = [...this.#shown];
    const isNew = ([doc]: readonly [string, unknown]): boolean => this.#offeredBy.get(doc) === by;
    for (const [, { thing }] of left.filter(isNew))
      report({ type: "RelayUntrusted", reason: "gate", thing: brand<ThingId>(thing) });
    if (left.some((one) => !isNew(one) && this.#mayRead(one[0])))
      report({ type: "RelayUntrusted", reason: "rollback", thing: null });
    const missing = left.flatMap(([doc]) => (this.#cameShort.has(doc) ? [] : [doc]));
    this.#counting(() => {
      for (const [doc] of left) this.#remove(doc);
    });
    return missing;
  }

  forget(doc: string): void {
    this.#counting(() => this.#remove(doc));
  }

  /** Many documents at once are told of once. */
  #counting(work: () => void): void {
    const before = this.#shown.size;
    work();
    if (this.#shown.size !== before) this.#deps.count(this.#shown.size);
  }

  #remove(doc: string): void {
    this.#shown.delete(doc);
    this.#offeredBy.delete(doc);
    this.#cameShort.delete(doc);
  }

  /** What is not sent because a right ended meanwhile is no lie. */
  #mayRead(doc: string): boolean {
    const card = this.#deps.cards.byDoc(doc);
    return card !== undefined && this.#deps.membership.may("read", card.cls, scopeFromText(card.scope));
  }

  async #judge({ card: signedCard, rows }: OfferedRows): Promise<Shown | undefined> {
    const { membership } = this.#deps;
    const [read, statement] = await Promise.all([
      readCard(signedCard, membership, this.#deps),
      verifyRows(membership.company, rows, this.#deps),
    ]);
    if (read === undefined || statement === undefined) return undefined;
    const { card, value } = read;
    const device = textOfBytes(statement.by);
    const mayBeSaid =
      docIdFromBytes(statement.doc) === card.doc &&
      membership.memberOf(device) !== null &&
      membership.mayWrite(statement.by, value);
    const body = mayBeSaid ? readRowsBody(rows.body) : undefined;
    if (body === undefined) return undefined;
    const made = rowsFromBody(body, card, statement.heads.map(toHex), membership.memberOf);
    return { card, rows: { ...made, signedBy: device } };
  }

  /** `made`: the rows of the document as it is now. */
  #isTrue(shown: StoredDocumentRows, document: OpenDocument, made: StoredDocumentRows | undefined): boolean {
    const { memberOf } = this.#deps.membership;
    const heads = new Set(made?.heads);
    if (
      made !== undefined &&
      heads.size === shown.heads.length &&
      shown.heads.every((head) => heads.has(head))
    )
      return saysTheSame(shown, made);
    const crdt = loadDocument(document.actor, chunksUpTo(document, shown.heads));
    const then = { ...document, crdt, projection: new DocumentProjection(document.kind, crdt.records) };
    const isTrue = saysTheSame(shown, storedRowsOf(then, memberOf));
    crdt.free();
    return isTrue;
  }

  #accuse({ signedBy = "" }: StoredDocumentRows, thing: ThingId): void {
    this.#deps.report({ type: "FalseRows", thing, device: signedBy });
  }
}

const chunksUpTo = (document: OpenDocument, heads: readonly string[]): readonly Uint8Array[] => {
  const found = new Set<string>();
  const open = [...heads];
  for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
    if (found.has(hash)) continue;
    found.add(hash);
    open.push(...(document.crdt.meta(hash)?.deps ?? []));
  }
  return [...found].flatMap((hash) => document.crdt.bytesOf(hash) ?? []);
};

/** Rows of another projection were made before an upgrade; nothing follows from a difference. */
const saysTheSame = (shown: StoredDocumentRows, made: StoredDocumentRows): boolean => {
  if (shown.projection !== made.projection) return true;
  const types = new Set([...Object.keys(shown.types), ...Object.keys(made.types)]);
  return [...types].every((type) => {
    const [left = "[]", right = "[]"] = [shown.types[type], made.types[type]];
    return left === right || inOneForm(left) === inOneForm(right);
  });
};

/** Order of rows and fields aside, and who gave a value: that follows from tips the writer may not have had. */
const inOneForm = (text: string): string =>
  JSON.stringify(
    brand<Record<string, unknown>[]>(
      JSON.parse(text, (field, value: unknown) => (field === "member" ? null : value)),
    )
      .map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
      .sort(),
  );
