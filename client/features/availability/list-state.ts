/** One event's pull list with everything that is concluded about it: counts from scans, what is free, what is short. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { coverLines } from "#shared/domain/availability";
import type { AvailabilityQuestion, LineCover } from "#shared/domain/availability";
import { busyWindow, event } from "#shared/domain/events";
import type { Event, EventId } from "#shared/domain/events";
import { kitLinesIn, line, lineGroup, listSections } from "#shared/domain/pull-list";
import type { LineId, Section } from "#shared/domain/pull-list";
import { countsForEvent, sameNotListed } from "#shared/domain/scanning";
import type { EventCounts, NotListed, PieceCounts } from "#shared/domain/scanning";
import type { Ms } from "#shared/kernel/clock";
import { thingOf } from "#shared/kernel/ids";
import type { Row, Rows } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import {
  createIndex,
  createIsWhole,
  createMay,
  createRow,
  createRowsOf,
  createSyncState,
  useReplica,
} from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { availabilityIndex } from "./availability-index";
import type { LiveAvailability } from "./live-availability";
import { rememberedFree } from "./remembered-free";

export type LineRow = Row<typeof line>;
export type GroupRow = Row<typeof lineGroup>;
export type EventRow = Row<typeof event>;

export interface ListState {
  readonly event: Accessor<EventRow | undefined>;
  readonly sections: Accessor<readonly Section<LineRow, GroupRow>[]>;
  readonly counts: Accessor<EventCounts>;
  /** On the event and not on the list; the same for as long as nothing of it changes. */
  readonly notListed: Accessor<readonly NotListed[]>;
  /** Undefined when it is not for this device to say, or when the job is over. */
  readonly question: Accessor<AvailabilityQuestion | undefined>;
  /** Lines with a product; empty without a question. */
  readonly covers: Accessor<ReadonlyMap<LineId, LineCover>>;
  /** Lines of kits: what their parts make of them. */
  readonly kits: Accessor<ReadonlyMap<LineId, KitLine>>;
  readonly live: Accessor<LiveAvailability>;
}

export interface KitLine {
  readonly counts: PieceCounts;
  /** Undefined without a question. Free are kits that can be made, short those that cannot be made whole. */
  readonly cover: LineCover | undefined;
  /** Its parts that are short, those of kits in it too. */
  readonly lacking: readonly LineRow[];
}

export const createListState = (eventId: Accessor<EventId | undefined>): ListState => {
  const app = useApp();
  const canAnswer = createCanAnswer();
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
  const notListed = createMemo(() => counts().notListed, undefined, { equals: sameNotListed });
  const question = createMemo(
    () => {
      const current = row();
      return current !== undefined && canAnswer() ? askFor(current, app.now()) : undefined;
    },
    undefined,
    { equals: sameQuestion },
  );
  const freeOf = createMemo(() => {
    const asked = question();
    return asked === undefined ? undefined : rememberedFree(asked);
  });
  const covers = createMemo(() => {
    const free = freeOf();
    const { index } = live();
    const inOrder = sections().flatMap((section) => section.lines);
    return free === undefined ? none : coverLines(inOrder, (product) => free(index, product));
  });
  const kits = createMemo(() => kitsOf(lines(), counts(), covers(), question() !== undefined));
  return { event: row, sections, counts, notListed, question, covers, kits, live };
};

const kitsOf = (
  lines: readonly LineRow[],
  { byLine }: EventCounts,
  covers: ReadonlyMap<LineId, LineCover>,
  isAsked: boolean,
): ReadonlyMap<LineId, KitLine> => {
  const { kits, whole, spoilt, leaves, enoughFor } = kitLinesIn(lines);
  if (kits.length === 0) return noKits;
  const freeOf = new Map(lines.map(({ id, product }) => [product, covers.get(id)?.free ?? 0]));
  return new Map(
    kits.map((kit) => {
      const of = (status: keyof PieceCounts): number => whole(kit, ({ id }) => byLine.get(id)?.[status] ?? 0);
      const counts = {
        ...{ allocated: of("allocated"), packed: of("packed"), out: of("out") },
        ...{ back: of("back"), lost: spoilt(kit, ({ id }) => byLine.get(id)?.lost ?? 0) },
      };
      const cover = {
        free: enoughFor(kit, (product) => freeOf.get(product) ?? 0),
        short: spoilt(kit, ({ id }) => covers.get(id)?.short ?? 0),
      };
      const lacking = leaves(kit).filter(({ id }) => (covers.get(id)?.short ?? 0) > 0);
      return [kit.id, { counts, cover: isAsked ? cover : undefined, lacking }];
    }),
  );
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
  /** Lines that cannot be covered; null while this device cannot say. */
  readonly short: number | null;
}

/** The same for a list of events, where each is looked at once. */
export const createSummaries = (): ((current: EventRow) => EventSummary) => {
  const { now } = useApp();
  const { rows } = useReplica();
  const positions = createIndex(positionsIndex);
  const live = createIndex(availabilityIndex);
  const canAnswer = createCanAnswer();
  return (current) => {
    const asked = canAnswer() ? askFor(current, now()) : undefined;
    const { lines, sections } = listOf(rows, current.id);
    return {
      lines: lines.length,
      counts: countsForEvent(positions().piecesOf(current.id), lines),
      piecesOut: live().piecesOut(current.id),
      short: canAnswer() ? shortLines(sections, live(), asked) : null,
    };
  };
};

const listOf = (rows: Rows, id: EventId) => {
  const lines = rows.of(line, thingOf(id)).filter(({ removedAt }) => removedAt === undefined);
  return { lines, sections: listSections(lines, rows.of(lineGroup, thingOf(id))) };
};

const shortLines = (
  sections: readonly Section<LineRow, GroupRow>[],
  { index }: LiveAvailability,
  asked: AvailabilityQuestion | undefined,
): number => {
  if (asked === undefined) return 0;
  const covers = coverLines(
    sections.flatMap((section) => section.lines),
    (product) => index.free(product, asked),
  );
  return [...covers.values()].filter(({ short }) => short > 0).length;
};

/** Only a device that reads all events and all stock may say what is free. It follows the rights of its person. */
export const createMayAnswer = (): Accessor<boolean> => {
  const may = createMay();
  return () => may("read", "event") && may("read", "inventory");
};

/** Whether this device can say what is free and what is short: it may read everything, and everything is here. */
export const createCanAnswer = (): Accessor<boolean> => {
  const mayAnswer = createMayAnswer();
  const isWhole = createIsWhole();
  return () => mayAnswer() && isWhole();
};

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
const noKits: ReadonlyMap<LineId, KitLine> = new Map();
const nothing = { assets: new Map(), bulk: new Map() };

const sameQuestion = (a: AvailabilityQuestion | undefined, b: AvailabilityQuestion | undefined): boolean =>
  a?.window.from === b?.window.from &&
  a?.window.to === b?.window.to &&
  a?.asOf === b?.asOf &&
  a?.except === b?.except;
