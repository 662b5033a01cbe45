/**
 * Lines of kits. A kit has no pieces of its own: its parts stand below it as lines, ask for stock and are scanned, and
 * what can be said of the kit follows from them, by what stands on this list.
 */
import { compareByOrder } from "#shared/kernel/order-key";
import type { ProductId } from "#shared/domain/inventory";
import type { Line, LineId } from "./types";

/** Living lines that ask for pieces: all but kits. */
export const hasPieces = ({ isKit }: Pick<Line, "isKit">): boolean => isKit !== true;

export type KitPartLine = Pick<
  Line,
  "id" | "product" | "order" | "quantity" | "accessoryOf" | "isKit" | "isPart" | "removedAt"
>;

export interface KitLines<L extends KitPartLine> {
  /** Living lines of kits. */
  readonly kits: readonly L[];
  /**
   * Whole kits among so many pieces of each part. A kit without parts has none; never more than the kit asks for.
   */
  readonly whole: (kit: L, piecesOf: (part: L) => number) => number;
  /** Kits spoilt by so many missing pieces of parts, begun ones counted whole. */
  readonly spoilt: (kit: L, missingOf: (part: L) => number) => number;
  /** Kits as they stand on this list that so many free pieces are enough for. */
  readonly enoughFor: (kit: L, freeOf: (product: ProductId) => number) => number;
  /** Parts with pieces, of the kit and of the kits in it. */
  readonly leaves: (kit: L) => readonly L[];
}

export const kitLinesIn = <L extends KitPartLine>(lines: Iterable<L>): KitLines<L> => {
  const kits: L[] = [];
  const partsOf = new Map<LineId, L[]>();
  for (const each of lines) {
    if (each.removedAt !== undefined) continue;
    if (each.isKit === true) kits.push(each);
    if (each.isPart !== true || each.accessoryOf === undefined) continue;
    const known = partsOf.get(each.accessoryOf);
    if (known === undefined) partsOf.set(each.accessoryOf, [each]);
    else known.push(each);
  }
  for (const parts of partsOf.values()) parts.sort(compareByOrder);
  const asked = (kit: L): readonly L[] => (partsOf.get(kit.id) ?? []).filter(({ quantity }) => quantity > 0);

  /** `above` ends circles, which no command makes and a forged document may. */
  const whole = (kit: L, piecesOf: (part: L) => number, above: readonly LineId[]): number => {
    const parts = asked(kit);
    if (parts.length === 0 || above.includes(kit.id)) return 0;
    const path = [...above, kit.id];
    const shares = parts.map((part) => {
      const pieces = part.isKit === true ? whole(part, piecesOf, path) : piecesOf(part);
      return Math.floor((pieces * kit.quantity) / part.quantity);
    });
    return Math.max(0, Math.min(kit.quantity, ...shares));
  };
  const spoilt = (kit: L, missingOf: (part: L) => number, above: readonly LineId[]): number => {
    if (above.includes(kit.id)) return 0;
    const path = [...above, kit.id];
    const shares = asked(kit).map((part) => {
      const missing = part.isKit === true ? spoilt(part, missingOf, path) : missingOf(part);
      return Math.ceil((missing * kit.quantity) / part.quantity);
    });
    return Math.max(0, ...shares);
  };
  const leaves = (kit: L, above: readonly LineId[]): readonly L[] =>
    above.includes(kit.id)
      ? []
      : asked(kit).flatMap((part) => (part.isKit === true ? leaves(part, [...above, kit.id]) : [part]));
  const enoughFor = (kit: L, freeOf: (product: ProductId) => number): number => {
    const needs = new Map<ProductId, number>();
    for (const { product, quantity } of leaves(kit, []))
      if (product !== undefined) needs.set(product, (needs.get(product) ?? 0) + quantity);
    const shares = [...needs].map(([product, needed]) =>
      Math.floor((freeOf(product) * kit.quantity) / needed),
    );
    return shares.length === 0 ? 0 : Math.max(0, Math.min(...shares));
  };
  return {
    kits,
    enoughFor,
    whole: (kit, piecesOf) => whole(kit, piecesOf, []),
    spoilt: (kit, missingOf) => spoilt(kit, missingOf, []),
    leaves: (kit) => leaves(kit, []),
  };
};
