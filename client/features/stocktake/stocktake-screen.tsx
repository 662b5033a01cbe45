import { Match, Show, Switch, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import type { Row } from "#shared/replica/types";
import type { StocktakeId, Tally, TallySource, stocktake } from "#shared/domain/stocktake";
import { parseId } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createMay } from "#client/data";
import { Badge } from "#client/ui/badge";
import { LinkButton } from "#client/ui/button";
import { ClipboardCheck, ScanLine } from "#client/ui/icons";
import { Meter } from "#client/ui/meter";
import { EmptyState, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { createTally } from "./create-tally";
import { Lists } from "./lists";
import { messages } from "./messages";
import { Result } from "./result";
import { Review } from "./review";
import { createStateWords } from "./state-words";
import { StepMenu } from "./step-menu";
import styles from "./stocktake.module.css";
import { stateMeaning } from "./words";

export interface OpenStocktake {
  readonly row: Row<typeof stocktake>;
  readonly source: TallySource;
  readonly tally: Tally;
}

const Progress = (props: OpenStocktake): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const label = (): string => t("progress", { done: props.tally.done, of: props.tally.expected });
  return (
    <div class={styles.head}>
      <div class={styles.progress}>
        <b>{label()}</b>
        <span class={styles.bar}>
          <Meter
            label={label()}
            parts={[{ value: props.tally.done, meaning: "ok" }]}
            limit={props.tally.expected}
            thick
          />
        </span>
        <span>{t("counters", { n: props.source.counts.people().size })}</span>
        <span>{t("asOf", { time: format().moment(props.row.startedAt, now()) })}</span>
      </div>
    </div>
  );
};

const Open = (props: OpenStocktake): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const stateWords = createStateWords();
  const isCounting = (): boolean => props.row.state === "counting";
  return (
    <>
      <PageHead
        title={props.row.name}
        note={<Badge meaning={stateMeaning[props.row.state]}>{stateWords(props.row)}</Badge>}
        actions={
          <>
            <StepMenu {...props} />
            <Show when={isCounting() && may("write", "movements")}>
              <LinkButton variant="primary" href={`/stock/stocktakes/${props.row.id}/count`}>
                <ScanLine />
                {t("count")}
              </LinkButton>
            </Show>
          </>
        }
      />
      <Show when={props.row.state !== "closed"} fallback={<Result {...props} />}>
        <Progress {...props} />
        <Switch fallback={<Lists {...props} />}>
          <Match when={props.row.state === "review" && may("write", "work") && may("write", "movements")}>
            <Review {...props} />
          </Match>
        </Switch>
      </Show>
    </>
  );
};

/** One stocktake: how far it is, what was found and what not, the review, the result. */
const StocktakeScreen = (): JSX.Element => {
  const t = useText(messages);
  const params = useParams();
  const shown = createTally(() => parseId<StocktakeId>(params["id"]));
  const open = createMemo((): OpenStocktake | undefined => {
    const [row, source, tally] = [shown.row(), shown.source(), shown.tally()];
    return row === undefined || source === undefined || tally === undefined
      ? undefined
      : { row, source, tally };
  });
  return (
    <>
      <ScreenTitle
        title={shown.row()?.name ?? t("one")}
        crumbs={[
          { label: t("stock"), href: "/stock" },
          { label: t("title"), href: "/stock/stocktakes" },
        ]}
      />
      <Show
        when={open()}
        fallback={
          <EmptyState icon={<ClipboardCheck />} title={t("missingHere")} wholeScreen>
            {t("missingHereText")}
          </EmptyState>
        }
      >
        {(known) => <Open row={known().row} source={known().source} tally={known().tally} />}
      </Show>
    </>
  );
};

export default StocktakeScreen;
