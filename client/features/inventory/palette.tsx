import { asset, product } from "#shared/domain/inventory";
import type { PaletteEntry, PaletteSource } from "#client/app/palette";
import { useText } from "#client/app/i18n";
import { createIndex, useReplica } from "#client/data";
import { Hash, Package } from "#client/ui/icons";
import { messages } from "./messages";
import { stockSearchIndex } from "./stock-index";

/** Products and assets in the command palette. */
export const stockPalette: PaletteSource = () => {
  const t = useText(messages);
  const { rows } = useReplica();
  const search = createIndex(stockSearchIndex);
  return {
    find: (query, limit) => ({
      title: t("searchAssets"),
      entries: search()
        .find(query, limit)
        .flatMap((hit): readonly PaletteEntry[] => {
          const of = rows.get(product, hit.product);
          if (hit.kind === "product")
            return of === undefined
              ? []
              : [
                  {
                    id: of.id,
                    label: of.name,
                    note: of.maker,
                    icon: () => <Package />,
                    href: `/stock/products/${of.id}`,
                  },
                ];
          const row = rows.get(asset, hit.asset);
          return row === undefined
            ? []
            : [
                {
                  id: row.id,
                  label: row.code,
                  note: of?.name,
                  icon: () => <Hash />,
                  href: `/stock/assets/${row.id}`,
                },
              ];
        }),
    }),
  };
};
