/**
 * Maintenance. What is wrong with a piece, what was done about it, what was tested and counted on it are facts in the
 * log of the device that saw them: whoever scans may report, two devices never write the same record, and every
 * device that scans knows what is blocked. What is due is asked for by the product.
 */
import { factFields } from "#shared/kernel/fact";
import type { Id, MemberId } from "#shared/kernel/ids";
import {
  day,
  defineRecord,
  flag,
  idOf,
  instant,
  integer,
  money,
  oneOf,
  optional,
  text,
  withDefault,
} from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";
import type { EventId } from "#shared/domain/events";
import type { FileId } from "#shared/domain/files";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { TimedFact } from "#shared/domain/scanning";

export type FaultId = Id<"fault">;
export type FaultEntryId = Id<"fault-entry">;
export type RepairCostId = Id<"repair-cost">;

/** Usable with the fault, told at every scan; or out of use, refused at a scan out. */
export const faultEffects = ["flag", "block"] as const;
export type FaultEffect = (typeof faultEffects)[number];

export const faultPriorities = ["low", "normal", "high", "urgent"] as const;
export type FaultPriority = (typeof faultPriorities)[number];

/** How badly something came back: looks only, works with limits, does not work. */
export const damageSeverities = ["cosmetic", "limited", "unusable"] as const;
export type DamageSeverity = (typeof damageSeverities)[number];

/** Something is wrong with one asset. Never edited: what becomes of it are entries. */
export const fault = defineRecord<FaultId>()("fault", {
  asset: idOf<AssetId>(),
  product: idOf<ProductId>(),
  ...factFields,
  title: text(200),
  note: optional(text(4000)),
  effect: oneOf(faultEffects),
  priority: withDefault(oneOf(faultPriorities), "normal"),
  /** Damage: how bad. */
  severity: optional(oneOf(damageSeverities)),
  /** The job it came back from. */
  event: optional(idOf<EventId>()),
});
export type Fault = RecordOf<typeof fault>;
export type LoggedFault = Fault & TimedFact;

export const faultStates = ["open", "resolved", "withdrawn"] as const;
export type FaultState = (typeof faultStates)[number];

/** One thing said or done about a fault. Each field it carries holds until a later entry carries it too. */
export const faultEntry = defineRecord<FaultEntryId>()("fault-entry", {
  fault: idOf<FaultId>(),
  ...factFields,
  text: optional(text(4000)),
  effect: optional(oneOf(faultEffects)),
  priority: optional(oneOf(faultPriorities)),
  assignee: optional(idOf<MemberId>()),
  /** Nobody in particular looks after it any more. */
  isUnassigned: optional(flag()),
  /** The last day it is expected to be out of use. */
  until: optional(day()),
  /** Nobody knows any more until when. */
  isUntilUnknown: optional(flag()),
  state: optional(oneOf(faultStates)),
  /**
   * On a resolution: how many entries with an effect, or that opened it again, its writer knew. With another one the
   * resolution does not hold.
   */
  knew: optional(integer(0, 100_000)),
  /** A part that was used. */
  part: optional(text(200)),
  quantity: optional(integer(1, 100_000)),
  /** The photo this is about: what it shows, or that it is not to be shown any more. */
  photo: optional(idOf<FileId>()),
  /** Empty: nothing is said of it any more. */
  caption: optional(text(1000)),
  isPhotoRemoved: optional(flag()),
  /** The entry this one takes back; it says nothing itself. */
  undoes: optional(idOf<FaultEntryId>()),
});
export type FaultEntry = RecordOf<typeof faultEntry>;
export type LoggedFaultEntry = FaultEntry & TimedFact;

/** What an amount on a fault was for: a part, hours of work, another workshop; or what the client is charged. */
export const costKinds = ["part", "labour", "workshop", "client"] as const;
export type CostKind = (typeof costKinds)[number];

/** Money of a repair; stands with the money of its product. */
export const repairCost = defineRecord<RepairCostId>()("repair-cost", {
  product: idOf<ProductId>(),
  asset: idOf<AssetId>(),
  fault: idOf<FaultId>(),
  kind: oneOf(costKinds),
  what: text(200),
  amount: money(),
  at: instant(),
  by: idOf<MemberId>(),
});
export type RepairCost = RecordOf<typeof repairCost>;
