/**
 * The audit of a document, made from what its changes wrote: who set which field to what, what stood there before, and
 * what every record was at any moment. Everything here is the same on every device that holds the same changes.
 */
import { sameValue } from "#shared/documents/draft";
import type { Ms } from "#shared/kernel/clock";
import type { Scalar } from "#shared/kernel/record";
import type { MemberOf } from "../document-rows";
import type { AuditEntry, AuditMoment, RecordThen } from "../types";
import type { AuditChange, AuditWrite } from "./history-changes";

/** When the relay had confirmed an actor's changes up to `seq`. */
export interface Confirmed {
  readonly seq: number;
  readonly at: Ms;
}

/** The device whose signature covers the changes of an actor up to `seq`. */
export interface Signed {
  readonly device: string;
  readonly seq: number;
}

/** What is known of the actors of a document besides their changes. */
export interface ActorFacts {
  readonly confirmed: ReadonlyMap<string, Confirmed>;
  readonly signed: ReadonlyMap<string, Signed>;
  readonly memberOf: MemberOf;
}

/** A device's clock may be this wrong without anybody noticing. */
const tolerance = 60_000;

/** Claimed time, but never later than the relay's receipt: a change cannot be from the future. */
export const changeTime = (
  change: Pick<AuditChange, "actor" | "seq" | "time">,
  confirmed: ActorFacts["confirmed"],
): Ms => {
  const claimed = change.time * 1000;
  const receipt = confirmed.get(change.actor);
  return receipt === undefined || change.seq > receipt.seq ? claimed : Math.min(claimed, receipt.at);
};

/** A write with its place in time. */
export interface Placed {
  readonly name: string;
  readonly change: AuditChange;
  readonly write: AuditWrite;
  readonly at: Ms;
}

/**
 * Every write with its time, oldest first. A write is never earlier than what it replaced, whatever the clocks said,
 * so every beginning of this list is a state the records could have been in.
 */
export const placed = (changes: readonly AuditChange[], facts: ActorFacts): readonly Placed[] => {
  const times = new Map<string, Ms>();
  const all: Placed[] = [];
  const newestOf = (replaces: readonly string[]): Ms =>
    replaces.reduce((newest, name) => Math.max(newest, times.get(name) ?? 0), 0);
  for (const change of changes) {
    const claimed = changeTime(change, facts.confirmed);
    const at = change.writes.reduce((latest, { replaces }) => Math.max(latest, newestOf(replaces)), claimed);
    for (const write of change.writes) {
      const name = `${write.counter}@${change.actor}`;
      // A copy is as old as what it says again.
      const placedAt = change.isCopy === true && write.replaces.length > 0 ? newestOf(write.replaces) : at;
      times.set(name, placedAt);
      all.push({ name, change, write, at: placedAt });
    }
  }
  return all.sort(
    (a, b) =>
      a.at - b.at ||
      (a.change.generation ?? 0) - (b.change.generation ?? 0) ||
      a.write.counter - b.write.counter ||
      (a.change.actor < b.change.actor ? -1 : 1),
  );
};

/** Newest first. `changes` come ancestors first, with their writes to the records asked for. */
export const entriesOf = (changes: readonly AuditChange[], facts: ActorFacts): readonly AuditEntry[] => {
  const memberOf = remembered(facts.memberOf);
  const values = new Map<string, Placed>();
  const made = new Map<string, string>();
  const entries: AuditEntry[] = [];
  for (const one of placed(changes, facts)) {
    const { write, change, at } = one;
    if (write.field === null) {
      if (write.value !== null) made.set(write.key, change.change);
      continue;
    }
    values.set(one.name, one);
    const before = strongest(write.replaces, values)?.write.value ?? null;
    const saysNothingNew = write.replaces.length <= 1 || change.isCopy === true;
    if (saysNothingNew && sameValue(before, write.value)) continue;
    entries.push({
      id: one.name,
      change: change.change,
      command: change.command,
      ...authorOf(change, facts.signed, memberOf),
      at,
      isExact: Math.abs(at - change.time * 1000) <= tolerance,
      isNew: made.get(write.key) === change.change,
      record: write.key,
      field: write.field,
      before,
      after: write.value,
    });
  }
  return entries.reverse();
};

/** Whose doing a change is: of a change brought in that of its author, as who signed it here says. */
export const authorOf = (
  change: Pick<AuditChange, "actor" | "seq" | "author">,
  signed: ActorFacts["signed"],
  memberOf: MemberOf,
): Pick<AuditEntry, "isSigned" | "member" | "device" | "broughtInBy"> => {
  const by = signed.get(change.actor);
  if (by === undefined || change.seq > by.seq) return { isSigned: false, member: null, device: "" };
  const member = memberOf(by.device);
  return change.author === undefined
    ? { isSigned: true, member, device: by.device }
    : { isSigned: true, ...change.author, broughtInBy: member };
};

/** Asked once per device: the answer comes from the membership log. */
const remembered = (memberOf: MemberOf): MemberOf => {
  const known = new Map<string, ReturnType<MemberOf>>();
  return (device) => {
    const found = known.get(device);
    if (found !== undefined) return found;
    const member = memberOf(device);
    known.set(device, member);
    return member;
  };
};

const strongest = (names: readonly string[], values: ReadonlyMap<string, Placed>): Placed | undefined => {
  let best: Placed | undefined;
  for (const name of names) {
    const value = values.get(name);
    if (value !== undefined && (best === undefined || byStrength(best, value) < 0)) best = value;
  }
  return best;
};

/** The value with the highest counter stands; of equal ones that of the greater actor. */
const byStrength = (a: Placed, b: Placed): number =>
  a.write.counter - b.write.counter || (a.change.actor < b.change.actor ? -1 : 1);

type Fields = Record<string, Scalar>;

/** The records after these writes. */
const stateAfter = (writes: readonly Placed[]): ReadonlyMap<string, Fields> => {
  const standing = new Map<string, Map<string, Map<string, Placed>>>();
  for (const one of writes) {
    const { key, field, replaces, value } = one.write;
    if (field === null && value === null) {
      standing.delete(key);
      continue;
    }
    const record = standing.get(key) ?? new Map<string, Map<string, Placed>>();
    standing.set(key, record);
    if (field === null) continue;
    const values = record.get(field) ?? new Map<string, Placed>();
    record.set(field, values);
    for (const name of replaces) values.delete(name);
    if (value !== null) values.set(one.name, one);
  }
  const records = new Map<string, Fields>();
  for (const [key, fields] of standing) {
    const now: Fields = {};
    for (const [field, values] of fields) {
      const value = [...values.values()].sort(byStrength).at(-1)?.write.value;
      if (value !== undefined && value !== null) now[field] = value;
    }
    records.set(key, now);
  }
  return records;
};

/** Every record the changes touch, as it was at that moment and as it is after all of them. */
export const recordsAt = (
  changes: readonly AuditChange[],
  facts: ActorFacts,
  moment: AuditMoment,
): readonly RecordThen[] => {
  const writes = placed(changes, facts);
  const last =
    "at" in moment
      ? writes.findLastIndex(({ at }) => at <= moment.at)
      : writes.findLastIndex(({ change }) => change.change === moment.change);
  const then = stateAfter(writes.slice(0, last + 1));
  return Array.from(stateAfter(writes), ([record, now]) => ({ record, then: then.get(record) ?? null, now }));
};
