/** Lines of the coming jobs that cannot be covered, with who has what they lack. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { thingOf } from "#shared/kernel/ids";
import { coverLines } from "#shared/domain/availability";
import { busyWindow, event } from "#shared/domain/events";
import { line, lineGroup, listSections } from "#shared/domain/pull-list";
import { countsForEvent } from "#shared/domain/scanning";
import type { Positions } from "#shared/domain/scanning";
import type { Row, Rows } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import { createCanAnswer } from "#client/features/availability";
import type { LiveAvailability } from "#client/features/availability";
import { useReplica } from "#client/data";
import type { EventRow } from "./today-events";

export interface Shortage {
  readonly event: EventRow;
  readonly line: Row<typeof line>;
  readonly short: number;
  /** The job that has most of what is missing; undefined when the company simply owns too few. */
  readonly takenBy: { readonly name: string; readonly quantity: number } | undefined;
  readonly owned: number;
  /** Of these: should be here by now and did not arrive. */
  readonly late: number;
}

const shortagesOf = (
  rows: Rows,
  positions: Positions,
  live: LiveAvailability,
  row: EventRow,
  now: number,
): readonly Shortage[] => {
  const thing = thingOf(row.id);
  const window = busyWindow(row);
  const question = { window: { from: Math.max(window.from, now), to: window.to }, asOf: now, except: row.id };
  const living = rows.of(line, thing).filter((each) => each.removedAt === undefined);
  const inOrder = listSections(living, rows.of(lineGroup, thing)).flatMap((section) => section.lines);
  const covers = coverLines(inOrder, (product) => live.index.free(product, question));
  const counts = countsForEvent(positions.piecesOf(row.id), living);
  return inOrder.flatMap((each) => {
    // What the job already holds is not missing, however many others wanted it.
    const open = each.quantity - (counts.byLine.get(each.id)?.allocated ?? 0);
    const short = Math.min(covers.get(each.id)?.short ?? 0, open);
    if (short <= 0 || each.product === undefined) return [];
    const answer = live.index.answer(each.product, question);
    const [first] = answer.sources;
    const other = first === undefined ? undefined : rows.get(event, first.event);
    const takenBy =
      first === undefined || other === undefined ? undefined : { name: other.name, quantity: first.quantity };
    const late = answer.deductions.find(({ kind }) => kind === "late")?.quantity ?? 0;
    return [{ event: row, line: each, short, takenBy, owned: answer.owned, late }];
  });
};

/** In the order the jobs leave; undefined while this device cannot say. */
export const createShortages = (
  coming: Accessor<readonly EventRow[]>,
  positions: Accessor<Positions>,
  live: Accessor<LiveAvailability>,
): Accessor<readonly Shortage[] | undefined> => {
  const { rows } = useReplica();
  const { now } = useApp();
  const canAnswer = createCanAnswer();
  return createMemo(() =>
    canAnswer() ? coming().flatMap((row) => shortagesOf(rows, positions(), live(), row, now())) : undefined,
  );
};
