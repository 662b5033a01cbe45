/** Checkpoints that follow another order than the one that is known: the sequencer signed two. */
import { describe, expect, test } from "vitest";
import { foldMembership } from "#shared/protocol/membership/fold";
import { isCheckpointDue } from "#shared/protocol/membership/sequencing";
import type { CheckpointRecord, EntryRecord, LogEntry, Verdict } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named } from "#tests/support/keys";
import {
  checkpointRecord,
  company,
  deviceOf,
  LogBook,
  ops,
  relay,
  startAt,
} from "#tests/support/unsigned-log";

const nextRelay = named("next relay");

interface TwoOrders {
  /** Everything up to checkpoint 1 and all entries. */
  readonly base: readonly LogEntry[];
  readonly one: CheckpointRecord;
  readonly ann: EntryRecord;
  readonly bob: EntryRecord;
  readonly cem: EntryRecord;
  /** The order that is known, and the one another device was shown. */
  readonly mine: { readonly two: CheckpointRecord; readonly three: CheckpointRecord };
  readonly other: { readonly two: CheckpointRecord; readonly three: CheckpointRecord };
}

const twoOrders = (): TwoOrders => {
  const log = new LogBook();
  const one = log.checkpoint();
  const ann = log.write(ops.addMember("ann"));
  const bob = log.write(ops.addMember("bob"), "founder", [log.genesis]);
  const cem = log.write(ops.addMember("cem"), "founder", [ann, bob]);
  const second = [checkpointRecord(2, one, [ann]), checkpointRecord(2, one, [bob])] as const;
  const [mine, other] = second.map((two) => ({ two, three: checkpointRecord(3, two, [cem]) }));
  if (mine === undefined || other === undefined) throw new Error("there are two");
  return { base: log.records, one, ann, bob, cem, mine, other };
};

const forkOf = ({ fork }: Verdict): readonly string[] | undefined => fork?.map(textOfBytes).sort();
const both = (...records: readonly LogEntry[]): readonly string[] =>
  records.map(({ id }) => textOfBytes(id)).sort();

/** Checkpoint reached and whether there is a fork, after each record. */
const courseOf = (begun: readonly LogEntry[], more: readonly LogEntry[]): readonly (readonly unknown[])[] => {
  const fold = foldMembership(company, begun);
  return more.map((record) => {
    fold.add([record]);
    const grown = fold.verdict();
    expect(forkOf(grown)).toEqual(forkOf(computeVerdict(company, fold.records())));
    return [grown.confirmed?.checkpoint, grown.fork !== null];
  });
};

describe("two orders of one sequencer", () => {
  test("[MEM-219] a successor of another checkpoint than the newest one is a fork; what was decided stands", () => {
    const { base, mine, other, ann, cem } = twoOrders();
    const verdict = computeVerdict(company, [...base, mine.two, other.three]);
    expect(forkOf(verdict)).toEqual(both(mine.two, other.two));
    expect(verdict.confirmed?.checkpoint).toBe(2);
    expect(verdict.pending.map(textOfBytes)).toContain(textOfBytes(cem.id));
    expect(verdict.pending.map(textOfBytes)).not.toContain(textOfBytes(ann.id));
    expect(isCheckpointDue(verdict, startAt)).toBe(false);
    expect(courseOf(base, [other.three, mine.two])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test("[MEM-220] it need not name what is there: a relay leaves out what it believes us to have", () => {
    const { base, one, mine, other, cem } = twoOrders();
    const known = base.filter((record) => record !== cem);
    expect(forkOf(computeVerdict(company, [...known, mine.two, other.three]))).toEqual(
      both(mine.two, other.two),
    );
    // What follows and names more than is there only waits.
    const waits = computeVerdict(company, [...known, checkpointRecord(2, one, [cem])]);
    expect([waits.fork, waits.confirmed?.checkpoint]).toEqual([null, 1]);
  });

  test("[MEM-221] the same whether the known order went on before or after, and until everything is there", () => {
    const { base, mine, other } = twoOrders();
    expect(courseOf(base, [mine.two, mine.three, other.three, other.two])).toEqual([
      ...[[2, false] as const, [3, false] as const],
      // Ends behind the checkpoint they disagree about, and before it once both are there.
      ...[[2, true] as const, [1, true] as const],
    ]);
    expect(courseOf(base, [mine.two, other.three, mine.three])).toEqual([
      [2, false],
      [2, true],
      [2, true],
    ]);
    const all = [...base, mine.two, mine.three, other.three];
    expect(forkOf(computeVerdict(company, all))).toEqual(both(mine.two, other.two));
  });

  test("[MEM-222] checkpoints that come late or in any order are missing, not disputed", () => {
    const { base, mine, cem } = twoOrders();
    const four = checkpointRecord(4, mine.three, [cem]);
    const chain = [mine.two, mine.three, four];
    for (const order of [
      chain,
      chain.toReversed(),
      [mine.three, four, mine.two],
      [four, mine.two, mine.three],
    ]) {
      const course = courseOf(base, order);
      expect(course.map(([, isFork]) => isFork)).toEqual([false, false, false]);
      expect(course.at(-1)).toEqual([4, false]);
    }
  });

  test("[MEM-223] a checkpoint of another order further on says nothing until its number is the next", () => {
    const { base, mine, other, cem } = twoOrders();
    const four = checkpointRecord(4, other.three, [cem]);
    expect(courseOf(base, [mine.two, four, mine.three])).toEqual([
      [2, false],
      [2, false],
      [3, true],
    ]);
  });

  test("[MEM-224] nothing but a signature of the sequencer, in its time, disputes a checkpoint", () => {
    const { base, mine, other, cem } = twoOrders();
    const before = computeVerdict(company, [...base, mine.two]).confirmed?.checkpointAt ?? 0;
    const beside = checkpointRecord(3, other.two, [cem]);
    const harmless = [
      checkpointRecord(3, other.two, [cem], { by: deviceOf("founder") }),
      checkpointRecord(3, other.two, [cem], { by: nextRelay }),
      checkpointRecord(3, other.two, [cem], { at: before - 1 }),
      checkpointRecord(3, null, [cem]),
      {
        ...beside,
        checkpoint: { ...beside.checkpoint, signers: [relay, deviceOf("founder")] },
      },
      // Before the first checkpoint nobody is the sequencer.
      checkpointRecord(1, other.two, [cem]),
    ];
    for (const record of harmless) {
      const course = courseOf(base, [mine.two, record, mine.three]);
      expect(course).toEqual([
        [2, false],
        [2, false],
        [3, false],
      ]);
    }
    const inTime = checkpointRecord(3, other.two, [cem], { at: before });
    expect(courseOf(base, [mine.two, inTime]).at(-1)).toEqual([2, true]);
  });
});

describe("two orders and another sequencer", () => {
  test("[MEM-225] one the owners name behind the newest checkpoint ends the dispute", () => {
    const { base, mine, other } = twoOrders();
    const log = new LogBook();
    const set = log.write(ops.nameSequencer(nextRelay, mine.two), "founder", [log.genesis]);
    const next = checkpointRecord(3, mine.two, [set], { by: nextRelay });
    const course = courseOf(base, [set, mine.two, other.three, next]);
    expect(course.slice(2)).toEqual([
      [2, true],
      [3, false],
    ]);
    expect(courseOf(base, [set, mine.two, next, other.three]).slice(2)).toEqual([
      [3, false],
      [3, false],
    ]);
  });

  test("[MEM-226] the old one's order does not dispute that of its successor, nor one it ordered itself", () => {
    const { base, one, mine } = twoOrders();
    const log = new LogBook();
    for (const from of [one, null]) {
      const set = log.write(ops.nameSequencer(nextRelay, from), "founder", [log.genesis]);
      const by = from === null ? relay : nextRelay;
      const two = checkpointRecord(2, one, [set], { by });
      const three = checkpointRecord(3, two, [], { by: nextRelay });
      const course = courseOf([...base, set], [two, mine.three, three]);
      expect(course).toEqual([
        [2, false],
        [2, false],
        [3, false],
      ]);
      // The successor itself may be found out.
      const theirs = checkpointRecord(3, mine.two, [], { by: nextRelay });
      expect(courseOf([...base, set], [two, theirs]).at(-1)).toEqual([2, true]);
    }
  });
});
