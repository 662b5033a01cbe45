/** Membership entries one device may bring in a day: who floods the log would stop the company, not only himself. */
import type { Clock } from "#shared/kernel/clock";
import { membershipLimits } from "../limits";

const dayMs = 24 * 3_600_000;

export interface EntryQuota {
  /** Counts an entry by the receiver's own clock; false when the device has had its share of this day. */
  readonly take: (device: string) => boolean;
}

export const createEntryQuota = (clock: Clock): EntryQuota => {
  let day = -1;
  const taken = new Map<string, number>();
  return {
    take: (device) => {
      const today = Math.floor(clock.now() / dayMs);
      if (today !== day) taken.clear();
      day = today;
      const count = taken.get(device) ?? 0;
      if (count >= membershipLimits.perDeviceAndDay) return false;
      taken.set(device, count + 1);
      return true;
    },
  };
};
