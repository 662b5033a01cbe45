/** Roles of the company's own: several for one person, until a day, and their end; places that are members. */
import { describe, expect, test } from "vitest";
import { mayDo } from "#shared/protocol/membership/acts";
import { explainHistory } from "#shared/protocol/membership/explain";
import { foldMembership } from "#shared/protocol/membership/fold";
import { may, memberGrants } from "#shared/protocol/membership/grants";
import { placed, placementOf } from "#shared/protocol/membership/placement";
import type { Grant, MemOp } from "#shared/protocol/membership/types";
import type { DocClass } from "#shared/protocol/wire-types";
import { fate, fates, stateOf } from "#tests/support/scenario";
import { company, hours, LogBook, memberText, ops, paper, startAt } from "#tests/support/unsigned-log";
import { deviceOf, keyDocRecord } from "#tests/support/unsigned-log";
import { named } from "#tests/support/keys";

const reading = (...on: readonly DocClass[]): readonly Grant[] => [
  { verbs: ["read"], on, scope: "all", notAfter: null },
];
const removeRole = (role: string): MemOp => ({ kind: "role.remove", role });
const reads = (log: LogBook, name: string, cls: DocClass, now = startAt): boolean =>
  may(stateOf(log), memberText(name), "read", { cls, scope: "company" }, now);

describe("[RB-07] the company's own roles", () => {
  const house = (): LogBook => {
    const log = new LogBook();
    log.write(ops.defineRole("Bookkeeper", reading("money")));
    log.write(ops.defineRole("Lights", reading("inventory")));
    log.enrol("ann", { rank: "member", roles: ["Bookkeeper", "Lights"] });
    return log;
  };

  test("[MEM-201] [RB-07] one person holds what several of them give, and no more", () => {
    const log = house();
    expect((["money", "inventory", "event"] as const).map((cls) => reads(log, "ann", cls))).toEqual([
      true,
      true,
      false,
    ]);
    log.write(ops.setRole("ann", { rank: "member", roles: ["Lights"] }));
    expect([reads(log, "ann", "money"), reads(log, "ann", "inventory")]).toEqual([false, true]);
  });

  test("[MEM-202] several roles until a day are read again as given, and give nothing after it", () => {
    const log = house();
    const { roles: defined } = stateOf(log);
    const until = startAt + 24 * hours;
    const place = { rank: "member", roles: ["Bookkeeper", "Lights"], until, events: [], others: [] } as const;
    const written = placed(place, defined);
    expect(placementOf(written, defined)).toEqual(place);
    log.write({ ...ops.setRole("ann"), ...written });
    expect([reads(log, "ann", "money", until), reads(log, "ann", "money", until + 1)]).toEqual([true, false]);
  });

  test("[MEM-203] a role nobody has is deleted; one that somebody has, an unknown and a built-in one are not", () => {
    const log = house();
    const held = log.write(removeRole("Lights"));
    const unknown = log.write(removeRole("Sound"));
    const builtIn = log.write(removeRole("member"));
    log.write(ops.setRole("ann", { rank: "member", roles: ["Bookkeeper"] }));
    const byMember = log.write(removeRole("Lights"), "ann");
    const free = log.write(removeRole("Lights"));
    const given = log.write(ops.setRole("ann", { rank: "member", roles: ["Lights"] }));
    expect(fates(log, [held, unknown, builtIn, byMember, free, given])).toEqual([
      "held",
      "role",
      "role",
      "rank",
      "counts",
      "role",
    ]);
    expect([...stateOf(log).roles.keys()]).toEqual(["Bookkeeper"]);
    // Whoever left does not keep it alive, and its name is free again.
    log.write(ops.removeMember("ann"));
    const emptied = log.write(removeRole("Bookkeeper"));
    const again = log.write(ops.defineRole("Lights", reading("event")));
    expect(fates(log, [emptied, again])).toEqual(["counts", "counts"]);
    const fold = foldMembership(company, log.records);
    expect(explainHistory(fold.history(), stateOf(log)).at(-2)?.event).toEqual({
      what: "role-removed",
      role: "Bookkeeper",
    });
  });

  test("[MEM-204] giving a role and deleting it at the same time: one of them counts, the same on every device", () => {
    const log = house();
    log.enrol("admin", { rank: "admin" });
    log.write(ops.setRole("ann", { rank: "member", roles: ["Bookkeeper"] }));
    const before = log.last;
    const given = log.write(ops.setRole("ann", { rank: "member", roles: ["Lights"] }), "founder", [before]);
    const deleted = log.write(removeRole("Lights"), "admin", [before]);
    const outcome = fates(log, [given, deleted]).join();
    expect(["counts,held", "role,counts"]).toContain(outcome);
    log.records.reverse();
    expect(fates(log, [given, deleted]).join()).toBe(outcome);
    const state = stateOf(log);
    expect(state.members.get(memberText("ann"))?.roles.every((role) => state.roles.has(role))).toBe(true);
  });

  test("[RB-08] the same person is crew in one event and leads another, besides the role in the company", () => {
    const log = house();
    const events = [
      { event: named("gala").slice(0, 16), level: "leads", until: null },
      { event: named("fair").slice(0, 16), level: "sees", until: null },
    ] as const;
    const place = { rank: "viewer", roles: [], until: null, events, others: [] } as const;
    log.write({ ...ops.setRole("ann"), ...placed(place, stateOf(log).roles) });
    const mayIn = (verb: "read" | "write" | "invite", at: 0 | 1): boolean =>
      may(stateOf(log), memberText("ann"), verb, { cls: "event", scope: events[at] }, startAt);
    expect([mayIn("write", 0), mayIn("invite", 0)]).toEqual([true, true]);
    expect([mayIn("read", 1), mayIn("write", 1), mayIn("invite", 1)]).toEqual([true, false, false]);
  });
});

describe("stations", () => {
  test("[MEM-205] a place is a member of its own, with the rights of its role and no person's", () => {
    const log = new LogBook();
    log.enrol("dock", { rank: "crew", station: true });
    const state = stateOf(log);
    expect(state.members.get(memberText("dock"))).toMatchObject({ rank: "crew", station: true });
    expect(memberGrants(state, memberText("dock")).length).toBeGreaterThan(0);
    expect(mayDo(state, memberText("dock"), ops.addMember("x"), startAt)).toBe(false);
    // It stays a place when its role changes.
    log.write(ops.setRole("dock", { rank: "viewer" }));
    expect(stateOf(log).members.get(memberText("dock"))).toMatchObject({ rank: "viewer", station: true });
  });
});

describe("refusing root keys that wait", () => {
  const refuse = (keys: Uint8Array): MemOp => ({ kind: "keys.refuse", keys });
  const newPaper = named("new paper");

  test("[MEM-206] an owner refuses them, nobody else does, and they never count", () => {
    const log = new LogBook();
    log.enrol("admin", { rank: "admin" });
    const stolen = keyDocRecord({ no: 2, prev: company, keys: [newPaper] }, [paper, newPaper]);
    log.records.push(stolen);
    log.checkpoint([log.last, stolen], { at: startAt });
    const { id } = stolen.keyDoc;
    const byAdmin = log.write(refuse(id), "admin");
    const other = log.write(refuse(newPaper));
    const byOwner = log.write(refuse(id));
    const twice = log.write(refuse(id));
    expect(fates(log, [byAdmin, other, byOwner, twice])).toEqual(["rank", "keys", "counts", "keys"]);
    log.checkpoint([log.last], { at: startAt + hours });
    log.checkpoint([log.last], { at: startAt + 49 * hours });
    expect([stateOf(log).keys.doc.no, stateOf(log).keyChanges]).toEqual([1, []]);
  });

  test("[MEM-207] of two that wait only the refused one goes; keys in force cannot be refused", () => {
    const log = new LogBook();
    const first = keyDocRecord({ no: 2, prev: company, keys: [newPaper] }, [paper, newPaper]);
    const second = keyDocRecord({ no: 2, prev: company, keys: [paper], issued: 7 }, [paper]);
    log.records.push(first, second);
    log.checkpoint([log.last, first, second], { at: startAt });
    log.write(refuse(first.keyDoc.id));
    expect(stateOf(log).keyChanges.map(({ id }) => id)).toEqual([second.id]);
    const owners = keyDocRecord({ no: 2, prev: company, keys: [deviceOf("founder")] }, [deviceOf("founder")]);
    log.records.push(owners);
    log.checkpoint([log.last, owners], { at: startAt + hours });
    expect(stateOf(log).keys.doc.root.keys).toEqual([deviceOf("founder")]);
    expect(fate(log, log.write(refuse(owners.keyDoc.id)))).toBe("keys");
  });

  test("[MEM-208] the device of somebody who is no owner any more holds no root key, until they are one again", () => {
    const log = new LogBook();
    log.enrol("ann", { rank: "owner" });
    log.write(ops.setRole("founder", { rank: "admin" }), "ann");
    log.checkpoint();
    const recover = log.write(ops.recover("x", "ann"), "founder");
    const name = log.write(ops.nameSequencer(newPaper), "founder");
    const keys = keyDocRecord({ no: 2, prev: company, keys: [newPaper] }, [deviceOf("founder"), newPaper]);
    log.records.push(keys);
    expect(fates(log, [recover, name, keys])).toEqual(["author", "rank", "keys"]);
    expect(fate(log, log.write(ops.recover("y", "ann"), [paper]))).toBe("counts");
    log.write(ops.setRole("founder", { rank: "owner" }), "ann");
    expect(fate(log, log.write(ops.recover("z", "ann"), "founder"))).toBe("counts");
  });
});
