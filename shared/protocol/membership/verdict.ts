/**
 * Who belongs to the company: a pure function of the log's records, the same for every order of arrival.
 *
 * Checkpoints, signed by the sequencer, put batches of entries in order; what they cover is decided for good. Entries
 * no checkpoint covers yet are one last, pending batch. Within a batch entries follow their causal depth, then their
 * hash. An entry counts only if its author may do it at its place in that order, so dating an entry back gains nothing.
 */
import { bytesEqual, compareBytes } from "#shared/kernel/bytes";
import { times } from "../limits";
import type { CompanyId, Hash } from "../wire-types";
import { textOfBytes } from "../wire-types";
import type { CompanyFacts, EntryRecord, StateDraft } from "./apply-entry";
import { applyEntry, confirmDraft, copyDraft, emptyDraft } from "./apply-entry";
import type { CompanyState, ComputeVerdict, KeyDoc, LogEntry, Verdict } from "./types";

type CheckpointRecord = Extract<LogEntry, { type: "checkpoint" }>;

export const computeVerdict: ComputeVerdict = (company, log) => {
  const graph = entryGraph(log);
  const keyDoc = findKeyDoc(company, log);
  if (keyDoc === undefined) return noCompany(graph);
  const facts = { company, keyDoc };
  const reasons = new Map<string, string>();
  const chain = followChain(log, graph, facts, reasons);
  const rest = inOrder(
    [...graph.depths.keys()].filter((id) => !chain.applied.has(id)),
    graph,
  );
  const draft = copyDraft(chain.draft);
  const pending: Hash[] = [];
  for (const record of rest) {
    const reason = applyEntry(draft, record, facts);
    if (reason === undefined) pending.push(record.id);
    else reasons.set(textOfBytes(record.id), reason);
  }
  return {
    state: stateOf(company, draft),
    confirmed: chain.draft.checkpoint === 0 ? null : stateOf(company, chain.draft),
    pending,
    void: reasons,
    waiting: graph.waiting,
    fork: chain.fork,
    checkpoint: chain.last,
    heads: headsOf(graph, new Set()),
    openHeads: headsOf(graph, chain.applied),
  };
};

interface EntryGraph {
  readonly records: ReadonlyMap<string, EntryRecord>;
  /** Longest way to an entry without predecessors, for entries whose ancestors are all present. */
  readonly depths: ReadonlyMap<string, number>;
  readonly waiting: readonly Hash[];
}

const entryGraph = (log: readonly LogEntry[]): EntryGraph => {
  const records = new Map<string, EntryRecord>();
  for (const record of log) if (record.type === "entry") records.set(textOfBytes(record.id), record);
  const depths = new Map<string, number>();
  const missing = new Set<string>();
  // Depth first with an explicit stack: a hostile log may be one chain of thousands.
  for (const start of records.keys()) {
    const open = [start];
    for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
      const record = records.get(id);
      const parents = record?.entry.value.prev.map(textOfBytes) ?? [];
      const unseen = parents.filter((parent) => !depths.has(parent) && !missing.has(parent));
      if (depths.has(id) || missing.has(id)) open.pop();
      else if (record === undefined) missing.add(id);
      else if (unseen.length > 0) open.push(...unseen);
      else if (parents.some((parent) => missing.has(parent))) missing.add(id);
      else
        depths.set(
          id,
          parents.reduce((deepest, parent) => Math.max(deepest, depths.get(parent) ?? 0), 0) + 1,
        );
    }
  }
  const waiting = [...records.values()].filter(({ id }) => missing.has(textOfBytes(id))).map(({ id }) => id);
  return { records, depths, waiting: waiting.sort(compareBytes) };
};

const inOrder = (ids: readonly string[], graph: EntryGraph): readonly EntryRecord[] =>
  ids
    .flatMap((id) => graph.records.get(id) ?? [])
    .map((record) => ({ record, depth: graph.depths.get(textOfBytes(record.id)) ?? 0 }))
    .sort((a, b) => a.depth - b.depth || compareBytes(a.record.id, b.record.id))
    .map(({ record }) => record);

/** Entries no other complete entry names, those in `without` left out. */
const headsOf = (graph: EntryGraph, without: ReadonlySet<string>): readonly Hash[] => {
  const named = new Set(without);
  for (const id of graph.depths.keys()) {
    for (const parent of graph.records.get(id)?.entry.value.prev ?? []) named.add(textOfBytes(parent));
  }
  return [...graph.depths.keys()]
    .filter((id) => !named.has(id))
    .flatMap((id) => graph.records.get(id)?.id ?? [])
    .sort(compareBytes);
};

/** Key document 1: its hash is the company, and it is signed by as many of its own keys as it asks for. */
const findKeyDoc = (company: CompanyId, log: readonly LogEntry[]): KeyDoc | undefined => {
  for (const record of log) {
    if (record.type !== "keys" || !bytesEqual(record.id, company)) continue;
    const { value, signers } = record.keyDoc;
    const own = signers.filter((signer) => value.root.keys.some((key) => bytesEqual(key, signer)));
    if (value.no === 1 && value.prev === null && own.length >= value.root.threshold) return value;
  }
  return undefined;
};

const noCompany = (graph: EntryGraph): Verdict => ({
  state: null,
  confirmed: null,
  pending: [],
  void: new Map(),
  waiting: [...graph.records.values()].map(({ id }) => id).sort(compareBytes),
  fork: null,
  checkpoint: null,
  heads: [],
  openHeads: [],
});

interface Chain {
  readonly draft: StateDraft;
  readonly applied: ReadonlySet<string>;
  readonly last: Hash | null;
  readonly fork: readonly [Hash, Hash] | null;
}

const followChain = (
  log: readonly LogEntry[],
  graph: EntryGraph,
  facts: CompanyFacts,
  reasons: Map<string, string>,
): Chain => {
  const byNumber = new Map<number, Map<string, CheckpointRecord>>();
  for (const record of log) {
    if (record.type !== "checkpoint") continue;
    const { no } = record.checkpoint.value;
    const sameNumber = byNumber.get(no) ?? new Map<string, CheckpointRecord>();
    byNumber.set(no, sameNumber.set(textOfBytes(record.id), record));
  }
  const applied = new Set<string>();
  let draft = emptyDraft();
  let last: Hash | null = null;
  for (;;) {
    const steps = nextSteps(
      [...(byNumber.get(draft.checkpoint + 1)?.values() ?? [])],
      { draft, last, applied },
      graph,
      facts,
    );
    const [step, other] = steps;
    if (step === undefined) return { draft, applied, last, fork: null };
    if (other !== undefined) return { draft, applied, last, fork: [step.id, other.id] };
    draft = step.draft;
    last = step.id;
    for (const [id, reason] of step.reasons) reasons.set(id, reason);
    for (const id of step.batch) applied.add(id);
  }
};

interface Step {
  readonly id: Hash;
  readonly draft: StateDraft;
  readonly batch: readonly string[];
  readonly reasons: ReadonlyMap<string, string>;
  readonly isSuccession: boolean;
}

/** Valid successors of the last checkpoint; more than one is a fork. A successor the owners named comes before. */
const nextSteps = (
  candidates: readonly CheckpointRecord[],
  at: Pick<Chain, "draft" | "last" | "applied">,
  graph: EntryGraph,
  facts: CompanyFacts,
): readonly Step[] => {
  const all = candidates
    .flatMap((record) => tryCheckpoint(record, at, candidates.length === 1, graph, facts) ?? [])
    .sort((a, b) => compareBytes(a.id, b.id));
  const successions = all.filter(({ isSuccession }) => isSuccession);
  return successions.length > 0 ? successions : all;
};

const tryCheckpoint = (
  { id, checkpoint }: CheckpointRecord,
  { draft: before, last, applied }: Pick<Chain, "draft" | "last" | "applied">,
  isAlone: boolean,
  graph: EntryGraph,
  facts: CompanyFacts,
): Step | undefined => {
  const { no, prev, heads, at } = checkpoint.value;
  const follows = no === before.checkpoint + 1 && isSameHash(prev, last) && at >= before.checkpointAt;
  const [signer, ...others] = checkpoint.signers;
  if (!follows || signer === undefined || others.length > 0) return undefined;
  if (!heads.every((head) => graph.depths.has(textOfBytes(head)))) return undefined;
  const isRegular = before.sequencer !== null && bytesEqual(signer, before.sequencer);
  const isFirst = before.checkpoint === 0;
  const batch = ancestorsOf(heads, graph, applied);
  // Alone and signed by the sequencer it is certain to count: no copy, or long logs would cost their square.
  const draft = isAlone && isRegular ? before : copyDraft(before);
  const reasons = new Map<string, string>();
  for (const record of inOrder(batch, graph)) {
    const reason = applyEntry(draft, record, facts);
    if (reason !== undefined) reasons.set(textOfBytes(record.id), reason);
  }
  const isNamed = draft.sequencer !== null && bytesEqual(signer, draft.sequencer);
  const named = draft.succession;
  const continues = named !== null && bytesEqual(named.key, signer) && isSameHash(named.from, last);
  if (!isRegular && !(isNamed && (isFirst || continues))) return undefined;
  confirmDraft(draft, no, at, times.recoverWaitMs);
  return { id, draft, batch, reasons, isSuccession: !isRegular };
};

const isSameHash = (a: Hash | null, b: Hash | null): boolean =>
  a === null || b === null ? a === b : bytesEqual(a, b);

const ancestorsOf = (
  heads: readonly Hash[],
  graph: EntryGraph,
  applied: ReadonlySet<string>,
): readonly string[] => {
  const found = new Set<string>();
  const open = heads.map(textOfBytes);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id) || applied.has(id)) continue;
    found.add(id);
    for (const parent of graph.records.get(id)?.entry.value.prev ?? []) open.push(textOfBytes(parent));
  }
  return [...found];
};

const stateOf = (company: CompanyId, draft: StateDraft): CompanyState | null =>
  draft.members.size === 0
    ? null
    : {
        company,
        members: draft.members,
        devices: draft.devices,
        invites: draft.invites,
        recoveries: draft.recoveries,
        sequencer: draft.sequencer,
        checkpoint: draft.checkpoint,
        checkpointAt: draft.checkpointAt,
      };
