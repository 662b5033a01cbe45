/** What a certificate carries of a test or a report, and what is read back of it. */
import { expect, test } from "vitest";
import {
  assetTest,
  certifiedValues,
  readCertifiedReport,
  readCertifiedTest,
} from "#shared/domain/maintenance";
import { createMaintenanceWorld, day } from "#tests/support/maintenance-world";

const world = createMaintenanceWorld();
const tested = world.test("2026-06-01", {
  tester: "Mira Kern",
  protectiveMilliohm: 120,
  protectiveLimit: 300,
  nextDue: day("2027-06-01"),
});
const values = certifiedValues("test", tested);

test("[CERT-2] every field of the test goes along, and nothing else", () => {
  expect(Object.keys(values).every((field) => field in assetTest.fields)).toBe(true);
  expect(values).toMatchObject({ tester: "Mira Kern", protectiveMilliohm: 120, verdict: tested.verdict });
  expect(values).not.toHaveProperty("id");
  expect(values).not.toHaveProperty("thing");
  expect(readCertifiedTest(values)).toEqual(values);
});

test("[CERT-2] what is none of its values is not read: missing, of another kind, of no field", () => {
  const { tester, ...without } = values;
  expect(tester).toBe("Mira Kern");
  expect(readCertifiedTest(without)).toBeUndefined();
  expect(readCertifiedTest({ ...values, verdict: "splendid" })).toBeUndefined();
  expect(readCertifiedTest({ ...values, day: "2026-02-30x" })).toBeUndefined();
  expect(readCertifiedTest({ ...values, protectiveMilliohm: "low" })).toBeUndefined();
  expect(readCertifiedTest({ ...values, onclick: "alert(1)" })).toBeUndefined();
  expect(readCertifiedReport(values)).toBeUndefined();
});
