/** Whether one right contains another, and what devices are and were: questions about one state. */
import { describe, expect, test } from "vitest";
import {
  activeMember,
  allows,
  findDevice,
  grantsOf,
  memberGrants,
  sequencersAt,
  wasDeviceAt,
  writeStanding,
} from "#shared/protocol/membership/grants";
import {
  builtInRoles,
  covers,
  grantsOfMember,
  isInForce,
  rankOrder,
} from "#shared/protocol/membership/roles";
import type { Grant, Rank } from "#shared/protocol/membership/types";
import { named } from "#tests/support/keys";
import { stateOf } from "#tests/support/scenario";
import {
  deviceOf,
  eventOf,
  hours,
  LogBook,
  memberOf,
  memberText,
  ops,
  relay,
  startAt,
} from "#tests/support/unsigned-log";

const until = startAt + 10 * hours;
const grant = (wishes: Partial<Grant> = {}): Grant => ({
  ...{ verbs: ["read", "write"], on: ["event", "note"], scope: "all", notAfter: until },
  ...wishes,
});
const events = (...names: readonly string[]): Grant["scope"] => ({ events: names.map(eventOf) });

describe("whether one right contains another", () => {
  test("[GRANT-7] in every verb, class and place, for as long", () => {
    const tries: readonly (readonly [Grant, Grant, boolean])[] = [
      [grant(), grant(), true],
      [grant(), grant({ verbs: ["write"], on: ["note"] }), true],
      [grant({ verbs: ["read"] }), grant(), false],
      [grant({ on: ["event"] }), grant(), false],
      [grant(), grant({ notAfter: until - 1 }), true],
      [grant(), grant({ notAfter: until + 1 }), false],
      [grant(), grant({ notAfter: null }), false],
      [grant({ notAfter: null }), grant({ notAfter: null }), true],
      [grant({ notAfter: null }), grant({ notAfter: until }), true],
      [grant(), grant({ scope: "own" }), true],
      [grant(), grant({ scope: events("a", "b") }), true],
      [grant({ scope: "own" }), grant({ scope: "own" }), true],
      [grant({ scope: "own" }), grant(), false],
      [grant({ scope: "own" }), grant({ scope: events("a") }), false],
      [grant({ scope: events("a", "b") }), grant({ scope: events("b") }), true],
      [grant({ scope: events("a", "b") }), grant({ scope: events("b", "a") }), true],
      [grant({ scope: events("a") }), grant({ scope: events("a", "b") }), false],
      [grant({ scope: events("a") }), grant(), false],
      [grant({ scope: events("a") }), grant({ scope: "own" }), false],
    ];
    for (const [i, [held, wanted, expected]] of tries.entries()) {
      expect(covers([held], wanted, startAt), `try ${i}`).toBe(expected);
    }
  });

  test("[GRANT-8] several rights together contain what each does in part; none contains what is over", () => {
    const parts = [
      grant({ verbs: ["read"] }),
      grant({ verbs: ["write"], on: ["event"] }),
      grant({ on: ["note"] }),
    ];
    expect(covers(parts, grant(), startAt)).toBe(true);
    expect(covers(parts.slice(0, 2), grant(), startAt)).toBe(false);
    expect(covers([], grant(), startAt)).toBe(false);
    expect(covers([], grant({ verbs: [] }), startAt)).toBe(true);
    expect([covers([grant()], grant(), until), covers([grant()], grant(), until + 1)]).toEqual([true, false]);
    expect([isInForce(grant(), until), isInForce(grant(), until + 1)]).toEqual([true, false]);
    expect(isInForce(grant({ notAfter: null }), Infinity)).toBe(true);
    const byEvent = [grant({ scope: events("a") }), grant({ scope: events("b") })];
    expect(covers(byEvent, grant({ scope: events("a", "b") }), startAt)).toBe(true);
  });

  test("[GRANT-9] what a member holds: the rank's list, or the roles' with one's own; single rights besides", () => {
    const ranks: readonly Rank[] = ["owner", "admin", "manager", "member", "crew", "viewer", "guest"];
    expect(ranks.map(rankOrder)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const defined = new Map([["stage", [grant({ verbs: ["read", "sign"] })]]]);
    const heldAs = (rank: Rank, roles: readonly string[], grants: readonly Grant[] = []): readonly Grant[] =>
      grantsOfMember({ rank, roles, grants }, defined);
    for (const rank of ranks) expect(heldAs(rank, [])).toEqual(builtInRoles[rank]);
    const own = builtInRoles.guest;
    const single = grant({ verbs: ["sign", "read"], on: ["agreement"] });
    expect(heldAs("member", ["crew"])).toEqual([...own, ...builtInRoles.crew]);
    expect(heldAs("member", ["nobody knows it"])).toEqual(own);
    expect(heldAs("member", ["stage"], [single])).toEqual([
      ...own,
      grant({ verbs: ["read"] }),
      grant({ verbs: ["read"], on: ["agreement"] }),
    ]);
    expect(heldAs("manager", ["stage", "guest"], [single])).toEqual([
      ...[...own, grant({ verbs: ["read", "sign"] }), ...own],
      single,
    ]);
    for (const rank of ["owner", "admin"] as const)
      expect(heldAs(rank, ["stage"])).toEqual(builtInRoles.owner);
  });

  test("[GRANT-10] rights reach the company, a member or an event; each only its own", () => {
    const asked = (scope: Grant["scope"], of: Parameters<typeof allows>[3]["scope"]): boolean =>
      allows([grant({ scope })], memberText("kim"), "read", { cls: "event", scope: of }, startAt);
    const [a, c] = [{ event: eventOf("a") }, { event: eventOf("c") }];
    const [kim, ann] = [{ member: memberOf("kim") }, { member: memberOf("ann") }];
    const rows = (["all", "own", events("b", "a")] as const).map((scope) =>
      (["company", a, c, kim, ann] as const).map((of) => asked(scope, of)),
    );
    expect(rows).toEqual([
      [true, true, true, true, true],
      [false, false, false, true, false],
      [false, true, false, false, false],
    ]);
    const subject = { cls: "event", scope: "company" } as const;
    expect(allows([grant()], "kim", "create", subject, startAt)).toBe(false);
    expect(allows([grant()], "kim", "read", { ...subject, cls: "money" }, startAt)).toBe(false);
    expect([until, until + 1].map((now) => allows([grant()], "kim", "read", subject, now))).toEqual([
      true,
      false,
    ]);
    expect(allows([grant({ verbs: [] }), grant()], "kim", "read", subject, startAt)).toBe(true);
  });
});

describe("devices of a state", () => {
  test("[GRANT-11] when a device belonged to the company: from its checkpoint until before the one that revokes it", () => {
    const log = new LogBook();
    log.checkpoint();
    log.enrol("kim");
    const was = (checkpoint: number): boolean => wasDeviceAt(stateOf(log), deviceOf("kim"), checkpoint);
    // Nobody has put it in order yet.
    expect([was(1), was(2), was(9)]).toEqual([false, false, false]);
    log.checkpoint();
    expect([was(1), was(2), was(3)]).toEqual([false, true, true]);
    log.checkpoint([]);
    log.write(ops.revoke("kim"));
    expect([was(1), was(2), was(3), was(9)]).toEqual([false, true, true, true]);
    log.checkpoint();
    expect([was(1), was(2), was(3), was(4), was(5)]).toEqual([false, true, true, false, false]);
    expect(wasDeviceAt(stateOf(log), named("stranger"), 1)).toBe(false);
  });

  test("[GRANT-12] who stands behind a device, and what they hold", () => {
    const log = new LogBook();
    log.enrol("kim");
    log.addDevice("kim two", "kim");
    const member = (name: string): string | undefined => activeMember(stateOf(log), deviceOf(name));
    expect([member("kim"), member("kim two"), member("x")]).toEqual([
      memberText("kim"),
      memberText("kim"),
      undefined,
    ]);
    expect(grantsOf(stateOf(log), deviceOf("kim"))).toEqual(builtInRoles.member);
    log.write(ops.revoke("kim two"));
    expect([member("kim"), member("kim two")]).toEqual([memberText("kim"), undefined]);
    expect(grantsOf(stateOf(log), deviceOf("kim two"))).toEqual([]);
    expect(findDevice(stateOf(log), deviceOf("kim two"))?.member).toBe(memberText("kim"));
    log.write(ops.removeMember("kim"));
    expect(member("kim")).toBeUndefined();
    expect([memberGrants(stateOf(log), memberText("kim")), memberGrants(stateOf(log), "x")]).toEqual([
      [],
      [],
    ]);
  });

  test("[GRANT-13] a right to write facts that is over holds what comes; any other that is over does not", () => {
    const standing = (wishes: Partial<Grant>): string => {
      const log = new LogBook();
      log.write(ops.defineRole("none", []));
      const over = grant({ verbs: ["write"], on: ["movements"], notAfter: startAt - 1, ...wishes });
      log.enrol("kim", { roles: ["none"], grants: [over] });
      return writeStanding(stateOf(log), deviceOf("kim"), { cls: "movements", scope: "company" }, startAt);
    };
    expect(standing({})).toBe("hold");
    expect(standing({ verbs: ["read", "write"], on: ["event", "movements"] })).toBe("hold");
    expect(standing({ verbs: ["read"] })).toBe("grant");
    expect(standing({ on: ["event"] })).toBe("grant");
    expect(standing({ verbs: ["read"], notAfter: null })).toBe("grant");
    expect(standing({ notAfter: startAt })).toBe("accept");
    expect(standing({ on: ["event"], notAfter: null })).toBe("grant");
    expect(standing({ notAfter: startAt - 30 * 24 * hours })).toBe("hold");
    expect(standing({ notAfter: startAt - 30 * 24 * hours - 1 })).toBe("grant");
    // Written for one event, or for one's own things: no longer in force either way.
    expect(standing({ notAfter: null, scope: "own" })).toBe("grant");
  });

  test("[GRANT-14] whose receipts count: the relay of the time, and at the change both", () => {
    const log = new LogBook();
    log.checkpoint();
    const second = named("second");
    log.write(ops.nameSequencer(second));
    log.checkpoint();
    log.checkpoint([], { by: second });
    const keys = (checkpoint: number): readonly Uint8Array[] => sequencersAt(stateOf(log), checkpoint);
    expect([keys(0), keys(1), keys(2), keys(3), keys(99)]).toEqual([
      ...[[], [relay], [relay, second]],
      ...[[second], [second]],
    ]);
  });
});
