/** Scans of devices apart that the list does not bear: everybody is told the same, and one answer settles it everywhere. */
import { beforeAll, expect, test } from "vitest";
import { bulkOutForLines, doubleConflicts, strayConflicts } from "#shared/domain/conflicts";
import type { DoubleConflict, StrayConflict } from "#shared/domain/conflicts";
import { createEvent } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { addAssets, asset, createProduct } from "#shared/domain/inventory";
import type { Tracking } from "#shared/domain/inventory";
import { addLines, line, removeLines, setQuantity } from "#shared/domain/pull-list";
import {
  clockFact,
  createPositions,
  movement,
  recordMovements,
  settled,
  undoMovements,
} from "#shared/domain/scanning";
import type { NewFact, Positions } from "#shared/domain/scanning";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

const positionsOn = ({ rows }: Replica): Positions => {
  const positions = createPositions();
  positions.apply({
    movements: rows.all(movement).values(),
    settlements: rows.all(settled).values(),
    clocks: rows.all(clockFact).values(),
  });
  return positions;
};

const told = (replica: Replica, event: EventId): readonly (DoubleConflict | StrayConflict)[] => {
  const positions = positionsOn(replica);
  const lines = replica.rows.of(line, thingOf(event));
  return [
    ...doubleConflicts(positions, bulkOutForLines(positions), (id) => lines.find((row) => row.id === id)),
    ...strayConflicts(positions, { event, fate: undefined, lines: () => lines }),
  ];
};

const jobOnTwoDevices = async () => {
  const world = await createSimWorld(611, 2);
  for (const device of world.devices) await device.start();
  await world.time.advance(2_000);
  const on = (device: number): Replica => replicaOn(world.devices[device]);
  const run = async <T>(running: Promise<Result<T, unknown>>): Promise<T> => {
    await world.time.advance(2_000);
    return must(await running);
  };
  const make = async (name: string, tracking: Tracking) =>
    (await run(on(0).run(createProduct, { name, tracking }))).value.product;
  const [cable, spot] = [await make("Schuko 10 m", "bulk"), await make("Spot", "assets")];
  await run(on(0).run(addAssets, { product: spot, assets: [{ code: "S-1" }] }));
  const { event } = (
    await run(
      on(0).run(
        createEvent,
        brand({
          name: "Gala",
          busyFrom: "2026-06-11T08:00",
          busyTo: "2026-06-12T08:00",
          zone: "Europe/Berlin",
        }),
      ),
    )
  ).value;
  const wanted = [
    { item: { product: cable, name: "Schuko 10 m" }, quantity: 40 },
    { item: { product: spot, name: "Spot" }, quantity: 1 },
  ];
  const { lines } = (await run(on(0).run(addLines, { event, lines: wanted, group: null }))).value;
  await world.time.advance(5_000);
  const [cables, spots] = lines;
  const piece = on(0).rows.of(asset, thingOf(spot))[0]?.id;
  if (cables === undefined || spots === undefined || piece === undefined)
    throw new Error("two lines, one piece");
  const scan = (device: number, fact: Pick<NewFact, "product" | "quantity" | "asset" | "line">) =>
    run(on(device).run(recordMovements, { facts: [{ kind: "out", event, ...fact }], origin: "camera" }));
  const apart = async (work: () => Promise<void>): Promise<void> => {
    world.relay.kill();
    await world.time.advance(10_000);
    await work();
    await world.relay.start();
    await world.time.advance(90_000);
  };
  return { on, run, event, cable, spot, piece, cables, spots, scan, apart };
};

test("[SCN-11] a quantity scanned out twice and a piece for a line that went meanwhile are told alike, and settled for all", async () => {
  const { on, run, event, cable, spot, piece, cables, spots, scan, apart } = await jobOnTwoDevices();
  await apart(async () => {
    await scan(0, { product: cable, quantity: 40, line: cables });
    await scan(1, { product: cable, quantity: 40, line: cables });
    await scan(0, { product: spot, quantity: 1, asset: piece, line: spots });
    await run(on(1).run(removeLines, { event, lines: [spots] }));
  });
  const [double, stray] = told(on(0), event);
  expect(told(on(1), event)).toEqual(told(on(0), event));
  if (double?.type !== "double" || stray?.type !== "stray") throw new Error("one of each");
  expect(double).toMatchObject({ asked: 40, out: 80, counts: [{ quantity: 40 }, { quantity: 40 }] });
  expect(stray).toMatchObject({ because: "line", facts: [{ asset: piece }] });
  expect(told(on(0), event)).toHaveLength(2);

  await apart(async () => {
    const second = double.counts[1]?.facts ?? [];
    await run(on(0).run(undoMovements, { undone: second.map((fact) => ({ fact, after: undefined })) }));
    const again = [{ item: { product: spot, name: "Spot" }, quantity: 1 }];
    await run(on(1).run(addLines, { event, lines: again, group: null }));
  });
  for (const device of [0, 1]) expect(told(on(device), event)).toEqual([]);
});

test("[MOV-12] [SCN-11] a line cut below what was scanned offline here and, knowing of it, there is no conflict anywhere", async () => {
  const { on, run, event, cable, cables, scan, apart } = await jobOnTwoDevices();
  await apart(async () => scan(0, { product: cable, quantity: 30, line: cables }).then(() => undefined));
  await scan(1, { product: cable, quantity: 10, line: cables });
  await run(on(0).run(setQuantity, { event, line: cables, quantity: 35 }));
  await apart(() => Promise.resolve());
  for (const device of [0, 1]) {
    expect(bulkOutForLines(positionsOn(on(device)))).toMatchObject([{ line: cables, went: 40 }]);
    expect(told(on(device), event)).toEqual([]);
  }
});
