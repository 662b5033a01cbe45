/** Removal, concurrent and late: known answers for each rule of the order. */
import { describe, expect, test } from "vitest";
import { foldMembership } from "#shared/protocol/membership/fold";
import type { LogEntry } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { deviceIs, fate, fates, rankOf, verdictOf } from "#tests/support/scenario";
import { company, deviceOf, hours, LogBook, ops, paper, plain, startAt } from "#tests/support/unsigned-log";

/** Two owners and two admins, all confirmed; the founder is senior to all, ann to bob. */
const staffed = (): LogBook => {
  const log = new LogBook();
  log.enrol("olga", { rank: "owner" });
  log.enrol("ann", { rank: "admin" });
  log.enrol("bob", { rank: "admin" });
  log.enrol("mia", { rank: "member" });
  log.checkpoint();
  return log;
};

describe("removals nobody can put in order", () => {
  test("[MEM-40] two admins remove each other: the senior one stays, whatever the order of arrival", () => {
    for (const first of ["ann", "bob"] as const) {
      const log = staffed();
      const base = log.last;
      const byFirst = log.write(ops.removeMember(first === "ann" ? "bob" : "ann"), first, [base]);
      const bySecond = log.write(ops.removeMember(first), first === "ann" ? "bob" : "ann", [base]);
      const [byAnn, byBob] = first === "ann" ? [byFirst, bySecond] : [bySecond, byFirst];
      expect(fates(log, [byAnn, byBob])).toEqual(["counts", "overruled"]);
      expect([rankOf(log, "ann"), rankOf(log, "bob")]).toEqual(["admin", "none"]);
      log.checkpoint([byAnn, byBob]);
      expect([deviceIs(log, "ann"), deviceIs(log, "bob")]).toEqual(["active", "left"]);
    }
  });

  test("[MEM-41] the higher rank stays even if it came later", () => {
    const log = staffed();
    log.enrol("rosa", { rank: "owner" });
    log.checkpoint();
    const base = log.last;
    const byAnn = log.write(ops.setRole("bob", { rank: "crew" }), "ann", [base]);
    const byRosa = log.write(ops.removeMember("ann"), "rosa", [base]);
    expect(fates(log, [byAnn, byRosa])).toEqual(["overruled", "counts"]);
    expect(rankOf(log, "bob")).toBe("admin");
  });

  test("[MEM-42] three who remove each other in a ring are weighed by seniority, one after the other", () => {
    const log = staffed();
    log.enrol("cem", { rank: "admin" });
    log.checkpoint();
    const base = log.last;
    const ring = [
      log.write(ops.removeMember("bob"), "ann", [base]),
      log.write(ops.removeMember("cem"), "bob", [base]),
      log.write(ops.removeMember("ann"), "cem", [base]),
    ];
    // ann's goes first and overrules bob's; bob's is skipped; cem's overrules ann's.
    expect(fates(log, ring)).toEqual(["overruled", "overruled", "counts"]);
    expect(["ann", "bob", "cem"].map((name) => rankOf(log, name))).toEqual(["none", "admin", "admin"]);
  });

  test("[MEM-43] everything the removed wrote meanwhile is void, what they wrote before stands", () => {
    const log = staffed();
    const known = log.write(ops.addMember("kim"), "bob");
    const removal = log.write(ops.removeMember("bob"), "ann", [known]);
    const unknown = log.write(ops.addMember("lea"), "bob", [known]);
    const built = log.write(ops.addMember("max"), "bob", [unknown]);
    expect(fates(log, [known, removal, unknown, built])).toEqual([
      "counts",
      "counts",
      "overruled",
      "overruled",
    ]);
  });

  test("[MEM-44] who knew of the removal writes nothing any more; who removed themselves neither", () => {
    const log = staffed();
    const left = log.write(ops.removeMember("bob", "left"), "bob");
    const after = log.write(ops.addMember("kim"), "bob", [left]);
    expect(fates(log, [left, after])).toEqual(["counts", "author"]);
  });

  test("[MEM-45] a removal that was not allowed overrules nothing", () => {
    const log = staffed();
    const base = log.last;
    const byMia = log.write(ops.removeMember("ann"), "mia", [base]);
    const byAnn = log.write(ops.addMember("kim"), "ann", [base]);
    expect(fates(log, [byMia, byAnn])).toEqual(["rank", "counts"]);
  });

  test("[MEM-46] revoking a device overrules that device and no other of the member", () => {
    const log = staffed();
    log.addDevice("ann tablet", "ann", "ann");
    log.checkpoint();
    const base = log.last;
    const revoke = log.write(ops.revoke("ann"), "founder", [base]);
    const byPhone = log.write(ops.addMember("kim"), "ann", [base]);
    const byTablet = log.write(ops.addMember("lea"), "ann tablet", [base]);
    expect(fates(log, [revoke, byPhone, byTablet])).toEqual(["counts", "overruled", "counts"]);
  });

  test("[MEM-47] a lower rank overrules, the same or a higher one does not", () => {
    for (const [rank, expected] of [
      ["member", "overruled"],
      ["admin", "counts"],
      ["owner", "counts"],
    ] as const) {
      const log = staffed();
      const base = log.last;
      log.write(ops.setRole("bob", { rank }), "founder", [base]);
      const byBob = log.write(ops.addMember("kim"), "bob", [base]);
      expect(fate(log, byBob), rank).toBe(expected);
    }
  });

  test("[MEM-48] root keys go before every owner, and a recovery that only waits overrules nobody", () => {
    const log = staffed();
    const base = log.last;
    const recover = log.write(ops.recover("new phone", "founder", ["olga"]), [paper, "founder"], [base]);
    const byOlga = log.write(ops.removeMember("founder"), "olga", [base]);
    expect(fates(log, [recover, byOlga])).toEqual(["counts", "overruled"]);
    const waiting = staffed();
    const request = waiting.write(ops.recover("new phone", "founder", ["olga"]), [paper], [waiting.last]);
    const prev = request.entry.value.prev;
    const same = waiting.records.filter(({ id }) => prev.some((one) => textOfBytes(one) === textOfBytes(id)));
    const still = waiting.write(ops.addMember("kim"), "olga", same);
    expect(fates(waiting, [request, still])).toEqual(["counts", "counts"]);
  });

  test("[MEM-49] a cause is weighed before its effect, whoever wrote it", () => {
    const log = staffed();
    const base = log.last;
    // bob removes ann and, knowing it, the founder removes bob; ann wrote meanwhile.
    const byBob = log.write(ops.removeMember("ann"), "bob", [base]);
    const byFounder = log.write(ops.removeMember("bob"), "founder", [byBob]);
    const byAnn = log.write(ops.addMember("kim"), "ann", [base]);
    expect(fates(log, [byBob, byFounder, byAnn])).toEqual(["counts", "counts", "overruled"]);
  });

  test("[MEM-78] a removal is judged with what its author stood on, also when that is of the same batch", () => {
    const log = staffed();
    const base = log.last;
    const promoted = log.write(ops.setRole("mia", { rank: "admin" }), "founder", [base]);
    const byMia = log.write(ops.removeMember("bob"), "mia", [promoted]);
    const byBob = log.write(ops.addMember("kim"), "bob", [base]);
    expect(fates(log, [promoted, byMia, byBob])).toEqual(["counts", "counts", "overruled"]);
  });
});

describe("removals with an order", () => {
  test("[MEM-50] what was ordered first stands, whoever is senior", () => {
    const log = staffed();
    const base = log.last;
    const byBob = log.write(ops.removeMember("ann"), "bob", [base]);
    log.checkpoint([byBob]);
    const byAnn = log.write(ops.removeMember("bob"), "ann", [base]);
    log.checkpoint([byAnn, byBob]);
    expect(fates(log, [byBob, byAnn])).toEqual(["counts", "author"]);
  });

  test("[MEM-51] a stolen senior device that dates everything back changes nothing", () => {
    const log = staffed();
    const revoked = log.write(ops.revoke("olga", "compromised"));
    log.checkpoint([revoked], { at: startAt + 30 * 24 * hours });
    const before = verdictOf(log);
    const hostile = ["founder", "ann", "bob", "mia"].flatMap((name) => [
      log.write(ops.removeMember(name), "olga", [log.genesis], { at: startAt }),
      log.write(ops.revoke(name, "compromised"), "olga", [log.genesis], { at: startAt }),
    ]);
    hostile.push(log.write(ops.addMember("eve", { rank: "owner" }), "olga", [log.genesis], { at: startAt }));
    hostile.push(log.write(ops.nameSequencer(deviceOf("olga")), "olga", [log.genesis], { at: startAt }));
    log.checkpoint([revoked, ...hostile], { at: startAt + 31 * 24 * hours });
    expect(new Set(fates(log, hostile))).toEqual(new Set(["author"]));
    const people = (verdict: typeof before): string =>
      plain(verdict.state && { ...verdict.state, checkpoint: 0, checkpointAt: 0 });
    expect(people(verdictOf(log))).toBe(people(before));
  });

  test("[MEM-52] somebody removed may be added again, as the newest, with new devices only", () => {
    const log = staffed();
    log.write(ops.removeMember("ann"));
    log.checkpoint();
    expect(verdictOf(log).state?.former.size).toBe(1);
    const again = log.write(ops.addMember("ann", { rank: "admin" }));
    log.addDevice("ann's new phone", "ann");
    log.checkpoint();
    expect(fate(log, again)).toBe("counts");
    expect([deviceIs(log, "ann"), deviceIs(log, "ann's new phone")]).toEqual(["left", "active"]);
    const base = log.last;
    const byBob = log.write(ops.removeMember("ann"), "bob", [base]);
    const byAnn = log.write(ops.removeMember("bob"), "ann's new phone", [base]);
    expect(fates(log, [byBob, byAnn])).toEqual(["counts", "overruled"]);
  });

  test("[MEM-34] every order of arrival of a history with mutual removals gives one verdict", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "owner" });
    const base = log.last;
    const byFounder = log.write(ops.removeMember("ann"), "founder", [base]);
    const byAnn = log.write(ops.removeMember("founder"), "ann", [base]);
    const records = [...log.records.slice(2), log.checkpoint([byFounder, byAnn])];
    const expected = plain(foldMembership(company, [...log.records]).verdict().confirmed);
    let orders = 0;
    for (const order of permutations(records.slice(-6))) {
      const fold = foldMembership(company);
      for (const record of [log.keys, ...order, ...records.slice(0, -6), log.genesis]) fold.add([record]);
      expect(plain(fold.verdict().confirmed)).toBe(expected);
      orders += 1;
    }
    expect(orders).toBe(720);
  });
});

function* permutations(items: readonly LogEntry[]): Generator<readonly LogEntry[]> {
  if (items.length < 2) {
    yield items;
    return;
  }
  for (const [i, item] of items.entries()) {
    for (const rest of permutations(items.filter((_, at) => at !== i))) yield [item, ...rest];
  }
}
