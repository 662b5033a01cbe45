/**
 * The chain of checkpoints. One counts when it follows the last by number and `prev`, its time does not run back,
 * everything it names is there, and the sequencer signed it. What it has decided is never decided otherwise.
 * A sequencer that signed two orders is found out by two that follow the last one, or by one that has their number and
 * follows another.
 */
import { bytesEqual, bytesKey, compareBytes } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { CompanyId, Hash, Key } from "../wire-types";
import type { Outcome } from "./batch";
import { applyBatch } from "./batch";
import type { EntryGraph, GraphNode } from "./entry-graph";
import type { StateDraft } from "./state-draft";
import { confirmDraft, emptyDraft, forkDraft } from "./state-draft";
import type { CheckpointRecord, KeysRecord, LogLine, RootKeys } from "./types";

/** The newest rules this version can judge by. */
export const knownRules = 1;

/** Records the chain takes from and what is left of them. */
export interface ChainSource {
  readonly company: CompanyId;
  readonly graph: EntryGraph;
  /** Complete entries no checkpoint has decided. */
  readonly open: Set<GraphNode>;
  /** Key documents beyond the first, by `bytesKey` of their id. */
  readonly keyDocs: Map<string, KeysRecord>;
  /** Those no checkpoint has decided. */
  readonly openKeys: Map<string, KeysRecord>;
}

export interface Chain {
  readonly draft: () => StateDraft;
  readonly last: () => Hash | null;
  readonly fork: () => readonly [Hash, Hash] | null;
  readonly decided: readonly LogLine[];
  readonly take: (record: CheckpointRecord) => void;
  /** Follows the chain as far as it goes; answers what was decided. */
  readonly advance: () => readonly LogLine[];
  /** Whether a checkpoint has turned up beside those already followed: then everything must be followed anew. */
  readonly mustRestart: () => boolean;
}

interface Step {
  readonly record: CheckpointRecord;
  readonly draft: StateDraft;
  readonly nodes: readonly GraphNode[];
  readonly keyDocs: readonly KeysRecord[];
  readonly outcomes: readonly Outcome[];
  readonly isSuccession: boolean;
}

/** What the next checkpoint has to continue. */
interface Place {
  readonly last: Hash | null;
  readonly at: Ms;
  /** Null before the first checkpoint. */
  readonly sequencer: Key | null;
}

export const createChain = (source: ChainSource, keys: RootKeys): Chain => {
  const byNumber = new Map<number, CheckpointRecord[]>();
  /** Not looked at yet, or looked at before everything they name was there. */
  const unweighed = new Set<CheckpointRecord>();
  let place: Place = { last: null, at: 0, sequencer: null };
  /** By number, from 1. */
  const places: Place[] = [];
  const decided: LogLine[] = [];
  let draft = emptyDraft(keys);
  let fork: readonly [Hash, Hash] | null = null;

  const commit = ({ record, draft: next, nodes, keyDocs, outcomes }: Step): readonly LogLine[] => {
    const { no, at } = record.checkpoint.value;
    draft = next;
    places.push(place);
    place = { last: record.id, at, sequencer: draft.sequencer };
    for (const node of nodes) {
      node.checkpoint = no;
      source.open.delete(node);
    }
    for (const keyDoc of keyDocs) source.openKeys.delete(bytesKey(keyDoc.id));
    const lines = outcomes.map((outcome) => ({ ...outcome, checkpoint: { no, at } }));
    for (const line of lines) decided.push(line);
    return lines;
  };

  const advance = (): readonly LogLine[] => {
    const lines: LogLine[] = [];
    fork = null;
    while (draft.rules <= knownRules) {
      const candidates = byNumber.get(draft.checkpoint + 1) ?? [];
      for (const record of candidates)
        if (isOfOtherOrder(record, place) || isWhole(record, source)) unweighed.delete(record);
      const steps = nextSteps(candidates, draft, place.last, source);
      const [step] = steps;
      fork = forkIn(steps, candidates, place);
      if (step === undefined || fork !== null) break;
      for (const line of commit(step)) lines.push(line);
    }
    return lines;
  };

  return {
    draft: () => draft,
    last: () => place.last,
    fork: () => fork,
    decided,
    take: (record) => {
      const { no } = record.checkpoint.value;
      const same = byNumber.get(no);
      if (same === undefined) byNumber.set(no, [record]);
      else same.push(record);
      unweighed.add(record);
    },
    advance,
    mustRestart: () =>
      [...unweighed].some((record) => {
        const { no, prev } = record.checkpoint.value;
        const before = places[no - 1];
        if (before === undefined) return false;
        return (isSameHash(prev, before.last) && isWhole(record, source)) || isOfOtherOrder(record, before);
      }),
  };
};

const isSameHash = (a: Hash | null, b: Hash | null): boolean =>
  a === null || b === null ? a === b : bytesEqual(a, b);

/** Whether everything it names is there. */
const isWhole = ({ checkpoint }: CheckpointRecord, { graph, keyDocs }: ChainSource): boolean =>
  checkpoint.value.heads.every((head) => (graph.find(head)?.depth ?? 0) > 0 || keyDocs.has(bytesKey(head)));

/**
 * Whether the sequencer itself, having followed another checkpoint than ours, signed this one to come next. It need not
 * be whole: whoever sends it leaves out what our own checkpoint would have covered.
 */
const isOfOtherOrder = ({ checkpoint }: CheckpointRecord, { last, at, sequencer }: Place): boolean => {
  const { value, signers } = checkpoint;
  const [signer, ...others] = signers;
  const isSequencers =
    sequencer !== null && signer !== undefined && others.length === 0 && bytesEqual(signer, sequencer);
  return (
    isSequencers && last !== null && value.prev !== null && !bytesEqual(value.prev, last) && value.at >= at
  );
};

/** Two checkpoints with one number: both could come next, or one that could follows another than the last. */
const forkIn = (
  [step, rival]: readonly Step[],
  candidates: readonly CheckpointRecord[],
  place: Place,
): readonly [Hash, Hash] | null => {
  if (step !== undefined && rival !== undefined) return [step.record.id, rival.record.id];
  // What the old sequencer signed says nothing against a successor the owners named.
  if (step?.isSuccession === true || place.last === null) return null;
  const [other] = candidates
    .flatMap((record) => (isOfOtherOrder(record, place) ? (record.checkpoint.value.prev ?? []) : []))
    .sort(compareBytes);
  return other === undefined ? null : [place.last, other];
};

/** Valid successors of the last checkpoint among those with the next number; more than one is a fork. A successor the owners named comes before. */
const nextSteps = (
  candidates: readonly CheckpointRecord[],
  before: StateDraft,
  last: Hash | null,
  source: ChainSource,
): readonly Step[] => {
  const whole = candidates.filter((record) => isWhole(record, source));
  const all = whole
    .flatMap(
      (record) => tryCheckpoint(record, { before, last, isAlone: candidates.length === 1 }, source) ?? [],
    )
    .sort((a, b) => compareBytes(a.record.id, b.record.id));
  const successions = all.filter(({ isSuccession }) => isSuccession);
  return successions.length > 0 ? successions : all;
};

const tryCheckpoint = (
  record: CheckpointRecord,
  {
    before,
    last,
    isAlone,
  }: { readonly before: StateDraft; readonly last: Hash | null; readonly isAlone: boolean },
  source: ChainSource,
): Step | undefined => {
  const { no, prev, heads, at } = record.checkpoint.value;
  const follows = isSameHash(prev, last) && at >= before.checkpointAt;
  const [signer, ...others] = record.checkpoint.signers;
  if (!follows || signer === undefined || others.length > 0) return undefined;
  const isRegular = before.sequencer !== null && bytesEqual(signer, before.sequencer);
  const isFirst = before.checkpoint === 0;
  // Alone and signed by the sequencer it is certain to count: no copy, or long logs would cost their square.
  const draft = isAlone && isRegular ? before : forkDraft(before);
  const nodes = openAncestors(heads, source);
  const keyDocs = heads.flatMap((head) => source.openKeys.get(bytesKey(head)) ?? []);
  const outcomes = applyBatch(draft, { keyDocs, nodes }, { company: source.company, orderedAt: at });
  const isNamed = draft.sequencer !== null && bytesEqual(signer, draft.sequencer);
  const continues = draft.succession !== null && isSameHash(draft.succession.from, last);
  if (!isRegular && !(isNamed && (isFirst || continues))) return undefined;
  confirmDraft(draft, no, at);
  return { record, draft, nodes, keyDocs, outcomes, isSuccession: !isRegular };
};

const openAncestors = (heads: readonly Hash[], { graph }: ChainSource): readonly GraphNode[] => {
  const found = new Set<GraphNode>();
  const open = heads.flatMap((head) => graph.find(head) ?? []);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (found.has(node) || node.checkpoint > 0) continue;
    found.add(node);
    open.push(...node.parents);
  }
  return [...found];
};
