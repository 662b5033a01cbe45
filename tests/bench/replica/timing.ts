/** Times of one thread, in milliseconds. */
import type { Line } from "../report";
import { percentile } from "../report";

/** Processor time: what else runs on the machine does not count. */
export const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
};

export const ms = (value: number): string =>
  `${value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : 0 })} ms`;

/** Median and 95th percentile; the target is for the latter. */
export const timesLine = (name: string, times: readonly number[], target: number | null): Line => ({
  name,
  value: `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 0.95))} (${times.length})`,
  peer: null,
  target: target === null ? "–" : `p95 ≤ ${target} ms`,
  met: target === null ? null : percentile(times, 0.95) <= target,
});
