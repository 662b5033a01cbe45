import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { product } from "#shared/domain/inventory";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, useReplica } from "#client/data";
import { LinkButton } from "#client/ui/button";
import { Tags } from "#client/ui/icons";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Sort } from "#client/ui/virtual-table";
import { createAssetRows } from "./asset-rows";
import type { AssetRow } from "./asset-rows";
import { messages } from "./messages";
import { NoStock } from "./no-stock";
import type { Categories, Places } from "./places";
import { createAssetColumns, shownColumns } from "./stock-columns";
import { ColumnChooser, FilterBar } from "./stock-filter-bar";
import type { ChangeFilters, StockFilters } from "./stock-filters";
import styles from "./inventory.module.css";
import { createWhereWords, Whereabouts } from "./whereabouts";
import type { WhereWords } from "./whereabouts";

const AssetCard = (props: { readonly row: AssetRow; readonly where: WhereWords }): JSX.Element => {
  const { rows } = useReplica();
  return (
    <span class={styles.card}>
      <a class={styles.name} href={`/stock/assets/${props.row.id}`}>
        {props.row.code}
      </a>
      <span class={styles.cardFigures}>
        <Whereabouts row={props.row} words={props.where} />
      </span>
      <span class="small quiet cut">{rows.get(product, props.row.product)?.name}</span>
    </span>
  );
};

/** Hits stand best first; without words typed the order is by code. */
const shownSort = (filters: StockFilters): Sort | undefined =>
  filters.text === "" ? (filters.sort ?? { column: "code", descending: false }) : undefined;

/** So many labels go into one address. */
const mostChosen = 500;

const Chosen = (props: { readonly ids: ReadonlySet<string> }): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.chosen} role="status">
      <LinkButton variant="primary" href={`/labels?assets=${[...props.ids].slice(0, mostChosen).join(",")}`}>
        <Tags />
        {t("printLabels", { n: Math.min(props.ids.size, mostChosen) })}
      </LinkButton>
    </div>
  );
};

/** All assets, or those that fit the filters; chosen ones get labels. */
export const AssetView = (props: {
  readonly filters: StockFilters;
  readonly categories: Categories;
  readonly places: Places;
  readonly actions: JSX.Element;
  readonly onChange: ChangeFilters;
  readonly onSettle: () => void;
  readonly onCreate: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const navigate = useNavigate();
  // eslint-disable-next-line solid/reactivity -- they stay the same objects for as long as the screen is shown
  const { categories, places, filters } = props;
  const where = createWhereWords(places);
  const assets = createAssetRows(filters, categories);
  const columns = createAssetColumns(places, where, assets.own);
  const may = createMay();
  const [selected, select] = createSignal<ReadonlySet<string>>(new Set());
  return (
    <>
      <FilterBar
        filters={props.filters}
        categories={categories}
        counts={t("shownOf", { n: assets.rows().length, all: format().number(assets.total()) })}
        chooser={
          <ColumnChooser columns={columns()} toggled={props.filters.toggled} onChange={props.onChange} />
        }
        actions={props.actions}
        onChange={props.onChange}
        onSettle={() => props.onSettle()}
      />
      <Show when={may("write", "inventory") && selected().size > 0}>
        <Chosen ids={selected()} />
      </Show>
      <Show
        when={assets.rows().length > 0}
        fallback={
          <NoStock
            isEmpty={assets.total() === 0}
            onCreate={() => props.onCreate()}
            onClear={() => props.onChange({ text: "", category: undefined, only: undefined, own: undefined })}
          />
        }
      >
        <VirtualTable
          label={t("assets")}
          rows={assets.rows()}
          rowId={(row) => row.id}
          columns={shownColumns(columns(), props.filters.toggled)}
          sort={shownSort(props.filters)}
          onSort={(sort) => props.onChange({ sort })}
          onOpen={(row) => navigate(`/stock/assets/${row.id}`)}
          {...(may("write", "inventory") ? { selected: selected(), onSelect: select } : {})}
          card={(row) => <AssetCard row={row()} where={where} />}
          cardHeight={3.75}
        />
      </Show>
    </>
  );
};
