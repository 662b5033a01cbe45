/**
 * Puts a new document in the place of one that nears a limit. A manager's device does it: it writes the contents anew
 * under a card that names what it saw, and the relay takes both only while nothing else has been written. Nothing is
 * stored here before the relay has it: then it comes back like any other document.
 */
import { bytesKey, compareBytes } from "#shared/kernel/bytes";
import type { DocId } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import { assert } from "#shared/kernel/result";
import { findDocumentKind } from "#shared/documents/kinds";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { parseEnvelope, seal, verify } from "#shared/protocol/envelope";
import type { DocumentLimits } from "#shared/protocol/limits";
import { frameLimits, replacementLimits } from "#shared/protocol/limits";
import type { PushPart, RelayMsg } from "#shared/protocol/messages";
import { bytesOfId, docIdFromBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import { factKinds } from "../engine/undo-log";
import { hashBytes } from "../host/document-facts";
import type { Lane } from "../host/lane";
import type { Connection } from "../host/link";
import type { Outbox } from "../host/outbox";
import type { Soundness } from "../host/soundness";
import type { HostMembership } from "../host/standing";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps } from "../ports";
import type { StoredCard } from "../stored";
import { FreshActors } from "./fresh-actors";
import { rotateCommand } from "./marks";
import type { Replacement } from "./replacement";
import { replacementOf } from "./replacement";

/** Not all devices at once: whoever comes first has done it for the others. */
const waitMs = { least: 2_000, most: 20_000 };
/** When the relay did not take it for a reason that does not pass by itself. */
const refusedWaitMs = 3_600_000;

export interface RotationDeps extends Pick<
  ReplicaDeps,
  "sha256" | "verifier" | "random" | "signer" | "clock" | "timers"
> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly soundness: Soundness;
  readonly outbox: Outbox;
  readonly lane: Lane;
  readonly limits: DocumentLimits;
  /** Others may write to a new document before it has come back to us. */
  readonly announce: (card: Signed<DocCard>) => void;
  /** Asks the relay for a whole document. */
  readonly want: (doc: string) => Promise<void>;
}

export class Rotation {
  readonly #deps: RotationDeps;
  /** Sent and not answered: documents replaced, by new document. */
  readonly #attempts = new Map<string, string>();
  readonly #waiting = new Map<string, () => void>();
  #connection: Connection | undefined;

  constructor(deps: RotationDeps) {
    this.#deps = deps;
  }

  connected(connection: Connection): void {
    this.#connection = connection;
  }

  disconnected(): void {
    this.#connection = undefined;
    this.#attempts.clear();
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  /** Something was stored of the document. */
  changed(doc: string): void {
    const document = this.#deps.documents.peek(doc);
    if (document === undefined || this.#waiting.has(doc) || !this.#isDue(document)) return;
    const { least, most } = waitMs;
    const chance = (this.#deps.random.bytes(1)[0] ?? 0) / 255;
    this.#tryIn(doc, Math.round(least + chance * (most - least)));
  }

  /** Whether the message answers an attempt; the pusher knows nothing of these documents. */
  async answer(message: RelayMsg): Promise<boolean> {
    if (message.t !== "receipt" && message.t !== "refused" && message.t !== "need") return false;
    const doc = docIdFromBytes(message.t === "receipt" ? message.receipt.doc : message.doc);
    const replaced = this.#attempts.get(doc);
    if (replaced === undefined) return false;
    this.#attempts.delete(doc);
    if (message.t === "receipt") await this.#deps.want(doc);
    else if (message.t === "refused" && message.see !== null)
      await this.#deps.want(docIdFromBytes(message.see));
    else if (message.t === "need" || message.code === "deps" || message.code === "rate")
      this.#tryIn(replaced, waitMs.most);
    else this.#tryIn(replaced, refusedWaitMs);
    return true;
  }

  #tryIn(doc: string, ms: number): void {
    if (this.#connection === undefined) return;
    const cancel = this.#deps.timers.after(ms, () => {
      this.#waiting.delete(doc);
      this.#deps.lane.add(() => this.#try(doc));
    });
    this.#waiting.set(doc, cancel);
  }

  #isDue(document: OpenDocument): boolean {
    const { cards, membership, signer, limits } = this.#deps;
    const card = cards.byDoc(document.doc);
    const { changes, actors } = document.crdt.stats();
    const { rotateAt } = replacementLimits;
    const isLarge =
      document.bytes >= limits.bytes * rotateAt ||
      changes >= limits.changes * rotateAt ||
      actors >= limits.actors * rotateAt;
    if (!isLarge || card === undefined || !cards.isCurrent(card.doc) || factKinds.has(card.kind))
      return false;
    const signed = parseEnvelope<DocCard>(card.signed);
    const canWrite = (findDocumentKind(card.kind)?.schema ?? -1) >= document.crdt.root().minWriter;
    return (
      signed.ok &&
      canWrite &&
      card.stopped === undefined &&
      membership.isManager(signer.publicKey) &&
      membership.may("create", card.cls) &&
      membership.may("write", card.cls)
    );
  }

  async #try(doc: string): Promise<void> {
    const { cards, documents, outbox } = this.#deps;
    const connection = this.#connection;
    const card = cards.byDoc(doc);
    if (connection === undefined || card === undefined || !cards.isCurrent(doc)) return;
    const isBusy = [...this.#attempts.values()].includes(doc);
    if (isBusy) return;
    const document = await documents.open(card);
    if (document === undefined || !this.#isDue(document)) return;
    // The relay compares with what it has: own changes go first.
    if (outbox.entriesOf(doc).length > 0) this.#tryIn(doc, waitMs.least);
    else await this.#send(card, document, connection);
  }

  async #send(card: StoredCard, document: OpenDocument, connection: Connection): Promise<void> {
    const { membership, sha256, random, signer, clock, verifier } = this.#deps;
    const known = parseEnvelope<DocCard>(card.signed);
    const checked = known.ok ? await verify(docCardKind, known.value, { sha256, verifier }) : known;
    if (!checked.ok) return;
    const { value, id } = checked.value;
    const doc = newId<DocId>(random);
    const actors = new FreshActors(this.#deps, doc);
    const at = clock.now();
    const message = JSON.stringify({ c: rotateCommand, id: newId(random) });
    const begun = replacementOf(document.crdt, () => actors.make(), message, Math.floor(at / 1000));
    const from = this.#headsOf(document);
    if (!fits(begun, from)) return;
    const unsigned: DocCard = {
      ...value,
      ...{ doc: bytesOfId(doc), no: value.no + 1, prev: id, replaces: value.doc },
      carries: { from: inOrder(from), to: inOrder(begun.heads) },
      ...{ by: signer.publicKey, at },
    };
    const signed = await seal(docCardKind, unsigned, [signer]);
    const parts: PushPart[] = [];
    for (const changes of byActor(begun)) {
      const last = changes.at(-1);
      assert(last, "a part has changes");
      parts.push({
        doc: unsigned.doc,
        card: parts.length === 0 ? signed : null,
        chunks: changes.map(({ change: { hash, deps, bytes } }) => ({
          ...{ hash: hashBytes(hash), parents: deps.map(hashBytes), enc: 0, epoch: 0, bytes },
        })),
        tip: await actors.tipOf(membership.company, last, membership.checkpoint()),
      });
    }
    if (connection !== this.#connection) return;
    this.#attempts.set(doc, card.doc);
    this.#deps.announce(signed);
    connection.send({ t: "push", parts });
  }

  /** What the relay knows as the newest changes: those left out of the document are among them. */
  #headsOf({ doc, crdt }: OpenDocument): readonly string[] {
    const aside = this.#deps.soundness.aside(doc);
    const below = new Set(Array.from(aside.values()).flatMap(({ deps }) => deps.map(bytesKey)));
    return [...crdt.heads(), ...aside.keys()].filter((hash) => !below.has(bytesKey(hashBytes(hash))));
  }
}

const fits = ({ changes, heads }: Replacement, from: readonly string[]): boolean =>
  changes.length <= frameLimits.changes &&
  changes.reduce((sum, { change }) => sum + change.bytes.length, 0) <= replacementLimits.bytes &&
  Math.max(heads.length, from.length) <= replacementLimits.heads;

const inOrder = (hashes: readonly string[]): readonly Uint8Array[] =>
  hashes.map(hashBytes).sort(compareBytes);

const byActor = ({ changes }: Replacement): readonly Replacement["changes"][] => {
  const parts: Replacement["changes"][number][][] = [];
  for (const one of changes) {
    const last = parts.at(-1);
    if (last?.[0]?.actor === one.actor) last.push(one);
    else parts.push([one]);
  }
  return parts;
};
