/** Ranks, roles and grants: who may do what to whom, and what it lets them do with documents. */
import { describe, expect, test } from "vitest";
import { mayDo, whyNot } from "#shared/protocol/membership/acts";
import { may } from "#shared/protocol/membership/grants";
import type { Grant, MemOp, Rank } from "#shared/protocol/membership/types";
import { named } from "#tests/support/keys";
import { deviceIs, fate, rankOf, stateOf } from "#tests/support/scenario";
import { eventOf, hours, LogBook, memberOf, memberText, ops, startAt } from "#tests/support/unsigned-log";

const until = startAt + 10 * 24 * hours;
const onEvents = (
  verbs: Grant["verbs"],
  names: readonly string[],
  notAfter: number | null = until,
): Grant => ({
  verbs,
  on: ["event", "note"],
  scope: { events: names.map(eventOf) },
  notAfter,
});
const at = (event: string) => ({ cls: "event", scope: { event: eventOf(event) } }) as const;
const inventory = { cls: "inventory", scope: "company" } as const;
const movements = { cls: "movements", scope: "company" } as const;

const ranks = ["owner", "admin", "manager", "member", "crew", "viewer", "guest"] as const;
const house = (): LogBook => {
  const log = new LogBook();
  for (const rank of ranks) log.enrol(rank, { rank });
  log.checkpoint();
  return log;
};

/** What each rank in turn may do, as a list of those who may. */
const whoMay = (log: LogBook, op: MemOp): readonly Rank[] =>
  ranks.filter((rank) => mayDo(stateOf(log), memberText(rank), op, startAt));

describe("who may act on whom", () => {
  test("[MEM-53] ranks: owners on all, admins on all but owners, inviters on crew of their events", () => {
    const log = house();
    const crew = { rank: "crew", grants: [onEvents(["read"], ["a"])] } as const;
    expect(whoMay(log, ops.addMember("x", { rank: "owner" }))).toEqual(["owner"]);
    expect(whoMay(log, ops.addMember("x", { rank: "admin" }))).toEqual(["owner", "admin"]);
    expect(whoMay(log, ops.addMember("x", { rank: "member" }))).toEqual(["owner", "admin"]);
    expect(whoMay(log, ops.addMember("x", crew))).toEqual(["owner", "admin", "manager"]);
    expect(whoMay(log, ops.removeMember("owner"))).toEqual(["owner"]);
    expect(whoMay(log, ops.removeMember("viewer"))).toEqual(["owner", "admin", "viewer"]);
    expect(whoMay(log, ops.revoke("admin"))).toEqual(["owner", "admin"]);
    expect(whoMay(log, ops.revoke("member"))).toEqual(["owner", "admin", "member"]);
    expect(whoMay(log, ops.revoke("crew"))).toEqual(["owner", "admin", "manager", "crew"]);
    expect(whoMay(log, ops.setRole("admin", { rank: "member" }))).toEqual(["owner", "admin"]);
    expect(whoMay(log, ops.setRole("member", { rank: "owner" }))).toEqual(["owner"]);
    expect(whoMay(log, ops.defineRole("stage", []))).toEqual(["owner", "admin"]);
    expect(whoMay(log, ops.setPolicy(1))).toEqual(["owner"]);
    expect(whoMay(log, ops.upgradeRules(2))).toEqual(["owner"]);
    expect(whoMay(log, ops.nameSequencer(named("r")))).toEqual(["owner"]);
    expect(whoMay(log, ops.adopt("d", "a", 1))).toEqual(["owner", "admin"]);
    expect(whoMay(log, ops.recover("x", "owner"))).toEqual([]);
    expect(whyNot(stateOf(log), "nobody", ops.setPolicy(1), startAt)).toBe("author");
  });

  test("[MEM-54] what the screens ask is what the log answers", () => {
    const log = house();
    const tries: readonly MemOp[] = [
      ops.addMember("x", { rank: "admin" }),
      ops.addMember("admin"),
      ops.addMember("x", { roles: ["unknown"] }),
      ops.setRole("viewer", { rank: "member" }),
      ops.setRole("nobody"),
      ops.removeMember("manager"),
      ops.removeMember("owner"),
      ops.revoke("nothing"),
      ops.revoke("crew"),
      ops.invite("i", "member"),
      ops.invite("i", "nobody"),
      ops.cancelInvite("i"),
      ops.defineRole("owner", []),
      ops.setPolicy(1, ["mem"]),
      ops.upgradeRules(3),
      ops.adopt("d", "a", 1),
      ops.nameSequencer(named("r")),
      { kind: "passkey.remove", member: memberOf("owner"), credential: named("c") },
    ];
    for (const op of tries) {
      for (const rank of ranks) {
        const asked = whyNot(stateOf(log), memberText(rank), op, startAt) ?? "counts";
        const tried = house();
        expect(fate(tried, tried.write(op, rank)), `${op.kind} by ${rank}`).toBe(asked);
      }
    }
  });

  test("[MEM-55] an inviter gives only what they hold, on events they invite to, for a time", () => {
    const tries: readonly (readonly [Grant, string])[] = [
      [onEvents(["read"], ["a"]), "counts"],
      [onEvents(["read", "write"], ["a"]), "grant"],
      [onEvents(["read"], ["a", "b"]), "grant"],
      [onEvents(["read"], ["a"], null), "grant"],
      [onEvents(["read"], ["a"], until + 1), "grant"],
      [{ ...onEvents(["read"], ["a"]), scope: "all" }, "grant"],
      [{ ...onEvents(["read"], ["a"]), scope: "own" }, "grant"],
      [{ ...onEvents(["read"], ["a"]), on: ["money"] }, "grant"],
    ];
    for (const [grant, expected] of tries) {
      const log = new LogBook();
      const held = [onEvents(["read"], ["a"]), { ...onEvents(["invite"], ["a"]), on: ["event"] } as const];
      log.enrol("lead", { rank: "crew", grants: held });
      expect(fate(log, log.write(ops.addMember("x", { rank: "crew", grants: [grant] }), "lead"))).toBe(
        expected,
      );
    }
    const log = house();
    expect(fate(log, log.write(ops.addMember("x", { rank: "crew", roles: ["crew"] }), "manager"))).toBe(
      "rank",
    );
    expect(fate(log, log.write(ops.addMember("x", { rank: "viewer" }), "manager"))).toBe("rank");
    const late = log.write(
      ops.addMember("y", { rank: "crew", grants: [onEvents(["read"], ["a"])] }),
      "manager",
      [log.last],
      {
        at: until + 1,
      },
    );
    expect(fate(log, late)).toBe("counts");
  });

  test("[MEM-56] an inviter's right that has ended gives nothing any more, by the checkpoint's time too", () => {
    for (const [claimed, ordered, expected] of [
      [startAt, startAt + 1, "counts"],
      [until + 1, until + 2, "grant"],
      [startAt, until + 1, "grant"],
    ] as const) {
      const log = new LogBook();
      const held = [onEvents(["read"], ["a"]), { ...onEvents(["invite"], ["a"]), on: ["event"] } as const];
      log.enrol("lead", { rank: "crew", grants: held });
      log.checkpoint();
      const grants = [onEvents(["read"], ["a"])];
      const add = log.write(ops.addMember("x", { rank: "crew", grants }), "lead", [log.last], {
        at: claimed,
      });
      log.checkpoint([add], { at: ordered });
      expect(fate(log, add)).toBe(expected);
    }
  });

  test("[MEM-57] changing crew: only what the inviter could give is given or taken, the rest stays as it is", () => {
    const b: Grant = { verbs: ["read"], on: ["event"], scope: { events: [eventOf("b")] }, notAfter: until };
    const kept = onEvents(["read"], ["a"]);
    const tries = [
      { rank: "crew", grants: [kept, b] },
      { rank: "crew", grants: [b] },
      { rank: "guest", grants: [kept, b] },
      { rank: "crew", roles: ["lead"], grants: [kept] },
    ] as const;
    const outcomes = tries.map((wishes) => {
      const log = new LogBook();
      log.write(ops.defineRole("lead", [{ ...b, verbs: ["read", "invite"], notAfter: null }]));
      log.enrol("lead", { rank: "member", roles: ["lead"] });
      log.enrol("kim", { rank: "crew", grants: [kept] });
      return fate(log, log.write(ops.setRole("kim", wishes), "lead"));
    });
    expect(outcomes).toEqual(["counts", "grant", "rank", "rank"]);
  });

  test("[MEM-58] roles exist before they are given, built-in names are taken, a changed role changes its holders", () => {
    const log = new LogBook();
    expect(fate(log, log.write(ops.addMember("ann", { roles: ["stage"] })))).toBe("role");
    expect(fate(log, log.write(ops.defineRole("crew", [])))).toBe("role");
    expect(fate(log, log.write(ops.defineRole("", [])))).toBe("role");
    log.write(ops.defineRole("stage", [{ verbs: ["read"], on: ["event"], scope: "all", notAfter: null }]));
    log.enrol("ann", { roles: ["stage"] });
    const ann = memberText("ann");
    expect(may(stateOf(log), ann, "read", at("a"), startAt)).toBe(true);
    expect(may(stateOf(log), ann, "read", inventory, startAt)).toBe(false);
    log.write(
      ops.defineRole("stage", [{ verbs: ["read"], on: ["inventory"], scope: "all", notAfter: null }]),
    );
    expect(may(stateOf(log), ann, "read", at("a"), startAt)).toBe(false);
    expect(may(stateOf(log), ann, "read", inventory, startAt)).toBe(true);
    log.write(ops.setRole("ann", { roles: ["crew", "stage"] }));
    expect(may(stateOf(log), ann, "write", movements, startAt)).toBe(true);
  });

  test("[MEM-59] a company is never without an owner who has a device", () => {
    const log = new LogBook();
    log.write(ops.addMember("ann", { rank: "owner" }));
    for (const op of [
      ops.removeMember("founder"),
      ops.revoke("founder"),
      ops.setRole("founder", { rank: "admin" }),
    ]) {
      expect(fate(log, log.write(op))).toBe("last-owner");
    }
    log.addDevice("ann", "ann");
    expect(fate(log, log.write(ops.setRole("founder", { rank: "admin" })))).toBe("counts");
    expect(fate(log, log.write(ops.removeMember("ann"), "ann"))).toBe("last-owner");
    expect([rankOf(log, "founder"), deviceIs(log, "ann")]).toEqual(["admin", "active"]);
  });
});
