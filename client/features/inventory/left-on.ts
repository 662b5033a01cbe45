import type { AssetId } from "#shared/domain/inventory";
import type { Positions } from "#shared/domain/scanning";
import type { Day } from "#shared/kernel/record";
import { dayAt } from "./money-fields";

/** The day a piece left the stock for good, as this device's clock names it; undefined while it is owned. */
export const leftOn = (positions: Positions, id: AssetId): Day | undefined => {
  const { place, last } = positions.of(id);
  return place.type === "gone" && last !== undefined ? dayAt(positions.timeOf(last).at) : undefined;
};
