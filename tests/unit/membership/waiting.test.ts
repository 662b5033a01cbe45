/** What no checkpoint has put in order yet, and what a checkpoint has to wait for. */
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import { foldMembership } from "#shared/protocol/membership/fold";
import type { LogEntry } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named } from "#tests/support/keys";
import { fates } from "#tests/support/scenario";
import {
  checkpointRecord,
  company,
  deviceOf,
  keyDocRecord,
  LogBook,
  ops,
  paper,
} from "#tests/support/unsigned-log";

const texts = (records: readonly Pick<LogEntry, "id">[]): readonly string[] =>
  records.map(({ id }) => textOfBytes(id)).sort();

describe("entries nobody has put in order", () => {
  test("[MEM-245] those with an effect are named, also beside each other, and nothing is said against them", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "admin" });
    log.checkpoint();
    const base = log.last;
    const good = ["bob", "cem"].map((name) => log.write(ops.addMember(name), "founder", [base]));
    const poor = log.write(ops.addMember("ann"), "founder", [base]);
    const { pending, void: reasons } = foldMembership(company, log.records).verdict();
    expect(pending.map(textOfBytes).sort()).toEqual(texts(good));
    expect([...reasons.keys()]).toEqual(texts([poor]));
  });

  test("[MEM-246] a removal that comes late reaches what was shown as valid, however often it was looked at", () => {
    for (const looks of [1, 2, 3]) {
      const log = new LogBook();
      log.enrol("bob", { rank: "admin" });
      log.checkpoint();
      const before = log.write(ops.addMember("cem"));
      const byBob = log.write(ops.addMember("dora"), "bob");
      const fold = foldMembership(company, log.records);
      const isVoid = (): string => fold.verdict().void.get(textOfBytes(byBob.id)) ?? "counts";
      expect(isVoid()).toBe("counts");
      for (let look = 1; look < looks; look++) {
        const beside = ["left", "right"].map((side) =>
          log.write(ops.addMember(`${side} ${look}`), "founder", [byBob]),
        );
        fold.add(beside);
        expect(isVoid()).toBe("counts");
      }
      fold.add([log.write(ops.removeMember("bob"), "founder", [before])]);
      expect(isVoid()).toBe("overruled");
      expect(fates(log, [byBob])).toEqual(["overruled"]);
    }
  });

  test("[MEM-247] under rules of a later version none is judged, whatever rules it names", () => {
    const log = new LogBook();
    log.write(ops.upgradeRules(2));
    log.checkpoint();
    const later = [1, 2].map((rules) =>
      log.write(ops.addMember(`ann ${rules}`), "founder", undefined, { rules }),
    );
    const {
      needsRules,
      state,
      pending,
      void: reasons,
      openHeads,
    } = foldMembership(company, log.records).verdict();
    expect([needsRules, state?.members.size, pending]).toEqual([2, 1, []]);
    expect(later.filter(({ id }) => reasons.has(textOfBytes(id)))).toEqual([]);
    expect(openHeads.map(textOfBytes)).toEqual(texts(later.slice(-1)));
  });
});

describe("a checkpoint", () => {
  test("[MEM-248] waits for a key document that was taken back", () => {
    const log = new LogBook();
    const one = log.checkpoint();
    const keys = [deviceOf("founder"), paper];
    const second = keyDocRecord({ no: 2, prev: log.keys.id, keys, delegates: [named("second")] }, keys);
    const fold = foldMembership(company, [...log.records, second]);
    expect(fold.verdict().state?.keys.doc.no).toBe(2);
    expect(fold.remove(second.id)).toBe(true);
    fold.add([checkpointRecord(2, one, [second])]);
    expect([fold.verdict().confirmed?.checkpoint, fold.verdict().state?.keys.doc.no]).toEqual([1, 1]);
    fold.add([second]);
    expect([fold.verdict().confirmed?.checkpoint, fold.verdict().confirmed?.keys.doc.no]).toEqual([2, 2]);
  });

  test("[MEM-249] of several other orders the one with the lowest id is named, whichever was shown first", () => {
    const log = new LogBook();
    const one = log.checkpoint();
    const others = [7, 8, 9].map((at) =>
      checkpointRecord(1, null, [log.genesis], { at: one.checkpoint.value.at + at }),
    );
    const shown = others.map((other, i) =>
      checkpointRecord(2, other, [], { at: one.checkpoint.value.at + 20 + i }),
    );
    const [lowest] = others.map(({ id }) => id).toSorted(compareBytes);
    for (const order of [shown, shown.toReversed(), [...shown.slice(1), ...shown.slice(0, 1)]])
      expect(foldMembership(company, [...log.records, ...order]).verdict().fork).toEqual([one.id, lowest]);
  });
});
