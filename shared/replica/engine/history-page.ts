/**
 * The newest changes of a record without decoding its whole history: only the newest parts are read, and of the older
 * ones those few lines that say what a value shown here took the place of. What is told is what the whole tells.
 */
import type { Ms } from "#shared/kernel/clock";
import type { AuditEntry } from "../types";
import type { ActorFacts, Placed } from "./history";
import { entriesOf, placed } from "./history";
import type { AuditChange } from "./history-changes";
import type { SoughtWrites } from "./history-codec";

/** Consecutive changes of one document. */
export interface HistoryPart {
  /** No change in here claims to be later. */
  readonly newest: Ms;
  /** Ancestors first, with their writes to the records asked for. */
  readonly changes: () => readonly AuditChange[];
  readonly find: (sought: SoughtWrites) => readonly AuditChange[];
}

/**
 * At least the newest `count` changes, newest first; undefined when that needs all of it. `isCopy` says of a change that
 * it only says again what another document held: older than that, parts do not tell by themselves.
 */
export const newestEntries = (
  parts: readonly HistoryPart[],
  before: Ms,
  facts: ActorFacts,
  isCopy: (change: AuditChange) => boolean,
  count: number,
): readonly AuditEntry[] | undefined => {
  let changes: readonly AuditChange[] = [];
  let asked = count;
  for (let from = parts.length - 1; from > 0; from--) {
    const read = parts[from]?.changes() ?? [];
    if (read.some(isCopy)) return undefined;
    changes = [...read, ...changes];
    if (changes.length < asked) continue;
    const older = parts.slice(0, from);
    // Whatever is later than everything unread: nothing unread can be its equal or move it.
    const limit = older.reduce((latest, { newest }) => Math.max(latest, newest), before);
    const writes = newestWrites(placed(changes, facts), limit, asked);
    const oldest = writes[0]?.at;
    if (oldest === undefined) continue;
    const replaced = found(older, soughtBy(writes, changes));
    const entries = entriesOf([...replaced, ...changes], facts).filter(({ at }) => at >= oldest);
    if (new Set(entries.map(({ change }) => change)).size >= count) return entries;
    // Some of it said nothing new.
    asked *= 2;
  }
  return undefined;
};

/** The writes of the newest `count` changes later than `limit`, oldest first; none when there are not so many. */
const newestWrites = (writes: readonly Placed[], limit: Ms, count: number): readonly Placed[] => {
  const seen = new Set<string>();
  for (let at = writes.length - 1; at >= 0; at--) {
    const one = writes[at];
    if (one === undefined || one.at <= limit) return [];
    seen.add(one.change.change);
    if (seen.size >= count) return writes.filter((other) => other.at >= one.at);
  }
  return [];
};

/** What these writes replaced and the making of their records, as far as the changes at hand do not tell. */
const soughtBy = (writes: readonly Placed[], changes: readonly AuditChange[]): SoughtWrites => {
  const names = new Set(writes.flatMap(({ write }) => write.replaces));
  const records = new Set(writes.map(({ write }) => write.key));
  for (const { actor, writes: known } of changes) {
    for (const { counter, key, field, value } of known) {
      names.delete(`${counter}@${actor}`);
      if (field === null && value !== null) records.delete(key);
    }
  }
  return { names, records };
};

/** Oldest first. */
const found = (parts: readonly HistoryPart[], { names, records }: SoughtWrites): readonly AuditChange[] => {
  const left = { names: new Set(names), records: new Set(records) };
  let all: readonly AuditChange[] = [];
  for (const part of parts.toReversed()) {
    if (left.names.size === 0 && left.records.size === 0) break;
    const here = part.find(left);
    for (const { actor, writes } of here) {
      for (const { counter, key, field, value } of writes) {
        left.names.delete(`${counter}@${actor}`);
        if (field === null && value !== null) left.records.delete(key);
      }
    }
    all = [...here, ...all];
  }
  return all;
};
