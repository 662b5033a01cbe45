/** When assets are due: by the calendar, by hours, by days on jobs. */
import { describe, expect, test } from "vitest";
import { addMonths, dueOf } from "#shared/domain/maintenance";
import type { DueState, Inspection, InspectionId } from "#shared/domain/maintenance";
import type { LoggedMovement } from "#shared/domain/scanning";
import { createMaintenanceWorld, day, lamp, noon, piece, timeOf } from "#tests/support/maintenance-world";
import { createScanWorld, named } from "#tests/support/scan-world";

const asked = { id: named<InspectionId>("inspection"), product: lamp, name: "DGUV V3" };
const yearly: Inspection = { ...asked, method: "electrical", everyMonths: 12 };

const stand = (
  world: ReturnType<typeof createMaintenanceWorld>,
  inspection: Inspection,
  today: string,
  movements: readonly LoggedMovement[] = [],
) =>
  dueOf(
    inspection,
    {
      tests: world.book.tests.of(piece),
      reports: world.book.reports.of(piece),
      usages: world.book.usages.of(piece),
      movements: () => movements,
    },
    { now: noon(today), today: day(today), timeOf },
  );

describe("by the calendar", () => {
  test.each([
    ["2026-01-31", 1, "2026-02-28"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2025-11-15", 3, "2026-02-15"],
  ])("[MNT-04] %s and %i months is %s", (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to);
  });

  test.each<readonly [string, DueState]>([
    ["2026-05-01", "later"],
    ["2026-05-11", "soon"],
    ["2026-06-10", "soon"],
    ["2026-06-11", "overdue"],
  ])("[MNT-04] a year after 2025-06-10, on %s it is %s", (today, state) => {
    const world = createMaintenanceWorld();
    world.test("2025-06-10");
    expect(stand(world, yearly, today)).toMatchObject({ day: "2026-06-10", state, lastPassed: "2025-06-10" });
  });

  test("[MNT-04] what was never tested is due; a test of another kind does not answer it", () => {
    const world = createMaintenanceWorld();
    expect(stand(world, yearly, "2026-06-10").state).toBe("never");
    world.test("2026-06-01", { method: "check", inspection: yearly.id });
    expect(stand(world, yearly, "2026-06-10").state).toBe("never");
  });

  test("[MNT-05] a failed test after a pass makes it due until it passes", () => {
    const world = createMaintenanceWorld();
    world.test("2026-06-01");
    world.test("2026-06-05", { verdict: "fail" });
    expect(stand(world, yearly, "2026-06-10").state).toBe("failed");
    world.test("2026-06-06");
    expect(stand(world, yearly, "2026-06-10")).toMatchObject({ state: "later", day: "2027-06-06" });
  });

  test("[MNT-05] a corrected test counts instead of the one it replaces, a void one not at all", () => {
    const world = createMaintenanceWorld();
    const wrong = world.test("2026-06-05");
    world.test("2026-05-05", { replaces: wrong.id });
    expect(stand(world, yearly, "2026-06-10").lastPassed).toBe("2026-05-05");
    const other = world.test("2026-06-07");
    world.test("2026-06-07", { replaces: other.id, isVoid: true });
    expect(stand(world, yearly, "2026-06-10").lastPassed).toBe("2026-05-05");
  });

  test("[MNT-05] a correction that is taken back lets the test it replaced count again", () => {
    const world = createMaintenanceWorld();
    const first = world.test("2026-05-05");
    const correction = world.test("2026-06-05", { replaces: first.id });
    expect(stand(world, yearly, "2026-06-10").lastPassed).toBe("2026-06-05");
    world.test("2026-06-05", { replaces: correction.id, isVoid: true });
    expect(stand(world, yearly, "2026-06-10").lastPassed).toBe("2026-05-05");
    // And once that is taken back as well, nothing is left.
    world.test("2026-05-05", { replaces: first.id, isVoid: true });
    expect(stand(world, yearly, "2026-06-10").state).toBe("never");
  });

  test("[MNT-04] the earlier of the interval and the day the tester named counts", () => {
    const world = createMaintenanceWorld();
    world.test("2026-06-01", { nextDue: day("2026-12-01") });
    expect(stand(world, yearly, "2026-06-10").day).toBe("2026-12-01");
    const later = createMaintenanceWorld();
    later.test("2026-06-01", { nextDue: day("2028-06-01") });
    expect(stand(later, yearly, "2026-06-10").day).toBe("2027-06-01");
  });
});

describe("by use", () => {
  const hourly: Inspection = { ...asked, everyHours: 100, method: "check" };

  test("[MNT-09] hours since the last check make it due, across a counter that was set back", () => {
    const world = createMaintenanceWorld();
    world.usage("2026-05-01", 40);
    expect(stand(world, hourly, "2026-06-10")).toMatchObject({
      state: "later",
      hours: { used: 40, of: 100 },
    });
    world.test("2026-05-02", { method: "check", inspection: hourly.id });
    world.usage("2026-05-20", 120);
    expect(stand(world, hourly, "2026-06-10")).toMatchObject({ state: "later", hours: { used: 80 } });
    // A new lamp.
    world.usage("2026-05-25", 10);
    expect(stand(world, hourly, "2026-06-10")).toMatchObject({ state: "soon", hours: { used: 90 } });
    const slip = world.usage("2026-05-26", 900);
    expect(stand(world, hourly, "2026-06-10").state).toBe("overdue");
    world.usage("2026-05-27", 0, { undoes: slip.id });
    expect(stand(world, hourly, "2026-06-10").state).toBe("soon");
  });

  test("[MNT-09] days on jobs are folded from movements, also while it is still out, undone scans left out", () => {
    const byDays: Inspection = { ...asked, everyDaysOut: 10, method: "check" };
    const world = createMaintenanceWorld();
    const hall = createScanWorld();
    const asset = hall.asset("A-1", "Lamp");
    const at = (text: string): number => Date.parse(`${text}Z`);
    const facts = [
      hall.fact({ kind: "out", asset, at: at("2026-06-01T08:00") }),
      hall.fact({ kind: "in", asset, at: at("2026-06-03T20:00") }),
      hall.fact({ kind: "out", asset, at: at("2026-06-04T08:00") }),
    ];
    const undo = hall.fact({ kind: "out", asset, undoes: facts[2]?.id, at: at("2026-06-04T08:01") });
    expect(stand(world, byDays, "2026-06-30", [...facts, undo]).daysOut).toEqual({ used: 3, of: 10 });
    const out = hall.fact({ kind: "out", asset, at: at("2026-06-10T08:00") });
    const now = stand(world, byDays, "2026-06-20", [...facts, undo, out]);
    expect(now).toMatchObject({ daysOut: { used: 14 }, state: "overdue" });
    world.test("2026-06-12", { method: "check", inspection: byDays.id });
    expect(stand(world, byDays, "2026-06-20", [...facts, undo, out]).daysOut?.used).toBe(8);
  });
});
