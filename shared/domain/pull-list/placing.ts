/** Where new and moved records stand among their siblings. */
import type { CommandContext } from "#shared/kernel/command";
import type { Id } from "#shared/kernel/ids";
import { compareByOrder, orderKeys, orderKeysBetween, randomFromIds } from "#shared/kernel/order-key";

interface Ordered {
  readonly id: Id<string>;
  readonly order: string;
}

/** Behind which sibling; null puts first, undefined puts last. */
export type Behind<T> = T | null | undefined;

export interface Placing<T extends Ordered> {
  /** One key per placed record. */
  readonly keys: readonly string[];
  /** Siblings that get a new key because there was no room left between two of them. Nearly always empty. */
  readonly respread: readonly { readonly sibling: T; readonly order: string }[];
}

/** Keys for `count` records among `siblings`, which must not contain the placed records themselves. */
export const placeAmong = <T extends Ordered>(
  siblings: readonly T[],
  behind: Behind<T["id"]>,
  count: number,
  context: CommandContext,
): Placing<T> => {
  const random = randomFromIds(() => context.newId());
  const sorted = siblings.toSorted(compareByOrder);
  const found = sorted.findIndex((sibling) => sibling.id === behind);
  const at = behind === null ? 0 : found < 0 ? sorted.length : found + 1;
  const between = orderKeysBetween(count, sorted[at - 1]?.order, sorted[at]?.order, random);
  if (between !== undefined) return { keys: between, respread: [] };
  const fresh = orderKeys(sorted.length + count, random);
  const rest = [...fresh.slice(0, at), ...fresh.slice(at + count)];
  return {
    keys: fresh.slice(at, at + count),
    respread: sorted.map((sibling, index) => ({ sibling, order: rest[index] ?? sibling.order })),
  };
};
