/** How tables of one program are recognised and read. */
import type { Tracking } from "#shared/domain/inventory";
import type { FieldName } from "../fields";

export const dialectNames = [
  "snipe-it-assets",
  "snipe-it-accessories",
  "snipe-it-consumables",
  "snipe-it-components",
  "snipe-it-models",
  "snipe-it-locations",
  "snipe-it-report",
  "adamrms-export",
  "adamrms-template",
  "rentman-equipment",
  "current-rms-products",
  "current-rms-assets",
  "shelf-assets",
  "shelf-analytics",
  "shelf-backup",
  "homebox",
  "rentaldesk",
  "table",
] as const;
export type DialectName = (typeof dialectNames)[number];

/** Whether a category cell names its department too, and what stands between them. */
export type CategoryPath = "dash" | "slash" | "flat";

export interface Dialect {
  readonly name: DialectName;
  /** Written into records as their source: the same for all tables of one program. */
  readonly source: string;
  /** Headers that must be there, squeezed; and some that must not. */
  readonly has: readonly string[];
  readonly hasNot?: readonly string[];
  readonly columns: Readonly<Record<string, FieldName>>;
  /** How pieces are counted where the row does not say. */
  readonly tracking?: Tracking;
  /** Rows are places, not equipment. */
  readonly isPlaces?: boolean;
  readonly categoryPath?: CategoryPath;
  /** Headers under which kept values appear in notes, by squeezed header, where the header itself would mislead. */
  readonly keepAs?: Readonly<Record<string, string>>;
  /** The squeezed header of the column whose cell names the value of the given one. */
  readonly nameColumn?: (header: string) => string | undefined;
  /** A header written as something else: the program's way of marking its own fields taken off. */
  readonly bareHeader?: (header: string) => string;
  /** Cells are never quoted, so a record with another number of cells than headers cannot be told apart. */
  readonly isUnquoted?: boolean;
  /** A quantity of zero says that the pieces are counted in another way, unless the row says how. */
  readonly isZeroUncounted?: boolean;
  /** What a cell means where it does not hold the value itself. */
  readonly readCell?: (cell: string) => string;
}
