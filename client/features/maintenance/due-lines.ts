/** What is due over all assets of products that ask for inspections, with the filters kept in the address. */
import { createMemo, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { asset, foldText, location, product } from "#shared/domain/inventory";
import type { Asset } from "#shared/domain/inventory";
import { dueOf, dueStates, inspection, isOverdue } from "#shared/domain/maintenance";
import type { Due } from "#shared/domain/maintenance";
import { thingOf } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { createIndex, createRows, useReplica } from "#client/data";
import { createConditions, positionsIndex } from "#client/features/scanning";
import { createDueWords } from "./due-words";

export interface DueLine {
  readonly asset: Asset;
  readonly due: Due;
}

export const dueViews = ["due", "overdue", "all"] as const;
type DueView = (typeof dueViews)[number];

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? "";

/** What is over stands first, then by the day it ends, then by code. */
const compare = (a: DueLine, b: DueLine): number =>
  dueStates.indexOf(a.due.state) - dueStates.indexOf(b.due.state) ||
  (a.due.day ?? "").localeCompare(b.due.day ?? "") ||
  a.asset.code.localeCompare(b.asset.code);

/** Every inspection of every asset that is not gone for good, as it stands when it is asked. */
const createDueNow = () => {
  const { rows } = useReplica();
  const inspections = createRows(inspection);
  const positions = createIndex(positionsIndex);
  const conditions = createConditions();
  const lines = (): readonly DueLine[] => {
    if (inspections().length === 0) return [];
    const question = conditions.question();
    return inspections().flatMap((one) =>
      rows
        .of(asset, thingOf(one.product))
        .filter(({ id, removedAt }) => removedAt === undefined && positions().of(id).place.type !== "gone")
        .map((row) => ({ asset: row, due: dueOf(one, conditions.record(row.id), question) })),
    );
  };
  return { lines, inspections, conditions };
};

/** The same, what is over first; follows every change. */
export const createDueLines = (): Accessor<readonly DueLine[]> => {
  const { lines, conditions } = createDueNow();
  const assets = createRows(asset);
  return createMemo(() => {
    assets();
    conditions.book();
    return lines().toSorted(compare);
  });
};

export interface DueCount {
  /** Over, failed or never done. */
  readonly over: number;
  readonly soon: number;
}

/** How many there are. Follows tests and the clock, not each scan: it stands beside other work. */
export const createDueCount = (): Accessor<DueCount> => {
  const { lines, inspections, conditions } = createDueNow();
  const { now } = useApp();
  return createMemo(() => {
    now();
    inspections();
    conditions.book();
    const due = untrack(lines).map((line) => line.due);
    return {
      over: due.filter(isOverdue).length,
      soon: due.filter(({ state }) => state === "soon").length,
    };
  });
};

export const createDueList = () => {
  const [params, setParams] = useSearchParams();
  const { rows: known } = useReplica();
  const all = createDueLines();
  const view = (): DueView => dueViews.find((one) => one === params["show"]) ?? "due";
  const text = (): string => first(params["q"]);
  const name = (): string => first(params["inspection"]);
  const productOf = (line: DueLine): string => known.get(product, line.asset.product)?.name ?? "";
  const isShown = ({ due }: DueLine): boolean =>
    (view() === "all" || isOverdue(due) || (view() === "due" && due.state === "soon")) &&
    (name() === "" || due.inspection.name === name());
  const rows = createMemo(() => {
    const wanted = foldText(text()).split(" ").filter(Boolean);
    return all().filter((line) => {
      if (!isShown(line)) return false;
      const said = foldText(`${line.asset.code} ${productOf(line)} ${line.asset.name ?? ""}`);
      return wanted.every((word) => said.includes(word));
    });
  });
  const set = (field: string, value: string): void =>
    setParams({ [field]: value === "" ? null : value }, { replace: true });
  return {
    ...{ all, rows, view, text, name, productOf, views: dueViews, words: createDueWords() },
    names: createMemo(() => [...new Set(all().map(({ due }) => due.inspection.name))].sort()),
    homeOf: ({ asset: { home } }: DueLine): string =>
      home === undefined ? "" : (known.get(location, home)?.name ?? ""),
    setView: (value: DueView) => set("show", value === "due" ? "" : value),
    setName: (value: string) => set("inspection", value),
    setText: (value: string) => set("q", value),
  };
};

export type DueList = ReturnType<typeof createDueList>;
