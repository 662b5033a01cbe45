/** Scans without a connection against what became of the event meanwhile. */
import { describe, expect, test } from "vitest";
import {
  bulkOutForLines,
  createLivingBulk,
  doubleConflicts,
  scannedApart,
  strayConflicts,
} from "#shared/domain/conflicts";
import type { JobState } from "#shared/domain/conflicts";
import type { LineId } from "#shared/domain/pull-list";
import type { MemberId } from "#shared/kernel/ids";
import { createScanWorld, logOf, named } from "#tests/support/scan-world";

const [mira, jo] = [named<MemberId>("Mira"), named<MemberId>("Jo")];
const hall = logOf("hall");

const oneLine = () => {
  const world = createScanWorld();
  const spot = world.product("Spot");
  const gala = world.event("Gala", [[spot, 2]]);
  const [one, two] = ["S1", "S2"].map((code) => world.asset(code, "Spot"));
  if (one === undefined || two === undefined) throw new Error("two pieces");
  const line = world.lineOf("Gala", 0);
  const apart = { kind: "out", event: gala, line, thing: hall, by: jo, isOffline: true } as const;
  const job = (removedAt?: number, fate?: JobState["fate"]): JobState => ({
    ...{ event: gala, fate },
    lines: () =>
      world.state.lines(gala).map((each) => (removedAt === undefined ? each : { ...each, removedAt })),
  });
  return { ...world, spot, gala, one, two, line, apart, job };
};

describe("scanned for a job that does not have it any more", () => {
  test("[MOV-11] [SCN-11] a line removed before anybody could know of the scan: who, what, and gone once it is back", () => {
    const { positions, fact, welcome, now, one, two, gala, apart, job } = oneLine();
    const first = fact({ ...apart, asset: one });
    const removedAt = now() + 1;
    const second = fact({ ...apart, asset: two });
    // Still without a connection: nobody else can know of it.
    expect(strayConflicts(positions, job(removedAt))).toEqual([]);
    welcome(hall);
    expect(strayConflicts(positions, job())).toEqual([]);
    expect(strayConflicts(positions, job(removedAt))).toMatchObject([
      { event: gala, because: "line", by: jo, log: hall, facts: [{ id: first.id }, { id: second.id }] },
    ]);
    fact({ kind: "in", asset: one, event: gala });
    expect(strayConflicts(positions, job(removedAt))[0]?.facts.map(({ id }) => id)).toEqual([second.id]);
    fact({ ...apart, asset: two, undoes: second.id });
    expect(strayConflicts(positions, job(removedAt))).toEqual([]);
  });

  test("[SCN-11] who removed the line knowing of the scan, and scans with a connection, are no conflict", () => {
    const { positions, fact, welcome, now, one, two, apart, job } = oneLine();
    fact({ ...apart, asset: one });
    welcome(hall);
    expect(strayConflicts(positions, job(now() + 1))).toEqual([]);
    fact({ ...apart, asset: two, isOffline: false });
    expect(strayConflicts(positions, job(now() - 1, "cancelled"))[0]?.facts).toHaveLength(1);
  });

  test("[SCN-11] another line of the product that needs it takes it in", () => {
    const { positions, fact, welcome, now, one, apart, job, spot } = oneLine();
    const removedAt = now();
    fact({ ...apart, asset: one });
    welcome(hall);
    expect(strayConflicts(positions, job(removedAt))).toHaveLength(1);
    const other = { id: named<LineId>("other"), product: spot, quantity: 1, order: "b" };
    const lines = [...job(removedAt).lines(), other];
    expect(strayConflicts(positions, { ...job(removedAt), lines: () => lines })).toEqual([]);
  });

  test("[MOV-11] [SCN-11] a job that was cancelled or removed: pieces and quantities, on the list or not", () => {
    const { positions, fact, welcome, product, gala, one, apart, job } = oneLine();
    const cable = product("XLR", "bulk");
    const scans = [
      fact({ ...apart, asset: one }),
      fact({ kind: "out", event: gala, product: cable, quantity: 40, thing: hall, by: jo, isOffline: true }),
    ];
    welcome(hall);
    for (const fate of ["cancelled", "removed"] as const)
      expect(strayConflicts(positions, job(undefined, fate))).toMatchObject([
        { because: fate, facts: scans.map(({ id }) => ({ id })) },
      ]);
    fact({ kind: "in", event: gala, product: cable, quantity: 40 });
    expect(strayConflicts(positions, job(undefined, "cancelled"))[0]?.facts).toHaveLength(1);
  });

  test("[MOV-11] [SCN-11] of a quantity that partly came back only the rest is told, never more than is out", () => {
    const { positions, fact, welcome, product, gala, apart, job } = oneLine();
    const cable = product("XLR", "bulk");
    const base = { event: gala, product: cable } as const;
    const scan = (quantity: number) =>
      fact({ ...base, kind: "out", quantity, thing: hall, by: jo, isOffline: true });
    const rest = () =>
      strayConflicts(positions, job(undefined, "cancelled")).flatMap(({ facts }) =>
        facts.map(({ id, quantity, left }) => ({ id, quantity, left })),
      );
    const [first, second] = [scan(30), scan(10)];
    welcome(hall);
    expect(rest()).toEqual([
      { id: first.id, quantity: 30, left: 30 },
      { id: second.id, quantity: 10, left: 10 },
    ]);
    fact({ ...base, kind: "in", quantity: 20 });
    expect(rest()).toEqual([
      { id: first.id, quantity: 30, left: 10 },
      { id: second.id, quantity: 10, left: 10 },
    ]);
    fact({ ...base, kind: "in", quantity: 10 });
    expect(rest()).toEqual([{ id: second.id, quantity: 10, left: 10 }]);
    // Counted back where nobody knew for which line it had gone out.
    fact({ ...base, kind: "out", quantity: 5, line: apart.line, thing: hall, by: jo, isOffline: true });
    welcome(hall);
    fact({ ...base, kind: "in", quantity: 12 });
    expect(rest().reduce((sum, { left }) => sum + left, 0)).toBe(3);
    fact({ ...base, kind: "in", quantity: 3 });
    expect(rest()).toEqual([]);
  });

  test("[SCN-11] one look at many jobs finds of each what a look at it alone finds", () => {
    const { positions, fact, welcome, product, event } = createScanWorld();
    const cable = product("XLR", "bulk");
    const events = ["Gala", "Fair", "Tour"].map((name) => event(name));
    const base = { kind: "out", product: cable, thing: hall, by: jo } as const;
    const scans = events.map((on, i) => fact({ ...base, event: on, quantity: i + 1, isOffline: i > 0 }));
    const undone = fact({ ...base, event: events[1], isOffline: true });
    fact({ ...base, event: events[1], isOffline: true, undoes: undone.id });
    welcome(hall);
    const living = createLivingBulk(positions);
    const jobs = events.map((on): JobState => ({ event: on, fate: "cancelled", lines: () => [] }));
    const found = jobs.map((job) => scannedApart(positions, job, living).map(({ id }) => id));
    expect(found).toEqual([[], [scans[1]?.id], [scans[2]?.id]]);
    for (const job of jobs)
      expect(strayConflicts(positions, job, living)).toEqual(strayConflicts(positions, job));
  });
});

describe("one quantity scanned out twice", () => {
  const twoDevices = (isOffline: boolean) => {
    const world = createScanWorld();
    const cable = world.product("XLR", "bulk");
    const gala = world.event("Gala", [[cable, 40]]);
    const line = world.lineOf("Gala", 0);
    const base = { kind: "out", product: cable, event: gala, line } as const;
    world.fact({ ...base, quantity: 30, thing: logOf("truck") });
    world.fact({ ...base, quantity: 10, thing: logOf("truck") });
    const twice = world.fact({ ...base, quantity: 40, thing: hall, by: jo, isOffline });
    const found = (asked: number | undefined) =>
      doubleConflicts(world.positions, bulkOutForLines(world.positions), (id) =>
        id === line && asked !== undefined ? { product: cable, quantity: asked } : undefined,
      );
    return { ...world, cable, gala, line, base, twice, found };
  };

  test("[MOV-12] [SCN-11] 40 and 40 for a line of 40: what each counted; taking one back or asking for all settles it", () => {
    const { fact, found, gala, cable, line, base, twice } = twoDevices(true);
    expect(found(40)).toMatchObject([
      {
        ...{ event: gala, product: cable, line, asked: 40, out: 80 },
        counts: [
          { by: mira, log: logOf("truck"), quantity: 40, facts: [{}, {}] },
          { by: jo, log: hall, quantity: 40, facts: [{ id: twice.id }] },
        ],
      },
    ]);
    expect(found(80)).toEqual([]);
    expect(found(undefined)).toEqual([]);
    fact({ ...base, quantity: 40, undoes: twice.id });
    expect(found(40)).toEqual([]);
  });

  test("[MOV-12] [SCN-11] it lasts while what went twice comes back once; all back, or out again in turn, is none", () => {
    const { fact, found, gala, cable, base, twice } = twoDevices(true);
    const back = { kind: "in", product: cable, event: gala, line: base.line } as const;
    fact({ ...back, quantity: 40 });
    expect(found(40)).toMatchObject([{ asked: 40, out: 80, counts: [{ quantity: 40 }, { quantity: 40 }] }]);
    expect(found(80)).toEqual([]);
    const half = fact({ ...back, quantity: 40 });
    expect(found(40)).toEqual([]);
    fact({ ...back, quantity: 40, undoes: half.id });
    fact({ ...base, quantity: 40, undoes: twice.id });
    expect(found(40)).toEqual([]);
    fact({ ...base, quantity: 40, thing: hall, by: jo, isOffline: true });
    expect(found(40)).toEqual([]);
  });

  test("[MOV-12] [SCN-11] who scanned after the other device had reached the relay knew of it: a line cut later is none", () => {
    const { positions, product, event, fact, welcome, lineOf } = createScanWorld();
    const cable = product("XLR", "bulk");
    const gala = event("Gala", [[cable, 10]]);
    const base = { kind: "out", product: cable, event: gala, line: lineOf("Gala", 0) } as const;
    const found = () =>
      doubleConflicts(positions, bulkOutForLines(positions), () => ({ product: cable, quantity: 8 }));
    fact({ ...base, quantity: 6, thing: hall, by: jo, isOffline: true });
    welcome(hall);
    const knowing = fact({ ...base, quantity: 4, thing: logOf("truck") });
    expect(found()).toEqual([]);
    fact({ ...base, quantity: 4, thing: logOf("truck"), undoes: knowing.id });
    // Nobody else could know of these four yet, and the four after them were scanned elsewhere.
    fact({ ...base, quantity: 4, thing: hall, by: jo, isOffline: true });
    fact({ ...base, quantity: 4, thing: logOf("truck") });
    expect(found()).toMatchObject([{ asked: 8, out: 14 }]);
    welcome(hall);
    expect(found()).toMatchObject([{ asked: 8, out: 14 }]);
  });

  test("[SCN-11] a line that was cut after everybody knew, or one device alone, is none", () => {
    expect(twoDevices(false).found(40)).toEqual([]);
    const { positions, product, event, fact, lineOf } = createScanWorld();
    const cable = product("XLR", "bulk");
    const gala = event("Gala", [[cable, 40]]);
    fact({
      kind: "out",
      product: cable,
      event: gala,
      line: lineOf("Gala", 0),
      quantity: 40,
      isOffline: true,
    });
    const asked = { product: cable, quantity: 30 };
    expect(doubleConflicts(positions, bulkOutForLines(positions), () => asked)).toEqual([]);
  });

  test("[MOV-12] [SCN-11] a line that asks for another product now, or was removed, says nothing of what was scanned for it", () => {
    const { positions, line, base, cable, product, fact } = twoDevices(true);
    const found = (asked: Parameters<typeof doubleConflicts>[2]) =>
      doubleConflicts(positions, bulkOutForLines(positions), asked);
    const hose = product("Hose", "bulk");
    expect(found(() => ({ product: hose, quantity: 4 }))).toEqual([]);
    expect(found(() => ({ product: cable, quantity: 40, removedAt: 1 }))).toEqual([]);
    fact({ ...base, product: hose, quantity: 3, thing: logOf("truck") });
    fact({ ...base, product: hose, quantity: 3, thing: hall, by: jo, isOffline: true });
    expect(found(() => ({ product: hose, quantity: 4 }))).toMatchObject([{ product: hose, line, out: 6 }]);
  });
});
