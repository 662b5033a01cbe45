import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { createMaintenanceBook } from "#shared/domain/maintenance";
import { buildLiveAvailability } from "#client/features/availability/live-availability";
import type { LiveAvailability } from "#client/features/availability/live-availability";
import { rememberedFree } from "#client/features/availability/remembered-free";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { asset, product } from "#shared/domain/inventory";
import type { AssetId, ProductId, Tracking } from "#shared/domain/inventory";
import { line } from "#shared/domain/pull-list";
import type { LineId } from "#shared/domain/pull-list";
import { createPositions, movement } from "#shared/domain/scanning";
import type { MovementId, MovementKind } from "#shared/domain/scanning";
import { brand } from "#shared/kernel/brand";
import { idFromBytes, thingOf } from "#shared/kernel/ids";
import type { Id, MemberId } from "#shared/kernel/ids";
import type { LocalDateTime, Zone } from "#shared/kernel/record";
import type { RowChange } from "#shared/replica/types";
import { createMemoryRows } from "#tests/support/memory-rows";

const idOf = <T extends Id<string>>(kind: number, n: number): T =>
  idFromBytes<T>(Uint8Array.from({ length: 16 }, (_, at) => (at === 0 ? kind : at === 15 ? n : 0)));
const productId = (n: number) => idOf<ProductId>(1, n);
const assetId = (n: number) => idOf<AssetId>(2, n);
const eventId = (n: number) => idOf<EventId>(3, n);
const member = idOf<MemberId>(9, 1);
const utc = brand<Zone>("UTC");
const noon = (day: number): LocalDateTime =>
  brand<LocalDateTime>(`2026-06-${String(day).padStart(2, "0")}T12:00`);
const at = (day: number): number => Date.parse(`${noon(day)}Z`);
const june = { window: { from: at(10), to: at(14) }, asOf: at(1) };

const builtFrom = ({ rows, positions }: ReturnType<typeof createWorld>): LiveAvailability => {
  const steps = buildLiveAvailability(
    rows,
    positions,
    createMaintenanceBook((fact) => positions.timeOf(fact)),
  );
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

const createWorld = () => {
  const rows = createMemoryRows();
  const positions = createPositions();
  const changes: RowChange[] = [];
  rows.subscribe((batch) => changes.push(...batch));
  let counter = 0;
  const last = new Map<AssetId, MovementId>();
  return {
    rows,
    positions,
    /** What changed since the last call, with positions brought up to date first. */
    takeChanges: () => {
      const taken = changes.splice(0);
      const moved = taken.filter(({ type }) => type === movement.name);
      positions.apply({
        movements: moved.flatMap(({ id }) => rows.get(movement, brand<MovementId>(id)) ?? []),
      });
      return taken;
    },
    putProduct: (n: number, tracking: Tracking = "assets", removedAt?: number) =>
      rows.put(product, {
        id: productId(n),
        thing: thingOf(productId(n)),
        name: `P${n}`,
        tracking,
        turnaroundMinutes: 0,
        ...(removedAt === undefined ? {} : { removedAt }),
      }),
    putAsset: (n: number, of: number, removedAt?: number) =>
      rows.put(asset, {
        id: assetId(n),
        thing: thingOf(productId(of)),
        product: productId(of),
        code: `A${n}`,
        isCase: false,
        ...(removedAt === undefined ? {} : { removedAt }),
      }),
    putEvent: (
      n: number,
      from: number,
      to: number,
      status: "confirmed" | "draft" | "returned" = "confirmed",
    ) =>
      rows.put(event, {
        id: eventId(n),
        thing: thingOf(eventId(n)),
        name: `E${n}`,
        status,
        colour: 1,
        zone: utc,
        busyFrom: noon(from),
        busyTo: noon(to),
      }),
    putLine: (n: number, on: number, of: number, quantity: number, removedAt?: number) =>
      rows.put(line, {
        id: idOf<LineId>(4, n),
        thing: thingOf(eventId(on)),
        product: productId(of),
        quantity,
        name: "x",
        order: "V",
        ...(removedAt === undefined ? {} : { removedAt }),
      }),
    move: (
      kind: MovementKind,
      day: number,
      what: { asset: number; of: number } | { bulk: number; quantity: number },
      on?: number,
    ) => {
      const id = idOf<MovementId>(5, ++counter);
      const which = "asset" in what ? assetId(what.asset) : undefined;
      const after = which === undefined ? undefined : last.get(which);
      if (which !== undefined) last.set(which, id);
      rows.put(movement, {
        id,
        thing: thingOf(member),
        kind,
        at: at(day),
        by: member,
        origin: "hand",
        product: "asset" in what ? productId(what.of) : productId(what.bulk),
        quantity: "asset" in what ? 1 : what.quantity,
        ...(which === undefined ? {} : { asset: which }),
        ...(after === undefined ? {} : { after }),
        ...(on === undefined ? {} : { event: eventId(on) }),
      });
      return id;
    },
    undo: (target: MovementId) => {
      const fact = rows.get(movement, target);
      if (fact === undefined) throw new Error("there");
      const { thing, kind, at: when, by, origin, product: of, quantity, asset: which } = fact;
      const id = idOf<MovementId>(5, ++counter);
      const about = which === undefined ? {} : { asset: which };
      rows.put(movement, {
        id,
        thing,
        kind,
        at: when,
        by,
        origin,
        product: of,
        quantity,
        ...about,
        undoes: target,
      });
    },
  };
};

describe("availability from rows", () => {
  test("[AVL-01] owned, claimed and free follow from products, assets, lines and statuses", () => {
    const world = createWorld();
    world.putProduct(1);
    for (let n = 1; n <= 5; n++) world.putAsset(n, 1);
    world.putAsset(6, 1, at(1));
    world.putEvent(1, 9, 11);
    world.putEvent(2, 9, 11, "draft");
    world.putLine(1, 1, 1, 3);
    world.putLine(2, 2, 1, 5);
    world.takeChanges();
    const live = builtFrom(world);
    expect(live.index.answer(productId(1), june)).toMatchObject({
      owned: 5,
      free: 2,
      sources: [{ event: eventId(1), quantity: 3 }],
    });
  });

  test("[AVL-13] scans, undo, lost pieces and late returns are taken up as they come", () => {
    const world = createWorld();
    world.putProduct(1);
    for (let n = 1; n <= 5; n++) world.putAsset(n, 1);
    world.putEvent(1, 2, 4, "returned");
    world.takeChanges();
    const live = builtFrom(world);
    const free = (asOf = at(5)): number => live.index.free(productId(1), { ...june, asOf });
    const sync = (): void => live.apply(world.takeChanges());
    world.move("out", 2, { asset: 1, of: 1 }, 1);
    const wrong = world.move("out", 2, { asset: 2, of: 1 }, 1);
    sync();
    expect(live.piecesOut(eventId(1))).toBe(2);
    expect(free()).toBe(3);
    world.undo(wrong);
    sync();
    expect(live.piecesOut(eventId(1))).toBe(1);
    expect(free()).toBe(4);
    world.move("lost", 5, { asset: 1, of: 1 });
    sync();
    expect(live.piecesOut(eventId(1))).toBe(0);
    expect(free()).toBe(4);
    expect(live.index.answer(productId(1), june).deductions).toEqual([
      { kind: "lost", quantity: 1, assets: [assetId(1)] },
    ]);
    world.move("in", 6, { asset: 1, of: 1 });
    sync();
    expect(free()).toBe(5);
  });

  test("[AVL-04] consumables: what is left in the house; bulk: in the house and out together", () => {
    const world = createWorld();
    world.putProduct(1, "consumable");
    world.putProduct(2, "bulk");
    world.putEvent(1, 2, 4, "returned");
    for (const bulk of [1, 2]) {
      world.move("counted", 1, { bulk, quantity: 40 });
      world.move("out", 2, { bulk, quantity: 15 }, 1);
    }
    world.takeChanges();
    const live = builtFrom(world);
    expect(live.index.free(productId(1), june)).toBe(25);
    expect(live.index.free(productId(2), june)).toBe(40);
    expect(live.index.free(productId(2), { ...june, asOf: at(5) })).toBe(25);
  });

  test("[AVL-01] pieces out with no known event are not free until their event turns up", () => {
    const world = createWorld();
    world.putProduct(1);
    world.putProduct(2, "bulk");
    world.putAsset(1, 1);
    world.putAsset(2, 1);
    world.move("counted", 1, { bulk: 2, quantity: 10 });
    world.move("out", 2, { asset: 1, of: 1 });
    world.move("out", 2, { asset: 2, of: 1 }, 1);
    world.move("out", 2, { bulk: 2, quantity: 4 }, 1);
    world.takeChanges();
    const live = builtFrom(world);
    expect(live.index.answer(productId(1), june)).toMatchObject({
      free: 0,
      deductions: [{ kind: "away", assets: [assetId(1), assetId(2)] }],
    });
    expect(live.index.free(productId(2), june)).toBe(6);
    world.putEvent(1, 2, 4);
    live.apply(world.takeChanges());
    expect(live.index.free(productId(1), june)).toBe(1);
    expect(live.index.free(productId(2), june)).toBe(10);
  });

  test("[AVL-01] an asset that was scanned as another product is free when its event turns up", () => {
    const world = createWorld();
    world.putProduct(1);
    world.putAsset(1, 1);
    world.move("out", 2, { asset: 1, of: 2 }, 1);
    world.takeChanges();
    const live = builtFrom(world);
    expect(live.index.free(productId(1), june)).toBe(0);
    world.putEvent(1, 2, 4);
    live.apply(world.takeChanges());
    expect(live.index.free(productId(1), june)).toBe(1);
    expect(builtFrom(world).index.free(productId(1), june)).toBe(1);
  });

  test("[AVL-01] following changes gives what building anew gives", () => {
    const small = fc.integer({ min: 1, max: 4 });
    const day = fc.integer({ min: 1, max: 20 });
    type World = ReturnType<typeof createWorld>;
    const action = fc.oneof(
      fc.tuple(small, fc.constantFrom<Tracking>("assets", "bulk", "consumable"), fc.boolean()).map(
        ([n, tracking, gone]) =>
          (world: World) =>
            world.putProduct(n, tracking, gone ? 1 : undefined),
      ),
      fc.tuple(small, small, fc.boolean()).map(
        ([n, of, gone]) =>
          (world: World) =>
            world.putAsset(n, of, gone ? 1 : undefined),
      ),
      fc.tuple(small, day, fc.constantFrom("confirmed" as const, "draft" as const, "returned" as const)).map(
        ([n, from, status]) =>
          (world: World) =>
            world.putEvent(n, from, from + 5, status),
      ),
      fc.tuple(small, small, small, fc.integer({ min: 0, max: 9 }), fc.boolean()).map(
        ([n, on, of, quantity, gone]) =>
          (world: World) =>
            world.putLine(n * 10 + on, on, of, quantity, gone ? 1 : undefined),
      ),
      fc
        .tuple(
          fc.constantFrom<MovementKind>("out", "in", "lost", "found", "packed", "returned"),
          day,
          small,
          fc.option(small, { nil: undefined }),
        )
        .map(
          ([kind, when, n, on]) =>
            (world: World) =>
              void world.move(kind, when, { asset: n, of: n }, on),
        ),
      fc
        .tuple(
          fc.constantFrom<MovementKind>("out", "in", "counted", "lost"),
          day,
          small,
          fc.integer({ min: 1, max: 9 }),
          fc.option(small, { nil: undefined }),
        )
        .map(
          ([kind, when, bulk, quantity, on]) =>
            (world: World) =>
              void world.move(kind, when, { bulk, quantity }, on),
        ),
      fc.nat({ max: 30 }).map((which) => (world: World) => {
        const target = [...world.rows.all(movement).values()][which];
        if (target !== undefined && target.undoes === undefined) world.undo(target.id);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(action, { maxLength: 4 }), { maxLength: 20 }), (batches) => {
        const world = createWorld();
        const live = builtFrom(world);
        const asked = { window: { from: at(3), to: at(19) }, asOf: at(1), except: eventId(1) };
        const remembered = rememberedFree(asked);
        for (const batch of batches) {
          for (const act of batch) act(world);
          live.apply(world.takeChanges());
          for (let n = 1; n <= 4; n++)
            expect(remembered(live.index, productId(n))).toBe(live.index.free(productId(n), asked));
        }
        const fresh = builtFrom(world);
        for (let n = 1; n <= 4; n++) {
          for (const asOf of [at(1), at(16)]) {
            const later = { window: { from: at(3), to: at(19) }, asOf };
            expect(live.index.answer(productId(n), later)).toEqual(fresh.index.answer(productId(n), later));
          }
          expect(live.piecesOut(eventId(n))).toBe(fresh.piecesOut(eventId(n)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
