/**
 * What kits are made of, at any depth.
 *
 * Guarantees: the answers depend only on the records, not on their order, and end even where devices that knew nothing
 * of each other put two kits into one another: parts are taken in the order of their ids, and one that would put a kit
 * into itself is left out.
 */
import { compareByOrder } from "#shared/kernel/order-key";
import type { KitPart, KitPartId, ProductId } from "./types";

export interface KitBook {
  /** In their order; nothing for what is no kit. Parts left out are not among them. */
  partsOf(kit: ProductId): readonly KitPart[];
  /** Pieces in one kit of everything that has a body, kits in it taken apart. */
  explode(kit: ProductId): ReadonlyMap<ProductId, number>;
  /** The kits in a product at any depth, itself among them when it is one. */
  kitsIn(product: ProductId): ReadonlySet<ProductId>;
  /** Parts left out because the kit would lie in itself. */
  readonly leftOut: ReadonlySet<KitPartId>;
}

/** More than anybody has of anything: keeps sums exact, however deep kits lie in each other. */
const most = 1_000_000_000;

const none: readonly KitPart[] = [];
const nothing: ReadonlyMap<ProductId, number> = new Map();

/** `parts` may be removed ones too. */
export const createKitBook = (parts: Iterable<KitPart>, isKit: (product: ProductId) => boolean): KitBook => {
  const { byKit, leftOut } = arrange(parts, isKit);
  const exploded = new Map<ProductId, ReadonlyMap<ProductId, number>>();
  const explode = (kit: ProductId): ReadonlyMap<ProductId, number> => {
    const known = exploded.get(kit);
    if (known !== undefined) return known;
    const sums = new Map<ProductId, number>();
    const add = (item: ProductId, count: number): void =>
      void sums.set(item, Math.min(most, (sums.get(item) ?? 0) + count));
    for (const { item, quantity } of byKit.get(kit) ?? none) {
      if (!isKit(item)) add(item, quantity);
      else for (const [each, count] of explode(item)) add(each, Math.min(most, count * quantity));
    }
    exploded.set(kit, sums);
    return sums;
  };
  return {
    partsOf: (kit) => byKit.get(kit) ?? none,
    explode: (kit) => (isKit(kit) ? explode(kit) : nothing),
    kitsIn: (product) => kitsIn(product, byKit, isKit),
    leftOut,
  };
};

const arrange = (parts: Iterable<KitPart>, isKit: (product: ProductId) => boolean) => {
  const byKit = new Map<ProductId, KitPart[]>();
  const leftOut = new Set<KitPartId>();
  const living = [...parts].filter((each) => each.removedAt === undefined && isKit(each.product));
  for (const part of living.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (isKit(part.item) && kitsIn(part.item, byKit, isKit).has(part.product)) {
      leftOut.add(part.id);
      continue;
    }
    const known = byKit.get(part.product);
    if (known === undefined) byKit.set(part.product, [part]);
    else known.push(part);
  }
  for (const those of byKit.values()) those.sort(compareByOrder);
  return { byKit, leftOut };
};

const kitsIn = (
  product: ProductId,
  byKit: ReadonlyMap<ProductId, readonly KitPart[]>,
  isKit: (product: ProductId) => boolean,
): ReadonlySet<ProductId> => {
  const found = new Set<ProductId>(isKit(product) ? [product] : []);
  // A set is walked through to its end while it grows.
  for (const kit of found) for (const { item } of byKit.get(kit) ?? none) if (isKit(item)) found.add(item);
  return found;
};
