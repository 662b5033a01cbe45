/** The stock that is shown is the sum of the movements: whatever devices wrote apart, in whichever order it met. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyImport } from "#shared/domain/import";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { LineId } from "#shared/domain/pull-list";
import {
  createPositions,
  movement,
  movementKinds,
  recordMovements,
  undoMovements,
} from "#shared/domain/scanning";
import type { BulkStock, LoggedMovement, Positions } from "#shared/domain/scanning";
import { countStock, receiveStock, reportStock, stockCounted } from "#shared/domain/stock";
import type { BulkReason } from "#shared/domain/stock";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";
import { logOf, named } from "#tests/support/scan-world";

const products = ["cable", "tape"].map((name) => named<ProductId>(name));
const places = ["hall", "rack", "truck"].map((name) => named<LocationId>(`place ${name}`));
const cases = ["case 1", "case 2"].map((name) => named<AssetId>(name));
const events = ["Gala", "Fair"].map((name) => named<EventId>(`event ${name}`));
const lines = ["line 1", "line 2"].map((name) => named<LineId>(name));
const reasons: readonly BulkReason[] = ["used-up", "broken", "sold", "not-found", "stolen"];

const step = fc.record({
  device: fc.nat(2),
  does: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...movementKinds) },
    { weight: 4, arbitrary: fc.constantFrom("receive", "count", "report", "import", "import") },
    { weight: 4, arbitrary: fc.constantFrom("undo", "undo several") },
    { weight: 3, arbitrary: fc.constant("hear") },
  ),
  product: fc.nat(1),
  /** The last one of each is "none named". */
  place: fc.nat(3),
  from: fc.nat(3),
  inCase: fc.nat(2),
  event: fc.nat(2),
  line: fc.nat(2),
  quantity: fc.integer({ min: 1, max: 60 }),
  pick: fc.nat(99),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Device {
  readonly documents: ReturnType<typeof createPlainDocuments>;
  /** What it wrote and what it heard, in the order it learnt of it. */
  readonly known: LoggedMovement[];
  readonly positions: Positions;
}

const learn = (device: Device, facts: readonly LoggedMovement[]): void => {
  const ids = new Set(device.known.map(({ id }) => id));
  const fresh = facts.filter(({ id }) => !ids.has(id));
  device.known.push(...fresh);
  device.positions.apply({ movements: fresh });
};

/** Every command that writes quantities. */
const write = (device: Device, one: Step): void => {
  const { documents, known } = device;
  const [product = named<ProductId>("none"), location, from] = [
    products[one.product],
    places[one.place],
    places[one.from],
  ];
  const change = { product, location, quantity: one.quantity };
  switch (one.does) {
    case "receive":
      return void must(documents.run(receiveStock, change));
    case "count": {
      const shown = device.positions.bulkOf(product).byLocation.get(location ?? "") ?? 0;
      return void must(documents.run(countStock, { product, location, counted: one.quantity, shown }));
    }
    case "report":
      return void must(
        documents.run(reportStock, { ...change, reason: reasons[one.pick % reasons.length] ?? "broken" }),
      );
    case "import": {
      const kind = one.pick % 2 === 0 ? ("received" as const) : ("counted" as const);
      const signed = { ...change, quantity: kind === "counted" ? one.quantity - 30 : one.quantity };
      return void must(documents.run(applyImport, { type: "stock", changes: [{ ...signed, kind }] }));
    }
    case "undo":
    case "undo several": {
      // What was taken back already may be taken back again, by somebody who has not heard of it.
      const real = known.filter(({ undoes }) => undoes === undefined);
      const at = real.length === 0 ? 0 : one.pick % real.length;
      const taken = real.slice(at, at + (one.does === "undo" ? 1 : 4));
      documents.run(undoMovements, { undone: taken.map((fact) => ({ fact, after: undefined })) });
      return;
    }
    case "hear":
      return;
    default: {
      const fact = { ...change, kind: one.does, from: one.does === "transferred" ? from : undefined };
      const job = { event: events[one.event], line: lines[one.line], inCase: cases[one.inCase] };
      const isUnplanned = one.pick % 3 === 0 ? true : undefined;
      return void must(
        documents.run(recordMovements, { facts: [{ ...fact, ...job, isUnplanned }], origin: "wedge" }),
      );
    }
  }
};

const play = (steps: readonly Step[]): readonly Device[] => {
  const devices = [0, 1, 2].map((n): Device => ({
    documents: createPlainDocuments(100 + n),
    known: [],
    positions: createPositions(),
  }));
  for (const one of steps) {
    const [device, other] = [devices[one.device], devices[one.pick % 3]];
    if (device === undefined || other === undefined) continue;
    write(device, one);
    const thing = logOf(`device ${one.device}`);
    learn(
      device,
      device.documents.all(movement).map((fact) => ({ ...fact, thing })),
    );
    if (one.does === "hear") learn(device, shuffled(other.known, one.quantity));
  }
  return devices;
};

const shuffled = <T>(items: readonly T[], seed: number): readonly T[] =>
  items
    .map((item, i) => ({ item, key: Math.imul(i + 1, (seed * 2_654_435_761) | 1) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

/** What one movement means, written down as plainly as it is said. */
const meaningOf = (fact: LoggedMovement): readonly (readonly [where: string, pieces: number])[] => {
  const { kind, quantity: n, location, from, event, line, inCase, isUnplanned } = fact;
  const put = (pieces: number) => [`place ${location ?? ""}`, pieces] as const;
  const lay = (pieces: number) => (inCase === undefined ? [] : [[`case ${inCase}`, pieces] as const]);
  const onJob = (what: string, pieces: number) =>
    event === undefined ? [] : [[`event ${event} ${line ?? ""} ${what}`, pieces] as const];
  switch (kind) {
    case "out": {
      const unasked = isUnplanned === true ? onJob("unplanned", n) : [];
      return [put(-n), ["away", n], ...onJob("out", n), ...unasked, ...lay(n)];
    }
    case "in":
      return [put(n), ["away", -n], ...onJob("out", -n), ...onJob("back", n), ...lay(n)];
    case "packed":
      return [...onJob("packed", n), ...lay(n)];
    case "unpacked":
      return [...onJob("packed", -n), ...lay(-n)];
    case "received":
    case "found":
    case "counted":
      return [put(n)];
    case "transferred":
      return [put(n), [`place ${from ?? ""}`, -n]];
    case "returned":
      return [put(-n)];
    case "lost":
    case "retired":
      return event === undefined ? [put(-n)] : [["away", -n], ...onJob("out", -n), ...onJob("lost", n)];
    case "repaired":
      return [];
  }
};

/** The naive sum: of every movement nobody took back. */
const sumsOf = (product: ProductId, facts: readonly LoggedMovement[]): ReadonlyMap<string, number> => {
  const undone = new Set(facts.map(({ undoes }) => undoes));
  const sums = new Map<string, number>();
  for (const fact of facts) {
    if (fact.product !== product || fact.undoes !== undefined || undone.has(fact.id)) continue;
    for (const [where, pieces] of meaningOf(fact)) sums.set(where, (sums.get(where) ?? 0) + pieces);
  }
  return withoutZeros(sums);
};

const withoutZeros = (sums: Iterable<readonly [string, number]>): ReadonlyMap<string, number> =>
  new Map([...sums].filter(([, pieces]) => pieces !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The same sums as the product's screens read them. */
const shownOf = ({ byLocation, byCase, onEvents, out }: BulkStock): ReadonlyMap<string, number> =>
  withoutZeros([
    ...Array.from(byLocation, ([place, pieces]) => [`place ${place}`, pieces] as const),
    ...Array.from(byCase, ([container, pieces]) => [`case ${container}`, pieces] as const),
    ...onEvents.flatMap(({ event, line, ...counts }) =>
      Object.entries(counts).map(
        ([what, pieces]) => [`event ${event} ${line ?? ""} ${what}`, pieces] as const,
      ),
    ),
    ["away", out],
  ]);

const sortedByLine = (sums: BulkStock["onEvents"]): BulkStock["onEvents"] =>
  [...sums].sort((a, b) => ((a.line ?? "") < (b.line ?? "") ? -1 : 1));

const expectSums = (positions: Positions, facts: readonly LoggedMovement[]): void => {
  for (const product of products) {
    const plain = sumsOf(product, facts);
    const bulk = positions.bulkOf(product);
    expect(shownOf(bulk)).toEqual(plain);
    let home = 0;
    for (const [where, pieces] of plain) if (where.startsWith("place ")) home += pieces;
    // What the row of the product shows as owned, however it is counted.
    expect(stockCounted("bulk", bulk, 0)).toBe(home + (plain.get("away") ?? 0));
    expect(stockCounted("consumable", bulk, 0)).toBe(home);
    for (const container of cases) {
      const inside = plain.get(`case ${container}`) ?? 0;
      expect(positions.bulkIn(container).get(product)).toBe(inside > 0 ? inside : undefined);
    }
    for (const event of events)
      expect(sortedByLine(positions.piecesOf(event).bulk.get(product) ?? [])).toEqual(
        sortedByLine(bulk.onEvents.filter((sum) => sum.event === event)),
      );
  }
};

const histories = fc.array(step, { minLength: 1, maxLength: 70, size: "max" });

describe("quantities", () => {
  test("[INV-02] [INV-03] [INT-03] the stock shown is the sum of the movements nobody took back, per place, case and event, on every device and in every order", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 1_000 }), (steps, seed) => {
        const devices = play(steps);
        // Each by what it knows so far, heard piece by piece.
        for (const { positions, known } of devices) expectSums(positions, known);
        // And when all have met, each in an order of its own.
        const all = [
          ...new Map(devices.flatMap(({ known }) => known).map((fact) => [fact.id, fact])).values(),
        ];
        devices.forEach((device, n) => {
          learn(device, shuffled(all, seed + n));
          expect(device.known).toHaveLength(all.length);
          expectSums(device.positions, all);
        });
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
