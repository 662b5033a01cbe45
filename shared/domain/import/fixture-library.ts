/**
 * Lighting fixtures from the Open Fixture Library: its fixture files (one or a folder of them) and lists of products
 * extracted from it. Only what a warehouse needs is read: maker, name, size, weight, power, connector.
 */
import * as v from "valibot";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { EquipmentItem, ProductFacts } from "./items";
import type { FileProblem } from "./problems";
import { defined } from "./defined";
import { productKey } from "./table-items";

const text = v.fallback(v.optional(v.pipe(v.string(), v.trim())), undefined);
const amount = v.fallback(v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1e7))), undefined);
const texts = v.fallback(v.optional(v.array(v.string())), undefined);

const fixtureSchema = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1)),
  manufacturerKey: text,
  categories: texts,
  physical: v.fallback(
    v.optional(
      v.object({
        dimensions: v.fallback(v.optional(v.tuple([v.number(), v.number(), v.number()])), undefined),
        weight: amount,
        power: amount,
        DMXconnector: text,
      }),
    ),
    undefined,
  ),
  // Either of them tells a fixture file from any other JSON with a name.
  modes: v.optional(v.array(v.unknown())),
  availableChannels: v.optional(v.unknown()),
});

const productSchema = v.object({
  key: v.pipe(v.string(), v.trim(), v.minLength(1)),
  manufacturer: text,
  name: v.pipe(v.string(), v.trim(), v.minLength(1)),
  categories: texts,
  widthMm: amount,
  heightMm: amount,
  depthMm: amount,
  weightKg: amount,
  powerW: amount,
  powerConnectors: v.fallback(
    v.optional(v.union([v.string(), v.record(v.string(), v.unknown()), v.array(v.string())])),
    undefined,
  ),
  dmxConnector: text,
});

export interface JsonFile {
  readonly name: string;
  /** Name of the folder it lay in: in the library that is the maker's key. */
  readonly folder: string | undefined;
  readonly value: unknown;
}

/** Makers' names by key, when the library's own list of makers is among the files. */
export type Makers = ReadonlyMap<string, string>;

const makersSchema = v.record(v.string(), v.unknown());
const makerSchema = v.object({ name: v.string() });

/** Undefined when the file is not the library's list of makers. */
export const readMakers = (file: JsonFile): Makers | undefined => {
  if (!/^manufacturers\.json$/i.test(file.name)) return undefined;
  const parsed = v.safeParse(makersSchema, file.value);
  if (!parsed.success) return undefined;
  const makers = new Map<string, string>();
  for (const [key, value] of Object.entries(parsed.output)) {
    const maker = v.safeParse(makerSchema, value);
    if (maker.success) makers.set(key, maker.output.name);
  }
  return makers;
};

/** Products in one file; `firstRow` numbers them on from earlier files. */
export const readFixtures = (
  file: JsonFile,
  makers: Makers,
  firstRow: number,
): Result<readonly EquipmentItem[], FileProblem> => {
  if (Array.isArray(file.value)) return readProductList(file.value, firstRow);
  const fixture = v.safeParse(fixtureSchema, file.value);
  if (
    !fixture.success ||
    (fixture.output.modes === undefined && fixture.output.availableChannels === undefined)
  )
    return err({ type: "JsonForeign" });
  const { name, categories, physical } = fixture.output;
  const makerKey = fixture.output.manufacturerKey ?? file.folder;
  const [widthMm, heightMm, lengthMm] = physical?.dimensions ?? [];
  const facts = productOf(
    name,
    makerKey === undefined ? undefined : (makers.get(makerKey) ?? nameOfKey(makerKey)),
    {
      category: categories?.[0],
      weightKg: physical?.weight,
      powerW: physical?.power,
      widthMm,
      heightMm,
      lengthMm,
      connectors: physical?.DMXconnector,
    },
  );
  return ok([itemOf(facts, firstRow)]);
};

const readProductList = (
  list: readonly unknown[],
  firstRow: number,
): Result<readonly EquipmentItem[], FileProblem> => {
  const items: EquipmentItem[] = [];
  list.forEach((entry, index) => {
    const parsed = v.safeParse(productSchema, entry);
    if (!parsed.success) return;
    const {
      name,
      manufacturer,
      categories,
      weightKg,
      powerW,
      widthMm,
      heightMm,
      depthMm,
      dmxConnector,
      key,
    } = parsed.output;
    const facts = productOf(name, manufacturer, {
      category: categories?.[0],
      weightKg,
      powerW,
      widthMm,
      heightMm,
      lengthMm: depthMm,
      connectors: [connectorsOf(parsed.output.powerConnectors), dmxConnector]
        .filter((part) => part !== undefined)
        .join(", "),
    });
    items.push({ ...itemOf(facts, firstRow + index), sourceId: key.slice(0, 300) });
  });
  return items.length === 0 ? err({ type: "JsonForeign" }) : ok(items);
};

const connectorsOf = (
  given: string | readonly string[] | Readonly<Record<string, unknown>> | undefined,
): string | undefined => {
  if (given === undefined || typeof given === "string") return given;
  return (Array.isArray(given) ? given.map(String) : Object.keys(given)).join(", ");
};

interface Physical {
  readonly category: string | undefined;
  readonly weightKg: number | undefined;
  readonly powerW: number | undefined;
  readonly widthMm: number | undefined;
  readonly heightMm: number | undefined;
  readonly lengthMm: number | undefined;
  readonly connectors: string | undefined;
}

/** Zero stands for "not known" in the library. */
const wholeOf = (value: number | undefined, factor = 1): number | undefined =>
  value === undefined || value <= 0 ? undefined : Math.round(value * factor);

const productOf = (name: string, maker: string | undefined, physical: Physical): ProductFacts => ({
  name: name.slice(0, 200),
  ...defined({
    maker: maker?.slice(0, 120),
    category: physical.category === undefined ? undefined : [physical.category.slice(0, 80)],
    tracking: "assets" as const,
    weightG: wholeOf(physical.weightKg, 1000),
    powerW: wholeOf(physical.powerW),
    widthMm: wholeOf(physical.widthMm),
    heightMm: wholeOf(physical.heightMm),
    lengthMm: wholeOf(physical.lengthMm),
    connectors: physical.connectors === "" ? undefined : physical.connectors?.slice(0, 200),
  }),
});

const itemOf = (facts: ProductFacts, row: number): EquipmentItem => ({
  kind: "equipment",
  row,
  product: facts,
  sourceId: productKey(facts),
  assets: [],
  productCodes: [],
});

/** "clay-paky" reads "Clay Paky" where the library's list of makers is not at hand. */
const nameOfKey = (key: string): string =>
  key.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => (dash === "" ? "" : " ") + letter.toUpperCase(),
  );
