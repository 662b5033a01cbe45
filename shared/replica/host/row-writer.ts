/**
 * Writes the rows and the history of documents into the store: one entry of rows per document that changed, gathered
 * into packs when there are many. Only the sync host writes rows, so that no tab can overwrite fresher ones.
 */
import { projectionVersion } from "#shared/documents/projection";
import type { MemberOf } from "../document-rows";
import { storedRowsOf } from "../document-rows";
import { historyWrites } from "../engine/history-store";
import { newestRows } from "../engine/load";
import type { OpenDocument } from "../open-documents";
import type { ByteStore, StoreWrite } from "../ports";
import type { StoredDocumentRows, StoredRows } from "../stored";

/** Characters of rows per pack: few enough that one is read without a pause, enough that there are few. */
const packSize = 2_000_000;
/** More single entries than this are worth gathering. */
const looseEntries = 200;

export class RowWriter {
  readonly #store: ByteStore;
  readonly #memberOf: MemberOf;
  #loose = 0;

  constructor(store: ByteStore, memberOf: MemberOf) {
    this.#store = store;
    this.#memberOf = memberOf;
  }

  /**
   * The writes that make the stored rows of these documents current, and take back the marks that they were not. A
   * document that is not shown, because another one took its place, has a history only.
   */
  async writesFor(
    documents: readonly OpenDocument[],
    isShown: (doc: string) => boolean,
  ): Promise<readonly StoreWrite[]> {
    const writes: StoreWrite[] = [];
    for (const document of documents) {
      if (isShown(document.doc)) {
        const value = { docs: [storedRowsOf(document, this.#memberOf)] };
        writes.push({ put: "rows", key: `doc/${document.doc}`, value });
      }
      writes.push(...(await historyWrites(this.#store, document)));
      for (const key of await this.#store.keys("unprojected", `${document.doc}/`)) {
        // In the document, or taken out of it for good; what a tab has just stored is neither.
        const isSettled =
          document.crdt.has(key.slice(document.doc.length + 1)) ||
          (await this.#store.get("chunks", key)) === undefined;
        if (isSettled) writes.push({ delete: "unprojected", key });
      }
    }
    this.#loose += documents.length;
    return writes;
  }

  /** The rows of a document whose place another one took; its history stays. */
  hiddenWrites(doc: string): readonly StoreWrite[] {
    return [
      { put: "rows", key: `doc/${doc}`, value: { docs: [], gone: [doc] } },
      { clear: "unprojected", prefix: `${doc}/` },
    ];
  }

  /** The rows of a document that is no longer on this device. */
  goneWrites(doc: string): readonly StoreWrite[] {
    return [...this.hiddenWrites(doc), { clear: "history", prefix: `${doc}/` }];
  }

  /** Documents whose rows are missing changes or were made by older code, and rows that another device signed. */
  async stale(): Promise<{
    readonly stale: readonly string[];
    readonly signed: readonly StoredDocumentRows[];
  }> {
    const [marks, rows] = await Promise.all([this.#store.all("unprojected"), this.#store.all("rows")]);
    this.#loose = rows.filter((entry) => entry.docs.length <= 1).length;
    const newest = newestRows(rows);
    const outdated = newest.filter((entry) => entry.projection < projectionVersion);
    return {
      stale: [...new Set([...marks.map((mark) => mark.doc), ...outdated.map((entry) => entry.doc)])],
      signed: newest.filter((entry) => entry.signedBy !== undefined),
    };
  }

  /**
   * Gathers single entries into packs when there are enough, or at once what still says something of documents that are
   * gone; nothing is lost if this is interrupted.
   */
  async gather(when: "enough" | "gone" = "enough"): Promise<void> {
    if (when === "enough" && this.#loose < looseEntries) return;
    const [entries, keys] = await Promise.all([this.#store.all("rows"), this.#store.keys("rows")]);
    if (when === "gone" && !entries.some(({ gone = [] }) => gone.length > 0)) return;
    const writes: StoreWrite[] = keys.map((key) => ({ delete: "rows", key }));
    packsOf(newestRows(entries)).forEach((value, at) => {
      writes.push({ put: "rows", key: `pack/${String(at).padStart(6, "0")}`, value });
    });
    const done = await this.#store.transact(writes, "relaxed");
    if (done.ok) this.#loose = 0;
  }
}

const sizeOf = (rows: StoredDocumentRows): number =>
  Object.values(rows.types).reduce((sum, text) => sum + text.length, 200);

const packsOf = (all: readonly StoredDocumentRows[]): readonly StoredRows[] => {
  const packs: { docs: StoredDocumentRows[]; size: number }[] = [];
  for (const rows of all) {
    const last = packs.at(-1);
    const size = sizeOf(rows);
    if (last === undefined || last.size + size > packSize) packs.push({ docs: [rows], size });
    else {
      last.docs.push(rows);
      last.size += size;
    }
  }
  return packs.map(({ docs }) => ({ docs }));
};
