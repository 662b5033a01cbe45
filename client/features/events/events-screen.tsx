import { Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { eventStatuses } from "#shared/domain/events";
import type { EventStage, EventStatus } from "#shared/domain/events";
import { useFormat, useText } from "#client/app/i18n";
import { createSummaries } from "#client/features/availability";
import type { EventRow, EventSummary } from "#client/features/availability";
import { Badge } from "#client/ui/badge";
import { createMay } from "#client/data";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { CalendarDays, Plus, Search } from "#client/ui/icons";
import { Meter } from "#client/ui/meter";
import { EmptyState, Toolbar } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import { CreateEvent } from "./create-event";
import { createEventRows, createFilters, periods, rowIdOf } from "./event-rows";
import type { ChangeFilters, Filters, ListRow } from "./event-rows";
import { messages } from "./messages";
import styles from "./events.module.css";
import { EventDot, StatusBadge, statusKeys } from "./status";

const stageKeys = {
  overdue: "overdue",
  away: "away",
  upcoming: "upcoming",
  past: "pastOnes",
  off: "off",
} as const;

/** Counts and shortages of one event, for as long as it is on screen. */
const createSummary = (row: () => EventRow): Accessor<EventSummary> => {
  const summarize = createSummaries();
  const summary = createMemo(() => summarize(row()));
  return summary;
};

const Problems = (props: { readonly row: EventRow; readonly stage: EventStage }): JSX.Element => {
  const t = useText(messages);
  const summary = createSummary(() => props.row);
  return (
    <>
      <Show when={summary().short}>
        {(short) => <Badge meaning="problem">{t("short", { n: short() })}</Badge>}
      </Show>
      <Show when={summary().piecesOut > 0}>
        <Badge meaning={props.stage === "overdue" ? "attention" : "info"}>
          {t(props.stage === "overdue" ? "stillOut" : "out", { n: summary().piecesOut })}
        </Badge>
      </Show>
    </>
  );
};

const Progress = (props: { readonly row: EventRow }): JSX.Element => {
  const t = useText(messages);
  const summary = createSummary(() => props.row);
  const words = (): string => {
    const { allocated, needed } = summary().counts;
    return needed === 0 ? t("nothingNeeded") : t("allocated", { done: allocated, needed });
  };
  return (
    <span class={styles.progress}>
      <Meter
        label={words()}
        parts={[{ value: summary().counts.allocated, meaning: "ok" }]}
        limit={summary().counts.needed}
      />
      <span class="small quiet">{words()}</span>
    </span>
  );
};

const Away = (props: { readonly row: EventRow }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const text = (): string => {
    const { busyFrom, busyTo } = props.row;
    const isOneDay = busyFrom.slice(0, 10) === busyTo.slice(0, 10);
    const to = isOneDay ? format().localTime(busyTo) : format().localDateTime(busyTo);
    return t("fromTo", { from: format().localDateTime(busyFrom), to });
  };
  return <span class="cut">{text()}</span>;
};

const Name = (props: { readonly row: ListRow }): JSX.Element => {
  const t = useText(messages);
  return (
    <Show
      when={props.row.kind === "event" && props.row}
      fallback={
        <span class={styles.heading}>
          {t(stageKeys[props.row.stage])}
          <span class="small faint">{props.row.kind === "heading" ? props.row.count : ""}</span>
        </span>
      }
    >
      {(row) => (
        <>
          <EventDot colour={row().event.colour} />
          <a class={styles.name} href={`/events/${row().event.id}`}>
            {row().event.name}
          </a>
        </>
      )}
    </Show>
  );
};

type EventItem = Extract<ListRow, { readonly kind: "event" }>;

const asEvent = (row: ListRow): EventItem | undefined => (row.kind === "event" ? row : undefined);

const onlyEvents =
  (draw: (row: Accessor<EventItem>) => JSX.Element) =>
  (row: Accessor<ListRow>): JSX.Element => <Show when={asEvent(row())}>{(item) => draw(item)}</Show>;

const createColumns = (): (() => readonly Column<ListRow>[]) => {
  const t = useText(messages);
  return () => [
    { id: "name", head: t("name"), width: "minmax(12rem, 2fr)", cell: (row) => <Name row={row()} /> },
    {
      id: "when",
      head: t("when"),
      width: "19rem",
      cell: onlyEvents((row) => <Away row={row().event} />),
    },
    {
      id: "venue",
      head: t("venue"),
      width: "minmax(8rem, 1fr)",
      hideBelow: 900,
      cell: onlyEvents((row) => <span class="cut quiet">{row().event.venue}</span>),
    },
    {
      id: "client",
      head: t("client"),
      width: "minmax(8rem, 1fr)",
      hideBelow: 1050,
      cell: onlyEvents((row) => <span class="cut quiet">{row().event.client}</span>),
    },
    {
      id: "status",
      head: t("status"),
      width: "7rem",
      cell: onlyEvents((row) => <StatusBadge status={row().event.status} />),
    },
    {
      id: "list",
      head: t("list"),
      width: "10rem",
      hideBelow: 760,
      cell: onlyEvents((row) => <Progress row={row().event} />),
    },
    {
      id: "problems",
      head: t("problems"),
      width: "11rem",
      cell: onlyEvents((row) => <Problems row={row().event} stage={row().stage} />),
    },
  ];
};

const EventCard = (props: { readonly row: ListRow }): JSX.Element => (
  <Show when={props.row.kind === "event" && props.row} fallback={<Name row={props.row} />}>
    {(row) => (
      <span class={styles.card}>
        <span class={styles.cardTop}>
          <EventDot colour={row().event.colour} />
          <a class={styles.name} href={`/events/${row().event.id}`}>
            {row().event.name}
          </a>
          <StatusBadge status={row().event.status} />
        </span>
        <span class="small quiet">
          <Away row={row().event} />
        </span>
        <span class={styles.cardTop}>
          <span class="small faint cut">{row().event.venue}</span>
          <Problems row={row().event} stage={row().stage} />
        </span>
      </span>
    )}
  </Show>
);

const FilterBar = (props: {
  readonly filters: Filters;
  readonly onChange: ChangeFilters;
  readonly onSettle: () => void;
  readonly onCreate: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const anyStatus = "any";
  return (
    <Toolbar
      label={t("filters")}
      end={
        <Show when={may("create", "event")}>
          <Button variant="primary" onClick={() => props.onCreate()}>
            <Plus />
            {t("newEvent")}
          </Button>
        </Show>
      }
    >
      <Segmented
        label={t("filters")}
        value={props.filters.period}
        segments={periods.map((value) => ({ value, label: t(value) }))}
        onChange={(period) => props.onChange({ period })}
      />
      <TextField
        label={t("search")}
        hideLabel
        placeholder={t("search")}
        type="search"
        icon={<Search />}
        value={props.filters.text}
        onInput={(text) => props.onChange({ text })}
        onCommit={() => props.onSettle()}
      />
      <SelectField<EventStatus | "any">
        label={t("status")}
        hideLabel
        value={props.filters.status ?? anyStatus}
        options={[
          { value: anyStatus, label: t("anyStatus") },
          ...eventStatuses.map((value) => ({ value, label: t(statusKeys[value]) })),
        ]}
        onChange={(value) => props.onChange({ status: value === anyStatus ? undefined : value })}
      />
    </Toolbar>
  );
};

const EventsScreen = (): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const { filters, change, settle } = createFilters();
  const { rows, isEmpty } = createEventRows(filters);
  const columns = createColumns();
  const [isCreating, setCreating] = createSignal(false);
  const may = createMay();
  const newEvent = (): JSX.Element => (
    <Show when={may("create", "event")}>
      <Button variant="primary" onClick={() => setCreating(true)}>
        <Plus />
        {t("newEvent")}
      </Button>
    </Show>
  );
  return (
    <>
      <ScreenTitle title={t("title")} />
      <h1 class="hidden-label">{t("title")}</h1>
      <FilterBar filters={filters()} onChange={change} onSettle={settle} onCreate={() => setCreating(true)} />
      <Show when={isCreating() && may("create", "event")}>
        <CreateEvent onClose={() => setCreating(false)} />
      </Show>
      <VirtualTable
        label={t("title")}
        rows={rows()}
        rowId={rowIdOf}
        columns={columns()}
        rowClass={(row) => (row.kind === "heading" ? styles.headingRow : undefined)}
        onOpen={(row) => row.kind === "event" && navigate(`/events/${row.event.id}`)}
        card={(row) => <EventCard row={row()} />}
        cardHeight={5.25}
        ownHeight={(row) => (row.kind === "heading" ? 2.75 : undefined)}
        empty={
          <Show
            when={isEmpty()}
            fallback={
              <EmptyState
                icon={<CalendarDays />}
                title={t("noneTitle")}
                actions={
                  <Button onClick={() => change({ period: "coming", status: undefined, text: "" })}>
                    {t("clearFilters")}
                  </Button>
                }
              >
                {t("noneText")}
              </EmptyState>
            }
          >
            <EmptyState icon={<CalendarDays />} title={t("emptyTitle")} actions={newEvent()}>
              {t(may("create", "event") ? "emptyText" : "emptyTextAsk")}
            </EmptyState>
          </Show>
        }
      />
    </>
  );
};

export default EventsScreen;
