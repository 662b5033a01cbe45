import { describe, expect, test } from "vitest";
import fc from "fast-check";
import {
  addDays,
  atDay,
  dayOf,
  instantOf,
  isKnownZone,
  localAt,
  parseDay,
  parseLocalDateTime,
  parseZone,
  shiftLocal,
  wallMinutesBetween,
} from "#shared/kernel/local-time";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { brand } from "#shared/kernel/brand";

const local = (text: string): LocalDateTime => brand<LocalDateTime>(text);
const zone = (text: string): Zone => brand<Zone>(text);
const berlin = zone("Europe/Berlin");
const utc = (text: string): number => Date.parse(text);

describe("local time to instant", () => {
  test.each([
    ["2026-06-11T07:00", "Europe/Berlin", "2026-06-11T05:00Z"],
    ["2026-01-11T07:00", "Europe/Berlin", "2026-01-11T06:00Z"],
    ["2026-01-11T07:00", "America/New_York", "2026-01-11T12:00Z"],
    ["2026-07-11T07:00", "Asia/Kolkata", "2026-07-11T01:30Z"],
    ["2026-07-11T00:15", "Pacific/Kiritimati", "2026-07-10T10:15Z"],
    ["2026-07-11T07:00", "UTC", "2026-07-11T07:00Z"],
  ])("[EVT-11] %s in %s is %s", (wall, name, instant) => {
    expect(instantOf(local(wall), zone(name))).toBe(utc(instant));
    expect(localAt(utc(instant), zone(name))).toBe(wall);
  });

  test("[EVT-11] a time skipped in spring is as far after midnight as it says", () => {
    expect(instantOf(local("2026-03-29T02:30"), berlin)).toBe(utc("2026-03-29T01:30Z"));
    expect(localAt(utc("2026-03-29T01:30Z"), berlin)).toBe("2026-03-29T03:30");
  });

  test("[EVT-11] a time that happens twice in autumn is the first, or the later when asked", () => {
    expect(instantOf(local("2026-10-25T02:30"), berlin)).toBe(utc("2026-10-25T00:30Z"));
    expect(instantOf(local("2026-10-25T02:30"), berlin, "later")).toBe(utc("2026-10-25T01:30Z"));
  });

  test("[EVT-11] the hours around a change are exact", () => {
    expect(instantOf(local("2026-03-29T01:59"), berlin)).toBe(utc("2026-03-29T00:59Z"));
    expect(instantOf(local("2026-03-29T03:00"), berlin)).toBe(utc("2026-03-29T01:00Z"));
    expect(instantOf(local("2026-10-25T01:59"), berlin)).toBe(utc("2026-10-24T23:59Z"));
    expect(instantOf(local("2026-10-25T03:00"), berlin)).toBe(utc("2026-10-25T02:00Z"));
    expect(localAt(utc("2026-10-25T00:59Z"), berlin)).toBe("2026-10-25T02:59");
    expect(localAt(utc("2026-10-25T01:00Z"), berlin)).toBe("2026-10-25T02:00");
  });

  test("[EVT-11] instants survive the way through any zone, except the hour that repeats", () => {
    const zones = [
      "Europe/Berlin",
      "America/Sao_Paulo",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
      "America/St_Johns",
      "UTC",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 13_000_000, max: 33_000_000 }),
        (name, minutes) => {
          const instant = minutes * 60_000;
          const wall = localAt(instant, zone(name));
          const both = [instantOf(wall, zone(name)), instantOf(wall, zone(name), "later")];
          return both.includes(instant);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("[EVT-11] an unknown zone is told, and counts as UTC", () => {
    expect(isKnownZone("Europe/Berlin")).toBe(true);
    expect(isKnownZone("Mars/Olympus")).toBe(false);
    expect(parseZone("Mars/Olympus")).toBeUndefined();
    expect(parseZone("Europe/Vienna")).toBe("Europe/Vienna");
    expect(instantOf(local("2026-06-11T07:00"), zone("Mars/Olympus"))).toBe(utc("2026-06-11T07:00Z"));
  });
});

describe("calendar days and clock readings", () => {
  test.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "11.06.2026", "2026-06-31", ""])(
    "%s is no day",
    (text) => {
      expect(parseDay(text)).toBeUndefined();
    },
  );

  test("days that exist are read", () => {
    expect(parseDay("2028-02-29")).toBe("2028-02-29");
    expect(parseLocalDateTime("2026-06-11 07:05")).toBe("2026-06-11T07:05");
    expect(parseLocalDateTime("2026-06-11T07:05:59.123")).toBe("2026-06-11T07:05");
    expect(parseLocalDateTime("2026-06-31T07:05")).toBeUndefined();
    expect(parseLocalDateTime("2026-06-11T24:00")).toBeUndefined();
  });

  test("plans move by wall-clock time, across a clock change too", () => {
    expect(shiftLocal(local("2026-03-28T07:00"), 24 * 60)).toBe("2026-03-29T07:00");
    expect(wallMinutesBetween(local("2026-03-28T07:00"), local("2026-03-29T07:00"))).toBe(1440);
    expect(addDays(dayOf(local("2026-12-31T22:00")), 1)).toBe("2027-01-01");
    expect(addDays(dayOf(local("2028-03-01T22:00")), -1)).toBe("2028-02-29");
    expect(atDay(dayOf(local("2026-12-31T22:00")), 8)).toBe("2026-12-31T08:00");
  });
});
