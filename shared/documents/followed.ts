/**
 * Which fields name a product that may have been merged into another, and of which records there is one for each:
 * there the surviving product's own counts, and what came along with the other stands back.
 */
import { brand } from "#shared/kernel/brand";
import type { Id } from "#shared/kernel/ids";
import type { AnyRecordType } from "#shared/kernel/record";
import { caseSlot } from "#shared/domain/cases";
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
import { movement } from "#shared/domain/scanning";
import { count, stocktakeAnswer, stocktakeLine } from "#shared/domain/stocktake";

export interface Followed {
  readonly type: AnyRecordType;
  readonly fields: readonly string[];
  /** Fields that tell records of the type apart; absent where any number may stand side by side. */
  readonly oneFor: readonly string[] | undefined;
}

const follow = <R extends AnyRecordType>(
  type: R,
  fields: readonly (keyof R["fields"] & string)[],
  oneFor?: readonly (keyof R["fields"] & string)[],
): Followed => ({ type, fields, oneFor });

export const followed: ReadonlyMap<string, Followed> = new Map(
  [
    follow(asset, ["product"]),
    follow(code, ["product"]),
    follow(accessory, ["product", "item"], ["product", "item"]),
    follow(alternative, ["product", "item"], ["product", "item"]),
    // A kit is made of the parts of one of the two, never of both.
    follow(kitPart, ["product", "item"], ["product"]),
    follow(temporaryStock, ["product"]),
    follow(customValue, ["product"], ["product", "asset", "field"]),
    follow(productValue, ["product"], ["product"]),
    follow(assetCost, ["product"]),
    follow(caseSlot, ["product"]),
    follow(file, ["owner"]),
    follow(inspection, ["product"], ["product", "name"]),
    follow(fault, ["product"]),
    follow(repairCost, ["product"]),
    follow(assetTest, ["product"]),
    follow(liftingReport, ["product"]),
    follow(usage, ["product"]),
    follow(line, ["product", "insteadOf"]),
    follow(movement, ["product"]),
    follow(count, ["product"]),
    follow(stocktakeAnswer, ["product"]),
    follow(stocktakeLine, ["product"]),
  ].map((one) => [one.type.name, one]),
);

/**
 * The record with every product it names as it is called now: `survivor` says which record goes on. The same
 * object where nothing it names was merged.
 */
export const followRecord = <T extends object>(
  type: AnyRecordType,
  record: T,
  survivor: (id: Id<string>) => Id<string>,
): T => {
  let next: Record<string, unknown> | undefined;
  for (const field of followed.get(type.name)?.fields ?? []) {
    const named: unknown = Reflect.get(record, field);
    if (typeof named !== "string") continue;
    const now = survivor(brand(named));
    if (now === named) continue;
    next = { ...(next ?? record), [field]: now };
  }
  return next === undefined ? record : brand<T>(next);
};
