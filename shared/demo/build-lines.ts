/** Pull lists of the demo's jobs. */
import { newId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import type { ProductId } from "#shared/domain/inventory";
import { planLines } from "#shared/domain/pull-list";
import type { LineGroupId, LineId, LineItem, NewAccessory } from "#shared/domain/pull-list";
import type { DemoEvent, DemoProduct } from "./build-demo";
import { orderOf } from "./order-of";

/**
 * Spreads the pick over all departments; a job never asks for more than about half of what is owned, a few do. What
 * goes along stands behind each.
 */
export const buildLines = (
  random: Random,
  products: readonly DemoProduct[],
  size: number,
  job: number,
): Pick<DemoEvent, "groups" | "lines"> => {
  const picked = pick(products, size, job);
  const departments = [...new Set(picked.map((entry) => entry.department))];
  const groups = departments.map((name, index) => ({
    id: newId<LineGroupId>(random),
    values: { name, order: orderOf(index) },
  }));
  const byId = new Map(products.map((entry) => [entry.product.id, entry]));
  const planned = planLines(
    picked.map((entry, index) => ({
      item: itemOf(entry),
      quantity: Math.max(1, Math.round(owned(entry) * (0.08 + ((job * 7 + index * 3) % 10) / 30))),
      accessories: accessoriesOf(entry, byId),
    })),
  );
  const ids = planned.map(() => newId<LineId>(random));
  const departmentOf = (index: number): string | undefined => {
    const { along, values } = planned[index] ?? {};
    if (along !== null && along !== undefined) return departmentOf(along);
    return values?.product === undefined ? undefined : byId.get(values.product)?.department;
  };
  const lines = planned.flatMap(({ values, along }, index) => {
    const id = ids[index];
    const group = groups.find((each) => each.values.name === departmentOf(index))?.id;
    const accessoryOf = along === null ? undefined : ids[along];
    return id === undefined ? [] : [{ id, values: { ...values, group, accessoryOf, order: orderOf(index) } }];
  });
  return { groups, lines };
};

const pick = (products: readonly DemoProduct[], size: number, job: number): readonly DemoProduct[] => {
  const stride = 7 + (job % 5) * 2;
  // Clamps and safety wires come with what hangs on them.
  const hardware = new Set(
    products.flatMap(({ accessories }) =>
      accessories.flatMap(({ values }) => (values.inclusion === "mandatory" ? [values.item] : [])),
    ),
  );
  const picked = new Map<ProductId, DemoProduct>();
  for (let step = 0; picked.size < Math.min(size, products.length); step++) {
    const candidate =
      products[(job * 13 + step * stride + Math.floor(step / products.length)) % products.length];
    if (candidate === undefined || hardware.has(candidate.product.id)) continue;
    if (candidate.department !== "Consumables") picked.set(candidate.product.id, candidate);
  }
  return [...picked.values()];
};

const owned = ({ assets, stock }: DemoProduct): number =>
  assets.length > 0 ? assets.length : (stock?.quantity ?? 0);

export const itemOf = ({ product: { id, values } }: Pick<DemoProduct, "product">): LineItem => {
  const { name, maker, weightG, powerW, isKit } = values;
  return { product: id, name, maker, weightG, powerW, isKit };
};

const accessoriesOf = (
  entry: DemoProduct,
  byId: ReadonlyMap<ProductId, DemoProduct>,
): readonly NewAccessory[] =>
  entry.accessories.flatMap(({ values }) => {
    const item = byId.get(values.item);
    const { quantity, per = 1, inclusion = "usual", isSafety = false } = values;
    if (item === undefined || inclusion === "optional") return [];
    return [{ item: itemOf(item), rule: { quantity, per, inclusion, isSafety } }];
  });
