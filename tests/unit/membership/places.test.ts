/** Places written as grants and read back: known answers where a role or an event has an end. */
import { describe, expect, test } from "vitest";
import type { EventLevel, Placement } from "#shared/protocol/membership/placement";
import { canEnd, eventGrant, placed, placementOf } from "#shared/protocol/membership/placement";
import { builtInRoles } from "#shared/protocol/membership/roles";
import type { Grant, Rank } from "#shared/protocol/membership/types";
import { eventOf, hours, startAt } from "#tests/support/unsigned-log";

const until = startAt + 10 * hours;
const grant = (wishes: Partial<Grant> = {}): Grant => ({
  ...{ verbs: ["read"], on: ["money"], scope: "all", notAfter: null },
  ...wishes,
});
const stage: readonly Grant[] = [grant({ on: ["event"] }), grant({ on: ["inventory"], notAfter: until - 5 })];
const truck: readonly Grant[] = [grant({ on: ["schedule"] })];
const defined = new Map([
  ["stage", stage],
  ["truck", truck],
  ["part of stage", [grant({ on: ["event"] })]],
  ["nothing", []],
]);
const place = (wishes: Partial<Placement>): Placement => ({
  ...{ rank: "member", roles: [], until: null, events: [], others: [] },
  ...wishes,
});
const ending = (list: readonly Grant[], end = until): readonly Grant[] =>
  list.map((one) => ({ ...one, notAfter: one.notAfter ?? end }));

describe("places with an end", () => {
  test("[RB-08] who can have one: everybody but owners, admins and guests", () => {
    const ranks: readonly Rank[] = ["owner", "admin", "manager", "member", "crew", "viewer", "guest"];
    expect(ranks.filter(canEnd)).toEqual(["manager", "member", "crew", "viewer"]);
    for (const rank of ["owner", "admin", "guest"] as const) {
      expect(placed(place({ rank, roles: ["stage"], until }), defined)).toEqual({
        rank,
        roles: ["stage"],
        grants: [],
      });
    }
  });

  test("[RB-08] a role that ends stands as its grants, each at its own end where that is earlier", () => {
    const written = placed(place({ roles: ["stage"], until }), defined);
    expect(written).toEqual({
      ...{ rank: "member", roles: ["guest"] },
      grants: [grant({ on: ["event"], notAfter: until }), grant({ on: ["inventory"], notAfter: until - 5 })],
    });
    expect(placed(place({ roles: ["stage"], until: until - 9 }), defined).grants).toEqual([
      ...[grant({ on: ["event"], notAfter: until - 9 }), grant({ on: ["inventory"], notAfter: until - 9 })],
    ]);
    expect(placementOf(written, defined)).toEqual(place({ roles: ["stage"], until }));
    expect(placed(place({ until }), defined).grants).toEqual(ending(builtInRoles.member));
    expect(placed(place({ roles: ["crew", "unknown"], until }), defined).grants).toEqual(
      ending(builtInRoles.crew),
    );
    expect(placed(place({ roles: ["stage"] }), defined)).toEqual({
      rank: "member",
      roles: ["stage"],
      grants: [],
    });
  });

  test("[RB-08] the own roles are found again, several at once, and of two the one that says more", () => {
    for (const roles of [["stage"], ["truck"], ["stage", "truck"]]) {
      expect(placementOf(placed(place({ roles, until }), defined), defined)).toEqual(place({ roles, until }));
    }
    const part = placed(place({ roles: ["part of stage"], until }), defined);
    expect(placementOf(part, defined)).toEqual(place({ roles: ["part of stage"], until }));
    const rank = placed(place({ until }), defined);
    expect(placementOf(rank, new Map())).toEqual(place({ until }));
  });

  test("[RB-08] what is only like it is no role that ends", () => {
    const { grants } = placed(place({ roles: ["truck"], until }), defined);
    const as = (wishes: Partial<Placement>): Placement =>
      placementOf({ rank: "member", roles: ["guest"], grants, ...wishes }, defined);
    expect(as({})).toEqual(place({ roles: ["truck"], until }));
    for (const roles of [[], ["crew"], ["guest", "crew"], ["crew", "guest"]]) {
      expect(as({ roles })).toEqual(place({ roles, others: grants }));
    }
    expect(as({ rank: "admin" })).toEqual(place({ rank: "admin", roles: ["guest"], others: grants }));
    const half = { rank: "member", roles: ["guest"], grants: ending(stage).slice(1) } as const;
    expect(placementOf(half, defined)).toEqual(place({ roles: ["guest"], others: half.grants }));
    const open = { rank: "member", roles: ["guest"], grants: truck } as const;
    expect(placementOf(open, defined)).toEqual(place({ roles: ["guest"], others: truck }));
  });

  test("[RB-08] what stands beside a role that ends stays what it is", () => {
    const events = [{ event: eventOf("gala"), level: "plans", until }] as const;
    const asked = place({ roles: ["truck"], until, events, others: [grant()] });
    expect(placementOf(placed(asked, defined), defined)).toEqual(asked);
  });
});

describe("places in events", () => {
  const levels: readonly EventLevel[] = ["sees", "plans", "leads"];
  const event = eventOf("gala");

  test("[RB-08] each level is one set of rights, on four classes, in named events", () => {
    expect(levels.map((level) => eventGrant(level, [event], until).verbs)).toEqual([
      ...[["read"], ["read", "write"], ["read", "write", "invite"]],
    ]);
    expect(eventGrant("sees", [event], null)).toEqual({
      ...{ verbs: ["read"], on: ["event", "schedule", "work", "note"] },
      ...{ scope: { events: [event] }, notAfter: null },
    });
  });

  test("[RB-08] a grant is a place when verbs and classes are just these, in any order, for events", () => {
    const whole = eventGrant("plans", [event], until);
    const read = (patch: Partial<Grant>): Placement =>
      placementOf({ rank: "member", roles: [], grants: [{ ...whole, ...patch }] }, defined);
    const found = { event, level: "plans", until };
    expect(read({}).events).toEqual([found]);
    expect(read({ verbs: ["write", "read"], on: ["note", "work", "schedule", "event"] }).events).toEqual([
      found,
    ]);
    for (const patch of [
      { on: ["event", "schedule", "work"] },
      { on: ["event", "schedule", "work", "money"] },
      { on: ["event", "schedule", "work", "note", "money"] },
      { verbs: ["write"] },
      { verbs: ["read", "create"] },
      { verbs: ["read", "write", "create"] },
      { verbs: [] },
      { scope: "all" },
      { scope: "own" },
    ] satisfies readonly Partial<Grant>[]) {
      expect([read(patch).events, read(patch).others]).toEqual([[], [{ ...whole, ...patch }]]);
    }
  });

  test("[RB-08] events of one level and end share a grant", () => {
    const [gala, fair, tour] = ["gala", "fair", "tour"].map(eventOf);
    if (gala === undefined || fair === undefined || tour === undefined) throw new Error("there are three");
    const events = [
      { event: gala, level: "sees", until },
      { event: fair, level: "sees", until },
      { event: tour, level: "sees", until: null },
      { event: gala, level: "leads", until },
    ] as const;
    expect(placed(place({ events }), defined).grants).toEqual([
      eventGrant("sees", [gala, fair], until),
      eventGrant("sees", [tour], null),
      eventGrant("leads", [gala], until),
    ]);
  });
});
