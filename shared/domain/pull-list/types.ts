/** The pull list: the equipment an event needs. Lines ask for products; scanning allocates assets to lines. */
import type { Id } from "#shared/kernel/ids";
import { defineRecord, flag, idOf, integer, oneOf, optional, text } from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import { inclusions } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";

export type LineId = Id<"line">;
export type LineGroupId = Id<"line-group">;

export const lineGroup = defineRecord<LineGroupId>()("line-group", {
  name: text(120),
  order: text(60),
});
export type LineGroup = RecordOf<typeof lineGroup>;

/**
 * A line carries what its readers need without the product document: name, maker, weight and power are copied
 * when it is added and refreshed by whoever may read the product. Without a product it is free text.
 */
export const line = defineRecord<LineId>()("line", {
  product: optional(idOf<ProductId>()),
  group: optional(idOf<LineGroupId>()),
  order: text(60),
  quantity: integer(0, 1_000_000),
  name: text(200),
  maker: optional(text(120)),
  weightG: optional(integer(0)),
  powerW: optional(integer(0)),
  note: optional(text(1000)),
  clientNote: optional(text(1000)),
  /** The line this one goes along with: its product names this one as an accessory. */
  accessoryOf: optional(idOf<LineId>()),
  /** Pieces for every `accessoryPer` pieces of that line, as its product said when the line was added. */
  accessoryQuantity: optional(integer(1, 10_000)),
  accessoryPer: optional(integer(1, 10_000)),
  inclusion: optional(oneOf(inclusions)),
  isSafety: optional(flag()),
  /** A kit: has no pieces of its own, it asks for what its parts ask for. */
  isKit: optional(flag()),
  /** A part of the kit this line goes along with. */
  isPart: optional(flag()),
  /** What goes along by rule and this one stands in for, as long as it is on the list. */
  insteadOf: optional(idOf<ProductId>()),
  source: optional(text(60)),
  sourceId: optional(text(300)),
  /** What the source asked for when it was last read: tells its changes from those made by people since. */
  sourceQuantity: optional(integer(0, 1_000_000)),
});
export type Line = RecordOf<typeof line>;
