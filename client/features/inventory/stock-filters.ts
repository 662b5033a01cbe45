/** Filters of the stock screen, kept in the address so that a view can be sent. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { trackings } from "#shared/domain/inventory";
import type { Tracking } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import { parseId } from "#shared/kernel/ids";
import type { Sort } from "#client/ui/virtual-table";

export const stockViews = ["products", "assets"] as const;
export type StockView = (typeof stockViews)[number];

export interface StockFilters {
  readonly view: StockView;
  readonly text: string;
  readonly category: CategoryId | undefined;
  readonly tracking: Tracking | undefined;
  readonly sort: Sort | undefined;
  /** Columns that were switched on or off against the usual ones. */
  readonly toggled: ReadonlySet<string>;
}

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? "";

const readSort = (text: string): Sort | undefined =>
  text === "" ? undefined : { column: text.replace(/^-/, ""), descending: text.startsWith("-") };

export const createStockFilters = (): readonly [
  Accessor<StockFilters>,
  (next: Partial<StockFilters>) => void,
] => {
  const [params, setParams] = useSearchParams();
  const filters = createMemo((): StockFilters => ({
    view: first(params["view"]) === "assets" ? "assets" : "products",
    text: first(params["q"]),
    category: parseId<CategoryId>(first(params["category"])),
    tracking: trackings.find((tracking) => tracking === first(params["kind"])),
    sort: readSort(first(params["sort"])),
    toggled: new Set(first(params["cols"]).split(",").filter(Boolean)),
  }));
  const change = (next: Partial<StockFilters>): void => {
    const { view, text, category, tracking, sort, toggled } = { ...filters(), ...next };
    setParams(
      {
        view: view === "products" ? null : view,
        q: text === "" ? null : text,
        category: category ?? null,
        kind: tracking ?? null,
        sort: sort === undefined ? null : `${sort.descending ? "-" : ""}${sort.column}`,
        cols: toggled.size === 0 ? null : [...toggled].join(","),
      },
      { replace: true },
    );
  };
  return [filters, change];
};
