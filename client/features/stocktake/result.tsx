import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import type { Row } from "#shared/replica/types";
import { movement } from "#shared/domain/scanning";
import { accuracyOf, reopenStocktake, stocktakeLine, stocktakeResult } from "#shared/domain/stocktake";
import type { StocktakeLine } from "#shared/domain/stocktake";
import { asset, product } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import type { Format, TextOf } from "#client/app/i18n";
import { createMay, createRowsOf, useCommands, useReplica } from "#client/data";
import { createNames } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Undo2 } from "#client/ui/icons";
import { Facts } from "#client/ui/list";
import { showToast } from "#client/ui/toast";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import { messages } from "./messages";
import { createPlaceNames } from "./place-names";
import type { OpenStocktake } from "./stocktake-screen";
import styles from "./stocktake.module.css";
import { listOf, meaningOfList, reasonWords } from "./words";

type ResultRow = Row<typeof stocktakeResult>;

const createReopen = (props: OpenStocktake, results: () => readonly ResultRow[]) => {
  const t = useText(messages);
  const commands = useCommands();
  const { rows } = useReplica();
  const lines = createRowsOf(stocktakeLine, () => thingOf(props.row.id));
  return async (result: ResultRow): Promise<void> => {
    const positions = props.source.now;
    const undone = lines()
      .filter((line) => line.result === result.id)
      .flatMap(({ movement: id }) => (id === undefined ? [] : (rows.get(movement, id) ?? [])))
      .map((fact) => ({
        fact,
        after: fact.asset === undefined ? undefined : positions.of(fact.asset).after,
      }));
    const isOpenAgain = results().length === 1;
    const done = await commands.runCommand(reopenStocktake, {
      ...{ stocktake: props.row.id, result: result.id, undone, isOpenAgain },
    });
    if (done.ok) showToast({ text: t("reopened") });
  };
};

const Figures = (props: OpenStocktake & { readonly result: ResultRow }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const names = createNames();
  const share = (): string => {
    const accuracy = accuracyOf(props.result);
    return accuracy === undefined ? "–" : format().percent(accuracy);
  };
  const all = (): number =>
    props.result.right + props.result.missing + props.result.unexpected + props.result.misplaced;
  const number = (value: number): string => format().number(value);
  const late = (): number => props.source.counts.size() - props.result.counts;
  return (
    <>
      <p>
        <span class={styles.figure}>{share()}</span> <span class="quiet">{t("accuracyNote")}</span>
      </p>
      <Facts
        facts={[
          { name: t("right"), value: t("ofLines", { n: number(props.result.right), of: number(all()) }) },
          { name: t("missing"), value: number(props.result.missing) },
          { name: t("unexpected"), value: number(props.result.unexpected) },
          { name: t("misplaced"), value: number(props.result.misplaced) },
          {
            name: t("piecesOff"),
            value: t("ofPieces", { n: number(props.result.piecesOff), of: number(props.result.pieces) }),
          },
          { name: t("rounds"), value: number(props.result.rounds) },
          { name: t("people"), value: number(props.result.people) },
          {
            name: t("by"),
            value: t("byAt", {
              person: names.person(props.result.by),
              time: format().moment(props.result.at, now()),
            }),
          },
        ]}
      />
      <Show when={late() > 0}>
        <p>{t("late", { n: late() })}</p>
      </Show>
    </>
  );
};

/** What was on record, what was counted, and why it was put right. */
const figureColumns = (
  t: TextOf<(typeof messages)["en"]>,
  format: () => Format,
): readonly Column<StocktakeLine>[] => [
  {
    id: "expected",
    head: t("columnExpected"),
    width: "6rem",
    align: "end",
    hideBelow: 480,
    cell: (line) => format().number(line().expected),
  },
  {
    id: "counted",
    head: t("columnCounted"),
    width: "6rem",
    align: "end",
    hideBelow: 480,
    cell: (line) => {
      const counted = () => line().counted;
      return counted() === undefined ? t("notCounted") : format().number(counted() ?? 0);
    },
  },
  {
    id: "reason",
    head: t("columnReason"),
    width: "10rem",
    cell: (line) => {
      const reason = () => line().reason;
      return (
        <Show when={reason()} fallback={<span class="quiet">{t("asItWas")}</span>}>
          {(known) => <span class="cut">{t(reasonWords[known()])}</span>}
        </Show>
      );
    },
  },
];

const createResultColumns = (): (() => readonly Column<StocktakeLine>[]) => {
  const t = useText(messages);
  const format = useFormat();
  const { rows } = useReplica();
  const names = createPlaceNames();
  const code = (line: StocktakeLine): string | undefined =>
    line.asset === undefined ? undefined : rows.get(asset, line.asset)?.code;
  const text = (...parts: readonly (string | undefined)[]): string =>
    parts.filter((part) => part !== undefined).join(" ");
  return () => [
    {
      id: "thing",
      head: t("columnThing"),
      width: "minmax(12rem, 1.5fr)",
      cell: (line) => <span class="cut">{text(code(line()), rows.get(product, line().product)?.name)}</span>,
    },
    {
      id: "verdict",
      head: t("columnVerdict"),
      width: "8rem",
      cell: (line) => (
        <Badge meaning={meaningOfList[listOf[line().verdict]]}>{t(listOf[line().verdict])}</Badge>
      ),
    },
    {
      id: "place",
      head: t("place"),
      width: "minmax(8rem, 1fr)",
      hideBelow: 560,
      cell: (line) => {
        const place = () => line().location;
        return (
          <Show when={place()} fallback={t("noPlace")}>
            {(known) => <span class="cut">{names().path(known())}</span>}
          </Show>
        );
      },
    },
    ...figureColumns(t, format),
  ];
};

/** How right the stock was, and what was done about each line that was not. */
export const Result = (props: OpenStocktake): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const thing = () => thingOf(props.row.id);
  const results = createRowsOf(stocktakeResult, thing, { sort: (a, b) => a.at - b.at });
  const lines = createRowsOf(stocktakeLine, thing);
  const reopen = createReopen(props, results);
  const columns = createResultColumns();
  const shown = createMemo((): readonly StocktakeLine[] => lines());
  const mayReopen = (): boolean => may("write", "work") && may("write", "movements");
  return (
    <>
      <div class={styles.head}>
        <Show when={results().length > 1}>
          <p role="alert">{t("twice")}</p>
        </Show>
        <For each={results()}>
          {(result) => (
            <section class={styles.notes} aria-label={t("result")}>
              <Figures {...props} result={result} />
              <Show when={mayReopen()}>
                <div>
                  <Button onClick={() => void reopen(result)}>
                    <Undo2 />
                    {t("reopen")}
                  </Button>
                </div>
              </Show>
            </section>
          )}
        </For>
        <h2>{t("differences")}</h2>
      </div>
      <div class={styles.table}>
        <VirtualTable
          label={t("differences")}
          rows={shown()}
          rowId={(line) => line.id}
          columns={columns()}
          empty={<p class="quiet">{t("emptyReview")}</p>}
        />
      </div>
    </>
  );
};
