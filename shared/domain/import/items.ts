/** What a file says, row by row, in our words: the common form between readers and the plan. */
import type { Tracking } from "#shared/domain/inventory";
import type { Day } from "#shared/kernel/record";
import type { AssetAmounts, ProductAmounts } from "./amounts";
import type { OwnValues } from "./own-fields";
import type { RowProblem } from "./problems";

/** Fields of a product as the file gives them; what it does not say is absent and stays as it is. */
export interface ProductFacts {
  readonly name: string;
  readonly maker?: string;
  readonly modelNumber?: string;
  /** From the department down. */
  readonly category?: readonly string[];
  readonly tracking?: Tracking;
  readonly weightG?: number;
  readonly powerW?: number;
  readonly currentMa?: number;
  readonly lengthMm?: number;
  readonly widthMm?: number;
  readonly heightMm?: number;
  readonly connectors?: string;
  readonly minimumStock?: number;
  readonly originCountry?: string;
  readonly customsCode?: string;
  readonly notes?: string;
}

export interface AssetFacts {
  readonly code: string;
  readonly furtherCodes: readonly string[];
  readonly serial?: string;
  readonly name?: string;
  /** From the top of the tree down. */
  readonly home?: readonly string[];
  readonly purchasedOn?: Day;
  readonly amounts?: AssetAmounts;
  readonly notes?: string;
  readonly own?: OwnValues;
}

export interface EquipmentItem {
  readonly kind: "equipment";
  /** Record number as a spreadsheet shows it; files of one product count from 1. */
  readonly row: number;
  readonly product: ProductFacts;
  /** Identity in the source; rows with the same one are the same product. */
  readonly sourceId: string;
  readonly assets: readonly AssetFacts[];
  /** Pieces of bulk stock the company has of it, at `location`. */
  readonly quantity?: number;
  readonly location?: readonly string[];
  readonly amounts?: ProductAmounts;
  /** Of the product. */
  readonly own?: OwnValues;
  readonly productCodes: readonly string[];
  readonly problem?: RowProblem;
}

export interface PlaceItem {
  readonly kind: "place";
  readonly row: number;
  readonly path: readonly string[];
  readonly address?: string;
  readonly problem?: RowProblem;
}

export type ImportItem = EquipmentItem | PlaceItem;
