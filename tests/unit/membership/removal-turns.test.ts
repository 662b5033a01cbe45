/** Which of several removals is weighed first, and whom each one reaches. */
import { describe, expect, test } from "vitest";
import { foldMembership } from "#shared/protocol/membership/fold";
import type { LogEntry } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { fate, fates, rankOf } from "#tests/support/scenario";
import { company, deviceOf, entryRecord, LogBook, ops, paper } from "#tests/support/unsigned-log";

/** Two owners, two admins and a member with a device each, all confirmed. */
const staffed = (): LogBook => {
  const log = new LogBook();
  log.enrol("olga", { rank: "owner" });
  log.enrol("ann", { rank: "admin" });
  log.enrol("bob", { rank: "admin" });
  log.enrol("mia", { rank: "manager" });
  log.checkpoint();
  return log;
};

/** What anybody may do to their own place: invite a device of theirs. */
const own = (name: string) => ops.invite(`${name} own ${counter++}`, name);
let counter = 0;

describe("which removal comes first", () => {
  test("[MEM-125] a root key's power over recoveries gives its device no turn before owners", () => {
    const log = staffed();
    log.write(ops.setRole("founder", { rank: "admin" }), "olga");
    log.checkpoint();
    const base = log.last;
    const byFounder = log.write(ops.removeMember("mia"), "founder", [base]);
    const byOlga = log.write(ops.removeMember("founder"), "olga", [base]);
    const byMia = log.write(own("mia"), "mia", [base]);
    expect(fates(log, [byFounder, byOlga, byMia])).toEqual(["overruled", "counts", "counts"]);
  });

  test("[MEM-126] what is no removal takes nobody's turn", () => {
    const log = staffed();
    const base = log.last;
    const byMia = log.write(own("mia"), "mia", [base]);
    const byOlga = log.write(ops.removeMember("bob"), "olga", [byMia]);
    const byBob = log.write(ops.removeMember("ann"), "bob", [base]);
    const byAnn = log.write(own("ann"), "ann", [base]);
    expect(fates(log, [byMia, byOlga, byBob, byAnn])).toEqual(["counts", "counts", "overruled", "counts"]);
  });

  test("[MEM-127] a removal takes its turn among those it knows nothing of, after all it knows", () => {
    const log = staffed();
    const base = log.last;
    // Two upon each other by the juniors, one by the senior beside both.
    const byBob = log.write(ops.removeMember("mia"), "bob", [base]);
    const byAnn = log.write(ops.revoke("bob"), "ann", [byBob]);
    const byOlga = log.write(ops.removeMember("ann"), "olga", [base]);
    const byMia = log.write(own("mia"), "mia", [base]);
    expect(fates(log, [byBob, byAnn, byOlga, byMia])).toEqual(["counts", "overruled", "counts", "overruled"]);
  });

  test("[MEM-128] two removals by one device: neither comes before the other, both are weighed", () => {
    const log = staffed();
    const base = log.last;
    const both = ["ann", "bob"].map((name) => log.write(ops.removeMember(name), "olga", [base]));
    const theirs = ["ann", "bob"].map((name) => log.write(own(name), name, [base]));
    expect([...fates(log, both), ...fates(log, theirs)]).toEqual([
      ...["counts", "counts", "overruled", "overruled"],
    ]);
  });

  test("[MEM-129] somebody who came with this batch removes after everybody else", () => {
    const log = staffed();
    const base = log.last;
    log.write(ops.addMember("nina", { rank: "owner" }), "olga", [base]);
    const nina = log.addDevice("nina", "nina", "olga");
    const byNina = log.write(ops.removeMember("ann"), "nina", [nina]);
    const byAnn = log.write(ops.removeMember("bob"), "ann", [base]);
    const byBob = log.write(own("bob"), "bob", [base]);
    // Ann's turn came before; what she overruled stays so.
    expect(fates(log, [byNina, byAnn, byBob])).toEqual(["counts", "overruled", "overruled"]);
    expect(rankOf(log, "bob")).toBe("admin");
  });

  test("[MEM-157] whoever is promoted in the same batch has the rank for it, but not the turn", () => {
    const log = staffed();
    const promoted = log.write(ops.setRole("mia", { rank: "owner" }), "founder");
    const byMia = log.write(ops.removeMember("ann"), "mia", [promoted]);
    const byAnn = log.write(ops.removeMember("bob"), "ann", [promoted]);
    const byBob = log.write(own("bob"), "bob", [promoted]);
    const all = [promoted, byMia, byAnn, byBob];
    const expected = ["counts", "counts", "overruled", "overruled"];
    expect(fates(log, all)).toEqual(expected);
    log.checkpoint([byMia, byAnn, byBob]);
    expect(fates(log, all)).toEqual(expected);
  });
});

describe("whom a removal reaches", () => {
  test("[MEM-130] what the removed wrote knowing of it has no author; only what they wrote beside it is overruled", () => {
    const log = staffed();
    const base = log.last;
    const removal = log.write(ops.removeMember("bob"), "ann", [base]);
    const beside = log.write(own("bob"), "bob", [base]);
    const knowing = log.write(own("bob"), "bob", [removal]);
    const knowingBoth = log.write(own("bob"), "bob", [removal, beside]);
    expect(fates(log, [removal, beside, knowing, knowingBoth])).toEqual([
      ...["counts", "overruled", "author", "author"],
    ]);
  });

  test("[MEM-131] who removes themselves does not overrule the removal, only what their other devices wrote", () => {
    const log = staffed();
    log.addDevice("bob two", "bob", "bob");
    log.checkpoint();
    const base = log.last;
    const leaving = log.write(ops.removeMember("bob"), "bob", [base]);
    const other = log.write(own("bob"), "bob two", [base]);
    expect(fates(log, [leaving, other])).toEqual(["counts", "overruled"]);
    const revoking = staffed();
    const from = revoking.last;
    const revoked = revoking.write(ops.revoke("bob"), "bob", [from]);
    const beside = revoking.write(own("bob"), "bob", [from]);
    expect(fates(revoking, [revoked, beside])).toEqual(["counts", "overruled"]);
  });

  test("[MEM-132] a device that came in this very batch is reached when its member is removed beside it", () => {
    const log = staffed();
    const base = log.last;
    // Beside everything else, so that nothing of this batch is settled before the removal.
    log.write(own("mia"), "mia", [base]);
    log.write(ops.invite("second", "bob"), "bob", [base]);
    const added = log.write(ops.addDevice("bob two", "bob", "second", log.last), "bob");
    const byNew = log.write(own("bob"), "bob two", [added]);
    const removal = log.write(ops.removeMember("bob"), "ann", [added]);
    expect(fates(log, [added, byNew, removal])).toEqual(["counts", "overruled", "counts"]);
  });

  test("[MEM-133] so is one that came by recovery, and the founder's in a company nobody has ordered yet", () => {
    const log = staffed();
    const base = log.last;
    log.write(own("mia"), "mia", [base]);
    const recovered = log.write(ops.recover("new phone", "founder", []), [paper, "founder"], [base]);
    const byNew = log.write(own("founder"), "new phone", [recovered]);
    const removal = log.write(ops.removeMember("founder"), "olga", [recovered]);
    expect(fates(log, [recovered, byNew, removal])).toEqual(["counts", "overruled", "counts"]);

    const fresh = new LogBook();
    // A stray entry beside the genesis: nothing of this batch is certain to come before anything else.
    fresh.write(ops.removeMember("x"), "eve", []);
    fresh.write(ops.addMember("olga", { rank: "owner" }), "founder", [fresh.genesis]);
    const olga = fresh.addDevice("olga", "olga");
    const byFounder = fresh.write(own("founder"), "founder", [olga]);
    const byOlga = fresh.write(ops.removeMember("founder"), "olga", [olga]);
    expect(fates(fresh, [byFounder, byOlga])).toEqual(["overruled", "counts"]);
  });

  test("[MEM-134] a device that somebody only claims to be the removed member's is not reached", () => {
    for (const op of [ops.removeMember("bob"), ops.setRole("bob", { rank: "viewer" })]) {
      const log = staffed();
      const base = log.last;
      const claim = log.write(ops.replaceDevice("mia", "bob"), "mia", [base]);
      const removal = log.write(op, "ann", [base]);
      const byMia = log.write(own("mia"), "mia", [base]);
      expect(fates(log, [claim, removal, byMia])).toEqual(["exists", "counts", "counts"]);
    }
  });

  test("[MEM-135] a removal whose author was promoted by somebody overruled reaches nobody", () => {
    const log = staffed();
    const base = log.last;
    const promoted = log.write(ops.setRole("mia", { rank: "admin" }), "ann", [base]);
    const byMia = log.write(ops.removeMember("bob"), "mia", [promoted]);
    const byOlga = log.write(ops.removeMember("ann"), "olga", [base]);
    const byBob = log.write(own("bob"), "bob", [base]);
    expect(fates(log, [promoted, byMia, byOlga, byBob])).toEqual(["overruled", "rank", "counts", "counts"]);
  });

  test("[MEM-136] a removal is weighed with all that lies below it in the batch, by whichever way", () => {
    const log = staffed();
    const base = log.last;
    const promoted = log.write(ops.setRole("mia", { rank: "admin" }), "olga", [base]);
    const left = log.write(own("mia"), "mia", [promoted]);
    const right = log.write(own("ann"), "ann", [promoted]);
    const byMia = log.write(ops.removeMember("bob"), "mia", [left, right]);
    const byBob = log.write(own("bob"), "bob", [base]);
    expect(fates(log, [promoted, left, right, byMia, byBob])).toEqual([
      ...["counts", "counts", "counts", "counts", "overruled"],
    ]);
  });

  test("[MEM-137] a recovery reaches the devices it names and no others, once an owner's device has signed it", () => {
    const log = staffed();
    const base = log.last;
    const recover = log.write(ops.recover("new phone", "founder", ["bob"]), [paper, "founder"], [base]);
    const byBob = log.write(own("bob"), "bob", [base]);
    const byAnn = log.write(own("ann"), "ann", [base]);
    expect(fates(log, [recover, byBob, byAnn])).toEqual(["counts", "overruled", "counts"]);
  });

  test("[MEM-138] one that was signed by several is reached when one of them is removed", () => {
    const log = staffed();
    const base = log.last;
    const handed = log.write(ops.replaceDevice("bob new", "bob"), ["bob", "bob new"], [base]);
    const removal = log.write(ops.removeMember("bob"), "ann", [base]);
    expect(fates(log, [handed, removal])).toEqual(["overruled", "counts"]);
  });

  test("[MEM-139] what is overruled stays overruled when another removal reaches it too", () => {
    const log = staffed();
    const base = log.last;
    const both = ["ann", "olga"].map((by) => log.write(ops.removeMember("bob"), by, [base]));
    const byBob = log.write(own("bob"), "bob", [base]);
    const [first = "", second = ""] = fates(log, both);
    expect([first, second].toSorted()).toEqual(["counts", "member"]);
    expect(fate(log, byBob)).toBe("overruled");
  });

  test("[MEM-140] every order of arrival gives these outcomes", () => {
    const log = staffed();
    const base = log.last;
    const records: LogEntry[] = [];
    const by = (
      name: string,
      op: Parameters<LogBook["write"]>[0],
      prev: readonly LogEntry[] = [base],
    ): LogEntry => {
      const record = entryRecord(op, [deviceOf(name)], prev);
      records.push(record);
      return record;
    };
    const promoted = by("ann", ops.setRole("mia", { rank: "admin" }));
    by("mia", ops.removeMember("bob"), [promoted]);
    by("olga", ops.removeMember("ann"));
    by("bob", ops.removeMember("mia"));
    by("bob", own("bob"));
    const outcomeOf = (order: readonly LogEntry[]): readonly string[] => {
      const fold = foldMembership(company, log.records);
      for (const record of order) fold.add([record]);
      const { void: reasons } = fold.verdict();
      return records.map(({ id }) => reasons.get(textOfBytes(id)) ?? "counts");
    };
    // Bob's removal of mia stands: hers of him had no ground.
    const expected = ["overruled", "overruled", "counts", "counts", "counts"];
    for (let shift = 0; shift < records.length; shift++) {
      const turned = [...records.slice(shift), ...records.slice(0, shift)];
      expect(outcomeOf(turned)).toEqual(expected);
      expect(outcomeOf(turned.toReversed())).toEqual(expected);
    }
  });
});
