/** A row of the file as the check screen shows it. */
import type { Existing } from "./existing";
import type { ImportItem } from "./items";
import type { FieldChange, Outcome, PlannedProduct, PlannedRow } from "./plan-types";
import type { RowProblem } from "./problems";

export const rowOf = (
  item: ImportItem,
  outcome: Outcome,
  product: PlannedProduct | undefined,
  problem: RowProblem | null,
  existing: Existing,
): PlannedRow => {
  if (item.kind === "place")
    return {
      ...emptyRow,
      row: item.row,
      outcome,
      name: item.path.join(" / "),
      place: item.address ?? null,
      problem,
    };
  const [asset] = item.assets;
  const place = asset?.home ?? item.location;
  return {
    row: item.row,
    outcome,
    name: item.product.name,
    maker: item.product.maker ?? null,
    category: item.product.category?.join(" / ") ?? null,
    code: item.assets.length === 0 ? null : item.assets.map((each) => each.code).join(", "),
    quantity: item.quantity ?? (item.assets.length > 0 ? item.assets.length : null),
    weightG: item.product.weightG ?? null,
    powerW: item.product.powerW ?? null,
    value: item.amounts?.replacement ?? asset?.amounts?.purchase ?? null,
    place: place?.join(" / ") ?? null,
    changes: outcome === "changed" && product !== undefined ? changesOf(item.row, product) : [],
    problem,
    doubt:
      outcome === "doubtful" && product !== undefined
        ? { key: product.key, candidates: withNames(product, existing) }
        : null,
  };
};

const emptyRow = {
  maker: null,
  category: null,
  code: null,
  quantity: null,
  weightG: null,
  powerW: null,
  value: null,
  changes: [],
  doubt: null,
} as const;

const withNames = (product: PlannedProduct, existing: Existing): PlannedProduct["candidates"] =>
  product.candidates.filter((candidate) => existing.product(candidate.product) !== undefined);

/** The product's changes stand in its first row; every row carries those of its own assets and quantity. */
const changesOf = (row: number, product: PlannedProduct): readonly FieldChange[] => [
  ...product.changes,
  ...(product.assets.get(row) ?? []).flatMap((asset) => asset.changes),
  ...product.stock
    .filter((stock) => stock.row === row && stock.target !== stock.known)
    .map((stock): FieldChange => ({ field: "quantity", before: stock.known, after: stock.target })),
];
