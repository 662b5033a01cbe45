/** What goes along with a product, and what goes along with that. */
import type { Accessory, Product, ProductId } from "#shared/domain/inventory";
import { compareByOrder } from "#shared/kernel/order-key";
import type { NewAccessory } from "./line-item";
import { lineItemOf } from "./line-item";

export interface AccessorySource {
  /** Accessories named in the product's document, removed ones too. */
  readonly accessoriesOf: (product: ProductId) => Iterable<Accessory>;
  readonly product: (id: ProductId) => Product | undefined;
}

/** A lamp for a projector for a rack is deep enough; circles end here too. */
const deepest = 4;

/** Accessories that go along by themselves, or those `wanted`. Products taken off stock are left out. */
export const accessoriesFor = (
  product: ProductId,
  source: AccessorySource,
  wanted: (rule: Accessory) => boolean = ({ inclusion }) => inclusion !== "optional",
): readonly NewAccessory[] => {
  const along = (above: readonly ProductId[], rules: readonly Accessory[]): NewAccessory[] =>
    rules.flatMap(({ item, quantity, per, inclusion, isSafety }) => {
      const found = source.product(item);
      if (found === undefined || found.removedAt !== undefined || above.includes(item)) return [];
      const path = [...above, item];
      const further = path.length > deepest ? [] : along(path, usual(livingRules(item, source)));
      const rule = { quantity, per, inclusion, isSafety };
      return [{ item: lineItemOf(found), rule, ...(further.length === 0 ? {} : { accessories: further }) }];
    });
  return along([product], livingRules(product, source).filter(wanted));
};

const livingRules = (product: ProductId, source: AccessorySource): readonly Accessory[] =>
  [...source.accessoriesOf(product)].filter(({ removedAt }) => removedAt === undefined).sort(compareByOrder);

const usual = (rules: readonly Accessory[]): readonly Accessory[] =>
  rules.filter(({ inclusion }) => inclusion !== "optional");
