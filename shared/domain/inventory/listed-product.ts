/** Another product that is named in a product's document: never the product itself, and each once. */
import type { CommandContext } from "#shared/kernel/command";
import type { Id } from "#shared/kernel/ids";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import type { InventoryProblem } from "./errors";
import { lastOrder } from "./last-order";
import type { ProductId } from "./types";

interface Listed {
  readonly id: Id<string>;
  readonly item: ProductId;
  readonly order: string;
}

/** The order key behind `others`. */
export const placeAtEnd = (
  others: readonly Listed[],
  { product, item }: { readonly product: ProductId; readonly item: ProductId },
  context: CommandContext,
): Result<string, InventoryProblem> => {
  if (item === product) return err({ type: "ProductItself" });
  if (others.some((other) => other.item === item)) return err({ type: "ProductListed" });
  return ok(lastOrder(others, context));
};
