import { describe, expect, test } from "vitest";
import { busyWindow, compareByTime, overlaps, phaseAt, phasesInOrder, stageOf } from "#shared/domain/events";
import type { Event, EventId, EventStatus, Phase, PhaseId, PhaseKind } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import type { LocalDateTime, Zone } from "#shared/kernel/record";

const local = (text: string): LocalDateTime => brand<LocalDateTime>(text);
const job = (values: Partial<Event> = {}): Event => ({
  id: brand<EventId>("00000000000000000000000001"),
  name: "Gala",
  status: "confirmed",
  colour: 1,
  busyFrom: local("2026-06-11T07:00"),
  busyTo: local("2026-06-14T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
  ...values,
});
const part = (kind: PhaseKind, from: string, to: string, values: Partial<Phase> = {}): Phase => ({
  id: brand<PhaseId>(`${kind}-${from}`),
  kind,
  from: local(from),
  to: local(to),
  ...values,
});
const before = Date.parse("2026-06-01T00:00Z");
const during = Date.parse("2026-06-12T00:00Z");
const after = Date.parse("2026-06-20T00:00Z");

describe("event queries", () => {
  test.each<[EventStatus, number, number, string]>([
    ["confirmed", 0, before, "upcoming"],
    ["confirmed", 3, before, "away"],
    ["confirmed", 0, during, "away"],
    ["out", 12, during, "away"],
    ["out", 2, after, "overdue"],
    ["closed", 2, after, "overdue"],
    ["out", 0, after, "past"],
    ["returned", 0, during, "past"],
    ["cancelled", 0, before, "off"],
    ["cancelled", 1, during, "away"],
    ["draft", 0, after, "past"],
  ])("[EVT-03] %s with %i pieces out at %i is %s", (status, out, now, stage) => {
    expect(stageOf(job({ status }), out, now)).toBe(stage);
  });

  test("[EVT-11] the busy window is said at the event's place", () => {
    expect(busyWindow(job())).toEqual({
      from: Date.parse("2026-06-11T05:00Z"),
      to: Date.parse("2026-06-14T18:00Z"),
    });
    const tokyo = busyWindow(job({ zone: brand<Zone>("Asia/Tokyo") }));
    expect(tokyo.from).toBe(Date.parse("2026-06-10T22:00Z"));
    const early = job({ name: "Z", zone: brand<Zone>("Asia/Tokyo") });
    expect([job(), early].toSorted(compareByTime)).toEqual([early, job()]);
  });

  test("[EVT-11] the end in the repeated hour is the later one", () => {
    const window = busyWindow(
      job({ busyFrom: local("2026-10-25T02:30"), busyTo: local("2026-10-25T02:30") }),
    );
    expect(window.to - window.from).toBe(3_600_000);
  });

  test("[AVL-01] windows that only touch do not overlap", () => {
    expect(overlaps({ from: 0, to: 10 }, { from: 10, to: 20 })).toBe(false);
    expect(overlaps({ from: 0, to: 11 }, { from: 10, to: 20 })).toBe(true);
  });

  test("[EVT-02] phases stand in the order they happen", () => {
    const show = part("show", "2026-06-12T19:00", "2026-06-12T23:00");
    const build = part("build", "2026-06-11T12:00", "2026-06-12T18:00");
    const travel = part("travel", "2026-06-11T08:00", "2026-06-11T12:00");
    const load = part("load", "2026-06-11T07:00", "2026-06-11T08:00");
    const gone = part("prep", "2026-06-10T07:00", "2026-06-11T08:00", { removedAt: 5 });
    expect(phasesInOrder([show, gone, build, travel, load])).toEqual([load, travel, build, show]);
    expect(phaseAt([show, build, travel, load], job(), Date.parse("2026-06-12T17:30Z"))).toBe(show.id);
    expect(phaseAt([show, build, travel, load], job(), Date.parse("2026-06-12T16:30Z"))).toBeUndefined();
    expect(phaseAt([show, build, travel, load], job(), Date.parse("2026-06-11T10:30Z"))).toBe(build.id);
  });
});
