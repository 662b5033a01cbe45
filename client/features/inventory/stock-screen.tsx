import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { createProduct } from "#shared/domain/inventory";
import { isBelowMinimum } from "#shared/domain/stock";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, useCommands } from "#client/data";
import { Badge } from "#client/ui/badge";
import { Button, LinkButton } from "#client/ui/button";
import { Boxes, PackagePlus, Upload } from "#client/ui/icons";
import { ScreenTitle } from "#client/ui/screen-title";
import { VirtualTable } from "#client/ui/virtual-table";
import { AssetView } from "./asset-view";
import { kitMessages } from "./kit-messages";
import { messages } from "./messages";
import { NoStock } from "./no-stock";
import { createCategories, createPlaces } from "./places";
import type { Categories } from "./places";
import { createProductRows } from "./product-rows";
import type { ProductRow, ProductRows } from "./product-rows";
import { createProductColumns, shownColumns } from "./stock-columns";
import { ColumnChooser, FilterBar } from "./stock-filter-bar";
import { createStockFilters } from "./stock-filters";
import type { ChangeFilters, StockFilters } from "./stock-filters";
import styles from "./inventory.module.css";

const ProductCard = (props: { readonly row: ProductRow; readonly rows: ProductRows }): JSX.Element => {
  const t = useText(messages);
  const kit = useText(kitMessages);
  const format = useFormat();
  return (
    <span class={styles.card}>
      <a class={styles.name} href={`/stock/products/${props.row.id}`}>
        {props.row.name}
      </a>
      <span class={styles.cardFigures}>
        <Show when={props.row.isKit !== true} fallback={kit("kit")}>
          <Show
            when={isBelowMinimum(props.row, props.rows.figures(props.row).owned)}
            fallback={t("ownedCount", { n: format().number(props.rows.figures(props.row).owned) })}
          >
            <Badge meaning="attention" title={t("below")}>
              {t("ownedCount", { n: format().number(props.rows.figures(props.row).owned) })}
            </Badge>
          </Show>
        </Show>
      </span>
      <span class="small quiet cut">{props.row.maker}</span>
      <Show when={props.rows.figures(props.row).out > 0}>
        <span class={`small quiet ${styles.cardFigures ?? ""}`}>
          {t("outCount", { n: format().number(props.rows.figures(props.row).out) })}
        </span>
      </Show>
    </span>
  );
};

const ProductView = (props: {
  readonly actions: JSX.Element;
  readonly filters: StockFilters;
  readonly categories: Categories;
  readonly onChange: ChangeFilters;
  readonly onSettle: () => void;
  readonly onCreate: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const navigate = useNavigate();
  // eslint-disable-next-line solid/reactivity -- both stay the same objects for as long as the screen is shown
  const { categories, filters } = props;
  const products = createProductRows(filters, categories);
  const columns = createProductColumns(products, categories);
  return (
    <>
      <FilterBar
        filters={props.filters}
        categories={categories}
        counts={t("shownOf", { n: products.rows().length, all: format().number(products.total()) })}
        chooser={
          <ColumnChooser columns={columns()} toggled={props.filters.toggled} onChange={props.onChange} />
        }
        actions={props.actions}
        onChange={props.onChange}
        onSettle={() => props.onSettle()}
      />
      <Show
        when={products.rows().length > 0}
        fallback={
          <NoStock
            isEmpty={products.total() === 0}
            onCreate={() => props.onCreate()}
            onClear={() =>
              props.onChange({
                text: "",
                category: undefined,
                tracking: undefined,
                only: undefined,
                own: undefined,
              })
            }
          />
        }
      >
        <VirtualTable
          label={t("products")}
          rows={products.rows()}
          rowId={(row) => row.id}
          columns={shownColumns(columns(), props.filters.toggled)}
          sort={props.filters.sort ?? { column: "name", descending: false }}
          onSort={(sort) => props.onChange({ sort })}
          onOpen={(row) => navigate(`/stock/products/${row.id}`)}
          card={(row) => <ProductCard row={row()} rows={products} />}
          cardHeight={3.75}
        />
      </Show>
    </>
  );
};

const StockActions = (props: {
  readonly onCreate: () => void;
  readonly onCreateKit: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const kit = useText(kitMessages);
  const may = createMay();
  return (
    <Show when={may("create", "inventory")}>
      <span class={styles.actions}>
        <LinkButton href="/import">
          <Upload />
          {t("importFile")}
        </LinkButton>
        <Button onClick={() => props.onCreateKit()}>
          <Boxes />
          {kit("newKit")}
        </Button>
        <Button variant="primary" onClick={() => props.onCreate()}>
          <PackagePlus />
          {t("newProduct")}
        </Button>
      </span>
    </Show>
  );
};

const StockScreen = (): JSX.Element => {
  const t = useText(messages);
  const kit = useText(kitMessages);
  const navigate = useNavigate();
  const commands = useCommands();
  const { filters, change, settle } = createStockFilters();
  const categories = createCategories();
  const places = createPlaces();

  const create = async (isKit = false): Promise<void> => {
    const category = filters.category;
    const made = await commands.runCommand(createProduct, {
      name: isKit ? kit("newKit") : t("newProduct"),
      ...(isKit ? { isKit } : {}),
      ...(category === undefined ? {} : { category }),
    });
    if (made.ok) navigate(`/stock/products/${made.value.value.product}`);
  };

  const actions = (): JSX.Element => (
    <StockActions onCreate={() => void create()} onCreateKit={() => void create(true)} />
  );
  return (
    <>
      <ScreenTitle title={t("stock")} />
      <h1 class="hidden-label">{t("stock")}</h1>
      <Show
        when={filters.view === "products"}
        fallback={
          <AssetView
            filters={filters}
            categories={categories}
            places={places}
            onChange={change}
            onSettle={settle}
            actions={actions()}
            onCreate={() => void create()}
          />
        }
      >
        <ProductView
          actions={actions()}
          filters={filters}
          categories={categories}
          onChange={change}
          onSettle={settle}
          onCreate={() => void create()}
        />
      </Show>
    </>
  );
};

export default StockScreen;
