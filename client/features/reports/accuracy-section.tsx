import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { brand } from "#shared/kernel/brand";
import { product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { stockAccuracy } from "#shared/domain/reports";
import type { Accuracy } from "#shared/domain/reports";
import { stocktake, stocktakeLine, stocktakeResult } from "#shared/domain/stocktake";
import type { StocktakeId } from "#shared/domain/stocktake";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRows, useReplica } from "#client/data";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { messages } from "./messages";
import styles from "./reports.module.css";

const mostProducts = 5;

const Causes = (props: { readonly accuracy: Accuracy }): JSX.Element => {
  const t = useText(messages);
  const { rows } = useReplica();
  const lines = (n: number): string => t("lines", { n });
  const name = (id: ProductId): string => rows.get(product, id)?.name ?? t("unknownProduct");
  return (
    <div class={styles.pair}>
      <div>
        <h3>{t("why")}</h3>
        <List label={t("why")} items={props.accuracy.reasons}>
          {({ reason, lines: n }) => (
            <Entry title={t(reason === undefined ? "noReason" : `reason_${reason}`)} end={lines(n)} />
          )}
        </List>
      </div>
      <div>
        <h3>{t("where")}</h3>
        <List label={t("where")} items={props.accuracy.products.slice(0, mostProducts)}>
          {({ product: id, lines: n }) => (
            <Entry href={`/stock/products/${id}`} title={name(id)} end={lines(n)} />
          )}
        </List>
      </div>
    </div>
  );
};

/** Every closed stocktake with its share of right lines, over all of them together, and what made them wrong. */
export const AccuracySection = (): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const may = createMay();
  const stocktakes = createRows(stocktake);
  const results = createRows(stocktakeResult);
  const lines = createRows(stocktakeLine);
  const accuracy = createMemo(() =>
    stockAccuracy(
      stocktakes(),
      results().map((row) => ({ ...row, stocktake: brand<StocktakeId>(row.thing) })),
      lines(),
    ),
  );
  const none = (): string => t(may("read", "work") ? "accuracyNone" : "accuracyAsk");
  return (
    <Section title={t("accuracy")}>
      <Show when={accuracy().entries.length > 0} fallback={<p class="quiet">{none()}</p>}>
        <p>
          <span class={styles.figure}>{format().percent(accuracy().share ?? 1)}</span>{" "}
          <span class="quiet">
            {accuracy().entries.length === 1
              ? t("accuracyOne")
              : t("accuracyAll", { n: format().number(accuracy().entries.length) })}
          </span>
        </p>
        <ul class={styles.counts} aria-label={t("accuracy")}>
          <For each={accuracy().entries}>
            {(entry) => (
              <li>
                <Entry
                  href={`/stock/stocktakes/${entry.stocktake}`}
                  title={entry.name}
                  note={`${format().date(entry.at, now())}, ${t("linesOff", {
                    n: entry.lines,
                    off: format().number(entry.piecesOff),
                  })}`}
                  end={<b>{entry.share === undefined ? "–" : format().percent(entry.share)}</b>}
                />
              </li>
            )}
          </For>
        </ul>
        <Show when={accuracy().reasons.length > 0}>
          <Causes accuracy={accuracy()} />
        </Show>
      </Show>
    </Section>
  );
};
