/** Engine timings in Node: `npx tsx --tsconfig tests/tsconfig.json tests/bench/replica.ts`. Medians, milliseconds. */
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import { must } from "#shared/kernel/result";
import { addAssets, asset, createProduct, product as productType } from "#shared/domain/inventory";
import { createEvent } from "#shared/domain/events";
import { addLines, line, setQuantity } from "#shared/domain/pull-list";
import { movement, recordMovements } from "#shared/domain/scanning";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

const newEvent = {
  name: "Open air",
  busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
  busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const p95 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0;
const table: Record<string, string>[] = [];
const row = (what: string, value: string): void => void table.push({ what, value });

const oneCell = async (): Promise<void> => {
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
  row(
    "edit one cell of 1,000 lines, rows current (p50 / p95)",
    `${median(shown).toFixed(2)} / ${p95(shown).toFixed(2)}`,
  );
  row(
    "the same, durable in a memory store (p50 / p95)",
    `${median(durable).toFixed(2)} / ${p95(durable).toFixed(2)}`,
  );
};

const shiftMerge = async (): Promise<void> => {
  const world = await createSimWorld(1, 2);
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) return;
  world.network.faults = { lossPercent: 0, repeatPercent: 0, delayMs: 1 };
  await a.start();
  await b.start();
  await world.time.advance(1_000);
  const making = replicaOn(a).run(createProduct, { name: "Lamp" });
  const planning = replicaOn(a).run(createEvent, newEvent);
  await world.time.advance(1_000);
  const { product } = must(await making).value;
  const { event } = must(await planning).value;
  const assets = Array.from({ length: 200 }, (_, at) => ({ code: `L-${at}` }));
  const lines = Array.from({ length: 400 }, (_, at) => ({ item: { name: `Line ${at}` }, quantity: at }));
  void replicaOn(a).run(addAssets, { product, assets });
  void replicaOn(a).run(addLines, { event, lines, group: null });
  await world.time.advance(3_000);
  a.isOnline = false;
  b.isOnline = false;
  world.network.breakAll();
  await world.time.advance(10_000);
  const scans: number[] = [];
  for (const device of [a, b]) {
    const replica = replicaOn(device);
    const known = [...replica.rows.all(asset).keys()];
    const listed = [...replica.rows.all(line).keys()];
    for (let at = 0; at < 2_000; at++) {
      const fact = {
        kind: at % 2 === 0 ? "out" : "in",
        asset: known[at % known.length],
        product,
        event,
        quantity: 1,
      } as const;
      const begun = performance.now();
      await Promise.all([replica.run(recordMovements, { facts: [fact], origin: "camera" })]);
      scans.push(performance.now() - begun);
      const id = listed[at % listed.length];
      if (at % 10 === 0 && id !== undefined)
        await replica.run(setQuantity, { event, line: id, quantity: at });
    }
  }
  row(
    "one scan offline, durable in a memory store (p50 / p95)",
    `${median(scans).toFixed(2)} / ${p95(scans).toFixed(2)}`,
  );
  const begun = process.cpuUsage();
  const wall = performance.now();
  a.isOnline = true;
  b.isOnline = true;
  await world.time.advance(60_000);
  const used = process.cpuUsage(begun);
  const settled = [a, b].every((device) => replicaOn(device).rows.all(movement).size === 4_000);
  row(
    "merge of 2,000 scans and 200 edits a side; both devices, worker and tab, and the relay in one thread",
    `${Math.round(performance.now() - wall)} wall, ${Math.round((used.user + used.system) / 1_000)} CPU, ${settled ? "equal" : "NOT EQUAL"}`,
  );
};

const openMany = async (): Promise<void> => {
  const device = await openOneDevice();
  const products = 1_250;
  for (let at = 0; at < products; at++) {
    const { value } = must(
      await device.replica.run(createProduct, { name: `Product ${at}`, maker: "Robe", weightG: at }),
    );
    const assets = Array.from({ length: 40 }, (_, n) => ({
      code: `A-${at}-${n}`,
      serial: `S${at}${n}`,
      notes: "checked",
    }));
    must(await device.replica.run(addAssets, { product: value.product, assets }));
  }
  await device.writeRows();
  const times: number[] = [];
  const all: number[] = [];
  for (let run = 0; run < 3; run++) {
    const begun = performance.now();
    const { replica } = await device.restart();
    times.push(performance.now() - begun);
    const count = replica.rows.all(asset).size;
    all.push(performance.now() - begun);
    if (count !== products * 40) throw new Error(`${count} assets`);
  }
  row(
    `open a company of ${products * 40} assets, rows as text (structured clones of a memory store included)`,
    median(times).toFixed(0),
  );
  row("the same with every asset row parsed", median(all).toFixed(0));
};

const newDevice = async (): Promise<void> => {
  const world = await createSimWorld(2, 2);
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) return;
  world.network.faults = { lossPercent: 0, repeatPercent: 0, delayMs: 1 };
  await a.start();
  await world.time.advance(1_000);
  const names = Array.from({ length: 2_000 }, (_, at) => ({ name: `Product ${at}`, maker: "Robe" }));
  const making = replicaOn(a).runBulk(createProduct, names, () => undefined);
  await world.time.advance(60_000);
  must(await making);
  const adding = replicaOn(a).runBulk(
    addAssets,
    Array.from(replicaOn(a).rows.all(productType).keys(), (product, at) => ({
      product,
      assets: Array.from({ length: 5 }, (_, n) => ({ code: `A-${at}-${n}`, serial: `S${at}${n}` })),
    })),
    () => undefined,
  );
  await world.time.advance(60_000);
  must(await adding);
  await b.start();
  const begun = process.cpuUsage();
  const wall = performance.now();
  await world.time.advance(30_000);
  const used = process.cpuUsage(begun);
  const count = replicaOn(b).rows.all(asset).size;
  row(
    `new device: ${count} assets of 2,000 products, worker, tab and relay in one thread`,
    `${Math.round(performance.now() - wall)} wall, ${Math.round((used.user + used.system) / 1_000)} CPU`,
  );
};

await startAutomerge();
await oneCell();
await shiftMerge();
await openMany();
await newDevice();
for (const { what = "", value = "" } of table) console.log(`${value.padStart(28)}  ${what}`);
process.exit(0);
