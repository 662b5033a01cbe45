/** Laws of the fold of movements: any order of arrival gives the same, and it is what the plain fold gives. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import type { MemberId } from "#shared/kernel/ids";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type {
  LoggedMovement,
  LoggedSettled,
  MovementId,
  Positions,
  SettledId,
} from "#shared/domain/scanning";
import { createPositions, currentDecisions } from "#shared/domain/scanning";
import { naiveAsset } from "#tests/support/naive-positions";
import { logOf, named } from "#tests/support/scan-world";

const assets = [1, 2, 3, 4].map((n) => named<AssetId>(`asset ${n}`));
const events = ["Gala", "Fair"].map((name) => named<EventId>(`event ${name}`));
const product = named<ProductId>("product");
const cable = named<ProductId>("cable");

/** What one device does next, or hears; drawn as numbers so that a failing history shrinks. */
const step = fc.record({
  device: fc.nat(2),
  does: fc.constantFrom(
    "out",
    "in",
    "packed",
    "unpacked",
    "lost",
    "found",
    "undo",
    "settle",
    "settle-other",
    "reopen",
    "bulk",
    "hear",
    "hear",
  ),
  asset: fc.nat(2),
  pick: fc.nat(7),
  offset: fc.integer({ min: -3_600_000, max: 3_600_000 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface History {
  readonly movements: LoggedMovement[];
  readonly settlements: LoggedSettled[];
}

/** Three devices, each acting on what it knows; "hear" copies everything another one knows. */
const play = (steps: readonly Step[]): History => {
  const devices = [0, 1, 2].map(() => ({
    positions: createPositions(),
    movements: new Array<LoggedMovement>(),
    settlements: new Array<LoggedSettled>(),
  }));
  const all: History = { movements: [], settlements: [] };
  steps.forEach((one, index) => {
    const self = devices[one.device];
    const asset = assets[one.asset];
    const event = events[one.pick % 2];
    if (self === undefined || asset === undefined || event === undefined) return;
    const position = self.positions.of(asset);
    const base = {
      id: named<MovementId>(`movement ${index}`),
      thing: logOf(`device ${one.device}`),
      at: 1_800_000_000_000 + index * 60_000 + one.offset,
      offsetMs: 0,
      by: named<MemberId>(`member ${one.device}`),
      origin: "camera",
      quantity: 1,
    } as const;
    const write = (fact: LoggedMovement): void => {
      self.positions.apply({ movements: [fact] });
      self.movements.push(fact);
      all.movements.push(fact);
    };
    const decide = (settlement: Omit<LoggedSettled, "id" | "thing" | "at" | "by">): void => {
      const { at, by, thing } = base;
      const fact = { id: named<SettledId>(`settled ${index}`), at, by, thing, ...settlement };
      self.positions.apply({ settlements: [fact] });
      self.settlements.push(fact);
      all.settlements.push(fact);
    };
    const follows = position.last === undefined ? {} : { after: position.last.id };
    switch (one.does) {
      case "hear": {
        const other = devices[one.pick % 3];
        if (other === undefined) return;
        self.positions.apply({ movements: other.movements, settlements: other.settlements });
        self.movements.push(...other.movements.filter((fact) => !self.movements.includes(fact)));
        self.settlements.push(...other.settlements.filter((fact) => !self.settlements.includes(fact)));
        return;
      }
      case "undo": {
        const known = self.positions.factsOf(asset).filter((fact) => fact.undoes === undefined);
        const target = known[one.pick % Math.max(1, known.length)];
        if (target !== undefined)
          write({ ...base, kind: target.kind, product, asset, ...follows, undoes: target.id });
        return;
      }
      case "settle":
      case "settle-other": {
        const [a, b] = position.forks[0]?.members ?? [];
        if (a === undefined || b === undefined) return;
        const [keeps, drops] = one.does === "settle" ? [a.id, b.id] : [b.id, a.id];
        const earlier = currentDecisions(self.positions.decisionsOf(asset)).find(
          (known) => [keeps, drops].includes(known.keeps) && [keeps, drops].includes(known.drops),
        );
        decide({ asset, keeps, drops, ...(earlier === undefined ? {} : { replaces: earlier.id }) });
        return;
      }
      case "reopen": {
        const known = currentDecisions(self.positions.decisionsOf(asset))[0];
        if (known === undefined) return;
        decide({ asset, keeps: known.keeps, drops: known.drops, replaces: known.id, isReopened: true });
        return;
      }
      case "bulk":
        write({ ...base, kind: one.pick < 4 ? "out" : "in", product: cable, quantity: 1 + one.pick, event });
        return;
      case "packed": {
        const inCase = assets[one.pick % 4];
        if (inCase !== undefined)
          write({ ...base, kind: "packed", product, asset, ...follows, inCase, event });
        return;
      }
      case "out":
        write({ ...base, kind: "out", product, asset, ...follows, event });
        return;
      case "in":
      case "unpacked":
      case "lost":
      case "found":
        write({ ...base, kind: one.does, product, asset, ...follows });
    }
  });
  return all;
};

/** Everything a screen could ask, as plain data. */
const dump = (positions: Positions): unknown => ({
  assets: assets.map((asset) => {
    const { place, container, last, others, events: standing, forks } = positions.of(asset);
    const status = [...standing].map(([event, piece]) => `${event} ${piece.status}`).sort();
    return {
      place,
      container,
      last: last?.id,
      others: others.map((end) => end.last.id),
      status,
      forks,
      inside: positions.everythingIn(asset),
    };
  }),
  bulk: positions.bulkOf(cable),
  events: events.map((event) => [...positions.piecesOf(event).assets].sort(([a], [b]) => (a < b ? -1 : 1))),
  disputed: [...positions.disputed()].sort(),
  loops: positions.loops(),
});

const histories = fc.array(step, { minLength: 1, maxLength: 60, size: "max" }).map(play);

const shuffled = <T>(items: readonly T[], seed: number): readonly T[] =>
  items
    .map((item, i) => ({ item, key: Math.imul(i + 1, seed | 1) >>> 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

describe("the fold of movements", () => {
  test("does not depend on the order or the batches in which facts arrive", () => {
    fc.assert(
      fc.property(histories, fc.integer(), ({ movements, settlements }, seed) => {
        const whole = createPositions();
        whole.apply({ movements, settlements });
        const piecewise = createPositions();
        for (const decision of settlements.slice(0, settlements.length / 2))
          piecewise.apply({ settlements: [decision] });
        for (const fact of shuffled(movements, seed)) piecewise.apply({ movements: [fact] });
        piecewise.apply({ settlements: shuffled(settlements, seed) });
        expect(dump(piecewise)).toEqual(dump(whole));
      }),
      { seed: 20260611, numRuns: 400 },
    );
  });

  test("gives what the plain fold gives", () => {
    fc.assert(
      fc.property(histories, ({ movements, settlements }) => {
        const positions = createPositions();
        positions.apply({ movements, settlements });
        const cut = new Set(positions.loops().map((loop) => loop.loose));
        for (const asset of assets) {
          const plain = naiveAsset(asset, movements, settlements);
          const { place, container, last, others, events: standing, forks } = positions.of(asset);
          expect([last, ...others.map((end) => end.last)].flatMap((fact) => fact?.id ?? [])).toEqual(
            plain.ends,
          );
          expect(forks.map((fork) => fork.members.map((fact) => fact.id)).sort()).toEqual(
            [...plain.forks].sort(),
          );
          expect(place.type === "out" ? `out ${place.event ?? ""}` : place.type).toBe(plain.place);
          expect(container).toBe(cut.has(asset) ? undefined : plain.container);
          expect([...standing].map(([event, piece]) => `${event} ${piece.status}`).sort()).toEqual(
            plain.events,
          );
        }
      }),
      { seed: 20260612, numRuns: 600 },
    );
  });

  test("bulk is the sum of what was not taken back", () => {
    fc.assert(
      fc.property(histories, ({ movements }) => {
        const positions = createPositions();
        positions.apply({ movements });
        const bulk = movements.filter((fact) => fact.asset === undefined);
        const sum = (kind: string): number =>
          bulk.filter((fact) => fact.kind === kind).reduce((total, fact) => total + fact.quantity, 0);
        expect(positions.bulkOf(cable).out).toBe(sum("out") - sum("in"));
        expect(positions.bulkOf(cable).home).toBe(sum("in") - sum("out"));
      }),
      { seed: 20260613, numRuns: 200 },
    );
  });

  test("taking facts away again leaves what the others give", () => {
    fc.assert(
      fc.property(histories, fc.integer(), ({ movements, settlements }, seed) => {
        const kept = new Set(shuffled(movements, seed).slice(movements.length / 2));
        const positions = createPositions();
        positions.apply({ movements, settlements });
        positions.apply({ gone: movements.filter((fact) => !kept.has(fact)).map((fact) => fact.id) });
        const fresh = createPositions();
        fresh.apply({ movements: movements.filter((fact) => kept.has(fact)), settlements });
        expect(dump(positions)).toEqual(dump(fresh));
      }),
      { seed: 20260614, numRuns: 300 },
    );
  });

  test("nonsense from a broken device neither throws nor hangs, and still does not depend on order", () => {
    const id = fc.nat(9).map((n) => named<MovementId>(`movement ${n}`));
    const junk = fc.uniqueArray(
      fc.record(
        {
          id,
          thing: fc.constant(logOf("broken")),
          kind: fc.constantFrom("out", "in", "packed", "lost", "returned", "counted"),
          at: fc.integer({ min: 0, max: 5 }),
          by: fc.constant(named<MemberId>("Jo")),
          product: fc.constant(product),
          asset: fc.constantFrom(...assets.slice(0, 2)),
          quantity: fc.constant(1),
          origin: fc.constant("camera"),
          after: id,
          undoes: id,
          event: fc.constantFrom(...events),
          inCase: fc.constantFrom(...assets),
        },
        { requiredKeys: ["id", "thing", "kind", "at", "by", "product", "asset", "quantity", "origin"] },
      ),
      { maxLength: 10, selector: (fact) => fact.id },
    );
    const verdicts = fc.uniqueArray(
      fc.record({
        id: fc.nat(5).map((n) => named<SettledId>(`settled ${n}`)),
        thing: fc.constant(logOf("broken")),
        at: fc.integer({ min: 0, max: 3 }),
        by: fc.constant(named<MemberId>("Jo")),
        asset: fc.constantFrom(...assets.slice(0, 2)),
        keeps: id,
        drops: id,
      }),
      { maxLength: 5, selector: (fact) => fact.id },
    );
    fc.assert(
      fc.property(junk, verdicts, fc.integer(), (movements, settlements, seed) => {
        const typed = brand<readonly LoggedMovement[]>(movements);
        const whole = createPositions();
        whole.apply({ movements: typed, settlements });
        const piecewise = createPositions();
        for (const fact of shuffled(typed, seed)) piecewise.apply({ movements: [fact] });
        for (const fact of shuffled(settlements, seed)) piecewise.apply({ settlements: [fact] });
        expect(dump(piecewise)).toEqual(dump(whole));
      }),
      { seed: 20260615, numRuns: 1000 },
    );
  });
});
