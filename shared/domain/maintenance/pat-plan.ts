/** The dry run of an import of test results: what each row becomes, or why it is left out. Nothing is written. */
import { asciiBytes, toHex } from "#shared/kernel/bytes";
import { sha256 } from "#shared/kernel/hash";
import type { Day } from "#shared/kernel/record";
import { guessDateOrder, guessDecimalMark, readDay, readNumber } from "#shared/domain/import";
import type { DateOrder, DecimalMark } from "#shared/domain/import";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { addMonths } from "./due";
import type { RawReading, RawResult } from "./pat-columns";
import type { NewTest } from "./test-commands";
import { protectionClasses } from "./test-types";
import type { TestVerdict } from "./test-types";

export type PatProblem =
  | { readonly type: "AssetMissing" }
  /** Nothing here has this code or serial number. */
  | { readonly type: "AssetUnknown"; readonly value: string }
  /** Several pieces answer to it. */
  | { readonly type: "AssetSeveral"; readonly value: string; readonly count: number }
  | { readonly type: "NotADay"; readonly value: string }
  /** Neither passed nor failed: an entry for information, or nothing at all. */
  | { readonly type: "NoVerdict"; readonly value: string }
  | { readonly type: "TextTooLong"; readonly limit: number };

export type PatRow =
  | { readonly type: "new"; readonly row: number; readonly test: NewTest }
  /** It is here already, from this file or one like it. */
  | { readonly type: "known"; readonly row: number; readonly asset: AssetId }
  | { readonly type: "refused"; readonly row: number; readonly problem: PatProblem };

export interface PatKnowledge {
  /** Pieces that answer to a code, or have a serial number. */
  find(text: string): readonly { readonly asset: AssetId; readonly product: ProductId }[];
  /** `sourceId` of every imported test that is here. */
  isKnown(sourceId: string): boolean;
}

/** Where imported tests come from. */
export const patSource = "pat";

const readVerdict = (text: string): TestVerdict | undefined => {
  if (/^(p|pass(ed)?|ok|bestanden|i\.?\s?o\.?)$/i.test(text.trim())) return "pass";
  return /^(f|fail(ed)?|nicht bestanden|n\.?\s?i\.?\s?o\.?|d)$/i.test(text.trim()) ? "fail" : undefined;
};

type Measured = Partial<
  Record<"protectiveMilliohm" | "insulationKiloohm" | "conductorMicroamp" | "touchMicroamp", number>
> &
  Partial<Record<"visual" | "functional", TestVerdict>>;

const measurements = [
  {
    is: /insul|isola|riso/i,
    field: "insulationKiloohm",
    scale: { kω: 1, kohm: 1, mω: 1_000, mohm: 1_000 },
    base: 1_000,
  },
  { is: /touch|berühr/i, field: "touchMicroamp", scale: { μa: 1, ua: 1, ma: 1_000 }, base: 1_000 },
  {
    is: /leak|schutzleiterstrom|ableit|conductor current|ipe/i,
    field: "conductorMicroamp",
    scale: { μa: 1, ua: 1, ma: 1_000 },
    base: 1_000,
  },
  {
    is: /earth|bond|contin|schutzleiter|protective|rpe/i,
    field: "protectiveMilliohm",
    scale: { mω: 1, mohm: 1, ω: 1_000, ohm: 1_000, ohms: 1_000, r: 1_000 },
    base: 1_000,
  },
] as const;

/** What is understood of the readings; the others are kept as words. A figure at the end of the scale keeps its sign there. */
const measure = (
  readings: readonly RawReading[],
  mark: DecimalMark,
): { readonly measured: Measured; readonly rest: readonly string[] } => {
  const measured: { -readonly [K in keyof Measured]: Measured[K] } = {};
  const rest: string[] = [];
  for (const reading of readings) {
    const said = [reading.what, reading.value, reading.unit, reading.status].filter(Boolean).join(" ");
    const looked = /visual|sicht/i.test(reading.what)
      ? ("visual" as const)
      : /function|funktion/i.test(reading.what)
        ? ("functional" as const)
        : undefined;
    const verdict = readVerdict(reading.status) ?? readVerdict(reading.value);
    const kind = measurements.find(({ is }) => is.test(reading.what));
    // ">19.99" is what an instrument shows at the end of its scale.
    const value = readNumber(reading.value.replace(/^[<>]\s*/, ""), mark);
    if (looked !== undefined && verdict !== undefined && measured[looked] === undefined)
      measured[looked] = verdict;
    else if (kind !== undefined && value !== undefined && value >= 0 && measured[kind.field] === undefined) {
      const scales: Readonly<Record<string, number>> = kind.scale;
      const factor = scales[reading.unit.normalize("NFKC").toLowerCase()] ?? kind.base;
      const scaled = Math.round(value * factor);
      if (scaled <= 1_000_000_000) measured[kind.field] = scaled;
      if (/^[<>]/.test(reading.value)) rest.push(said);
    } else rest.push(said);
  }
  return { measured, rest };
};

/** The same result of the same piece on the same day is one test, however often its file is read. */
const identityOf = (asset: AssetId, day: Day, raw: RawResult): string => {
  const readings = raw.readings.flatMap(({ what, value, unit, status }) => [what, value, unit, status]);
  const text = JSON.stringify([asset, day, raw.status, raw.tester, ...readings]);
  const plain = text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
  return toHex(sha256(asciiBytes(plain)));
};

const longest = 4_000;

const planned = (
  raw: RawResult,
  knowledge: PatKnowledge,
  order: DateOrder,
  mark: DecimalMark,
): { readonly test: NewTest } | { readonly problem: PatProblem } => {
  const named = raw.asset === "" ? raw.serial : raw.asset;
  if (named === "") return { problem: { type: "AssetMissing" } };
  const byCode = knowledge.find(named);
  const found = byCode.length === 0 && raw.serial !== "" ? knowledge.find(raw.serial) : byCode;
  const [piece, second] = found;
  if (piece === undefined) return { problem: { type: "AssetUnknown", value: named.slice(0, 120) } };
  if (second !== undefined)
    return { problem: { type: "AssetSeveral", value: named.slice(0, 120), count: found.length } };
  const day = readDay(raw.day.split(" ")[0] ?? "", order);
  if (day === undefined) return { problem: { type: "NotADay", value: raw.day.slice(0, 60) } };
  const verdict = raw.status === "" ? verdictOfReadings(raw.readings) : readVerdict(raw.status);
  if (verdict === undefined) return { problem: { type: "NoVerdict", value: raw.status.slice(0, 60) } };
  const { measured, rest } = measure(raw.readings, mark);
  const note = [raw.note, ...rest].filter((part) => part !== "").join("\n");
  const texts = [raw.tester, raw.instrument, raw.instrumentSerial];
  if (note.length > longest || texts.some((text) => text.length > 120))
    return { problem: { type: "TextTooLong", limit: note.length > longest ? longest : 120 } };
  const months = readNumber(raw.retestMonths, mark);
  return {
    test: {
      ...measured,
      ...{ asset: piece.asset, product: piece.product, day, method: "electrical", verdict, limits: "file" },
      tester: raw.tester === "" ? "–" : raw.tester,
      instrument: raw.instrument === "" ? undefined : raw.instrument,
      instrumentSerial: raw.instrumentSerial === "" ? undefined : raw.instrumentSerial,
      class: protectionClasses.find((one) => one === classOf(raw.class)),
      note: note === "" ? undefined : note,
      nextDue:
        months !== undefined && Number.isInteger(months) && months > 0 && months <= 240
          ? addMonths(day, months)
          : undefined,
      source: patSource,
      sourceId: identityOf(piece.asset, day, raw),
    },
  };
};

/** "Class II FE", "2", "II". */
const classOf = (text: string): string => {
  const word = /\b(iii|ii|i|1|2|3)\b/i.exec(text)?.[1]?.toUpperCase() ?? "";
  return { "1": "I", "2": "II", "3": "III" }[word] ?? word;
};

/** Of a file without an overall result: one failed reading fails, otherwise all have to have passed. */
const verdictOfReadings = (readings: readonly RawReading[]): TestVerdict | undefined => {
  const verdicts = readings.flatMap(({ status }) => readVerdict(status) ?? []);
  if (verdicts.includes("fail")) return "fail";
  return verdicts.length > 0 && verdicts.length === readings.length ? "pass" : undefined;
};

/**
 * Which tests of an import block their piece: the newest of a piece, where it failed and nothing passed since, in the
 * file or among what is known already.
 */
export const stillFailed = (
  tests: readonly NewTest[],
  passedOn: (asset: AssetId) => Day | undefined,
): ReadonlySet<NewTest> => {
  const newest = new Map<AssetId, NewTest>();
  for (const test of tests) {
    const other = newest.get(test.asset);
    if (other === undefined || test.day >= other.day) newest.set(test.asset, test);
  }
  return new Set(
    [...newest.values()].filter(
      ({ asset, day, verdict }) => verdict === "fail" && (passedOn(asset) ?? "") < day,
    ),
  );
};

/** Every row with what becomes of it, in the order of the file. */
export const planPatResults = (results: readonly RawResult[], knowledge: PatKnowledge): readonly PatRow[] => {
  const order = guessDateOrder(results.map(({ day }) => day.split(" ")[0] ?? "")).value;
  const mark = guessDecimalMark(results.flatMap(({ readings }) => readings.map(({ value }) => value))).value;
  const seen = new Set<string>();
  return results.map((raw): PatRow => {
    const plan = planned(raw, knowledge, order, mark);
    if ("problem" in plan) return { type: "refused", row: raw.row, problem: plan.problem };
    const { asset, sourceId = "" } = plan.test;
    if (seen.has(sourceId) || knowledge.isKnown(sourceId)) return { type: "known", row: raw.row, asset };
    seen.add(sourceId);
    return { type: "new", row: raw.row, test: plan.test };
  });
};
