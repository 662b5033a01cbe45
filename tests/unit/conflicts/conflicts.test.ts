import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { MemberId } from "#shared/kernel/ids";
import { thingOf } from "#shared/kernel/ids";
import { createEvent, event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import {
  fieldConflictsOf,
  loopConflicts,
  movementConflicts,
  settledConflicts,
  settleFieldOf,
  settlingFor,
  surplusConflicts,
} from "#shared/domain/conflicts";
import { brand } from "#shared/kernel/brand";
import type { Row } from "#shared/replica/types";
import { createPlainDocuments } from "#tests/support/plain-drafts";
import { createScanWorld, logOf, named } from "#tests/support/scan-world";

const at = (text: string): number => Date.parse(`2026-06-11T${text}Z`);
const [mira, jo] = [named<MemberId>("Mira"), named<MemberId>("Jo")];

/** Mira and Jo scan the same things out to two events while neither has a connection. */
const twoPhones = (assets: readonly string[], events: readonly [string, string] = ["Gala", "Fair"]) => {
  const world = createScanWorld();
  const ids = assets.map((code) => world.asset(code, "Spiider"));
  const [gala, fair] = [world.event(events[0]), world.event(events[1])];
  for (const asset of ids)
    world.fact({
      kind: "out",
      asset,
      event: gala,
      at: at("14:02"),
      by: mira,
      thing: logOf("phone 3"),
      after: "nothing",
      offsetMs: 0,
    });
  for (const asset of ids)
    world.fact({
      kind: "out",
      asset,
      event: fair,
      at: at("14:05"),
      by: jo,
      thing: logOf("truck 2"),
      after: "nothing",
      offsetMs: 0,
    });
  return { ...world, ids, gala, fair };
};

describe("pieces in two places", () => {
  test("[SCN-11] names both people, events and times, oldest first", () => {
    const { positions, gala, fair, ids } = twoPhones(["LED-0113"]);
    const [conflict, ...more] = movementConflicts(positions);
    expect(more).toEqual([]);
    expect(conflict).toMatchObject({
      type: "movements",
      assets: ids,
      isSameOutcome: false,
      isDisputed: false,
    });
    expect(
      conflict?.sides.map(({ by, event: where, time, kind }) => ({ by, where, at: time.at, kind })),
    ).toEqual([
      { by: mira, where: gala, at: at("14:02"), kind: "out" },
      { by: jo, where: fair, at: at("14:05"), kind: "out" },
    ]);
  });

  test("[SCN-11] [RTC-05] scanned out twice to the same event is a conflict too, of the same outcome", () => {
    const { positions } = twoPhones(["LED-0113"], ["Gala", "Gala"]);
    expect(movementConflicts(positions)).toMatchObject([{ isSameOutcome: true }]);
  });

  test("a case scanned twice is one disagreement with everything in it, settled in one go", () => {
    const { positions, settle, ids, gala } = twoPhones(["A", "B", "C"]);
    const conflicts = movementConflicts(positions);
    expect(conflicts).toHaveLength(1);
    const [conflict] = conflicts;
    const side = conflict?.sides[0];
    if (conflict === undefined || side === undefined) throw new Error("one conflict with sides");
    const settling = settlingFor(positions, conflict, side);
    expect(settling.decisions).toHaveLength(3);
    for (const { asset, keeps, drops } of settling.decisions) settle({ asset, keeps, drops });
    expect(movementConflicts(positions)).toEqual([]);
    for (const asset of ids) expect(positions.of(asset).place).toEqual({ type: "out", event: gala });
    expect(settledConflicts(positions).map(({ kept, dropped }) => [kept.by, dropped.by])).toEqual([
      [mira, jo],
      [mira, jo],
      [mira, jo],
    ]);
  });

  test("[MOV-5] contradicting decisions are said to be disputed; the next one replaces both", () => {
    const { positions, settle, ids } = twoPhones(["LED-0113"]);
    const [asset] = ids;
    const first = movementConflicts(positions)[0];
    const [a, b] = first?.sides.flatMap((side) => side.facts) ?? [];
    if (asset === undefined || a === undefined || b === undefined) throw new Error("two sides");
    settle({ asset, keeps: a.id, drops: b.id });
    settle({ asset, keeps: b.id, drops: a.id });
    const [conflict] = movementConflicts(positions);
    expect(conflict?.isDisputed).toBe(true);
    const side = conflict?.sides[0];
    if (conflict === undefined || side === undefined) throw new Error("still open");
    const [decision] = settlingFor(positions, conflict, side).decisions;
    expect(decision?.replaces).toHaveLength(2);
  });
});

test("[CAS-05] a loop of cases is reported with the packing that was set aside", () => {
  const { positions, asset, fact } = createScanWorld();
  const [a, b] = [asset("A", "Case", { isCase: true }), asset("B", "Case", { isCase: true })];
  const ignored = fact({ kind: "packed", asset: a, inCase: b });
  fact({ kind: "packed", asset: b, inCase: a });
  expect(loopConflicts(positions)).toMatchObject([{ type: "loop", loop: { loose: a, ignored } }]);
});

test("[SCN-11] more bulk back than went out: each person's count", () => {
  const { positions, product, event: anEvent, fact } = createScanWorld();
  const cable = product("XLR", "bulk");
  const gala = anEvent("Gala");
  fact({ kind: "out", product: cable, quantity: 40, event: gala });
  const twice = fact({ kind: "in", product: cable, quantity: 100, event: gala, by: jo, thing: logOf("tom") });
  fact({ kind: "in", product: cable, quantity: 100, event: gala, undoes: twice.id });
  fact({ kind: "in", product: cable, quantity: 38, event: gala, by: mira, thing: logOf("selin") });
  expect(surplusConflicts(positions)).toEqual([]);
  fact({ kind: "in", product: cable, quantity: 20, event: gala, by: jo, thing: logOf("tom") });
  fact({ kind: "in", product: cable, quantity: 20, event: gala, by: jo, thing: logOf("tom") });
  expect(surplusConflicts(positions)).toMatchObject([
    {
      product: cable,
      event: gala,
      wentOut: 40,
      counts: [
        { by: mira, quantity: 38 },
        { by: jo, quantity: 40, facts: [{}, {}] },
      ],
    },
  ]);
});

describe("fields", () => {
  const thing = thingOf(named<EventId>("event"));
  const row = (more: object): Row<typeof event> =>
    brand<Row<typeof event>>({ id: named<EventId>("event"), thing, name: "Gala", ...more });
  const sides = [
    { value: "Gala", member: mira, at: at("09:18") },
    { value: "Summer Gala", member: jo, at: at("09:21") },
  ];

  test("each disagreeing field with both values and who set them; unknown fields and removed records are left out", () => {
    expect(fieldConflictsOf(event, row({}))).toEqual([]);
    expect(fieldConflictsOf(event, row({ conflicts: { name: sides, later: sides } }))).toMatchObject([
      { field: "name", shown: "Gala", sides, thing },
    ]);
    expect(fieldConflictsOf(event, row({ removedAt: 1, conflicts: { name: sides } }))).toEqual([]);
  });

  test("choosing writes the value into the record, and only values the field can hold", () => {
    const documents = createPlainDocuments();
    const made = must(
      documents.run(
        createEvent,
        brand({
          name: "Gala",
          busyFrom: "2026-06-11T08:00",
          busyTo: "2026-06-12T08:00",
          zone: "Europe/Berlin",
        }),
      ),
    );
    const id = documents.all(event)[0]?.id;
    if (id === undefined) throw new Error(`event made: ${JSON.stringify(made)}`);
    const settle = settleFieldOf(event);
    const base = { record: event, recordId: id, thing: thingOf(id) };
    must(documents.run(settle, { ...base, field: "name", value: "Summer Gala" }));
    expect(documents.all(event)[0]?.name).toBe("Summer Gala");
    expect(documents.run(settle, { ...base, field: "name", value: 7 })).toEqual({
      ok: false,
      error: { type: "ValueRefused", field: "name" },
    });
    expect(documents.run(settle, { ...base, field: "name", value: null }).ok).toBe(false);
    expect(
      documents.run(settle, { ...base, recordId: named<EventId>("other"), field: "name", value: "x" }),
    ).toEqual({ ok: false, error: { type: "RecordMissing" } });
  });
});
