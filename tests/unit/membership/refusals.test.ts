/** Every refusal has its own reason, in the log and where screens ask before. */
import { describe, expect, test } from "vitest";
import { compareBytes } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { membershipLimits } from "#shared/protocol/limits";
import { mayDo, whyNot } from "#shared/protocol/membership/acts";
import { checkpointKind, keyDocKind } from "#shared/protocol/membership/entry-kinds";
import { createEntryQuota } from "#shared/protocol/membership/entry-quota";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { admitEntries } from "#shared/protocol/membership/sequencing";
import type { EntryRecord, Grant, MemOp } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { named, signerNamed, testCrypto } from "#tests/support/keys";
import {
  inviteOp,
  memberNamed,
  membershipWorld,
  startAt as worldStart,
} from "#tests/support/membership-world";
import { deviceIs, fate, rankOf, stateOf } from "#tests/support/scenario";
import {
  company,
  deviceOf,
  entryRecord,
  hours,
  inviteOf,
  LogBook,
  memberOf,
  memberText,
  ops,
  paper,
  relay,
  startAt,
} from "#tests/support/unsigned-log";

/** One owner, one admin, one member; an invitation for the admin is open. */
const staffed = (): LogBook => {
  const log = new LogBook();
  log.enrol("ann", { rank: "admin" });
  log.enrol("mia", { rank: "member" });
  log.write(ops.invite("open", "ann"));
  log.checkpoint();
  return log;
};

const passkey = {
  kind: "passkey.remove",
  member: new Uint8Array(16),
  credential: named("p"),
} satisfies MemOp;

const cases: readonly (readonly [why: string, by: string, op: MemOp])[] = [
  ["exists", "founder", ops.addMember("mia")],
  ["role", "founder", ops.addMember("kim", { roles: ["nothing"] })],
  ["rank", "mia", ops.addMember("kim", { rank: "crew" })],
  ["rank", "ann", ops.addMember("kim", { rank: "owner" })],
  ["member", "founder", ops.setRole("nobody")],
  ["role", "founder", ops.setRole("mia", { roles: ["nothing"] })],
  ["rank", "ann", ops.setRole("mia", { rank: "owner" })],
  ["rank", "ann", ops.setRole("founder", { rank: "admin" })],
  ["rank", "mia", ops.setRole("mia", { rank: "member" })],
  ["last-owner", "founder", ops.setRole("founder", { rank: "admin" })],
  ["member", "founder", ops.removeMember("nobody")],
  ["rank", "mia", ops.removeMember("ann")],
  ["last-owner", "founder", ops.removeMember("founder")],
  ["member", "founder", ops.invite("i", "nobody")],
  ["rank", "mia", ops.invite("i", "ann")],
  ["expires", "founder", ops.invite("i", "ann", { expires: startAt })],
  ["expires", "founder", ops.invite("i", "ann", { expires: startAt + 24 * hours + 1 })],
  ["form", "founder", ops.invite("i", "ann", { uses: 101 })],
  ["approval", "founder", ops.invite("i", "ann", { approval: false, expires: startAt + hours / 4 })],
  ["invite", "founder", ops.cancelInvite("nothing")],
  ["rank", "mia", ops.cancelInvite("open")],
  ["device", "founder", ops.revoke("nothing")],
  ["rank", "mia", ops.revoke("ann")],
  ["last-owner", "founder", ops.revoke("founder")],
  ["role", "founder", ops.defineRole("owner", [])],
  ["rank", "mia", ops.defineRole("rigger", [])],
  ["rank", "ann", ops.setPolicy(1)],
  ["step-up", "founder", ops.setPolicy(1, ["mem"])],
  ["rules", "founder", ops.upgradeRules(3)],
  ["rank", "ann", ops.upgradeRules(2)],
  ["rank", "mia", ops.adopt("doc", "actor", 1)],
  ["step-up", "founder", passkey],
];

const allowed: readonly (readonly [by: string, op: MemOp])[] = [
  ["ann", ops.addMember("kim", { rank: "admin" })],
  ["ann", ops.setRole("mia", { rank: "admin" })],
  ["mia", ops.removeMember("mia")],
  ["mia", ops.invite("i", "mia")],
  ["founder", ops.invite("i", "ann", { uses: 100, expires: startAt + 24 * hours })],
  ["ann", ops.cancelInvite("open")],
  ["mia", ops.revoke("mia")],
  ["ann", ops.defineRole("rigger", [])],
  ["founder", ops.setPolicy(1)],
  ["founder", ops.setRole("founder", { rank: "owner" })],
  ["ann", ops.adopt("doc", "actor", 1)],
];

describe("refusals", () => {
  test("[MEM-79] each has its reason, the log's that of the screens", () => {
    const state = stateOf(staffed());
    for (const [why, by, op] of cases) {
      const log = staffed();
      const what = `${by}: ${op.kind}, ${why}`;
      expect(fate(log, log.write(op, by)), what).toBe(why);
      expect(whyNot(state, memberText(by), op, startAt), what).toBe(why);
    }
    for (const [by, op] of allowed) {
      const log = staffed();
      expect(fate(log, log.write(op, by)), `${by}: ${op.kind}`).toBe("counts");
      expect(mayDo(state, memberText(by), op, startAt), `${by}: ${op.kind}`).toBe(true);
    }
    expect(whyNot(state, memberText("nobody"), ops.setPolicy(1), startAt)).toBe("author");
    expect(whyNot(state, memberText("founder"), ops.recover("x", "founder"), startAt)).toBe("author");
    expect(whyNot(state, memberText("founder"), ops.replaceDevice("ann", "ann"), startAt)).toBe("exists");
  });

  test("[MEM-80] a Join that is for other keys, another box or another kind of key lets nobody in", () => {
    const twisted = (patch: Partial<{ device: Uint8Array; box: Uint8Array; soft: boolean }>): string => {
      const log = staffed();
      const invited = log.write(ops.invite("kim", "mia"));
      const record = entryRecord(
        ops.addDevice("kim", "mia", "kim", invited),
        [deviceOf("founder")],
        [invited],
      );
      const { join } = record;
      if (join === null) throw new Error("an approval has a Join");
      const other: EntryRecord = { ...record, join: { ...join, value: { ...join.value, ...patch } } };
      log.records.push(other);
      return fate(log, other);
    };
    expect(twisted({})).toBe("counts");
    expect(twisted({ device: deviceOf("eve") })).toBe("join");
    expect(twisted({ box: named("eve's box") })).toBe("join");
    expect(twisted({ soft: true })).toBe("join");
    const log = staffed();
    const invited = log.write(ops.invite("kim", "mia"));
    const forAnn = log.write(ops.addDevice("kim", "ann", "kim", invited));
    expect(fate(log, forAnn)).toBe("join");
    const usedKey = { ...ops.addDevice("kim", "mia", "kim", invited), device: inviteOf("open") };
    expect(fate(log, log.write(usedKey, "founder", [invited]))).toBe("exists");
    const strange = log.write(ops.replaceDevice("ann 2", "mia"), ["ann", "ann 2"], [invited]);
    expect(fate(log, strange)).toBe("member");
    const byRelay = log.write(ops.nameSequencer(relay), "ann", [invited]);
    expect(fate(log, byRelay)).toBe("rank");
    expect(fate(log, log.write(ops.recover("new", "mia"), [paper], [invited]))).toBe("member");
  });
});

describe("what a scenario of its own shows", () => {
  test("[MEM-88] nobody approves a device of a member they do not manage", () => {
    const log = staffed();
    const invited = log.write(ops.invite("ann 2", "ann"));
    const approval = ops.addDevice("ann 2", "ann", "ann 2", invited);
    expect(fate(log, log.write(approval, "mia", [invited]))).toBe("rank");
    expect(fate(log, log.write(approval, "ann", [invited]))).toBe("counts");
    const fresh = ops.replaceDevice("new", "ann");
    expect(whyNot(stateOf(log), memberText("mia"), fresh, startAt)).toBe("rank");
    const forNobody = { ...fresh, member: memberOf("nobody") };
    expect(whyNot(stateOf(log), memberText("founder"), forNobody, startAt)).toBe("member");
  });

  test("[MEM-84] a second genesis is none, whoever of the root keys signs it", () => {
    const log = staffed();
    const { op } = log.genesis.entry.value;
    if (op.kind !== "genesis") throw new Error("a log begins with its genesis");
    const taken = { ...op, member: memberOf("eve"), device: deviceOf("eve"), sequencer: null };
    const record = entryRecord(taken, [paper], []);
    log.records.push(record);
    expect(fate(log, record)).toBe("second-genesis");
    expect([rankOf(log, "eve"), deviceIs(log, "eve"), rankOf(log, "founder")]).toEqual([
      "none",
      "none",
      "owner",
    ]);
  });

  test("[MEM-85] an owner whose devices are gone does not make the last device of another dispensable", () => {
    const log = staffed();
    log.enrol("olga", { rank: "owner" });
    log.write(ops.revoke("olga"));
    log.checkpoint();
    expect(fate(log, log.write(ops.revoke("founder")))).toBe("last-owner");
    expect(fate(log, log.write(ops.removeMember("founder")))).toBe("last-owner");
    expect(fate(log, log.write(ops.removeMember("olga")))).toBe("counts");
  });

  test("[MEM-86] who may invite to events manages crew without roles, and nobody else", () => {
    const log = staffed();
    log.write(ops.defineRole("rigger", []));
    log.enrol("max", { rank: "manager" });
    log.enrol("rob", { rank: "crew", roles: ["rigger"] });
    log.enrol("cy", { rank: "crew" });
    const elsewhere: Grant = { verbs: ["invite"], on: ["inventory"], scope: "all", notAfter: null };
    log.enrol("pia", { rank: "member", grants: [elsewhere] });
    log.checkpoint();
    expect(fate(log, log.write(ops.removeMember("rob"), "max"))).toBe("rank");
    expect(fate(log, log.write(ops.removeMember("mia"), "max"))).toBe("rank");
    expect(fate(log, log.write(ops.removeMember("cy"), "pia"))).toBe("rank");
    expect(fate(log, log.write(ops.addMember("kim", { rank: "crew" }), "pia"))).toBe("rank");
    expect(fate(log, log.write(ops.addMember("kim", { rank: "crew", roles: ["rigger"] }), "max"))).toBe(
      "rank",
    );
    expect(fate(log, log.write(ops.removeMember("cy"), "max"))).toBe("counts");
  });

  test("[MEM-87] a device that came by recovery keeps its key as the others do, and is the owner's", () => {
    const log = staffed();
    log.write(ops.recover("new phone", "founder"), [paper, "founder"]);
    const came = stateOf(log).devices.get(textOfBytes(deviceOf("new phone")));
    expect(came).toMatchObject({ member: memberText("founder"), soft: false, revoked: null });
    const waits = staffed();
    waits.write(ops.recover("new phone", "founder"), [paper]);
    waits.checkpoint();
    waits.checkpoint([], { at: startAt + 50 * hours });
    const late = stateOf(waits).devices.get(textOfBytes(deviceOf("new phone")));
    expect(late).toMatchObject({ member: memberText("founder"), soft: false, since: 3 });
  });
});

describe("what the relay admits", () => {
  const crypto = testCrypto();

  test("[MEM-81] a full log, rules nobody knows, and what was refused stays outside", async () => {
    const world = await membershipWorld();
    const log = [world.keyDoc, world.genesis];
    const add = await world.entry(
      inviteOp(signerNamed("i").publicKey, memberNamed("owner")),
      [world.owner],
      [world.genesis],
    );
    const fold = foldMembership(world.company, log);
    const full = { ...fold, company: fold.company, size: () => membershipLimits.entries };
    const spare = { ...full, size: () => membershipLimits.entries - 1 };
    const why = async (target: typeof fold, bytes: Uint8Array): Promise<readonly string[]> => {
      const { refused } = await admitEntries(target, [bytes], crypto);
      return refused.flatMap(({ code, why: reason }) => [code, reason]);
    };
    expect(await why(full, add.bytes)).toEqual(["quota", "log-full"]);
    expect(await why(spare, add.bytes)).toEqual([]);
    const stranger = await world.entry(ops.setPolicy(1), [signerNamed("eve")], [world.genesis]);
    const before = fold.size();
    expect(await why(fold, stranger.bytes)).toEqual(["grant", "author"]);
    expect(fold.size()).toBe(before);
    expect(fold.verdict().void.size).toBe(0);
    const turned = add.bytes.map((byte, i) => (i === add.bytes.length - 1 ? byte ^ 1 : byte));
    expect(await why(fold, turned)).toEqual(["sig", "SignatureInvalid"]);
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    const unsound = await seal(
      keyDocKind,
      {
        v: 1,
        no: 2,
        prev: world.company,
        root: { keys: [identity], threshold: 1 },
        delegates: [],
        issued: worldStart,
      },
      [world.owner],
    );
    expect(await why(fold, encodeEnvelope(unsound))).toEqual(["sig", "KeyUnsound"]);
    const keys = [world.owner.publicKey, world.paper.publicKey].sort(compareBytes);
    const late = {
      v: 1,
      no: 3,
      prev: named("nothing"),
      root: { keys, threshold: 1 },
      delegates: [],
      issued: worldStart,
    } as const;
    const lateDoc = encodeEnvelope(await seal(keyDocKind, late, [world.owner, world.paper]));
    expect((await why(fold, lateDoc))[1]).toBe("keys");
    expect(fold.has(must(await readLogEntry(lateDoc, world.company, crypto)).id)).toBe(false);
  });

  test("[MEM-82] a checkpoint of another company is none, whoever signed it", async () => {
    const world = await membershipWorld();
    const of = async (whose: Uint8Array): Promise<boolean> => {
      const value = {
        v: 1,
        company: whose,
        no: 1,
        prev: null,
        heads: [world.genesis.id],
        at: worldStart,
      } as const;
      const bytes = encodeEnvelope(await seal(checkpointKind, value, [world.relay]));
      return (await readLogEntry(bytes, world.company, crypto)).ok;
    };
    expect(await of(world.company)).toBe(true);
    expect(await of(company)).toBe(false);
  });

  test("[MEM-83] a device's share begins anew each day, and each has its own", () => {
    let now = 0;
    const quota = createEntryQuota({ now: () => now });
    const taken = (device: string): number => {
      let count = 0;
      while (quota.take(device)) count += 1;
      return count;
    };
    expect([taken("a"), taken("a"), taken("b")]).toEqual([500, 0, 500]);
    now = 24 * hours - 1;
    expect(taken("a")).toBe(0);
    now = 24 * hours;
    expect([taken("a"), taken("b")]).toEqual([500, 500]);
  });
});
