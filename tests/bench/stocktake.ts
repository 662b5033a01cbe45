/**
 * Ten thousand assets counted by five devices that cannot hear each other. When they have sent everything, the
 * reviewer's device comes: a process of its own, on a relay that is one too, as in life. Measured from its start until
 * every line is judged. The equipment itself stands in plain tables: bringing it to a device is measured elsewhere.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { must } from "#shared/kernel/result";
import { recordCounts } from "#shared/domain/stocktake";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import type { RealGround } from "#tests/support/real-devices";
import { createOn, isSynced, realCompany } from "#tests/support/real-devices";
import { replicaOn } from "#tests/support/sim-world";
import { ms, timesLine } from "./replica/timing";
import type { Line, Report } from "./report";
import { about, all, assets, counters, product } from "./stocktake-ground";
import type { Reviewed } from "./stocktake-reviewer";

/** What a device counts by itself, one asset after the other; returns how long each took until it was durable. */
const countOn = async (replica: Replica, from: number): Promise<readonly number[]> => {
  const times: number[] = [];
  for (const { id, home } of [...assets.values()].slice(from, from + all / counters)) {
    const counts = [{ asset: id, product, quantity: 1, location: home }];
    const begun = performance.now();
    must(await replica.run(recordCounts, { stocktake: about, round: 1, counts, origin: "wedge" }));
    times.push(performance.now() - begun);
  }
  return times;
};

const reviewer = async (ground: RealGround): Promise<Reviewed> => {
  const program = fileURLToPath(new URL("stocktake-reviewer.ts", import.meta.url));
  const words = [...process.execArgv, program, JSON.stringify(ground)];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 120_000 });
  return parsed(stdout);
};

const parsed = (text: string): Reviewed => {
  const [cpuMs = NaN, wallMs = NaN, judgedMs = NaN] = text.trim().split(" ").map(Number);
  if (![cpuMs, wallMs, judgedMs].every(Number.isFinite)) throw new Error(`the reviewer said: ${text}`);
  return { cpuMs, wallMs, judgedMs };
};

const merge = async (origin: string): Promise<readonly Line[]> => {
  const ground = { origin, seed: 5, count: counters + 1, at: Date.now() };
  const { company, devices } = await realCompany(ground);
  await createOn(origin, company);
  const [, ...hands] = devices;
  for (const hand of hands) await hand.start();
  const shares = hands.map((hand, at) => countOn(replicaOn(hand), (at * all) / counters));
  const times = (await Promise.all(shares)).flat();
  while (!hands.every(isSynced)) await new Promise((next) => setTimeout(next, 50));
  for (const hand of hands) hand.kill();
  const { cpuMs, wallMs, judgedMs } = await reviewer(ground);
  return [
    timesLine("one count, durable, five devices of one thread at once", times, null),
    {
      name: "10,000 assets counted by five devices: on the reviewer's device, every line judged",
      value: `${ms(wallMs)} (${ms(cpuMs)} of processor)`,
      ...{ peer: null, target: "≤ 2,000 ms", met: wallMs <= 2_000 },
    },
    {
      name: "of that: judging 10,000 lines from the rows",
      ...{ value: ms(judgedMs), peer: null, target: "–", met: null },
    },
  ];
};

export const run = async (): Promise<Report> => {
  await startAutomerge();
  const built = await buildRelayFor("stocktake");
  const folder = await mkdtemp(join(tmpdir(), "eventkit-stocktake-"));
  const relay = spawnRelay(built, folder);
  try {
    const { origin } = await relay.started;
    return {
      title: "A stocktake of five devices, the reviewer's in a process of its own, stores in memory",
      machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`,
      lines: await merge(origin),
    };
  } finally {
    relay.kill("SIGTERM");
    await relay.ended;
    await rm(folder, { recursive: true, force: true });
    await built.remove();
  }
};
