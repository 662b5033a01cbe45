import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import type { PlannedLine } from "#shared/domain/import";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import type { Format, TextOf } from "#client/app/i18n";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRows } from "#client/data";
import { Badge } from "#client/ui/badge";
import { SelectField } from "#client/ui/select-field";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import type { ImportState } from "./import-state";
import { messages } from "./messages";
import styles from "./import.module.css";

const none = "none";

/** Which event's list the plan goes to. */
export const EventChoice = (props: { readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const events = createRows(event, {
    where: ({ thing }) => may("write", "event", { event: thing }),
    sort: (a, b) => (a.busyFrom < b.busyFrom ? 1 : -1),
  });
  return (
    <div class={styles.eventChoice}>
      <SelectField<EventId | "none">
        label={t("chooseEvent")}
        value={props.state.event() ?? none}
        options={[
          { value: none, label: t("noEvent") },
          ...events().map((row) => ({ value: row.id, label: `${row.name} · ${row.busyFrom.slice(0, 10)}` })),
        ]}
        onChange={(value) => void props.state.setEvent(value === none ? undefined : value)}
      />
    </div>
  );
};

const lineColumns = (t: TextOf<typeof messages.en>, format: Format): readonly Column<PlannedLine>[] => [
  {
    id: "layer",
    head: t("layer"),
    width: "minmax(8rem, 1fr)",
    cell: (line) => <span class="cut quiet">{line().layer || t("noLayer")}</span>,
  },
  {
    id: "product",
    head: t("product"),
    width: "minmax(12rem, 2fr)",
    cell: (line) => (
      <span class="cut">
        {line().name} <span class="faint">{line().maker}</span>
      </span>
    ),
  },
  {
    id: "mode",
    head: t("mode"),
    width: "minmax(8rem, 1fr)",
    hideBelow: 760,
    cell: (line) => <span class="cut quiet">{line().modes.join(", ")}</span>,
  },
  {
    id: "asked",
    head: t("asked"),
    width: "6rem",
    align: "end",
    cell: (line) => <b>{format.number(line().quantity)}</b>,
  },
  {
    id: "known",
    head: t("onTheList"),
    width: "7rem",
    align: "end",
    cell: (line) => (
      <Show when={line().known !== null} fallback={<Badge>{t("new")}</Badge>}>
        {format.number(line().known ?? 0)}
      </Show>
    ),
  },
];

const LineCard = (props: { readonly line: PlannedLine }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  return (
    <span class={styles.card}>
      <span class="cut">{props.line.name}</span>
      <b>{format().number(props.line.quantity)}</b>
      <span class="small quiet cut">
        {props.line.maker} · {props.line.layer || t("noLayer")}
      </span>
    </span>
  );
};

/** Lines of a lighting plan, as they will stand on the list. */
export const SceneLines = (props: { readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const columns = createMemo(() => lineColumns(t, format()));
  return (
    <VirtualTable
      label={t("plan")}
      rows={props.state.lines()}
      rowId={(line) => `${line.layer}|${line.kind}|${line.typeKey}`}
      columns={columns()}
      card={(line) => <LineCard line={line()} />}
      cardHeight={3.5}
    />
  );
};
