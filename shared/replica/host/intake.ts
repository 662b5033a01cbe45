/**
 * What the relay sends, on its way into the store: judged by the gate before any of it reaches Automerge, then chunks,
 * tips, receipts and rows of one message in one transaction.
 */
import { toHex } from "#shared/kernel/bytes";
import type { ThingId } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { judgeChunks } from "#shared/protocol/gate/judge-chunks";
import type { JudgedChunks } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import type { Chunk, RelayMsg } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import { docIdFromBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import { crc32 } from "../checksum";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps, StoreWrite } from "../ports";
import type { StoredCard, StoredTip } from "../stored";
import type { SyncProblem } from "../types";
import { hashBytes, indexOf } from "./document-facts";
import type { Outbox } from "./outbox";
import { receiptWrites } from "./outbox";
import type { RowWriter } from "./row-writer";
import type { HostMembership } from "./standing";
import { verifyCard } from "./verify-card";

export type ChunksMessage = Extract<RelayMsg, { t: "chunks" }>;

interface Held {
  readonly chunks: readonly Chunk[];
  readonly tips: readonly Tip[];
  readonly receipts: readonly Receipt[];
}

export interface IntakeDeps extends Pick<ReplicaDeps, "store" | "channel" | "sha256" | "verifier"> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly rows: RowWriter;
  readonly outbox: Outbox;
  readonly report: (problem: SyncProblem) => void;
  /** New chunks of the document are stored; some of them may replace damaged ones. */
  readonly healed: (doc: string) => Promise<void>;
}

export class Intake {
  readonly #deps: IntakeDeps;
  /** Sound chunks whose tips or ancestors have not come yet, by document. */
  readonly #held = new Map<string, Held>();
  /** Cards that came before their documents. */
  readonly #announced = new Map<string, Signed<DocCard>>();

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  announce(cards: readonly Signed<DocCard>[], docOf: (card: Signed<DocCard>) => string | undefined): void {
    for (const card of cards) {
      const doc = docOf(card);
      if (doc !== undefined) this.#announced.set(doc, card);
    }
  }

  /** Documents with chunks in memory that are not in the store: the place in the log must not pass them. */
  unfinished(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** What is held belongs to one connection; the next one brings it again. */
  forgetUnfinished(): void {
    this.#held.clear();
  }

  /** Settles when the message is stored, or was refused and reported. An error means the store failed. */
  async take(
    message: ChunksMessage,
    relayKey: Uint8Array,
  ): Promise<Result<void, { readonly message: string }>> {
    const doc = docIdFromBytes(message.doc);
    const card = this.#deps.cards.byDoc(doc) ?? (await this.#newCard(doc, message.card));
    if (card === undefined) {
      this.#deps.report({ type: "RelayUntrusted", reason: "gate", thing: null });
      return ok(undefined);
    }
    if (card.stopped !== undefined) return ok(undefined);
    const document = await this.#deps.documents.open(card);
    const tips = await this.#deps.store.all("tips", `${doc}/`);
    const received = joined(this.#held.get(doc), message);
    const judged = await this.#judge(doc, document, tips, received, relayKey);
    if (!judged.ok) return this.#stop(card, judged.error.code);
    if (judged.value.waiting.length > 0) this.#held.set(doc, { ...received, chunks: judged.value.waiting });
    else this.#held.delete(doc);
    return this.#store(card, document, judged.value);
  }

  #judge(
    doc: string,
    document: OpenDocument | undefined,
    tips: readonly StoredTip[],
    received: Held,
    relayKey: Uint8Array,
  ): ReturnType<typeof judgeChunks> {
    const { membership, sha256, verifier } = this.#deps;
    const newest = new Map(tips.map((tip) => [toHex(tip.actor), tip]));
    return judgeChunks(
      received,
      {
        company: membership.company,
        doc: idToBytes(brand(doc)),
        relayKey,
        limits: companyGateLimits,
        index: indexOf(document, tips),
        tip: (actor) => {
          const tip = newest.get(toHex(actor));
          return tip === undefined ? undefined : { ...tip, hash: hashBytes(tip.hash) };
        },
        deviceAt: membership.deviceAt,
      },
      { sha256, verifier },
    );
  }

  async #newCard(doc: string, sent: Signed<DocCard> | null): Promise<StoredCard | undefined> {
    const signed = sent ?? this.#announced.get(doc);
    if (signed === undefined) return undefined;
    const card = await verifyCard(signed, this.#deps.membership, this.#deps);
    return card?.doc === doc ? card : undefined;
  }

  async #store(
    card: StoredCard,
    known: OpenDocument | undefined,
    { fresh, tips, receipts }: JudgedChunks,
  ): Promise<Result<void, { readonly message: string }>> {
    if (fresh.length === 0 && tips.length === 0 && receipts.length === 0) return ok(undefined);
    const { store, documents, rows, outbox, channel } = this.#deps;
    const { doc } = card;
    const writes: StoreWrite[] = [];
    if (this.#deps.cards.byDoc(doc) === undefined) writes.push({ put: "cards", key: doc, value: card });
    for (const { chunk } of fresh) {
      const hash = toHex(chunk.hash);
      writes.push(
        {
          put: "chunks",
          key: `${doc}/${hash}`,
          value: { doc, hash, bytes: chunk.bytes, sum: crc32(chunk.bytes) },
        },
        { delete: "quarantine", key: `${doc}/${hash}` },
      );
    }
    for (const tip of tips) {
      const value: StoredTip = { ...tip, doc, hash: toHex(tip.hash) };
      writes.push({ put: "tips", key: `${doc}/${toHex(tip.actor)}`, value });
    }
    const settled = receiptWrites(outbox, doc, receipts);
    writes.push(...settled.writes);
    const bytes = fresh.map(({ chunk }) => chunk.bytes);
    let document = known;
    try {
      document = this.#apply(card, known, bytes, tips);
      if (document !== undefined && fresh.length > 0) writes.push(...(await rows.writesFor([document])));
    } catch (defect) {
      return this.#stop(card, `engine: ${String(defect)}`);
    }
    const stored = await store.transact(writes, "relaxed");
    if (!stored.ok) {
      documents.discard(doc);
      return err({ message: stored.error.message });
    }
    this.#deps.cards.add(card);
    this.#announced.delete(doc);
    outbox.settle(settled.entries);
    if (fresh.length > 0) {
      channel.post({ t: "arrived", docs: [{ doc, hashes: fresh.map(({ chunk }) => toHex(chunk.hash)) }] });
      await this.#deps.healed(doc);
    }
    if (settled.entries.length > 0) channel.post({ t: "receipted", docs: settled.docs, at: settled.at });
    return ok(undefined);
  }

  #apply(
    card: StoredCard,
    known: OpenDocument | undefined,
    chunks: readonly Uint8Array[],
    tips: readonly Tip[],
  ): OpenDocument | undefined {
    const devices = tips.map((tip) => [toHex(tip.actor), tip.device] as const);
    if (known !== undefined) {
      for (const [actor, device] of devices) known.devices.set(actor, device);
      if (chunks.length > 0) known.projection.update(known.crdt.apply(chunks));
      return known;
    }
    if (chunks.length === 0) return undefined;
    const made = this.#deps.documents.make(card, chunks, new Map(devices));
    this.#deps.documents.adopt(made);
    return made;
  }

  /** Nothing of this document is taken or sent any more; silently different replicas are worse than a stopped one. */
  async #stop(card: StoredCard, why: string): Promise<Result<void, { readonly message: string }>> {
    const stopped = { ...card, stopped: why };
    this.#held.delete(card.doc);
    this.#deps.documents.discard(card.doc);
    this.#deps.report({ type: "RelayUntrusted", reason: "gate", thing: brand<ThingId>(card.thing) });
    if (this.#deps.cards.byDoc(card.doc) === undefined) return ok(undefined);
    this.#deps.cards.add(stopped);
    const stored = await this.#deps.store.transact(
      [{ put: "cards", key: card.doc, value: stopped }],
      "relaxed",
    );
    this.#deps.channel.post({ t: "rebuilt", doc: card.doc });
    return stored.ok ? ok(undefined) : err({ message: stored.error.message });
  }
}

const joined = (held: Held | undefined, message: Held): Held =>
  held === undefined
    ? message
    : {
        chunks: [...held.chunks, ...message.chunks],
        tips: [...held.tips, ...message.tips],
        receipts: [...held.receipts, ...message.receipts],
      };
