/** What lies in a case, to any depth: as a tree, as a weight, and as a revision a label can carry. */
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { asciiBytes, toCrockford } from "#shared/kernel/bytes";
import { sha256 } from "#shared/kernel/hash";
import type { Positions } from "#shared/domain/scanning";
import type { CaseSource } from "./case-source";

export type ContentsNode =
  | { readonly type: "asset"; readonly asset: AssetId; readonly holder: AssetId; readonly depth: number }
  | {
      readonly type: "bulk";
      readonly product: ProductId;
      readonly quantity: number;
      /** The case it lies straight in. */
      readonly holder: AssetId;
      readonly depth: number;
    };

/**
 * Outer before inner, what lies in a case right below it. Depth 0 lies straight in `container`. `compare` orders what
 * lies beside each other for people; without it the order is by id, the same everywhere.
 */
export const contentsTree = (
  positions: Positions,
  container: AssetId,
  compare?: (a: AssetId, b: AssetId) => number,
): readonly ContentsNode[] => {
  const nodes: ContentsNode[] = [];
  const seen = new Set<AssetId>([container]);
  const walk = (holder: AssetId, depth: number): void => {
    const inside = positions.contentsOf(holder);
    for (const asset of compare === undefined ? inside : [...inside].sort(compare)) {
      if (seen.has(asset)) continue;
      seen.add(asset);
      nodes.push({ type: "asset", asset, holder, depth });
      walk(asset, depth + 1);
    }
    for (const [product, quantity] of [...positions.bulkIn(holder)].sort(([a], [b]) => (a < b ? -1 : 1)))
      nodes.push({ type: "bulk", product, quantity, holder, depth });
  };
  walk(container, 0);
  return nodes;
};

/** By the code people read on them, as they look for them in a case and on a list. */
export const byCode =
  (source: Pick<CaseSource, "asset">) =>
  (a: AssetId, b: AssetId): number => {
    const [left, right] = [source.asset(a)?.code ?? a, source.asset(b)?.code ?? b];
    return left < right ? -1 : left > right ? 1 : 0;
  };

export interface GrossWeight {
  readonly grams: number;
  /** Pieces nobody entered a weight for, the case itself included: the true weight is higher. */
  readonly unknown: number;
}

/** Empty weight, contents and cases inside with theirs. */
export const grossWeight = (source: CaseSource, container: AssetId): GrossWeight => {
  let grams = 0;
  let unknown = 0;
  const put = (weightG: number | undefined, quantity: number): void => {
    if (weightG === undefined) unknown += quantity;
    else grams += weightG * quantity;
  };
  const ofAsset = (id: AssetId): number | undefined => {
    const asset = source.asset(id);
    return asset?.weightG ?? (asset === undefined ? undefined : source.product(asset.product)?.weightG);
  };
  put(ofAsset(container), 1);
  for (const node of contentsTree(source.positions, container)) {
    if (node.type === "asset") put(ofAsset(node.asset), 1);
    else put(source.product(node.product)?.weightG, node.quantity);
  }
  return { grams, unknown };
};

/**
 * Four characters that stand for exactly these contents: printed on the case's label, they tell later whether the
 * list beside them still holds. The same on every device that knows the same facts, in whatever order they came.
 */
export const contentsRevision = (positions: Positions, container: AssetId): string => {
  const lines = contentsTree(positions, container).map((node) =>
    node.type === "asset"
      ? `${node.asset} in ${node.holder}`
      : `${node.quantity} ${node.product} in ${node.holder}`,
  );
  const text = ["EventKit/contents/v1", ...lines.sort()].join("\n");
  return toCrockford(sha256(asciiBytes(text))).slice(0, 4);
};
