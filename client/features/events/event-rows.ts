/** The list of events: which fit the filters in the address, under which heading each stands. */
import type { Accessor } from "solid-js";
import { batch, createMemo } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { busyWindow, event, eventStatuses, stageOf } from "#shared/domain/events";
import type { EventStage, EventStatus } from "#shared/domain/events";
import { foldText } from "#shared/domain/inventory";
import { useApp } from "#client/app/app-context";
import { createSearchText } from "#client/app/search-text";
import { createIndex, createRows } from "#client/data";
import { availabilityIndex } from "#client/features/availability";
import type { EventRow } from "#client/features/availability";

export const periods = ["coming", "past", "all"] as const;
export type Period = (typeof periods)[number];

export interface Filters {
  readonly period: Period;
  readonly status: EventStatus | undefined;
  readonly text: string;
}

export type ChangeFilters = (next: Partial<Filters>) => void;

export interface FiltersInAddress {
  readonly filters: Accessor<Filters>;
  readonly change: ChangeFilters;
  /** The person left the search field. */
  readonly settle: () => void;
}

/** What stands in the address, and how to change it. */
export const createFilters = (): FiltersInAddress => {
  const [params, setParams] = useSearchParams<{ show: string; status: string; q: string }>();
  const write = ({ period, status, text }: Filters): void =>
    setParams(
      { show: period === "coming" ? undefined : period, status, q: text === "" ? undefined : text },
      { replace: true },
    );
  const search = createSearchText(
    () => params.q ?? "",
    () => write(filters()),
  );
  const period = createMemo(() => periods.find((one) => one === params.show) ?? "coming");
  const status = createMemo(() => eventStatuses.find((one) => one === params.status));
  const filters = createMemo<Filters>(() => ({ period: period(), status: status(), text: search.text() }));
  const change: ChangeFilters = ({ text, ...others }) => {
    if (text !== undefined && Object.keys(others).length === 0) return search.type(text);
    batch(() => {
      const next = { ...filters(), ...others, text: text ?? filters().text };
      search.put(next.text);
      write(next);
    });
  };
  return { filters, change, settle: search.settle };
};

export type ListRow =
  | { readonly kind: "heading"; readonly stage: EventStage; readonly count: number }
  | { readonly kind: "event"; readonly stage: EventStage; readonly event: EventRow };

export const rowIdOf = (row: ListRow): string => (row.kind === "heading" ? row.stage : row.event.id);

const shownStages: Readonly<Record<Period, readonly EventStage[]>> = {
  coming: ["overdue", "away", "upcoming"],
  past: ["past", "off"],
  all: ["overdue", "away", "upcoming", "past", "off"],
};

export const createEventRows = (
  filters: Accessor<Filters>,
): { rows: Accessor<readonly ListRow[]>; isEmpty: () => boolean } => {
  const app = useApp();
  const events = createRows(event);
  const live = createIndex(availabilityIndex);
  const texts = createMemo(() => events().map((row) => ({ row, text: textOf(row) })));
  const staged = createMemo(() => {
    const now = app.now();
    return texts().map(({ row, text }) => ({
      row,
      text,
      stage: stageOf(row, live().piecesOut(row.id), now),
      from: busyWindow(row).from,
    }));
  });
  const rows = createMemo(() => {
    const { period, status, text } = filters();
    const words = foldText(text).split(/\s+/).filter(Boolean);
    const fitting = staged().filter(
      ({ row, text: of }) =>
        (status === undefined || row.status === status) && words.every((word) => of.includes(word)),
    );
    return shownStages[period].flatMap((stage) => {
      const here = fitting.filter((each) => each.stage === stage);
      const isDone = stage === "past" || stage === "off";
      here.sort((a, b) => (isDone ? b.from - a.from : a.from - b.from) || (a.row.id < b.row.id ? -1 : 1));
      const heading: ListRow = { kind: "heading", stage, count: here.length };
      return here.length === 0
        ? []
        : [heading, ...here.map(({ row }): ListRow => ({ kind: "event", stage, event: row }))];
    });
  });
  return { rows, isEmpty: () => events().length === 0 };
};

/** What an event is found by. */
const textOf = (row: EventRow): string =>
  foldText([row.name, row.client, row.venue, row.reference].filter(Boolean).join(" "));
