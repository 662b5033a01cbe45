/** The jobs of the coming days, what leaves and returns with them, read from rows. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import { busyWindow, event, stageOf } from "#shared/domain/events";
import { holdsStock } from "#shared/domain/availability";
import type { Row } from "#shared/replica/types";
import type { Positions } from "#shared/domain/scanning";
import { useApp } from "#client/app/app-context";
import { availabilityIndex, createSummaries } from "#client/features/availability";
import type { EventSummary, LiveAvailability } from "#client/features/availability";
import { positionsIndex } from "#client/features/scanning";
import { createIndex, createIsWhole, createRows } from "#client/data";

export type EventRow = Row<typeof event>;

export const dayMs = 86_400_000;
const ahead = 7;

/** Midnight before `at` on this device's clock. */
export const dayStart = (at: Ms): Ms => {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
};

export interface TodayEvents {
  readonly hasAny: Accessor<boolean>;
  /** Leaves within seven days from today on, earliest first. */
  readonly leaving: Accessor<readonly EventRow[]>;
  readonly returning: Accessor<readonly EventRow[]>;
  /** Jobs that may still need something: everything not over, in order of leaving. */
  readonly coming: Accessor<readonly EventRow[]>;
}

/** Jobs of the same hour stand in the same order on every device. */
const compareNames = (a: EventRow, b: EventRow): number =>
  a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);

/** Needs rows alone, so it is there with the first paint. */
export const createTodayEvents = (): TodayEvents => {
  const { now } = useApp();
  const events = createRows(event);
  const timed = createMemo(() =>
    events()
      .filter((row) => holdsStock(row.status))
      .map((row) => ({ row, window: busyWindow(row) })),
  );
  const today = createMemo(() => dayStart(now()));
  const pick = (side: "from" | "to"): readonly EventRow[] =>
    timed()
      .filter(({ window }) => window[side] >= today() && window[side] < today() + ahead * dayMs)
      .sort((a, b) => a.window[side] - b.window[side] || compareNames(a.row, b.row))
      .map(({ row }) => row);
  const leaving = createMemo(() => pick("from"));
  const returning = createMemo(() => pick("to"));
  const coming = createMemo(() =>
    timed()
      .filter(({ window }) => window.to > now() && window.from < now() + 14 * dayMs)
      .sort((a, b) => a.window.from - b.window.from || compareNames(a.row, b.row))
      .map(({ row }) => row),
  );
  return { hasAny: () => events().length > 0, leaving, returning, coming };
};

export interface TodayCounts {
  readonly summary: (row: EventRow) => EventSummary;
  /** Undefined while rows are missing. */
  readonly overdue: Accessor<readonly EventRow[] | undefined>;
  readonly positions: Accessor<Positions>;
  readonly live: Accessor<LiveAvailability>;
  readonly disputed: Accessor<number>;
}

/** Needs the folds over movements and claims, which take a moment on a cold start. */
export const createTodayCounts = (): TodayCounts => {
  const { now } = useApp();
  const isWhole = createIsWhole();
  const summary = createSummaries();
  const events = createRows(event);
  const positions = createIndex(positionsIndex);
  const live = createIndex(availabilityIndex);
  const staged = createMemo(() => {
    return events().map((row) => ({ row, stage: stageOf(row, live().piecesOut(row.id), now()) }));
  });
  const overdue = createMemo(() =>
    staged()
      .filter(({ stage }) => stage === "overdue")
      .map(({ row }) => row)
      .sort((a, b) => busyWindow(a).to - busyWindow(b).to || compareNames(a, b)),
  );
  return {
    summary,
    overdue: () => (isWhole() ? overdue() : undefined),
    positions,
    live,
    disputed: () => positions().disputed().size,
  };
};
