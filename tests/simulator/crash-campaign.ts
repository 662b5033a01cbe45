/**
 * A small scenario broken off at every single write of every disk, one run for each: the process dies before the write
 * is there or after, the power goes, the disk is full or broken. Each must end as sound as a run without.
 */
import { err } from "#shared/kernel/result";
import type { ByteStore } from "#shared/replica/ports";
import type { SimWorld, WorldSeams } from "#tests/support/sim-world";
import { judge } from "./campaign";
import type { Plan, StepKind } from "./plan";
import type { Run } from "./run";
import { runPlan } from "./run";

const relayFaults = ["lost", "kept", "full", "broken"] as const;
const deviceFaults = ["lost", "kept", "power", "quota", "broken"] as const;

/** A fault at the `write`th write of the relay or of a device, counted from when the company is founded. */
export type CrashPoint =
  | { readonly place: "relay"; readonly write: number; readonly fault: (typeof relayFaults)[number] }
  | { readonly place: number; readonly write: number; readonly fault: (typeof deviceFaults)[number] };

const describePoint = ({ place, write, fault }: CrashPoint): string =>
  `${place === "relay" ? "relay" : `device ${place + 1}`}, write ${write}: ${fault}`;

/** What people do: device, kind, dice. Kinds of work are those of `work`. */
const script: readonly (readonly [number, StepKind, readonly [number, number, number], number])[] = [
  [1, "work", [0, 0, 0], 500],
  [0, "work", [2, 0, 0], 0],
  [1, "work", [6, 0, 0], 800],
  [0, "work", [5, 0, 0], 0],
  [1, "work", [3, 0, 2], 600],
  [0, "work", [10, 0, 1], 400],
  [1, "link", [0, 0, 0], 100],
  [1, "work", [7, 0, 4], 0],
  [0, "work", [8, 0, 4], 0],
  [1, "work", [4, 0, 1], 300],
  [0, "work", [4, 0, 1], 300],
  [1, "work", [11, 0, 3], 0],
  [0, "work", [11, 0, 3], 700],
  [1, "link", [0, 0, 0], 1_500],
  [0, "undo", [0, 0, 0], 400],
  [1, "work", [9, 0, 7], 900],
];

const plan: Plan = {
  ...{ seed: 13, mood: "everyday", devices: 2, skewHours: [0, 0], tabs: [1, 2], burst: 1, isQuiet: true },
  steps: script.map(([device, kind, dice, waitMs], no) => ({ no, kind, device, dice, waitMs })),
};

/** Writes are counted per disk; the one at the point meets its fault. */
class Ambush {
  readonly #point: CrashPoint | null;
  readonly counted = new Map<CrashPoint["place"], number>();
  #run: Run | undefined;

  constructor(point: CrashPoint | null) {
    this.#point = point;
  }

  begin(run: Run): void {
    this.#run = run;
  }

  seams(): WorldSeams {
    return {
      relayStore: (store) => ({
        ...store,
        append: async (batch) => {
          const run = this.#meet("relay");
          if (run === undefined) return store.append(batch);
          const { fault } = this.#point ?? {};
          if (fault === "full") return err({ type: "StoreFull" });
          if (fault === "broken") return err({ type: "StoreBroken", message: "EIO" });
          if (fault === "kept") await store.append(batch);
          endRelay(run.world);
          return never;
        },
      }),
      store: (store, name) => ({
        ...store,
        transact: (writes, durability) => this.#transact(store, name, [writes, durability]),
      }),
    };
  }

  async #transact(
    store: ByteStore,
    name: string,
    [writes, durability]: Parameters<ByteStore["transact"]>,
  ): ReturnType<ByteStore["transact"]> {
    const at = this.#run?.devices.findIndex((device) => device.name === name) ?? -1;
    const run = this.#meet(at);
    if (run === undefined) return store.transact(writes, durability);
    const { fault } = this.#point ?? {};
    if (fault === "quota" || fault === "broken") {
      run.ledger.allowed[at]?.add("StorageFailed");
      const why = fault === "quota" ? "quota" : "io";
      return err({ type: "StoreFailed", why, message: `the store said ${why}` });
    }
    if (fault !== "lost") await store.transact(writes, durability);
    const device = run.devices[at];
    if (fault === "power") device?.cutPower();
    else device?.kill();
    run.world.time.after(3_000, () => void device?.start());
    return never;
  }

  /** The run when this write is the one. */
  #meet(place: CrashPoint["place"]): Run | undefined {
    if (this.#run === undefined) return undefined;
    const write = (this.counted.get(place) ?? 0) + 1;
    this.counted.set(place, write);
    return this.#point?.place === place && this.#point.write === write ? this.#run : undefined;
  }
}

const never = new Promise<never>(() => undefined);

const endRelay = ({ relay, time }: SimWorld): void => {
  relay.kill();
  time.after(3_000, () => void relay.start());
};

/** Every point of the scenario, in a fixed order. */
export const crashPoints = async (): Promise<readonly CrashPoint[]> => {
  const ambush = new Ambush(null);
  await runPlan(plan, ambush.seams(), (run) => ambush.begin(run));
  const writes = (place: CrashPoint["place"]): readonly number[] =>
    Array.from({ length: ambush.counted.get(place) ?? 0 }, (_, at) => at + 1);
  return [
    ...writes("relay").flatMap((write) =>
      relayFaults.map((fault) => ({ place: "relay", write, fault }) as const),
    ),
    ...[0, 1].flatMap((place) =>
      writes(place).flatMap((write) => deviceFaults.map((fault) => ({ place, write, fault }) as const)),
    ),
  ];
};

export interface CrashFailure {
  /** Its place among the points. */
  readonly point: number;
  readonly what: string;
  readonly story: readonly string[];
}

export interface CrashCampaign {
  readonly points: number;
  readonly operations: number;
  readonly failures: readonly CrashFailure[];
}

/** `count` points from the `first` on, `every` so many. */
export const crashCampaign = async (first: number, count: number, every = 1): Promise<CrashCampaign> => {
  const points = (await crashPoints())
    .map((point, at) => ({ point, at }))
    .slice(first, first + count)
    .filter((_, at) => at % every === 0);
  const failures: CrashFailure[] = [];
  let operations = 0;
  for (const { point, at } of points) {
    const ambush = new Ambush(point);
    const outcome = await judge(plan, ambush.seams(), (run) => ambush.begin(run));
    operations += outcome.operations;
    const [what] = outcome.violations;
    if (what !== undefined)
      failures.push({ point: at, what: `${describePoint(point)}: ${what}`, story: outcome.story });
  }
  return { points: points.length, operations, failures };
};
