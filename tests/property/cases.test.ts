/** Laws of cases over random packing by three devices that hear of each other late or never. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentsRevision, contentsTree, grossWeight, packingOf } from "#shared/domain/cases";
import type { CaseSlotId, CaseSource } from "#shared/domain/cases";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { LoggedMovement, MovementId, Positions } from "#shared/domain/scanning";
import { createPositions } from "#shared/domain/scanning";
import type { MemberId } from "#shared/kernel/ids";
import { logOf, named } from "#tests/support/scan-world";

const cases = [1, 2, 3].map((n) => named<AssetId>(`case ${n}`));
const pieces = [1, 2, 3].map((n) => named<AssetId>(`piece ${n}`));
const all = [...cases, ...pieces];
const product = named<ProductId>("product");
const cable = named<ProductId>("cable");

const step = fc.record({
  device: fc.nat(2),
  does: fc.constantFrom("pack", "pack", "unpack", "bulk", "hear"),
  thing: fc.nat(all.length - 1),
  into: fc.nat(cases.length - 1),
  pick: fc.nat(2),
  offset: fc.integer({ min: -3_600_000, max: 3_600_000 }),
});

/** Each device packs what it likes on what it knows; nothing stops A in B here while B in A there. */
const histories = fc.array(step, { minLength: 1, maxLength: 50, size: "max" }).map((steps) => {
  const devices = [0, 1, 2].map(() => ({ positions: createPositions(), known: new Array<LoggedMovement>() }));
  const facts: LoggedMovement[] = [];
  steps.forEach(({ device, does, thing, into, pick, offset }, index) => {
    const self = devices[device];
    const other = devices[pick];
    const asset = all[thing];
    const inCase = cases[into];
    if (self === undefined || other === undefined || asset === undefined || inCase === undefined) return;
    if (does === "hear") {
      self.positions.apply({ movements: other.known });
      self.known.push(...other.known.filter((fact) => !self.known.includes(fact)));
      return;
    }
    const last = self.positions.of(asset).last?.id;
    const base = {
      id: named<MovementId>(`movement ${index}`),
      thing: logOf(`device ${device}`),
      at: 1_800_000_000_000 + index * 60_000 + offset,
      offsetMs: 0,
      by: named<MemberId>(`member ${device}`),
      origin: "wedge",
    } as const;
    const single = { ...base, product, asset, quantity: 1, ...(last === undefined ? {} : { after: last }) };
    const fact: LoggedMovement =
      does === "bulk"
        ? { ...base, kind: pick === 0 ? "unpacked" : "packed", product: cable, quantity: 1 + pick, inCase }
        : does === "pack"
          ? { ...single, kind: "packed", inCase }
          : { ...single, kind: "unpacked" };
    self.positions.apply({ movements: [fact] });
    self.known.push(fact);
    facts.push(fact);
  });
  return facts;
});

const sourceOf = (positions: Positions): CaseSource => ({
  positions,
  asset: (id) => ({
    product,
    code: id,
    isCase: cases.includes(id),
    ...(id === pieces[0] ? {} : { weightG: cases.includes(id) ? 1_000 : 10 }),
  }),
  product: (id) => (id === cable ? { tracking: "bulk", weightG: 1 } : { tracking: "assets" }),
  category: () => undefined,
  slots: () => [],
  bans: () => [],
});

const foldOf = (facts: Iterable<LoggedMovement>): Positions => {
  const positions = createPositions();
  for (const fact of facts) positions.apply({ movements: [fact] });
  return positions;
};

const shownOf = (positions: Positions): unknown =>
  cases.map((container) => ({
    tree: contentsTree(positions, container),
    weight: grossWeight(sourceOf(positions), container),
    revision: contentsRevision(positions, container),
  }));

describe("cases after random packing apart", () => {
  test("[CAS-05] [CAS-04] [MOV-6] no case lies in itself, everything lies in one place, and every device shows the same", () => {
    fc.assert(
      fc.property(histories, fc.integer(), (facts, seed) => {
        const positions = foldOf(facts);
        const shuffled = facts
          .map((fact, i) => ({ fact, key: Math.imul(i + 1, seed | 1) >>> 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        expect(shownOf(foldOf(shuffled))).toEqual(shownOf(positions));
        for (const container of cases) {
          const inside = contentsTree(positions, container).flatMap((node) =>
            node.type === "asset" ? [node.asset] : [],
          );
          expect(inside).not.toContain(container);
          expect(new Set(inside).size).toBe(inside.length);
        }
        const straight = cases.flatMap((container) => positions.contentsOf(container));
        expect(new Set(straight).size).toBe(straight.length);
      }),
      { seed: 20260701, numRuns: 500 },
    );
  });

  test("[CAS-06] [CASE-3] a case weighs what it is, what lies straight in it, and what the cases straight in it weigh", () => {
    fc.assert(
      fc.property(histories, (facts) => {
        const positions = foldOf(facts);
        const source = sourceOf(positions);
        for (const container of cases) {
          const straight = positions.contentsOf(container);
          const nested = straight.filter((id) => cases.includes(id)).map((id) => grossWeight(source, id));
          const single = straight.filter((id) => pieces.includes(id));
          const unweighed = single.filter((id) => id === pieces[0]).length;
          expect(grossWeight(source, container)).toEqual({
            grams:
              1_000 +
              (positions.bulkIn(container).get(cable) ?? 0) +
              10 * (single.length - unweighed) +
              nested.reduce((sum, { grams }) => sum + grams, 0),
            unknown: unweighed + nested.reduce((sum, { unknown }) => sum + unknown, 0),
          });
        }
      }),
      { seed: 20260702, numRuns: 300 },
    );
  });

  test("[CAS-07] [CASE-2] whatever the list: what lies inside fills a line or is foreign, once", () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(
          fc.record({ named: fc.boolean(), of: fc.nat(2), quantity: fc.integer({ min: 1, max: 3 }) }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (facts, lines) => {
          const positions = foldOf(facts);
          const [container] = cases;
          if (container === undefined) throw new Error("a case");
          const slots = lines.map((line, i) => {
            const piece = pieces[line.of];
            return {
              id: named<CaseSlotId>(`slot ${i}`),
              case: container,
              product: line.of === 2 ? cable : product,
              ...(line.named && piece !== undefined ? { asset: piece } : {}),
              quantity: line.named ? 1 : line.quantity,
              isPermanent: false,
              order: `a${i}`,
            };
          });
          const packing = packingOf({ ...sourceOf(positions), slots: () => slots }, container);
          const filled = packing.slots.reduce((sum, { inside }) => sum + inside, 0);
          const bulk = positions.bulkIn(container).get(cable) ?? 0;
          expect(filled + packing.surplus).toBe(positions.contentsOf(container).length + bulk);
          for (const { slot, inside, missing } of packing.slots) expect(inside + missing).toBe(slot.quantity);
        },
      ),
      { seed: 20260703, numRuns: 300 },
    );
  });
});
