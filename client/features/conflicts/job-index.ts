/** Events that lost a line, or do not take place: only scans for those can be for nothing. Kept current from rows. */
import { event } from "#shared/domain/events";
import type { Event, EventId } from "#shared/domain/events";
import type { JobState } from "#shared/domain/conflicts";
import { line } from "#shared/domain/pull-list";
import type { LineId } from "#shared/domain/pull-list";
import type { ThingId } from "#shared/kernel/ids";
import { parseId, thingOf } from "#shared/kernel/ids";
import type { Row, Rows } from "#shared/replica/types";
import { defineIndex } from "#client/data";

export interface JobIndex {
  /** Removed lines, by the event they were on. */
  readonly removed: Map<string, ThingId>;
  readonly events: Map<ThingId, Row<typeof event>>;
  /** Another number whenever a line or a job goes or comes back: edits of lines change nothing here. */
  stamp: number;
}

const fateOf = ({ status, removedAt }: Event): JobState["fate"] =>
  removedAt !== undefined ? "removed" : status === "cancelled" ? "cancelled" : undefined;

/** What is over has its pieces back, or is overdue, which is told elsewhere. */
const isOver = ({ status }: Event): boolean => status === "returned" || status === "closed";

const takeLine = (index: JobIndex, id: string, row: Row<typeof line> | undefined): void => {
  const before = index.removed.get(id);
  const thing = row?.removedAt === undefined ? undefined : row.thing;
  if (before === thing) return;
  if (thing === undefined) index.removed.delete(id);
  else index.removed.set(id, thing);
  index.stamp += 1;
};

const takeEvent = (index: JobIndex, thing: ThingId, row: Row<typeof event> | undefined): void => {
  const before = index.events.get(thing);
  if (row === undefined) index.events.delete(thing);
  else index.events.set(thing, row);
  if (before?.status !== row?.status || before?.removedAt !== row?.removedAt) index.stamp += 1;
};

export const jobIndex = defineIndex<JobIndex>({
  types: [line, event],
  build: function* (rows) {
    const index: JobIndex = { removed: new Map(), events: new Map(), stamp: 0 };
    for (const [id, row] of yield* rows.allInSteps(line)) takeLine(index, id, row);
    for (const row of (yield* rows.allInSteps(event)).values()) takeEvent(index, row.thing, row);
    return index;
  },
  apply: (index, changes, rows) => {
    for (const change of changes) {
      if (change.type === line.name) {
        const id = parseId<LineId>(change.id);
        if (id !== undefined) takeLine(index, id, rows.get(line, id));
      } else {
        const id = parseId<EventId>(change.id);
        if (id !== undefined) takeEvent(index, thingOf(id), rows.get(event, id));
      }
    }
  },
});

/** Jobs to look at, with their lines, removed ones too. */
export const jobsIn = (index: JobIndex, rows: Rows): readonly JobState[] => {
  const lost = new Set(index.removed.values());
  return [...index.events].flatMap(([thing, row]) => {
    const fate = fateOf(row);
    if (fate === undefined && (isOver(row) || !lost.has(thing))) return [];
    return [{ event: row.id, fate, lines: () => rows.of(line, thing) }];
  });
};
