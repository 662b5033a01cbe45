/** What comes back takes new places at the end of the log, under the checkpoint it was accepted under before. */
import { bytesKey } from "#shared/kernel/bytes";
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

export const restoreDocument = async (
  document: DocumentPack,
  bringer: Bringer,
  log: OpenEnd,
  deps: PushIntakeDeps,
): Promise<void> => {
  const { doc } = document;
  const index = (await deps.documents.load([doc])).get(bytesKey(doc));
  assert(index !== undefined, "every document has an index");
  const verdict = await judgeRestored(document, contextOf(doc, index, bringer, deps), deps.crypto);
  if (verdict.type === "need") {
    bringer.send({ t: "need", doc, hashes: verdict.hashes });
    return;
  }
  if (verdict.type === "refused") {
    deps.onRefused(verdict.code);
    bringer.send({ t: "refused", doc, hash: verdict.hash, code: verdict.code, retryMs: null, see: null });
    return;
  }
  const { runs, card } = verdict;
  for (const [at, { record, tip, checkpoint }] of runs.entries()) {
    const before = { checkpoint, goesOn: at < runs.length - 1 };
    log.append({ doc, card: at === 0 ? card : null, record, tip, before }, index, bringer.id);
  }
  const fresh = new Set(runs.map(({ tip }) => bytesKey(tip.hash)));
  for (const tip of document.tips)
    if (!fresh.has(bytesKey(tip.hash))) answerRepetition(doc, tip, index, bringer, deps);
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
