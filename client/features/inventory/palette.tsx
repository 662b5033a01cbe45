import { asset, product } from "#shared/domain/inventory";
import type { StockHit } from "#shared/domain/inventory";
import type { PaletteEntry, PaletteSource } from "#client/app/palette";
import { useText } from "#client/app/i18n";
import { createIndex, useReplica } from "#client/data";
import { Hash, Package } from "#client/ui/icons";
import { messages } from "./messages";
import { stockSearchIndex } from "./stock-index";

interface Found {
  readonly entry: PaletteEntry;
  /** A code typed in full stands before all names, a name before the many pieces of it. */
  readonly rank: number;
  readonly score: number;
}

const inOrder = (a: Found, b: Found): number =>
  a.rank - b.rank || b.score - a.score || a.entry.label.localeCompare(b.entry.label);

/** So many hits are ordered for each one shown. */
const weighedPerShown = 4;

/** Products and assets in the command palette. */
export const stockPalette: PaletteSource = () => {
  const t = useText(messages);
  const { rows } = useReplica();
  const search = createIndex(stockSearchIndex);
  const foundAs = (hit: StockHit, typed: string): readonly Found[] => {
    const of = rows.get(product, hit.product);
    if (hit.kind === "product") {
      if (of === undefined) return [];
      const href = `/stock/products/${of.id}`;
      const entry = { id: of.id, label: of.name, note: of.maker, icon: () => <Package />, href };
      return [{ entry, rank: 1, score: hit.score }];
    }
    const row = rows.get(asset, hit.asset);
    if (row === undefined) return [];
    const href = `/stock/assets/${row.id}`;
    const entry = { id: row.id, label: row.code, note: of?.name, icon: () => <Hash />, href };
    return [{ entry, rank: row.code.toLowerCase() === typed ? 0 : 2, score: hit.score }];
  };
  return {
    find: (query, limit) => {
      const typed = query.trim().toLowerCase();
      const found = search()
        .find(query, limit * weighedPerShown)
        .flatMap((hit) => foundAs(hit, typed));
      const entries = found
        .toSorted(inOrder)
        .slice(0, limit)
        .map(({ entry }) => entry);
      return { title: t("searchAssets"), entries };
    },
  };
};
