/** What goes along with products, read from rows. */
import { accessory, product } from "#shared/domain/inventory";
import type { KitBook, ProductId } from "#shared/domain/inventory";
import { accessoriesFor } from "#shared/domain/pull-list";
import type { AccessorySource, LineItem, NewAccessory } from "#shared/domain/pull-list";
import { thingOf } from "#shared/kernel/ids";
import type { Rows } from "#shared/replica/types";

export const accessorySource = (rows: Rows, kits: KitBook): AccessorySource => ({
  kits,
  accessoriesOf: (id: ProductId) => rows.of(accessory, thingOf(id)),
  product: (id) => rows.get(product, id),
});

/** What arrives by itself with an item; nothing with free text. */
export const accessoriesWith = (rows: Rows, kits: KitBook, item: LineItem): readonly NewAccessory[] =>
  item.product === undefined ? [] : accessoriesFor(item.product, accessorySource(rows, kits));
