/** What ranks, roles and grants let somebody do with documents. */
import { describe, expect, test } from "vitest";
import {
  isAdopted,
  may,
  mayCreate,
  mayRead,
  mayWrite,
  openInvites,
  writeStanding,
} from "#shared/protocol/membership/grants";
import { rightsTable } from "#shared/protocol/membership/rights-table";
import type { Grant, Rank } from "#shared/protocol/membership/types";
import { docClasses } from "#shared/protocol/wire-types";
import { named } from "#tests/support/keys";
import { fate, stateOf } from "#tests/support/scenario";
import {
  deviceOf,
  eventOf,
  hours,
  inviteOf,
  LogBook,
  memberOf,
  memberText,
  ops,
  startAt,
} from "#tests/support/unsigned-log";

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
const money = { cls: "money", scope: "company" } as const;

const ranks = ["owner", "admin", "manager", "member", "crew", "viewer", "guest"] as const;
const house = (): LogBook => {
  const log = new LogBook();
  for (const rank of ranks) log.enrol(rank, { rank });
  log.checkpoint();
  return log;
};

describe("documents", () => {
  test("[GRANT-1] what goes with each rank, class by class", () => {
    const log = house();
    const table = (verb: "read" | "write" | "create" | "sign"): Readonly<Record<string, readonly string[]>> =>
      Object.fromEntries(
        docClasses.map((cls) => [
          cls,
          ranks.filter((rank) =>
            may(stateOf(log), memberText(rank), verb, { cls, scope: "company" }, startAt),
          ),
        ]),
      );
    const top = ["owner", "admin"];
    const office = [...top, "manager"];
    const staff = [...office, "member"];
    const eyes = [...staff, "viewer"];
    expect(table("read")).toEqual({
      settings: [...ranks],
      inventory: [...staff, "crew", "viewer"],
      ledger: [...staff, "crew", "viewer"],
      movements: [...staff, "crew", "viewer"],
      ...{ event: eyes, schedule: eyes, note: eyes, work: eyes, agreement: eyes },
      ...{ client: staff, person: staff, projection: staff },
      money: office,
      audit: top,
    });
    const written = {
      ...{ settings: office, client: office, person: office, agreement: office, projection: office },
      ...{ inventory: staff, ledger: staff, event: staff, schedule: staff, note: staff, work: staff },
      ...{ movements: [...staff, "crew"], money: top, audit: top },
    };
    expect(table("write")).toEqual(written);
    expect(table("create")).toEqual(written);
    expect(table("sign")).toEqual(Object.fromEntries(docClasses.map((cls) => [cls, top])));
  });

  test("[GRANT-2] scopes: all, the member's own, named events, and until when", () => {
    const log = new LogBook();
    log.enrol("kim", { rank: "crew", grants: [onEvents(["read", "write"], ["a"])] });
    const state = stateOf(log);
    const kim = memberText("kim");
    const own = { cls: "person", scope: { member: memberOf("kim") } } as const;
    const others = { cls: "person", scope: { member: memberOf("founder") } } as const;
    expect(may(state, kim, "read", at("a"), until)).toBe(true);
    expect(may(state, kim, "write", { ...at("a"), cls: "note" }, until)).toBe(true);
    expect(may(state, kim, "read", at("a"), until + 1)).toBe(false);
    expect(may(state, kim, "read", at("b"), startAt)).toBe(false);
    expect(may(state, kim, "create", at("a"), startAt)).toBe(false);
    expect(may(state, kim, "read", { cls: "event", scope: "company" }, startAt)).toBe(false);
    expect(may(state, kim, "read", { cls: "event", scope: { member: memberOf("kim") } }, startAt)).toBe(
      false,
    );
    expect([may(state, kim, "write", own, startAt), may(state, kim, "write", others, startAt)]).toEqual([
      true,
      false,
    ]);
    expect(may(state, kim, "read", { cls: "person", scope: { event: eventOf("a") } }, startAt)).toBe(false);
    expect(may(state, "nobody", "read", inventory, startAt)).toBe(false);
  });

  test("[GRANT-3] a device holds what its member holds, while it is active and its member is there", () => {
    const log = house();
    const key = deviceOf("member");
    const asked = () => {
      const state = stateOf(log);
      return [mayRead, mayWrite, mayCreate].map((ask) => ask(state, key, inventory, startAt));
    };
    expect(asked()).toEqual([true, true, true]);
    expect(mayRead(stateOf(log), named("stranger"), inventory, startAt)).toBe(false);
    expect(mayRead(stateOf(log), key, money, startAt)).toBe(false);
    log.write(ops.revoke("member"));
    expect(asked()).toEqual([false, false, false]);
  });

  test("[GRANT-4] nobody below manager signs, whatever they were given", () => {
    const sign: Grant = { verbs: ["read", "sign"], on: ["agreement"], scope: "all", notAfter: null };
    const signs = (rank: Rank): boolean => {
      const log = new LogBook();
      log.enrol("x", { rank, grants: [sign] });
      return may(stateOf(log), memberText("x"), "sign", { cls: "agreement", scope: "company" }, startAt);
    };
    expect(ranks.filter(signs)).toEqual(["owner", "admin", "manager"]);
  });

  test("[GRANT-5] owners and admins hold everything whatever roles they have; other roles replace the rank's", () => {
    const log = new LogBook();
    log.write(ops.defineRole("none", []));
    for (const rank of ["owner", "admin", "manager", "member"] as const)
      log.enrol(rank, { rank, roles: ["none"] });
    const reads = (name: string): boolean => may(stateOf(log), memberText(name), "read", inventory, startAt);
    expect(["owner", "admin", "manager", "member"].filter(reads)).toEqual(["owner", "admin"]);
    expect(
      may(stateOf(log), memberText("member"), "read", { cls: "settings", scope: "company" }, startAt),
    ).toBe(true);
  });

  test("[MEM-70] movements of who left are held for thirty days, of who is not trusted never", () => {
    const month = 30 * 24 * hours;
    const standing = (
      reason: string,
      subject: typeof movements | typeof inventory,
      later: number,
    ): string => {
      const log = new LogBook();
      log.enrol("kim", { rank: "crew" });
      log.write(ops.removeMember("kim", reason));
      log.checkpoint(undefined, { at: startAt + 5 });
      return writeStanding(stateOf(log), deviceOf("kim"), subject, startAt + 5 + later);
    };
    expect(["lost", "left", "rotated", "moved away"].map((why) => standing(why, movements, month))).toEqual([
      "hold",
      "hold",
      "hold",
      "hold",
    ]);
    expect(standing("left", movements, month + 1)).toBe("revoked");
    expect(standing("compromised", movements, 0)).toBe("revoked");
    expect(standing("left", inventory, 0)).toBe("revoked");
    const log = new LogBook();
    const grant: Grant = { verbs: ["write"], on: ["movements"], scope: "all", notAfter: until };
    log.write(ops.defineRole("none", []));
    log.enrol("kim", { roles: ["none"], grants: [grant] });
    const later = (ms: number, subject: typeof movements | typeof inventory = movements): string =>
      writeStanding(stateOf(log), deviceOf("kim"), subject, until + ms);
    expect([later(0), later(1), later(month), later(month + 1), later(1, inventory)]).toEqual([
      "accept",
      "hold",
      "hold",
      "grant",
      "grant",
    ]);
    expect(writeStanding(stateOf(log), named("stranger"), movements, startAt)).toBe("grant");
  });

  test("[MEM-71] an adoption reaches as far as it says and only forward", () => {
    const log = house();
    const doc = named("log of kim").slice(0, 16);
    const actor = named("session").slice(0, 16);
    log.write(ops.adopt("log of kim", "session", 3));
    const reaches = [1, 3, 4].map((seq) => isAdopted(stateOf(log), { doc, actor, seq }));
    expect(reaches).toEqual([true, true, false]);
    expect(isAdopted(stateOf(log), { doc: actor, actor, seq: 1 })).toBe(false);
    expect(fate(log, log.write(ops.adopt("log of kim", "session", 3)))).toBe("exists");
    expect(fate(log, log.write(ops.adopt("log of kim", "session", 4)))).toBe("counts");
    expect(fate(log, log.write(ops.adopt("log of kim", "session", 9), "manager"))).toBe("rank");
  });

  test("[GRANT-6] rights as lines: merged by class, without what a wider line says, without what is over", () => {
    const grants: readonly Grant[] = [
      { verbs: ["write"], on: ["event"], scope: { events: [eventOf("a")] }, notAfter: until },
      { verbs: ["read"], on: ["event", "inventory"], scope: "all", notAfter: null },
      { verbs: ["create"], on: ["inventory"], scope: "all", notAfter: null },
      { verbs: ["read"], on: ["event"], scope: { events: [eventOf("a")] }, notAfter: until },
      { verbs: ["read"], on: ["money"], scope: "all", notAfter: startAt - 1 },
    ];
    expect(
      rightsTable(grants, startAt).map(({ cls, verbs, scope, until: end }) => [
        cls,
        verbs.join(),
        scope,
        end,
      ]),
    ).toEqual([
      ["inventory", "read,create", "all", null],
      ["event", "write", "events", until],
      ["event", "read", "all", null],
    ]);
    expect(rightsTable(grants, startAt)[1]?.events).toHaveLength(1);
  });

  test("[MEM-72] invitations that are over are not open, and leave the state two weeks later", () => {
    const log = new LogBook();
    log.write(ops.invite("i", "founder"));
    expect(openInvites(stateOf(log), startAt).size).toBe(1);
    expect(openInvites(stateOf(log), startAt + 12 * hours).size).toBe(0);
    const end = startAt + 12 * hours + 14 * 24 * hours;
    log.checkpoint(undefined, { at: end });
    expect(stateOf(log).invites.size).toBe(1);
    log.checkpoint([], { at: end + 1 });
    expect(stateOf(log).invites.size).toBe(0);
    expect(fate(log, log.write(ops.invite("i", "founder")))).toBe("exists");
    expect(inviteOf("i")).toHaveLength(32);
  });
});
