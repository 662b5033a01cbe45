/** What a command is told about a line before it is there. */
import type { Inclusion, Product, ProductId } from "#shared/domain/inventory";
import type { Line } from "./types";

/** What a line asks for: a product with the figures its readers need, or free text. */
export interface LineItem {
  readonly product?: ProductId | undefined;
  readonly name: string;
  readonly maker?: string | undefined;
  readonly weightG?: number | undefined;
  readonly powerW?: number | undefined;
  /** A kit: what goes along with it has its parts among it. */
  readonly isKit?: boolean | undefined;
}

export const lineItemOf = ({ id, name, maker, weightG, powerW, isKit }: Product): LineItem => ({
  product: id,
  name,
  maker,
  weightG,
  powerW,
  isKit,
});

/**
 * Which product a line stands in for once it asks for `product`: the one it came onto the list for. None where nothing
 * asks for it, or where that is what it has again.
 */
export const standsInFor = (
  before: Pick<Line, "product" | "accessoryOf" | "insteadOf">,
  product: ProductId | null | undefined,
): ProductId | undefined => {
  const asked = before.insteadOf ?? before.product;
  return before.accessoryOf === undefined || asked === product ? undefined : asked;
};

export interface AccessoryRule {
  /** Pieces for every `per` pieces, begun ones counted whole. */
  readonly quantity: number;
  readonly per: number;
  readonly inclusion: Inclusion;
  readonly isSafety: boolean;
  /** A part of the kit it goes along with. */
  readonly isPart?: boolean;
}

export interface NewAccessory {
  readonly item: LineItem;
  readonly rule: AccessoryRule;
  readonly accessories?: readonly NewAccessory[];
}

export interface NewLine {
  readonly item: LineItem;
  readonly quantity: number;
  readonly note?: string | undefined;
  /** What goes along with it, by the rules of its product. */
  readonly accessories?: readonly NewAccessory[];
}
