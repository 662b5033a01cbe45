/** What goes along with a product, and what goes along with that. The parts of a kit go along with it. */
import type { Accessory, KitBook, KitPart, Product, ProductId } from "#shared/domain/inventory";
import { compareByOrder } from "#shared/kernel/order-key";
import type { AccessoryRule, NewAccessory } from "./line-item";
import { lineItemOf } from "./line-item";

export interface AccessorySource {
  /** Accessories named in the product's document, removed ones too. */
  readonly accessoriesOf: (product: ProductId) => Iterable<Accessory>;
  readonly product: (id: ProductId) => Product | undefined;
  readonly kits: Pick<KitBook, "partsOf" | "explode">;
}

/** A lamp for a projector for a rack is deep enough; circles end here too. */
const deepest = 4;

/**
 * Parts and accessories that go along by themselves, or those `wanted`. Products taken off stock are left out, unless
 * they are part of a kit: it cannot be made then, and its line says so. Kits that lie deeper than lines go are taken
 * apart.
 */
export const accessoriesFor = (
  product: ProductId,
  source: AccessorySource,
  wanted: (rule: Accessory | KitPart) => boolean = arrivesItself,
): readonly NewAccessory[] => {
  const along = (above: readonly ProductId[], rules: readonly Along[]): NewAccessory[] =>
    rules.flatMap(({ item, rule }) => {
      const found = source.product(item);
      const isGone = found?.removedAt !== undefined && rule.isPart !== true;
      if (found === undefined || isGone || above.includes(item)) return [];
      const path = [...above, item];
      const further = along(
        path,
        path.length > deepest ? takenApart(item, source) : alongWith(item, source, arrivesItself),
      );
      return [{ item: lineItemOf(found), rule, ...(further.length === 0 ? {} : { accessories: further }) }];
    });
  return along([product], alongWith(product, source, wanted));
};

interface Along {
  readonly item: ProductId;
  readonly rule: AccessoryRule;
}

const arrivesItself = (rule: Accessory | KitPart): boolean =>
  !("inclusion" in rule) || rule.inclusion !== "optional";

const alongWith = (
  product: ProductId,
  source: AccessorySource,
  wanted: (rule: Accessory | KitPart) => boolean,
): readonly Along[] => [
  ...source.kits.partsOf(product).filter(wanted).map(partOf),
  ...[...source.accessoriesOf(product)]
    .filter((rule) => rule.removedAt === undefined && wanted(rule))
    .sort(compareByOrder)
    .map(({ item, quantity, per, inclusion, isSafety }) => ({
      item,
      rule: { quantity, per, inclusion, isSafety },
    })),
];

/** Below the deepest line of a kit stands everything it is made of. */
const takenApart = (product: ProductId, { kits }: AccessorySource): readonly Along[] =>
  [...kits.explode(product)].map(([item, quantity]) => partOf({ item, quantity }));

const partOf = ({ item, quantity }: Pick<KitPart, "item" | "quantity">): Along => ({
  item,
  rule: { quantity, per: 1, inclusion: "mandatory", isSafety: false, isPart: true },
});
