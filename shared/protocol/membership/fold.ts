/**
 * A company's membership as its log grows. Takes records in any order and keeps the verdict at hand: the outcome is
 * that of the pure function over the same set, and a further record costs what it changes, not what is there.
 */
import { bytesEqual, bytesKey, compareBytes } from "#shared/kernel/bytes";
import type { CompanyId, Hash } from "../wire-types";
import { textOfBytes } from "../wire-types";
import { rivalGeneses } from "./batch";
import type { Chain, ChainSource } from "./chain";
import { createChain, knownRules } from "./chain";
import { CowMap } from "./cow-map";
import type { GraphNode } from "./entry-graph";
import { EntryGraph } from "./entry-graph";
import type { PendingBatch } from "./pending";
import { createPendingBatch } from "./pending";
import { meetsThreshold } from "./signers";
import type { StateDraft } from "./state-draft";
import { stateOfDraft } from "./state-draft";
import type { EntryRecord, LogEntry, LogLine, RootKeys, Verdict } from "./types";
import type { VoidReason } from "./void-reasons";

export interface MembershipFold {
  readonly company: CompanyId;
  /** Takes records up, in any order; answers those that were new. */
  readonly add: (records: readonly LogEntry[]) => readonly LogEntry[];
  /** Takes a record back, as if it had never come. False when it is not there. */
  readonly remove: (id: Hash) => boolean;
  readonly has: (id: Hash) => boolean;
  /** Everything taken up, in order of arrival. */
  readonly records: () => readonly LogEntry[];
  readonly size: () => number;
  readonly verdict: () => Verdict;
  /** What became of each record: decided ones first, in order, then pending ones. */
  readonly history: () => readonly LogLine[];
}

export const foldMembership = (company: CompanyId, log: readonly LogEntry[] = []): MembershipFold => {
  const records = new Map<string, LogEntry>();
  let work = new Work(company);
  let cached: Verdict | undefined;

  const rebuild = (): void => {
    work = new Work(company);
    work.add([...records.values()]);
  };
  const add = (more: readonly LogEntry[]): readonly LogEntry[] => {
    const fresh: LogEntry[] = [];
    for (const record of more) {
      const name = bytesKey(record.id);
      // The first key document is named without its signers; one signed by too few must not keep the real one out.
      if (records.has(name) && !(record.type === "keys" && work.isWithoutKeys)) continue;
      records.set(name, record);
      fresh.push(record);
    }
    if (fresh.length === 0) return fresh;
    cached = undefined;
    if (!work.add(fresh)) rebuild();
    return fresh;
  };
  add(log);
  return {
    company,
    add,
    remove: (id) => {
      const name = bytesKey(id);
      const record = records.get(name);
      if (record === undefined) return false;
      records.delete(name);
      cached = undefined;
      if (!work.remove(record)) rebuild();
      return true;
    },
    has: (id) => records.has(bytesKey(id)),
    records: () => [...records.values()],
    size: () => records.size,
    verdict: () => (cached ??= work.verdict(records.values())),
    history: () => work.history(),
  };
};

interface Decided {
  readonly chain: Chain;
  readonly pending: PendingBatch;
}

/** The parts of a fold that stand and fall together. */
class Work {
  readonly #source: ChainSource;
  readonly #reasons = new CowMap<VoidReason>();
  /** Checkpoints and further key documents that came before key document 1. */
  readonly #early: LogEntry[] = [];
  /** Undefined until key document 1 has come. */
  #decided: Decided | undefined;

  constructor(company: CompanyId) {
    this.#source = {
      company,
      graph: new EntryGraph(),
      open: new Set(),
      keyDocs: new Map(),
      openKeys: new Map(),
    };
  }

  get isWithoutKeys(): boolean {
    return this.#decided === undefined;
  }

  /** False when a checkpoint came that makes everything begin anew. */
  add(records: readonly LogEntry[]): boolean {
    let isReset = false;
    for (const record of records) isReset = this.#take(record) || isReset;
    if (this.#decided === undefined) return true;
    const { chain } = this.#decided;
    if (chain.mustRestart()) return false;
    const before = chain.draft().checkpoint;
    for (const { record, void: reason } of chain.advance()) {
      if (reason !== null) this.#reasons.set(textOfBytes(record.id), reason);
    }
    // A checkpoint may decide something without covering anything: that a wait is over.
    if (isReset || chain.draft().checkpoint > before) this.#resetPending(this.#decided);
    return true;
  }

  /** False when others build upon it. */
  remove(record: LogEntry): boolean {
    const { graph, open, keyDocs, openKeys } = this.#source;
    if (this.#decided === undefined || record.type === "checkpoint") return false;
    if (record.type === "keys") {
      if (!openKeys.delete(bytesKey(record.id))) return false;
      keyDocs.delete(bytesKey(record.id));
    } else {
      const node = graph.find(record.id);
      if (node === undefined || node.checkpoint > 0 || !graph.remove(node)) return false;
      open.delete(node);
    }
    this.#resetPending(this.#decided);
    return true;
  }

  verdict(all: Iterable<LogEntry>): Verdict {
    return this.#decided === undefined
      ? withoutKeys(all)
      : verdictOf(this.#source, this.#decided, this.#reasons);
  }

  history(): readonly LogLine[] {
    if (this.#decided === undefined) return [];
    const { chain, pending } = this.#decided;
    return [
      ...chain.decided,
      ...pending.outcome().outcomes.map((outcome) => ({ ...outcome, checkpoint: null })),
    ];
  }

  /** True when the pending batch begins differently now. */
  #take(record: LogEntry): boolean {
    if (record.type === "entry") return this.#takeEntry(record);
    if (this.#decided !== undefined) return takeOther(record, this.#decided, this.#source);
    const keys = firstKeys(this.#source.company, record);
    if (keys === undefined) {
      this.#early.push(record);
      return false;
    }
    const chain = createChain(this.#source, keys);
    this.#decided = { chain, pending: createPendingBatch(this.#source.company, chain.draft()) };
    for (const one of this.#early) takeOther(one, this.#decided, this.#source);
    return true;
  }

  #takeEntry(record: EntryRecord): boolean {
    const { graph, open } = this.#source;
    let isBehind = false;
    for (const node of graph.add(record)) {
      open.add(node);
      if (this.#decided?.pending.add(node) === false) isBehind = true;
    }
    return isBehind;
  }

  #resetPending({ chain, pending }: Decided): void {
    pending.reset(chain.draft(), this.#source.openKeys.values(), this.#source.open);
  }
}

/** Key document 1: its hash is the company, and it is signed by as many of its own keys as it asks for. */
const firstKeys = (company: CompanyId, record: LogEntry): RootKeys | undefined => {
  if (record.type !== "keys" || !bytesEqual(record.id, company)) return undefined;
  const { id: hash, value: doc, signers } = record.keyDoc;
  return doc.no === 1 && doc.prev === null && meetsThreshold(doc, signers) ? { hash, doc } : undefined;
};

/** Takes up what is no entry; true when the pending batch begins differently now. */
const takeOther = (record: LogEntry, { chain }: Decided, { keyDocs, openKeys }: ChainSource): boolean => {
  if (record.type === "checkpoint") chain.take(record);
  if (record.type !== "keys" || record.keyDoc.value.no === 1) return false;
  keyDocs.set(bytesKey(record.id), record);
  openKeys.set(bytesKey(record.id), record);
  return true;
};

const withoutKeys = (records: Iterable<LogEntry>): Verdict => ({
  state: null,
  confirmed: null,
  pending: [],
  void: new Map(),
  waiting: idsOf([...records].filter(({ type }) => type === "entry")),
  fork: null,
  checkpoint: null,
  heads: [],
  openHeads: [],
  needsRules: null,
});

const idsOf = (records: readonly LogEntry[]): readonly Hash[] =>
  records.map(({ id }) => id).sort(compareBytes);

/** Two beginnings that no checkpoint chose between end the order before it began. */
const rivalBeginnings = (
  company: CompanyId,
  draft: StateDraft,
  open: Iterable<GraphNode>,
): Verdict["fork"] => {
  const [one, other] = rivalGeneses(open, draft, { company, orderedAt: null });
  return one === undefined || other === undefined ? null : [one.record.id, other.record.id];
};

const verdictOf = (
  { company, graph, open: openNodes, openKeys }: ChainSource,
  { chain, pending }: Decided,
  reasons: CowMap<VoidReason>,
): Verdict => {
  const confirmed = chain.draft();
  const isKnown = confirmed.rules <= knownRules;
  const nothing = { draft: confirmed, ids: [], void: [] };
  const { draft, ids, void: withoutEffect } = isKnown ? pending.outcome() : nothing;
  const heads = graph.heads();
  const openHeads = heads.filter(({ checkpoint }) => checkpoint === 0).map(({ record }) => record);
  return {
    state: stateOfDraft(company, draft),
    confirmed: stateOfDraft(company, confirmed),
    pending: ids,
    void: withoutEffect.length === 0 ? reasons.view() : new Map([...reasons.entries(), ...withoutEffect]),
    waiting: graph.waiting(),
    fork: chain.fork() ?? (draft.admitted > 0 ? null : rivalBeginnings(company, draft, openNodes)),
    checkpoint: chain.last(),
    heads: idsOf(heads.map(({ record }) => record)),
    openHeads: idsOf([...openHeads, ...openKeys.values()]),
    needsRules: isKnown ? null : confirmed.rules,
  };
};
