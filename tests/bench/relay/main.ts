/**
 * The relay as a process beside its peers in the same run, each in a process of its own, the load in another. Numbers
 * per core are per second of processor time that the server used, all its threads together.
 */
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildRelay } from "../../../scripts/build-relay.mjs";
import { openFileLimit } from "#relay/open-files";
import type { Line, Report } from "../report";
import { measureAutomergeFanOut, measureAutomergeThroughput } from "./automerge-peer";
import { measureColdStart } from "./cold-start";
import { measureFanOut } from "./fan-out";
import type { FanOutResult, ThroughputResult } from "./measures";
import { wait } from "./measures";
import { measureIdleConnections, measureWrittenDocument } from "./memory";
import type { UpdatePeer } from "./peer-client";
import { measurePeerFanOut, measurePeerIdle, measurePeerThroughput } from "./peer-load";
import { measureReconnect } from "./reconnect";
import { oneRelay, relaysOverPostgres } from "./relays";
import { storageLines } from "./storage-lines";
import { stopEverything } from "./server-process";
import { measureThroughput } from "./throughput";

const round = (value: number, digits = 0): string =>
  value.toLocaleString("en", { maximumFractionDigits: digits });
const times = (ratio: number): string => `${round(ratio, 1)} ×`;
const kilobytes = (bytes: number): string => `${round(bytes / 1_024, 1)} kB`;

/** What the relay is measured with: built once, as it is and without its signatures. */
interface Programs {
  readonly relay: string;
  readonly unsigned: string;
}

const updatePeers: readonly UpdatePeer[] = ["hocuspocus", "y-websocket", "ws"];

const perCore = (
  name: string,
  own: ThroughputResult,
  peer: readonly [name: string, changesPerCore: number],
  factor: number | null,
): Line => {
  const ratio = own.changesPerCore / peer[1];
  return {
    name: `changes/s per core, ${name}`,
    value: `${round(own.changesPerCore)} (${round(own.changesPerSecond)}/s measured)`,
    peer: `${peer[0]} ${round(peer[1])}`,
    ratio: times(ratio),
    target: factor === null ? "–" : `≥ ${factor} ×`,
    met: factor === null ? null : ratio >= factor,
  };
};

const streams = 256;
const measureMs = 4_000;

const single = { documents: streams, perPush: 1, pushes: 160_000 };
const ten = { documents: streams, perPush: 10, pushes: 36_000 };

const throughput = async ({ relay }: Programs): Promise<readonly Line[]> => {
  const automerge = await measureAutomergeThroughput(100, 12_000, measureMs);
  const peer = ["automerge-repo", automerge.changesPerCore] as const;
  return [
    perCore("signed, durable, 1 per push", await measureThroughput(oneRelay(relay), single), peer, 6),
    perCore("signed, durable, 10 per push", await measureThroughput(oneRelay(relay), ten), peer, 25),
  ];
};

const withoutSignatures = async ({ unsigned }: Programs): Promise<readonly Line[]> => {
  const own = await measureThroughput(oneRelay(unsigned), single);
  const lines: Line[] = [];
  for (const kind of updatePeers) {
    const peer = await measurePeerThroughput(kind, streams, measureMs);
    const factor = kind === "hocuspocus" ? 2 : null;
    lines.push(perCore("without signatures, 1 per push", own, [kind, peer.changesPerCore], factor));
    if (kind === "hocuspocus") {
      const many = await measureThroughput(oneRelay(unsigned), ten);
      lines.push(perCore("without signatures, 10 per push", many, [kind, peer.changesPerCore], factor));
    }
  }
  return lines;
};

const manyDocuments =
  (documents: number) =>
  async ({ relay }: Programs): Promise<readonly Line[]> => {
    const own = await measureThroughput(oneRelay(relay), { documents, perPush: 1, pushes: 40_000 });
    const peer = await measurePeerThroughput("hocuspocus", documents, measureMs);
    const name = `${round(documents)} documents, signed, durable`;
    return [
      perCore(name, own, ["hocuspocus", peer.changesPerCore], null),
      {
        name: `memory that a document's first change brings, ${round(documents)} documents`,
        value: kilobytes(own.bytesPerDocument),
        peer: `hocuspocus, its sockets included, ${kilobytes(peer.bytesPerDocument)}`,
        target: "–",
        met: null,
      },
    ];
  };

const rate = 100;

const fanOut =
  (readers: number) =>
  async ({ relay }: Programs): Promise<readonly Line[]> => {
    const own = await measureFanOut(oneRelay(relay), readers, rate, measureMs);
    const peers = new Map<string, FanOutResult>();
    for (const kind of updatePeers) {
      const peer = await withinTime(measurePeerFanOut(kind, readers, rate, measureMs));
      if (peer !== null) peers.set(kind, peer);
    }
    if (readers === 50) {
      const automerge = await withinTime(measureAutomergeFanOut(readers, rate, measureMs));
      if (automerge !== null) peers.set("automerge-repo", automerge);
    }
    return [latencyLine(readers, own, peers), ...costLines(readers, own, peers)];
  };

/** At 50 readers below y-websocket and Hocuspocus, at 200 half of Hocuspocus, in the same run. */
const latencyLine = (readers: number, own: FanOutResult, peers: ReadonlyMap<string, FanOutResult>): Line => {
  const against = readers === 50 ? ["y-websocket", "hocuspocus"] : readers === 200 ? ["hocuspocus"] : [];
  const factor = readers === 200 ? 2 : 1;
  const named = against.flatMap((name) => peers.get(name) ?? []);
  const isBelow = named.every((peer) => factor * own.p50 <= peer.p50 && factor * own.p99 <= peer.p99);
  const hocuspocus = peers.get("hocuspocus");
  const show = ({ p50, p99 }: FanOutResult): string => `${round(p50, 1)} / ${round(p99, 1)}`;
  return {
    name: `fan-out, ${readers} readers, ${rate}/s: p50 / p99 ms`,
    value: show(own),
    peer: [...peers].map(([name, peer]) => `${name} ${show(peer)}`).join(", "),
    ...(hocuspocus === undefined
      ? {}
      : { ratio: `${times(hocuspocus.p50 / own.p50)} / ${times(hocuspocus.p99 / own.p99)}` }),
    target:
      against.length === 0
        ? "–"
        : factor === 2
          ? "≥ 2 × better than Hocuspocus"
          : "below y-websocket, Hocuspocus",
    met: named.length === 0 ? null : isBelow,
  };
};

const costLines = (
  readers: number,
  own: FanOutResult,
  peers: ReadonlyMap<string, FanOutResult>,
): readonly Line[] => {
  const list = (show: (result: FanOutResult) => string): string =>
    [...peers].map(([name, peer]) => `${name} ${show(peer)}`).join(", ");
  const microseconds = ({ cpuPerDelivery }: FanOutResult): string => round(cpuPerDelivery, 1);
  const bytes = ({ bytesDown }: FanOutResult): string => round(bytesDown);
  const isJudged = readers === 200;
  return [
    {
      name: `processor time per delivery, ${readers} readers, µs`,
      value: microseconds(own),
      peer: list(microseconds),
      target: isJudged ? "≤ 14" : "–",
      met: isJudged ? own.cpuPerDelivery <= 14 : null,
    },
    ...(isJudged
      ? [
          {
            name: "bytes on the wire per delivery",
            value: bytes(own),
            peer: list(bytes),
            target: "–",
            met: null,
          },
        ]
      : []),
  ];
};

const peerMs = 60_000;

/** Null when the peer takes too long; it is ended, so that it does not disturb what follows. */
const withinTime = async <T>(measuring: Promise<T>): Promise<T | null> => {
  let isOver = false;
  // Once its server is ended, what was waiting for it may fail in any way.
  const settled = measuring.catch(() => null).finally(() => (isOver = true));
  const late = wait(peerMs).then(async () => {
    if (!isOver) await stopEverything();
    return null;
  });
  return Promise.race([settled, late]);
};

const seconds = (name: string, value: number, target: number): Line => ({
  name,
  value: `${round(value, 2)} s`,
  peer: null,
  target: `≤ ${target} s`,
  met: value <= target,
});

const idle =
  (sockets: number) =>
  async ({ relay }: Programs): Promise<readonly Line[]> => {
    const name = `${round(sockets)} idle connections`;
    // The relay leaves a quarter of its places to other addresses, and keeps some for files.
    const needed = Math.ceil((sockets + 100) / 0.75) + 512;
    if (openFileLimit() < needed) {
      const value = `not measured: ${round(openFileLimit())} descriptors, ${round(needed)} needed (ulimit -n)`;
      return [{ name, value, peer: null, target: "≤ 10 kB each", met: null }];
    }
    const own = await measureIdleConnections(relay, sockets);
    return [
      {
        name: `memory per connection, ${name}`,
        value: kilobytes(own.bytes),
        peer: null,
        target: "≤ 10 kB",
        met: own.bytes <= 10 * 1_024,
      },
      {
        name: `processor time of ${name}: each coming in, idling, all cut at once`,
        value: `${round(own.connectMicros)} µs, ${round(own.idlePercent, 1)} %, ${round(own.cutSeconds, 1)} s`,
        peer: null,
        target: "–",
        met: null,
      },
    ];
  };

const idlePeer = (kind: UpdatePeer, sockets: number) => async (): Promise<readonly Line[]> => [
  {
    name: `memory per connection, ${round(sockets)} idle connections, ${kind}`,
    value: "–",
    peer: kilobytes(await measurePeerIdle(kind, sockets)),
    target: "–",
    met: null,
  },
];

const writtenDocuments = 5_000;

const memory = async ({ relay }: Programs): Promise<readonly Line[]> => {
  const document = await measureWrittenDocument(relay, writtenDocuments);
  return [
    {
      name: `memory per document being written, ${round(writtenDocuments)} documents`,
      value: kilobytes(document),
      peer: null,
      target: "≤ 8 kB",
      met: document <= 8 * 1_024,
    },
  ];
};

const nodesLoad = { documents: streams, perPush: 1, pushes: 60_000 };
const slowRate = 50;
const nodesRatio = 0.6;
const addedMs = 3;

/** One relay over its own log, one over PostgreSQL, two over the same PostgreSQL with devices at both. */
const nodes = async (relay: string): Promise<readonly Line[]> => {
  const kinds = [oneRelay(relay), relaysOverPostgres(relay, 1), relaysOverPostgres(relay, 2)];
  const loads: ThroughputResult[] = [];
  const paces: FanOutResult[] = [];
  for (const start of kinds) {
    loads.push(await measureThroughput(start, nodesLoad));
    paces.push(await measureFanOut(start, 2, slowRate, measureMs));
  }
  const share = (loads[2]?.changesPerSecond ?? 0) / (loads[0]?.changesPerSecond ?? Number.NaN);
  const added = (paces[2]?.p50 ?? Number.NaN) - (paces[0]?.p50 ?? 0);
  const list = (show: (no: number) => string): string => kinds.map((_, no) => show(no)).join("; ");
  return [
    {
      name: "changes/s: one relay with SQLite; one with PostgreSQL; two with one PostgreSQL",
      value: list((no) => round(loads[no]?.changesPerSecond ?? 0)),
      peer: null,
      ratio: times(share),
      target: `two ≥ ${nodesRatio} × one with SQLite, on the same cores`,
      met: share >= nodesRatio,
    },
    {
      name: "the same per second of the relays' processor time",
      value: list((no) => round(loads[no]?.changesPerCore ?? 0)),
      peer: null,
      target: "–",
      met: null,
    },
    {
      name: `p50 / p99 ms of a change at ${slowRate}/s, written at one relay, read at the other`,
      value: list((no) => `${round(paces[no]?.p50 ?? 0, 1)} / ${round(paces[no]?.p99 ?? 0, 1)}`),
      peer: null,
      target: `two at most ${addedMs} ms more at p50`,
      met: added <= addedMs,
    },
  ];
};

const parts: Readonly<Record<string, (programs: Programs) => Promise<readonly Line[]>>> = {
  throughput,
  "without-signatures": withoutSignatures,
  "fan-out-2": fanOut(2),
  "fan-out-10": fanOut(10),
  "fan-out-50": fanOut(50),
  "fan-out-200": fanOut(200),
  "documents-100": manyDocuments(100),
  "documents-1000": manyDocuments(1_000),
  "documents-5000": manyDocuments(5_000),
  reconnect: async ({ relay }) => [
    seconds("reconnect of 200 sockets, 200 documents, nothing changed", await measureReconnect(relay), 1),
  ],
  "cold-start": async ({ relay }) => [
    seconds("first answer for each of 5,000 documents after a start", await measureColdStart(relay), 1.7),
  ],
  memory,
  "idle-10000": idle(10_000),
  "idle-hocuspocus": idlePeer("hocuspocus", 10_000),
  "idle-y-websocket": idlePeer("y-websocket", 10_000),
  "idle-ws": idlePeer("ws", 10_000),
  nodes: ({ relay }) => nodes(relay),
  storage: storageLines,
};

export const run = async (only: readonly string[]): Promise<Report> => {
  const dist = join(fileURLToPath(new URL("../../..", import.meta.url)), "dist");
  const programs: Programs = {
    relay: join(dist, "bench-relay"),
    unsigned: join(dist, "bench-relay-unsigned"),
  };
  await buildRelay(programs.relay);
  await buildRelay(programs.unsigned, fileURLToPath(new URL("./unsigned-relay.ts", import.meta.url)));
  const load = loadavg()[0] ?? 0;
  const lines: Line[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (only.length === 0 || only.some((start) => name.startsWith(start)))
      lines.push(...(await measure(programs)));
  }
  const [cpu] = cpus();
  return {
    title: "Relay",
    machine: `${cpus().length} × ${cpu?.model ?? "unknown"}, Node ${process.version}, load ${round(load, 1)} at the start`,
    lines,
  };
};
