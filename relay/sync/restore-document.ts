/** What comes back takes new places at the end of the log, as of when and under what it was accepted before. */
import { bytesKey } from "#shared/kernel/bytes";
import { packChunks } from "#shared/protocol/gate/pack";
import { assert } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import type { DocumentPack, RelayMsg } from "#shared/protocol/messages";
import type { DocBytes } from "#shared/protocol/wire-types";
import { newestCardIn } from "./card-index";
import type { LoadedDocument } from "./document-index";
import type { RestoreContext } from "./judge-restored";
import { judgeRestored } from "./judge-restored";
import { answerRepetition } from "./push-answers";
import type { OpenEnd, PushIntakeDeps } from "./push-intake";

/** The device that brings it, whoever wrote it. */
export interface Bringer {
  readonly id: symbol;
  readonly mayRead: (card: DocCard) => boolean;
  readonly send: (message: RelayMsg) => void;
}

/** Answers how much of it was really missing: 0 nothing, 1 all of it. */
export const restoreDocument = async (
  document: DocumentPack,
  bringer: Bringer,
  log: OpenEnd,
  deps: PushIntakeDeps,
): Promise<number> => {
  const { doc } = document;
  const index = (await deps.documents.load([doc])).get(bytesKey(doc));
  assert(index !== undefined, "every document has an index");
  const verdict = await judgeRestored(document, contextOf(doc, index, bringer, deps), deps.crypto);
  if (verdict.type === "need") {
    bringer.send({ t: "need", doc, hashes: verdict.hashes });
    return 0;
  }
  if (verdict.type === "refused") {
    deps.onRefused(verdict.code);
    bringer.send({ t: "refused", doc, hash: verdict.hash, code: verdict.code, retryMs: null, see: null });
    return 0;
  }
  const { runs, card } = verdict;
  for (const [place, { record, tip, accepted }] of runs.entries()) {
    const before = { ...accepted, goesOn: place < runs.length - 1 };
    log.append({ doc, card: place === 0 ? card : null, record, tip, before }, index, bringer.id);
  }
  const fresh = new Set(runs.map(({ tip }) => bytesKey(tip.hash)));
  for (const tip of document.tips)
    if (!fresh.has(bytesKey(tip.hash))) answerRepetition(doc, tip, index, bringer, deps);
  const missing = runs.flatMap(({ record }) => record.changes.map(({ chunk }) => ({ bytes: chunk.bytes })));
  return missing.length === 0 ? 0 : packChunks(missing).length / document.chunks.length;
};

const contextOf = (
  doc: DocBytes,
  index: LoadedDocument,
  { mayRead }: Bringer,
  { owner, cards, crypto, relayKey, membership }: PushIntakeDeps,
): RestoreContext => ({
  ...{ company: owner.id, relayKey, index, mayRead, state: membership() },
  card: cards.find(doc)?.value,
  newestCard: newestCardIn(cards, crypto),
});
