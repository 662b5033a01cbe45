/** Where a new record stands that is put behind all others. */
import type { CommandContext } from "#shared/kernel/command";
import type { Id } from "#shared/kernel/ids";
import { compareByOrder, orderKeyBetween, randomFromIds } from "#shared/kernel/order-key";

interface Ordered {
  readonly id: Id<string>;
  readonly order: string;
}

export const lastOrder = (others: readonly Ordered[], context: CommandContext): string => {
  const last = others.toSorted(compareByOrder).at(-1)?.order;
  const random = randomFromIds(() => context.newId());
  return orderKeyBetween(last, undefined, random) ?? "";
};
