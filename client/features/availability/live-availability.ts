/**
 * Keeps availability in step with rows: what each event claims, what is out with it, what each product can send.
 * Guarantees: after any batch of changes the index holds what a fresh build from the same rows would hold.
 */
import { createAvailabilityIndex, holdsStock } from "#shared/domain/availability";
import type { AvailabilityIndex, EventDemand, PiecesOut, TemporaryPieces } from "#shared/domain/availability";
import { busyWindow, event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { asset, product, temporaryStock } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { fault, faultEntry, outOfUse } from "#shared/domain/maintenance";
import type { FaultEntryId, FaultId, MaintenanceBook, OutOfUse } from "#shared/domain/maintenance";
import { hasPieces, line } from "#shared/domain/pull-list";
import { movement, settled } from "#shared/domain/scanning";
import type { MovementId, Positions, SettledId } from "#shared/domain/scanning";
import { expectationOf } from "#shared/domain/stock";
import { companyProfile, profileIn } from "#shared/domain/settings";
import { brand } from "#shared/kernel/brand";
import type { Ms } from "#shared/kernel/clock";
import { parseId, thingOf } from "#shared/kernel/ids";
import { addDays, atDay, instantOf, minuteMs } from "#shared/kernel/local-time";
import type { Day, Zone } from "#shared/kernel/record";
import type { RowChange, Rows } from "#shared/replica/types";

export const availabilitySources = [
  ...[event, line, product, asset, temporaryStock],
  ...[movement, settled, fault, faultEntry, companyProfile],
] as const;

const utc = brand<Zone>("UTC");

export interface LiveAvailability {
  readonly index: AvailabilityIndex;
  /** Pieces out with an event, all products together. */
  piecesOut(event: EventId): number;
  /** Positions and maintenance must be current already. */
  apply(changes: readonly RowChange[]): void;
}

/** Builds it step by step, about a millisecond each. */
export function* buildLiveAvailability(
  rows: Rows,
  positions: Positions,
  book: MaintenanceBook,
): Generator<undefined, LiveAvailability, undefined> {
  const live = new Live(rows, positions, book);
  yield* live.build();
  return live;
}

function* inSteps<T>(
  items: Iterable<T>,
  size: number,
  work: (item: T) => void,
): Generator<undefined, void, undefined> {
  let n = 0;
  for (const item of items) {
    work(item);
    if (++n % size === 0) yield;
  }
}

class Live implements LiveAvailability {
  readonly index = createAvailabilityIndex();
  private readonly assetsOf = new Map<ProductId, Set<AssetId>>();
  private readonly productOf = new Map<AssetId, ProductId>();
  /** Events that counted an asset as out when they were last looked at. */
  private readonly outWith = new Map<AssetId, Set<EventId>>();
  private readonly assetsOut = new Map<EventId, readonly AssetId[]>();
  private readonly known = new Set<EventId>();
  private readonly outCounts = new Map<EventId, number>();
  /** When bulk first left with an event, by event and product. */
  private readonly bulkLeft = new Map<string, Ms>();

  private readonly rows: Rows;
  private readonly positions: Positions;
  private readonly book: MaintenanceBook;

  constructor(rows: Rows, positions: Positions, book: MaintenanceBook) {
    this.rows = rows;
    this.book = book;
    this.positions = positions;
  }

  *build(): Generator<undefined, void, undefined> {
    yield;
    yield* inSteps((yield* this.rows.allInSteps(asset)).keys(), 500, (id) => this.placeAsset(id));
    yield* inSteps((yield* this.rows.allInSteps(movement)).keys(), 500, (id) => this.noteBulk(id));
    yield* inSteps((yield* this.rows.allInSteps(product)).keys(), 50, (id) => this.updateProduct(id));
    // Earliest first: claims are then appended instead of squeezed in.
    const byTime = [...(yield* this.rows.allInSteps(event)).values()].map((row) => ({
      id: row.id,
      from: busyWindow(row).from,
    }));
    byTime.sort((a, b) => a.from - b.from);
    yield* inSteps(byTime, 5, ({ id }) => this.updateEvent(id));
  }

  piecesOut(id: EventId): number {
    return this.outCounts.get(id) ?? 0;
  }

  apply(changes: readonly RowChange[]): void {
    const touched = { products: new Set<ProductId>(), events: new Set<EventId>() };
    for (const change of changes) this.touch(change, touched);
    for (const id of touched.products) this.updateProduct(id);
    for (const id of touched.events) this.updateEvent(id);
  }

  private touch({ type, id, thing }: RowChange, touched: Touched): void {
    if (type === event.name || type === line.name) {
      const eventId = parseId<EventId>(thing);
      if (eventId === undefined) return;
      touched.events.add(eventId);
      if (!this.known.has(eventId)) this.touchProductsOn(eventId, touched);
    } else if (type === product.name) {
      const productId = parseId<ProductId>(id);
      if (productId !== undefined) touched.products.add(productId);
    } else if (type === temporaryStock.name) {
      const productId = parseId<ProductId>(thing);
      if (productId !== undefined) touched.products.add(productId);
    } else if (type === companyProfile.name) {
      for (const productId of this.rows.all(product).keys()) touched.products.add(productId);
    } else if (type === fault.name) this.touchFault(parseId<FaultId>(id), touched);
    else if (type === faultEntry.name) {
      const entryId = parseId<FaultEntryId>(id);
      this.touchFault(entryId && this.rows.get(faultEntry, entryId)?.fault, touched);
    } else if (type === asset.name) {
      const assetId = parseId<AssetId>(id);
      if (assetId !== undefined) this.touchAsset(assetId, touched);
    } else if (type === movement.name) this.touchMovement(parseId<MovementId>(id), touched);
    else if (type === settled.name) {
      const settledId = parseId<SettledId>(id);
      const about = settledId === undefined ? undefined : this.rows.get(settled, settledId)?.asset;
      if (about !== undefined) this.touchAsset(about, touched);
    }
  }

  /** Pieces that were away with nobody knowing where now have an event. */
  private touchProductsOn(id: EventId, touched: Touched): void {
    const pieces = this.positions.piecesOf(id);
    for (const [each, piece] of pieces.assets) {
      touched.products.add(piece.product);
      // Its scan may name another product than the asset does now.
      const now = this.productOf.get(each);
      if (now !== undefined) touched.products.add(now);
    }
    for (const of of pieces.bulk.keys()) touched.products.add(of);
  }

  private touchMovement(id: MovementId | undefined, touched: Touched): void {
    const fact = id === undefined ? undefined : this.rows.get(movement, id);
    if (id === undefined || fact === undefined) return;
    this.noteBulk(id);
    touched.products.add(fact.product);
    if (fact.asset !== undefined) this.touchAsset(fact.asset, touched);
    const undone = fact.undoes === undefined ? undefined : this.rows.get(movement, fact.undoes);
    for (const each of [fact, undone]) if (each?.event !== undefined) touched.events.add(each.event);
  }

  private touchFault(id: FaultId | undefined, touched: Touched): void {
    const about = id === undefined ? undefined : this.rows.get(fault, id)?.asset;
    const now = about === undefined ? undefined : this.productOf.get(about);
    if (now !== undefined) touched.products.add(now);
  }

  private touchAsset(id: AssetId, touched: Touched): void {
    const before = this.productOf.get(id);
    if (before !== undefined) touched.products.add(before);
    this.placeAsset(id);
    const after = this.productOf.get(id);
    if (after !== undefined) touched.products.add(after);
    for (const each of this.outWith.get(id) ?? []) touched.events.add(each);
    for (const [each, piece] of this.positions.of(id).events)
      if (piece.status === "out") touched.events.add(each);
  }

  private placeAsset(id: AssetId): void {
    const row = this.rows.get(asset, id);
    const before = this.productOf.get(id);
    const after = row === undefined || row.removedAt !== undefined ? undefined : row.product;
    if (before === after) return;
    if (before !== undefined) this.assetsOf.get(before)?.delete(id);
    if (after === undefined) {
      this.productOf.delete(id);
      return;
    }
    this.productOf.set(id, after);
    const there = this.assetsOf.get(after);
    if (there === undefined) this.assetsOf.set(after, new Set([id]));
    else there.add(id);
  }

  private noteBulk(id: MovementId): void {
    const fact = this.rows.get(movement, id);
    if (fact?.kind !== "out" || fact.asset !== undefined || fact.event === undefined) return;
    const key = fact.event + fact.product;
    const at = this.positions.timeOf(fact).at;
    this.bulkLeft.set(key, Math.min(at, this.bulkLeft.get(key) ?? at));
  }

  private updateProduct(id: ProductId): void {
    const row = this.rows.get(product, id);
    if (row === undefined || row.removedAt !== undefined) {
      this.index.setCapacity(id, undefined);
      return;
    }
    const isConsumable = row.tracking === "consumable";
    const stock = this.positions.bulkOf(id);
    const lost: AssetId[] = [];
    const away: AssetId[] = [];
    const unfit: OutOfUse[] = [];
    let owned = isConsumable ? stock.home : stock.owned;
    for (const each of this.assetsOf.get(id) ?? []) {
      const { place } = this.positions.of(each);
      if (place.type === "gone") continue;
      owned++;
      const broken = outOfUse(this.book, each);
      if (place.type === "lost") lost.push(each);
      else if (place.type === "out" && !this.isKnown(place.event)) away.push(each);
      else if (broken !== undefined) unfit.push(broken);
    }
    const onEvents = stock.onEvents.filter((sum) => this.isKnown(sum.event));
    const bulkAway = isConsumable ? 0 : stock.out - onEvents.reduce((sum, { out }) => sum + out, 0);
    const deductions = [
      { kind: "lost" as const, quantity: lost.length, assets: lost.sort() },
      { kind: "away" as const, quantity: away.length + Math.max(0, bulkAway), assets: away.sort() },
    ].filter(({ quantity }) => quantity > 0);
    const turnaroundMs = row.turnaroundMinutes * minuteMs;
    const temporary = this.temporaryOf(id);
    owned += temporary.reduce((sum, { quantity }) => sum + quantity, 0);
    this.index.setCapacity(id, {
      ...{ owned, temporary, deductions, turnaroundMs, isConsumable },
      outOfUse: unfit.map(({ asset: piece, from, until }) => ({
        ...{ asset: piece, from },
        to: until === undefined ? Infinity : this.startOf(addDays(until, 1)),
      })),
    });
  }

  /** The first moment of a day, where the company is. */
  private startOf(day: Day): Ms {
    const zone = profileIn([...this.rows.all(companyProfile).values()])?.zone ?? utc;
    return instantOf(atDay(day, 0), zone);
  }

  /** From the first moment of the first day to the last of the last. A purchase has its first day to arrive. */
  private temporaryOf(id: ProductId): readonly TemporaryPieces[] {
    return this.rows
      .of(temporaryStock, thingOf(id))
      .filter(({ removedAt }) => removedAt === undefined)
      .map((row) => ({
        quantity: expectationOf(row, this.positions).remaining,
        from: row.from === undefined ? -Infinity : this.startOf(row.from),
        to: row.until === undefined ? Infinity : this.startOf(addDays(row.until, 1)),
        ...(row.kind === "purchase" && row.from !== undefined
          ? { dueBy: this.startOf(addDays(row.from, 1)) }
          : {}),
      }))
      .filter(({ quantity }) => quantity > 0);
  }

  private isKnown(id: EventId | undefined): boolean {
    return id !== undefined && this.rows.get(event, id) !== undefined;
  }

  private updateEvent(id: EventId): void {
    const row = this.rows.get(event, id);
    if (row === undefined) {
      this.index.removeEvent(id);
      return;
    }
    this.known.add(id);
    const window = busyWindow(row);
    const out = this.readOut(id, window.from);
    const needs = new Map<ProductId, number>();
    for (const each of this.rows.of(line, thingOf(id))) {
      // A kit asks for nothing itself: its parts stand on the list.
      if (each.removedAt !== undefined || each.product === undefined || !hasPieces(each)) continue;
      needs.set(each.product, (needs.get(each.product) ?? 0) + each.quantity);
    }
    const holds = row.removedAt === undefined && holdsStock(row.status);
    const demand: EventDemand = { event: id, window, holds, needs, out };
    this.index.applyEvent(demand);
  }

  /** What is out with the event, and remembers which assets that were. `usual` is when things leave if nobody noted it. */
  private readOut(id: EventId, usual: Ms): ReadonlyMap<ProductId, PiecesOut> {
    for (const each of this.assetsOut.get(id) ?? []) this.outWith.get(each)?.delete(id);
    const pieces = this.positions.piecesOf(id);
    const out = new Map<ProductId, PiecesOut>();
    const assetsOut: AssetId[] = [];
    const add = (of: ProductId, quantity: number, since: Ms): void => {
      const more = out.get(of);
      out.set(of, {
        quantity: (more?.quantity ?? 0) + quantity,
        since: Math.min(since, more?.since ?? since),
      });
    };
    for (const [each, piece] of pieces.assets) {
      if (piece.status !== "out") continue;
      const { last } = this.positions.of(each);
      add(piece.product, 1, last === undefined ? usual : this.positions.timeOf(last).at);
      assetsOut.push(each);
      const events = this.outWith.get(each);
      if (events === undefined) this.outWith.set(each, new Set([id]));
      else events.add(id);
    }
    for (const [of, sums] of pieces.bulk) {
      const quantity = sums.reduce((sum, each) => sum + each.out, 0);
      if (quantity > 0) add(of, quantity, this.bulkLeft.get(id + of) ?? usual);
    }
    this.assetsOut.set(id, assetsOut);
    this.outCounts.set(
      id,
      [...out.values()].reduce((sum, { quantity }) => sum + quantity, 0),
    );
    return out;
  }
}

interface Touched {
  readonly products: Set<ProductId>;
  readonly events: Set<EventId>;
}
