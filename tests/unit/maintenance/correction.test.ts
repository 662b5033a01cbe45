/** What a test is an answer to, and what a correction keeps of it. */
import { expect, test } from "vitest";
import { askedOf, isNewlyFailed } from "#client/features/maintenance/correction";
import type { Inspection, InspectionId } from "#shared/domain/maintenance";
import type { ProductId } from "#shared/domain/inventory";
import { named } from "#tests/support/scan-world";

const inspection = (name: string, method: Inspection["method"]): Inspection => ({
  ...{ id: named<InspectionId>(name), product: named<ProductId>("head"), name, method, everyMonths: 12 },
});
const look = inspection("look", "check");
const yearly = inspection("yearly", "electrical");
const removed = named<InspectionId>("removed");

test("[MNT-05] a new test is for the inspection the address names, else for the first of its kind", () => {
  expect(askedOf([look, yearly], yearly.id)).toMatchObject({ method: "electrical", id: yearly.id });
  expect(askedOf([look, yearly], "electrical")).toMatchObject({ id: yearly.id });
  expect(askedOf([look, yearly], undefined)).toMatchObject({ method: "check", id: look.id });
  expect(askedOf([look], "electrical")).toEqual({
    ...{ method: "electrical", inspection: undefined, id: undefined },
  });
});

test("[MNT-05] a correction stays the kind of test it was when its inspection is gone, and goes on naming it", () => {
  const measured = { method: "electrical", inspection: removed } as const;
  const bare = { method: "electrical", inspection: undefined, id: removed };
  expect(askedOf([look], removed, measured)).toEqual(bare);
  expect(askedOf([look, yearly], removed, measured)).toEqual(bare);
  expect(askedOf([look, yearly], "electrical", measured)).toEqual(bare);
  const looked = { method: "check", inspection: removed } as const;
  expect(askedOf([yearly], removed, looked)).toMatchObject({ method: "check", id: removed });
  // Read from a file: none was named, and none is now.
  expect(askedOf([look, yearly], "electrical", { method: "electrical" })).toMatchObject({ id: undefined });
});

test("[MNT-05] a correction is for another inspection or kind of test where that is chosen", () => {
  const looked = { method: "check", inspection: look.id } as const;
  expect(askedOf([look, yearly], look.id, looked)).toMatchObject({ inspection: look });
  expect(askedOf([look, yearly], yearly.id, looked)).toMatchObject({ inspection: yearly });
  expect(askedOf([look], "electrical", looked)).toMatchObject({ method: "electrical", id: undefined });
});

test("[MNT-05] [MNT-02] a test that passed and is corrected to fail is reported; one that failed before was", () => {
  expect(isNewlyFailed("fail", undefined)).toBe(true);
  expect(isNewlyFailed("fail", { verdict: "pass" })).toBe(true);
  expect(isNewlyFailed("fail", { verdict: "fail" })).toBe(false);
  expect(isNewlyFailed("pass", { verdict: "fail" })).toBe(false);
});
