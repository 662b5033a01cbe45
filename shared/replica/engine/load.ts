/** What a tab reads when it opens a company: everything in a few requests, rows as text. */
import { brand } from "#shared/kernel/brand";
import type { ThingId } from "#shared/kernel/ids";
import type { CardIndex } from "../card-index";
import type { ByteStore } from "../ports";
import type { RowTable } from "../row-table";
import type { OutboxEntry, StoredCard, StoredDocumentRows, StoredMark, StoredRows } from "../stored";
import type { Rescue } from "../types";
import { madeAfter } from "./made-rows";

export interface Loaded {
  readonly cards: readonly StoredCard[];
  readonly rows: readonly StoredDocumentRows[];
  readonly outbox: readonly OutboxEntry[];
  /** Changes that the stored rows of their documents lack, by document. */
  readonly marks: ReadonlyMap<string, readonly StoredMark[]>;
  readonly rescues: readonly Rescue[];
}

export const loadCompany = async (store: ByteStore): Promise<Loaded> => {
  const [cards, rows, outbox, marks, rescues] = await Promise.all([
    store.all("cards"),
    store.all("rows"),
    store.all("outbox"),
    store.all("unprojected"),
    store.all("rescues"),
  ]);
  return { cards, rows: newestRows(rows), outbox, marks: byDocument(marks), rescues };
};

/** Shows rows as stored and what later changes made of them; returns the documents of which that is not known. */
export const showLoaded = (
  table: RowTable,
  cards: CardIndex,
  { rows, marks }: Pick<Loaded, "rows" | "marks">,
): readonly string[] => {
  const heads = new Map<string, readonly string[]>();
  for (const entry of rows) {
    table.replace(entry);
    if (marks.has(entry.doc)) heads.set(entry.doc, entry.heads);
  }
  const behind: string[] = [];
  for (const [doc, waiting] of marks) {
    const card = cards.byDoc(doc);
    if (card === undefined) continue;
    const made = madeAfter(heads.get(doc) ?? [], waiting);
    for (const one of made ?? []) table.advance(doc, brand<ThingId>(card.thing), one);
    if (made !== undefined) continue;
    table.fallBehind(doc);
    behind.push(doc);
  }
  return behind;
};

/** Entries come in key order: `doc/…` before `pack/…`; the single ones are fresher. */
export const newestRows = (entries: readonly StoredRows[]): readonly StoredDocumentRows[] => {
  const newest = new Map<string, StoredDocumentRows>();
  const gone = new Set(entries.flatMap((entry) => entry.gone ?? []));
  for (const { docs } of entries) {
    for (const rows of docs) if (!newest.has(rows.doc) && !gone.has(rows.doc)) newest.set(rows.doc, rows);
  }
  return [...newest.values()];
};

const byDocument = (marks: readonly StoredMark[]): ReadonlyMap<string, readonly StoredMark[]> => {
  const found = new Map<string, StoredMark[]>();
  for (const mark of marks) {
    const known = found.get(mark.doc);
    if (known === undefined) found.set(mark.doc, [mark]);
    else known.push(mark);
  }
  return found;
};
