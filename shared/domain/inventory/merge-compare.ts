/** Two records of one model side by side, and which products are likely to be one. */
import type { RecordPatch } from "#shared/kernel/record";
import { squeezeText } from "./search-words";
import type { product, Product, ProductId } from "./types";

type PatchField = Exclude<keyof RecordPatch<typeof product>, "tracking" | "isKit" | "source" | "sourceId">;

/** Fields somebody may choose between, in the order people read them. */
export const comparedFields = [
  "name",
  "maker",
  "modelNumber",
  "category",
  "weightG",
  "powerW",
  "currentMa",
  "lengthMm",
  "widthMm",
  "heightMm",
  "connectors",
  "minimumStock",
  "turnaroundMinutes",
  "originCountry",
  "customsCode",
  "notes",
] as const satisfies readonly PatchField[];
export type ComparedField = (typeof comparedFields)[number];

export interface FieldChoice {
  readonly field: ComparedField;
  readonly own: Product[ComparedField];
  readonly other: Product[ComparedField];
  /** What is there wins over what is not; else the surviving record's own. */
  readonly preselected: "own" | "other";
}

const isThere = (value: Product[ComparedField]): boolean =>
  value !== undefined && value !== "" && value !== 0;

/** Where the two differ; `own` is the one that goes on. */
export const differingFields = (own: Product, other: Product): readonly FieldChoice[] =>
  comparedFields
    .filter((field) => own[field] !== other[field] && (isThere(own[field]) || isThere(other[field])))
    .map((field) => ({
      ...{ field, own: own[field], other: other[field] },
      preselected: !isThere(own[field]) && isThere(other[field]) ? "other" : "own",
    }));

/** The more two products have in common, the earlier they are offered. */
const likeness = (a: Product, b: Product): number => {
  const same = (left: string | undefined, right: string | undefined): boolean =>
    left !== undefined && right !== undefined && left !== "" && squeezeText(left) === squeezeText(right);
  const model = same(a.modelNumber, b.modelNumber);
  const whole = same(`${a.maker ?? ""}${a.name}`, `${b.maker ?? ""}${b.name}`);
  if (model || whole) return same(a.maker, b.maker) || whole ? 3 : 2;
  return same(a.name, b.name) ? 1 : 0;
};

/** Living products of the same maker and model, or at least of the same name, likeliest first. */
export const likelyDuplicates = (of: Product, all: Iterable<Product>): readonly ProductId[] => {
  const found: { readonly id: ProductId; readonly rank: number }[] = [];
  for (const each of all) {
    if (each.id === of.id || each.removedAt !== undefined) continue;
    const rank = likeness(of, each);
    if (rank > 0) found.push({ id: each.id, rank });
  }
  return found.sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
};
