/** What is decided together: whose turn it is, which key document comes first, and what two beginnings leave. */
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import { foldMembership } from "#shared/protocol/membership/fold";
import type { EntryRecord, KeysRecord, LogEntry } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named } from "#tests/support/keys";
import { fates } from "#tests/support/scenario";
import {
  checkpointRecord,
  company,
  deviceOf,
  entryRecord,
  genesisRecord,
  keyDocRecord,
  LogBook,
  memberOf,
  ops,
  paper,
} from "#tests/support/unsigned-log";

/** The founding device begins the company once more. */
const secondGenesis = (n: string): EntryRecord => {
  const { op } = genesisRecord().entry.value;
  if (op.kind !== "genesis") throw new Error("it is one");
  return entryRecord({ ...op, member: memberOf("thief") }, [deviceOf("founder")], [], { n });
};

const nextKeys = (no: number, prev: LogEntry, name: string): KeysRecord => {
  const keys = [deviceOf("founder"), paper];
  return keyDocRecord({ no, prev: prev.id, keys, delegates: [named(name)] }, keys);
};

describe("two beginnings", () => {
  test("[MEM-240] are named in ascending order of their ids, whichever came first", () => {
    for (const n of ["a", "b", "c", "d"]) {
      const log = new LogBook();
      const second = secondGenesis(n);
      const inOrder = [log.genesis.id, second.id].toSorted(compareBytes);
      for (const order of [
        [log.keys, log.genesis, second],
        [log.keys, second, log.genesis],
      ])
        expect(foldMembership(company, order).verdict().fork).toEqual(inOrder);
    }
  });

  test("[MEM-241] leave no company in which anybody could be overruled", () => {
    const log = new LogBook();
    const joined = log.enrol("ann");
    const removal = log.write(ops.removeMember("ann"), "founder", [joined]);
    const meanwhile = log.write(ops.invite("ann two", "ann"), "ann", [joined]);
    expect(fates(log, [removal, meanwhile])).toEqual(["counts", "overruled"]);
    log.records.push(secondGenesis("another"));
    expect(fates(log, [joined, removal, meanwhile])).toEqual(["no-company", "no-company", "no-company"]);
  });

  test("[MEM-242] a second one is void where the founder is alone, waiting and in order", () => {
    const log = new LogBook();
    const first = log.checkpoint();
    const second = secondGenesis("later");
    const waiting = foldMembership(company, [...log.records, second]);
    const ordered = foldMembership(company, [
      ...log.records,
      second,
      checkpointRecord(2, first, [log.genesis, second]),
    ]);
    for (const fold of [waiting, ordered]) {
      const { state, void: reasons, fork } = fold.verdict();
      expect([reasons.get(textOfBytes(second.id)), fork, state?.members.size]).toEqual([
        "second-genesis",
        null,
        1,
      ]);
    }
    expect(ordered.verdict().confirmed?.checkpoint).toBe(2);
  });
});

describe("one batch", () => {
  test("[MEM-243] a key document comes after the one it replaces, whatever their ids", () => {
    const seen = { before: 0, behind: 0 };
    for (let i = 0; i < 12; i++) {
      const log = new LogBook();
      const one = log.checkpoint();
      const second = nextKeys(2, log.keys, `second ${i}`);
      const third = nextKeys(3, second, `third ${i}`);
      seen[compareBytes(second.id, third.id) < 0 ? "before" : "behind"] += 1;
      const waiting = foldMembership(company, [...log.records, third, second]).verdict();
      const over = checkpointRecord(2, one, [second, third]);
      const ordered = foldMembership(company, [...log.records, third, second, over]).verdict();
      expect([waiting.state?.keys.doc.no, waiting.void.size]).toEqual([3, 0]);
      expect([ordered.confirmed?.keys.doc.no, ordered.void.size]).toEqual([3, 0]);
    }
    expect(Math.min(seen.before, seen.behind)).toBeGreaterThan(0);
  });

  test("[MEM-244] whoever is demoted in it keeps the turn they began it with", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "admin" });
    log.enrol("olga", { rank: "owner" });
    log.checkpoint();
    const demoted = log.write(ops.setRole("olga", { rank: "admin" }), "founder");
    const byAnn = log.write(ops.removeMember("olga"), "ann", [demoted]);
    const byOlga = log.write(ops.removeMember("ann"), "olga", [demoted]);
    const expected = ["counts", "overruled", "counts"];
    expect(fates(log, [demoted, byAnn, byOlga])).toEqual(expected);
    log.checkpoint([byAnn, byOlga]);
    expect(fates(log, [demoted, byAnn, byOlga])).toEqual(expected);
  });
});
