import { For, Show, createMemo } from "solid-js";
import type { Accessor, Component, JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { outcomes } from "#shared/domain/import";
import type { Outcome, PlanCounts, PlannedRow } from "#shared/domain/import";
import type { Format, TextOf } from "#client/app/i18n";
import { useFormat, useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Check, Plus, RefreshCw } from "#client/ui/icons";
import type { Meaning } from "#client/ui/meaning";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { Toolbar } from "#client/ui/page";
import { Segmented } from "#client/ui/segmented";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import { ChangedFields } from "./changed-fields";
import type { ImportState } from "./import-state";
import { messages } from "./messages";
import type { RowFilter } from "./plan-pages";
import { problemMessages } from "./problem-messages";
import { rowProblemWords } from "./problem-words";
import styles from "./import.module.css";

const looks: Readonly<
  Record<
    Outcome,
    {
      readonly icon?: Component;
      readonly meaning?: Meaning;
      readonly key: "new" | "changed" | "unchanged" | "doubtful" | "refused";
    }
  >
> = {
  new: { icon: Plus, key: "new" },
  changed: { icon: RefreshCw, key: "changed" },
  unchanged: { icon: Check, key: "unchanged" },
  doubtful: { meaning: "attention", key: "doubtful" },
  refused: { meaning: "problem", key: "refused" },
};

const OutcomeBadge = (props: { readonly outcome: Outcome }): JSX.Element => {
  const t = useText(messages);
  const look = () => looks[props.outcome];
  return (
    <Show when={look().icon} fallback={<Badge meaning={look().meaning}>{t(look().key)}</Badge>}>
      {(icon) => <Badge icon={<Dynamic component={icon()} />}>{t(look().key)}</Badge>}
    </Show>
  );
};

/** Counts of every outcome, with a bar of their shares. */
const Outcomes = (props: { readonly counts: PlanCounts }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const cells = () => [
    { outcome: "new" as const, words: t("new"), meaning: undefined, icon: Plus },
    { outcome: "changed" as const, words: t("changed"), meaning: undefined, icon: RefreshCw },
    { outcome: "unchanged" as const, words: t("unchanged"), meaning: undefined, icon: Check },
    { outcome: "doubtful" as const, words: t("doubtful"), meaning: "attention" as const, icon: undefined },
    { outcome: "refused" as const, words: t("refused"), meaning: "problem" as const, icon: undefined },
  ];
  return (
    <dl class={styles.outcomes}>
      <For each={cells()}>
        {(cell) => (
          <div
            class={classes(
              styles.outcome,
              props.counts.rows[cell.outcome] > 0 && cell.meaning && styles[cell.meaning],
            )}
          >
            <dd class={styles.count}>{format().number(props.counts.rows[cell.outcome])}</dd>
            <dt>
              <Show when={cell.meaning} fallback={<Dynamic component={cell.icon} />}>
                {(meaning) => <MeaningIcon meaning={meaning()} />}
              </Show>
              {cell.words}
            </dt>
          </div>
        )}
      </For>
    </dl>
  );
};

/** How much of the file is what, as one line. */
const Shares = (props: { readonly counts: PlanCounts }): JSX.Element => (
  <div class={styles.shares} aria-hidden="true">
    <For each={outcomes}>
      {(outcome) => (
        <Show when={props.counts.rows[outcome] > 0}>
          <i class={styles[`share-${outcome}`]} style={{ "--share": props.counts.rows[outcome] }} />
        </Show>
      )}
    </For>
  </div>
);

/** A former value as its column writes it. */
const written = (format: Format, field: string, value: string | number): string => {
  if (typeof value === "string") return value;
  return field === "weightG"
    ? format.weight(value)
    : field === "powerW"
      ? format.power(value)
      : format.number(value);
};

/** The value as it becomes, with what it was in front. */
const BecameText = (props: {
  readonly row: PlannedRow;
  readonly field: string;
  readonly text: string;
}): JSX.Element => {
  const format = useFormat();
  const before = (): string | undefined => {
    const change = props.row.changes.find((each) => each.field === props.field);
    return change === undefined || change.before === null
      ? undefined
      : written(format(), change.field, change.before);
  };
  return (
    <span class="cut">
      <Show when={before()}>
        <s class="faint">{before()}</s>{" "}
      </Show>
      {props.text}
    </span>
  );
};

type Words = TextOf<typeof messages.en>;

/** Draws a row once its page has come. */
const whenThere =
  (state: ImportState, draw: (row: Accessor<PlannedRow>) => JSX.Element) =>
  (place: Accessor<number>): JSX.Element => <Show when={state.rowAt(place() - 1)}>{(row) => draw(row)}</Show>;

const nameColumns = (t: Words, format: Format, state: ImportState): readonly Column<number>[] => [
  {
    id: "row",
    head: t("row"),
    width: "4.5rem",
    align: "end",
    cell: whenThere(state, (row) => <span class="faint">{format.number(row().row)}</span>),
  },
  {
    id: "outcome",
    head: t("outcome"),
    width: "8rem",
    cell: whenThere(state, (row) => <OutcomeBadge outcome={row().outcome} />),
  },
  {
    id: "product",
    head: t("product"),
    width: "minmax(12rem, 2fr)",
    cell: whenThere(state, (row) => (
      <span class="cut">
        {row().name} <span class="faint">{row().maker}</span>
      </span>
    )),
  },
];

interface Became {
  readonly id: string;
  readonly head: string;
  readonly text: (row: PlannedRow) => string;
  readonly hideBelow?: number;
}

const textColumn = (state: ImportState, { id, head, text, hideBelow }: Became): Column<number> => ({
  id,
  head,
  width: "minmax(7rem, 1fr)",
  hideBelow,
  cell: whenThere(state, (row) => <BecameText row={row()} field={id} text={text(row())} />),
});

const figureColumn = (state: ImportState, became: Became): Column<number> => ({
  ...textColumn(state, became),
  width: "minmax(6rem, 8rem)",
  align: "end",
});

const createColumns = (state: ImportState): (() => readonly Column<number>[]) => {
  const t = useText(messages);
  const format = useFormat();
  const figure = (value: number | null, write: (value: number) => string): string =>
    value === null ? "–" : write(value);
  return () => [
    ...nameColumns(t, format(), state),
    textColumn(state, {
      id: "category",
      head: t("category"),
      text: (row) => row.category ?? "",
      hideBelow: 900,
    }),
    textColumn(state, { id: "code", head: t("code"), text: (row) => row.code ?? "", hideBelow: 620 }),
    textColumn(state, { id: "home", head: t("place"), text: (row) => row.place ?? "", hideBelow: 1080 }),
    figureColumn(state, {
      id: "quantity",
      head: t("quantity"),
      text: (row) => figure(row.quantity, (n) => format().number(n)),
    }),
    figureColumn(state, {
      id: "weightG",
      head: t("weight"),
      text: (row) => figure(row.weightG, (grams) => format().weight(grams)),
      hideBelow: 760,
    }),
    figureColumn(state, {
      id: "powerW",
      head: t("power"),
      text: (row) => figure(row.powerW, (watts) => format().power(watts)),
      hideBelow: 1200,
    }),
    figureColumn(state, {
      id: "replacement",
      head: t("value"),
      text: (row) => (row.value === null ? "–" : format().money(row.value)),
      hideBelow: 980,
    }),
  ];
};

/** Why a row is doubtful or refused, and the ways out. */
const RowDetail = (props: { readonly row: PlannedRow; readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  const problemWords = useText(problemMessages);
  const format = useFormat();
  return (
    <>
      <ChangedFields row={props.row} state={props.state} />
      <Show when={props.row.problem}>
        {(problem) => (
          <div class={classes(styles.detail, styles.problemLine)}>
            <MeaningIcon meaning="problem" />
            <span>{rowProblemWords(problemWords, format(), problem())}</span>
          </div>
        )}
      </Show>
      <Show when={props.row.doubt}>
        {(doubt) => (
          <For each={doubt().candidates}>
            {(candidate, index) => (
              <div class={classes(styles.detail, styles.attentionLine)}>
                <MeaningIcon meaning="attention" />
                <span>{t("perhaps", { name: candidate.name, maker: candidate.maker ?? "" })}</span>
                <span class={styles.ways}>
                  <Button
                    onClick={() =>
                      void props.state.decide(doubt().key, { type: "same", product: candidate.product })
                    }
                  >
                    {t("same")}
                  </Button>
                  <Show when={index() === 0}>
                    <Button onClick={() => void props.state.decide(doubt().key, { type: "new" })}>
                      {t("aNewOne")}
                    </Button>
                  </Show>
                </span>
              </div>
            )}
          </For>
        )}
      </Show>
    </>
  );
};

const RowCard = (props: { readonly row: PlannedRow | undefined }): JSX.Element => {
  const format = useFormat();
  return (
    <Show when={props.row}>
      {(row) => (
        <span class={styles.card}>
          <span class="cut">{row().name}</span>
          <OutcomeBadge outcome={row().outcome} />
          <span class="small quiet cut">
            {row().maker} {row().code}
          </span>
          <span class="small quiet">
            {row().quantity === null ? "" : format().number(row().quantity ?? 0)}
          </span>
        </span>
      )}
    </Show>
  );
};

/** Nobody reads further; whoever looks for something filters. Placing more rows would hold up the page. */
const mostShown = 5_000;

const ShownNote = (props: { readonly total: number }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const part = (): string =>
    t("firstRows", { shown: format().number(mostShown), all: format().number(props.total) });
  return <span class="small quiet">{props.total > mostShown ? part() : t("asTheyBecome")}</span>;
};

export const CheckPanel = (props: {
  readonly state: ImportState;
  readonly counts: PlanCounts;
}): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- the state stays the same object for as long as the screen is shown
  const columns = createColumns(props.state);
  // Places count from 1: the table takes a row of 0 for none.
  const places = createMemo(() =>
    Array.from({ length: Math.min(props.state.total(), mostShown) }, (_, index) => index + 1),
  );
  const segments = (): readonly {
    readonly value: RowFilter;
    readonly label: string;
    readonly count?: number;
  }[] => [
    { value: "all", label: t("all") },
    { value: "new", label: t("new") },
    { value: "changed", label: t("changed") },
    { value: "doubtful", label: t("doubtful"), count: props.counts.rows.doubtful },
    { value: "refused", label: t("refused"), count: props.counts.rows.refused },
  ];
  return (
    <section class={styles.check} aria-label={t("stepCheck")}>
      <Outcomes counts={props.counts} />
      <Shares counts={props.counts} />
      <Toolbar label={t("stepCheck")} end={<ShownNote total={props.state.total()} />}>
        <Segmented
          label={t("outcome")}
          value={props.state.filter()}
          segments={segments()}
          onChange={(filter) => void props.state.show(filter)}
        />
      </Toolbar>
      <VirtualTable
        label={t("asTheyBecome")}
        rows={places()}
        rowId={(place) => String(place)}
        columns={columns()}
        detail={(place) => (
          <Show when={props.state.rowAt(place() - 1)}>
            {(row) => <RowDetail row={row()} state={props.state} />}
          </Show>
        )}
        card={(place) => <RowCard row={props.state.rowAt(place() - 1)} />}
        cardHeight={3.5}
      />
    </section>
  );
};
