/** Figures, dates and quantities as people of one language write them. The office formats: metric, 24 hours. */
import type { Ms } from "#shared/kernel/clock";
import type { Day, LocalDateTime, Money } from "#shared/kernel/record";
import type { Locale } from "./messages";

export interface Format {
  readonly locale: Locale;
  /** Decimal sign of the language. */
  readonly decimalSign: "." | ",";
  number(value: number, decimals?: number): string;
  /** 0.5 → "50 %". */
  percent(share: number): string;
  /** Grams as kg: one decimal below 100 kg, none above. */
  weight(grams: number): string;
  /** Watts: W below 1,000, else kW, below 100 with one decimal. */
  power(watts: number): string;
  bytes(count: number): string;
  money(value: Money): string;
  /** Device time: "14:02". */
  time(at: Ms): string;
  /** "Thu 11 Jun", with the year when it is not this one. */
  date(at: Ms, now?: Ms): string;
  /** "Thu". */
  weekday(at: Ms): string;
  /** "11 Jun". */
  dayOfMonth(at: Ms): string;
  /** "Thu 11 Jun 14:02". */
  dateTime(at: Ms, now?: Ms): string;
  /** "14:02" on the day of `now`, else "Thu 11 Jun 14:02". */
  moment(at: Ms, now: Ms): string;
  /** "3 minutes ago", "in 8 days". */
  relative(at: Ms, now: Ms): string;
  day(day: Day): string;
  /** Wall-clock time at a place, never shifted: "Thu 11 Jun 07:00". */
  localDateTime(at: LocalDateTime): string;
  localTime(at: LocalDateTime): string;
  localDate(at: LocalDateTime): string;
  /** "Thursday 11 June": the head of a page. */
  longDate(at: Ms): string;
  /** "a, b and c". */
  list(items: readonly string[]): string;
}

const tags: Readonly<Record<Locale, string>> = { en: "en-GB", de: "de-DE" };
const noBreak = "\u00a0";

const steps = [
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
  ["month", 2_629_800_000],
  ["year", 31_557_600_000],
] as const;

/** Wall-clock times carry no zone: they are formatted as if they were UTC. */
const wallClock = (at: string): Date => new Date(`${at}Z`);

const makeDates = (tag: string) => {
  const dates = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(tag, options);
  const day = { weekday: "short", day: "numeric", month: "short" } as const;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return {
    time: dates(time),
    day: dates(day),
    dayOfYear: dates({ ...day, year: "numeric" }),
    wallTime: dates({ ...time, timeZone: "UTC" }),
    wallDay: dates({ ...day, timeZone: "UTC" }),
    wallDate: dates({ day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }),
    weekday: dates({ weekday: "short" }),
    dayOfMonth: dates({ day: "numeric", month: "short" }),
    long: dates({ weekday: "long", day: "numeric", month: "long" }),
  };
};

const makeNumber = (tag: string): Format["number"] => {
  const made = new Map<number, Intl.NumberFormat>();
  return (value, decimals = 0) => {
    let format = made.get(decimals);
    if (format === undefined) {
      format = new Intl.NumberFormat(tag, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      });
      made.set(decimals, format);
    }
    // A minus is wider than a hyphen, as wide as a figure.
    return format.format(value).replace("-", "−");
  };
};

const makeMoney = (tag: string): Format["money"] => {
  const made = new Map<string, Intl.NumberFormat>();
  return (value) => {
    const [minor = "0", currency = "EUR"] = value.split(" ");
    let format = made.get(currency);
    if (format === undefined) {
      format = new Intl.NumberFormat(tag, { style: "currency", currency });
      made.set(currency, format);
    }
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return format.format(Number(minor) / 10 ** digits).replace("-", "−");
  };
};

const makeRelative = (tag: string): Format["relative"] => {
  const format = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  return (at, now) => {
    const distance = at - now;
    const step = steps.findLast(([, length]) => Math.abs(distance) >= length) ?? steps[0];
    return format.format(Math.round(distance / step[1]), step[0]);
  };
};

/** Everything for one language; keep it, making it is slow. */
export const createFormat = (locale: Locale): Format => {
  const tag = tags[locale];
  const number = makeNumber(tag);
  const dates = makeDates(tag);
  const lists = new Intl.ListFormat(tag, { type: "conjunction" });
  const unit = (value: number, decimals: number, name: string): string =>
    `${number(value, decimals)}${noBreak}${name}`;
  const date: Format["date"] = (at, now) => {
    const isThisYear = now === undefined || new Date(at).getFullYear() === new Date(now).getFullYear();
    return (isThisYear ? dates.day : dates.dayOfYear).format(at).replace(",", "");
  };
  const dateTime: Format["dateTime"] = (at, now) => `${date(at, now)} ${dates.time.format(at)}`;
  return {
    locale,
    decimalSign: locale === "de" ? "," : ".",
    number,
    percent: (share) => unit(share * 100, 0, "%"),
    weight: (grams) => unit(grams / 1000, grams < 100_000 ? 1 : 0, "kg"),
    power: (watts) => (watts < 1000 ? unit(watts, 0, "W") : unit(watts / 1000, watts < 99_950 ? 1 : 0, "kW")),
    bytes: (count) =>
      count < 1e6
        ? unit(count / 1e3, 0, "kB")
        : count < 1e9
          ? unit(count / 1e6, 1, "MB")
          : unit(count / 1e9, 1, "GB"),
    money: makeMoney(tag),
    time: (at) => dates.time.format(at),
    date,
    weekday: (at) => dates.weekday.format(at),
    dayOfMonth: (at) => dates.dayOfMonth.format(at),
    dateTime,
    moment: (at, now) =>
      new Date(at).toDateString() === new Date(now).toDateString()
        ? dates.time.format(at)
        : dateTime(at, now),
    relative: makeRelative(tag),
    day: (day) => dates.wallDate.format(wallClock(`${day}T00:00`)),
    localDateTime: (at) =>
      `${dates.wallDay.format(wallClock(at)).replace(",", "")} ${dates.wallTime.format(wallClock(at))}`,
    localTime: (at) => dates.wallTime.format(wallClock(at)),
    localDate: (at) => dates.wallDay.format(wallClock(at)).replace(",", ""),
    longDate: (at) => dates.long.format(at).replace(",", ""),
    list: (items) => lists.format(items),
  };
};
