/**
 * The relay as a process beside automerge-repo's server in the same run. Throughput is given per core: changes per
 * second of processor time that the server used, all its threads together.
 */
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildRelay } from "../../../scripts/build-relay.mjs";
import type { Line, Report } from "../report";
import { measureAutomergeFanOut, measureAutomergeThroughput, wait } from "./automerge-peer";
import { measureColdStart } from "./cold-start";
import { measureFanOut } from "./fan-out";
import { measureMemory } from "./memory";
import { stopEverything } from "./server-process";
import { measureReconnect } from "./reconnect";
import { measureThroughput } from "./throughput";

const round = (value: number, digits = 0): string =>
  value.toLocaleString("en", { maximumFractionDigits: digits });

const throughput = async (program: string): Promise<readonly Line[]> => {
  const peer = await measureAutomergeThroughput(100, 12_000, 6_000);
  const lines: Line[] = [];
  for (const [perPush, factor] of [
    [1, 6],
    [10, 25],
  ] as const) {
    const own = await measureThroughput(program, perPush);
    const ratio = own.changesPerCore / peer.changesPerCore;
    lines.push({
      name: `changes/s per core, signed, durable, ${perPush} per push`,
      value: `${round(own.changesPerCore)} (${round(own.changesPerSecond)}/s measured)`,
      peer: `${round(peer.changesPerCore)}, so ${round(ratio, 1)} ×`,
      target: `≥ ${factor} × automerge-repo`,
      met: ratio >= factor,
    });
  }
  return lines;
};

const fanOutTargets = new Map([
  [50, { p50: 2.9, p99: 8 }],
  [200, { p50: 5, p99: 45 }],
]);

const peerMs = 60_000;
const notFinished = `not finished in ${peerMs / 1_000} s`;

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

const fanOut = async (program: string): Promise<readonly Line[]> => {
  const lines: Line[] = [];
  for (const readers of [2, 10, 50, 200]) {
    const own = await measureFanOut(program, readers, 100, 5_000);
    const peer = await withinTime(measureAutomergeFanOut(readers, 100, 5_000));
    const target = fanOutTargets.get(readers);
    lines.push({
      name: `fan-out, ${readers} readers, 100/s: p50 / p99 ms`,
      value: `${round(own.p50, 1)} / ${round(own.p99, 1)}`,
      peer: peer === null ? notFinished : `${round(peer.p50, 1)} / ${round(peer.p99, 1)}`,
      target: target === undefined ? "–" : `≤ ${target.p50} / ${target.p99}`,
      met: target === undefined ? null : own.p50 <= target.p50 && own.p99 <= target.p99,
    });
    if (readers === 200) {
      lines.push({
        name: "processor time per delivery, 200 readers, µs",
        value: round(own.cpuPerDelivery, 1),
        peer: peer === null ? notFinished : round(peer.cpuPerDelivery, 1),
        target: "≤ 14",
        met: own.cpuPerDelivery <= 14,
      });
    }
  }
  return lines;
};

const single = async (
  name: string,
  unit: string,
  target: number,
  measure: () => Promise<number>,
): Promise<readonly Line[]> => {
  const value = await measure();
  return [
    {
      name,
      value: `${round(value, 2)} ${unit}`,
      peer: null,
      target: `≤ ${target} ${unit}`,
      met: value <= target,
    },
  ];
};

const memory = async (program: string): Promise<readonly Line[]> => {
  const { perConnection, perDocument } = await measureMemory(program);
  const line = (name: string, bytes: number, target: number): Line => ({
    name,
    value: `${round(bytes / 1_024, 1)} kB`,
    peer: null,
    target: `≤ ${target} kB`,
    met: bytes <= target * 1_024,
  });
  return [
    line("memory per idle connection", perConnection, 10),
    line("memory per document being written", perDocument, 8),
  ];
};

export const run = async (only: readonly string[]): Promise<Report> => {
  const program = join(fileURLToPath(new URL("../../..", import.meta.url)), "dist", "bench-relay");
  await buildRelay(program);
  const parts: Readonly<Record<string, () => Promise<readonly Line[]>>> = {
    throughput: () => throughput(program),
    "fan-out": () => fanOut(program),
    reconnect: () =>
      single("reconnect of 200 sockets, 200 documents, nothing changed", "s", 1, () =>
        measureReconnect(program),
      ),
    "cold-start": () =>
      single("first answer for each of 5,000 documents after a start", "s", 1.7, () =>
        measureColdStart(program),
      ),
    memory: () => memory(program),
  };
  const lines: Line[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (only.length === 0 || only.includes(name)) lines.push(...(await measure()));
  }
  const [cpu] = cpus();
  return {
    title: "Relay",
    machine: `${cpus().length} × ${cpu?.model ?? "unknown"}, Node ${process.version}`,
    lines,
  };
};
