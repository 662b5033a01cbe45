/** The demo company: on this device only, filled by commands like everything else. */
import type { Clock } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import { ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { movement } from "#shared/domain/scanning";
import {
  addDemoColleague,
  addDemoEvent,
  addDemoFrame,
  addDemoKit,
  addDemoMovements,
  addDemoProduct,
  addDemoTransfer,
  addDemoWorkshop,
  buildDemo,
} from "#shared/demo";
import type { Replica } from "#shared/replica/types";
import { startCompany } from "./start-company";
import type { StartDeps, StartProblem } from "./start-company";

export interface DemoDeps extends StartDeps {
  readonly clock: Clock;
  readonly random: Random;
}

export interface DemoProgress {
  readonly stage: "products" | "events" | "movements";
  readonly done: number;
  readonly total: number;
}

/** Movements per transaction: small enough to keep the page answering. */
const movementsPerCommand = 250;

const inParts = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

const fill = async (
  replica: Replica,
  deps: DemoDeps,
  onProgress: (progress: DemoProgress) => void,
): Promise<Result<null, StartProblem>> => {
  const demo = buildDemo(deps.random, deps.clock.now());
  const frame = await replica.run(addDemoFrame, demo);
  if (!frame.ok) return frame;
  const colleagues = await replica.runBulk(addDemoColleague, demo.colleagues, () => undefined);
  if (!colleagues.ok) return { ok: false, error: colleagues.error.problem };
  const products = await replica.runBulk(addDemoProduct, demo.products, (progress) =>
    onProgress({ stage: "products", ...progress }),
  );
  if (!products.ok) return { ok: false, error: products.error.problem };
  const kits = await replica.runBulk(addDemoKit, demo.kits, () => undefined);
  if (!kits.ok) return { ok: false, error: kits.error.problem };
  const events = await replica.runBulk(addDemoEvent, demo.events, (progress) =>
    onProgress({ stage: "events", ...progress }),
  );
  if (!events.ok) return { ok: false, error: events.error.problem };
  const workshop = await replica.run(addDemoWorkshop, demo.workshop);
  if (!workshop.ok) return workshop;
  const transfers = await replica.runBulk(addDemoTransfer, demo.transfers, () => undefined);
  if (!transfers.ok) return { ok: false, error: transfers.error.problem };
  const parts = inParts(demo.movements, movementsPerCommand);
  const movements = await replica.runBulk(addDemoMovements, parts, ({ done, total }) =>
    onProgress({
      stage: "movements",
      done: Math.round((done / total) * demo.movements.length),
      total: demo.movements.length,
    }),
  );
  return movements.ok ? ok(null) : { ok: false, error: movements.error.problem };
};

/** Leaves the demo open on screen. A demo that could not be filled is removed again. */
export const startDemo = async (
  deps: DemoDeps,
  names: { readonly company: string; readonly person: string },
  onProgress: (progress: DemoProgress) => void,
): Promise<Result<null, StartProblem>> => {
  const started = await startCompany(deps, {
    companyName: names.company,
    personName: names.person,
    relay: null,
    token: "",
    demo: true,
    currency: "EUR",
    zone: "Europe/Berlin",
    departments: [],
  });
  if (!started.ok) return started;
  const filled = await fill(started.value, deps, onProgress);
  if (!filled.ok) await deps.companies.remove(started.value.company);
  return filled;
};

/**
 * The demo this device already has. One that was left while it was being filled is removed; undefined then, as where
 * there is none.
 */
export const openFilledDemo = async (deps: StartDeps): Promise<Result<Replica, StartProblem> | undefined> => {
  const existing = deps.companies.list().find((entry) => entry.demo);
  if (existing === undefined) return undefined;
  const opened = await deps.companies.open(existing.company);
  // Movements are filled last.
  if (!opened.ok || opened.value.rows.all(movement).size > 0) return opened;
  const removed = await deps.companies.remove(existing.company);
  return removed.ok ? undefined : removed;
};
