/** Filters of the stock screen, kept in the address so that a view can be sent. */
import { batch, createMemo } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { trackings } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import { parseId } from "#shared/kernel/ids";
import { createSearchText } from "#client/app/search-text";
import type { Sort } from "#client/ui/virtual-table";
import { readCustomFilter, writeCustomFilter } from "./custom-values";
import type { CustomFilter } from "./custom-values";

export const stockViews = ["products", "assets"] as const;
export type StockView = (typeof stockViews)[number];

/** Products that have to be ordered; assets that are lost, or off stock, which other views leave out. */
export const onlyFilters = ["below", "lost", "gone"] as const;
export const stockKinds = [...trackings, "kit"] as const;
export type StockKind = (typeof stockKinds)[number];
export type OnlyFilter = (typeof onlyFilters)[number];

/** Each field follows on its own: a key in the search field touches nothing that does not read `text`. */
export interface StockFilters {
  readonly view: StockView;
  readonly text: string;
  readonly category: CategoryId | undefined;
  readonly tracking: StockKind | undefined;
  readonly only: OnlyFilter | undefined;
  /** A value in one of the company's own fields. */
  readonly own: CustomFilter | undefined;
  readonly sort: Sort | undefined;
  /** Columns that were switched on or off against the usual ones. */
  readonly toggled: ReadonlySet<string>;
}

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? "";

const readSort = (text: string): Sort | undefined =>
  text === "" ? undefined : { column: text.replace(/^-/, ""), descending: text.startsWith("-") };

const sameSort = (a: Sort | undefined, b: Sort | undefined): boolean =>
  a?.column === b?.column && a?.descending === b?.descending;

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((each) => b.has(each));

export type ChangeFilters = (next: Partial<StockFilters>) => void;

export interface FiltersInAddress {
  readonly filters: StockFilters;
  readonly change: ChangeFilters;
  /** The person left the search field. */
  readonly settle: () => void;
}

/** How the filters stand in the address; what is usual does not. */
const paramsOf = (next: StockFilters): Record<string, string | null> => ({
  view: next.view === "products" ? null : next.view,
  q: next.text === "" ? null : next.text,
  category: next.category ?? null,
  kind: next.tracking ?? null,
  only: next.only ?? null,
  own: next.own === undefined ? null : writeCustomFilter(next.own),
  sort: next.sort === undefined ? null : `${next.sort.descending ? "-" : ""}${next.sort.column}`,
  cols: next.toggled.size === 0 ? null : [...next.toggled].join(","),
});

export const createStockFilters = (): FiltersInAddress => {
  const [params, setParams] = useSearchParams();
  const view = createMemo((): StockView => (first(params["view"]) === "assets" ? "assets" : "products"));
  const category = createMemo(() => parseId<CategoryId>(first(params["category"])));
  const tracking = createMemo(() => stockKinds.find((one) => one === first(params["kind"])));
  const only = createMemo(() => onlyFilters.find((one) => one === first(params["only"])));
  const own = createMemo(() => readCustomFilter(first(params["own"])), undefined, {
    equals: (a, b) => a?.field === b?.field && a?.value === b?.value,
  });
  const sort = createMemo(() => readSort(first(params["sort"])), undefined, { equals: sameSort });
  const toggled = createMemo(
    (): ReadonlySet<string> => new Set(first(params["cols"]).split(",").filter(Boolean)),
    undefined,
    { equals: sameSet },
  );
  const write = (next: StockFilters): void => setParams(paramsOf(next), { replace: true });
  const search = createSearchText(
    () => first(params["q"]),
    () => write(filters),
  );
  const filters: StockFilters = {
    get view() {
      return view();
    },
    get text() {
      return search.text();
    },
    get category() {
      return category();
    },
    get tracking() {
      return tracking();
    },
    get only() {
      return only();
    },
    get own() {
      return own();
    },
    get sort() {
      return sort();
    },
    get toggled() {
      return toggled();
    },
  };
  const change: ChangeFilters = ({ text, ...others }) => {
    if (text !== undefined && Object.keys(others).length === 0) return search.type(text);
    batch(() => {
      search.put(text ?? filters.text);
      write({ ...filters, ...others, text: text ?? filters.text });
    });
  };
  return { filters, change, settle: search.settle };
};
