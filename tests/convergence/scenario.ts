/**
 * One run of a company on five devices and a relay: people work, connections break, processes die, clocks are wrong.
 * Everything follows from the seed.
 */
import type { Command } from "#shared/kernel/command";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import {
  addAssets,
  asset,
  createProduct,
  editProduct,
  product,
  removeAssets,
} from "#shared/domain/inventory";
import { createEvent, event, setEventFields } from "#shared/domain/events";
import { addLines, line, moveLines, removeLines, setNote, setQuantity } from "#shared/domain/pull-list";
import { movement, recordMovements } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import { setUpCompany } from "#shared/domain/settings";
import type { Replica } from "#shared/replica/types";
import type { Simulated } from "#tests/support/sim-device";
import { createSimWorld, quiet } from "#tests/support/sim-world";
import type { VirtualRelay } from "#tests/support/virtual-relay";
import type { Chances, VirtualTime } from "#tests/support/virtual-time";

export interface Outcome {
  readonly devices: readonly Simulated[];
  readonly relay: VirtualRelay;
  readonly time: VirtualTime;
  /** Changes that a device reported as durable, by change id. */
  readonly committed: ReadonlySet<string>;
  /** Facts that a device reported as durable. */
  readonly facts: ReadonlySet<MovementId>;
  /** What happened, for the report of a failure. */
  readonly story: readonly string[];
}

const deviceCount = 5;
const hour = 3_600_000;

interface Run {
  readonly chances: Chances;
  readonly time: VirtualTime;
  readonly committed: Set<string>;
  readonly facts: Set<MovementId>;
  readonly story: string[];
}

export const runScenario = async (seed: number, steps: number): Promise<Outcome> => {
  const { chances, time, network, relay, devices } = await createSimWorld(seed, deviceCount);
  const run: Run = { chances, time, committed: new Set(), facts: new Set(), story: [] };
  for (const device of devices) {
    device.skewMs = chances.in100(40) ? chances.below(96 * hour) - 48 * hour : 0;
    device.tabs = chances.in100(25) ? 2 : 1;
    await device.start();
  }
  const [founder] = devices;
  if (founder !== undefined) await found(run, founder);
  await time.advance(20_000);
  network.faults = { lossPercent: 10, repeatPercent: 10, delayMs: 2_000 };
  for (let step = 0; step < steps; step++) await oneStep(run, devices, relay);
  network.faults = quiet;
  await heal(run, devices, relay);
  return { devices, relay, ...run };
};

const found = async (run: Run, founder: Simulated): Promise<void> => {
  const replica = founder.process()?.replica;
  if (replica === undefined) throw new Error("the founder's device runs");
  attempt(run, founder, replica, setUpCompany, { name: "Lightworks", categories: [] });
  attempt(run, founder, replica, createProduct, { name: "Robin MMX Spot" });
  attempt(run, founder, replica, createProduct, { name: "Truss 2 m", tracking: "bulk" });
  attempt(run, founder, replica, createEvent, newEvent(run.chances));
  await run.time.advance(100);
};

const newEvent = (chances: Chances): Parameters<typeof createEvent.run>[1] => ({
  name: `Job ${chances.below(1_000)}`,
  busyFrom: brand<LocalDateTime>("2026-06-03T08:00"),
  busyTo: brand<LocalDateTime>("2026-06-05T20:00"),
  zone: brand<Zone>("Europe/Berlin"),
});

/** Runs a command without waiting; what it reports is written down when and if it does. */
const attempt = <A, V, P>(
  run: Run,
  device: Simulated,
  replica: Replica,
  command: Command<A, V, P>,
  args: A,
): void => {
  run.story.push(`${device.name}: ${command.name}`);
  void replica.run(command, args).then((result) => {
    if (result.ok && result.value.change !== null) run.committed.add(result.value.change);
  });
};

const oneStep = async (run: Run, devices: readonly Simulated[], relay: VirtualRelay): Promise<void> => {
  const { chances, time } = run;
  const device = chances.pick(devices);
  if (device === undefined) return;
  const dice = chances.below(100);
  if (dice < 70) work(run, device);
  else if (dice < 80) {
    device.isOnline = !device.isOnline;
    run.story.push(`${device.name}: ${device.isOnline ? "online" : "offline"}`);
  } else if (dice < 88) killDevice(run, device);
  else if (dice < 92) killRelay(run, relay);
  else if (dice < 96) {
    run.story.push(`${device.name}: its store fails`);
    device.process()?.store.failNext(1 + chances.below(2), chances.in100(50) ? "quota" : "io");
  } else if (dice < 98) changeHost(run, device);
  else device.skewMs += chances.below(2 * hour) - hour;
  await time.advance(chances.in100(30) ? 0 : chances.below(4_000));
};

const killDevice = (run: Run, device: Simulated): void => {
  if (device.process() === undefined) return;
  run.story.push(`${device.name}: dies`);
  device.kill();
  run.time.after(run.chances.below(60_000), () => void device.start());
};

/** The tab with the connection is closed; the worker of another takes over from the store. */
const changeHost = (run: Run, device: Simulated): void => {
  const [first, second] = device.process()?.hosts ?? [];
  if (first === undefined || second === undefined) return;
  run.story.push(`${device.name}: another tab takes the connection`);
  void first.stop();
};

const killRelay = (run: Run, relay: VirtualRelay): void => {
  if (!relay.isUp()) return;
  run.story.push("relay: dies");
  relay.kill();
  run.time.after(run.chances.below(30_000), () => void relay.start());
};

const work = (run: Run, device: Simulated): void => {
  const { chances } = run;
  const replica = chances.pick(device.process()?.tabs ?? []);
  if (replica === undefined) return;
  const kind = chances.below(12);
  const aProduct = chances.pick([...replica.rows.all(product).values()]);
  const anEvent = chances.pick([...replica.rows.all(event).values()]);
  const aLine = anEvent === undefined ? undefined : chances.pick(replica.rows.of(line, thingOf(anEvent.id)));
  if (kind === 0) attempt(run, device, replica, createProduct, { name: `Product ${chances.below(1_000)}` });
  else if (kind === 1) attempt(run, device, replica, createEvent, newEvent(chances));
  else if (kind === 2) {
    run.story.push(`${device.name}: undo`);
    void replica.undo();
  } else if (kind === 3 && aProduct !== undefined) {
    const assets = [{ code: `A-${chances.below(1_000_000)}` }, { code: `B-${chances.below(1_000_000)}` }];
    attempt(run, device, replica, addAssets, { product: aProduct.id, assets });
  } else if (kind === 4 && aProduct !== undefined) {
    const values = chances.in100(50)
      ? { weightG: chances.below(5) * 1_000 }
      : { name: `Named ${chances.below(9)}` };
    attempt(run, device, replica, editProduct, { product: aProduct.id, values });
  } else if (kind === 5 && anEvent !== undefined) {
    attempt(run, device, replica, setEventFields, {
      event: anEvent.id,
      values: { venue: `Hall ${chances.below(9)}` },
    });
  } else if (kind < 10) workOnList(run, device, replica, anEvent?.id, aLine?.id);
  else scan(run, device, replica);
};

const workOnList = (
  run: Run,
  device: Simulated,
  replica: Replica,
  eventId: Parameters<typeof setQuantity.run>[1]["event"] | undefined,
  lineId: Parameters<typeof setQuantity.run>[1]["line"] | undefined,
): void => {
  const { chances } = run;
  if (eventId === undefined) return;
  const dice = chances.below(10);
  if (lineId === undefined || dice < 3) {
    const lines = [{ item: { name: `Line ${chances.below(100)}` }, quantity: chances.below(20) }];
    attempt(run, device, replica, addLines, { event: eventId, lines, group: null });
  } else if (dice < 6)
    attempt(run, device, replica, setQuantity, { event: eventId, line: lineId, quantity: chances.below(9) });
  else if (dice < 8)
    attempt(run, device, replica, setNote, {
      event: eventId,
      line: lineId,
      kind: "note",
      text: `n${chances.below(9)}`,
    });
  else if (dice < 9)
    attempt(run, device, replica, moveLines, { event: eventId, lines: [lineId], group: null, behind: null });
  else attempt(run, device, replica, removeLines, { event: eventId, lines: [lineId] });
};

const scan = (run: Run, device: Simulated, replica: Replica): void => {
  const { chances } = run;
  const scanned = chances.pick([...replica.rows.all(asset).values()]);
  if (scanned === undefined) return;
  if (chances.in100(10)) {
    attempt(run, device, replica, removeAssets, { product: scanned.product, assets: [scanned.id] });
    return;
  }
  const after = [...replica.rows.all(movement).values()].findLast((fact) => fact.asset === scanned.id)?.id;
  const fact = { kind: "out", asset: scanned.id, product: scanned.product, quantity: 1, after } as const;
  run.story.push(`${device.name}: scan`);
  void replica.run(recordMovements, { facts: [fact], origin: "camera" }).then((result) => {
    if (!result.ok) return;
    if (result.value.change !== null) run.committed.add(result.value.change);
    for (const id of result.value.value) run.facts.add(id);
  });
};

/** Everything comes back and is given time, until nothing is pending anywhere. */
const heal = async (run: Run, devices: readonly Simulated[], relay: VirtualRelay): Promise<void> => {
  await run.time.advance(61_000);
  if (!relay.isUp()) await relay.start();
  for (const device of devices) {
    device.isOnline = true;
    if (device.process() === undefined) await device.start();
    device.process()?.store.failNext(0, "io");
  }
  for (let waited = 0; waited < 60; waited++) {
    await run.time.advance(10_000);
    if (devices.every((device) => isSettled(device))) break;
  }
  await run.time.advance(10_000);
};

const isSettled = (device: Simulated): boolean =>
  (device.process()?.tabs ?? []).every(
    (tab) => tab.sync.get().connected && tab.sync.get().pendingChanges === 0,
  );
