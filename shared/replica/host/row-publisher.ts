/**
 * Offers rows of documents to devices that come later: signed, when a document was quiet for a while and has changed
 * enough since its last ones. The device of the newest change does it, so that not all of them do.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import { idToBytes } from "#shared/kernel/ids";
import type { SignedRows } from "#shared/protocol/signed-rows";
import { signRows } from "#shared/protocol/signed-rows";
import * as v from "valibot";
import type { CardIndex } from "../card-index";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps } from "../ports";
import { writeRowsBody } from "../rows-body";
import { hashBytes } from "./document-facts";
import type { Connection } from "./link";
import type { Lane } from "./lane";
import type { HostMembership } from "./standing";

/** Nobody changed the document for this long. */
const quietMs = 15_000;
/** Looked at this often while something waits, and sooner after a look that had to leave some for the next. */
const lookMs = 5_000;
const nextLookMs = 1_000;
/** So many more changes make new rows worth while, or this share of all, whichever is more. */
const enoughChanges = 8;
const enoughShare = 0.1;
/** Documents and bytes offered in one look. */
const most = { documents: 64, bytes: 512 * 1024 };

const pendingKey = "rows-pending";
const pendingSchema = v.array(v.string());

export interface RowPublisherDeps extends Pick<
  ReplicaDeps,
  "store" | "sha256" | "signer" | "clock" | "timers"
> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly lane: Lane;
  /** Own changes of the document wait for their receipts. */
  readonly isWaiting: (doc: string) => boolean;
}

export class RowPublisher {
  readonly #deps: RowPublisherDeps;
  /** When each document last changed. */
  readonly #pending = new Map<string, Ms>();
  /** Changes at the last offer, as far as this start knows. */
  readonly #offered = new Map<string, number>();
  #connection: Connection | undefined;
  #cancel: (() => void) | undefined;
  #isStoredPending = true;

  constructor(deps: RowPublisherDeps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    const parsed = v.safeParse(pendingSchema, await this.#deps.store.get("meta", pendingKey));
    if (parsed.success) for (const doc of parsed.output) this.#pending.set(doc, this.#deps.clock.now());
  }

  connected(connection: Connection): void {
    this.#connection = connection;
    this.#lookLater();
  }

  disconnected(): void {
    this.#connection = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** The document changed, here or elsewhere. */
  changed(doc: string): void {
    if (!this.#pending.has(doc)) this.#isStoredPending = false;
    this.#pending.set(doc, this.#deps.clock.now());
    this.#lookLater();
  }

  #lookLater(ms = lookMs): void {
    if (this.#connection === undefined || this.#pending.size === 0) return;
    this.#cancel ??= this.#deps.timers.after(ms, () => {
      this.#cancel = undefined;
      this.#deps.lane.add(() => this.#look());
    });
  }

  async #look(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const rows: SignedRows[] = [];
    let bytes = 0;
    const isFull = (): boolean => rows.length >= most.documents || bytes >= most.bytes;
    const now = this.#deps.clock.now();
    for (const [doc, at] of [...this.#pending]) {
      if (isFull()) break;
      if (now - at < quietMs || this.#deps.isWaiting(doc)) continue;
      this.#pending.delete(doc);
      this.#isStoredPending = false;
      const made = await this.#rowsOf(doc);
      if (made === undefined) continue;
      rows.push(made);
      bytes += made.body.length;
    }
    if (rows.length > 0) connection.send({ t: "rows", rows });
    await this.#storePending();
    this.#lookLater(isFull() ? nextLookMs : lookMs);
  }

  async #storePending(): Promise<void> {
    if (this.#isStoredPending) return;
    this.#isStoredPending = true;
    const value = [...this.#pending.keys()];
    await this.#deps.store.transact([{ put: "meta", key: pendingKey, value }], "relaxed");
  }

  /** Undefined when there is nothing new enough to say, or somebody else will say it. */
  async #rowsOf(doc: string): Promise<SignedRows | undefined> {
    const { cards, documents, membership, sha256, signer, clock } = this.#deps;
    const card = cards.byDoc(doc);
    const document =
      card === undefined || card.stopped !== undefined ? undefined : await documents.open(card);
    if (document === undefined || !this.#isOurs(document)) return undefined;
    const { changes } = document.crdt.stats();
    const before = this.#offered.get(doc);
    if (before !== undefined && changes - before < Math.max(enoughChanges, before * enoughShare))
      return undefined;
    const body = writeRowsBody(document);
    if (body === undefined) return undefined;
    this.#offered.set(doc, changes);
    const facts = {
      company: membership.company,
      doc: idToBytes(brand(doc)),
      heads: [...document.crdt.heads()].sort().map(hashBytes),
      checkpoint: membership.checkpoint(),
      at: clock.now(),
    };
    return signRows(facts, body, sha256, signer);
  }

  /** This device wrote the newest change; of several newest ones, the first. */
  #isOurs({ crdt, devices }: OpenDocument): boolean {
    const [head] = [...crdt.heads()].sort();
    const actor = head === undefined ? undefined : crdt.meta(head)?.actor;
    const device = actor === undefined ? undefined : devices.get(actor);
    return device !== undefined && bytesEqual(device, this.#deps.signer.publicKey);
  }
}
