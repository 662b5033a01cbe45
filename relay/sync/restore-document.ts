/**
 * What others than its author bring takes places at the end of the log: what was accepted before as of then, the rest as
 * of now.
 */
import { bytesKey } from "#shared/kernel/bytes";
import { packChunks } from "#shared/protocol/gate/pack";
import { assert } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import type { DocumentPack, RelayMsg } from "#shared/protocol/messages";
import { quotas } from "#shared/protocol/limits";
import { grantsOf, mayCreate, writeStanding } from "#shared/protocol/membership/grants";
import type { DocBytes, Key } from "#shared/protocol/wire-types";
import { newestCardIn } from "./card-index";
import type { LoadedDocument } from "./document-index";
import type { RestoreContext, RestoreVerdict } from "./judge-restored";
import { judgeRestored } from "./judge-restored";
import { judgeAtOneMoment } from "./one-moment";
import { answerRepetition } from "./push-answers";
import type { OpenEnd, PushIntakeDeps } from "./push-intake";
import type { OperationQuota } from "./quota";
import { letImport } from "./rights";

/** The device that brings it, whoever wrote it. */
export interface Bringer {
  readonly id: symbol;
  readonly mayRead: (card: DocCard) => boolean;
  readonly send: (message: RelayMsg) => void;
}

/** What of the relay it needs. */
export interface RestoreDeps extends Pick<
  PushIntakeDeps,
  | "owner"
  | "cards"
  | "crypto"
  | "clock"
  | "quota"
  | "relayKey"
  | "membership"
  | "documentLimits"
  | "onRefused"
> {
  readonly queue: Pick<PushIntakeDeps["queue"], "write">;
  readonly documents: Pick<PushIntakeDeps["documents"], "load">;
  readonly space: Pick<PushIntakeDeps["space"], "fits">;
}

/** Answers how much of it was really missing: 0 nothing, 1 all of it. */
export const restoreDocument = async (
  document: DocumentPack,
  bringer: Bringer,
  log: Pick<OpenEnd, "append">,
  deps: RestoreDeps,
): Promise<number> => {
  const { doc } = document;
  const index = (await deps.documents.load([doc])).get(bytesKey(doc));
  assert(index !== undefined, "every document has an index");
  const verdict = await judgeAtOneMoment(deps.membership, () =>
    judgeRestored(document, contextOf(doc, index, bringer, deps), deps.crypto),
  );
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
  const problem = whyNotNow(verdict.fresh, deps);
  if (problem !== undefined) {
    deps.onRefused(problem.code);
    bringer.send({ t: "refused", doc, hash: null, ...problem, see: null });
    return 0;
  }
  for (const [place, { record, tip, accepted: before }] of runs.entries()) {
    const goesOn = place < runs.length - 1;
    log.append({ doc, card: place === 0 ? card : null, record, tip, before, goesOn }, index, bringer.id);
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
  { owner, cards, crypto, relayKey, membership, clock, documentLimits }: RestoreDeps,
): RestoreContext => {
  const state = membership();
  return {
    ...{ company: owner.id, relayKey, index, mayRead, state, documentLimits },
    card: cards.find(doc)?.value,
    newestCard: newestCardIn(cards, crypto),
    standingOf: (device, card) => writeStanding(state, device, card, clock.now()),
    mayCreate: (device, card) => mayCreate(state, device, card, clock.now()),
  };
};

type Fresh = Extract<RestoreVerdict, { readonly type: "accepted" }>["fresh"];

/** What was never accepted before counts as pushed by whoever wrote it, and takes room. */
const whyNotNow = (
  fresh: Fresh,
  deps: RestoreDeps,
): { readonly code: "full" | "rate"; readonly retryMs: number } | undefined => {
  const { space, quota } = deps;
  const bytes = fresh.reduce((sum, each) => sum + each.bytes, 0);
  if (fresh.length > 0 && !space.fits(fresh.length, bytes)) return { code: "full", retryMs: fullRetryMs };
  const shares = sharesOf(fresh, deps);
  // All are asked before any is charged: nobody pays for what is not taken.
  const retryMs = Math.max(0, ...shares.map((share) => quota.peek(...share)));
  if (retryMs > 0) return { code: "rate", retryMs };
  for (const share of shares) quota.take(...share);
  return undefined;
};

/** What each author would be charged for a push of it. */
const sharesOf = (
  fresh: Fresh,
  { membership, clock }: RestoreDeps,
): readonly Parameters<OperationQuota["take"]>[] => {
  const authors = new Map<string, { readonly device: Key; ops: number }>();
  for (const { device, ops } of fresh) {
    const known = authors.get(bytesKey(device)) ?? { device, ops: 0 };
    known.ops += ops;
    authors.set(bytesKey(device), known);
  }
  return Array.from(authors, ([name, { device, ops }]) => {
    const isCreator = letImport(grantsOf(membership(), device), clock.now());
    return [name, isCreator ? quotas.creator : quotas.other, ops];
  });
};

/** Somebody has to make room; asking more often would only cost. */
export const fullRetryMs = 60_000;
