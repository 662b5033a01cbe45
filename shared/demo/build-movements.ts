/** What happened to the demo's equipment: the jobs that are out took pieces with them, returned ones brought them back. */
import type { Ms } from "#shared/kernel/clock";
import { newId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import type { NewRecord } from "#shared/kernel/record";
import type { AssetId } from "#shared/domain/inventory";
import type { movement, MovementId } from "#shared/domain/scanning";
import type { DemoEvent, DemoProduct, With } from "./build-demo";

/** A movement; where it names nobody, whoever opens the demo recorded it. */
export type DemoMovement = With<
  MovementId,
  Omit<NewRecord<typeof movement>, "by"> & { readonly by?: MemberId | undefined }
>;

interface Ledger {
  readonly random: Random;
  readonly last: Map<AssetId, MovementId>;
  readonly away: Set<AssetId>;
  readonly facts: DemoMovement[];
}

const hourMs = 3_600_000;

export const buildMovements = (
  random: Random,
  products: readonly DemoProduct[],
  events: readonly DemoEvent[],
  colleagues: readonly MemberId[],
  today: Ms,
): readonly DemoMovement[] => {
  const ledger: Ledger = { random, last: new Map(), away: new Set(), facts: [] };
  const byId = new Map(products.map((entry) => [entry.product.id, entry]));
  const moved = events.filter(
    ({ event }) => event.values.status === "out" || event.values.status === "returned",
  );
  for (const job of moved) {
    const leftAt = Math.min(Date.parse(`${job.event.values.busyFrom}:00Z`), today - 2 * hourMs);
    const isBack = job.event.values.status === "returned";
    const cameBackAt = Math.min(Date.parse(`${job.event.values.busyTo}:00Z`), today - hourMs);
    for (const line of job.lines) {
      const entry = line.values.product === undefined ? undefined : byId.get(line.values.product);
      if (entry === undefined) continue;
      const out = { kind: "out" as const, at: leftAt, event: job.event.id, line: line.id };
      const back = { kind: "in" as const, at: cameBackAt, event: job.event.id, line: line.id };
      if (entry.assets.length > 0)
        moveAssets(ledger, entry, line.values.quantity, out, isBack ? back : undefined);
      else moveBulk(ledger, entry, line.values.quantity, out, isBack ? back : undefined);
    }
  }
  return [...ledger.facts, ...doubleScan(ledger, products, moved, colleagues, today)];
};

/** One piece that two colleagues scanned out to two jobs without knowing of each other: something to settle. */
const doubleScan = (
  ledger: Ledger,
  products: readonly DemoProduct[],
  moved: readonly DemoEvent[],
  colleagues: readonly MemberId[],
  today: Ms,
): readonly DemoMovement[] => {
  const piece = products.flatMap((entry) => entry.assets).find(({ id }) => !ledger.last.has(id));
  const jobs = moved.filter(({ event }) => event.values.status === "out").slice(-2);
  if (piece === undefined) return [];
  return jobs.map(({ event }, index) => ({
    id: newId<MovementId>(ledger.random),
    values: {
      kind: "out",
      at: today - 20 * hourMs + index * 180_000,
      by: colleagues[index],
      asset: piece.id,
      product: piece.values.product,
      quantity: 1,
      event: event.id,
      origin: "camera",
      isUnplanned: true,
    },
  }));
};

type Leg = Pick<NewRecord<typeof movement>, "kind" | "at" | "event" | "line">;

const moveAssets = (
  ledger: Ledger,
  entry: DemoProduct,
  quantity: number,
  out: Leg,
  back: Leg | undefined,
): void => {
  const free = entry.assets.filter(({ id }) => !ledger.away.has(id)).slice(0, quantity);
  for (const { id: asset } of free) {
    for (const leg of back === undefined ? [out] : [out, back]) {
      const id = newId<MovementId>(ledger.random);
      const after = ledger.last.get(asset);
      ledger.facts.push({
        id,
        values: { ...leg, product: entry.product.id, asset, quantity: 1, after, origin: "camera" },
      });
      ledger.last.set(asset, id);
    }
    if (back === undefined) ledger.away.add(asset);
  }
};

const moveBulk = (
  ledger: Ledger,
  entry: DemoProduct,
  quantity: number,
  out: Leg,
  back: Leg | undefined,
): void => {
  for (const leg of back === undefined ? [out] : [out, back]) {
    const id = newId<MovementId>(ledger.random);
    ledger.facts.push({
      id,
      values: {
        ...leg,
        product: entry.product.id,
        quantity,
        location: entry.stock?.location,
        origin: "hand",
      },
    });
  }
};
