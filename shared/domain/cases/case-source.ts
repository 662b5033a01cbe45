/** What the answers about cases are computed from; all of it local and at once. */
import type { Asset, AssetId, Product, ProductId } from "#shared/domain/inventory";
import type { Positions } from "#shared/domain/scanning";
import type { Category, CategoryId } from "#shared/domain/settings";
import type { CaseBan, CaseSlot } from "./types";

export interface CaseSource {
  readonly positions: Positions;
  asset(id: AssetId): Pick<Asset, "product" | "code" | "isCase" | "weightG" | "removedAt"> | undefined;
  product(id: ProductId): Pick<Product, "category" | "weightG" | "tracking"> | undefined;
  category(id: CategoryId): Pick<Category, "parent"> | undefined;
  /** Living lines of the case's packing list, in order. */
  slots(container: AssetId): readonly CaseSlot[];
  bans(container: AssetId): readonly CaseBan[];
}
