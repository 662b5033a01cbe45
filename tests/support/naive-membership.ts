/**
 * The rules of docs/protocol/membership.md once more, as plainly as possible: everything is computed anew from the
 * whole log, with sets of ancestors instead of segments and copies instead of sharing. Takes nothing from the verdict
 * but the types of its records.
 */
import type { CheckpointRecord, EntryRecord, KeysRecord, LogEntry } from "#shared/protocol/membership/types";
import { apply, end, isByRoots, put, rootCount } from "./naive-entries";
import type { NaiveState } from "./naive-rights";
import { at, heights, hex, hour } from "./naive-rights";

export type { NaiveState } from "./naive-rights";

export interface NaiveVerdict {
  readonly state: NaiveState | null;
  readonly confirmed: NaiveState | null;
  /** Ids of complete records that have no effect. */
  readonly void: readonly string[];
  readonly hasFork: boolean;
}

// ── order ────────────────────────────────────────────────────────────

interface Node {
  readonly id: string;
  readonly record: EntryRecord;
  readonly depth: number;
  readonly above: ReadonlySet<string>;
}

/** Entries whose ancestors are all there, each with every one of them. */
const complete = (log: readonly LogEntry[]): ReadonlyMap<string, Node> => {
  const waiting = new Map<string, EntryRecord>();
  for (const record of log) if (record.type === "entry") waiting.set(hex(record.id), record);
  const nodes = new Map<string, Node>();
  for (let grown = true; grown;) {
    grown = false;
    for (const [id, record] of waiting) {
      const parents = record.entry.value.prev.map((prev) => nodes.get(hex(prev)));
      if (nodes.has(id) || parents.includes(undefined)) continue;
      const above = new Set<string>();
      let depth = 1;
      for (const parent of parents) {
        if (parent === undefined) continue;
        above.add(parent.id);
        for (const higher of parent.above) above.add(higher);
        depth = Math.max(depth, parent.depth + 1);
      }
      nodes.set(id, { id, record, depth, above });
      grown = true;
    }
  }
  return nodes;
};

const byDepth = (a: Node, b: Node): number => a.depth - b.depth || (a.id < b.id ? -1 : 1);

const precedence = (state: NaiveState, { record, id, depth }: Node): readonly (number | string)[] => {
  const { op } = record.entry.value;
  const signers = record.entry.signers.map(hex);
  if (op.kind === "recover" && isByRoots(state, signers)) return [-1, 0, depth, id];
  const who = at(state, signers[0] ?? "");
  const member = who === null ? undefined : state.members[who.member];
  return member === undefined ? [99, 0, depth, id] : [heights[member.rank], member.order, depth, id];
};

const isBefore = (a: readonly (number | string)[], b: readonly (number | string)[]): boolean => {
  const i = a.findIndex((part, at) => part !== b[at]);
  const [left, right] = [a[i], b[i]];
  return left !== undefined && right !== undefined && left < right;
};

/** Keys of those an entry takes rights from in this state; null when it takes none. */
const takenFrom = ({ record }: Node, state: NaiveState): readonly string[] | null => {
  const { op } = record.entry.value;
  const signers = record.entry.signers.map(hex);
  if (op.kind === "device.revoke") return [hex(op.device)];
  if (op.kind === "recover")
    return signers.some((key) => at(state, key)?.rank === "owner") ? op.revoke.map(hex) : null;
  if (op.kind !== "member.remove" && op.kind !== "member.role") return null;
  const member = state.members[hex(op.member)];
  if (member === undefined || (op.kind === "member.role" && heights[op.rank] <= heights[member.rank]))
    return null;
  return Object.entries(state.devices)
    .filter(([, device]) => device.member === hex(op.member))
    .map(([key]) => key);
};

interface Batch {
  readonly keyDocs: readonly KeysRecord[];
  readonly nodes: readonly Node[];
}

const applyBatch = (
  start: NaiveState,
  batch: Batch,
  orderedAt: number | null,
): { readonly state: NaiveState; readonly void: readonly string[]; readonly hasRivals: boolean } => {
  const nothing: string[] = [];
  let withKeys = start;
  for (const record of [...batch.keyDocs].sort(
    (a, b) => a.keyDoc.value.no - b.keyDoc.value.no || (hex(a.id) < hex(b.id) ? -1 : 1),
  )) {
    const next = applyKeys(withKeys, record);
    if (next === null) nothing.push(hex(record.id));
    else withKeys = next;
  }
  const order = [...batch.nodes].sort(byDepth);
  // Of two beginnings neither is one.
  const beginnings = order.filter(
    ({ record }) => record.entry.value.op.kind === "genesis" && apply(withKeys, record, orderedAt) !== null,
  );
  if (beginnings.length > 1)
    return { state: withKeys, void: [...nothing, ...order.map(({ id }) => id)], hasRivals: true };
  const overruled = new Set<string>();
  const kinds = ["member.remove", "member.role", "device.revoke", "recover"];
  const removals = order.filter(({ record }) => kinds.includes(record.entry.value.op.kind));
  while (removals.length > 0) {
    const free = removals.filter((node) => !removals.some((other) => node.above.has(other.id)));
    const next = free.reduce((best, node) =>
      isBefore(precedence(start, node), precedence(start, best)) ? node : best,
    );
    removals.splice(removals.indexOf(next), 1);
    if (overruled.has(next.id)) continue;
    let trial = withKeys;
    for (const node of order) {
      if (next.above.has(node.id) && !overruled.has(node.id))
        trial = apply(trial, node.record, orderedAt) ?? trial;
    }
    const keys = takenFrom(next, trial);
    if (keys === null || apply(trial, next.record, orderedAt) === null) continue;
    for (const node of order) {
      const isConcurrent = node !== next && !next.above.has(node.id) && !node.above.has(next.id);
      if (isConcurrent && node.record.entry.signers.some((key) => keys.includes(hex(key))))
        overruled.add(node.id);
    }
  }
  let state = withKeys;
  for (const node of order) {
    const next = overruled.has(node.id) ? null : apply(state, node.record, orderedAt);
    if (next === null) nothing.push(node.id);
    else state = next;
  }
  return { state, void: nothing, hasRivals: false };
};

const applyKeys = (before: NaiveState, { keyDoc }: KeysRecord): NaiveState | null => {
  const { value } = keyDoc;
  const signers = keyDoc.signers.map(hex);
  const state = structuredClone(before);
  const keys = value.root.keys.map(hex);
  if (value.no !== state.roots.no + 1 || value.prev === null || hex(value.prev) !== state.roots.hash)
    return null;
  if (rootCount(state, state.roots.keys, signers) < state.roots.threshold) return null;
  if (rootCount(state, keys, signers) < value.root.threshold) return null;
  const roots = { no: value.no, hash: hex(keyDoc.id), keys, threshold: value.root.threshold };
  if (signers.some((key) => at(state, key)?.rank === "owner")) {
    return { ...state, roots, rootChanges: [], waiting: [] };
  }
  state.rootChanges.push({ roots, from: null });
  return state;
};

const confirm = (before: NaiveState, no: number, time: number): NaiveState => {
  let state = structuredClone(before);
  state.checkpoint = no;
  state.at = time;
  for (const { device, member, revoke, from } of state.waiting) {
    if (from === null || from > time || state.members[member]?.rank !== "owner") continue;
    put(state, device, member);
    for (const key of revoke) end(state, key, "recovered");
  }
  state.waiting = state.waiting
    .filter(({ from }) => from === null || from > time)
    .map((one) => ({ ...one, from: one.from ?? time + 48 * hour }));
  const due = state.rootChanges.find(({ from }) => from !== null && from <= time);
  if (due !== undefined) state = { ...state, roots: due.roots, rootChanges: [], waiting: [] };
  state.rootChanges = state.rootChanges.map((one) => ({ ...one, from: one.from ?? time + 48 * hour }));
  state.rules = state.nextRules ?? state.rules;
  state.nextRules = null;
  for (const [key, { expires }] of Object.entries(state.invites)) {
    if (expires + 14 * 24 * hour < time) delete state.invites[key];
  }
  for (const device of Object.values(state.devices)) {
    device.since ??= no;
    if (device.ended !== null) device.ended.checkpoint ??= no;
  }
  return state;
};

const emptyState = (roots: NaiveState["roots"]): NaiveState => ({
  members: {},
  devices: {},
  roles: {},
  invites: {},
  usedInvites: [],
  waiting: [],
  roots,
  rootChanges: [],
  adopted: {},
  minProtocol: 0,
  rules: 1,
  nextRules: null,
  sequencer: null,
  successor: null,
  admitted: 0,
  checkpoint: 0,
  at: 0,
});

/** `company`: id of the first key document. */
export const naiveVerdict = (company: Uint8Array, log: readonly LogEntry[]): NaiveVerdict => {
  const first = log.find((record) => record.type === "keys" && hex(record.id) === hex(company));
  if (first?.type !== "keys") return { state: null, confirmed: null, void: [], hasFork: false };
  const nodes = complete(log);
  const keyDocs = new Map<string, KeysRecord>();
  for (const record of log)
    if (record.type === "keys" && record !== first && record.keyDoc.value.no > 1)
      keyDocs.set(hex(record.id), record);
  const { root } = first.keyDoc.value;
  let state = emptyState({ no: 1, hash: hex(company), keys: root.keys.map(hex), threshold: root.threshold });
  const covered = new Set<string>();
  const nothing: string[] = [];
  let last: string | null = null;
  let hasFork = false;
  for (;;) {
    const steps = nextSteps(log, { state, last, covered, nodes, keyDocs });
    const [step] = steps;
    hasFork = steps.length > 1 || (!steps.some(({ isNew }) => isNew) && hasOtherOrder(log, state, last));
    if (step === undefined || hasFork || state.rules > 1) break;
    state = step.state;
    last = step.id;
    nothing.push(...step.void);
    for (const id of step.ids) covered.add(id);
  }
  if (state.rules > 1) return { state, confirmed: state, void: nothing.sort(), hasFork: false };
  const rest = {
    nodes: [...nodes.values()].filter(({ id }) => !covered.has(id)),
    keyDocs: [...keyDocs].filter(([id]) => !covered.has(id)).map(([, record]) => record),
  };
  const pending = applyBatch(state, rest, null);
  return {
    state: pending.state.admitted === 0 ? null : pending.state,
    confirmed: state.checkpoint === 0 ? null : state,
    void: [...nothing, ...pending.void].sort(),
    hasFork: hasFork || pending.hasRivals,
  };
};

interface Place {
  readonly state: NaiveState;
  readonly last: string | null;
  readonly covered: ReadonlySet<string>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly keyDocs: ReadonlyMap<string, KeysRecord>;
}

interface NaiveStep {
  readonly id: string;
  readonly state: NaiveState;
  readonly ids: readonly string[];
  readonly void: readonly string[];
  readonly isNew: boolean;
}

const nextSteps = (log: readonly LogEntry[], place: Place): readonly NaiveStep[] => {
  const found = new Map<string, NaiveStep>();
  for (const record of log) {
    const step = record.type === "checkpoint" ? stepOf(record, place) : null;
    if (step !== null) found.set(step.id, step);
  }
  const named = [...found.values()].filter(({ isNew }) => isNew);
  return named.length > 0 ? named : [...found.values()];
};

/** The sequencer went on from another checkpoint with the number of the last one. */
const hasOtherOrder = (log: readonly LogEntry[], state: NaiveState, last: string | null): boolean =>
  log.some((record) => {
    if (record.type !== "checkpoint" || last === null || state.sequencer === null) return false;
    const { no, prev, at: time } = record.checkpoint.value;
    const isNext = no === state.checkpoint + 1 && time >= state.at;
    const isElsewhere = prev !== null && hex(prev) !== last;
    return isNext && isElsewhere && record.checkpoint.signers.map(hex).join() === state.sequencer;
  });

const stepOf = (
  record: CheckpointRecord,
  { state, last, covered, nodes, keyDocs }: Place,
): NaiveStep | null => {
  const { no, prev, heads, at: time } = record.checkpoint.value;
  const [signer] = record.checkpoint.signers.map(hex);
  if (no !== state.checkpoint + 1 || (prev === null ? null : hex(prev)) !== last || time < state.at)
    return null;
  const ids = heads.map(hex);
  if (!ids.every((id) => nodes.has(id) || keyDocs.has(id))) return null;
  const all = new Set(ids);
  for (const id of ids) for (const above of nodes.get(id)?.above ?? []) all.add(above);
  const open = [...all].filter((id) => !covered.has(id));
  const batch = {
    nodes: open.flatMap((id) => nodes.get(id) ?? []),
    keyDocs: open.flatMap((id) => keyDocs.get(id) ?? []),
  };
  const outcome = applyBatch(state, batch, time);
  const isOld = signer === state.sequencer;
  const isNamed = signer === outcome.state.sequencer;
  const continues = outcome.state.successor?.key === signer && outcome.state.successor?.from === last;
  if (!isOld && !(isNamed && (state.checkpoint === 0 || continues))) return null;
  return {
    id: hex(record.id),
    state: confirm(outcome.state, no, time),
    ids: open,
    void: outcome.void,
    isNew: !isOld,
  };
};
