/**
 * Transfers between own warehouses. The document says between which places and what stands about it; what was sent
 * and what arrived are movements that name it, so that several people may load and unload at once.
 */
import type { Id, MemberId } from "#shared/kernel/ids";
import { defineRecord, idOf, instant, oneOf, optional, text, withDefault } from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import type { LocationId } from "#shared/domain/inventory";

export type TransferId = Id<"transfer">;

/** Loading; on its way or being unloaded; closed, with whatever differs. */
export const transferStates = ["loading", "travelling", "closed"] as const;
export type TransferState = (typeof transferStates)[number];

/** Main record of a transfer document; its id is the document's thing. */
export const transfer = defineRecord<TransferId>()("transfer", {
  name: text(200),
  from: idOf<LocationId>(),
  to: idOf<LocationId>(),
  /** What it travels in: a vehicle. Things sent lie there until they are received. */
  via: idOf<LocationId>(),
  state: withDefault(oneOf(transferStates), "loading"),
  startedAt: instant(),
  by: idOf<MemberId>(),
  note: optional(text(1000)),
});
export type Transfer = RecordOf<typeof transfer>;
