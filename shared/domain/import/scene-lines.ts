/** A lighting plan as lines of a pull list: what it asks for, and what is on the list already. */
import type { EventId } from "#shared/domain/events";
import type { Product, ProductId } from "#shared/domain/inventory";
import { accessoriesFor, lineItemOf } from "#shared/domain/pull-list";
import type { AddLinesFromPlan, LineItem, PlanLine } from "#shared/domain/pull-list";
import type { Existing } from "./existing";
import type { EquipmentItem } from "./items";
import type { Scene, SceneLine } from "./mvr";
import { defined } from "./defined";

export const sceneSource = "mvr";

/** The types of a scene as items, one row per line: matching and doubts work as for any file. */
export const sceneItems = (scene: Scene): readonly EquipmentItem[] =>
  scene.lines.map((line, index) => ({
    kind: "equipment",
    row: index + 1,
    product: line.product,
    sourceId: line.typeKey,
    assets: [],
    productCodes: [],
  }));

/** One line as the check screen shows it. */
export interface PlannedLine {
  readonly layer: string;
  readonly kind: SceneLine["kind"];
  readonly name: string;
  readonly maker: string | null;
  readonly quantity: number;
  /** Quantity the same line of the event has from an earlier version of the plan; null when it is new. */
  readonly known: number | null;
  readonly modes: readonly string[];
  readonly typeKey: string;
}

const lineId = (line: SceneLine): string => `${line.layer}|${line.kind}|${line.typeKey}`.slice(0, 300);

export const plannedLines = (scene: Scene, existing: Existing): readonly PlannedLine[] =>
  scene.lines.map((line) => ({
    layer: line.layer,
    kind: line.kind,
    name: line.product.name,
    maker: line.product.maker ?? null,
    quantity: line.quantity,
    known: existing.line(sceneSource, lineId(line))?.quantity ?? null,
    modes: line.modes,
    typeKey: line.typeKey,
  }));

/**
 * What to put on the list. A type that became or is a product is asked for as that product, with its figures;
 * one that nobody decided about stays a line of free text, which can be turned into a product later. What goes along
 * with a product comes with it.
 */
export const scenePlan = (
  scene: Scene,
  event: EventId,
  products: ReadonlyMap<string, ProductId>,
  existing: Existing,
  nameWithoutLayer: string,
): AddLinesFromPlan => {
  const groups = new Map<string, PlanLine[]>();
  for (const line of scene.lines) {
    const name = line.layer === "" ? nameWithoutLayer : line.layer;
    const known = products.get(line.typeKey);
    const item = itemOf(line, known, known === undefined ? undefined : existing.product(known));
    const note = line.modes.join(", ").slice(0, 1000);
    const planned: PlanLine = {
      item,
      quantity: line.quantity,
      sourceId: lineId(line),
      accessories: known === undefined ? [] : accessoriesFor(known, existing),
      ...(note === "" ? {} : { note }),
    };
    groups.set(name, [...(groups.get(name) ?? []), planned]);
  }
  return { event, source: sceneSource, groups: [...groups].map(([name, lines]) => ({ name, lines })) };
};

const itemOf = (line: SceneLine, id: ProductId | undefined, product: Product | undefined): LineItem =>
  product !== undefined
    ? lineItemOf(product)
    : {
        name: line.product.name,
        ...defined({
          product: id,
          maker: line.product.maker,
          weightG: line.product.weightG,
          powerW: line.product.powerW,
        }),
      };
