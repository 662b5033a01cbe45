import { Show, createMemo } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useNavigate, useSearchParams } from "@solidjs/router";
import { foldText } from "#shared/domain/inventory";
import { faultPriorities } from "#shared/domain/maintenance";
import type { FaultCase } from "#shared/domain/maintenance";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, useReplica } from "#client/data";
import { createNames, maintenanceIndex } from "#client/features/scanning";
import { TextField } from "#client/ui/field";
import { Wrench } from "#client/ui/icons";
import { EmptyState, Toolbar } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import { FaultBadges } from "./fault-badges";
import styles from "./maintenance.module.css";
import { messages } from "./messages";
import { priorityWords } from "./words";

const views = ["open", "blocked", "mine", "closed"] as const;
type View = (typeof views)[number];
const viewWords = {
  open: "showOpen",
  blocked: "showBlocked",
  mine: "showMine",
  closed: "showClosed",
} as const;

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? "";

/** The most urgent first, then what has waited longest. */
const byUrgency = (a: FaultCase, b: FaultCase): number =>
  faultPriorities.indexOf(b.priority) - faultPriorities.indexOf(a.priority) || a.from - b.from;

const createFaultList = () => {
  const [params, setParams] = useSearchParams();
  const { member } = useReplica();
  const names = createNames();
  const book = createIndex(maintenanceIndex);
  const view = (): View => views.find((one) => one === params["show"]) ?? "open";
  const text = (): string => first(params["q"]);
  const all = createMemo(() => book().allFaults());
  const isShown = (one: FaultCase): boolean => {
    if (view() === "closed") return one.state !== "open";
    if (one.state !== "open") return false;
    if (view() === "blocked") return one.effect === "block";
    return view() !== "mine" || one.assignee === member;
  };
  const rows = createMemo(() => {
    const wanted = foldText(text()).split(" ").filter(Boolean);
    const found = all().filter((one) => {
      if (!isShown(one)) return false;
      const said = foldText(
        [one.fault.title, names.code(one.fault.asset), names.product(one.fault.product)].join(" "),
      );
      return wanted.every((word) => said.includes(word));
    });
    return view() === "closed" ? found : found.sort(byUrgency);
  });
  return {
    ...{ all, rows, view, text, names },
    setView: (value: View) => setParams({ show: value === "open" ? null : value }, { replace: true }),
    setText: (value: string) => setParams({ q: value === "" ? null : value }, { replace: true }),
  };
};

const createColumns = (names: ReturnType<typeof createNames>) => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const cut = (of: (one: FaultCase) => string) => (one: Accessor<FaultCase>) => (
    <span class="cut">{of(one())}</span>
  );
  return (): readonly Column<FaultCase>[] => [
    {
      id: "what",
      head: t("what"),
      width: "minmax(12rem, 1.6fr)",
      cell: (one) => (
        <a class="cut" href={`/stock/faults/${one().fault.id}`}>
          {one().fault.title}
        </a>
      ),
    },
    {
      id: "asset",
      head: t("asset"),
      width: "minmax(10rem, 1.2fr)",
      cell: cut(({ fault }) => `${names.code(fault.asset)}, ${names.product(fault.product)}`),
    },
    {
      id: "effect",
      head: t("condition"),
      width: "minmax(12rem, 1fr)",
      cell: (one) => <FaultBadges of={one()} brief />,
    },
    {
      id: "priority",
      head: t("priority"),
      width: "6rem",
      hideBelow: 760,
      cell: cut(({ priority }) => t(priorityWords[priority])),
    },
    {
      id: "assignee",
      head: t("assignee"),
      width: "minmax(7rem, 1fr)",
      hideBelow: 860,
      cell: cut(({ assignee }) => (assignee === undefined ? t("nobody") : names.person(assignee))),
    },
    {
      id: "from",
      head: t("from"),
      width: "10rem",
      align: "end",
      hideBelow: 620,
      cell: cut(({ from }) => format().moment(from, now())),
    },
  ];
};

const FaultCard = (props: {
  readonly of: FaultCase;
  readonly names: ReturnType<typeof createNames>;
}): JSX.Element => (
  <div class={styles.card}>
    <span class={styles.thing}>
      <a href={`/stock/faults/${props.of.fault.id}`}>{props.of.fault.title}</a>
      <span class="small quiet">
        {props.names.code(props.of.fault.asset)}, {props.names.product(props.of.fault.product)}
      </span>
    </span>
    <FaultBadges of={props.of} brief />
  </div>
);

/** Faults of the whole company, the urgent ones first. */
export const FaultList = (): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const list = createFaultList();
  const columns = createColumns(list.names);
  return (
    <Show
      when={list.all().length > 0}
      fallback={
        <EmptyState icon={<Wrench />} title={t("none")}>
          {t("noneText")}
        </EmptyState>
      }
    >
      <Toolbar label={t("filters")}>
        <SelectField
          label={t("show")}
          hideLabel
          value={list.view()}
          options={views.map((value) => ({ value, label: t(viewWords[value]) }))}
          onChange={list.setView}
        />
        <TextField
          label={t("search")}
          hideLabel
          type="search"
          placeholder={t("search")}
          value={list.text()}
          onInput={list.setText}
        />
      </Toolbar>
      <div class={styles.table}>
        <VirtualTable
          label={t("faults")}
          rows={list.rows()}
          rowId={({ fault }) => fault.id}
          columns={columns()}
          onOpen={({ fault }) => navigate(`/stock/faults/${fault.id}`)}
          card={(one) => <FaultCard of={one()} names={list.names} />}
          cardHeight={3.75}
          empty={<p class="quiet">{t("nobodyFits")}</p>}
        />
      </div>
    </Show>
  );
};
