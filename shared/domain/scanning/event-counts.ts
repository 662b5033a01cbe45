/**
 * Counts per event and line. An asset counts for the line its scan named, bulk for the line it was counted to;
 * what is more than a line asks for, or names no line, goes to the first line of the product that still needs it.
 */
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { Line, LineId } from "#shared/domain/pull-list";
import type { EventPieces } from "./positions";
import type { Piece } from "./whereabouts";

export interface PieceCounts {
  /** Pieces given to the line: packed, out, back and lost together. */
  readonly allocated: number;
  readonly packed: number;
  readonly out: number;
  readonly back: number;
  readonly lost: number;
}

export interface Unlisted {
  readonly product: ProductId;
  readonly counts: PieceCounts;
  /** False for what carries others (a case) or was on a line that is gone now. */
  readonly isUnplanned: boolean;
}

/** Pieces of one product the list does not ask for, or not for so many; also those whose line was removed. */
export interface NotListed {
  readonly product: ProductId;
  readonly counts: PieceCounts;
  /** Which they are, where they have codes of their own. */
  readonly assets: readonly AssetId[];
  /** The lines quantities were scanned for, which have enough or are gone; undefined: for none. */
  readonly lines: readonly (LineId | undefined)[];
}

export interface EventCounts {
  readonly byLine: ReadonlyMap<LineId, PieceCounts>;
  /** On the event, asked for by no line. */
  readonly unlisted: readonly Unlisted[];
  /** What people are told is not on the list: without what only carries others, with what is more than a line asks for. */
  readonly notListed: readonly NotListed[];
  /** Everything of the event that is out or back, on the list or not, without what only carries others. */
  readonly moved: { readonly out: number; readonly back: number };
  /** Sums over lines; what goes beyond a line's quantity is not counted here. */
  readonly needed: number;
  readonly allocated: number;
  readonly out: number;
  readonly back: number;
}

export type LineNeed = Pick<Line, "id" | "product" | "quantity" | "order" | "removedAt" | "isKit">;

export const noPieces: PieceCounts = { allocated: 0, packed: 0, out: 0, back: 0, lost: 0 };

/** Lines in the order they are filled. Removed lines, free text and kits ask for nothing; the parts of a kit do. */
export const linesToFill = (lines: readonly LineNeed[]): readonly LineNeed[] =>
  lines
    .filter((line) => line.removedAt === undefined && line.product !== undefined && line.isKit !== true)
    .sort((a, b) => (a.order === b.order ? compare(a.id, b.id) : compare(a.order, b.order)));

export const countsForEvent = (pieces: EventPieces, lines: readonly LineNeed[]): EventCounts => {
  const open = linesToFill(lines).map((line): Slot => ({ line, counts: { ...noPieces } }));
  const byLine = new Map(open.map((slot) => [slot.line.id, slot]));
  const slotsOf = createSlotsOf(open);
  const unlisted = new Map<string, { product: ProductId; counts: Counts; isUnplanned: boolean }>();
  const notListed = new Map<ProductId, Beside>();
  const moved = { out: 0, back: 0 };

  for (const share of sharesOf(pieces)) {
    const named = share.line === undefined ? undefined : byLine.get(share.line);
    const own = named?.line.product === share.product ? named : undefined;
    let left = fill(own, share);
    for (const slot of slotsOf(share.product)) if (slot !== own) left = fill(slot, left);
    const wanted = share.counts.allocated - left.counts.allocated;
    if (wanted > 0 || !isCarrier(share)) {
      moved.out += share.counts.out;
      moved.back += cameBack(share);
    }
    if (left.counts.allocated === 0) continue;
    if (!isCarrier(share)) tellNotListed(notListed, left);
    if (own !== undefined) addCounts(own.counts, left.counts);
    else {
      const key = `${share.product}${share.isUnplanned}`;
      const sum = unlisted.get(key) ?? {
        product: share.product,
        counts: { ...noPieces },
        isUnplanned: share.isUnplanned,
      };
      addCounts(sum.counts, left.counts);
      unlisted.set(key, sum);
    }
  }
  return {
    byLine: new Map(open.map((slot) => [slot.line.id, slot.counts])),
    unlisted: [...unlisted.values()],
    notListed: [...notListed.values()],
    moved,
    ...sums(open),
  };
};

/** The line a further piece of the product goes to: the first that still needs one, else undefined. */
export const lineForNext = (
  counts: EventCounts,
  lines: readonly LineNeed[],
  product: ProductId,
): LineNeed | undefined =>
  linesToFill(lines).find(
    (line) => line.product === product && (counts.byLine.get(line.id)?.allocated ?? 0) < line.quantity,
  );

type Counts = { -readonly [K in keyof PieceCounts]: PieceCounts[K] };

interface Share {
  readonly product: ProductId;
  readonly asset?: AssetId;
  readonly line: LineId | undefined;
  readonly isUnplanned: boolean;
  readonly counts: PieceCounts;
  /** Of those that are back, how many more came than went out. */
  readonly surplus: number;
}

/** On the event without a line and without having been asked about: a case that takes others along. */
const isCarrier = ({ line, isUnplanned }: Share): boolean => line === undefined && !isUnplanned;

interface Beside extends NotListed {
  readonly counts: Counts;
  readonly assets: AssetId[];
  readonly lines: (LineId | undefined)[];
}

/** What came back without ever going out is a disagreement of its own, and no piece of the event. */
const cameBack = ({ counts, surplus }: Share): number => Math.max(0, counts.back - surplus);

const tellNotListed = (sums: Map<ProductId, Beside>, left: Share): void => {
  const { product, asset, line, counts } = left;
  const back = cameBack(left);
  const allocated = counts.allocated - counts.back + back;
  if (allocated === 0) return;
  const sum = sums.get(product) ?? { product, counts: { ...noPieces }, assets: [], lines: [] };
  addCounts(sum.counts, { ...counts, back, allocated });
  if (asset === undefined) sum.lines.push(line);
  else sum.assets.push(asset);
  sums.set(product, sum);
};

interface Slot {
  readonly line: LineNeed;
  readonly counts: Counts;
}

/** Slots by product, in order; sorted out when first asked, since most lists have no piece on them yet. */
const createSlotsOf = (slots: readonly Slot[]): ((product: ProductId) => readonly Slot[]) => {
  let byProduct: Map<ProductId | undefined, Slot[]> | undefined;
  return (product) => {
    if (byProduct === undefined) {
      byProduct = new Map();
      for (const slot of slots) {
        const those = byProduct.get(slot.line.product);
        if (those === undefined) byProduct.set(slot.line.product, [slot]);
        else those.push(slot);
      }
    }
    return byProduct.get(product) ?? [];
  };
};

const statuses = ["back", "out", "lost", "packed"] as const;

/** Shares that name a line first, so that those without one only take what is left; then by id. */
const sharesOf = (pieces: EventPieces): readonly Share[] => {
  const named: Share[] = [];
  const free: Share[] = [];
  const assets = [...pieces.assets].sort(([a], [b]) => compare<AssetId>(a, b));
  for (const [id, piece] of assets) (piece.line === undefined ? free : named).push(ofAsset(id, piece));
  const bulk = [...pieces.bulk].sort(([a], [b]) => compare<ProductId>(a, b));
  for (const [product, sumsHere] of bulk) {
    for (const sum of [...sumsHere].sort((a, b) => compare(a.line ?? "", b.line ?? ""))) {
      const { back, lost, line } = sum;
      // More came back than went out: nothing is out, and the surplus is told as a disagreement elsewhere.
      const out = Math.max(0, sum.out);
      const packed = Math.max(0, sum.packed - out - back - lost);
      const counts = { packed, out, back, lost, allocated: packed + out + back + lost };
      const share = { product, line, isUnplanned: sum.unplanned > 0, counts, surplus: out - sum.out };
      (line === undefined ? free : named).push(share);
    }
  }
  return [...named, ...free];
};

const ofAsset = (asset: AssetId, piece: Piece): Share => ({
  product: piece.product,
  asset,
  line: piece.line,
  isUnplanned: piece.isUnplanned,
  counts: { ...noPieces, [piece.status]: 1, allocated: 1 },
  surplus: 0,
});

/** Puts as much of the share into the slot as the line still needs; what has moved furthest goes first. */
const fill = (slot: Slot | undefined, share: Share): Share => {
  const room = slot === undefined ? 0 : Math.max(0, slot.line.quantity - slot.counts.allocated);
  if (slot === undefined || room === 0 || share.counts.allocated === 0) return share;
  if (share.counts.allocated <= room) {
    addCounts(slot.counts, share.counts);
    return { ...share, counts: noPieces };
  }
  const taken: Counts = { ...noPieces };
  const left: Counts = { ...share.counts };
  for (const status of statuses) {
    const part = Math.min(room - taken.allocated, Math.max(0, left[status]));
    taken[status] = part;
    taken.allocated += part;
    left[status] -= part;
    left.allocated -= part;
  }
  addCounts(slot.counts, taken);
  return { ...share, counts: left };
};

const addCounts = (sum: Counts, more: PieceCounts): void => {
  for (const status of statuses) sum[status] += more[status];
  sum.allocated += more.allocated;
};

const sums = (slots: readonly Slot[]): Pick<EventCounts, "needed" | "allocated" | "out" | "back"> => {
  const total = { needed: 0, allocated: 0, out: 0, back: 0 };
  for (const { line, counts } of slots) {
    total.needed += line.quantity;
    total.allocated += Math.min(line.quantity, counts.allocated);
    total.out += Math.min(line.quantity, counts.out);
    total.back += Math.min(line.quantity, counts.back);
  }
  return total;
};

const compare = <T extends string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
