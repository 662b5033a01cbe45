/** A case against its packing list: what is in it, what is missing, what does not belong there. */
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { CaseSource } from "./case-source";
import type { CaseSlot } from "./types";

export interface PackedSlot {
  readonly slot: CaseSlot;
  /** Single pieces that fill it. */
  readonly assets: readonly AssetId[];
  /** Pieces that fill it, single and bulk together. */
  readonly inside: number;
  readonly missing: number;
}

export interface Packing {
  /** False: nobody said what belongs in it, so nothing is missing and nothing foreign. */
  readonly hasList: boolean;
  readonly slots: readonly PackedSlot[];
  /** Straight inside and on no line, or more than the line asks for. */
  readonly foreign: {
    readonly assets: readonly AssetId[];
    readonly bulk: ReadonlyMap<ProductId, number>;
  };
  readonly missing: number;
  /** Pieces that are too many, single and bulk together. */
  readonly surplus: number;
}

/**
 * Only what lies straight in the case counts; a case inside fills a line of its own. Lines that name a piece are
 * served first, then lines by product in their order.
 */
export const packingOf = (source: CaseSource, container: AssetId): Packing => {
  const slots = countedLines(source.slots(container), container);
  const loose = new Set(
    source.positions.contentsOf(container).filter((id) => source.asset(id) !== undefined),
  );
  const bulk = new Map(source.positions.bulkIn(container));
  const named = new Map(
    slots.flatMap((slot) =>
      slot.asset !== undefined && loose.delete(slot.asset) ? [[slot.id, [slot.asset]] as const] : [],
    ),
  );
  const filled = slots.map((slot): PackedSlot => {
    const assets = named.get(slot.id) ?? (slot.asset === undefined ? takeAssets(source, loose, slot) : []);
    const pieces = slot.asset === undefined ? takeBulk(bulk, slot, slot.quantity - assets.length) : 0;
    const inside = assets.length + pieces;
    return { slot, assets, inside, missing: Math.max(0, slot.quantity - inside) };
  });
  const hasList = slots.length > 0;
  const foreign = hasList ? { assets: [...loose], bulk } : { assets: [], bulk: new Map<ProductId, number>() };
  return {
    hasList,
    slots: filled,
    foreign,
    missing: filled.reduce((sum, { missing }) => sum + missing, 0),
    surplus: foreign.assets.length + [...foreign.bulk.values()].reduce((sum, n) => sum + n, 0),
  };
};

/**
 * A piece can fill one line: where two name it, because its two records were merged or two people wrote it down, the
 * first one counts. A case that lies in itself would be one of two merged ones.
 */
const countedLines = (slots: readonly CaseSlot[], container: AssetId): readonly CaseSlot[] => {
  const named = new Set<AssetId>([container]);
  return slots.filter(({ asset }) => asset === undefined || (!named.has(asset) && named.add(asset)));
};

const takeAssets = (source: CaseSource, loose: Set<AssetId>, slot: CaseSlot): readonly AssetId[] => {
  const taken = [...loose].filter((id) => source.asset(id)?.product === slot.product).slice(0, slot.quantity);
  for (const id of taken) loose.delete(id);
  return taken;
};

const takeBulk = (bulk: Map<ProductId, number>, slot: CaseSlot, wanted: number): number => {
  const there = bulk.get(slot.product) ?? 0;
  const taken = Math.max(0, Math.min(there, wanted));
  if (taken === there) bulk.delete(slot.product);
  else bulk.set(slot.product, there - taken);
  return taken;
};
