/** What the loads measure, of our relay and of every peer alike. */
export interface FanOutResult {
  /** Milliseconds from handing a change to the socket to its frame at a reader. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's processor time. */
  readonly cpuPerDelivery: number;
  /** Bytes of messages, without those of WebSocket and TCP. */
  readonly bytesDown: number;
}

export interface ThroughputResult {
  readonly changesPerSecond: number;
  /** Per second of processor time that the server used, all its threads together. */
  readonly changesPerCore: number;
  /** Resident memory that documents, their change and their sockets brought, by document. */
  readonly bytesPerDocument: number;
}

export const summariseFanOut = (
  latencies: readonly number[],
  bytes: number,
  cpuSeconds: number,
): FanOutResult => {
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const deliveries = Math.max(1, latencies.length);
  return {
    p50: at(0.5),
    p99: at(0.99),
    cpuPerDelivery: (cpuSeconds / deliveries) * 1e6,
    bytesDown: bytes / deliveries,
  };
};

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls at a steady rate, also when the timers of a busy machine come late. */
export const atRate = async (perSecond: number, forMs: number, task: () => void): Promise<void> => {
  const startedAt = performance.now();
  for (let done = 0; performance.now() - startedAt < forMs;) {
    for (; done < ((performance.now() - startedAt) / 1_000) * perSecond; done++) task();
    await wait(1);
  }
};
