/** What each entry leaves in the state, to the last field, and what keeps it from counting. */
import { describe, expect, test } from "vitest";
import { foldMembership } from "#shared/protocol/membership/fold";
import type {
  CheckpointRecord,
  EntryRecord,
  Grant,
  KeysRecord,
  LogEntry,
} from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named } from "#tests/support/keys";
import { deviceIs, fate, fates, stateOf, verdictOf } from "#tests/support/scenario";
import {
  checkpointRecord,
  company,
  deviceOf,
  entryRecord,
  eventOf,
  genesisRecord,
  hours,
  inviteOf,
  keyDocRecord,
  LogBook,
  memberText,
  ops,
  paper,
  plain,
  relay,
  startAt,
} from "#tests/support/unsigned-log";

const device = (log: LogBook, name: string) => stateOf(log).devices.get(textOfBytes(deviceOf(name)));
const member = (log: LogBook, name: string) => stateOf(log).members.get(memberText(name));

describe("what a beginning leaves", () => {
  test("[MEM-158] the founder, their device, no rules but the first", () => {
    const log = new LogBook();
    const state = stateOf(log);
    expect(member(log, "founder")).toEqual({ rank: "owner", ord: 0, roles: [], grants: [], station: false });
    expect(device(log, "founder")).toEqual({
      ...{ member: memberText("founder"), box: named("box"), soft: false },
      ...{ since: null, revoked: null },
    });
    expect(state).toMatchObject({ rules: 1, policy: { minProtocol: 0 }, checkpoint: 0, sequencers: [] });
    expect([state.members.size, state.former.size, state.invites.size, state.sequencer]).toEqual([
      1,
      0,
      0,
      relay,
    ]);
    expect(verdictOf(log).confirmed).toBeNull();
  });

  test("[MEM-159] a genesis upon something, of another company, or signed by nobody of the roots is none", () => {
    const { keys } = new LogBook();
    const fateOf = (genesis: EntryRecord, ...more: readonly LogEntry[]): string =>
      foldMembership(company, [keys, ...more, genesis])
        .verdict()
        .void.get(textOfBytes(genesis.id)) ?? "counts";
    const { op } = genesisRecord().entry.value;
    if (op.kind !== "genesis") throw new Error("it is one");
    const founder = [deviceOf("founder")];
    const stray = entryRecord(ops.setPolicy(1), founder, []);
    expect(fateOf(genesisRecord())).toBe("counts");
    expect(fateOf(entryRecord(op, founder, [stray]), stray)).toBe("form");
    expect(fateOf(entryRecord({ ...op, company: named("other") }, founder, []))).toBe("form");
    expect(fateOf(entryRecord(op, [deviceOf("eve")], []))).toBe("author");
    expect(fateOf(entryRecord(op, [deviceOf("founder"), deviceOf("eve")], []))).toBe("author");
    const forged = entryRecord(op, [deviceOf("eve")], []);
    const upon = entryRecord(ops.setPolicy(1), founder, [forged]);
    expect(fateOf(upon, forged)).toBe("no-company");
  });

  test("[MEM-160] key document 1 is the one the company is named by, and has nothing before it", () => {
    const { keys, genesis } = new LogBook();
    const { keyDoc } = keys;
    const other: KeysRecord = { ...keys, id: named("other") };
    const later: KeysRecord = { ...keys, keyDoc: { ...keyDoc, value: { ...keyDoc.value, no: 2 } } };
    const upon: KeysRecord = {
      ...keys,
      keyDoc: { ...keyDoc, value: { ...keyDoc.value, prev: named("other") } },
    };
    for (const record of [other, later, upon]) {
      expect(foldMembership(company, [record, genesis]).verdict().state).toBeNull();
    }
    // A second first one is no key document that waits for its turn.
    const verdict = foldMembership(company, [keys, genesis, other]).verdict();
    expect([verdict.openHeads, verdict.pending]).toEqual([[genesis.id], [genesis.id]]);
    expect(foldMembership(company, [genesis, other, keys]).verdict().openHeads).toEqual([genesis.id]);
  });
});

describe("what entries leave", () => {
  test("[MEM-161] members in the order they came, with what they were given; policy; former members no more", () => {
    const log = new LogBook();
    const grants: readonly Grant[] = [{ verbs: ["read"], on: ["event"], scope: "all", notAfter: null }];
    log.enrol("ann", { rank: "admin", station: true });
    log.write(ops.addMember("bob", { rank: "crew", grants }));
    expect(member(log, "ann")).toEqual({ rank: "admin", ord: 1, roles: [], grants: [], station: true });
    expect(member(log, "bob")).toEqual({ rank: "crew", ord: 2, roles: [], grants, station: false });
    log.write(ops.setRole("ann", { rank: "member", roles: ["crew"], grants }));
    expect(member(log, "ann")).toEqual({ rank: "member", ord: 1, roles: ["crew"], grants, station: true });
    log.write(ops.setPolicy(3));
    expect(stateOf(log).policy).toEqual({ minProtocol: 3 });
    log.write(ops.removeMember("bob", "moved"));
    expect([...stateOf(log).former]).toEqual([
      [memberText("bob"), { rank: "crew", reason: "moved", checkpoint: null }],
    ]);
    log.write(ops.addMember("bob"));
    expect([stateOf(log).former.size, member(log, "bob")?.ord]).toEqual([0, 3]);
  });

  test("[MEM-162] a removal takes the member's own invitations and no others, and only their devices", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "admin" });
    log.write(ops.addMember("kim"));
    log.write(ops.invite("for kim", "kim"));
    log.write(ops.invite("for ann", "ann"));
    log.write(ops.addMember("bob"));
    log.write(ops.invite("by ann", "bob"), "ann");
    log.write(ops.removeMember("kim"));
    const open = (): readonly string[] => [...stateOf(log).invites.keys()];
    const names = (...invites: readonly string[]): readonly string[] =>
      invites.map((one) => textOfBytes(inviteOf(one)));
    expect(open()).toEqual(names("for ann", "by ann"));
    log.write(ops.removeMember("ann"));
    expect([open(), deviceIs(log, "ann"), deviceIs(log, "founder")]).toEqual([[], "left", "active"]);
  });

  test("[MEM-163] an invitation in the state: for whom, by which device, how often, until when", () => {
    const log = new LogBook();
    log.write(ops.addMember("kim", { rank: "crew" }));
    const made = log.write(ops.invite("i", "kim", { uses: 3, expires: startAt + hours }));
    const invite = () => stateOf(log).invites.get(textOfBytes(inviteOf("i")));
    const expected = {
      ...{ id: made.id, member: memberText("kim"), by: textOfBytes(deviceOf("founder")) },
      ...{ left: 3, expires: startAt + hours, approval: true },
    };
    expect(invite()).toEqual(expected);
    log.write(ops.addDevice("one", "kim", "i", made));
    log.write(ops.addDevice("two", "kim", "i", made));
    expect(invite()).toEqual({ ...expected, left: 1 });
    log.write(ops.addDevice("three", "kim", "i", made));
    expect(invite()).toBeUndefined();
    const key = { ...ops.invite("x", "kim"), invite: deviceOf("one") };
    expect(fate(log, log.write(key))).toBe("exists");
    expect(fate(log, log.write(ops.invite("i", "kim")))).toBe("exists");
  });

  test("[MEM-164] who comes by an invitation: by that very one, not before somebody approves, in time to the last moment", () => {
    const outcome = (
      by: readonly string[],
      wishes: { readonly at?: number; readonly other?: boolean } = {},
    ): string => {
      const log = new LogBook();
      log.write(ops.addMember("kim"));
      const made = log.write(ops.invite("i", "kim"));
      const another = log.write(ops.invite("j", "kim"));
      const via = wishes.other === true ? another : made;
      return fate(
        log,
        log.write(ops.addDevice("phone", "kim", "i", via), by, [log.last], { at: wishes.at ?? startAt }),
      );
    };
    expect(outcome(["founder"])).toBe("counts");
    expect(outcome(["phone"])).toBe("author");
    expect(outcome(["founder", "phone"])).toBe("author");
    expect(outcome(["founder"], { other: true })).toBe("invite");
    expect([12 * hours, 12 * hours + 1].map((ms) => outcome(["founder"], { at: startAt + ms }))).toEqual([
      ...["counts", "expired"],
    ]);
  });

  test("[MEM-165] a recovery with an owner's signature ends the devices it names, but never the new one", () => {
    const log = new LogBook();
    log.addDevice("old", "founder");
    log.addDevice("other", "founder");
    log.checkpoint();
    log.write(ops.recover("new", "founder", ["old", "new"]), [paper, "founder"]);
    expect(["old", "new", "other", "founder"].map((name) => deviceIs(log, name))).toEqual([
      ...["recovered", "active", "active", "active"],
    ]);
    expect(device(log, "new")).toMatchObject({ member: memberText("founder"), soft: false, revoked: null });
    expect(device(log, "old")?.revoked).toMatchObject({ reason: "recovered", checkpoint: null });
  });

  test("[MEM-166] two signers are no author, and a device is revoked once", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "admin" });
    expect(fate(log, log.write(ops.addMember("kim"), ["founder", "ann"]))).toBe("author");
    expect(fate(log, log.write(ops.addMember("lea"), ["ann"]))).toBe("counts");
    expect(fates(log, [log.write(ops.revoke("ann")), log.write(ops.revoke("ann"))])).toEqual([
      "counts",
      "device",
    ]);
  });

  test("[MEM-167] rules change with their checkpoint, once", () => {
    const log = new LogBook();
    const upgrade = log.write(ops.upgradeRules(2));
    expect([fate(log, upgrade), stateOf(log).rules, verdictOf(log).needsRules]).toEqual(["counts", 1, null]);
    log.checkpoint();
    log.write(ops.setPolicy(9));
    const verdict = verdictOf(log);
    expect([verdict.needsRules, verdict.confirmed?.rules, verdict.state?.policy, verdict.pending]).toEqual([
      ...[2, 2, { minProtocol: 0 }, []],
    ]);
  });

  test("[MEM-168] key documents that wait are refused by an owner, by nobody else, and only those there are", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "admin" });
    log.checkpoint();
    const keys = [deviceOf("founder"), named("second paper")];
    const waiting = ["one", "two"].map((name) =>
      keyDocRecord({ no: 2, prev: company, keys, delegates: [named(name)] }, [paper, named("second paper")]),
    );
    log.records.push(...waiting);
    const [first, second] = waiting;
    if (first === undefined || second === undefined) throw new Error("there are two");
    const refuse = (hash: Uint8Array) => ({ kind: "keys.refuse", keys: hash }) as const;
    expect(stateOf(log).keyChanges.length).toBe(2);
    expect(fate(log, log.write(refuse(first.keyDoc.id), "ann"))).toBe("rank");
    expect(fate(log, log.write(refuse(named("nothing"))))).toBe("keys");
    expect(stateOf(log).keyChanges.length).toBe(2);
    expect(fate(log, log.write(refuse(first.keyDoc.id)))).toBe("counts");
    expect(stateOf(log).keyChanges.map(({ keys: { hash } }) => hash)).toEqual([second.keyDoc.id]);
    expect(fate(log, log.write(refuse(first.keyDoc.id)))).toBe("keys");
  });
});

describe("who may give what to crew", () => {
  const until = startAt + 10 * hours;
  const read = (scope: Grant["scope"], notAfter: number | null = until): Grant => ({
    ...{ verbs: ["read"], on: ["event"], scope, notAfter },
  });
  const on = (...names: readonly string[]): Grant["scope"] => ({ events: names.map(eventOf) });
  const invites: Grant = { ...read(on("a")), verbs: ["invite"] };

  test("[MEM-169] somebody who invites everywhere still gives single events only, and for a time", () => {
    const outcome = (grant: Grant): string => {
      const log = new LogBook();
      log.enrol("max", { rank: "manager" });
      return fate(log, log.write(ops.addMember("kim", { rank: "crew", grants: [grant] }), "max"));
    };
    expect([read(on("a")), read("all"), read("own"), read(on("a"), null)].map(outcome)).toEqual([
      ...["counts", "grant", "grant", "grant"],
    ]);
  });

  test("[MEM-170] what they hold on an event they do not invite to is not theirs to give", () => {
    const outcome = (grant: Grant): string => {
      const log = new LogBook();
      log.enrol("lead", { rank: "crew", grants: [read(on("a", "b")), invites] });
      return fate(log, log.write(ops.addMember("kim", { rank: "crew", grants: [grant] }), "lead"));
    };
    expect([read(on("a")), read(on("b")), read(on("a", "b"))].map(outcome)).toEqual([
      "counts",
      "grant",
      "grant",
    ]);
  });

  test("[MEM-171] nor is crew of other events theirs to remove, or crew with a role", () => {
    const outcome = (wishes: Parameters<typeof ops.addMember>[1]): string => {
      const log = new LogBook();
      log.enrol("lead", { rank: "crew", grants: [read(on("a")), invites] });
      log.write(ops.addMember("kim", wishes));
      return fate(log, log.write(ops.removeMember("kim"), "lead"));
    };
    expect(outcome({ rank: "crew", grants: [read(on("a"))] })).toBe("counts");
    expect(outcome({ rank: "guest", grants: [] })).toBe("counts");
    expect(outcome({ rank: "crew", grants: [read(on("b"))] })).toBe("rank");
    expect(outcome({ rank: "crew", roles: ["crew"] })).toBe("rank");
    expect(outcome({ rank: "member", grants: [] })).toBe("rank");
  });

  test("[MEM-172] they change crew without changing its rank, never themselves, and only who invites", () => {
    const outcome = (by: string, name: string, rank: "crew" | "guest" | "viewer"): string => {
      const log = new LogBook();
      log.enrol("lead", { rank: "crew", grants: [read(on("a")), invites] });
      log.enrol("kim", { rank: "crew" });
      log.enrol("lea", { rank: "crew" });
      log.enrol("vic", { rank: "viewer" });
      return fate(log, log.write(ops.setRole(name, { rank }), by));
    };
    expect(outcome("lead", "kim", "crew")).toBe("counts");
    expect(outcome("lea", "kim", "crew")).toBe("rank");
    expect(outcome("lead", "kim", "guest")).toBe("rank");
    expect(outcome("lead", "vic", "viewer")).toBe("rank");
    expect(outcome("lead", "lead", "crew")).toBe("rank");
  });
});

describe("checkpoints that do not count", () => {
  const follow = (log: LogBook, ...more: readonly LogEntry[]): string => {
    const fold = foldMembership(company, [...log.records, ...more]);
    const { state, confirmed, pending, checkpoint } = fold.verdict();
    return JSON.stringify([plain(state), plain(confirmed), pending.map(textOfBytes), checkpoint]);
  };

  test("[MEM-173] they leave the state as it was, alone and beside a true one", () => {
    const log = new LogBook();
    const one = log.checkpoint();
    log.enrol("ann");
    const before = follow(log);
    const forged: readonly CheckpointRecord[] = [
      checkpointRecord(2, one, [log.last], { by: named("another") }),
      checkpointRecord(2, one, [log.last], { at: startAt - 1 }),
      checkpointRecord(2, null, [log.last]),
      checkpointRecord(3, one, [log.last]),
    ];
    for (const record of forged) expect(follow(log, record)).toBe(before);
    const two = checkpointRecord(2, one, [log.last]);
    const after = follow(log, two);
    expect(after).not.toBe(before);
    for (const record of forged) {
      expect(follow(log, record, two)).toBe(after);
      expect(follow(log, two, record)).toBe(after);
    }
  });

  test("[MEM-174] the first follows nothing; where nobody puts in order, none counts", () => {
    const log = new LogBook();
    const other = checkpointRecord(9, null, []);
    const before = follow(log);
    expect(follow(log, checkpointRecord(1, other, [log.genesis]))).toBe(before);
    const without = new LogBook(null);
    expect(follow(without, checkpointRecord(1, null, [without.genesis]))).toBe(follow(without));
  });

  test("[MEM-175] a relay named without saying where it continues waits for the old one to say so", () => {
    const second = named("second");
    const log = new LogBook();
    const one = log.checkpoint();
    const naming = log.write(ops.nameSequencer(second));
    expect(follow(log, checkpointRecord(2, one, [naming], { by: second }))).toBe(follow(log));
    const continuing = log.write(ops.nameSequencer(second, one));
    const taken = checkpointRecord(2, one, [continuing], { by: second });
    const verdict = foldMembership(company, [...log.records, taken]).verdict();
    expect([verdict.checkpoint, verdict.confirmed?.sequencer]).toEqual([taken.id, second]);
    expect(verdict.confirmed?.sequencers).toEqual([
      { key: relay, from: 1 },
      { key: second, from: 2 },
    ]);
  });

  test("[MEM-176] a fork of the old relay ends when the one the owners named goes on from before it", () => {
    const second = named("second");
    const log = new LogBook();
    const one = log.checkpoint();
    const ann = log.write(ops.addMember("ann"));
    const fork = [startAt + 5, startAt + 6].map((at) => checkpointRecord(2, one, [ann], { at }));
    const fold = foldMembership(company, [...log.records, ...fork]);
    expect(fold.verdict().fork).not.toBeNull();
    const naming = log.write(ops.nameSequencer(second, one), "founder", [ann]);
    const next = checkpointRecord(2, one, [naming], { at: startAt + 7, by: second });
    fold.add([naming, next]);
    expect([fold.verdict().fork, fold.verdict().checkpoint]).toEqual([null, next.id]);
    const third = checkpointRecord(3, next, [], { at: startAt + 8, by: second });
    fold.add([third]);
    expect([fold.verdict().fork, fold.verdict().confirmed?.checkpoint]).toEqual([null, 3]);
  });

  test("[MEM-177] every record stands once in the history, where it was decided", () => {
    const log = new LogBook();
    log.enrol("ann");
    const one = log.checkpoint();
    const add = log.write(ops.addMember("bob"));
    log.checkpoint([add, log.genesis]);
    const open = log.write(ops.addMember("cem"));
    const fold = foldMembership(company, log.records);
    const lines = fold.history().map((line) => [line.checkpoint?.no ?? null, line.void]);
    expect(lines).toEqual([...Array.from({ length: 4 }, () => [1, null]), [2, null], [null, null]]);
    expect(fold.history()[0]?.checkpoint).toEqual({ no: 1, at: one.checkpoint.value.at });
    expect([fold.verdict().heads, fold.verdict().openHeads]).toEqual([[open.id], [open.id]]);
    fold.remove(open.id);
    expect([fold.verdict().heads, fold.verdict().openHeads]).toEqual([[add.id], []]);
  });
});
