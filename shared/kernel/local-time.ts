/**
 * Wall-clock time at a place and back to instants. What happens at a venue is said in its local time and stays true
 * when clock rules change; instants are computed from it. Rules come from the platform's Intl data.
 *
 * Twice a year a local time names no instant or two. A time that was skipped means the instant as far after midnight
 * as it says (02:30 becomes 03:30). A time that happens twice means the first, unless asked for the later one: the
 * end of a busy window takes the later, so that equipment is never promised an hour too early.
 * A zone this platform does not know counts as UTC; `isKnownZone` tells beforehand.
 */
import { brand } from "./brand";
import type { Ms } from "./clock";
import type { Day, LocalDateTime, Zone } from "./record";

export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export type Ambiguity = "earlier" | "later";

export const isKnownZone = (zone: string): boolean => formatOf(zone) !== undefined;

/** The instant at which clocks in the zone show this time. */
export const instantOf = (local: LocalDateTime, zone: Zone, ambiguity: Ambiguity = "earlier"): Ms => {
  const wall = wallMs(local);
  // Offsets a day before and after enclose any change; where they agree there is nothing to decide.
  const before = offsetAt(wall - dayMs, zone);
  const after = offsetAt(wall + dayMs, zone);
  if (before === after) return wall - before;
  const fits = [wall - before, wall - after].filter((instant) => instant + offsetAt(instant, zone) === wall);
  const [first = wall - before, second = first] = fits;
  return ambiguity === "later" ? Math.max(first, second) : Math.min(first, second);
};

/** What clocks in the zone show at the instant; seconds are cut off. */
export const localAt = (instant: Ms, zone: Zone): LocalDateTime =>
  wallToLocal(instant + offsetAt(instant, zone));

/** The same wall-clock time some minutes later on a clock that never changes: for moving plans, not for durations. */
export const shiftLocal = (local: LocalDateTime, minutes: number): LocalDateTime =>
  wallToLocal(wallMs(local) + minutes * minuteMs);

/** Minutes between two wall-clock readings, ignoring clock changes. */
export const wallMinutesBetween = (from: LocalDateTime, to: LocalDateTime): number =>
  (wallMs(to) - wallMs(from)) / minuteMs;

export const dayOf = (local: LocalDateTime): Day => brand<Day>(local.slice(0, 10));

export const atDay = (day: Day, hour: number, minute = 0): LocalDateTime =>
  brand<LocalDateTime>(`${day}T${pad(hour, 2)}:${pad(minute, 2)}`);

/** The day `count` days later, or earlier when negative. */
export const addDays = (day: Day, count: number): Day =>
  brand<Day>(new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10));

/** Undefined unless it is `YYYY-MM-DD` and such a day exists. */
export const parseDay = (text: string): Day | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(instant) && new Date(instant).toISOString().startsWith(text)
    ? brand<Day>(text)
    : undefined;
};

/** Reads `YYYY-MM-DDTHH:MM`, seconds allowed and dropped. Undefined unless the day and time exist on a clock. */
export const parseLocalDateTime = (text: string): LocalDateTime | undefined => {
  const match = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?$/.exec(text);
  const day = parseDay(match?.[1] ?? "");
  return match === null || day === undefined ? undefined : atDay(day, Number(match[2]), Number(match[3]));
};

export const parseZone = (text: string): Zone | undefined =>
  isKnownZone(text) ? brand<Zone>(text) : undefined;

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

const wallMs = (local: LocalDateTime): number => Date.parse(`${local}:00Z`);

const wallToLocal = (wall: number): LocalDateTime =>
  brand<LocalDateTime>(new Date(wall).toISOString().slice(0, 16));

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

const formatOf = (zone: string): Intl.DateTimeFormat | undefined => {
  if (formats.has(zone)) return formats.get(zone);
  let format: Intl.DateTimeFormat | undefined;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  formats.set(zone, format);
  return format;
};

/** Offsets by zone and UTC day; only days without a change are kept, which is nearly all of them. */
const steadyDays = new Map<string, Map<number, number>>();

const offsetAt = (instant: Ms, zone: string): number => {
  const day = Math.floor(instant / dayMs);
  const known = steadyDays.get(zone) ?? new Map<number, number>();
  steadyDays.set(zone, known);
  const remembered = known.get(day);
  if (remembered !== undefined) return remembered;
  const atStart = measureOffset(day * dayMs, zone);
  if (atStart !== measureOffset((day + 1) * dayMs - 1000, zone)) return measureOffset(instant, zone);
  known.set(day, atStart);
  return atStart;
};

const measureOffset = (instant: Ms, zone: string): number => {
  const format = formatOf(zone);
  if (format === undefined) return 0;
  const second = Math.floor(instant / 1000) * 1000;
  const read = new Map(format.formatToParts(second).map((part) => [part.type, Number(part.value)]));
  const at = (type: Intl.DateTimeFormatPartTypes): number => read.get(type) ?? 0;
  const wall = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return wall - second;
};
