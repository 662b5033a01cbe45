/**
 * Electrical tests: the limits readings are judged by, and the judgement. Every limit is named with its source; a test
 * keeps the limits it was judged by, so that later editions change nothing about what was found then.
 */
import type { LimitSet, ProtectionClass, TestVerdict } from "./test-types";

/** Resistances of conductors in milliohm, of insulation in kiloohm, currents in microampere. */
export interface Readings {
  readonly visual?: TestVerdict | undefined;
  readonly functional?: TestVerdict | undefined;
  readonly protectiveMilliohm?: number | undefined;
  readonly insulationKiloohm?: number | undefined;
  readonly conductorMicroamp?: number | undefined;
  readonly touchMicroamp?: number | undefined;
}

export interface Limits {
  /** No more than this; undefined where this class has no such measurement. */
  readonly protectiveLimit: number | undefined;
  /** No less than this. */
  readonly insulationLimit: number;
  readonly conductorLimit: number | undefined;
  readonly touchLimit: number | undefined;
}

export const measurements = ["protective", "insulation", "conductor", "touch"] as const;
export type Measurement = (typeof measurements)[number];

/**
 * Protective conductor, DIN EN 50678 (VDE 0701) and DIN EN 50699 (VDE 0702), 5.3: 0.3 Ω with a lead up to 5 m, 0.1 Ω
 * more for each further 7.5 m begun, never more than 1 Ω (leads up to 1.5 mm²).
 */
const vdeProtective = (cableMm: number): number =>
  Math.min(1_000, 300 + 100 * Math.ceil(Math.max(0, cableMm - 5_000) / 7_500));

/**
 * Earth continuity, IET Code of Practice for In-service Inspection and Testing of Electrical Equipment: 0.1 Ω and the
 * resistance of the lead. The lead is reckoned with 13.3 mΩ/m, the most that IEC 60228 allows a flexible conductor of
 * 1.5 mm²; a thinner one is judged too strictly rather than too kindly.
 */
const ietProtective = (cableMm: number): number => 100 + Math.round((cableMm / 1_000) * 13.3);

/** Insulation, the same in both: 1 MΩ (class I), 2 MΩ (class II), 0.25 MΩ (class III). */
const insulation: Readonly<Record<ProtectionClass, number>> = { I: 1_000, II: 2_000, III: 250 };

/** Protective conductor current, the same in both: 3.5 mA, for equipment without heating elements. */
const conductor = 3_500;

/** Touch current: 0.5 mA (DIN EN 50678 and 50699), 0.25 mA (IET, class II). */
const touch = { "vde-0701-0702": 500, "iet-4": 250 } as const;

export type StandardSet = Exclude<LimitSet, "file">;

/** What equipment of a class, on a lead of this length, is held to. */
export const limitsFor = (set: StandardSet, protection: ProtectionClass, cableMm = 0): Limits => ({
  protectiveLimit:
    protection !== "I" ? undefined : set === "iet-4" ? ietProtective(cableMm) : vdeProtective(cableMm),
  insulationLimit: insulation[protection],
  conductorLimit: protection === "I" ? conductor : undefined,
  touchLimit: protection === "III" ? undefined : touch[set],
});

/** Each reading as it is judged; undefined where nothing was measured. */
export type Judged = Readonly<Record<Measurement, TestVerdict | undefined>>;

const atMost = (reading: number | undefined, limit: number | undefined): TestVerdict | undefined =>
  reading === undefined || limit === undefined ? undefined : reading <= limit ? "pass" : "fail";

const atLeast = (reading: number | undefined, limit: number | undefined): TestVerdict | undefined =>
  reading === undefined || limit === undefined ? undefined : reading >= limit ? "pass" : "fail";

export const judgeReadings = (readings: Readings, limits: Limits): Judged => ({
  protective: atMost(readings.protectiveMilliohm, limits.protectiveLimit),
  insulation: atLeast(readings.insulationKiloohm, limits.insulationLimit),
  conductor: atMost(readings.conductorMicroamp, limits.conductorLimit),
  touch: atMost(readings.touchMicroamp, limits.touchLimit),
});

/**
 * Pass or fail, from the limits; undefined while it cannot be said: nobody looked at it, or a class I piece has no
 * protective conductor reading. One failure is enough to fail.
 */
export const verdictOf = (
  readings: Readings,
  limits: Limits,
  protection: ProtectionClass,
): TestVerdict | undefined => {
  const judged = judgeReadings(readings, limits);
  const all = [readings.visual, readings.functional, ...Object.values(judged)];
  if (all.includes("fail")) return "fail";
  if (readings.visual === undefined) return undefined;
  if (protection === "I" && judged.protective === undefined) return undefined;
  return Object.values(judged).some((one) => one !== undefined) ? "pass" : undefined;
};
