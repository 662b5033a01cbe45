/**
 * What devices may bring back of what this relay forgot. Judging it costs more than sending it, so each device has a
 * share of its own. Whatever really was missing costs nothing of it: an honest restore waits at most, and goes on.
 */
import type { Clock } from "#shared/kernel/clock";
import { restoreQuota } from "#shared/protocol/limits";

export interface RestoreQuota {
  /** Milliseconds until the device may begin with another document; 0: now. */
  readonly waitMs: (device: string) => number;
  /** A document that was begun is taken whole, so a share may be overdrawn. */
  readonly take: (device: string, cost: number) => void;
  readonly giveBack: (device: string, cost: number) => void;
}

interface Share {
  left: number;
  at: number;
}

const minuteMs = 60_000;
/** Beyond so many, those whose share is whole again are forgotten. */
const rememberedDevices = 10_000;

export const createRestoreQuota = (clock: Clock): RestoreQuota => {
  const shares = new Map<string, Share>();
  const { burst, perMinute } = restoreQuota;
  const shareOf = (device: string): Share => {
    const now = clock.now();
    const known = shares.get(device) ?? { left: burst, at: now };
    const grown = (Math.max(0, now - known.at) / minuteMs) * perMinute;
    const share = { left: Math.min(burst, known.left + grown), at: now };
    shares.set(device, share);
    return share;
  };
  const forgetWhole = (): void => {
    if (shares.size <= rememberedDevices) return;
    for (const device of [...shares.keys()]) if (shareOf(device).left >= burst) shares.delete(device);
  };
  return {
    waitMs: (device) => {
      const { left } = shareOf(device);
      return left > 0 ? 0 : Math.max(1, Math.ceil((-left / perMinute) * minuteMs) + 1);
    },
    take: (device, cost) => {
      forgetWhole();
      shareOf(device).left -= cost;
    },
    giveBack: (device, cost) => {
      const share = shareOf(device);
      share.left = Math.min(burst, share.left + cost);
    },
  };
};
