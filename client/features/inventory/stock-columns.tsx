import { Show } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { product } from "#shared/domain/inventory";
import { isBelowMinimum } from "#shared/domain/stock";
import type { Tracking } from "#shared/domain/inventory";
import type { Format, TextOf } from "#client/app/i18n";
import { useFormat, useText } from "#client/app/i18n";
import { useReplica } from "#client/data";
import { Badge } from "#client/ui/badge";
import { Pictogram } from "#client/ui/pictograms/pictogram";
import type { Column } from "#client/ui/virtual-table";
import type { AssetRow } from "./asset-rows";
import { ownColumn } from "./custom-values";
import type { CustomValues } from "./custom-values";
import { kitMessages } from "./kit-messages";
import { messages } from "./messages";
import type { Categories, Places } from "./places";
import type { ProductRow, ProductRows } from "./product-rows";
import styles from "./inventory.module.css";
import { Whereabouts } from "./whereabouts";
import type { WhereWords } from "./whereabouts";

export const trackingKeys = {
  assets: "trackAssets",
  bulk: "trackBulk",
  consumable: "trackConsumable",
} as const satisfies Record<Tracking, string>;

/** How a product is counted; of a kit that it is one. */
const kindWords = (row: ProductRow, t: Words, kit: KitWords): string =>
  row.isKit === true ? kit("kit") : t(trackingKeys[row.tracking]);

/** A column that the person may switch on and off. */
export interface StockColumn<Row> extends Column<Row> {
  /** Shown unless switched off, or hidden unless switched on. */
  readonly usual: boolean;
}

export const shownColumns = <Row,>(
  columns: readonly StockColumn<Row>[],
  toggled: ReadonlySet<string>,
): readonly StockColumn<Row>[] => columns.filter((column) => column.usual !== toggled.has(column.id));

const ProductName = (props: { readonly row: ProductRow; readonly categories: Categories }): JSX.Element => (
  <span class={styles.named}>
    <Pictogram name={props.categories.pictogram(props.row.category)} />
    <a class={styles.name} href={`/stock/products/${props.row.id}`}>
      {props.row.name}
    </a>
    <span class="cut faint">{props.row.maker}</span>
  </span>
);

/** The figure, or a dash where there is none. */
const Figure = (props: { readonly text: string | undefined }): JSX.Element => (
  <Show when={props.text} fallback={<span class="faint">–</span>}>
    <span>{props.text}</span>
  </Show>
);

const Owned = (props: { readonly row: ProductRow; readonly rows: ProductRows }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const owned = (): number => props.rows.figures(props.row).owned;
  const isLow = (): boolean => isBelowMinimum(props.row, owned());
  return (
    <Show
      when={isLow()}
      fallback={<Figure text={props.row.isKit === true ? undefined : format().number(owned())} />}
    >
      <Badge meaning="attention" title={t("below")}>
        {format().number(owned())}
      </Badge>
    </Show>
  );
};

const Free = (props: { readonly row: ProductRow; readonly rows: ProductRows }): JSX.Element => {
  const format = useFormat();
  const free = (): number | undefined => props.rows.free(props.row.id);
  return (
    <span class={(free() ?? 0) < 0 ? styles.short : undefined}>
      <Figure text={free() === undefined ? undefined : format().number(free() ?? 0)} />
    </span>
  );
};

type Words = TextOf<typeof messages.en>;

type KitWords = TextOf<typeof kitMessages.en>;

const productTexts = (
  t: Words,
  kit: KitWords,
  categories: Categories,
): readonly StockColumn<ProductRow>[] => [
  {
    id: "name",
    head: t("name"),
    width: "minmax(14rem, 2fr)",
    sortable: true,
    usual: true,
    cell: (row) => <ProductName row={row()} categories={categories} />,
  },
  {
    id: "category",
    head: t("category"),
    width: "minmax(9rem, 1fr)",
    hideBelow: 760,
    usual: true,
    line: "quiet",
    cell: (row) => categories.path(row().category),
  },
  {
    id: "modelNumber",
    head: t("modelNumber"),
    width: "9rem",
    sortable: true,
    usual: false,
    line: "quiet",
    cell: (row) => row().modelNumber,
  },
  {
    id: "connectors",
    head: t("connectors"),
    width: "9rem",
    usual: false,
    line: "quiet",
    cell: (row) => row().connectors,
  },
  {
    id: "tracking",
    head: t("tracking"),
    width: "8rem",
    hideBelow: 1000,
    usual: true,
    line: "quiet",
    cell: (row) => kindWords(row(), t, kit),
  },
];

/** A column of figures at the end of the table. */
const figures = <Row,>(
  id: string,
  head: string,
  cell: (row: Accessor<Row>) => JSX.Element,
  more: Partial<StockColumn<Row>> = {},
): StockColumn<Row> => ({
  id,
  head,
  width: "6.5rem",
  align: "end",
  sortable: true,
  usual: true,
  cell,
  ...more,
});

const known = (value: number | undefined, write: (value: number) => string): string | undefined =>
  value === undefined ? undefined : write(value);

/** Light things in grams: 30 g is not 0.0 kg. */
const weightText = (format: Format, grams: number): string =>
  grams < 100 ? `${format.number(grams)}\u00a0g` : format.weight(grams);

const productFigures = (t: Words, format: Format, rows: ProductRows): readonly StockColumn<ProductRow>[] => [
  figures("owned", t("owned"), (row) => <Owned row={row()} rows={rows} />),
  figures("out", t("out"), (row) => (
    <Figure text={known(rows.figures(row()).out || undefined, (out) => format.number(out))} />
  )),
  figures("free", t("freeNow"), (row) => <Free row={row()} rows={rows} />),
  figures(
    "weight",
    t("weight"),
    (row) => <Figure text={known(row().weightG, (grams) => weightText(format, grams))} />,
    {
      hideBelow: 680,
    },
  ),
  figures(
    "power",
    t("power"),
    (row) => <Figure text={known(row().powerW, (watts) => format.power(watts))} />,
    {
      hideBelow: 900,
    },
  ),
  figures(
    "minimum",
    t("minimum"),
    (row) => <Figure text={known(row().minimumStock, (count) => format.number(count))} />,
    {
      sortable: false,
      usual: false,
    },
  ),
];

/** The company's own fields: shown where somebody asks for them. Of values that disagree, each is shown. */
const ownColumns = <Row extends AssetRow | ProductRow>(values: CustomValues): readonly StockColumn<Row>[] =>
  values.fields().map((field) => ({
    id: ownColumn(field.id),
    head: field.name,
    width: "minmax(8rem, 1fr)",
    sortable: true,
    usual: false,
    ...(field.kind === "number" ? { align: "end" as const } : {}),
    line: "quiet" as const,
    cell: (row) =>
      values
        .of(row().id, field.id)
        .map((value) => values.shown(field, value))
        .join(", "),
  }));

export const createProductColumns = (
  rows: ProductRows,
  categories: Categories,
): (() => readonly StockColumn<ProductRow>[]) => {
  const t = useText(messages);
  const kit = useText(kitMessages);
  const format = useFormat();
  return () => [
    ...productTexts(t, kit, categories),
    ...ownColumns<ProductRow>(rows.own),
    ...productFigures(t, format(), rows),
  ];
};

const AssetProduct = (props: { readonly row: AssetRow }): JSX.Element => {
  const { rows } = useReplica();
  const of = () => rows.get(product, props.row.product);
  return (
    <span class={styles.named}>
      <span class="cut">{of()?.name}</span>
      <span class="cut faint">{of()?.maker}</span>
    </span>
  );
};

const assetNames = (t: Words): readonly StockColumn<AssetRow>[] => [
  {
    id: "code",
    head: t("code"),
    width: "minmax(9rem, 12rem)",
    sortable: true,
    usual: true,
    line: "plain",
    cell: (row) => (
      <a class={styles.name} href={`/stock/assets/${row().id}`}>
        {row().code}
      </a>
    ),
  },
  {
    id: "product",
    head: t("product"),
    width: "minmax(12rem, 2fr)",
    usual: true,
    cell: (row) => <AssetProduct row={row()} />,
  },
  {
    id: "name",
    head: t("name"),
    width: "10rem",
    usual: false,
    line: "quiet",
    cell: (row) => row().name,
  },
  {
    id: "serial",
    head: t("serial"),
    width: "minmax(8rem, 1fr)",
    hideBelow: 700,
    usual: true,
    line: "quiet",
    cell: (row) => row().serial,
  },
];

const assetPlaces = (t: Words, places: Places, where: WhereWords): readonly StockColumn<AssetRow>[] => [
  {
    id: "where",
    head: t("whereNow"),
    width: "minmax(11rem, 1.2fr)",
    usual: true,
    line: "plain",
    cell: (row) => <Whereabouts row={row()} words={where} />,
  },
  {
    id: "home",
    head: t("home"),
    width: "minmax(9rem, 1fr)",
    hideBelow: 1000,
    usual: true,
    line: "quiet",
    cell: (row) => places.path(row().home),
  },
  {
    id: "label",
    head: t("label"),
    width: "5.5rem",
    hideBelow: 860,
    usual: true,
    line: "quiet",
    cell: (row) => t(row().label === undefined ? "noLabel" : "hasLabel"),
  },
];

export const createAssetColumns = (
  places: Places,
  where: WhereWords,
  own: CustomValues,
): (() => readonly StockColumn<AssetRow>[]) => {
  const t = useText(messages);
  return () => [...assetNames(t), ...ownColumns<AssetRow>(own), ...assetPlaces(t, places, where)];
};
