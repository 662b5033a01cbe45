import { For, Show, createEffect, createMemo, createSignal, on } from "solid-js";
import type { JSX } from "solid-js";
import type { MovementReason } from "#shared/domain/scanning";
import {
  answerCounts,
  closeStocktake,
  correctionOf,
  countsText,
  differs,
  figuresOf,
  lineKey,
  outcomeOf,
  placeOfLine,
  reasonsFor,
} from "#shared/domain/stocktake";
import type { CellLine, Tally, TallyLine, TallySource } from "#shared/domain/stocktake";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { createNames } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Split } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Toolbar } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import { FilterFields, createLineFilter } from "./line-filter";
import { LineTable } from "./line-table";
import { createLineWords, inOrder } from "./line-words";
import type { LineWords } from "./line-words";
import { messages } from "./messages";
import type { OpenStocktake } from "./stocktake-screen";
import styles from "./stocktake.module.css";

/** Whoever ticks nothing puts right what was seen; what nobody saw only where somebody counted. */
const proposed = (source: TallySource, { lines }: Tally): ReadonlySet<string> => {
  const counted = new Set<string>();
  for (const line of lines) {
    const seen = line.type === "asset" ? line.seen !== undefined : line.counts.length > 0;
    if (seen) counted.add(placeOfLine(line) ?? "");
  }
  const isProposed = (line: TallyLine): boolean =>
    correctionOf(source, line) !== undefined &&
    (line.verdict !== "missing" || counted.has(placeOfLine(line) ?? ""));
  return new Set(lines.filter(isProposed).map(lineKey));
};

const createChoice = (props: OpenStocktake) => {
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const [reasons, setReasons] = createSignal<ReadonlyMap<string, MovementReason>>(new Map());
  createEffect(
    on(
      () => props.tally,
      (tally) => setChosen(proposed(props.source, tally)),
    ),
  );
  return {
    chosen,
    setChosen: (next: ReadonlySet<string>) => setChosen(next),
    reasonOf: (line: TallyLine): MovementReason | undefined =>
      reasons().get(lineKey(line)) ?? reasonsFor[line.verdict][0],
    setReason: (line: TallyLine, reason: MovementReason): void =>
      void setReasons((known) => new Map([...known, [lineKey(line), reason]])),
  };
};

/** One place counted twice: who said what, and the ways out. */
const Question = (props: {
  readonly line: CellLine;
  readonly words: LineWords;
  readonly onTake: (quantity: number) => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const names = createNames();
  const told = (): string =>
    props.line.counts
      .map((one) =>
        t("countedBy", {
          n: format().number(one.quantity),
          person: names.person(one.by),
          time: format().moment(one.at, now()),
        }),
      )
      .join("; ");
  const quantities = (): readonly number[] => [...new Set(props.line.counts.map(({ quantity }) => quantity))];
  const sum = (): number => props.line.counts.reduce((total, { quantity }) => total + quantity, 0);
  return (
    <>
      <Entry
        icon={<Split />}
        meaning="attention"
        title={`${props.words.name(props.line)}, ${props.words.place(props.line.location)}`}
        note={told()}
      />
      <div class={styles.answers}>
        <For each={quantities()}>
          {(quantity) => (
            <Button onClick={() => props.onTake(quantity)}>
              {t("takeOne", { n: format().number(quantity) })}
            </Button>
          )}
        </For>
        <Button onClick={() => props.onTake(sum())}>{t("takeSum", { n: format().number(sum()) })}</Button>
      </div>
    </>
  );
};

const Questions = (props: OpenStocktake & { readonly words: LineWords }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const open = createMemo(() =>
    props.tally.lines.flatMap((line) => (line.type === "cell" && line.verdict === "question" ? [line] : [])),
  );
  const take = (line: CellLine, quantity: number): void =>
    void commands.runCommand(answerCounts, {
      stocktake: props.row.id,
      product: line.product,
      location: line.location,
      quantity,
      counts: countsText(line.counts),
    });
  return (
    <Show when={open().length > 0}>
      <div class={styles.head}>
        <p>{t("questions", { n: open().length })}</p>
        <List label={t("question")} items={open()} boxed>
          {(line) => <Question line={line} words={props.words} onTake={(quantity) => take(line, quantity)} />}
        </List>
      </div>
    </Show>
  );
};

/** Everything that differs, line by line: what is put right and why. Nothing in stock changes before the last button. */
export const Review = (props: OpenStocktake): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const words = createLineWords(() => props.source);
  const filter = createLineFilter(() => props.source, words);
  const choice = createChoice(props);
  const lines = createMemo(() =>
    inOrder(props.tally.lines, words).filter((line) => differs(line) && line.verdict !== "question"),
  );
  const adjusts = (line: TallyLine): boolean =>
    choice.chosen().has(lineKey(line)) && correctionOf(props.source, line) !== undefined;
  const chosenCount = createMemo(() => lines().filter(adjusts).length);
  const close = async (): Promise<void> => {
    const outcomes = props.tally.lines.flatMap(
      (line) =>
        outcomeOf(props.source, line, { adjusts: adjusts(line), reason: choice.reasonOf(line) }) ?? [],
    );
    const figures = figuresOf(props.source, props.tally);
    const done = await commands.runCommand(closeStocktake, { stocktake: props.row.id, outcomes, figures });
    if (done.ok) showToast({ text: t("adjusted"), meaning: "ok" });
  };
  return (
    <>
      <Questions {...props} words={words} />
      <Toolbar label={t("filters")}>
        <FilterFields filter={filter} />
      </Toolbar>
      <LineTable
        label={t("reviewTitle")}
        lines={lines().filter(filter.takes)}
        words={words}
        empty={filter.isOn() ? t("emptyFilter") : t("emptyReview")}
        choice={{ ...choice, chosen: choice.chosen() }}
      />
      <div class={styles.foot}>
        <p class="small quiet">{t("notCountedHint")}</p>
        <Button variant="primary" onClick={() => void close()}>
          {t("adjust", { n: chosenCount() })}
        </Button>
      </div>
    </>
  );
};
