/** Pushes of devices that may not write any more: into what is held, and from there into the log once adopted. */
import { bytesKey } from "#shared/kernel/bytes";
import { copyEnvelope } from "#shared/protocol/envelope";
import type { RelayMsg } from "#shared/protocol/messages";
import type { Tip } from "#shared/protocol/tips";
import type { LoadedDocument } from "./document-index";
import type { HeldEntry } from "./held-book";
import { heldUntil } from "./held-book";
import type { HeldRecord } from "./held-record.codec";
import type { AcceptedVerdict, IncomingPart, PushIntakeDeps, Pusher } from "./push-intake";
import { answerRepetition, recordOf } from "./push-answers";
import type { PushRecord } from "./push-record.codec";

/** Keeps what is new of a push and answers all of it; a message when nothing of it could be kept. */
export const keepHeld = (
  verdict: AcceptedVerdict,
  index: LoadedDocument,
  pusher: Pusher,
  deps: PushIntakeDeps,
): RelayMsg | undefined => {
  const { doc } = verdict;
  const { held, clock, queue, owner } = deps;
  const before = held.find(doc);
  if (before !== undefined && before.ended !== null) return endedMessage(before);
  const { card } = verdict;
  const brought = card === null ? null : { signed: copyEnvelope(card.signed), value: card.value };
  const isNew = (before?.pushes.length ?? 0) === 0;
  const fresh = verdict.parts
    .filter((part) => part.fresh.length > 0)
    .map((part, at): HeldRecord => ({
      at: clock.now(),
      card: isNew && at === 0 ? brought : null,
      record: copyRecord(recordOf(part)),
      tip: copyTip(part.tip),
    }));
  const writes = fresh.length === 0 ? [] : held.keep(doc, pusher.device, fresh);
  if (writes === undefined) return { t: "refused", doc, hash: null, code: "quota", retryMs: null, see: null };
  const entry = held.find(doc);
  const until = entry === undefined ? 0 : heldUntil(entry);
  void queue.write(owner, writes).then((isStored) => {
    if (!isStored) return;
    for (const { tip } of verdict.parts)
      if ((index.receipt(tip.actor)?.seq ?? 0) < tip.seq)
        pusher.send({ t: "held", doc, actor: tip.actor, seq: tip.seq, until });
    if (fresh.length > 0) deps.onHeld(doc);
  });
  // Of what was adopted meanwhile it learns by the receipt.
  for (const part of verdict.parts)
    if (part.fresh.length === 0 && (index.receipt(part.tip.actor)?.seq ?? 0) >= part.tip.seq)
      answerRepetition(doc, part.tip, index, pusher, deps);
  return undefined;
};

/** In memory of its own: as read it may be part of a whole frame, and only what is held is counted. */
const copyRecord = ({ changes, ...record }: PushRecord): PushRecord => ({
  ...record,
  changes: changes.map((change) => ({
    ...change,
    chunk: { ...change.chunk, bytes: change.chunk.bytes.slice() },
  })),
});

const copyTip = (tip: Tip): Tip => ({ ...tip, sig: tip.sig.slice() });

export const endedMessage = ({ doc, ended }: HeldEntry): RelayMsg => ({
  t: "held-ended",
  doc,
  how: "discarded",
  by: ended?.by ?? null,
  why: ended?.why ?? "",
});

interface AdoptedPush {
  readonly part: IncomingPart;
  readonly index: LoadedDocument;
}

/**
 * What of the held pushes goes into the log, one after the other: adopted, and on top of what is in the log then. The
 * index of a document is looked at when the push before is in it.
 */
export function* adoptedPushes(
  indexes: ReadonlyMap<string, LoadedDocument>,
  { held, cards, adoptedUpTo }: PushIntakeDeps,
): Generator<AdoptedPush> {
  for (const { doc, pushes } of held.all()) {
    const index = indexes.get(bytesKey(doc));
    if (index === undefined) continue;
    let card = pushes.find((push) => push.card !== null)?.card ?? null;
    for (const { record, tip } of pushes) {
      const changes = adoptedUpTo(doc, record) < tip.seq ? undefined : whatFollows(index, record);
      if (changes === undefined) continue;
      const missing = cards.find(doc) === undefined ? card : null;
      yield { part: { doc, card: missing, record: { ...record, changes }, tip }, index };
      card = null;
    }
  }
}

/**
 * What the log lacks of a push: it may have grown since that was judged. Undefined while an ancestor is missing, and when
 * its author wrote something else under the same numbers, which is in the log now.
 */
const whatFollows = (
  index: LoadedDocument,
  { actor, changes }: Pick<PushRecord, "actor" | "changes">,
): PushRecord["changes"] | undefined => {
  const missing = changes.filter(({ chunk }) => index.find(chunk.hash) === undefined);
  const own = new Set(missing.map(({ chunk }) => bytesKey(chunk.hash)));
  const standsOnAll = missing.every(({ chunk }) =>
    chunk.parents.every((parent) => own.has(bytesKey(parent)) || index.find(parent) !== undefined),
  );
  const isNext = missing[0]?.seq === (index.head(actor)?.seq ?? 0) + 1;
  return standsOnAll && isNext ? missing : undefined;
};
