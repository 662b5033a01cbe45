/** How a company begins, and what becomes of somebody's attempt to begin it a second time. */
import { describe, expect, test } from "vitest";
import { foldMembership } from "#shared/protocol/membership/fold";
import { isCheckpointDue } from "#shared/protocol/membership/sequencing";
import type { EntryRecord, LogEntry, Verdict } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { textOfBytes } from "#shared/protocol/wire-types";
import { seededRandom } from "#tests/support/automerge-histories";
import { named } from "#tests/support/keys";
import { randomHistory } from "#tests/support/membership-history";
import { naiveVerdict } from "#tests/support/naive-membership";
import {
  checkpointRecord,
  company,
  deviceOf,
  entryRecord,
  firstKeyDoc,
  genesisRecord,
  LogBook,
  memberOf,
  memberText,
  ops,
  paper,
  relay,
} from "#tests/support/unsigned-log";

/** The founding device begins the company once more, for another member. */
const secondGenesis = (sequencer: Uint8Array | null = null, n = "second"): EntryRecord => {
  const { op } = genesisRecord(sequencer).entry.value;
  if (op.kind !== "genesis") throw new Error("it is one");
  return entryRecord({ ...op, member: memberOf("thief") }, [deviceOf("founder")], [], { n });
};

const fateIn = (verdict: Verdict, { id }: LogEntry): string => verdict.void.get(textOfBytes(id)) ?? "counts";

describe("a genesis", () => {
  test("[MEM-210] is signed by the device it names; other root keys begin nothing", () => {
    const { op } = genesisRecord(null).entry.value;
    if (op.kind !== "genesis") throw new Error("it is one");
    const byPaper = entryRecord({ ...op, device: deviceOf("thief") }, [paper], []);
    const forFounder = entryRecord(op, [paper], []);
    for (const forged of [byPaper, forFounder]) {
      const verdict = computeVerdict(company, [firstKeyDoc(), forged]);
      expect(verdict.state).toBeNull();
      expect(fateIn(verdict, forged)).toBe("author");
    }
    // With both it is as good as with one.
    const both = entryRecord(op, [deviceOf("founder"), paper], []);
    expect(computeVerdict(company, [firstKeyDoc(), both]).state?.members.size).toBe(1);
  });

  test("[MEM-211] by somebody else takes nothing from the one that counts", () => {
    const log = new LogBook(null);
    const { op } = log.genesis.entry.value;
    if (op.kind !== "genesis") throw new Error("it is one");
    const forged = entryRecord({ ...op, device: deviceOf("thief") }, [paper], []);
    const verdict = computeVerdict(company, [...log.records, forged]);
    expect([...(verdict.state?.members.keys() ?? [])]).toEqual([memberText("founder")]);
    expect(verdict.fork).toBeNull();
    expect(fateIn(verdict, log.genesis)).toBe("counts");
    expect(fateIn(verdict, forged)).not.toBe("counts");
  });
});

describe("two beginnings", () => {
  test("[MEM-212] before any checkpoint neither counts, whatever their ids, and both are named", () => {
    for (const n of ["a", "b", "c", "d", "e", "f"]) {
      const log = new LogBook(null);
      const added = log.write(ops.addMember("ann"));
      const second = secondGenesis(null, n);
      const both = [log.genesis, second];
      for (const order of [
        [log.keys, ...both, added],
        [log.keys, second, log.genesis, added],
        [added, second, log.genesis, log.keys],
      ]) {
        const verdict = computeVerdict(company, order);
        expect([verdict.state, verdict.confirmed, verdict.pending]).toEqual([null, null, []]);
        expect(both.map((one) => fateIn(verdict, one))).toEqual(["second-genesis", "second-genesis"]);
        expect(fateIn(verdict, added)).toBe("no-company");
        expect(verdict.fork?.map(textOfBytes).sort()).toEqual(both.map(({ id }) => textOfBytes(id)).sort());
        expect(isCheckpointDue(verdict, 0)).toBe(false);
      }
    }
  });

  test("[MEM-213] what a checkpoint has confirmed stays, and the second is void", () => {
    const log = new LogBook();
    log.enrol("ann");
    log.checkpoint();
    for (const n of ["a", "b", "c", "d"]) {
      const second = secondGenesis(relay, n);
      const fold = foldMembership(company, log.records);
      fold.add([second]);
      expect(fold.verdict().fork).toBeNull();
      expect(fateIn(fold.verdict(), second)).toBe("second-genesis");
      fold.add([checkpointRecord(2, log.records.at(-1) ?? null, [second])]);
      const { confirmed } = fold.verdict();
      expect([confirmed?.checkpoint, confirmed?.members.size]).toEqual([2, 2]);
    }
  });

  test("[MEM-214] the checkpoint that names one of them decides, whichever came first", () => {
    const log = new LogBook();
    const second = secondGenesis(relay);
    const fold = foldMembership(company, [log.keys, second, log.genesis]);
    expect(fold.verdict().state).toBeNull();
    fold.add([log.checkpoint()]);
    expect([...(fold.verdict().confirmed?.members.keys() ?? [])]).toEqual([memberText("founder")]);
    expect(fold.verdict().fork).toBeNull();
  });

  test("[MEM-215] a checkpoint over both confirms nothing, and two checkpoints over one each are a fork", () => {
    const log = new LogBook();
    const other = named("another relay");
    const second = secondGenesis(other);
    const over = checkpointRecord(1, null, [log.genesis, second]);
    expect(computeVerdict(company, [...log.records, second, over]).confirmed).toBeNull();
    const one = checkpointRecord(1, null, [log.genesis]);
    const two = checkpointRecord(1, null, [second], { by: other });
    const verdict = computeVerdict(company, [...log.records, second, one, two]);
    expect([verdict.state, verdict.confirmed]).toEqual([null, null]);
    expect(verdict.fork?.map(textOfBytes).sort()).toEqual([one, two].map(({ id }) => textOfBytes(id)).sort());
  });

  test("[MEM-216] taken back, the other one counts as if it had been alone", () => {
    const log = new LogBook(null);
    log.enrol("ann");
    const second = secondGenesis();
    const fold = foldMembership(company, log.records);
    const alone = fold.verdict();
    fold.add([second]);
    expect(fold.verdict().state).toBeNull();
    expect(fold.remove(second.id)).toBe(true);
    expect(fold.verdict()).toEqual(alone);
  });

  test("[MEM-217] in every order the verdict of the naive model, with checkpoints and without", () => {
    const seen = { rivals: 0, settled: 0 };
    for (let seed = 1; seed <= 120; seed++) {
      const { records } = randomHistory(seed, 4 + (seed % 8));
      const all = [...records, secondGenesis(seed % 2 === 0 ? relay : null, `${seed}`)];
      const expected = naiveVerdict(company, all);
      const random = seededRandom(seed);
      const shuffled = all
        .map((record) => ({ record, at: random.below(1_000_000) }))
        .sort((a, b) => a.at - b.at)
        .map(({ record }) => record);
      const fold = foldMembership(company);
      for (const record of shuffled) fold.add([record]);
      for (const verdict of [fold.verdict(), computeVerdict(company, all)]) {
        expect(verdict.state === null, `seed ${seed}`).toBe(expected.state === null);
        expect(verdict.confirmed?.checkpoint, `seed ${seed}`).toBe(expected.confirmed?.checkpoint);
        expect(verdict.fork !== null, `seed ${seed}`).toBe(expected.hasFork);
        const members = [...(verdict.state?.members.keys() ?? [])];
        expect(members.length, `seed ${seed}`).toBe(Object.keys(expected.state?.members ?? {}).length);
        expect(verdict.void.size, `seed ${seed}`).toBe(expected.void.length);
      }
      if (expected.state === null) seen.rivals += 1;
      else seen.settled += 1;
    }
    expect(Math.min(seen.rivals, seen.settled)).toBeGreaterThan(10);
  });
});
