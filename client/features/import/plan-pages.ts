/** Rows of the plan, fetched from the worker page by page as the table shows them. */
import { batch, createSignal } from "solid-js";
import { outcomes } from "#shared/domain/import";
import type { Outcome, PlannedRow } from "#shared/domain/import";
import type { RemoteSession } from "./session-codec";

export type RowFilter = "all" | Outcome;

const pageSize = 100;
const wantedBy = (filter: RowFilter): readonly Outcome[] => (filter === "all" ? outcomes : [filter]);

export const createPages = (session: () => RemoteSession | undefined) => {
  const [filter, setFilter] = createSignal<RowFilter>("all");
  const [total, setTotal] = createSignal(0);
  const [version, setVersion] = createSignal(0);
  let pages = new Map<number, readonly PlannedRow[] | "asked">();

  const fetchPage = async (page: number): Promise<void> => {
    const held = pages;
    held.set(page, "asked");
    const found = await session()?.rows(wantedBy(filter()), page * pageSize, pageSize);
    if (found === undefined || held !== pages) return;
    held.set(page, found.rows);
    batch(() => {
      setTotal(found.total);
      setVersion((count) => count + 1);
    });
  };
  const refresh = async (): Promise<void> => {
    pages = new Map();
    await fetchPage(0);
  };
  const rowAt = (index: number): PlannedRow | undefined => {
    version();
    const page = Math.floor(index / pageSize);
    const found = pages.get(page);
    if (found === undefined) void fetchPage(page);
    return typeof found === "object" ? found[index % pageSize] : undefined;
  };
  const show = async (next: RowFilter): Promise<void> => {
    setFilter(next);
    await refresh();
  };
  return { filter, total, rowAt, refresh, show };
};
