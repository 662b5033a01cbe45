import { fault } from "#shared/domain/maintenance";
import type { FaultId } from "#shared/domain/maintenance";
import { thingOf } from "#shared/kernel/ids";
import type { ShownOwner } from "#client/features/files";

/** Photos of a fault are facts as it is itself: whoever may report may add some. */
export const faultOwner = (id: FaultId): ShownOwner => ({
  ...{ thing: thingOf(id), type: fault, id, on: "movements", isFact: true },
});
