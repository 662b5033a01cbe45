/** What /metrics shows: counts, sizes and durations, never ids of people or content. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** WebSocket messages and their bytes since the start. */
export interface Traffic {
  framesIn: number;
  framesOut: number;
  bytesIn: number;
  bytesOut: number;
}

export interface Metrics {
  readonly registry: Registry;
  /** A value that is read when somebody asks for the numbers. */
  readonly watch: (name: string, help: string, read: () => number | Promise<number>) => void;
  /** Always 1; its label says what runs. */
  readonly info: Gauge<"version">;
  readonly sockets: Gauge;
  readonly sessions: Gauge;
  readonly closed: Counter<"name">;
  readonly changes: Counter;
  readonly pushes: Counter;
  readonly refused: Counter<"code">;
  /** Raised for every frame, so plain numbers; the registry reads them when somebody asks. */
  readonly traffic: Traffic;
  readonly commitMs: Histogram;
  readonly batchPushes: Histogram;
  readonly storeProblems: Counter<"type">;
  readonly defects: Counter;
  /** Times somebody proved that this relay has put people in order twice: it was put back from a backup. */
  readonly forks: Counter;
  readonly connectionsRefused: Counter;
  /** Companies another relay has taken from this one. */
  readonly ownersLost: Counter<"why">;
  /** Sockets and requests passed on to the relay that has their company. */
  readonly forwards: Counter<"kind">;
}

/** One registry per relay, so that several can live in one process. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers });
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[]): Histogram =>
    new Histogram({ name, help, buckets, registers });
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    watch: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
    info: new Gauge({
      name: "eventkit_info",
      help: "The program that runs",
      labelNames: ["version"],
      registers,
    }),
    sockets: gauge("eventkit_sockets", "Open sockets, with or without a session"),
    sessions: gauge("eventkit_sessions", "Sockets with a session"),
    closed: counter("eventkit_sockets_closed_total", "Sockets closed by the relay", "name"),
    changes: counter("eventkit_changes_total", "Changes made durable"),
    pushes: counter("eventkit_pushes_total", "Push parts made durable"),
    refused: counter("eventkit_refused_total", "Refused pushes", "code"),
    traffic: countTraffic(registry),
    commitMs: histogram(
      "eventkit_commit_milliseconds",
      "From the start of a batch to its end on disk",
      [0.5, 1, 2, 5, 10, 25, 50, 100, 250, 1_000],
    ),
    batchPushes: histogram(
      "eventkit_batch_pushes",
      "Push parts per batch",
      [1, 2, 5, 10, 25, 50, 100, 250, 1_000],
    ),
    storeProblems: counter(
      "eventkit_store_problems_total",
      "Companies given up because the store failed",
      "type",
    ),
    ...countTrouble(counter),
    connectionsRefused: counter(
      "eventkit_connections_refused_total",
      "Connections turned away because all places, or all of one address, were taken",
    ),
    ...countAmongRelays(counter),
  };
};

type MakeCounter = <L extends string>(name: string, help: string, ...labelNames: L[]) => Counter<L>;

const countTrouble = (counter: MakeCounter): Pick<Metrics, "defects" | "forks"> => ({
  defects: counter("eventkit_defects_total", "Unexpected failures, contained"),
  forks: counter(
    "eventkit_membership_forks_total",
    "Times a device proved a second order of a company's people, signed by this relay",
  ),
});

/** Where several relays share one log. */
const countAmongRelays = (counter: MakeCounter): Pick<Metrics, "ownersLost" | "forwards"> => ({
  ownersLost: counter(
    "eventkit_companies_lost_total",
    "Companies another relay has: taken (heard of, or fenced: found out by a refused write), or given to even out",
    "why",
  ),
  forwards: counter(
    "eventkit_forwards_total",
    "Sockets and requests passed on to the relay that has their company",
    "kind",
  ),
});

const countTraffic = (registry: Registry): Traffic => {
  const traffic: Traffic = { framesIn: 0, framesOut: 0, bytesIn: 0, bytesOut: 0 };
  const show = (name: string, help: string, read: () => readonly [received: number, sent: number]): void => {
    new Counter({
      name,
      help,
      labelNames: ["direction"],
      registers: [registry],
      collect() {
        const [received, sent] = read();
        this.reset();
        this.inc({ direction: "in" }, received);
        this.inc({ direction: "out" }, sent);
      },
    });
  };
  show("eventkit_frames_total", "WebSocket messages", () => [traffic.framesIn, traffic.framesOut]);
  show("eventkit_frame_bytes_total", "Bytes in WebSocket messages", () => [
    traffic.bytesIn,
    traffic.bytesOut,
  ]);
  return traffic;
};
