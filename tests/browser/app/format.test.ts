import { describe, expect, test } from "vitest";
import { createFormat } from "#client/app/i18n/format";
import { originNotices } from "#client/features/first-run/origin-notices";
import { weekOf } from "#client/features/today/week";
import { initials } from "#client/ui/avatar";
import { readNumber } from "#client/ui/number-field";
import { brand } from "#shared/kernel/brand";
import type { Day, LocalDateTime, Money } from "#shared/kernel/record";

const en = createFormat("en");
const de = createFormat("de");
const space = "\u00a0";

describe("formats", () => {
  test("figures carry the separators of the language and a real minus", () => {
    expect(en.number(1234567)).toBe("1,234,567");
    expect(de.number(-1234.5, 1)).toBe("−1.234,5");
    expect(en.percent(0.756)).toBe(`76${space}%`);
  });

  test("weights and powers choose their unit", () => {
    expect(en.weight(22_000)).toBe(`22.0${space}kg`);
    expect(de.weight(4_251_000)).toBe(`4.251${space}kg`);
    expect(en.power(670)).toBe(`670${space}W`);
    expect(de.power(9_400)).toBe(`9,4${space}kW`);
  });

  test("money keeps the digits of its currency", () => {
    expect(en.money(brand<Money>("123450 EUR"))).toBe("€1,234.50");
    expect(de.money(brand<Money>("-500 JPY"))).toContain("500");
    expect(de.money(brand<Money>("-500 JPY"))).not.toContain(",");
  });

  test("wall-clock times are never shifted", () => {
    expect(en.localDateTime(brand<LocalDateTime>("2026-06-11T07:00"))).toBe("Thu 11 Jun 07:00");
    expect(de.localTime(brand<LocalDateTime>("2026-03-29T02:30"))).toBe("02:30");
    expect(en.day(brand<Day>("2026-06-11"))).toBe("11 Jun 2026");
  });

  test("a moment of today is a time, another day has its date", () => {
    const now = new Date(2026, 5, 11, 15, 0).getTime();
    expect(en.moment(new Date(2026, 5, 11, 9, 42).getTime(), now)).toBe("09:42");
    expect(en.moment(new Date(2026, 5, 10, 9, 42).getTime(), now)).toBe("Wed 10 Jun 09:42");
    expect(en.date(new Date(2025, 5, 10).getTime(), now)).toBe("Tue 10 Jun 2025");
  });

  test("distances in time use the largest unit that fits", () => {
    expect(en.relative(0, 3 * 60_000)).toBe("3 minutes ago");
    expect(en.relative(8 * 86_400_000, 0)).toBe("in 8 days");
    expect(de.relative(86_400_000, 0)).toBe("morgen");
  });
});

describe("small readings", () => {
  test("numbers are read with either decimal sign, and nothing else is a number", () => {
    expect(readNumber("1 234")).toBe(1234);
    expect(readNumber("12,54", 1)).toBe(12.5);
    expect(readNumber("−3")).toBe(-3);
    expect([readNumber("1.2.3", 2), readNumber("abc"), readNumber("")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("initials take the first and the last word", () => {
    expect([initials("Anna Maria Lenz"), initials("jo"), initials("  ")]).toEqual(["AL", "J", "?"]);
  });

  test("week 1 has the first Thursday of the year", () => {
    expect(weekOf(new Date(2026, 0, 1).getTime())).toBe(1);
    expect(weekOf(new Date(2027, 0, 3).getTime())).toBe(53);
    expect(weekOf(new Date(2026, 5, 11).getTime())).toBe(24);
  });
});

describe("what an address cannot do is said before anybody begins there", () => {
  const good = {
    hostname: "kit.local",
    isSecure: true,
    isIos: false,
    isInstalled: false,
    offline: "ready",
    storage: "disk",
  } as const;
  test("nothing to say where all is well, and on this very machine", () => {
    expect(originNotices(good)).toEqual([]);
    expect(originNotices({ ...good, hostname: "127.0.0.1", offline: "unavailable" })).toEqual([]);
  });
  test("an unprotected page, a bare number, no offline part", () => {
    expect(originNotices({ ...good, isSecure: false, hostname: "192.168.1.4" })).toEqual(["noticePlain"]);
    expect(originNotices({ ...good, hostname: "192.168.1.4" })).toEqual(["noticeIp"]);
    expect(originNotices({ ...good, hostname: "[fe80::1]" })).toEqual(["noticeIp"]);
    expect(originNotices({ ...good, offline: "unavailable" })).toEqual(["noticeNoOffline"]);
  });
  test("iOS outside the home screen, and a private window", () => {
    expect(originNotices({ ...good, isIos: true })).toEqual(["noticeIos"]);
    expect(originNotices({ ...good, isIos: true, isInstalled: true, storage: "memory" })).toEqual([
      "noticeMemory",
    ]);
  });
});
