/** Operations per device and minute: a burst for imports, then a steady rate. */
import type { Clock } from "#shared/kernel/clock";
import type { OperationShare } from "#shared/protocol/limits";

export interface OperationQuota {
  /** Takes the operations, or answers after how many milliseconds there will be room for them. */
  readonly take: (device: string, share: OperationShare, ops: number) => number;
  /** The same answer with nothing taken. */
  readonly peek: (device: string, share: OperationShare, ops: number) => number;
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
  const bucketOf = (device: string, { burstOps, opsPerMinute }: OperationShare): Bucket => {
    const now = clock.now();
    const known = buckets.get(device) ?? { left: burstOps, at: now };
    const grown = ((now - known.at) / minuteMs) * opsPerMinute;
    return { left: Math.min(burstOps, known.left + grown), at: now };
  };
  const waitFor = ({ left }: Bucket, { opsPerMinute }: OperationShare, ops: number): number =>
    left >= ops ? 0 : Math.ceil(((ops - left) / opsPerMinute) * minuteMs);
  return {
    peek: (device, share, ops) => waitFor(bucketOf(device, share), share, ops),
    take: (device, share, ops) => {
      if (buckets.size > rememberedDevices) buckets.clear();
      const bucket = bucketOf(device, share);
      buckets.set(device, bucket);
      const wait = waitFor(bucket, share, ops);
      if (wait === 0) bucket.left -= ops;
      return wait;
    },
  };
};
