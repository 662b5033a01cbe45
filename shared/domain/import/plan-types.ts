/** The dry run: what each row of a file will become. Nothing is written by planning. */
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { ProductAmounts } from "./amounts";
import type { Money } from "#shared/kernel/record";
import type { AssetFacts, ProductFacts } from "./items";
import type { OwnValues } from "./own-fields";
import type { RowProblem } from "./problems";

export const outcomes = ["new", "changed", "unchanged", "doubtful", "refused"] as const;
export type Outcome = (typeof outcomes)[number];

export interface FieldChange {
  /** Name of a record's field or of a column for an own one, or `category`, `home`, `quantity`, `furtherCode`, or that of an amount. */
  readonly field: string;
  readonly before: string | number | null;
  readonly after: string | number;
}

/** An existing product that a row may mean. */
export interface Candidate {
  readonly product: ProductId;
  readonly name: string;
  readonly maker: string | null;
}

export type Decision = { readonly type: "same"; readonly product: ProductId } | { readonly type: "new" };

export interface PlannedAsset {
  readonly facts: AssetFacts;
  readonly existing: AssetId | undefined;
  readonly changes: readonly FieldChange[];
}

export interface PlannedStock {
  readonly path: readonly string[] | undefined;
  /** What the file says is owned there, and what is known so far. */
  readonly target: number;
  readonly known: number;
}

/** What happens to one product; rows refer to it. */
export interface PlannedProduct {
  readonly key: string;
  readonly source: string;
  readonly facts: ProductFacts;
  readonly existing: ProductId | undefined;
  readonly isDoubtful: boolean;
  readonly candidates: readonly Candidate[];
  readonly changes: readonly FieldChange[];
  readonly countProblem: RowProblem | undefined;
  readonly productCodes: readonly string[];
  readonly amounts: ProductAmounts;
  readonly own: OwnValues;
  /** By the row they stand in. */
  readonly assets: ReadonlyMap<number, readonly PlannedAsset[]>;
  readonly stock: readonly (PlannedStock & { readonly row: number })[];
}

/** One row as the check screen shows it. */
export interface PlannedRow {
  readonly row: number;
  readonly outcome: Outcome;
  readonly name: string;
  readonly maker: string | null;
  readonly category: string | null;
  /** Codes of its assets, or null for bulk stock and products without pieces. */
  readonly code: string | null;
  readonly quantity: number | null;
  readonly weightG: number | null;
  readonly powerW: number | null;
  readonly value: Money | null;
  readonly place: string | null;
  readonly changes: readonly FieldChange[];
  readonly problem: RowProblem | null;
  /** Set while doubtful: the key to decide with, and what it may be. */
  readonly doubt: { readonly key: string; readonly candidates: readonly Candidate[] } | null;
}

export interface PlanCounts {
  readonly rows: Readonly<Record<Outcome, number>>;
  readonly newProducts: number;
  readonly newAssets: number;
  readonly newPlaces: number;
  /** Rows that will be written when applied now: new and changed ones. */
  readonly applicable: number;
}
