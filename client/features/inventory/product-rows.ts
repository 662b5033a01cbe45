/** Products as the stock table shows them, filtered and sorted. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { kitsFree } from "#shared/domain/availability";
import { product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { isBelowMinimum, stockCounted } from "#shared/domain/stock";
import type { Row } from "#shared/replica/types";
import { dayMs } from "#shared/kernel/local-time";
import { useApp } from "#client/app/app-context";
import { createIndex, createIndexLater, createRows } from "#client/data";
import { availabilityIndex, createMayAnswer } from "#client/features/availability";
import { positionsIndex } from "#client/features/scanning";
import { createCustomValues, fieldOfColumn, sortByOwn } from "./custom-values";
import type { CustomValues } from "./custom-values";
import type { Categories } from "./places";
import type { StockFilters, StockKind } from "./stock-filters";
import { kitIndex } from "./kit-index";
import { assetListIndex, stockSearchIndex } from "./stock-index";

export type ProductRow = Row<typeof product>;

/** How its pieces are counted; a kit has none. */
export const kindOf = ({ isKit, tracking }: ProductRow): StockKind => (isKit === true ? "kit" : tracking);

export interface ProductFigures {
  readonly owned: number;
  readonly out: number;
}

export interface ProductRows {
  readonly rows: Accessor<readonly ProductRow[]>;
  /** Living products, whatever the filters. */
  readonly total: Accessor<number>;
  readonly figures: (row: ProductRow) => ProductFigures;
  /** Pieces free for the next day; undefined where this device cannot say, or not yet. */
  readonly free: (id: ProductId) => number | undefined;
  /** The company's own fields. */
  readonly own: CustomValues;
}

/** Owned and out of one product, whichever way it is counted. */
export const createFigures = (): ((row: ProductRow) => ProductFigures) => {
  const assets = createIndex(assetListIndex);
  const positions = createIndex(positionsIndex);
  return (row) => {
    const ids = assets().of(row.id);
    const where = positions();
    let out = 0;
    let gone = 0;
    for (const id of ids) {
      const { type } = where.of(id).place;
      if (type === "out") out++;
      if (type === "gone") gone++;
    }
    const bulk = where.bulkOf(row.id);
    return { owned: stockCounted(row.tracking, bulk, ids.size - gone), out: out + bulk.out };
  };
};

export const createFreeNow = (): ((id: ProductId) => number | undefined) => {
  const app = useApp();
  const mayAnswer = createMayAnswer();
  // It reads the lines of every event: the table stands first.
  const live = createIndexLater(availabilityIndex);
  const kits = createIndexLater(kitIndex);
  return (id) => {
    const known = live();
    if (known === undefined || !mayAnswer()) return undefined;
    const now = app.now();
    const question = { window: { from: now, to: now + dayMs }, asOf: now };
    const needs = kits()?.book().explode(id);
    return needs === undefined || needs.size === 0
      ? known.index.free(id, question)
      : kitsFree(needs, (part) => known.index.free(part, question)).free;
  };
};

const textOf: Readonly<Record<string, (row: ProductRow) => string>> = {
  name: (row) => row.name.toLowerCase(),
  maker: (row) => row.maker?.toLowerCase() ?? "",
  modelNumber: (row) => row.modelNumber?.toLowerCase() ?? "",
};

export const createProductRows = (filters: StockFilters, categories: Categories): ProductRows => {
  const all = createRows(product);
  const search = createIndex(stockSearchIndex);
  const figures = createFigures();
  const values = createCustomValues("product");
  const free = createFreeNow();

  const filtered = createMemo(() => {
    const { text, category, tracking, only, own } = filters;
    const found = text.trim() === "" ? undefined : search().products(text);
    const within = category === undefined ? undefined : categories.within(category);
    return all().filter(
      (row) =>
        (found === undefined || found.has(row.id)) &&
        (within === undefined || (row.category !== undefined && within.has(row.category))) &&
        (tracking === undefined || kindOf(row) === tracking) &&
        (own === undefined || values.of(row.id, own.field).includes(own.value)) &&
        (only !== "below" || isBelowMinimum(row, figures(row).owned)),
    );
  });

  const numberOf: Readonly<Record<string, (row: ProductRow) => number>> = {
    owned: (row) => figures(row).owned,
    out: (row) => figures(row).out,
    free: (row) => free(row.id) ?? 0,
    weight: (row) => row.weightG ?? 0,
    power: (row) => row.powerW ?? 0,
  };

  const rows = createMemo(() => {
    const { column, descending } = filters.sort ?? { column: "name", descending: false };
    const sign = descending ? -1 : 1;
    const number = numberOf[column];
    const text = textOf[column] ?? ((row: ProductRow) => row.name.toLowerCase());
    const keyed = filtered().map((row) => ({ row, key: number === undefined ? text(row) : number(row) }));
    keyed.sort(
      (a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.row.name < b.row.name ? -sign : sign),
    );
    const sorted = keyed.map(({ row }) => row);
    const field = fieldOfColumn(column, values.fields());
    return field === undefined ? sorted : sortByOwn(sorted, field, values, descending);
  });

  return { rows, total: () => all().length, figures, free, own: values };
};
