/** Sums of the whole list, always in view. */
import { createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { totalsOf } from "#shared/domain/pull-list";
import { useFormat, useText } from "#client/app/i18n";
import { createMayAnswer } from "#client/features/availability";
import type { ListState } from "#client/features/availability";
import { Gauge } from "#client/ui/meter";
import { messages } from "./messages";
import styles from "./totals-bar.module.css";

export const TotalsBar = (props: { readonly list: ListState }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const mayAnswer = createMayAnswer();
  const totals = createMemo(() => totalsOf(props.list.sections().flatMap(({ lines }) => lines)));
  const short = createMemo(() => [...props.list.covers().values()].filter((cover) => cover.short > 0).length);
  const shortWords = (): string => {
    if (!mayAnswer()) return t("askOffice");
    if (props.list.question() === undefined) return t("notAsked");
    return short() === 0 ? t("shortNothing") : t("shortLines", { n: short() });
  };
  return (
    <footer class={styles.totals}>
      <Gauge
        label={t("pieces")}
        value={format().number(totals().pieces)}
        limitText={t("piecesAllocated", { n: props.list.counts().allocated })}
        share={{ value: props.list.counts().allocated, limit: totals().pieces }}
      />
      <Gauge
        label={t("totalWeight")}
        value={format().weight(totals().weightG)}
        source={totals().unweighed > 0 ? t("unweighed", { n: totals().unweighed }) : undefined}
      />
      <Gauge label={t("totalPower")} value={format().power(totals().powerW)} />
      <div class={short() > 0 ? styles.bad : undefined}>
        <Gauge label={t("shortTotal")} value={shortWords()} />
      </div>
    </footer>
  );
};
