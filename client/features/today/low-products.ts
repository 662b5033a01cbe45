/** Products with fewer pieces than their minimum, the emptiest first. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { product } from "#shared/domain/inventory";
import { isBelowMinimum, stockCounted } from "#shared/domain/stock";
import type { Row } from "#shared/replica/types";
import { createIndex, createRows } from "#client/data";
import { assetListIndex } from "#client/features/inventory";
import { positionsIndex } from "#client/features/scanning";

export interface LowProduct {
  readonly row: Row<typeof product>;
  readonly counted: number;
}

const shareLeft = ({ row, counted }: LowProduct): number => counted / (row.minimumStock ?? 1);

export const createLowProducts = (): Accessor<readonly LowProduct[]> => {
  const watched = createRows(product, { where: (row) => (row.minimumStock ?? 0) > 0 });
  const assets = createIndex(assetListIndex);
  const positions = createIndex(positionsIndex);
  return createMemo(() =>
    watched()
      .map((row) => {
        const pieces = [...assets().of(row.id)];
        const owned = pieces.filter((id) => positions().of(id).place.type !== "gone").length;
        return { row, counted: stockCounted(row.tracking, positions().bulkOf(row.id), owned) };
      })
      .filter(({ row, counted }) => isBelowMinimum(row, counted))
      .sort((a, b) => shareLeft(a) - shareLeft(b) || (a.row.name < b.row.name ? -1 : 1)),
  );
};
