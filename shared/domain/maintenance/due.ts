/** When an asset is due for what its product asks for: by the calendar, by hours, by days on jobs, the first counts. */
import type { Ms } from "#shared/kernel/clock";
import { addDays, dayMs } from "#shared/kernel/local-time";
import { brand } from "#shared/kernel/brand";
import type { Day } from "#shared/kernel/record";
import type { LoggedMovement } from "#shared/domain/scanning";
import type { TimeOf } from "./fault-state";
import type { Inspection, LoggedLiftingReport, LoggedTest, LoggedUsage } from "./test-types";

/** The same day so many months later, or the last one of that month. */
export const addMonths = (from: Day, months: number): Day => {
  const [year = 0, month = 1, date = 1] = from.split("-").map(Number);
  const index = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(index / 12), index % 12];
  const last = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  const pad = (value: number, width: number): string => String(value).padStart(width, "0");
  return brand<Day>(`${pad(toYear, 4)}-${pad(toMonth + 1, 2)}-${pad(Math.min(date, last), 2)}`);
};

/** The UTC day of an instant. */
export const dayAt = (at: Ms): Day => brand<Day>(new Date(at).toISOString().slice(0, 10));

interface Replaceable {
  readonly id: string;
  readonly replaces?: string;
  readonly isVoid?: boolean;
  readonly removedAt?: Ms;
}

/** What corrects a record or takes it back, by the record. A correction that was taken back itself replaces nothing. */
export const replacements = <T extends Replaceable>(records: readonly T[]): ReadonlyMap<string, T> => {
  const there = records.filter(({ removedAt }) => removedAt === undefined);
  const isVoided = new Set(
    there.flatMap(({ isVoid, replaces }) => (isVoid === true ? (replaces ?? []) : [])),
  );
  const found = new Map<string, T>();
  for (const each of there) {
    if (each.replaces === undefined || isVoided.has(each.id)) continue;
    // Taken back goes before corrected: both may be said, on two devices.
    if (each.isVoid === true || !found.has(each.replaces)) found.set(each.replaces, each);
  }
  return found;
};

/** Tests that hold: without those another one replaces or takes back. */
export const standingTests = <T extends Replaceable>(tests: readonly T[]): readonly T[] => {
  const replaced = replacements(tests);
  return tests.filter(
    ({ id, isVoid, removedAt }) => isVoid !== true && removedAt === undefined && !replaced.has(id),
  );
};

/** What is known of one asset, from its own facts. */
export interface AssetRecord {
  readonly tests: readonly LoggedTest[];
  readonly reports: readonly LoggedLiftingReport[];
  readonly usages: readonly LoggedUsage[];
  /** Oldest first; asked only where days on jobs count. */
  readonly movements: () => readonly LoggedMovement[];
}

/** Never done; failed the last time; over; within the next weeks; good for longer. */
export const dueStates = ["never", "failed", "overdue", "soon", "later"] as const;
export type DueState = (typeof dueStates)[number];

export interface Due {
  readonly inspection: Inspection;
  readonly state: DueState;
  /** The last day it is good for, by the calendar; undefined without one or when it was never done. */
  readonly day: Day | undefined;
  /** The last time it was passed. */
  readonly lastPassed: Day | undefined;
  /** Since then, and how much is allowed; undefined where the inspection does not ask for it. */
  readonly hours: { readonly used: number; readonly of: number } | undefined;
  readonly daysOut: { readonly used: number; readonly of: number } | undefined;
}

/** So many days before the last one it is told as due soon. */
export const soonDays = 30;
/** And from this share of the hours or days that are allowed. */
const soonShare = 0.9;

interface Outcome {
  readonly day: Day;
  readonly at: Ms;
  readonly nextDue: Day | undefined;
  readonly isPassed: boolean;
}

/** An electrical test answers every electrical inspection, a report every lifting one, a check only its own. */
const outcomesOf = ({ id, method }: Inspection, record: AssetRecord): readonly Outcome[] =>
  method === "lifting"
    ? standingTests(record.reports).map(({ day, at, nextDue, isSafe }) => ({
        ...{ day, at, nextDue, isPassed: isSafe },
      }))
    : standingTests(record.tests)
        .filter((test) => test.method === method && (method !== "check" || test.inspection === id))
        .map(({ day, at, nextDue, verdict }) => ({ day, at, nextDue, isPassed: verdict === "pass" }));

const newest = (outcomes: readonly Outcome[]): Outcome | undefined =>
  outcomes.reduce<Outcome | undefined>(
    (best, one) =>
      best === undefined || one.day > best.day || (one.day === best.day && one.at > best.at) ? one : best,
    undefined,
  );

const earlier = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

/** Readings that count: neither taken back nor what takes one back. */
export const withoutUndone = <
  T extends { readonly id: string; readonly undoes?: string; readonly removedAt?: Ms },
>(
  facts: readonly T[],
): readonly T[] => {
  const undone = new Set(facts.flatMap(({ undoes }) => undoes ?? []));
  return facts.filter(
    ({ id, undoes, removedAt }) => undoes === undefined && removedAt === undefined && !undone.has(id),
  );
};

/** Minutes of operation after a day; a reading smaller than the one before means the counter began anew. */
export const minutesSince = (
  usages: readonly LoggedUsage[],
  since: Day | undefined,
  timeOf: TimeOf,
): number => {
  const readings = withoutUndone(usages)
    .map((reading) => ({ at: timeOf(reading).at, minutes: reading.minutes }))
    .sort((a, b) => a.at - b.at);
  let sum = 0;
  let before = 0;
  for (const { at, minutes } of readings) {
    const more = minutes >= before ? minutes - before : minutes;
    if (since === undefined || dayAt(at) > since) sum += more;
    before = minutes;
  }
  return sum;
};

/** Days of 24 hours begun between going out and coming back, after a day, as far as movements tell. */
export const daysOutSince = (
  movements: readonly LoggedMovement[],
  since: Day | undefined,
  now: Ms,
  timeOf: TimeOf,
): number => {
  const begin = since === undefined ? -Infinity : Date.parse(`${since}T00:00:00Z`) + dayMs;
  let out: Ms | undefined;
  let sum = 0;
  const close = (from: Ms, to: Ms): void => {
    const start = Math.max(from, begin);
    if (to > start) sum += Math.ceil((to - start) / dayMs);
  };
  for (const fact of withoutUndone(movements)) {
    const { at } = timeOf(fact);
    if (fact.kind === "out") {
      if (out !== undefined) close(out, at);
      out = at;
    } else if (out !== undefined && isBack.has(fact.kind)) {
      close(out, at);
      out = undefined;
    }
  }
  if (out !== undefined) close(out, now);
  return sum;
};

const isBack: ReadonlySet<LoggedMovement["kind"]> = new Set(["in", "returned", "lost", "found", "received"]);

const stateOf = (due: Omit<Due, "state">, last: Outcome | undefined, today: Day): DueState => {
  if (last !== undefined && !last.isPassed) return "failed";
  const counters = [due.hours, due.daysOut].filter((one) => one !== undefined);
  if (counters.some(({ used, of }) => used >= of)) return "overdue";
  if (due.lastPassed === undefined && due.inspection.everyMonths !== undefined) return "never";
  if (due.day !== undefined && due.day < today) return "overdue";
  const isSoonByDay = due.day !== undefined && due.day <= addDays(today, soonDays);
  return isSoonByDay || counters.some(({ used, of }) => used >= soonShare * of) ? "soon" : "later";
};

export interface DueQuestion {
  readonly now: Ms;
  readonly today: Day;
  readonly timeOf: TimeOf;
}

/** How an asset stands with one inspection of its product. */
export const dueOf = (inspection: Inspection, record: AssetRecord, question: DueQuestion): Due => {
  const outcomes = outcomesOf(inspection, record);
  const last = newest(outcomes.filter(({ isPassed }) => isPassed));
  const byInterval =
    last === undefined || inspection.everyMonths === undefined
      ? undefined
      : addMonths(last.day, inspection.everyMonths);
  const { everyHours, everyDaysOut } = inspection;
  const found = {
    inspection,
    day: earlier(last?.nextDue, byInterval),
    lastPassed: last?.day,
    hours:
      everyHours === undefined
        ? undefined
        : {
            used: Math.floor(minutesSince(record.usages, last?.day, question.timeOf) / 60),
            of: everyHours,
          },
    daysOut:
      everyDaysOut === undefined
        ? undefined
        : {
            used: daysOutSince(record.movements(), last?.day, question.now, question.timeOf),
            of: everyDaysOut,
          },
  };
  return { ...found, state: stateOf(found, newest(outcomes), question.today) };
};

/** What the policy of the company is about. */
export const isOverdue = ({ state }: Pick<Due, "state">): boolean => state !== "soon" && state !== "later";
