/**
 * Where two orders of one sequencer part, and what only one of them has. For people, who have to look through it: what
 * counts is the chain's business.
 */
import type { Ms } from "#shared/kernel/clock";
import type { Hash } from "../wire-types";
import { textOfBytes } from "../wire-types";
import type { CheckpointRecord, LogEntry } from "./types";

export interface OneOrder {
  /** Times of its first and its newest checkpoint that are here. */
  readonly from: Ms;
  readonly until: Ms;
  /** Ids (base64url) of entries and key documents that the other order does not have, as far as it is here. */
  readonly only: readonly string[];
}

export interface OrdersApart {
  /** The last checkpoint that both are known to have; null where they part before the first, or what is here does not say. */
  readonly last: { readonly no: number; readonly at: Ms } | null;
  /** The one that began earlier first; of one of them only successors may be here. */
  readonly orders: readonly [OneOrder, OneOrder];
}

type Id = string;

interface Book {
  readonly checkpoints: ReadonlyMap<Id, CheckpointRecord>;
  readonly parents: ReadonlyMap<Id, readonly Id[]>;
}

/** `fork`: that of the verdict on the same log. Undefined where neither order has a checkpoint here. */
export const ordersApart = (
  log: readonly LogEntry[],
  fork: readonly [Hash, Hash],
): OrdersApart | undefined => {
  const book = bookOf(log);
  const [a, b] = fork.map(textOfBytes);
  if (a === undefined || b === undefined) return undefined;
  const [mine, theirs] = [orderFrom(a, book), orderFrom(b, book)];
  if (mine.length === 0 || theirs.length === 0) return undefined;
  const [before, behind] = [behindOf(a, book), behindOf(b, book)];
  const shared = before.filter((record) => behind.includes(record));
  const common = coveredBy(shared, book);
  const [ofMine, ofTheirs] = [coveredBy(mine, book), coveredBy(theirs, book)];
  const only = (own: ReadonlySet<Id>, other: ReadonlySet<Id>): readonly Id[] =>
    [...own].filter((id) => !other.has(id) && !common.has(id));
  const orders = [
    { ...spanOf(mine), only: only(ofMine, ofTheirs) },
    { ...spanOf(theirs), only: only(ofTheirs, ofMine) },
  ] as const;
  const [parted] = shared;
  return {
    last: parted === undefined ? null : { no: parted.checkpoint.value.no, at: parted.checkpoint.value.at },
    orders: orders[0].from <= orders[1].from ? orders : [orders[1], orders[0]],
  };
};

const bookOf = (log: readonly LogEntry[]): Book => {
  const checkpoints = new Map<Id, CheckpointRecord>();
  const parents = new Map<Id, readonly Id[]>();
  for (const record of log) {
    const id = textOfBytes(record.id);
    if (record.type === "checkpoint") checkpoints.set(id, record);
    else parents.set(id, record.type === "entry" ? record.entry.value.prev.map(textOfBytes) : []);
  }
  return { checkpoints, parents };
};

const prevOf = ({ checkpoint }: CheckpointRecord): Id | null =>
  checkpoint.value.prev === null ? null : textOfBytes(checkpoint.value.prev);

/** The checkpoint of that id, where it is here, and everything signed on top of it. */
const orderFrom = (id: Id, { checkpoints }: Book): readonly CheckpointRecord[] => {
  const members = new Set([id]);
  const inOrder = [...checkpoints].sort(([, x], [, y]) => x.checkpoint.value.no - y.checkpoint.value.no);
  return inOrder.flatMap(([name, record]) => {
    const prev = prevOf(record);
    if (name !== id && (prev === null || !members.has(prev))) return [];
    members.add(name);
    return record;
  });
};

/** What it was signed on top of, newest first. */
const behindOf = (id: Id, { checkpoints }: Book): readonly CheckpointRecord[] => {
  const found: CheckpointRecord[] = [];
  const first = checkpoints.get(id);
  for (let prev = first === undefined ? null : prevOf(first); prev !== null;) {
    const record = checkpoints.get(prev);
    if (record === undefined) break;
    found.push(record);
    prev = prevOf(record);
  }
  return found;
};

/** Entries and key documents below what these name. */
const coveredBy = (checkpoints: readonly CheckpointRecord[], { parents }: Book): ReadonlySet<Id> => {
  const covered = new Set<Id>();
  const open = checkpoints.flatMap(({ checkpoint }) => checkpoint.value.heads.map(textOfBytes));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const below = parents.get(next);
    if (below === undefined || covered.has(next)) continue;
    covered.add(next);
    open.push(...below);
  }
  return covered;
};

const spanOf = (order: readonly CheckpointRecord[]): { readonly from: Ms; readonly until: Ms } => {
  const times = order.map(({ checkpoint }) => checkpoint.value.at);
  return { from: Math.min(...times), until: Math.max(...times) };
};
