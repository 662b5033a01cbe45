import { Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { asset, product, productValue } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { dormantStock, lastOut } from "#shared/domain/reports";
import type { Dormant, StockOfProduct } from "#shared/domain/reports";
import { movement } from "#shared/domain/scanning";
import { dayMs } from "#shared/kernel/local-time";
import { timesMoney } from "#shared/kernel/money";
import type { Money } from "#shared/kernel/record";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createRows, useReplica } from "#client/data";
import { assetListIndex } from "#client/features/inventory";
import { positionsIndex } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Entry, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { messages } from "./messages";
import styles from "./reports.module.css";

const spans = { "3": 90, "6": 180, "12": 365, "24": 730 } as const;
type Span = keyof typeof spans;
const spanNames: readonly Span[] = ["3", "6", "12", "24"];

const listedAtFirst = 20;

/** What is owned of each product, piece by piece. */
const createStock = (): Accessor<readonly StockOfProduct[]> => {
  const { rows } = useReplica();
  const products = createRows(product);
  const assets = createIndex(assetListIndex);
  const positions = createIndex(positionsIndex);
  return () =>
    products().map(({ id, tracking }) => {
      const bulk = positions().bulkOf(id);
      return {
        product: id,
        bulk: tracking === "consumable" ? 0 : bulk.owned,
        assets: [...assets().of(id)]
          .filter((each) => positions().of(each).place.type !== "gone")
          .map((each) => {
            const bought = rows.get(asset, each)?.purchasedOn;
            return { id: each, boughtAt: bought === undefined ? undefined : Date.parse(`${bought}T00:00Z`) };
          }),
      };
    });
};

const createDormant = (span: Accessor<Span>): Accessor<readonly Dormant[]> => {
  const { now } = useApp();
  const positions = createIndex(positionsIndex);
  const stock = createStock();
  const facts = createRows(movement);
  const out = createMemo(() => lastOut(facts(), (fact) => positions().timeOf(fact).at));
  const dormant = createMemo(() => dormantStock(stock(), out(), now() - spans[span()] * dayMs));
  return dormant;
};

/** When it last went out, and what it would cost to replace where money may be seen. */
const createNote = (): ((entry: Dormant) => string) => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const values = createRows(productValue);
  const valueOf = createMemo(
    () => new Map<ProductId, Money | undefined>(values().map((row) => [row.product, row.replacement])),
  );
  // eslint-disable-next-line solid/reactivity -- asked where an entry is drawn
  return ({ product: of, pieces, last }) => {
    const value = valueOf().get(of);
    const when = last === undefined ? t("neverOut") : t("lastOut", { when: format().relative(last, now()) });
    return value === undefined
      ? when
      : `${when}, ${t("tiedUp", { value: format().money(timesMoney(value, pieces)) })}`;
  };
};

/** Pieces that did not go out for months, and what it would cost to replace them where money may be seen. */
export const DormantSection = (): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { rows } = useReplica();
  const [span, setSpan] = createSignal<Span>("12");
  const [all, setAll] = createSignal(false);
  const found = createDormant(span);
  const note = createNote();
  const shown = (): readonly Dormant[] => (all() ? found() : found().slice(0, listedAtFirst));
  const label = (months: Span): string =>
    Number(months) < 12 ? t("months", { n: Number(months) }) : t("years", { n: Number(months) / 12 });
  return (
    <Section
      title={t("dormant")}
      actions={
        <SelectField<Span>
          label={t("since")}
          hideLabel
          value={span()}
          options={spanNames.map((value) => ({ value, label: `${t("since")} ${label(value)}` }))}
          onChange={setSpan}
        />
      }
    >
      <Show when={found().length > 0} fallback={<p class="quiet">{t("dormantNone")}</p>}>
        <List label={t("dormant")} items={shown()}>
          {(entry) => (
            <Entry
              href={`/stock/products/${entry.product}`}
              title={rows.get(product, entry.product)?.name ?? t("unknownProduct")}
              note={note(entry)}
              end={t("dormantPieces", {
                n: entry.pieces,
                of: format().number(entry.owned),
              })}
            />
          )}
        </List>
        <Show when={!all() && found().length > listedAtFirst}>
          <div class={styles.more}>
            <Button variant="bare" onClick={() => setAll(true)}>
              {t("showAll", { n: format().number(found().length) })}
            </Button>
          </div>
        </Show>
      </Show>
    </Section>
  );
};
