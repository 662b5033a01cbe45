/** The engine in Node: real replicas, workers and a relay in one thread, stores in memory. */
import { cpus } from "node:os";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { addAssets, asset, createProduct, product as productType } from "#shared/domain/inventory";
import { createEvent } from "#shared/domain/events";
import { addLines, setQuantity } from "#shared/domain/pull-list";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Line, Report } from "../report";
import { measureShift, newEvent } from "./shift";
import { measureStockShift } from "./stock-shift";
import { cpuOf, ms, timesLine } from "./timing";

const oneCell = async (): Promise<readonly Line[]> => {
  const { replica } = await openOneDevice();
  const { value } = must(await replica.run(createEvent, newEvent));
  const lines = Array.from({ length: 1_000 }, (_, at) => ({
    item: { name: `Line ${at}`, weightG: at },
    quantity: at,
  }));
  const made = must(await replica.run(addLines, { event: value.event, lines, group: null }));
  await replica.hold(thingOf(value.event));
  const shown: number[] = [];
  const durable: number[] = [];
  for (let at = 0; at < 300; at++) {
    const id = made.value.lines[(at * 7) % 1_000];
    if (id === undefined) continue;
    const begun = performance.now();
    const running = replica.run(setQuantity, { event: value.event, line: id, quantity: 5_000 + at });
    shown.push(performance.now() - begun);
    must(await running);
    durable.push(performance.now() - begun);
  }
  return [
    timesLine("edit one cell of 1,000 lines, rows current", shown, null),
    timesLine("the same, durable", durable, null),
  ];
};

const shift = async (): Promise<readonly Line[]> => {
  const { scans, merge } = await measureShift();
  const stock = await measureStockShift();
  return [
    timesLine("one scan offline, durable", scans, null),
    {
      name: "merge of an 8-hour shift, processor time of both devices and the relay",
      value: ms(merge),
      peer: `stock Automerge ${ms(stock)}`,
      ratio: `${(stock / merge).toFixed(1)} ×`,
      target: "≤ 1,500 ms",
      met: merge <= 1_500,
    },
  ];
};

const openMany = async (): Promise<readonly Line[]> => {
  const device = await openOneDevice();
  const products = 1_250;
  for (let at = 0; at < products; at++) {
    const { value } = must(
      await device.replica.run(createProduct, { name: `Product ${at}`, maker: "Robe", weightG: at }),
    );
    const assets = Array.from({ length: 40 }, (_, n) => ({
      ...{ code: `A-${at}-${n}`, serial: `S${at}${n}`, notes: "checked" },
    }));
    must(await device.replica.run(addAssets, { product: value.product, assets }));
  }
  await device.writeRows();
  const opened: number[] = [];
  const parsed: number[] = [];
  for (let run = 0; run < 3; run++) {
    const begun = performance.now();
    const { replica } = await device.restart();
    opened.push(performance.now() - begun);
    const count = replica.rows.all(asset).size;
    parsed.push(performance.now() - begun);
    if (count !== products * 40) throw new Error(`${count} assets`);
  }
  return [
    timesLine("open a company of 50,000 assets, rows as text", opened, null),
    timesLine("the same with every asset row parsed", parsed, null),
  ];
};

const newDevice = async (): Promise<readonly Line[]> => {
  const world = await createSimWorld(2, 2);
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices were asked for");
  world.network.faults = { lossPercent: 0, repeatPercent: 0, delayMs: 1 };
  await a.start();
  await world.time.advance(1_000);
  const names = Array.from({ length: 2_000 }, (_, at) => ({ name: `Product ${at}`, maker: "Robe" }));
  const making = replicaOn(a).runBulk(createProduct, names, () => undefined);
  await world.time.advance(60_000);
  must(await making);
  const args = Array.from(replicaOn(a).rows.all(productType).keys(), (product, at) => ({
    product,
    assets: Array.from({ length: 5 }, (_, n) => ({ code: `A-${at}-${n}`, serial: `S${at}${n}` })),
  }));
  const adding = replicaOn(a).runBulk(addAssets, args, () => undefined);
  await world.time.advance(60_000);
  must(await adding);
  // Rows are offered once documents are quiet, a few in each look.
  await world.time.advance(600_000);
  await b.start();
  const isThere = (): boolean => replicaOn(b).rows.all(asset).size === 10_000;
  const until = (isDone: () => boolean) => async (): Promise<void> => {
    for (let waited = 0; !isDone(); waited++) {
      if (waited > 6_000) throw new Error("the new device never got everything");
      await world.time.advance(10);
    }
  };
  const usable = await cpuOf(until(isThere));
  const checked = await cpuOf(
    until(() => {
      const { unchecked, firstSync } = replicaOn(b).sync.get();
      return unchecked === 0 && firstSync === null;
    }),
  );
  const row = (name: string, value: number): Line => ({
    ...{ name, value: ms(value), peer: null, target: "–", met: null },
  });
  return [
    row("new device, 10,000 assets of 2,000 products: shown; processor time, relay included", usable),
    row("and until every document was judged", usable + checked),
  ];
};

const parts = { cell: oneCell, shift, open: openMany, device: newDevice };

/** `only` may name `cell`, `shift`, `open` or `device`. */
export const run = async (only: readonly string[]): Promise<Report> => {
  await startAutomerge();
  const lines: Line[] = [];
  for (const [name, part] of Object.entries(parts))
    if (only.length === 0 || only.includes(name)) lines.push(...(await part()));
  return {
    title: "The engine in one thread of Node, stores in memory: p50 / p95 (number of measurements)",
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`,
    lines,
  };
};
