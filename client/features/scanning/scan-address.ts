/** What a scan session is about stands in the address: /scan?mode=out&event=…&case=…&place=… can be sent and bookmarked. */
import type { Accessor } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { parseId } from "#shared/kernel/ids";
import type { AssetId, LocationId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import { scanModes } from "#shared/domain/scanning";
import type { ScanMode } from "#shared/domain/scanning";

export interface ScanAddress {
  readonly mode: Accessor<ScanMode>;
  readonly event: Accessor<EventId | undefined>;
  readonly openCase: Accessor<AssetId | undefined>;
  readonly place: Accessor<LocationId | undefined>;
  /** Null takes a part out of the address; what is not named stays. */
  change(parts: {
    readonly mode?: ScanMode;
    readonly event?: EventId | null;
    readonly openCase?: AssetId | null;
    readonly place?: LocationId | null;
  }): void;
}

export const createScanAddress = (): ScanAddress => {
  const [params, setParams] = useSearchParams();
  return {
    mode: () => scanModes.find((mode) => mode === params["mode"]) ?? "out",
    event: () => parseId<EventId>(params["event"]),
    openCase: () => parseId<AssetId>(params["case"]),
    place: () => parseId<LocationId>(params["place"]),
    change: ({ openCase, ...parts }) =>
      setParams({ ...parts, ...(openCase === undefined ? {} : { case: openCase }) }, { replace: true }),
  };
};
