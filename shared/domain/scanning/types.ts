/**
 * Movements: facts about equipment, append-only, in the log of the one device that saw them.
 * Position, containment and stock are conclusions folded from these facts and never stored beside them.
 */
import { factFields } from "#shared/kernel/fact";
import type { Id, MemberId } from "#shared/kernel/ids";
import { defineRecord, flag, idOf, instant, integer, oneOf, optional, text } from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import type { AssetId, LocationId, ProductId, TemporaryStockId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { LineId } from "#shared/domain/pull-list";

export type MovementId = Id<"movement">;
export type SettledId = Id<"settled">;
export type ClockFactId = Id<"clock">;

export const movementKinds = [
  "out",
  "in",
  "packed",
  "unpacked",
  "counted",
  "transferred",
  "received",
  "returned",
  "lost",
  "found",
  "repaired",
  "retired",
] as const;
export type MovementKind = (typeof movementKinds)[number];

/** How the fact came about: the camera, a wedge scanner, typed or tapped by hand, an import. */
export const movementOrigins = ["camera", "wedge", "hand", "import"] as const;
export type MovementOrigin = (typeof movementOrigins)[number];

/** Why a piece leaves the stock for good; converted: it is counted as part of a quantity now, or the other way round. */
export const retirements = ["sold", "written-off", "decommissioned", "converted"] as const;
export type Retirement = (typeof retirements)[number];

/** Why a quantity or a place was put right, where nothing was carried. */
export const movementReasons = [
  "not-found",
  "found-again",
  "elsewhere",
  "miscounted",
  "not-booked",
  "used-up",
  "broken",
  "stolen",
  ...retirements,
] as const;
export type MovementReason = (typeof movementReasons)[number];

/** Either one asset, or a quantity of a product's bulk stock. */
export const movement = defineRecord<MovementId>()("movement", {
  kind: oneOf(movementKinds),
  ...factFields,
  asset: optional(idOf<AssetId>()),
  product: idOf<ProductId>(),
  /** Pieces; 1 for an asset. For bulk, `counted` is the correction to what was known, so it may be negative. */
  quantity: integer(-1_000_000, 1_000_000),
  event: optional(idOf<EventId>()),
  line: optional(idOf<LineId>()),
  /** Where it is put; for bulk going out, where it is taken from. */
  location: optional(idOf<LocationId>()),
  /** Where a `transferred` quantity came from. */
  from: optional(idOf<LocationId>()),
  /** The case it lies in from now on; on `out` and `in`, absent means it lies in none. */
  inCase: optional(idOf<AssetId>()),
  /** The last movement of that asset this device knew. Two movements with the same `after` are a conflict. */
  after: optional(idOf<MovementId>()),
  /** The movement this one takes back (undo of a scan); the fact itself stays. */
  undoes: optional(idOf<MovementId>()),
  origin: oneOf(movementOrigins),
  /** What was read, when it was not the asset's own code. */
  scanned: optional(text(300)),
  /** True when the scan added something the pull list did not ask for. */
  isUnplanned: optional(flag()),
  reason: optional(oneOf(movementReasons)),
  /** What the person who reported it adds: the buyer, the number of the insurance case. */
  note: optional(text(1000)),
  /** The transfer between own places it belongs to. */
  transfer: optional(idOf<Id<"transfer">>()),
  /** The stocktake whose review wrote it. */
  stocktake: optional(idOf<Id<"stocktake">>()),
  /** The expected pieces that arrived with it; what takes it back names them too. */
  expected: optional(idOf<TemporaryStockId>()),
});
export type Movement = RecordOf<typeof movement>;

/** Somebody decided between two movements that contradict each other; what followed `drops` now follows `keeps`. */
export const settled = defineRecord<SettledId>()("settled", {
  at: instant(),
  by: idOf<MemberId>(),
  asset: idOf<AssetId>(),
  /** The movement that holds, and the one that does not. */
  keeps: idOf<MovementId>(),
  drops: idOf<MovementId>(),
  /** The earlier decision this one takes the place of. Decisions nobody replaced that disagree decide nothing. */
  replaces: optional(idOf<SettledId>()),
  /** True when the question is open again: this fact takes `replaces` back and decides nothing. */
  isReopened: optional(flag()),
  note: optional(text(1000)),
});
export type Settled = RecordOf<typeof settled>;

/** Device time and relay time read together at a welcome: corrects the times of facts made offline before it. */
export const clockFact = defineRecord<ClockFactId>()("clock", {
  deviceTime: instant(),
  relayTime: instant(),
});
export type ClockFact = RecordOf<typeof clockFact>;
