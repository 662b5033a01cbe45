/**
 * Planning an import: rows are gathered under products, each product is compared with what the company has, each
 * row gets its outcome. Decisions about doubtful products change only those. Nothing is written here.
 */
import { codeKey, squeezeText } from "#shared/domain/inventory";
import type { Product } from "#shared/domain/inventory";
import { amountChanges, productAmounts } from "./amounts";
import { createGrouping } from "./grouping";
import type { ProductGroup } from "./grouping";
import { assetChanges, ownChanges, productChanges } from "./differences";
import type { Existing } from "./existing";
import type { EquipmentItem, ImportItem, PlaceItem } from "./items";
import { matchProduct } from "./match-product";
import { rowOf } from "./planned-rows";
import type {
  Decision,
  FieldChange,
  Outcome,
  PlanCounts,
  PlannedAsset,
  PlannedProduct,
  PlannedRow,
} from "./plan-types";
import { outcomes } from "./plan-types";
import { countProblem, plannedStock } from "./planned-stock";
import type { RowProblem } from "./problems";

export interface PlanOptions {
  /** Where the file comes from, as written into records. */
  readonly source: string;
  /**
   * What the file may change in products the company has. A list of its own stock: everything it says. A library:
   * what came from it, and gaps. A plan says what is needed, not what products are like: nothing.
   */
  readonly updates: "all" | "gaps" | "nothing";
}

export interface ImportPlan {
  readonly products: readonly PlannedProduct[];
  readonly places: readonly PlaceItem[];
  counts(): PlanCounts;
  /** Rows with one of the outcomes, in file order. */
  rows(wanted: ReadonlySet<Outcome>, from: number, count: number): readonly PlannedRow[];
  rowCount(wanted: ReadonlySet<Outcome>): number;
  decide(key: string, decision: Decision): void;
}

export const planImport = (
  items: readonly ImportItem[],
  existing: Existing,
  options: PlanOptions,
): ImportPlan => {
  const refusals = findRefusals(items, existing, options.source);
  const grouping = createGrouping(
    items.filter((item) => !refusals.has(item.row)),
    (sourceId) => existing.mergedIdentity(options.source, sourceId),
  );
  const decisions = new Map<string, Decision>();
  const planned = grouping.groups.map((group) =>
    planProduct(group, existing, options, decisions.get(group.key)),
  );
  const places = items.filter(
    (item): item is PlaceItem => item.kind === "place" && item.problem === undefined,
  );
  const outcomeOf = (item: ImportItem): Outcome => {
    if (item.problem !== undefined || refusals.has(item.row)) return "refused";
    if (item.kind === "place") return existing.places.find(item.path) === undefined ? "new" : "unchanged";
    const product = planned[grouping.indexOf(item)];
    if (product === undefined || isMiscounted(item, product)) return "refused";
    return equipmentOutcome(item, product);
  };
  let rowOutcomes = items.map(outcomeOf);

  return {
    products: planned,
    places,
    counts: () => countPlan(rowOutcomes, planned, items, existing),
    rowCount: (wanted) => rowOutcomes.filter((outcome) => wanted.has(outcome)).length,
    rows: (wanted, from, count) => {
      const rows: PlannedRow[] = [];
      let skipped = 0;
      for (let i = 0; i < items.length && rows.length < count; i++) {
        const [item, outcome] = [items[i], rowOutcomes[i]];
        if (item === undefined || outcome === undefined || !wanted.has(outcome)) continue;
        if (skipped++ < from) continue;
        const product = item.kind === "place" ? undefined : planned[grouping.indexOf(item)];
        rows.push(
          rowOf(
            item,
            outcome,
            product,
            item.problem ?? refusals.get(item.row) ?? miscount(item, product) ?? null,
            existing,
          ),
        );
      }
      return rows;
    },
    decide: (key, decision) => {
      decisions.set(key, decision);
      const index = grouping.groups.findIndex((group) => group.key === key);
      const group = grouping.groups[index];
      if (group === undefined) return;
      planned[index] = planProduct(group, existing, options, decision);
      rowOutcomes = items.map(outcomeOf);
    },
  };
};

const planProduct = (
  group: ProductGroup,
  existing: Existing,
  options: PlanOptions,
  decision: Decision | undefined,
): PlannedProduct => {
  const match = matchProduct(existing, options.source, group.key, group.facts, decision);
  const product = match.existing;
  return {
    key: group.key,
    source: options.source,
    facts: group.facts,
    existing: product?.id,
    isDoubtful: match.candidates.length > 0,
    candidates: match.candidates,
    changes:
      product === undefined
        ? []
        : allowedChanges(productDifferences(group, product, existing), group, product, options),
    countProblem: countProblem(group, product, existing),
    productCodes: group.productCodes.filter(
      (value) => product === undefined || !existing.hasCode(product.id, value),
    ),
    amounts: group.amounts,
    own: group.own,
    assets: new Map(
      group.items.map((item) => [
        item.row,
        item.assets.map((facts) => planAsset(facts, existing, options.source)),
      ]),
    ),
    stock:
      product !== undefined && existing.assetCount(product.id) > 0
        ? []
        : plannedStock(group, product, existing),
  };
};

/** What a file says of a merged product says nothing against the one that goes on. */
const allowedChanges = (
  changes: readonly FieldChange[],
  { isOfMerged }: ProductGroup,
  product: Product,
  options: PlanOptions,
): readonly FieldChange[] => {
  if (options.updates === "nothing") return [];
  const mayReplace = options.updates === "all" || product.source === options.source;
  if (mayReplace && !isOfMerged) return changes;
  return changes.filter((change) => change.before === null);
};

const productDifferences = (
  group: ProductGroup,
  product: Product,
  existing: Existing,
): readonly FieldChange[] => {
  const changes = [...productChanges(existing, product, group.facts)];
  for (const value of group.productCodes)
    if (!existing.hasCode(product.id, value))
      changes.push({ field: "furtherCode", before: null, after: value });
  const amounts = amountChanges(productAmounts, existing.amounts(product.id), group.amounts);
  return [...changes, ...amounts.map(({ change }) => change), ...ownChanges(existing, product.id, group.own)];
};

const planAsset = (facts: PlannedAsset["facts"], existing: Existing, source: string): PlannedAsset => {
  const asset = existing.assetBySource(source, facts.code) ?? existing.assetByCode(facts.code);
  const merged = asset === undefined ? existing.pieceMergedFrom(source, facts.code) : undefined;
  // What the file says of a record that ended says nothing of the piece that goes on.
  if (merged !== undefined) return { facts, existing: merged.id, changes: [] };
  return {
    facts,
    existing: asset?.id,
    changes: asset === undefined ? [] : assetChanges(existing, asset, facts),
  };
};

/** Rows whose codes or serial numbers contradict other rows or other products; the first of two equal rows counts. */
const findRefusals = (
  items: readonly ImportItem[],
  existing: Existing,
  source: string,
): ReadonlyMap<number, RowProblem> => {
  const refusals = new Map<number, RowProblem>();
  const codes = new Map<string, number>();
  const serials = new Map<string, number>();
  for (const item of items) {
    if (item.kind === "place" || item.problem !== undefined) continue;
    const problem = findContradiction(item, existing, source, codes, serials);
    if (problem !== undefined) refusals.set(item.row, problem);
  }
  return refusals;
};

const findContradiction = (
  item: EquipmentItem,
  existing: Existing,
  source: string,
  codes: Map<string, number>,
  serials: Map<string, number>,
): RowProblem | undefined => {
  for (const { code, serial } of item.assets) {
    const otherRow = codes.get(codeKey(code));
    if (otherRow !== undefined) return { type: "CodeTwiceInFile", code, otherRow };
    const serialKey = serial === undefined ? undefined : `${item.sourceId}\u0000${codeKey(serial)}`;
    const serialRow = serialKey === undefined ? undefined : serials.get(serialKey);
    if (serial !== undefined && serialRow !== undefined)
      return { type: "SerialTwiceInFile", serial, otherRow: serialRow };
    const owner = existing.assetByCode(code);
    const product = owner === undefined ? undefined : existing.product(owner.product);
    if (
      product !== undefined &&
      squeezeText(product.name) !== squeezeText(item.product.name) &&
      product.sourceId !== item.sourceId &&
      existing.productBySource(source, item.sourceId) !== product
    )
      return { type: "CodeElsewhere", code, productName: product.name };
    codes.set(codeKey(code), item.row);
    if (serialKey !== undefined) serials.set(serialKey, item.row);
  }
  return undefined;
};

const isMiscounted = (item: EquipmentItem, product: PlannedProduct): boolean =>
  item.quantity !== undefined && !product.isDoubtful && product.countProblem !== undefined;

const miscount = (item: ImportItem, product: PlannedProduct | undefined): RowProblem | undefined =>
  item.kind === "equipment" && product !== undefined && isMiscounted(item, product)
    ? product.countProblem
    : undefined;

const equipmentOutcome = (item: EquipmentItem, product: PlannedProduct): Outcome => {
  if (product.isDoubtful) return "doubtful";
  const assets = product.assets.get(item.row) ?? [];
  const stock = product.stock.filter((each) => each.row === item.row);
  if (product.existing === undefined || assets.some((asset) => asset.existing === undefined)) return "new";
  const isChanged =
    product.changes.length > 0 ||
    assets.some((asset) => asset.changes.length > 0) ||
    stock.some((each) => each.target !== each.known);
  return isChanged ? "changed" : "unchanged";
};

const countPlan = (
  rowOutcomes: readonly Outcome[],
  planned: readonly PlannedProduct[],
  items: readonly ImportItem[],
  existing: Existing,
): PlanCounts => {
  const rows: Record<Outcome, number> = { new: 0, changed: 0, unchanged: 0, doubtful: 0, refused: 0 };
  for (const outcome of rowOutcomes) rows[outcome]++;
  const applied = planned.filter((product) => !product.isDoubtful);
  return {
    rows,
    newProducts: applied.filter((product) => product.existing === undefined).length,
    newAssets: applied
      .flatMap((product) => [...product.assets.values()].flat())
      .filter((asset) => asset.existing === undefined).length,
    newPlaces: countNewPlaces(items, existing),
    applicable: rows.new + rows.changed,
  };
};

const countNewPlaces = (items: readonly ImportItem[], existing: Existing): number => {
  const fresh = new Set<string>();
  const look = (path: readonly string[] | undefined): void => {
    if (path !== undefined && existing.places.find(path) === undefined)
      fresh.add(path.map(squeezeText).join("/"));
  };
  for (const item of items) {
    if (item.kind === "place") look(item.path);
    else {
      look(item.location);
      for (const asset of item.assets) look(asset.home);
    }
  }
  return fresh.size;
};

/** All outcomes, for lists that show everything. */
export const anyOutcome: ReadonlySet<Outcome> = new Set(outcomes);
