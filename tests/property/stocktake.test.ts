/** Laws of stocktakes: counts of five devices merge to what a plain reading gives, and closing makes the stock so. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AssetId, LocationId, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import { createPositions } from "#shared/domain/scanning";
import type { LoggedMovement, MovementId } from "#shared/domain/scanning";
import { cellKey, correctionOf, createCounts, differs } from "#shared/domain/stocktake";
import type { LoggedCount, TallyLine } from "#shared/domain/stocktake";
import { named } from "#tests/support/scan-world";
import { about, createStocktakeWorld, hour, start } from "#tests/support/stocktake-world";

const minute = 60_000;

/** What one of five devices does next while nobody hears the others; drawn as numbers so that failures shrink. */
const step = fc.record({
  device: fc.nat(4),
  does: fc.constantFrom(
    "see",
    "see",
    "see",
    "bulk",
    "replace",
    "undo",
    "out",
    "in",
    "take",
    "transfer",
    "put",
  ),
  asset: fc.nat(5),
  place: fc.nat(2),
  quantity: fc.nat(12),
  round: fc.constantFrom(1, 1, 1, 2),
  pick: fc.nat(7),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const play = (steps: readonly Step[]) => {
  const world = createStocktakeWorld();
  const places = ["Shelf 1", "Shelf 2", "Shelf 3"].map((name) => world.place(name));
  const placeOf = (n: number): LocationId => places[n] ?? named("none");
  const cable = world.product("cable", "bulk");
  const assets = [0, 1, 2, 3, 4, 5].map((n) => world.asset(`A-${n}`, placeOf(n % 3)));
  const gala = named<EventId>("Gala");
  for (const n of [0, 1]) world.move("received", { product: cable, quantity: 10 }, { location: placeOf(n) });
  const last = assets[5];
  if (last !== undefined) world.move("out", last, { event: gala });
  const counts: LoggedCount[] = [];
  steps.forEach((one, index) => {
    const at = start + (index + 1) * minute;
    const device = `phone ${one.device}`;
    const asset = assets[one.asset] ?? named<AssetId>("none");
    const place = placeOf(one.place);
    const mine = counts.filter(({ thing, undoes }) => thing === named(device) && undoes === undefined);
    const picked = mine[one.pick % Math.max(1, mine.length)];
    const base = { device, at, round: one.round, place };
    switch (one.does) {
      case "see":
        return counts.push(world.count({ asset }, base));
      case "bulk":
        return counts.push(world.count({ product: cable }, { ...base, quantity: one.quantity }));
      case "replace": {
        if (picked?.product !== cable || picked.location === undefined) return 0;
        const input = { ...base, round: picked.round, place: picked.location, replaces: picked.id };
        return counts.push(world.count({ product: cable }, { ...input, quantity: one.quantity }));
      }
      case "undo": {
        if (picked === undefined) return 0;
        const what = picked.asset === undefined ? { product: cable } : { asset: picked.asset };
        const where = picked.location === undefined ? {} : { place: picked.location };
        return counts.push(
          world.count(what, { device, at, round: picked.round, undoes: picked.id, ...where }),
        );
      }
      case "out":
        return world.move("out", asset, { at, event: gala });
      case "in":
        return world.move("in", asset, { at, location: place });
      case "transfer":
        return world.move("transferred", asset, { at, location: place });
      case "take":
        return world.move(
          "out",
          { product: cable, quantity: one.quantity },
          { at, location: place, event: gala },
        );
      case "put":
        return world.move(
          "in",
          { product: cable, quantity: one.quantity },
          { at, location: place, event: gala },
        );
    }
  });
  return { world, counts, cable, places, assets };
};

type Played = ReturnType<typeof play>;

/** Counts that stand, read plainly: nothing took them back, and nothing standing replaces them. */
const naiveStanding = (counts: readonly LoggedCount[]): readonly LoggedCount[] => {
  const undone = new Set(counts.map(({ undoes }) => undoes));
  const held = counts.filter(({ id, undoes }) => undoes === undefined && !undone.has(id));
  const replaced = new Set(held.map(({ replaces }) => replaces));
  return held.filter(({ id }) => !replaced.has(id));
};

/** Home stock of the cable at a place up to a time, added up plainly. */
const naiveStock = (
  facts: readonly LoggedMovement[],
  cable: ProductId,
  place: LocationId,
  at: number,
): number =>
  facts
    .filter((fact) => fact.product === cable && fact.location === place && fact.at <= at)
    .reduce((sum, { kind, quantity }) => sum + (kind === "out" ? -quantity : quantity), 0);

const cellLines = ({ world }: Played) => world.tally().lines.filter((line) => line.type === "cell");

test("[INV-19] [STK-5] an asset is one line however many devices saw it, and its newest sighting tells the place", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
      const { world, counts } = play(steps);
      const standing = naiveStanding(counts).filter(({ asset }) => asset !== undefined);
      const lines = world.tally().lines.filter((line) => line.type === "asset");
      expect(new Set(lines.map(({ asset }) => asset)).size).toBe(lines.length);
      for (const line of lines) {
        const mine = standing.filter(({ asset }) => asset === line.asset);
        expect(line.sightings.length).toBe(mine.length);
        const newest = [...mine].sort((a, b) => b.round - a.round || b.at - a.at)[0];
        expect(line.seen?.id).toBe(newest?.id);
      }
      const seen = new Set(standing.map(({ asset }) => asset));
      expect(lines.filter((line) => line.seen !== undefined).length).toBe(seen.size);
    }),
  );
});

test("[INV-19] [STK-6] [STK-7] quantities are those of the latest round of each place, and never a sum of two counts of one", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
      const played = play(steps);
      const { world, counts, cable } = played;
      const standing = naiveStanding(counts).filter(({ product }) => product === cable);
      for (const line of cellLines(played)) {
        if (line.location === undefined) continue;
        const here = standing.filter(({ location }) => location === line.location);
        const round = Math.max(0, ...here.map((one) => one.round));
        const latest = here.filter((one) => one.round === round);
        const said = new Set(latest.map(({ quantity }) => quantity));
        expect(line.counted).toBe(said.size === 1 ? [...said][0] : undefined);
        expect(line.verdict === "question").toBe(said.size > 1);
        const at = latest.length === 0 ? start : Math.max(...latest.map((one) => one.at));
        expect(line.recorded).toBe(naiveStock(world.movements, cable, line.location, at));
      }
    }),
  );
});

test("[INV-19] [STK-5] the order counts arrive in does not matter", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40, size: "max" }),
      fc.array(fc.nat(1_000_000), { minLength: 40, maxLength: 40, size: "max" }),
      (steps, keys) => {
        const { counts } = play(steps);
        const read = (facts: readonly LoggedCount[]): unknown => {
          const index = createCounts();
          for (const fact of facts) index.put(fact);
          const one = index.of(about);
          const ids = (list: readonly LoggedCount[]): readonly string[] => list.map(({ id }) => id).sort();
          return {
            assets: [...one.assets()].sort().map((asset) => [asset, ids(one.sightingsOf(asset))]),
            cells: [...one.cells()]
              .map((cell) => [cellKey(cell), ids(one.countsOf(cell))])
              .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
            size: one.size(),
          };
        };
        const shuffled = counts
          .map((fact, at) => ({ fact, key: keys[at] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        // A row that comes again changes nothing.
        expect(read([...shuffled, ...shuffled.slice(0, 3)])).toEqual(read(counts));
      },
    ),
  );
});

test("[INV-19] a count that leaves this device leaves nothing behind", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30, size: "max" }), fc.nat(29), (steps, which) => {
      const { counts } = play(steps);
      const dropped = counts[which % Math.max(1, counts.length)];
      const all = createCounts();
      for (const fact of counts) all.put(fact);
      if (dropped !== undefined) all.drop(dropped.id);
      const without = createCounts();
      for (const fact of counts) if (fact !== dropped) without.put(fact);
      const read = (index: typeof all): readonly string[] => [
        ...[...index.of(about).assets()].sort(),
        ...[...index.of(about).cells()]
          .map((cell) => `${cellKey(cell)} ${index.of(about).countsOf(cell).length}`)
          .sort(),
      ];
      expect(read(all)).toEqual(read(without));
    }),
  );
});

/** The correction of a line as the movement that closing writes. */
const written = (played: Played, line: TallyLine, index: number): LoggedMovement | undefined => {
  const fact = correctionOf(played.world.source({}), line);
  if (fact === undefined) return undefined;
  const { after, location, from, asset, kind, product, quantity } = fact;
  return {
    id: named<MovementId>(`correction ${index}`),
    thing: named("reviewer"),
    at: start + 1_000 * hour,
    offsetMs: 0,
    by: named("reviewer"),
    origin: "hand",
    ...{ kind, product, quantity },
    ...(asset === undefined ? {} : { asset }),
    ...(after === undefined ? {} : { after }),
    ...(location === undefined ? {} : { location }),
    ...(from === undefined ? {} : { from }),
  };
};

test("[INV-17] [INV-20] [STK-9] after the closing the stock is what was counted, as a sum of movements", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
      const played = play(steps);
      const { world, cable } = played;
      const before = world.tally().lines;
      const corrections = before.flatMap((line, index) => written(played, line, index) ?? []);
      const after = createPositions();
      after.apply({ movements: [...world.movements, ...corrections] });
      for (const line of before) {
        if (line.type === "asset") {
          if (line.verdict === "missing") expect(after.of(line.asset).place.type).toBe("lost");
          if (line.verdict === "unexpected" || line.verdict === "misplaced")
            expect(after.of(line.asset).place).toEqual({ type: "home", location: line.seen?.location });
          continue;
        }
        const now = world.positions.bulkOf(cable).byLocation.get(line.location ?? "") ?? 0;
        const changed = after.bulkOf(cable).byLocation.get(line.location ?? "") ?? 0;
        const difference = line.counted === undefined ? 0 : line.counted - line.recorded;
        expect(changed).toBe(now + difference);
      }
      // Counting again what the closing wrote finds nothing to put right.
      world.positions.apply({ movements: corrections });
      for (const line of world.tally().lines.filter(differs))
        expect(["missing", "question", "less", "more"]).toContain(line.verdict);
    }),
  );
});
