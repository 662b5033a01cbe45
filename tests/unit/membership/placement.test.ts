/** A member's place, read out of grants and written back as grants that mean the same. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { may } from "#shared/protocol/membership/grants";
import type { EventLevel, Placement } from "#shared/protocol/membership/placement";
import { canEnd, eventLevels, placed, placementOf } from "#shared/protocol/membership/placement";
import type { Grant, Rank } from "#shared/protocol/membership/types";
import { ranks } from "#shared/protocol/membership/types";
import { stateOf } from "#tests/support/scenario";
import { eventOf, hours, LogBook, memberText, ops, startAt } from "#tests/support/unsigned-log";

const until = startAt + 10 * 24 * hours;
const planning: readonly Grant[] = [
  { verbs: ["read", "write", "create"], on: ["event", "inventory"], scope: "all", notAfter: null },
];
const defined = new Map([["Planner", planning]]);
const single: Grant = { verbs: ["read"], on: ["money"], scope: "all", notAfter: null };

const place = (given: Partial<Placement>): Placement => ({
  rank: "member",
  roles: [],
  until: null,
  events: [],
  others: [],
  ...given,
});

describe("[RB-08] a place in the company and in single events", () => {
  test("[RB-08] every place that can be given is read again as it was given", () => {
    const events = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("gala", "fair", "tour"),
        level: fc.constantFrom(...eventLevels),
        until: fc.constantFrom(null, until, until + hours),
      }),
      { selector: ({ name }) => name },
    );
    const places = fc.record({
      rank: fc.constantFrom(...ranks),
      isOwn: fc.boolean(),
      until: fc.constantFrom(null, until),
      events,
      others: fc.constantFrom<readonly Grant[]>([], [single]),
    });
    fc.assert(
      fc.property(places, (given) => {
        const asked = place({
          rank: given.rank,
          roles: given.isOwn ? ["Planner"] : [],
          until: canEnd(given.rank) ? given.until : null,
          events: given.events.map(({ name, ...rest }) => ({ event: eventOf(name), ...rest })),
          others: given.others,
        });
        const found = placementOf(placed(asked, defined), defined);
        expect({ ...found, events: [] }).toEqual({ ...asked, events: [] });
        expect(new Set(found.events)).toEqual(new Set(asked.events));
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test("[RB-07] somebody whose role ends holds it until then and nothing of it afterwards", () => {
    const log = new LogBook();
    log.enrol("kim", { rank: "crew" });
    const ends = placed(place({ rank: "crew", until }), new Map());
    log.write(ops.setRole("kim", ends));
    log.checkpoint();
    const kim = memberText("kim");
    const scan = { cls: "movements", scope: "company" } as const;
    expect(may(stateOf(log), kim, "write", scan, until)).toBe(true);
    expect(may(stateOf(log), kim, "write", scan, until + 1)).toBe(false);
    expect(may(stateOf(log), kim, "read", { cls: "inventory", scope: "company" }, until + 1)).toBe(false);
  });

  test("[RB-08] [STU-21] one person looks at one event, plans another and leads a third", () => {
    const log = new LogBook();
    log.enrol("kim", { rank: "crew" });
    const levels: readonly (readonly [string, EventLevel])[] = [
      ["gala", "sees"],
      ["fair", "plans"],
      ["tour", "leads"],
    ];
    const events = levels.map(([name, level]) => ({ event: eventOf(name), level, until }));
    const crew = placed(place({ rank: "crew", events }), new Map());
    log.write(ops.setRole("kim", crew));
    log.checkpoint();
    const holds = (name: string): readonly string[] =>
      (["read", "write", "create", "invite"] as const).filter((verb) =>
        may(stateOf(log), memberText("kim"), verb, { cls: "event", scope: { event: eventOf(name) } }, until),
      );
    expect(holds("gala")).toEqual(["read"]);
    expect(holds("fair")).toEqual(["read", "write"]);
    expect(holds("tour")).toEqual(["read", "write", "invite"]);
    expect(holds("other")).toEqual([]);
  });

  test("what no screen made stays as it is", () => {
    const odd: readonly Grant[] = [{ ...single, scope: { events: [eventOf("gala")] } }, single];
    const rank: Rank = "viewer";
    const found = placementOf({ rank, roles: ["guest"], grants: odd }, defined);
    expect(found).toEqual(place({ rank, roles: ["guest"], others: odd }));
    expect(placed(found, defined)).toEqual({ rank, roles: ["guest"], grants: odd });
  });
});
