/**
 * Every row of the company in memory. What was read from the store stays text until somebody asks for its type:
 * the lines of a thousand past events cost nothing until one is opened.
 */
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { AnyRecordType, IdOf } from "#shared/kernel/record";
import { sameValue } from "#shared/documents/draft";
import type { AnyRow } from "./row-codec";
import { decodeRows } from "./row-codec";
import { splitKey } from "#shared/documents/projection";
import type { StoredDocumentRows, StoredMade } from "./stored";
import type { Row, RowChange, Rows, UnreadableRow, Unsubscribe } from "./types";

type Section = Map<string, AnyRow>;

interface DocumentRows {
  readonly thing: ThingId;
  /** Not yet parsed text, or rows by id. */
  readonly sections: Map<string, string | Section>;
  unreadable: readonly { readonly key: string; readonly reason: string }[];
}

/** A step of reading looks at so many documents, or reads a hundred rows. */
const documentsPerStep = 2_000;
const documentsPerRow = 20;

type DocumentEntry = Pick<StoredDocumentRows, "doc" | "thing" | "types" | "unreadable" | "signedBy">;

export class RowTable implements Rows {
  readonly #documents = new Map<string, DocumentRows>();
  readonly #byThing = new Map<string, Set<string>>();
  /** Documents whose rows another device signed and nobody here has checked. */
  readonly #unchecked = new Set<string>();
  /** Documents whose newest changes are not in their rows. */
  readonly #behind = new Set<string>();
  /** Types somebody asked for, complete. */
  readonly #types = new Map<string, Map<string, AnyRow>>();
  /** Types that are being read in steps: they follow every change, and miss what was not read yet. */
  readonly #growing = new Map<string, Map<string, AnyRow>>();
  readonly #listeners = new Set<(changes: readonly RowChange[]) => void>();
  /** Rows as they were written are never called otherwise. */
  readonly renamings = 0;

  get<R extends AnyRecordType>(type: R, id: IdOf<R>): Row<R> | undefined {
    const whole = this.#types.get(type.name);
    if (whole !== undefined) return brand<Row<R> | undefined>(whole.get(id));
    // A main record shares its id with the thing, so that one document answers for it.
    for (const doc of this.#byThing.get(id) ?? []) {
      const row = this.#section(doc, type.name)?.get(id);
      if (row !== undefined) return brand<Row<R>>(row);
    }
    return this.all(type).get(id);
  }

  all<R extends AnyRecordType>(type: R): ReadonlyMap<IdOf<R>, Row<R>> {
    let whole = this.#types.get(type.name);
    if (whole === undefined) {
      whole = new Map();
      for (const doc of this.#documents.keys()) {
        for (const [id, row] of this.#section(doc, type.name) ?? []) whole.set(id, row);
      }
      this.#types.set(type.name, whole);
      this.#growing.delete(type.name);
    }
    return brand<ReadonlyMap<IdOf<R>, Row<R>>>(whole);
  }

  *allInSteps<R extends AnyRecordType>(
    type: R,
  ): Generator<undefined, ReadonlyMap<IdOf<R>, Row<R>>, undefined> {
    if (this.#types.has(type.name)) return this.all(type);
    const growing = this.#growing.get(type.name) ?? new Map<string, AnyRow>();
    this.#growing.set(type.name, growing);
    let work = 0;
    for (const doc of [...this.#documents.keys()]) {
      work += 1;
      for (const [id, row] of this.#section(doc, type.name) ?? []) {
        growing.set(id, row);
        work += documentsPerRow;
      }
      if (work < documentsPerStep) continue;
      work = 0;
      yield;
      // Somebody could not wait, or came to the end before.
      if (this.#types.has(type.name)) return this.all(type);
    }
    this.#types.set(type.name, growing);
    this.#growing.delete(type.name);
    return this.all(type);
  }

  of<R extends AnyRecordType>(type: R, thing: ThingId): readonly Row<R>[] {
    return [...(this.#byThing.get(thing) ?? [])].flatMap((doc) =>
      brand<Row<R>[]>([...(this.#section(doc, type.name)?.values() ?? [])]),
    );
  }

  unreadable(): readonly UnreadableRow[] {
    return [...this.#documents.values()].flatMap(({ thing, unreadable }) =>
      unreadable.map(({ key, reason }) => ({ thing, key, reason })),
    );
  }

  subscribe(listener: (changes: readonly RowChange[]) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  notify(changes: readonly RowChange[]): void {
    if (changes.length > 0) for (const listener of [...this.#listeners]) listener(changes);
  }

  /** Documents whose rows are known not to be the newest. */
  get behind(): number {
    return this.#behind.size;
  }

  /** The rows of this document lack changes, until they are replaced or updated. */
  fallBehind(doc: string): void {
    this.#behind.add(doc);
  }

  /** Takes a document's rows as stored; says what differs from before. Rows that did not change stay the same object. */
  replace(entry: DocumentEntry): readonly RowChange[] {
    this.#behind.delete(entry.doc);
    if (entry.signedBy === undefined) this.#unchecked.delete(entry.doc);
    else this.#unchecked.add(entry.doc);
    const thing = brand<ThingId>(entry.thing);
    const before = this.#documents.get(entry.doc);
    if (before === undefined) {
      this.#add(entry.doc, {
        thing,
        sections: new Map(Object.entries(entry.types)),
        unreadable: entry.unreadable,
      });
      return this.#types.size === 0 && this.#growing.size === 0 && this.#listeners.size === 0
        ? []
        : this.#introduce(entry.doc, thing, entry.types);
    }
    before.unreadable = entry.unreadable;
    const changes: RowChange[] = [];
    for (const type of new Set([...before.sections.keys(), ...Object.keys(entry.types)])) {
      const text = entry.types[type] ?? "[]";
      if (before.sections.get(type) === text) continue;
      const next = new Map(decodeRows(text, thing).map((row) => [String(row.id), row]));
      for (const id of this.#section(entry.doc, type)?.keys() ?? []) if (!next.has(id)) next.set(id, gone);
      changes.push(...this.#merge(entry.doc, type, next));
    }
    return changes;
  }

  /** Takes the rows that the next change of a document made. */
  advance(doc: string, thing: ThingId, { keys, types, unreadable }: StoredMade): void {
    if (!this.#documents.has(doc)) {
      this.replace({ doc, thing, types, unreadable });
      return;
    }
    const made = new Map<string, AnyRow>(
      Object.entries(types).flatMap(([type, text]) =>
        decodeRows(text, thing).map((row) => [`${type}:${row.id}`, row] as const),
      ),
    );
    const rows = keys.flatMap((key) => {
      const place = splitKey(key);
      return place === undefined ? [] : [{ ...place, row: made.get(key) }];
    });
    this.update(doc, thing, rows, unreadable);
  }

  /** Sets or removes (undefined) single rows of one document; says what differs from before. */
  update(
    doc: string,
    thing: ThingId,
    rows: readonly { readonly type: string; readonly id: string; readonly row: AnyRow | undefined }[],
    unreadable: readonly { readonly key: string; readonly reason: string }[],
  ): readonly RowChange[] {
    this.#unchecked.delete(doc);
    this.#behind.delete(doc);
    const known = this.#documents.get(doc);
    if (known === undefined) this.#add(doc, { thing, sections: new Map(), unreadable });
    else known.unreadable = unreadable;
    return rows.flatMap(({ type, id, row }) => this.#merge(doc, type, new Map([[id, row ?? gone]])));
  }

  /** Record keys of a document's rows. */
  keysOf(doc: string): readonly string[] {
    return [...(this.#documents.get(doc)?.sections.keys() ?? [])].flatMap((type) =>
      Array.from(this.#section(doc, type)?.keys() ?? [], (id) => `${type}:${id}`),
    );
  }

  isUnchecked(doc: string): boolean {
    return this.#unchecked.has(doc);
  }

  remove(doc: string): readonly RowChange[] {
    this.#unchecked.delete(doc);
    this.#behind.delete(doc);
    const known = this.#documents.get(doc);
    if (known === undefined) return [];
    const changes = [...known.sections.keys()].flatMap((type) =>
      this.#merge(doc, type, new Map([...(this.#section(doc, type)?.keys() ?? [])].map((id) => [id, gone]))),
    );
    this.#documents.delete(doc);
    this.#byThing.get(known.thing)?.delete(doc);
    return changes;
  }

  #add(doc: string, rows: DocumentRows): void {
    this.#documents.set(doc, rows);
    this.#byThing.set(rows.thing, (this.#byThing.get(rows.thing) ?? new Set()).add(doc));
  }

  #wholeOf(type: string): Map<string, AnyRow> | undefined {
    return this.#types.get(type) ?? this.#growing.get(type);
  }

  #introduce(doc: string, thing: ThingId, types: Readonly<Record<string, string>>): readonly RowChange[] {
    return Object.keys(types).flatMap((type) => {
      const whole = this.#wholeOf(type);
      return Array.from(this.#section(doc, type) ?? [], ([id, row]) => {
        whole?.set(id, row);
        return { type, id, thing };
      });
    });
  }

  #section(doc: string, type: string): Section | undefined {
    const document = this.#documents.get(doc);
    const section = document?.sections.get(type);
    if (document === undefined || typeof section !== "string")
      return typeof section === "string" ? undefined : section;
    const parsed: Section = new Map(decodeRows(section, document.thing).map((row) => [String(row.id), row]));
    document.sections.set(type, parsed);
    return parsed;
  }

  #merge(doc: string, type: string, next: ReadonlyMap<string, AnyRow>): readonly RowChange[] {
    const document = this.#documents.get(doc);
    if (document === undefined) return [];
    let section = this.#section(doc, type);
    if (section === undefined) {
      section = new Map();
      document.sections.set(type, section);
    }
    const whole = this.#wholeOf(type);
    const changes: RowChange[] = [];
    for (const [id, row] of next) {
      const before = section.get(id);
      if (row === gone ? before === undefined : before !== undefined && sameRow(before, row)) continue;
      if (row === gone) {
        section.delete(id);
        whole?.delete(id);
      } else {
        section.set(id, row);
        whole?.set(id, row);
      }
      changes.push({ type, id, thing: document.thing });
    }
    return changes;
  }
}

/** Stands for "no longer there" where a row is expected. */
const gone = brand<AnyRow>(Object.freeze({}));

const sameRow = (a: AnyRow, b: AnyRow): boolean => {
  const left = Object.entries<unknown>(a);
  const right = new Map(Object.entries<unknown>(b));
  return (
    left.length === right.size &&
    left.every(([field, value]) => {
      const other = right.get(field);
      return field === "conflicts"
        ? JSON.stringify(value) === JSON.stringify(other)
        : sameValue(value, other);
    })
  );
};
