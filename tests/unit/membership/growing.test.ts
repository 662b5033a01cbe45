/** A log that grows and shrinks record by record gives the verdict of one read at once. */
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import type { MembershipFold } from "#shared/protocol/membership/fold";
import { foldMembership } from "#shared/protocol/membership/fold";
import { createPastStates } from "#shared/protocol/membership/past-states";
import type { KeysRecord, LogEntry } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named } from "#tests/support/keys";
import { fates, stateOf, verdictOf } from "#tests/support/scenario";
import {
  checkpointRecord,
  company,
  deviceOf,
  hours,
  keyDocRecord,
  LogBook,
  memberText,
  ops,
  paper,
  plain,
  relay,
  startAt,
} from "#tests/support/unsigned-log";

const text = (id: Uint8Array): string => textOfBytes(id);

/** Everything a fold answers, as text; only what has no order is put in one. */
const answers = (fold: MembershipFold): string => {
  const verdict = fold.verdict();
  return JSON.stringify([
    ...[plain(verdict.state), plain(verdict.confirmed), verdict.pending.map(text), verdict.waiting.map(text)],
    ...[
      [...verdict.void].toSorted(),
      verdict.fork?.map(text),
      verdict.checkpoint && text(verdict.checkpoint),
    ],
    ...[verdict.heads.map(text), verdict.openHeads.map(text), verdict.needsRules, fold.size()],
    fold.history().map((line) => [text(line.record.id), line.void, line.checkpoint]),
  ]);
};

const fresh = (records: readonly LogEntry[]): string => answers(foldMembership(company, records));

const ownerKeys = (no: number, prev: LogEntry, name: string): KeysRecord => {
  const keys = [deviceOf("founder"), paper];
  return keyDocRecord({ no, prev: prev.id, keys, delegates: [named(name)] }, keys);
};

/** Something of everything: concurrency, removals, key documents, recoveries, two checkpoints and what is open. */
const rich = (): LogBook => {
  const log = new LogBook();
  log.enrol("ann", { rank: "admin" });
  log.enrol("bob", { rank: "admin" });
  log.checkpoint();
  const base = log.last;
  const byAnn = log.write(ops.removeMember("bob"), "ann", [base]);
  const byBob = log.write(ops.invite("bob two", "bob"), "bob", [base]);
  const second = ownerKeys(2, log.keys, "second");
  log.records.push(second);
  log.checkpoint([byAnn, byBob, second]);
  const joined = log.write(ops.addMember("cem", { rank: "owner" }), "founder", [byAnn, byBob]);
  const left = log.write(ops.addMember("dora"), "ann", [joined]);
  const right = log.write(ops.removeMember("ann"), "founder", [joined]);
  log.write(ops.recover("new phone", "founder", []), [paper], [left, right]);
  log.records.push(ownerKeys(3, second, "third"));
  log.write(ops.addMember("eve"), "ann", [log.last]);
  return log;
};

describe("record by record", () => {
  test("[MEM-141] in any order the verdict after each record is that of the records there are", () => {
    const { records } = rich();
    const odd = records.filter((_, i) => i % 2 === 1);
    const even = records.filter((_, i) => i % 2 === 0);
    for (const order of [records, records.toReversed(), [...odd, ...even], [...even, ...odd.toReversed()]]) {
      const fold = foldMembership(company);
      for (const [i, record] of order.entries()) {
        expect(fold.add([record])).toEqual([record]);
        expect(answers(fold)).toBe(fresh(order.slice(0, i + 1)));
        expect(fold.has(record.id)).toBe(true);
        // Without the first key document any one may still be the better signed.
        if (record.type !== "keys") expect(fold.add([record, record])).toEqual([]);
      }
      expect(fold.records()).toEqual(order);
    }
  });

  test("[MEM-142] taken back and given again at any moment", () => {
    const { records } = rich();
    for (const length of [records.length, records.length - 2, records.length - 6, 9, 3]) {
      const there = records.slice(0, length);
      const fold = foldMembership(company, there);
      for (const record of there) {
        expect(fold.remove(record.id)).toBe(true);
        expect(fold.has(record.id)).toBe(false);
        expect(answers(fold)).toBe(fresh(there.filter((other) => other !== record)));
        expect(fold.remove(record.id)).toBe(false);
        expect(fold.add([record])).toEqual([record]);
        expect(answers(fold)).toBe(fresh([...there.filter((other) => other !== record), record]));
      }
    }
  });

  test("[MEM-143] taken back from the newest to the first, and what was never there", () => {
    const { records } = rich();
    const fold = foldMembership(company, records);
    expect(fold.remove(named("nothing"))).toBe(false);
    for (let length = records.length - 1; length >= 0; length--) {
      expect(fold.remove(records[length]?.id ?? named("nothing"))).toBe(true);
      expect(answers(fold)).toBe(fresh(records.slice(0, length)));
    }
    expect([fold.size(), fold.verdict().state, fold.history()]).toEqual([0, null, []]);
  });

  test("[MEM-144] several at once, known and new, are told apart", () => {
    const { records } = rich();
    const [first, second, third, ...others] = records;
    if (first === undefined || second === undefined || third === undefined) throw new Error("there are more");
    const fold = foldMembership(company, [first]);
    expect(fold.add([second, first, third, second])).toEqual([second, third]);
    expect(fold.add([])).toEqual([]);
    expect(fold.add(records)).toEqual(others);
    expect(answers(fold)).toBe(fresh(records));
    expect(fold.verdict()).toBe(fold.verdict());
  });

  test("[MEM-145] a first key document signed by too few does not keep the real one out, but only until it came", () => {
    const log = new LogBook(relay, 2);
    const { keyDoc } = log.keys;
    const poor: KeysRecord = { ...log.keys, keyDoc: { ...keyDoc, signers: [paper] } };
    const fold = foldMembership(company, [poor, log.genesis]);
    expect(fold.verdict().state).toBeNull();
    expect(fold.verdict().waiting).toEqual([log.genesis.id]);
    expect(fold.add([log.keys])).toEqual([log.keys]);
    expect(fold.verdict().state?.members.size).toBe(1);
    expect(fold.add([log.keys])).toEqual([]);
    expect(fold.add([poor])).toEqual([]);
    const again = foldMembership(company, [log.genesis]);
    expect(again.add([log.genesis])).toEqual([]);
  });

  test("[MEM-146] what was taken back from a company without keys leaves nothing", () => {
    const log = new LogBook();
    const fold = foldMembership(company, [log.genesis]);
    expect(fold.remove(log.genesis.id)).toBe(true);
    expect([fold.verdict().waiting, fold.history(), fold.size()]).toEqual([[], [], 0]);
    fold.add([log.keys]);
    expect([fold.verdict().state, fold.verdict().heads]).toEqual([null, []]);
  });
});

describe("checkpoints beside each other", () => {
  test("[MEM-147] one that names what is still missing makes a fork as soon as that comes, however long after", () => {
    const log = new LogBook();
    const ann = log.write(ops.addMember("ann"));
    const bob = log.write(ops.addMember("bob"), "founder", [log.genesis]);
    const one = log.checkpoint([ann]);
    const beside = checkpointRecord(1, null, [bob], { at: startAt + 7 });
    const known = log.records.filter((record) => record !== bob);
    for (const order of [
      [...known, beside],
      [beside, ...known],
    ]) {
      const fold = foldMembership(company, order);
      expect([fold.verdict().fork, fold.verdict().confirmed?.checkpoint]).toEqual([null, 1]);
      fold.add([log.write(ops.addMember(`cem ${order.length}`), "founder", [ann])]);
      expect(fold.verdict().fork).toBeNull();
      fold.add([bob]);
      expect(fold.verdict().fork).toEqual([one.id, beside.id].toSorted(compareBytes));
      expect(fold.verdict().confirmed).toBeNull();
    }
  });

  test("[MEM-148] a fork is told in ascending order, whichever came first, and ends when one is taken back", () => {
    for (const at of [5, 6, 7, 8]) {
      const log = new LogBook();
      const one = log.checkpoint(undefined, { at: startAt });
      const other = checkpointRecord(1, null, [log.genesis], { at: startAt + at });
      const pair = [one.id, other.id].toSorted(compareBytes);
      for (const order of [
        [one, other],
        [other, one],
      ]) {
        const fold = foldMembership(company, [log.keys, log.genesis, ...order]);
        expect(fold.verdict().fork).toEqual(pair);
        fold.remove(other.id);
        expect([fold.verdict().fork, fold.verdict().checkpoint]).toEqual([null, one.id]);
      }
    }
  });

  test("[MEM-149] signed by the relay alone, in its number, upon the one before, not before it in time", () => {
    const log = new LogBook();
    const one = log.checkpoint(undefined, { at: startAt + 10 });
    const tries = [
      checkpointRecord(2, one, [], { at: startAt + 10 }),
      checkpointRecord(2, one, [], { at: startAt + 9 }),
      checkpointRecord(3, one, []),
      checkpointRecord(2, null, [], { at: startAt + 11 }),
      checkpointRecord(2, one, [], { at: startAt + 11, by: named("another") }),
    ];
    const twice = checkpointRecord(2, one, [], { at: startAt + 11 });
    const signers = [...twice.checkpoint.signers, deviceOf("founder")];
    const confirmed = [...tries, { ...twice, checkpoint: { ...twice.checkpoint, signers } }].map(
      (record) => foldMembership(company, [...log.records, record]).verdict().confirmed?.checkpoint,
    );
    expect(confirmed).toEqual([2, 1, 1, 1, 1, 1]);
  });

  test("[MEM-150] the first may be of the first moment there is", () => {
    const log = new LogBook();
    expect(stateOf(log)).toMatchObject({ checkpoint: 0, checkpointAt: 0 });
    log.checkpoint(undefined, { at: 0 });
    expect(verdictOf(log).confirmed).toMatchObject({ checkpoint: 1, checkpointAt: 0 });
  });

  test("[MEM-151] key documents of one batch come into force by number; of one number the lower id", () => {
    for (let i = 0; i < 6; i++) {
      const log = new LogBook();
      const one = log.checkpoint();
      const second = ownerKeys(2, log.keys, `second ${i}`);
      const rival = ownerKeys(2, log.keys, `rival ${i}`);
      const third = ownerKeys(3, second, `third ${i}`);
      const isFirst = compareBytes(second.id, rival.id) < 0;
      for (const order of [
        [third, rival, second],
        [second, rival, third],
      ]) {
        const pending = foldMembership(company, [...log.records, ...order]);
        const no = pending.verdict().state?.keys.doc.no;
        expect(no).toBe(isFirst ? 3 : 2);
        const ordered = foldMembership(company, [...log.records, ...order, checkpointRecord(2, one, order)]);
        expect(ordered.verdict().confirmed?.keys.hash).toEqual((isFirst ? third : rival).keyDoc.id);
        expect(ordered.verdict().void.size).toBe(isFirst ? 1 : 2);
      }
    }
  });

  test("[MEM-152] a member's end is numbered by its checkpoint, and by no later one", () => {
    const log = new LogBook();
    log.enrol("ann");
    log.checkpoint();
    log.write(ops.removeMember("ann", "left"));
    const former = (): number | null | undefined => stateOf(log).former.get(memberText("ann"))?.checkpoint;
    expect(former()).toBeNull();
    log.checkpoint();
    expect(former()).toBe(2);
    log.checkpoint([]);
    expect(former()).toBe(2);
    log.write(ops.addMember("ann"));
    log.write(ops.removeMember("ann"));
    log.checkpoint();
    expect(former()).toBe(4);
    const device = stateOf(log).devices.get(text(deviceOf("ann")));
    expect(device).toMatchObject({ since: 1, revoked: { checkpoint: 2, reason: "left" } });
  });

  test("[MEM-153] a relay hands over with both signatures and nobody else's", () => {
    const next = named("next relay");
    const other = named("other relay");
    const tries: readonly (readonly [readonly (string | Uint8Array)[], Uint8Array, string])[] = [
      [[relay, next], next, "counts"],
      [[relay], next, "author"],
      [[next], next, "author"],
      [[relay, next, other], next, "author"],
      [[relay, other], next, "author"],
      [[other, next], next, "author"],
      [[relay, deviceOf("founder")], next, "author"],
      [[relay], relay, "author"],
      [[relay, other], relay, "author"],
    ];
    for (const [by, key, expected] of tries) {
      const log = new LogBook();
      const named = log.write(ops.nameSequencer(key), by);
      expect(fates(log, [named])).toEqual([expected]);
    }
    const without = new LogBook(null);
    expect(fates(without, [without.write(ops.nameSequencer(next), [relay, next])])).toEqual(["author"]);
  });
});

describe("the company as it was", () => {
  test("[MEM-154] the state at each checkpoint of the log, and none beyond", () => {
    const log = new LogBook();
    log.checkpoint();
    log.enrol("ann");
    log.checkpoint();
    log.enrol("bob");
    log.checkpoint();
    const upTo = (length: number): string =>
      plain(foldMembership(company, log.records.slice(0, length)).verdict().confirmed);
    const ends = log.records.flatMap(({ type }, i) => (type === "checkpoint" ? [i + 1] : []));
    const past = createPastStates(company, () => log.records);
    const at = (no: number): string => plain(past.at(no) ?? null);
    expect([at(2), at(1), at(3)]).toEqual([upTo(ends[1] ?? 0), upTo(ends[0] ?? 0), upTo(ends[2] ?? 0)]);
    expect([past.at(0), past.at(4)]).toEqual([undefined, undefined]);
    log.enrol("cem");
    expect(past.at(4)).toBeUndefined();
    log.checkpoint();
    expect(past.at(4)?.members.size).toBe(4);
  });

  test("[MEM-155] the log is asked for once for each place that is not known yet", () => {
    const log = new LogBook();
    for (const name of ["ann", "bob", "cem"]) {
      log.enrol(name);
      log.checkpoint();
    }
    let asked = 0;
    const past = createPastStates(company, () => {
      asked += 1;
      return log.records;
    });
    const known = ([1, 1, 3, 2, 3] as const).map((no) => [past.at(no)?.members.size, asked]);
    expect(known).toEqual([
      [2, 1],
      [2, 1],
      [4, 2],
      [3, 2],
      [4, 2],
    ]);
  });

  test("[MEM-156] a checkpoint that does not count gives no state", () => {
    const log = new LogBook();
    const forged = checkpointRecord(1, null, [log.genesis], { by: named("another") });
    const past = createPastStates(company, () => [...log.records, forged]);
    expect(past.at(1)).toBeUndefined();
    const real = log.checkpoint([log.genesis], { at: startAt + hours });
    const both = createPastStates(company, () => [log.keys, log.genesis, forged, real]);
    expect(both.at(1)?.checkpointAt).toBe(startAt + hours);
  });
});
