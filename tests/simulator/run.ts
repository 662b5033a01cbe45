/** Carries a plan out: real replicas and a real relay on virtual time, network and disks. */
import { brand } from "#shared/kernel/brand";
import type { StoredCard, StoredChunk } from "#shared/replica/stored";
import type { Simulated } from "#tests/support/sim-device";
import type { SimWorld, WorldSeams } from "#tests/support/sim-world";
import { createSimWorld, quiet } from "#tests/support/sim-world";
import { allowUnexplained, watchReminders } from "./forgotten-removals";
import type { Hall } from "./hall";
import { enterHall, hall, leaveHall } from "./hall";
import type { Intruder } from "./intruder";
import { createIntruder } from "./intruder";
import { judgeRefusal } from "./judge-refusals";
import type { Ledger } from "./ledger";
import { createDiskReader, judgeReceipts, openLedger, watchAlarms } from "./ledger";
import type { Liar } from "./liar";
import { createLiar, expectWitnesses } from "./liar";
import { cutPower, evictEverything, excuseRemoved, restoreBackup } from "./losses";
import type { Plan, Step, StepKind } from "./plan";
import { describeStep } from "./plan";
import { expectForks, noteOrders } from "./two-orders";
import { decide, place, revoke, seatsIn } from "./staff";
import { foundCompany, work } from "./work";

export interface Run {
  readonly plan: Plan;
  readonly world: SimWorld;
  /** Those of honest people; the last member of the company is the intruder. */
  readonly devices: readonly Simulated[];
  readonly ledger: Ledger;
  readonly liar: Liar;
  readonly intruder: Intruder;
  /** In the mood of that name: a relay in a flight case beside home. */
  hall: Hall | null;
}

const noise: Readonly<Partial<Record<Plan["mood"], typeof quiet & { cutPercent: number }>>> = {
  network: { lossPercent: 10, repeatPercent: 10, delayMs: 20_000, cutPercent: 2 },
  liars: { lossPercent: 2, repeatPercent: 5, delayMs: 500, cutPercent: 0 },
};
const usualNoise = { lossPercent: 5, repeatPercent: 10, delayMs: 2_000, cutPercent: 0 };

/** `begun` is told before anything happens, the company apart. */
export const runPlan = async (
  plan: Plan,
  seams: WorldSeams = {},
  begun: (run: Run) => void = () => undefined,
): Promise<Run> => {
  const seatOf = seatsIn[plan.mood];
  const seats = seatOf === undefined ? {} : { seatOf };
  const world = await createSimWorld(plan.seed, plan.devices + 1, { ...seats, ...seams });
  const devices = world.devices.slice(0, plan.devices);
  const ledger = openLedger(plan.devices);
  const isOnDisk = createDiskReader(() => world.relay.journal());
  const liar = createLiar(world, devices, ledger, plan);
  const intruder = createIntruder(world, ledger, plan);
  const run: Run = { plan, world, devices, ledger, liar, intruder, hall: null };
  world.network.onRelayFrame = (frame, device) => {
    if (liar.isOtherRelayUp() || run.hall?.isSpeaking() === true) return;
    judgeReceipts(frame, isOnDisk, ledger);
    judgeRefusal(frame, device, run);
  };
  watchReminders(run);
  begun(run);
  for (const [at, device] of devices.entries()) {
    device.skewMs = (plan.skewHours[at] ?? 0) * 3_600_000;
    device.tabs = plan.tabs[at] ?? 1;
    watchAlarms(device, at, ledger);
    await device.start();
  }
  const replica = devices[0]?.process()?.replica;
  if (replica !== undefined) foundCompany({ at: 0, replica, ledger, token: tokenOf(plan, -1) });
  await world.time.advance(20_000);
  if (plan.mood === "hall") await enterHall(run);
  world.network.faults = plan.isQuiet === true ? quiet : (noise[plan.mood] ?? usualNoise);
  for (const step of plan.steps) {
    ledger.story.push(describeStep(step));
    await actions[step.kind](step, run);
    await world.time.advance(step.waitMs);
  }
  await heal(run);
  return run;
};

const tokenOf = (plan: Plan, no: number): string => `w${plan.seed}x${no}y`;

type Action = (step: Step, run: Run) => void | Promise<void>;

const deviceOf = ({ device }: Step, { devices }: Run): Simulated => {
  const found = devices[device];
  if (found === undefined) throw new Error("steps name devices of the plan");
  return found;
};

const after = (run: Run, ms: number, task: () => void): void => void run.world.time.after(ms, task);

const restartLater = (run: Run, device: Simulated, ms: number): void =>
  after(run, ms, () => {
    if (device.process() === undefined) void device.start();
  });

const end = (step: Step, run: Run, how: (device: Simulated) => void): void => {
  const device = deviceOf(step, run);
  if (device.process() === undefined) return;
  how(device);
  run.liar.disturbed(device);
  restartLater(run, device, 1 + (step.dice[0] % 60_000));
};

const actions: Readonly<Record<StepKind, Action>> = {
  work: (step, run) => {
    const tabs = deviceOf(step, run).process()?.tabs ?? [];
    const replica = tabs[step.dice[2] % Math.max(1, tabs.length)];
    if (replica === undefined) return;
    for (let nth = 0; nth < run.plan.burst; nth++) {
      const [kind, which, how] = step.dice;
      const dice = [kind + nth * 7, which + nth, how + nth * 3] as const;
      const token = `${tokenOf(run.plan, step.no)}${nth}z`;
      work({ at: step.device, replica, ledger: run.ledger, token }, { ...step, dice });
    }
  },
  undo: (step, run) => {
    run.ledger.operations++;
    void deviceOf(step, run).process()?.replica.undo();
  },
  link: (step, run) => {
    const device = deviceOf(step, run);
    device.isOnline = !device.isOnline;
  },
  // The device believes in its connection until an answer is overdue.
  stall: (step, run) => {
    const device = deviceOf(step, run);
    device.isStalled = true;
    run.liar.disturbed(device);
    after(run, 5_000 + (step.dice[0] % 120_000), () => void (device.isStalled = false));
  },
  split: ({ dice }, run) => {
    const cut = run.devices.filter((_, at) => (dice[0] >> at) % 2 === 1);
    for (const device of cut) device.isOnline = false;
    after(run, dice[1] % (6 * 3_600_000), () => {
      for (const device of cut) device.isOnline = true;
    });
  },
  kill: (step, run) => end(step, run, (device) => device.kill()),
  power: (step, run) => end(step, run, () => cutPower(step.device, run)),
  evict: (step, run) => end(step, run, () => evictEverything(step.device, run)),
  tabs: (step, run) => {
    const device = deviceOf(step, run);
    const [first, second] = device.process()?.hosts ?? [];
    run.liar.disturbed(device);
    if (first !== undefined && second !== undefined) void first.stop();
  },
  relay: ({ dice }, run) => {
    if (!run.world.relay.isUp()) return;
    run.world.relay.kill();
    after(run, 20 + (dice[0] % 30_000), () => void startRelay(run));
  },
  "relay-disk": ({ dice }, run) =>
    run.world.relay.failNext(
      1 + (dice[0] % 3),
      dice[1] % 2 === 0 ? { type: "StoreFull" } : { type: "StoreBroken", message: "EIO" },
    ),
  disk: (step, run) => {
    run.ledger.allowed[step.device]?.add("StorageFailed");
    run.liar.disturbed(deviceOf(step, run));
    deviceOf(step, run)
      .process()
      ?.store.failNext(1 + (step.dice[0] % 3), step.dice[1] % 2 === 0 ? "quota" : "io");
  },
  rot: (step, run) => rot(step, run),
  clock: (step, run) => {
    deviceOf(step, run).skewMs += (step.dice[0] % (96 * 3_600_000)) - 48 * 3_600_000;
  },
  backup: (step, run) => restoreBackup(step, run, (ms) => after(run, ms, () => void startRelay(run))),
  lie: (step, run) => run.liar.lie(step),
  attack: (step, run) => run.intruder.attack(step),
  revoke,
  decide,
  place,
  rest: () => undefined,
  hall: (step, run) => hall(step, run, (ms, task) => after(run, ms, task)),
};

const startRelay = async ({ world }: Run): Promise<void> => {
  if (!world.relay.isUp()) await world.relay.start();
};

/** One bit of one stored chunk that the relay has too, or of one it has not: both must be noticed. */
const rot = (step: Step, run: Run): void => {
  const device = deviceOf(step, run);
  const chunks = brand<Map<string, StoredChunk>>(device.disk.stores.get("chunks"));
  const unsent = device.disk.stores.get("outbox") ?? new Map<string, unknown>();
  const [key, chunk] =
    [...chunks].filter(([name]) => !unsent.has(name))[step.dice[0] % Math.max(1, chunks.size)] ?? [];
  if (key === undefined || chunk === undefined) return;
  const bytes = chunk.bytes.slice();
  const at = step.dice[1] % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (step.dice[2] % 8));
  chunks.set(key, { ...chunk, bytes });
  run.ledger.allowed[step.device]?.add("DamagedChunk");
};

/** Everything comes back and is given time, until nothing is pending anywhere. */
const heal = async (run: Run): Promise<void> => {
  const { world, devices, ledger, liar } = run;
  liar.stop();
  await leaveHall(run);
  world.network.faults = quiet;
  await world.time.advance(200_000);
  await startRelay(run);
  world.relay.failNext(0, { type: "StoreFull" });
  for (const device of devices) {
    device.isOnline = true;
    device.isStalled = false;
    if (device.process() === undefined) await device.start();
    device.process()?.store.failNext(0, "io");
  }
  expectWitnesses(world, devices, ledger);
  for (const [at, device] of devices.entries())
    if (ledger.allowed[at]?.has("DamagedChunk") === true) await readEverything(device);
  for (let waited = 0; waited < 60; waited++) {
    await world.time.advance(10_000);
    if (devices.every((device) => isSettled(device, run))) break;
  }
  await world.time.advance(10_000);
  excuseRemoved(run);
  allowUnexplained(world.relay.journal(), run);
  noteOrders(world.relay.journal(), run);
  expectForks(run);
};

/** Damage shows when something is read. */
const readEverything = async (device: Simulated): Promise<void> => {
  device.kill();
  await device.start();
  for (const card of brand<readonly StoredCard[]>([...(device.disk.stores.get("cards")?.values() ?? [])]))
    void device.process()?.replica.hold(brand(card.thing));
};

const isSettled = (device: Simulated, { ledger, devices }: Run): boolean => {
  const at = devices.indexOf(device);
  return (
    ledger.raised[at]?.has("DeviceRevoked") === true ||
    (device.process()?.tabs ?? []).every(
      ({ sync }) =>
        sync.get().connected && sync.get().pendingChanges === 0 && (sync.get().hall?.notAtHome ?? 0) === 0,
    )
  );
};
