/** One event's pull list with everything that is concluded about it: counts from scans, what is free, what is short. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { coverLines } from "#shared/domain/availability";
import type { AvailabilityQuestion, LineCover } from "#shared/domain/availability";
import { busyWindow, event } from "#shared/domain/events";
import type { Event, EventId } from "#shared/domain/events";
import { line, lineGroup, listSections } from "#shared/domain/pull-list";
import type { LineId, Section } from "#shared/domain/pull-list";
import { countsForEvent } from "#shared/domain/scanning";
import type { EventCounts, Positions } from "#shared/domain/scanning";
import type { Ms } from "#shared/kernel/clock";
import { thingOf } from "#shared/kernel/ids";
import type { Row, Rows, SyncState } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import { createIndex, createRow, createRowsOf, createSyncState, useReplica } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { availabilityIndex } from "./availability-index";
import type { LiveAvailability } from "./live-availability";

export type LineRow = Row<typeof line>;
export type GroupRow = Row<typeof lineGroup>;
export type EventRow = Row<typeof event>;

export interface ListState {
  readonly event: Accessor<EventRow | undefined>;
  readonly sections: Accessor<readonly Section<LineRow, GroupRow>[]>;
  readonly counts: Accessor<EventCounts>;
  /** Undefined when it is not for this device to say, or when the job is over. */
  readonly question: Accessor<AvailabilityQuestion | undefined>;
  /** Lines with a product; empty without a question. */
  readonly covers: Accessor<ReadonlyMap<LineId, LineCover>>;
  readonly live: Accessor<LiveAvailability>;
}

export const createListState = (eventId: Accessor<EventId | undefined>): ListState => {
  const app = useApp();
  const replica = useReplica();
  const thing = () => {
    const id = eventId();
    return id === undefined ? undefined : thingOf(id);
  };
  const row = createRow(event, eventId);
  const lines = createRowsOf(line, thing);
  const groups = createRowsOf(lineGroup, thing);
  const positions = createIndex(positionsIndex);
  const live = createIndex(availabilityIndex);
  const sections = createMemo(() => listSections(lines(), groups()));
  const counts = createMemo(() => {
    const id = eventId();
    return id === undefined ? countsForEvent(nothing, []) : countsForEvent(positions().piecesOf(id), lines());
  });
  const sync = createSyncState();
  const question = createMemo(
    () => {
      const current = row();
      return current !== undefined && mayAnswer(replica) && isWhole(sync())
        ? askFor(current, app.now())
        : undefined;
    },
    undefined,
    { equals: sameQuestion },
  );
  const covers = createMemo(() => {
    const asked = question();
    const { index } = live();
    const inOrder = sections().flatMap((section) => section.lines);
    return asked === undefined ? none : coverLines(inOrder, (product) => index.free(product, asked));
  });
  return { event: row, sections, counts, question, covers, live };
};

/** The newest moment this device knows of: now, or when it last heard from the relay. */
export const createKnownAt = (): Accessor<Ms> => {
  const app = useApp();
  const sync = createSyncState();
  return () => {
    const { hasRelay, connected, lastHeardAt } = sync();
    return hasRelay && !connected && lastHeardAt !== null ? lastHeardAt : app.now();
  };
};

export interface EventSummary {
  readonly lines: number;
  readonly counts: EventCounts;
  readonly piecesOut: number;
  /** Lines that cannot be covered. */
  readonly short: number;
}

/** The same for a list of events, where each is looked at once. */
export const summarizeEvent = (
  rows: Rows,
  positions: Positions,
  live: LiveAvailability,
  current: EventRow,
  now: Ms,
): EventSummary => {
  const thing = thingOf(current.id);
  const lines = rows.of(line, thing).filter(({ removedAt }) => removedAt === undefined);
  const counts = countsForEvent(positions.piecesOf(current.id), lines);
  const asked = askFor(current, now);
  const inOrder = listSections(lines, rows.of(lineGroup, thing)).flatMap((section) => section.lines);
  const covers =
    asked === undefined ? none : coverLines(inOrder, (product) => live.index.free(product, asked));
  const short = [...covers.values()].filter((cover) => cover.short > 0).length;
  return { lines: lines.length, counts, piecesOut: live.piecesOut(current.id), short };
};

/** Only a device that reads all events and all stock may say what is free. */
export const mayAnswer = (replica: { may(verb: "read", on: string): boolean }): boolean =>
  replica.may("read", "event") && replica.may("read", "inventory");

/** While a new device still fetches or checks documents, nothing can be said to be free. */
const isWhole = ({ firstSync, unchecked }: SyncState): boolean => firstSync === null && unchecked === 0;

/** Jobs that are over or will not be need nothing any more. */
const askFor = (current: Event, now: Ms): AvailabilityQuestion | undefined => {
  const window = busyWindow(current);
  const isOver =
    current.status === "closed" || current.status === "cancelled" || current.status === "returned";
  if (isOver || window.to <= now) return undefined;
  // What was contested yesterday is nobody's shortage today.
  return { window: { from: Math.max(window.from, now), to: window.to }, asOf: now, except: current.id };
};

const none: ReadonlyMap<LineId, LineCover> = new Map();
const nothing = { assets: new Map(), bulk: new Map() };

const sameQuestion = (a: AvailabilityQuestion | undefined, b: AvailabilityQuestion | undefined): boolean =>
  a?.window.from === b?.window.from &&
  a?.window.to === b?.window.to &&
  a?.asOf === b?.asOf &&
  a?.except === b?.except;
