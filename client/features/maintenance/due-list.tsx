import { For, Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { Portal } from "solid-js/web";
import { useNavigate } from "@solidjs/router";
import { formatDelimited } from "#shared/domain/import";
import {
  companyProfile,
  overduePolicies,
  profileIn,
  setCompanyFields,
  testStandards,
} from "#shared/domain/settings";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRows, useCommands } from "#client/data";
import { localDay } from "#client/features/scanning";
import { saveFile } from "#client/platform/files";
import { printPage } from "#client/platform/page";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Editable } from "#client/ui/editing";
import { TextField } from "#client/ui/field";
import { ClipboardCheck, Download, Printer } from "#client/ui/icons";
import { EmptyState, Toolbar } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import { createDueList } from "./due-lines";
import type { DueLine, DueList as List } from "./due-lines";
import { dueMeaning } from "./due-words";
import styles from "./maintenance.module.css";
import { testMessages } from "./test-messages";

/** Stands for no filter: a choice needs a value. */
const everyInspection = "*";

const showWords = { due: "showDue", overdue: "showOverdue", all: "showAllDue" } as const;

const wayTo = ({ asset, due }: DueLine): string =>
  due.inspection.method === "lifting"
    ? `/stock/assets/${asset.id}/lifting`
    : `/stock/assets/${asset.id}/test?inspection=${due.inspection.id}`;

const createColumns = (list: List) => {
  const t = useText(testMessages);
  const format = useFormat();
  const cut = (of: (line: DueLine) => string) => (line: Accessor<DueLine>) => (
    <span class="cut">{of(line())}</span>
  );
  return (): readonly Column<DueLine>[] => [
    {
      id: "asset",
      head: t("asset"),
      width: "minmax(7rem, 1fr)",
      cell: (line) => <a href={`/stock/assets/${line().asset.id}`}>{line().asset.code}</a>,
    },
    {
      id: "product",
      head: t("product"),
      width: "minmax(9rem, 1.4fr)",
      hideBelow: 620,
      cell: cut((line) => list.productOf(line)),
    },
    {
      id: "inspection",
      head: t("inspection"),
      width: "minmax(9rem, 1fr)",
      cell: cut((line) => line.due.inspection.name),
    },
    {
      id: "state",
      head: t("state"),
      width: "9rem",
      cell: (line) => <Badge meaning={dueMeaning[line().due.state]}>{t(line().due.state)}</Badge>,
    },
    {
      id: "day",
      head: t("dueDay"),
      width: "8rem",
      align: "end",
      cell: cut(({ due }) => (due.day === undefined ? "–" : format().day(due.day))),
    },
    {
      id: "counters",
      head: t("counters"),
      width: "minmax(8rem, 1fr)",
      hideBelow: 860,
      cell: cut(({ due }) => list.words.counters(due)),
    },
  ];
};

const DueCard = (props: { readonly line: DueLine; readonly list: List }): JSX.Element => {
  const t = useText(testMessages);
  return (
    <div class={styles.card}>
      <span class={styles.thing}>
        <a href={`/stock/assets/${props.line.asset.id}`}>{props.line.asset.code}</a>
        <span class="small quiet">
          {[props.line.due.inspection.name, props.list.words.note(props.line.due)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      <Badge meaning={dueMeaning[props.line.due.state]}>{t(props.line.due.state)}</Badge>
    </div>
  );
};

/** What the company does with overdue pieces, and by which limits it tests: settings, where their consequence is seen. */
const Policy = (): JSX.Element => {
  const t = useText(testMessages);
  const may = createMay();
  const commands = useCommands();
  const profiles = createRows(companyProfile);
  return (
    <Editable when={may("write", "settings")}>
      <SelectField
        label={t("policy")}
        value={profileIn(profiles())?.overdueTests ?? "tell"}
        options={overduePolicies.map((value) => ({
          value,
          label: t(value === "tell" ? "policyTell" : "policyRefuse"),
        }))}
        onChange={(overdueTests) => void commands.runCommand(setCompanyFields, { overdueTests })}
      />
      <SelectField
        label={t("standard")}
        value={profileIn(profiles())?.testStandard ?? "vde-0701-0702"}
        options={testStandards.map((value) => ({
          value,
          label: t(value === "iet-4" ? "standardIet" : "standardVde"),
        }))}
        onChange={(testStandard) => void commands.runCommand(setCompanyFields, { testStandard })}
      />
    </Editable>
  );
};

const createCells = (list: List) => {
  const t = useText(testMessages);
  return {
    heads: () => [
      t("asset"),
      t("product"),
      t("inspection"),
      t("state"),
      t("dueDay"),
      t("counters"),
      t("place"),
    ],
    of: (line: DueLine): readonly string[] => [
      line.asset.code,
      list.productOf(line),
      line.due.inspection.name,
      t(line.due.state),
      line.due.day ?? "",
      list.words.counters(line.due),
      list.homeOf(line),
    ],
  };
};

/** The whole list on paper: the table on screen holds only the rows that are seen. */
const Printed = (props: { readonly list: List }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const { now } = useApp();
  // eslint-disable-next-line solid/reactivity -- stays the same object for as long as the screen is shown
  const cells = createCells(props.list);
  return (
    <Portal ref={(place) => place.toggleAttribute("data-printed")}>
      <table class={styles.printed}>
        <caption>{t("printedAt", { time: format().dateTime(now(), now()) })}</caption>
        <thead>
          <tr>
            <For each={cells.heads()}>{(head) => <th scope="col">{head}</th>}</For>
          </tr>
        </thead>
        <tbody>
          <For each={props.list.rows()}>
            {(line) => (
              <tr>
                <For each={cells.of(line)}>{(cell) => <td>{cell}</td>}</For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Portal>
  );
};

const Exports = (props: { readonly list: List; readonly onPrint: () => void }): JSX.Element => {
  const t = useText(testMessages);
  const { now } = useApp();
  // eslint-disable-next-line solid/reactivity -- as above
  const cells = createCells(props.list);
  const save = (): void => {
    const text = formatDelimited([cells.heads(), ...props.list.rows().map((line) => cells.of(line))], ",");
    saveFile(`due-${localDay(now())}.csv`, new Blob(["\ufeff", text], { type: "text/csv" }));
  };
  return (
    <>
      <Button onClick={save}>
        <Download />
        {t("export")}
      </Button>
      <Button onClick={() => props.onPrint()}>
        <Printer />
        {t("print")}
      </Button>
    </>
  );
};

const Filters = (props: { readonly list: List }): JSX.Element => {
  const t = useText(testMessages);
  return (
    <>
      <SelectField
        label={t("show")}
        hideLabel
        value={props.list.view()}
        options={props.list.views.map((value) => ({ value, label: t(showWords[value]) }))}
        onChange={(value) => props.list.setView(value)}
      />
      <SelectField
        label={t("inspection")}
        hideLabel
        value={props.list.name() === "" ? everyInspection : props.list.name()}
        options={[
          { value: everyInspection, label: t("every") },
          ...props.list.names().map((value) => ({ value, label: value })),
        ]}
        onChange={(value) => props.list.setName(value === everyInspection ? "" : value)}
      />
      <TextField
        label={t("search")}
        hideLabel
        type="search"
        placeholder={t("search")}
        value={props.list.text()}
        onInput={(value) => props.list.setText(value)}
      />
    </>
  );
};

/** What is over, failed or comes soon, over all assets. */
export const DueList = (): JSX.Element => {
  const t = useText(testMessages);
  const navigate = useNavigate();
  const list = createDueList();
  const columns = createColumns(list);
  const [isPrinting, setPrinting] = createSignal(false);
  const hasAny = createMemo(() => list.all().length > 0);
  const print = (): void => {
    setPrinting(true);
    printPage();
    setPrinting(false);
  };
  return (
    <Show
      when={hasAny()}
      fallback={
        <EmptyState icon={<ClipboardCheck />} title={t("noneDue")}>
          {t("noneDueText")}
        </EmptyState>
      }
    >
      <Toolbar label={t("filters")} end={<Exports list={list} onPrint={print} />} endLast>
        <Filters list={list} />
      </Toolbar>
      <Toolbar label={t("due")}>
        <Policy />
      </Toolbar>
      <div class={styles.table}>
        <VirtualTable
          label={t("due")}
          rows={list.rows()}
          rowId={(line) => line.asset.id + line.due.inspection.id}
          columns={columns()}
          onOpen={(line) => navigate(wayTo(line))}
          card={(line) => <DueCard line={line()} list={list} />}
          cardHeight={3.75}
          empty={<p class="quiet">{t("noneFits")}</p>}
        />
      </div>
      <Show when={isPrinting()}>
        <Printed list={list} />
      </Show>
    </Show>
  );
};
