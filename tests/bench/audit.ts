/**
 * How long the history of one record takes: 5,000 changes of it among 20,000 of its document, read from what the sync
 * host stored without opening the document, and, for comparison, by decoding every change of the open document.
 */
import { cpus } from "node:os";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { addAssets, asset, createProduct, editAsset } from "#shared/domain/inventory";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";
import type { Line, Report } from "./report";
import { percentile } from "./report";

const size = { record: 5_000, document: 20_000, assets: 16, atOnce: 200, readings: 9 };
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
      line("first question, document closed, from the stored history", cold, target),
      line("after an own change, document open", open, target),
      line("the record at a moment", then, target),
      line("the list of everything, all 20,000 changes", everything, null),
      line("without a stored history: every change decoded once", decoding, null),
    ],
  };
};
