/**
 * How long the history of one record takes: 5,000 changes of it among 20,000 of its document, read from what the sync
 * host stored without opening the document, and, for comparison, by decoding every change of the open document. What a
 * page asks when it opens is asked by processes of their own, in which nothing was ever read.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { serialize } from "node:v8";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { addAssets, asset, createProduct, editAsset } from "#shared/domain/inventory";
import { startAutomerge } from "#tests/support/automerge";
import type { OneDevice } from "#tests/support/one-device";
import { openOneDevice } from "#tests/support/one-device";
import type { Asked } from "./audit-asker";
import type { Line, Report } from "./report";
import { percentile } from "./report";

const size = { record: 5_000, document: 20_000, assets: 16, atOnce: 200, readings: 9, processes: 5 };
const target = 100;

/** Processor time: what else runs on the machine does not count. */
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
};

const line = (name: string, times: readonly number[], aim: number | null): Line => ({
  name,
  value: `${percentile(times, 0.5).toFixed(0)} / ${percentile(times, 0.95).toFixed(0)} ms (${times.length})`,
  peer: null,
  target: aim === null ? "–" : `p95 ≤ ${aim} ms`,
  met: aim === null ? null : percentile(times, 0.95) <= aim,
});

/** Processor time of the first question of a new process, again and again. */
const firstQuestions = async (device: OneDevice, about: Asked["about"]): Promise<readonly number[]> => {
  const folder = await mkdtemp(join(tmpdir(), "eventkit-audit-"));
  try {
    const file = join(folder, "store");
    await writeFile(file, serialize(device.disk.stores));
    const program = fileURLToPath(new URL("audit-asker.ts", import.meta.url));
    const asked: Asked = { file, now: device.clock.now(), about };
    const times: number[] = [];
    for (let n = 0; n < size.processes; n++) {
      const words = [...process.execArgv, program, JSON.stringify(asked)];
      const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 120_000 });
      const time = Number(stdout.trim());
      if (!(time > 0)) throw new Error(`the process said: ${stdout}`);
      times.push(time);
    }
    return times;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const run = async (): Promise<Report> => {
  await startAutomerge();
  const device = await openOneDevice();
  const { replica, clock } = device;
  const made = must(await replica.run(createProduct, { name: "Truss" })).value.product;
  const codes = Array.from({ length: size.assets }, (_, at) => ({ code: `T-${at}` }));
  const { assets } = must(await replica.run(addAssets, { product: made, assets: codes })).value;
  const [measured, ...others] = assets;
  if (measured === undefined) throw new Error("assets were made");
  const letGo = await replica.hold(thingOf(made));
  for (let at = 0; at < size.document; at += size.atOnce) {
    clock.set(clock.now() + 60_000);
    await Promise.all(
      Array.from({ length: size.atOnce }, (_, n) => {
        const isMeasured = (at + n) % (size.document / size.record) === 0;
        const edited = isMeasured ? measured : (others[(at + n) % others.length] ?? measured);
        return replica.run(editAsset, {
          product: made,
          asset: edited,
          values: { notes: `checked ${at + n}` },
        });
      }),
    );
  }
  const record = { type: asset, id: measured };
  const decoding = [await timed(() => replica.history(thingOf(made), record))];
  const open: number[] = [];
  for (let n = 0; n < size.readings; n++) {
    must(await replica.run(editAsset, { product: made, asset: measured, values: { notes: `again ${n}` } }));
    open.push(await timed(() => replica.history(thingOf(made), record)));
  }
  letGo();
  await device.writeRows();
  const first = await firstQuestions(device, { product: made, asset: measured });
  const cold: number[] = [];
  const everything: number[] = [];
  const then: number[] = [];
  let entries = 0;
  for (let n = 0; n < size.readings; n++) {
    const fresh = await device.openTab();
    cold.push(
      await timed(async () => {
        entries = (await fresh.history(thingOf(made), record)).length;
      }),
    );
    const [, middle] = await fresh.history(thingOf(made), record);
    then.push(await timed(() => fresh.recordsAt(thingOf(made), { at: middle?.at ?? 0 }, record)));
    everything.push(await timed(() => fresh.activity(0)));
    await fresh.close();
  }
  return {
    title: `history of a record: ${entries} entries among ${size.document} changes of its document`,
    machine: `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}; a store in memory, processor time, median / 95th percentile`,
    lines: [
      line("what a page shows first, first question of a new process", first, target),
      line("all of it, document closed, from the stored history", cold, target),
      line("after an own change, document open", open, target),
      line("the record at a moment", then, target),
      line("the list of everything, all 20,000 changes", everything, null),
      line("without a stored history: every change decoded once", decoding, null),
    ],
  };
};
