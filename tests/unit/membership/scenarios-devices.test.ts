/** Ways in and out for devices; root keys, recovery, relays, rules: known answers. */
import { describe, expect, test } from "vitest";
import { sequencersAt } from "#shared/protocol/membership/grants";
import { explainHistory } from "#shared/protocol/membership/explain";
import { foldMembership } from "#shared/protocol/membership/fold";
import { entryRecord } from "#tests/support/unsigned-log";
import type { KeysRecord } from "#shared/protocol/membership/types";
import { named } from "#tests/support/keys";
import { deviceIs, fate, fates, stateOf, verdictOf } from "#tests/support/scenario";
import {
  checkpointRecord,
  company,
  deviceOf,
  hours,
  keyDocRecord,
  LogBook,
  ops,
  paper,
  relay,
  startAt,
} from "#tests/support/unsigned-log";

const minutes = 60_000;
const newPaper = named("new paper");
const newRelay = named("new relay");

describe("devices", () => {
  test("[MEM-64] badge-in: crew let themselves in for a quarter of an hour, as often as the invitation says", () => {
    const log = new LogBook();
    log.write(ops.addMember("crew", { rank: "crew" }));
    const expires = startAt + 15 * minutes;
    const open = log.write(ops.invite("gate", "crew", { uses: 2, expires, approval: false }));
    log.checkpoint();
    const one = log.write(ops.addDevice("one", "crew", "gate", open), "one");
    const stranger = log.write(ops.addDevice("two", "crew", "gate", open), "three");
    log.checkpoint(undefined, { at: expires });
    const two = log.write(ops.addDevice("two", "crew", "gate", open), "two");
    const three = log.write(ops.addDevice("three", "crew", "gate", open), "three");
    expect(fates(log, [one, stranger, two, three])).toEqual(["counts", "author", "counts", "invite"]);
    const late = new LogBook();
    late.write(ops.addMember("crew", { rank: "crew" }));
    const gate = late.write(ops.invite("gate", "crew", { uses: 2, expires, approval: false }));
    const claimed = late.write(ops.addDevice("one", "crew", "gate", gate), "one");
    expect(fate(late, claimed)).toBe("counts");
    late.checkpoint(undefined, { at: expires + 1 });
    expect(fate(late, claimed)).toBe("expired");
  });

  test("[MEM-65] only crew and below, and only briefly, come in without approval", () => {
    const tries = [
      ["crew", 15 * minutes, "counts"],
      ["viewer", 15 * minutes, "counts"],
      ["guest", 15 * minutes, "counts"],
      ["crew", 15 * minutes + 1, "approval"],
      ["member", 15 * minutes, "approval"],
      ["manager", 1 * minutes, "approval"],
    ] as const;
    for (const [rank, life, expected] of tries) {
      const log = new LogBook();
      log.write(ops.addMember("x", { rank }));
      const invite = log.write(ops.invite("i", "x", { expires: startAt + life, approval: false }));
      expect(fate(log, invite), rank).toBe(expected);
    }
    const log = new LogBook();
    expect(fate(log, log.write(ops.invite("i", "founder", { uses: 101 })))).toBe("form");
    expect(fate(log, log.write(ops.invite("j", "founder", { uses: 100 })))).toBe("counts");
  });

  test("[MEM-66] approving late: by the approver's clock, until the invitation has left the state", () => {
    for (const [ordered, expected] of [
      [startAt + 20 * hours, "counts"],
      [startAt + 13 * hours + 14 * 24 * hours, "counts"],
    ] as const) {
      const log = new LogBook();
      const open = log.write(ops.invite("i", "founder"));
      log.checkpoint();
      const add = log.write(ops.addDevice("tablet", "founder", "i", open), "founder", [open], {
        at: startAt + hours,
      });
      log.checkpoint(undefined, { at: ordered });
      expect(fate(log, add)).toBe(expected);
    }
    const log = new LogBook();
    const open = log.write(ops.invite("i", "founder"));
    log.checkpoint();
    const slow = log.write(ops.addDevice("tablet", "founder", "i", open), "founder", [open], {
      at: startAt + 12 * hours + 1,
    });
    expect(fate(log, slow)).toBe("expired");
    log.checkpoint([open], { at: startAt + 12 * hours + 14 * 24 * hours + 1 });
    const gone = log.write(ops.addDevice("tablet", "founder", "i", open), "founder", [open], { at: startAt });
    expect(fate(log, gone)).toBe("invite");
  });

  test("[MEM-67] an invitation ends with the device that made it and with the member it is for", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "admin" });
    log.write(ops.addMember("kim"));
    log.write(ops.invite("by ann", "kim"), "ann");
    log.write(ops.invite("by founder", "kim"));
    expect(stateOf(log).invites.size).toBe(2);
    log.write(ops.revoke("ann"));
    expect(stateOf(log).invites.size).toBe(1);
    log.write(ops.removeMember("kim"));
    expect(stateOf(log).invites.size).toBe(0);
  });

  test("[MEM-68] a new device takes the old one's place, signed by both and by nobody else", () => {
    const replaced = (by: readonly (string | Uint8Array)[], whose = "ann"): readonly string[] => {
      const log = new LogBook();
      log.enrol("ann");
      const entry = log.write(ops.replaceDevice("ann new", whose), by);
      return [fate(log, entry), deviceIs(log, "ann"), deviceIs(log, "ann new")];
    };
    expect(replaced(["ann", "ann new"])).toEqual(["counts", "rotated", "active"]);
    expect(replaced(["ann"])).toEqual(["author", "active", "none"]);
    expect(replaced(["ann new"])).toEqual(["author", "active", "none"]);
    expect(replaced(["founder", "ann new"])).toEqual(["member", "active", "none"]);
    expect(replaced(["ann", "founder", "ann new"])).toEqual(["author", "active", "none"]);
    expect(replaced(["ann", "ann new"], "founder")).toEqual(["member", "active", "none"]);
    expect(replaced(["ann", "founder"])).toEqual(["author", "active", "none"]);
    const log = new LogBook();
    log.enrol("ann");
    log.write(ops.revoke("ann"));
    expect(fate(log, log.write(ops.replaceDevice("ann new", "ann"), ["ann", "ann new"]))).toBe("author");
  });

  test("[MEM-69] reasons of a removal reach the devices when they are words the rules know", () => {
    const reasonOf = (reason: string): string => {
      const log = new LogBook();
      log.enrol("ann");
      log.write(ops.removeMember("ann", reason));
      return deviceIs(log, "ann");
    };
    expect(["compromised", "lost", "rotated", "left", "season is over"].map(reasonOf)).toEqual([
      "compromised",
      "lost",
      "rotated",
      "left",
      "left",
    ]);
  });

  test("[MEM-73] entries without predecessors, of other rules, or before a company are void", () => {
    const log = new LogBook();
    expect(fate(log, log.write(ops.addMember("ann"), "founder", []))).toBe("form");
    expect(fate(log, log.write(ops.addMember("ann"), "founder", [log.genesis], { rules: 2 }))).toBe("rules");
    const orphan = entryRecord(ops.addMember("ann"), [deviceOf("founder")], []);
    const alone = foldMembership(company, [log.keys, orphan]).verdict();
    expect([...alone.void.values()]).toEqual(["form"]);
    expect(alone.state).toBeNull();
  });
});

describe("root keys", () => {
  const rotation = (signers: readonly Uint8Array[], keys = [newPaper]): KeysRecord =>
    keyDocRecord({ no: 2, prev: company, keys, issued: startAt }, signers);
  const keysIn = (log: LogBook): number => stateOf(log).keys.doc.no;

  test("[MEM-60] signed by both and by an owner's device it comes into force with its checkpoint", () => {
    const log = new LogBook();
    log.checkpoint();
    const next = rotation([paper, newPaper, deviceOf("founder")]);
    log.records.push(next);
    expect(keysIn(log)).toBe(2);
    expect(verdictOf(log).confirmed?.keys.doc.no).toBe(1);
    log.checkpoint([log.genesis, next]);
    expect(verdictOf(log).confirmed?.keys.doc.no).toBe(2);
    const byOld = log.write(ops.recover("x", "founder"), [paper]);
    const byNew = log.write(ops.recover("y", "founder"), [newPaper]);
    expect(fates(log, [byOld, byNew])).toEqual(["author", "counts"]);
  });

  test("[MEM-61] by root keys alone it waits 48 hours, and an owner's own next document comes first", () => {
    const log = new LogBook();
    const stolen = rotation([paper, newPaper]);
    log.records.push(stolen);
    log.checkpoint([log.genesis, stolen], { at: startAt });
    expect([keysIn(log), stateOf(log).keyChanges.length]).toEqual([1, 1]);
    log.checkpoint([log.genesis], { at: startAt + 48 * hours - 1 });
    expect(keysIn(log)).toBe(1);
    const before = [...log.records];
    log.checkpoint([log.genesis], { at: startAt + 48 * hours });
    expect([keysIn(log), stateOf(log).keyChanges.length]).toEqual([2, 0]);

    const other = new LogBook();
    other.records.splice(0, other.records.length, ...before);
    const owners = keyDocRecord({ no: 2, prev: company, keys: [named("third")] }, [
      deviceOf("founder"),
      named("third"),
    ]);
    other.records.push(owners);
    const last = before.findLast(({ type }) => type === "checkpoint") ?? null;
    other.records.push(checkpointRecord(3, last, [log.genesis, owners], { at: startAt + 48 * hours }));
    expect(stateOf(other).keys.doc.root.keys).toEqual([named("third")]);
    expect(stateOf(other).keyChanges).toEqual([]);
  });

  test("[MEM-62] enough keys of the old and of the new document, the right number and predecessor", () => {
    const keysFate = (record: KeysRecord, threshold = 1): string => {
      const log = new LogBook(relay, threshold);
      log.records.push(record);
      return fate(log, record);
    };
    const owner = deviceOf("founder");
    expect(keysFate(rotation([paper, newPaper, owner]))).toBe("counts");
    expect(keysFate(rotation([newPaper]))).toBe("keys");
    expect(keysFate(rotation([paper]))).toBe("keys");
    expect(keysFate(rotation([paper, newPaper]), 2)).toBe("keys");
    expect(keysFate(rotation([paper, newPaper, owner]), 2)).toBe("counts");
    expect(keysFate(keyDocRecord({ no: 3, prev: company, keys: [newPaper] }, [paper, newPaper]))).toBe(
      "keys",
    );
    expect(keysFate(keyDocRecord({ no: 2, prev: newPaper, keys: [newPaper] }, [paper, newPaper]))).toBe(
      "keys",
    );
    expect(keysFate(keyDocRecord({ no: 2, prev: null, keys: [newPaper] }, [paper, newPaper]))).toBe("keys");
  });

  test("[MEM-63] a new key document ends the recoveries that wait on the old keys", () => {
    const log = new LogBook();
    const asked = log.write(ops.recover("thief", "founder", ["founder"]), [paper]);
    log.checkpoint([asked], { at: startAt });
    const next = rotation([paper, newPaper, deviceOf("founder")]);
    log.records.push(next);
    log.checkpoint([asked, next], { at: startAt + hours });
    log.checkpoint([asked], { at: startAt + 60 * hours });
    expect([deviceIs(log, "thief"), deviceIs(log, "founder")]).toEqual(["none", "active"]);
  });

  test("[MEM-35] the key of a revoked device is no root key any more", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "owner" });
    log.write(ops.revoke("founder", "compromised"), "ann");
    log.checkpoint();
    const recover = log.write(ops.recover("x", "ann"), "founder");
    const name = log.write(ops.nameSequencer(newRelay), "founder");
    const keys = rotation([deviceOf("founder"), newPaper]);
    log.records.push(keys);
    expect(fates(log, [recover, name, keys])).toEqual(["author", "author", "keys"]);
    expect(fate(log, log.write(ops.recover("y", "ann"), [paper]))).toBe("counts");
  });

  test("[MEM-36] a recovery needs enough root keys, nobody strange beside them, an owner, and a fresh key", () => {
    const recovered = (by: readonly (string | Uint8Array)[], device = "x", name = "founder"): string => {
      const log = new LogBook(relay, 2);
      log.enrol("ann", { rank: "admin" });
      return fate(log, log.write(ops.recover(device, name), by));
    };
    expect(recovered([paper, "founder"])).toBe("counts");
    expect(recovered([paper])).toBe("author");
    expect(recovered([paper, "founder", "ann"])).toBe("author");
    expect(recovered([paper, "founder"], "ann")).toBe("exists");
    expect(recovered([paper, "founder"], "x", "ann")).toBe("member");
  });

  test("[MEM-37] what waits ends when its member is no owner any more, and the same device does not wait twice", () => {
    const log = new LogBook();
    log.enrol("olga", { rank: "owner" });
    log.write(ops.recover("x", "olga"), [paper]);
    expect(fate(log, log.write(ops.recover("x", "olga"), [paper]))).toBe("exists");
    log.checkpoint(undefined, { at: startAt });
    log.write(ops.removeMember("olga"));
    log.checkpoint(undefined, { at: startAt + 50 * hours });
    expect(deviceIs(log, "x")).toBe("none");
    expect(stateOf(log).recoveries).toEqual([]);
  });
});

describe("relays and rules", () => {
  test("[MEM-38] a relay that still runs orders its own replacement; receipts of both count where they were in office", () => {
    const log = new LogBook();
    log.checkpoint();
    log.write(ops.nameSequencer(newRelay));
    log.checkpoint();
    log.checkpoint([], { by: newRelay });
    log.checkpoint([], { by: relay });
    const { confirmed } = verdictOf(log);
    if (confirmed === null) throw new Error("the log has checkpoints");
    expect([confirmed.checkpoint, confirmed.sequencer]).toEqual([3, newRelay]);
    expect([0, 1, 2, 3].map((no) => sequencersAt(confirmed, no))).toEqual([
      [],
      [relay],
      [relay, newRelay],
      [newRelay],
    ]);
  });

  test("[MEM-39] root keys name a relay when no owner device is left; an admin does not", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "admin" });
    expect(fate(log, log.write(ops.nameSequencer(newRelay), "ann"))).toBe("rank");
    expect(fate(log, log.write(ops.nameSequencer(newRelay), "nobody"))).toBe("author");
    expect(fate(log, log.write(ops.nameSequencer(newRelay), [paper]))).toBe("counts");
  });

  test("[MEM-74] rules nobody knows yet stop the verdict after their checkpoint, and nothing is lost", () => {
    const log = new LogBook();
    const upgrade = log.write(ops.upgradeRules(2));
    const same = log.write(ops.addMember("ann"));
    log.checkpoint();
    log.write(ops.addMember("bob"));
    log.checkpoint();
    const verdict = verdictOf(log);
    expect(fates(log, [upgrade, same])).toEqual(["counts", "counts"]);
    expect([verdict.needsRules, verdict.confirmed?.checkpoint, verdict.state?.members.size]).toEqual([
      2, 1, 2,
    ]);
    expect(verdict.pending).toEqual([]);
    expect(fate(new LogBook(), log.write(ops.upgradeRules(2)))).toBe("counts");
  });

  test("[MEM-75] one checkpoint is weighed by what came with it: late ones, doubles and copies", () => {
    const log = new LogBook();
    const one = log.checkpoint();
    const ann = log.write(ops.addMember("ann"));
    const left = log.checkpoint([ann]);
    expect(verdictOf(log).confirmed?.checkpoint).toBe(2);
    const right = checkpointRecord(2, one, [log.genesis], { at: startAt + 9 });
    for (const records of [
      [...log.records, right],
      [right, ...log.records],
      [...log.records].reverse().concat(right),
    ]) {
      const fold = foldMembership(company, records);
      expect(fold.verdict().confirmed?.checkpoint).toBe(1);
      expect(fold.verdict().fork).not.toBeNull();
    }
    const fold = foldMembership(company, log.records);
    fold.verdict();
    fold.add([right]);
    expect(fold.verdict().fork).not.toBeNull();
    fold.remove(right.id);
    expect([fold.verdict().fork, fold.verdict().checkpoint]).toEqual([null, left.id]);
  });

  test("[MEM-76] taking a record back leaves the verdict of the others", () => {
    const log = new LogBook();
    const ann = log.write(ops.addMember("ann"));
    const bob = log.write(ops.addMember("bob"));
    const fold = foldMembership(company, log.records);
    expect(fold.remove(bob.id)).toBe(true);
    expect([fold.verdict().pending.length, fold.verdict().heads]).toEqual([2, [ann.id]]);
    expect(fold.remove(bob.id)).toBe(false);
    fold.add([bob]);
    expect(fold.remove(ann.id)).toBe(true);
    expect(fold.verdict().waiting).toEqual([bob.id]);
    expect(fold.remove(bob.id)).toBe(true);
    expect(fold.verdict().waiting).toEqual([]);
    expect(fold.size()).toBe(2);
  });
});

describe("the log in words", () => {
  test("[MEM-77] every line says who did what to whom, when it was decided, and why it had no effect", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "admin" });
    log.write(ops.setRole("ann", { rank: "member" }));
    const one = log.checkpoint();
    log.write(ops.addMember("kim"), "ann");
    log.write(ops.replaceDevice("ann new", "ann"), ["ann", "ann new"]);
    log.write(ops.removeMember("ann"), "ann new");
    log.write(ops.recover("x", "founder", ["founder"]), [paper]);
    log.write(ops.revoke("x"));
    const fold = foldMembership(company, log.records);
    const { state } = fold.verdict();
    if (state === null) throw new Error("the log has a genesis");
    const lines = explainHistory(fold.history(), state);
    expect(lines.map(({ event, by, void: reason }) => [event.what, by.type, reason])).toEqual([
      ["company-founded", "member", null],
      ["member-added", "member", null],
      ["invited", "member", null],
      ["device-added", "member", null],
      ["member-changed", "member", null],
      ["member-added", "member", "rank"],
      ["device-replaced", "member", null],
      ["member-left", "member", null],
      ["recovery-requested", "root", null],
      ["recovery-vetoed", "member", null],
    ]);
    expect(lines[4]).toMatchObject({
      event: { before: { rank: "admin" }, after: { rank: "member" } },
      checkpoint: { no: 1, at: one.checkpoint.value.at },
    });
    expect(lines[5]?.checkpoint).toBeNull();
  });
});
