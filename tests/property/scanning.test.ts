/** Laws of the scan decision: hostile texts do nothing, counts agree with pieces, any scan sequence keeps its books. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countsForEvent,
  decideScan,
  hasHiddenCharacters,
  readScan,
  scanRules,
  shownText,
} from "#shared/domain/scanning";
import type { LineId } from "#shared/domain/pull-list";
import { seededRandom } from "#tests/support/plain-drafts";
import { createScanWorld, named } from "#tests/support/scan-world";

/** 10,000 texts as they might stand on a poster: links, scripts, invitations, look-alikes, floods, broken labels. */
const hostileTexts = (): readonly string[] => {
  const random = seededRandom(8);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[(random.bytes(1)[0] ?? 0) % items.length];
    if (item === undefined) throw new Error("something to pick from");
    return item;
  };
  const noise = (length: number): string =>
    Array.from(random.bytes(length), (byte) =>
      String.fromCodePoint(
        pick([byte, 0x400 + byte, 0x202a + (byte % 5), 0x1f600 + byte, 0xe000 + byte, 0xff00 + byte]),
      ),
    ).join("");
  const makers: readonly (() => string)[] = [
    () => `https://${noise(6)}.example/${noise(10)}`,
    () => `javascript:${noise(12)}`,
    () => `data:text/html,<script>${noise(8)}</script>`,
    () => `https://relay.example/j#${noise(40)}`,
    () => `HTTPS://RELAY.EXAMPLE/A/${noise(26)}`,
    () => `web+eventkit:pair?${noise(20)}`,
    () => `\u202eSPOT-1${noise(3)}`,
    () => "SP\u041eT-1",
    () => "ſPOT-1",
    () => `SPOT-1\u0000${noise(2)}`,
    () => `SPOT-1' OR 1=1 --${noise(2)}`,
    () => `=HYPERLINK("${noise(5)}")`,
    () => "A".repeat(1 + (random.bytes(1)[0] ?? 0) * 100),
    () => `{"__proto__":{"event":"${noise(4)}"}}`,
    () => "__proto__",
    () => "constructor",
    () => noise(30),
  ];
  return Array.from({ length: 10_000 }, (_, i) => makers[i % makers.length]?.() ?? "");
};

describe("hostile texts", () => {
  test("[T10] [READ-1] 10,000 of them write nothing and show nothing hidden", () => {
    const world = createScanWorld();
    const spot = world.product("Spot");
    world.asset("SPOT-1", "Spot");
    const gala = world.event("Gala", [[spot, 1]]);
    for (const text of hostileTexts()) {
      for (const mode of ["out", "in"] as const) {
        const decision = decideScan(world.state, text, { mode, event: gala, quantity: 1 });
        expect(decision.facts).toEqual([]);
        expect(scanRules[decision.rule].writes).toBe(false);
        expect(decision.subject.type).toBe("text");
        if (decision.subject.type === "text") expect(hasHiddenCharacters(decision.subject.text)).toBe(false);
      }
    }
  });

  test("[READ-3] any text at all is read without failing and shown short, on one line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000, size: "max" }), (text) => {
        const reading = readScan(text, () => ({ type: "none" }));
        expect(["code", "text"]).toContain(reading.type);
        const shown = shownText(text);
        expect(Array.from(shown).length).toBeLessThanOrEqual(60);
        expect(hasHiddenCharacters(shown) || shown.includes("\n")).toBe(false);
      }),
      { seed: 8, numRuns: 2000 },
    );
  });
});

describe("counts", () => {
  const codes = ["SPOT-1", "SPOT-2", "SPOT-3", "WASH-1", "FC-07", "XLR"];
  const scan = fc.record({
    code: fc.constantFrom(...codes),
    mode: fc.constantFrom("out", "in"),
    gala: fc.boolean(),
    quantity: fc.integer({ min: 1, max: 9 }),
    take: fc.boolean(),
    pack: fc.boolean(),
  });

  test("[PUL-05] any sequence of scans: each piece counts once, lines never beyond what is there, out plus back adds up", () => {
    fc.assert(
      fc.property(fc.array(scan, { maxLength: 40, size: "max" }), (scans) => {
        const world = createScanWorld();
        const spot = world.product("Spot");
        const cable = world.product("Cable", "bulk");
        for (const code of ["SPOT-1", "SPOT-2", "SPOT-3"]) world.asset(code, "Spot");
        world.asset("WASH-1", "Wash");
        const box = world.asset("FC-07", "Case", { isCase: true });
        world.codes.putCode({ id: named("XLR"), product: cable, value: "XLR" });
        const events = [
          world.event("Gala", [
            [spot, 1],
            [cable, 12],
            [spot, 1],
          ]),
          world.event("Fair", [[spot, 2]]),
        ];
        for (const one of scans) {
          world.scan(one.code, {
            mode: one.mode,
            event: one.gala ? events[0] : events[1],
            quantity: one.quantity,
            answers: one.take ? [{ type: "take" }] : [],
            openCase: one.pack ? box : undefined,
          });
        }
        for (const event of events) {
          const pieces = world.positions.piecesOf(event);
          const lines = world.state.lines(event);
          const counts = countsForEvent(pieces, lines);
          const parts = [...counts.byLine.values(), ...counts.unlisted.map((sum) => sum.counts)];
          const sum = (pick: (part: (typeof parts)[number]) => number): number =>
            parts.reduce((total, part) => total + pick(part), 0);
          const bulk = [...pieces.bulk.values()].flat();
          const assets = [...pieces.assets.values()];
          const bulkSum = (pick: (part: (typeof bulk)[number]) => number): number =>
            bulk.reduce((total, part) => total + pick(part), 0);
          expect(sum((part) => part.out)).toBe(
            assets.filter((piece) => piece.status === "out").length +
              bulkSum((part) => Math.max(0, part.out)),
          );
          expect(sum((part) => part.back)).toBe(
            assets.filter((piece) => piece.status === "back").length + bulkSum((part) => part.back),
          );
          const cases = [...pieces.assets].filter(([id]) => world.state.asset(id)?.isCase === true);
          expect(counts.moved.out).toBe(
            sum((part) => part.out) - cases.filter(([, piece]) => piece.status === "out").length,
          );
          // A line for each product that is not on the list leaves nothing beside it.
          const added = counts.notListed.map(({ product, counts: { allocated } }, i) => ({
            ...{ id: named<LineId>(`added ${i}`), order: `z${i}` },
            ...{ product, quantity: allocated },
          }));
          expect(countsForEvent(pieces, [...lines, ...added])).toMatchObject({
            notListed: [],
            moved: counts.moved,
          });
          for (const part of parts)
            expect(part.allocated).toBe(part.packed + part.out + part.back + part.lost);
          // No line goes beyond its quantity while another line of the product still needs pieces.
          for (const product of [spot, cable]) {
            const own = lines.filter((line) => line.product === product);
            const needy = own.some((line) => (counts.byLine.get(line.id)?.allocated ?? 0) < line.quantity);
            const beyond = own.some((line) => (counts.byLine.get(line.id)?.allocated ?? 0) > line.quantity);
            expect(needy && beyond && product === spot).toBe(false);
          }
        }
        // One piece is in one place: however it was scanned, on one device nothing is ever in dispute.
        expect(world.positions.disputed().size).toBe(0);
        expect(world.positions.loops()).toEqual([]);
      }),
      { seed: 9, numRuns: 400 },
    );
  });
});
