/** Limits of electrical tests by class, lead and standard, and what is concluded from readings. */
import { describe, expect, test } from "vitest";
import { judgeReadings, limitsFor, verdictOf } from "#shared/domain/maintenance";

const good = {
  visual: "pass",
  protectiveMilliohm: 120,
  insulationKiloohm: 50_000,
  conductorMicroamp: 200,
} as const;

describe("limits", () => {
  test.each([
    [0, 300],
    [5_000, 300],
    [5_001, 400],
    [12_500, 400],
    [12_501, 500],
    [57_500, 1_000],
    [500_000, 1_000],
  ])("[MNT-05] VDE: a lead of %i mm may have %i mΩ", (cableMm, limit) => {
    expect(limitsFor("vde-0701-0702", "I", cableMm).protectiveLimit).toBe(limit);
  });

  test.each([
    [0, 100],
    [2_000, 127],
    [10_000, 233],
  ])("[MNT-05] IET: a lead of %i mm may have %i mΩ", (cableMm, limit) => {
    expect(limitsFor("iet-4", "I", cableMm).protectiveLimit).toBe(limit);
  });

  test("[MNT-05] each class has its own measurements", () => {
    expect(limitsFor("vde-0701-0702", "I")).toEqual({
      ...{ protectiveLimit: 300, insulationLimit: 1_000, conductorLimit: 3_500, touchLimit: 500 },
    });
    expect(limitsFor("vde-0701-0702", "II")).toEqual({
      ...{ protectiveLimit: undefined, insulationLimit: 2_000, conductorLimit: undefined, touchLimit: 500 },
    });
    expect(limitsFor("iet-4", "II").touchLimit).toBe(250);
    expect(limitsFor("iet-4", "III")).toEqual({
      ...{ protectiveLimit: undefined, insulationLimit: 250, conductorLimit: undefined },
      touchLimit: undefined,
    });
  });
});

describe("verdict", () => {
  const limits = limitsFor("vde-0701-0702", "I");

  test("[MNT-05] a reading at its limit passes, one beyond it fails", () => {
    expect(judgeReadings({ ...good, protectiveMilliohm: 300, insulationKiloohm: 1_000 }, limits)).toEqual({
      ...{ protective: "pass", insulation: "pass", conductor: "pass", touch: undefined },
    });
    expect(verdictOf({ ...good, protectiveMilliohm: 301 }, limits, "I")).toBe("fail");
    expect(verdictOf({ ...good, insulationKiloohm: 999 }, limits, "I")).toBe("fail");
    expect(verdictOf({ ...good, conductorMicroamp: 3_501 }, limits, "I")).toBe("fail");
    expect(verdictOf({ ...good, touchMicroamp: 501 }, limits, "I")).toBe("fail");
  });

  test("[MNT-05] passes only with a look and what its class asks for; one failure is enough", () => {
    expect(verdictOf(good, limits, "I")).toBe("pass");
    expect(verdictOf({ ...good, visual: undefined }, limits, "I")).toBeUndefined();
    expect(verdictOf({ ...good, protectiveMilliohm: undefined }, limits, "I")).toBeUndefined();
    expect(verdictOf({ visual: "fail" }, limits, "I")).toBe("fail");
    expect(verdictOf({ ...good, functional: "fail" }, limits, "I")).toBe("fail");
    const double = limitsFor("vde-0701-0702", "II");
    expect(verdictOf({ visual: "pass" }, double, "II")).toBeUndefined();
    expect(verdictOf({ visual: "pass", insulationKiloohm: 2_000 }, double, "II")).toBe("pass");
  });
});
