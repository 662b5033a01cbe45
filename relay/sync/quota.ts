/** Operations per device and minute: a burst for imports, then a steady rate. */
import type { Clock } from "#shared/kernel/clock";
import type { OperationShare } from "#shared/protocol/limits";

export interface OperationQuota {
  /** Takes the operations, or answers after how many milliseconds there will be room for them. */
  readonly take: (device: string, share: OperationShare, ops: number) => number;
}

interface Bucket {
  left: number;
  at: number;
}

const minuteMs = 60_000;
/** Buckets are forgotten when nobody has used them for so long that they are full again. */
const rememberedDevices = 10_000;

export const createOperationQuota = (clock: Clock): OperationQuota => {
  const buckets = new Map<string, Bucket>();
  return {
    take: (device, { burstOps, opsPerMinute }, ops) => {
      const now = clock.now();
      if (buckets.size > rememberedDevices) buckets.clear();
      const bucket = buckets.get(device) ?? { left: burstOps, at: now };
      bucket.left = Math.min(burstOps, bucket.left + ((now - bucket.at) / minuteMs) * opsPerMinute);
      bucket.at = now;
      buckets.set(device, bucket);
      if (bucket.left >= ops) {
        bucket.left -= ops;
        return 0;
      }
      return Math.ceil(((ops - bucket.left) / opsPerMinute) * minuteMs);
    },
  };
};
