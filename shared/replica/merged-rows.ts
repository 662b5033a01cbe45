/**
 * Rows as screens and commands read them: whatever names a product or a piece that was merged into another names the other one. Documents and stored rows stay as they were written, so a merge costs one record and can be taken back.
 * Where nobody merged anything this is the table itself.
 */
import { brand } from "#shared/kernel/brand";
import type { Id, ThingId } from "#shared/kernel/ids";
import type { AnyRecordType, IdOf } from "#shared/kernel/record";
import { asset, assetMerge, foldMerges, noMerges, product, productMerge } from "#shared/domain/inventory";
import type { MergeFact, Merges } from "#shared/domain/inventory";
import { followed, followRecord } from "#shared/documents/followed";
import { setAside } from "./set-aside";
import type { AnyRow } from "./row-codec";
import type { Row, RowChange, Rows, UnreadableRow, Unsubscribe } from "./types";

const types: ReadonlyMap<string, AnyRecordType> = new Map(
  [product, ...Array.from(followed.values(), ({ type }) => type)].map((type) => [type.name, type]),
);

const mergeTypes = new Set<string>([productMerge.name, assetMerge.name]);
/** A merge waits for what it is about, and prefers one that was not removed. */
const foldedTypes = new Set<string>([...mergeTypes, product.name, asset.name]);

type Standing = "living" | "removed" | "unknown";

const standingOf = (row: AnyRow | undefined): Standing => {
  if (row === undefined) return "unknown";
  return row.removedAt === undefined ? "living" : "removed";
};

export class MergedRows implements Rows {
  readonly #raw: Rows;
  readonly #listeners = new Set<(changes: readonly RowChange[]) => void>();
  /** Undefined until somebody reads: folding before everything is loaded would parse rows nobody asked for. */
  #merges: Merges | undefined;
  /** Whole types somebody asked for while there are merges, kept current. */
  readonly #whole = new Map<string, Map<string, AnyRow>>();
  /** By type: records that stand back behind the surviving one's own. */
  #aside: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  #renamings = 0;
  /** Somebody merged something, be it with what is not here yet. */
  #isAnyMerge = false;

  constructor(raw: Rows) {
    this.#raw = raw;
  }

  get<R extends AnyRecordType>(type: R, id: IdOf<R>): Row<R> | undefined {
    const row = this.#raw.get(type, id);
    return row === undefined ? undefined : this.#seen(type, row);
  }

  all<R extends AnyRecordType>(type: R): ReadonlyMap<IdOf<R>, Row<R>> {
    if (this.merges.isEmpty || !types.has(type.name)) return this.#raw.all(type);
    let whole = this.#whole.get(type.name);
    if (whole === undefined) {
      whole = new Map(
        Array.from(this.#raw.all(type), ([id, row]) => [id, brand<AnyRow>(this.#seen(type, row))]),
      );
      this.#whole.set(type.name, whole);
    }
    return brand<ReadonlyMap<IdOf<R>, Row<R>>>(whole);
  }

  *allInSteps<R extends AnyRecordType>(
    type: R,
  ): Generator<undefined, ReadonlyMap<IdOf<R>, Row<R>>, undefined> {
    yield* this.#raw.allInSteps(type);
    return this.all(type);
  }

  of<R extends AnyRecordType>(type: R, thing: ThingId): readonly Row<R>[] {
    if (this.merges.isEmpty) return this.#raw.of(type, thing);
    return [thing, ...this.companions(thing)].flatMap((each) =>
      this.#raw.of(type, each).map((row) => this.#seen(type, row)),
    );
  }

  unreadable(): readonly UnreadableRow[] {
    return this.#raw.unreadable();
  }

  subscribe(listener: (changes: readonly RowChange[]) => void): Unsubscribe {
    this.#listeners.add(listener);
    this.#follow();
    return () => void this.#listeners.delete(listener);
  }

  get renamings(): number {
    return this.#renamings;
  }

  get merges(): Merges {
    return this.#follow();
  }

  /** Folds at the first reading and follows the table from then on. */
  #follow(): Merges {
    if (this.#merges === undefined) {
      this.#merges = this.#fold();
      this.#aside = this.#setAside();
      this.#raw.subscribe((changes) => this.#heard(changes));
    }
    return this.#merges;
  }

  /** Documents that are read and written together with this one: of products merged into the one it is about. */
  companions(thing: ThingId): readonly ThingId[] {
    const [survivor, ...others] = this.merges.group(thing);
    return survivor === thing ? others.map((id) => brand<ThingId>(id)) : [];
  }

  /** A record of a document as commands read it. */
  follow<T extends object>(type: AnyRecordType, record: T): T {
    return this.merges.isEmpty ? record : followRecord(type, record, (id) => this.#survivor(id));
  }

  #survivor(id: Id<string>): Id<string> {
    return this.#merges?.survivor(id) ?? id;
  }

  #seen<R extends AnyRecordType>(type: R, row: Row<R>): Row<R> {
    const { merges } = this;
    if (merges.isEmpty || !types.has(type.name)) return row;
    const seen = this.follow(type, row);
    const endedAt = merges.endedAt(row.id);
    if (endedAt !== undefined)
      return brand({ ...seen, removedAt: row.removedAt ?? endedAt, mergedInto: merges.survivor(row.id) });
    return this.#aside.get(type.name)?.has(row.id) === true && row.removedAt === undefined
      ? brand({ ...seen, removedAt: this.#asideSince() })
      : seen;
  }

  /** Standing back has no moment of its own: some merge was the reason. */
  #asideSince(): number {
    return Math.min(...Array.from(this.merges.members(), (id) => this.merges.endedAt(id) ?? Infinity));
  }

  #heard(changes: readonly RowChange[]): void {
    const before = this.merges;
    const told = [...changes];
    if (changes.some(({ type }) => (this.#isAnyMerge ? foldedTypes : mergeTypes).has(type))) {
      const after = this.#fold();
      this.#merges = after;
      const moved = this.#movedBetween(before, after);
      if (moved.length > 0) this.#renamings += 1;
      told.push(...moved);
    }
    if (!this.merges.isEmpty || !before.isEmpty) {
      told.push(...this.#asideChanges(changes, told.length > changes.length));
      told.push(...this.#alsoOfSurvivors(told));
    }
    if (this.merges.isEmpty) this.#whole.clear();
    for (const { type, id } of told) this.#keepWhole(type, id);
    for (const listener of [...this.#listeners]) listener(told);
  }

  #keepWhole(name: string, id: string): void {
    const whole = this.#whole.get(name);
    const type = types.get(name);
    if (whole === undefined || type === undefined) return;
    const row = this.get(type, brand(id));
    if (row === undefined) whole.delete(id);
    else whole.set(id, row);
  }

  #fold(): Merges {
    const products: MergeFact[] = [];
    for (const { product: from, into, at, removedAt } of this.#raw.all(productMerge).values())
      if (removedAt === undefined) products.push({ from, into, at });
    const assets: MergeFact[] = [];
    for (const { asset: from, into, at, removedAt } of this.#raw.all(assetMerge).values())
      if (removedAt === undefined) assets.push({ from, into, at });
    this.#isAnyMerge = products.length + assets.length > 0;
    if (!this.#isAnyMerge) return noMerges;
    const standing = (id: Id<string>): Standing =>
      standingOf(this.#raw.get(product, brand(id)) ?? this.#raw.get(asset, brand(id)));
    const ofProducts = foldMerges(products, standing);
    if (assets.length === 0) return ofProducts;
    // Pieces are one only where their products are: else the merge waits until these are.
    const productOf = (id: Id<string>): Id<string> | undefined => {
      const row = this.#raw.get(asset, brand(id));
      return row === undefined ? undefined : ofProducts.survivor<Id<string>>(row.product);
    };
    const holding = assets.filter(({ from, into }) => productOf(from) === productOf(into));
    return foldMerges([...products, ...holding], standing);
  }

  #setAside(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.merges.isEmpty
      ? new Map()
      : setAside(
          (type) => this.#raw.all(type).values(),
          (type, row) => this.follow(type, row),
        );
  }

  /** Every row that names a record which goes on as another one than before. */
  #movedBetween(before: Merges, after: Merges): readonly RowChange[] {
    const moved = new Set<string>();
    for (const id of [...before.members(), ...after.members()])
      if (
        before.survivor(brand<Id<string>>(id)) !== after.survivor(brand<Id<string>>(id)) ||
        before.group(id).join() !== after.group(id).join()
      )
        moved.add(id);
    if (moved.size === 0) return [];
    const changes: RowChange[] = [];
    for (const [name, type] of types) {
      const fields = ["id", "thing", ...(followed.get(name)?.fields ?? [])];
      for (const row of this.#raw.all(type).values()) {
        if (!fields.some((field) => moved.has(String(Reflect.get(row, field))))) continue;
        const things = moved.has(row.thing) ? [...before.group(row.thing), ...after.group(row.thing)] : [];
        for (const thing of new Set([row.thing, ...things]))
          changes.push({ type: name, id: row.id, thing: brand(thing) });
      }
    }
    return changes;
  }

  #asideChanges(changes: readonly RowChange[], isRefolded: boolean): readonly RowChange[] {
    if (!isRefolded && !changes.some(({ type }) => followed.get(type)?.oneFor !== undefined)) return [];
    const before = this.#aside;
    this.#aside = this.#setAside();
    const changed: RowChange[] = [];
    for (const [name, { type }] of followed) {
      const was = before.get(name) ?? new Set<string>();
      const is = this.#aside.get(name) ?? new Set<string>();
      for (const id of new Set([...was, ...is])) {
        const row = was.has(id) === is.has(id) ? undefined : this.#raw.get(type, brand(id));
        if (row !== undefined) changed.push({ type: name, id, thing: row.thing });
      }
    }
    return changed;
  }

  /** Who watches the surviving product's rows hears of those in the other documents. */
  #alsoOfSurvivors(changes: readonly RowChange[]): readonly RowChange[] {
    return changes.flatMap(({ type, id, thing }) => {
      const survivor = this.merges.survivor(thing);
      return survivor === thing ? [] : [{ type, id, thing: survivor }];
    });
  }
}
