/**
 * What the relay holds of devices that may not write any more, read for whoever decides about it. Judged by the gate
 * as the relay judged it, and read in a copy of the document: nothing of it reaches the company's own.
 */
import { bytesEqual, toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import { movement } from "#shared/domain/scanning";
import { splitKey } from "#shared/documents/projection";
import type { DocCard } from "#shared/protocol/cards";
import { parseEnvelope } from "#shared/protocol/envelope";
import { judgePush } from "#shared/protocol/gate/judge-push";
import { companyGateLimits, documentLimits } from "#shared/protocol/limits";
import type { HeldDocument, HeldPush } from "#shared/protocol/messages";
import { docIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import type { CardIndex } from "../card-index";
import type { OpenDocument, OpenDocuments } from "../open-documents";
import type { ReplicaDeps } from "../ports";
import type { HeldLog, HeldStep, SyncProblem } from "../types";
import { indexOf } from "./document-facts";
import { Soundness } from "./soundness";
import type { HostMembership } from "./standing";
import type { ReadCard } from "./verify-card";
import { readCard } from "./verify-card";

export interface HeldReviewDeps extends Pick<
  ReplicaDeps,
  "store" | "channel" | "sha256" | "verifier" | "clock"
> {
  readonly membership: HostMembership;
  readonly cards: CardIndex;
  readonly documents: OpenDocuments;
  readonly report: (problem: SyncProblem) => void;
}

export class HeldReview {
  readonly #deps: HeldReviewDeps;
  readonly #logs = new Map<string, HeldLog>();

  constructor(deps: HeldReviewDeps) {
    this.#deps = deps;
  }

  tell(): void {
    this.#deps.channel.post({ t: "review", held: [...this.#logs.values()] });
  }

  /** Without a connection nobody can decide, and the next one brings all of it again. */
  forget(): void {
    this.#logs.clear();
    this.tell();
  }

  async take(documents: readonly HeldDocument[]): Promise<void> {
    for (const held of documents) {
      const doc = docIdFromBytes(held.doc);
      if (held.pushes.length === 0 && held.ended === null) this.#logs.delete(doc);
      else await this.#read(doc, held);
    }
    this.tell();
  }

  async #read(doc: string, held: HeldDocument): Promise<void> {
    const { membership, report } = this.#deps;
    const card = await this.#cardOf(doc, held);
    if (card === undefined && held.ended === null) {
      report({ type: "RelayUntrusted", reason: "gate", thing: null });
      return;
    }
    const device = textOfBytes(held.device);
    const { ended } = held;
    const facts = {
      ...{ doc, device, until: held.until },
      thing: brand<ThingId>(card?.card.thing ?? doc),
      member: membership.memberOf(device),
      ended:
        ended === null
          ? null
          : { member: membership.memberOf(textOfBytes(ended.by)), at: ended.at, why: ended.why },
    };
    const steps = card === undefined ? [] : await this.#stepsOf(card, held);
    if (steps === "foreign") report({ type: "RelayUntrusted", reason: "gate", thing: facts.thing });
    const isReadable = typeof steps !== "string";
    this.#logs.set(doc, { ...facts, isReadable, steps: isReadable ? steps : [] });
  }

  async #cardOf(doc: string, { card }: HeldDocument): Promise<ReadCard | undefined> {
    const { cards, membership } = this.#deps;
    const known = cards.byDoc(doc);
    const parsed = known === undefined ? undefined : parseEnvelope<DocCard>(known.signed);
    const signed = parsed?.ok === true ? parsed.value : card;
    const read = signed === null ? undefined : await readCard(signed, membership, this.#deps);
    return read?.card.doc === doc ? read : undefined;
  }

  /** `foreign`: the relay holds what it must not have taken; `unreadable`: no program could read it. */
  async #stepsOf(
    card: ReadCard,
    held: HeldDocument,
  ): Promise<readonly HeldStep[] | "foreign" | "unreadable"> {
    const { documents, store } = this.#deps;
    const { doc } = card.card;
    const document = await documents.open(card.card);
    if (!(await this.#isSound(card.value, held, document))) return "foreign";
    const stored = document === undefined ? [] : await store.all("chunks", `${doc}/`);
    const chunks = held.pushes.flatMap((push) => push.chunks.map(({ bytes }) => bytes));
    try {
      const copy = documents.make(card.card, [...stored.map(({ bytes }) => bytes), ...chunks], new Map());
      const steps = held.pushes.map((push) => stepOf(push, copy));
      copy.crdt.free();
      return steps;
    } catch {
      return "unreadable";
    }
  }

  async #isSound(card: DocCard, held: HeldDocument, document: OpenDocument | undefined): Promise<boolean> {
    const { membership, store, sha256, clock } = this.#deps;
    const doc = docIdFromBytes(held.doc);
    const tips = new Map((await store.all("tips", `${doc}/`)).map((tip) => [toHex(tip.actor), tip]));
    const known = document === undefined ? undefined : card;
    const verdicts = await judgePush(
      held.pushes.map(({ chunks, tip }) => ({ doc: held.doc, card: held.card, chunks, tip })),
      {
        ...{ company: membership.company, device: held.device, now: clock.now(), limits: companyGateLimits },
        index: () => indexOf(document, tips, new Map()),
        card: () => known ?? (held.card === null ? card : undefined),
        newestCard: () => undefined,
        standing: ({ cls, by }) => (cls === "movements" && bytesEqual(by, held.device) ? "hold" : "grant"),
        mayCreate: () => true,
        documentLimits,
        replaced: async () => ({ ...indexOf(undefined, new Map(), new Map()), heads: () => [] }),
      },
      this.#deps,
    );
    if (verdicts.some(({ type }) => type !== "accepted")) return false;
    const fresh = verdicts.flatMap((verdict) =>
      verdict.type === "accepted" ? verdict.parts.flatMap((part) => part.fresh) : [],
    );
    // A change that points at nothing would stop Automerge.
    return new Soundness(sha256).split(doc, document, fresh).unsound.length === 0;
  }
}

const stepOf = ({ at, chunks, tip }: HeldPush, { crdt, projection }: OpenDocument): HeldStep => {
  const keys = chunks.flatMap(({ hash }) => crdt.writesOf(toHex(hash)).map(({ key }) => key));
  const movements = [...new Set(keys)].flatMap((key) => {
    const name = splitKey(key);
    const found = name?.type === movement.name ? projection.get(movement, name.id) : undefined;
    return found ?? [];
  });
  return {
    ...{ actor: toHex(tip.actor), from: tip.seq - chunks.length + 1, seq: tip.seq, hash: toHex(tip.hash) },
    handedInAt: at,
    movements,
  };
};
