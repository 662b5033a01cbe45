/**
 * Which fields name a product or a piece that may have been merged into another, and of which records there is one for
 * each: there the surviving one's own counts, and what came along with the other stands back.
 */
import { brand } from "#shared/kernel/brand";
import type { Id } from "#shared/kernel/ids";
import type { AnyRecordType } from "#shared/kernel/record";
import { caseBan, caseSlot } from "#shared/domain/cases";
import { file } from "#shared/domain/files";
import {
  accessory,
  alternative,
  asset,
  assetCost,
  code,
  customValue,
  kitPart,
  productValue,
  temporaryStock,
} from "#shared/domain/inventory";
import { assetTest, fault, inspection, liftingReport, repairCost, usage } from "#shared/domain/maintenance";
import { line } from "#shared/domain/pull-list";
import { movement, settled } from "#shared/domain/scanning";
import { count, stocktakeAnswer, stocktakeLine } from "#shared/domain/stocktake";

export interface Followed {
  readonly type: AnyRecordType;
  readonly fields: readonly string[];
  /** Fields that tell records of the type apart; absent where any number may stand side by side. */
  readonly oneFor: readonly string[] | undefined;
  /**
   * What it says of a piece counts for that record of the piece: where the piece is called otherwise now,
   * `recordedFor` names the one it was written for.
   */
  readonly isOfRecord: boolean;
}

const follow = <R extends AnyRecordType>(
  type: R,
  fields: readonly (keyof R["fields"] & string)[],
  oneFor?: readonly (keyof R["fields"] & string)[],
): Followed => ({ type, fields, oneFor, isOfRecord: false });

const ofRecord = (followed: Followed): Followed => ({ ...followed, isOfRecord: true });

export const followed: ReadonlyMap<string, Followed> = new Map(
  [
    follow(asset, ["product"]),
    ofRecord(follow(code, ["product", "asset"])),
    follow(accessory, ["product", "item"], ["product", "item"]),
    follow(alternative, ["product", "item"], ["product", "item"]),
    // A kit is made of the parts of one of the two, never of both.
    follow(kitPart, ["product", "item"], ["product"]),
    follow(temporaryStock, ["product"]),
    follow(customValue, ["product", "asset"], ["product", "asset", "field"]),
    follow(productValue, ["product"], ["product"]),
    follow(assetCost, ["product", "asset"], ["asset"]),
    // A case has the packing list of one of the two.
    follow(caseSlot, ["product", "asset", "case"], ["case"]),
    follow(caseBan, ["case"]),
    follow(file, ["owner"]),
    follow(inspection, ["product"], ["product", "name"]),
    follow(fault, ["product", "asset"]),
    follow(repairCost, ["product", "asset"]),
    follow(assetTest, ["product", "asset"]),
    follow(liftingReport, ["product", "asset"]),
    follow(usage, ["product", "asset"]),
    follow(line, ["product", "insteadOf"]),
    ofRecord(follow(movement, ["product", "asset", "inCase"])),
    ofRecord(follow(settled, ["asset"])),
    follow(count, ["product", "asset"]),
    follow(stocktakeAnswer, ["product"]),
    follow(stocktakeLine, ["product", "asset"]),
  ].map((one) => [one.type.name, one]),
);

/**
 * The record with every product and piece it names as it is called now: `survivor` says which record goes on. The same
 * object where nothing it names was merged.
 */
export const followRecord = <T extends object>(
  type: AnyRecordType,
  record: T,
  survivor: (id: Id<string>) => Id<string>,
): T => {
  let next: Record<string, unknown> | undefined;
  const { fields = [], isOfRecord = false } = followed.get(type.name) ?? {};
  for (const field of fields) {
    const named: unknown = Reflect.get(record, field);
    if (typeof named !== "string") continue;
    const now = survivor(brand(named));
    if (now === named) continue;
    next = { ...(next ?? record), [field]: now };
    if (isOfRecord && field === "asset") next["recordedFor"] = named;
  }
  return next === undefined ? record : brand<T>(next);
};
