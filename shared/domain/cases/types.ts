/**
 * What belongs in a case and what may not go into it. Both stand in the product document of the case. What lies in
 * a case now is never written here: it follows from movements.
 */
import type { Id } from "#shared/kernel/ids";
import { defineRecord, flag, idOf, integer, optional, text, withDefault } from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";

export type CaseSlotId = Id<"case-slot">;
export type CaseBanId = Id<"case-ban">;

/** One line of a case's packing list. */
export const caseSlot = defineRecord<CaseSlotId>()("case-slot", {
  case: idOf<AssetId>(),
  product: idOf<ProductId>(),
  /** This very piece; without it any piece of the product will do. */
  asset: optional(idOf<AssetId>()),
  /** Pieces; 1 where the piece is named. */
  quantity: integer(1, 100_000),
  /** It lives in the case between jobs; otherwise it is packed for a job and goes back to its shelf. */
  isPermanent: withDefault(flag(), false),
  order: text(60),
});
export type CaseSlot = RecordOf<typeof caseSlot>;

/** What may not go into a case: a category with everything below it, or codes that begin so. */
export const caseBan = defineRecord<CaseBanId>()("case-ban", {
  case: idOf<AssetId>(),
  category: optional(idOf<CategoryId>()),
  prefix: optional(text(40)),
});
export type CaseBan = RecordOf<typeof caseBan>;
