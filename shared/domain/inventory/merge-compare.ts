/** Two records of one model, or of one piece, side by side, and which products are likely to be one. */
import type { RecordPatch } from "#shared/kernel/record";
import { squeezeText } from "./search-words";
import type { asset, Asset, AssetId, product, Product, ProductId } from "./types";

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

type PieceField = Exclude<
  keyof RecordPatch<typeof asset>,
  "product" | "code" | "isCase" | "source" | "sourceId"
>;

/** Of a piece. Its code and label stay, those of the other lead to it too. */
export const comparedPieceFields = [
  "name",
  "serial",
  "home",
  "weightG",
  "purchasedOn",
  "notes",
] as const satisfies readonly PieceField[];
export type ComparedPieceField = (typeof comparedPieceFields)[number];

export interface Choice<R, F extends keyof R> {
  readonly field: F;
  readonly own: R[F];
  readonly other: R[F];
  /** What is there wins over what is not; else the surviving record's own. */
  readonly preselected: "own" | "other";
}
export type FieldChoice = Choice<Product, ComparedField>;
export type PieceChoice = Choice<Asset, ComparedPieceField>;

const isThere = (value: unknown): boolean => value !== undefined && value !== "" && value !== 0;

const differing = <R, F extends keyof R>(fields: readonly F[], own: R, other: R): readonly Choice<R, F>[] =>
  fields
    .filter((field) => own[field] !== other[field] && (isThere(own[field]) || isThere(other[field])))
    .map((field) => ({
      ...{ field, own: own[field], other: other[field] },
      preselected: !isThere(own[field]) && isThere(other[field]) ? "other" : "own",
    }));

/** Where the two differ; `own` is the one that goes on. */
export const differingFields = (own: Product, other: Product): readonly FieldChoice[] =>
  differing(comparedFields, own, other);

export const differingPieceFields = (own: Asset, other: Asset): readonly PieceChoice[] =>
  differing(comparedPieceFields, own, other);

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

const squeezedSet = (...values: readonly (string | undefined)[]): ReadonlySet<string> =>
  new Set(values.flatMap((value) => (value === undefined || value === "" ? [] : [squeezeText(value)])));

/** Living pieces of the same product that share a code or serial number with this one, by code. */
export const likelySamePieces = (of: Asset, all: Iterable<Asset>): readonly AssetId[] => {
  const own = squeezedSet(of.code, of.serial);
  return [...all]
    .filter(
      (each) =>
        each.id !== of.id &&
        each.product === of.product &&
        each.removedAt === undefined &&
        [...squeezedSet(each.code, each.serial)].some((value) => own.has(value)),
    )
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
};
