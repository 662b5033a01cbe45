import { defineIndex } from "#client/data";
import { maintenanceIndex, positionsIndex } from "#client/features/scanning";
import { availabilitySources, buildLiveAvailability } from "./live-availability";
import type { LiveAvailability } from "./live-availability";

/** What is free, short and out, for the whole company. `createIndex(availabilityIndex)` gives it to a component. */
export const availabilityIndex = defineIndex<LiveAvailability>({
  types: availabilitySources,
  build: (rows, use) => buildLiveAvailability(rows, use(positionsIndex), use(maintenanceIndex)),
  apply: (live, changes) => live.apply(changes),
});
