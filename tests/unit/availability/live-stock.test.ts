/** What is free follows what comes for a time and what leaves the stock. */
import { describe, expect, test } from "vitest";
import { createMaintenanceBook } from "#shared/domain/maintenance";
import { buildLiveAvailability } from "#client/features/availability/live-availability";
import type { LiveAvailability } from "#client/features/availability/live-availability";
import { asset, product, temporaryStock } from "#shared/domain/inventory";
import type { AssetId, ProductId, TemporaryStock, TemporaryStockId } from "#shared/domain/inventory";
import { createPositions, movement } from "#shared/domain/scanning";
import type { Movement, MovementId } from "#shared/domain/scanning";
import { companyProfile } from "#shared/domain/settings";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import type { MemberId, ThingId } from "#shared/kernel/ids";
import { hourMs } from "#shared/kernel/local-time";
import type { Day, Zone } from "#shared/kernel/record";
import type { RowChange } from "#shared/replica/types";
import { createMemoryRows } from "#tests/support/memory-rows";
import { logOf, named } from "#tests/support/scan-world";

const mega = named<ProductId>("MegaPointe");
const pieces = ["MEGA-1", "MEGA-2", "MEGA-3"].map((code) => named<AssetId>(code));
const company = named<ThingId>("company");
const at = (text: string): number => Date.parse(text);

const created = () => {
  const rows = createMemoryRows();
  const positions = createPositions();
  const changes: RowChange[] = [];
  rows.subscribe((batch) => changes.push(...batch));
  rows.put(companyProfile, {
    id: named("profile"),
    thing: company,
    name: "Lichtwerk",
    currency: "EUR",
    zone: brand<Zone>("Europe/Berlin"),
    overdueTests: "tell",
    testStandard: "vde-0701-0702",
  });
  rows.put(product, {
    id: mega,
    thing: thingOf(mega),
    name: "MegaPointe",
    tracking: "assets",
    turnaroundMinutes: 0,
  });
  for (const id of pieces)
    rows.put(asset, { id, thing: thingOf(mega), product: mega, code: id, isCase: false });
  const steps = buildLiveAvailability(
    rows,
    positions,
    createMaintenanceBook((fact) => positions.timeOf(fact)),
  );
  let live: LiveAvailability | undefined;
  while (live === undefined) {
    const step = steps.next();
    if (step.done === true) live = step.value;
  }
  const built = live;
  const take = (): void => {
    const taken = changes.splice(0);
    positions.apply({
      movements: taken
        .filter(({ type }) => type === movement.name)
        .flatMap(({ id }) => rows.get(movement, brand<MovementId>(id)) ?? []),
    });
    built.apply(taken);
  };
  take();
  return { rows, take, live: built };
};

const hour = (text: string) => ({ window: { from: at(text), to: at(text) + hourMs }, asOf: 0 });

describe("stock that changes by the day", () => {
  test("[INV-22] a loan counts from midnight of its first day to midnight after its last, where the company is", () => {
    const { rows, take, live } = created();
    const loan: TemporaryStock = {
      id: named("loan"),
      product: mega,
      quantity: 4,
      kind: "loan",
      from: brand<Day>("2026-07-10"),
      until: brand<Day>("2026-07-12"),
    };
    rows.put(temporaryStock, { ...loan, thing: thingOf(mega) });
    take();
    const free = (text: string): number => live.index.free(mega, hour(text));
    expect(free("2026-07-09T20:00Z")).toBe(3);
    expect(free("2026-07-09T22:00Z")).toBe(7);
    expect(free("2026-07-12T21:00Z")).toBe(7);
    expect(free("2026-07-12T22:00Z")).toBe(3);
    rows.put(temporaryStock, { ...loan, removedAt: 1, thing: thingOf(mega) });
    take();
    expect(free("2026-07-11T12:00Z")).toBe(3);
  });

  test("[INV-22] [AVL-R7a] a purchase counts from its first day on as long as that is not over where the company is", () => {
    const { rows, take, live } = created();
    const stock = named<TemporaryStockId>("purchase");
    const put = (values: Partial<TemporaryStock>): void => {
      const row = { id: stock, product: mega, quantity: 4, kind: "purchase" as const, ...values };
      rows.put(temporaryStock, { ...row, thing: thingOf(mega) });
      take();
    };
    const free = (now: string): number =>
      live.index.free(mega, { ...hour("2026-08-01T12:00Z"), asOf: at(now) });
    const from = brand<Day>("2026-07-10");
    put({ from });
    expect([free("2026-07-01T12:00Z"), free("2026-07-10T21:59Z")]).toEqual([7, 7]);
    expect([free("2026-07-10T22:00Z"), free("2026-08-01T11:00Z")]).toEqual([3, 3]);
    // Part of it came, late: that counts, the others only once somebody says when they come.
    rows.put(movement, {
      ...{ id: named<MovementId>("came"), thing: logOf("phone"), kind: "received" as const },
      ...{ at: at("2026-07-12"), by: named<MemberId>("Mira"), product: mega, quantity: 1 },
      ...{ origin: "hand" as const, expected: stock },
    });
    take();
    expect(free("2026-07-13T12:00Z")).toBe(4);
    put({ from: brand<Day>("2026-07-20") });
    expect([free("2026-07-13T12:00Z"), free("2026-07-21T12:00Z")]).toEqual([7, 4]);
    // Who borrows says when it comes by the first day alone, and what has none is here.
    put({ from, kind: "loan" });
    expect(free("2026-07-13T12:00Z")).toBe(7);
    put({});
    expect(free("2026-07-13T12:00Z")).toBe(7);
  });

  test("[INV-22] what arrived of a purchase counts as stock and is not counted as expected again", () => {
    const { rows, take, live } = created();
    const stock = named<TemporaryStockId>("purchase");
    rows.put(temporaryStock, {
      ...{ id: stock, thing: thingOf(mega), product: mega, quantity: 4, kind: "purchase" as const },
    });
    take();
    const free = (): number => live.index.free(mega, hour("2026-07-11T12:00Z"));
    expect(free()).toBe(7);
    const arrive = (device: string, undoes?: MovementId): MovementId => {
      const id = named<MovementId>(`received ${device} ${undoes ?? ""}`);
      rows.put(movement, {
        ...{ id, thing: logOf(device), kind: "received", at: at("2026-07-01"), by: named<MemberId>("Mira") },
        ...{ product: mega, quantity: 3, origin: "hand" as const, expected: stock },
        ...(undoes === undefined ? {} : { undoes }),
      });
      take();
      return id;
    };
    arrive("phone");
    expect(free()).toBe(7);
    // The same delivery on a device that knew nothing of it: what is there counts, and nothing less than nothing is expected.
    const second = arrive("tablet");
    expect(free()).toBe(9);
    arrive("phone", second);
    expect(free()).toBe(7);
  });

  test("[INV-16] what is sold, written off or taken out of use is not owned any more; what is found again is", () => {
    const { rows, take, live } = created();
    let last: MovementId | undefined;
    const report = (kind: Movement["kind"], reason: Movement["reason"], which: AssetId): void => {
      const id = named<MovementId>(`${kind} ${which} ${last ?? ""}`);
      rows.put(movement, {
        ...{ id, thing: logOf("phone"), kind, at: at("2026-07-01"), by: named<MemberId>("Mira") },
        ...{ product: mega, asset: which, quantity: 1, origin: "hand" as const },
        ...(reason === undefined ? {} : { reason }),
        ...(last === undefined ? {} : { after: last }),
      });
      last = id;
      take();
    };
    const [first] = pieces;
    if (first === undefined) throw new Error("there are pieces");
    const answer = () => live.index.answer(mega, hour("2026-07-11T12:00Z"));
    report("lost", "stolen", first);
    expect(answer()).toMatchObject({ owned: 3, free: 2, deductions: [{ kind: "lost", quantity: 1 }] });
    report("retired", "written-off", first);
    expect(answer()).toMatchObject({ owned: 2, free: 2, deductions: [] });
    report("found", "found-again", first);
    expect(answer()).toMatchObject({ owned: 3, free: 3 });
  });
});
