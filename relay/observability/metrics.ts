/** What /metrics shows: counts, sizes and durations, never ids of people or content. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  readonly sockets: Gauge;
  readonly sessions: Gauge;
  readonly laggingSessions: Gauge;
  readonly closed: Counter<"name">;
  readonly changes: Counter;
  readonly pushes: Counter;
  readonly refused: Counter<"code">;
  readonly frames: Counter<"direction">;
  readonly bytes: Counter<"direction">;
  readonly commitMs: Histogram;
  readonly batchPushes: Histogram;
  readonly storeProblems: Counter<"type">;
  readonly defects: Counter;
}

/** One registry per relay, so that several can live in one process. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    sockets: new Gauge({
      name: "eventkit_sockets",
      help: "Open sockets, with or without a session",
      registers,
    }),
    sessions: new Gauge({ name: "eventkit_sessions", help: "Sockets with a session", registers }),
    laggingSessions: new Gauge({
      name: "eventkit_sessions_catching_up",
      help: "Sessions reading from the log",
      registers,
    }),
    closed: new Counter({
      name: "eventkit_sockets_closed_total",
      help: "Closed by the relay",
      labelNames: ["name"],
      registers,
    }),
    changes: new Counter({ name: "eventkit_changes_total", help: "Changes made durable", registers }),
    pushes: new Counter({ name: "eventkit_pushes_total", help: "Push parts made durable", registers }),
    refused: new Counter({
      name: "eventkit_refused_total",
      help: "Refused pushes and entries",
      labelNames: ["code"],
      registers,
    }),
    frames: new Counter({
      name: "eventkit_frames_total",
      help: "WebSocket messages",
      labelNames: ["direction"],
      registers,
    }),
    bytes: new Counter({
      name: "eventkit_frame_bytes_total",
      help: "Bytes in messages",
      labelNames: ["direction"],
      registers,
    }),
    commitMs: new Histogram({
      name: "eventkit_commit_milliseconds",
      help: "From the start of a batch to its end on disk",
      buckets: [0.5, 1, 2, 5, 10, 25, 50, 100, 250, 1_000],
      registers,
    }),
    batchPushes: new Histogram({
      name: "eventkit_batch_pushes",
      help: "Push parts per batch",
      buckets: [1, 2, 5, 10, 25, 50, 100, 250, 1_000],
      registers,
    }),
    storeProblems: new Counter({
      name: "eventkit_store_problems_total",
      help: "Failed batches",
      labelNames: ["type"],
      registers,
    }),
    defects: new Counter({
      name: "eventkit_defects_total",
      help: "Unexpected failures, contained",
      registers,
    }),
  };
};
