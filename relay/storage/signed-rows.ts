/**
 * Signed rows beside the log, one entry per document: a convenience for devices that have nothing yet. Nothing here is
 * the truth and all of it comes again, so it lies in a file of its own, is written without waiting for the disk, and
 * a file that cannot be read is begun anew.
 */
import { rmSync } from "node:fs";
import Database from "libsql";
import { bytesKey } from "#shared/kernel/bytes";
import type { CompanyNumber } from "./log-store";
import { toBytes, toNumber } from "./sqlite-rows.codec";

export interface SignedRowsStore {
  /** Replaces what was kept of the document. */
  readonly put: (company: CompanyNumber, entries: readonly KeptRows[]) => void;
  readonly get: (company: CompanyNumber, doc: Uint8Array) => Uint8Array | undefined;
  /** Takes out everything of a company, so that none of it can be read from the file afterwards. */
  readonly remove: (company: CompanyNumber) => void;
  /** The same with every company but these: another relay over the same log may have removed some. */
  readonly keepOnly: (companies: readonly CompanyNumber[]) => void;
  readonly close: () => void;
}

export interface KeptRows {
  readonly doc: Uint8Array;
  readonly bytes: Uint8Array;
}

const schema = `
  CREATE TABLE IF NOT EXISTS signed_rows (company INTEGER NOT NULL, doc BLOB NOT NULL, bytes BLOB NOT NULL,
                                          PRIMARY KEY (company, doc)) WITHOUT ROWID`;

/** `path` may be ":memory:". */
export const openSignedRows = (path: string): SignedRowsStore => {
  const database = openOrBeginAnew(path);
  const find = database.prepare("SELECT bytes FROM signed_rows WHERE company = ? AND doc = ?");
  const put = database.prepare("INSERT OR REPLACE INTO signed_rows (company, doc, bytes) VALUES (?, ?, ?)");
  const remove = (company: CompanyNumber): void => {
    database.prepare("DELETE FROM signed_rows WHERE company = ?").run(company);
    database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  };
  return {
    put: (company, entries) => {
      database.exec("BEGIN");
      try {
        // The same document twice in one frame: the later one counts.
        const newest = new Map(entries.map((entry) => [bytesKey(entry.doc), entry]));
        for (const { doc, bytes } of newest.values()) put.run(company, doc, bytes);
      } finally {
        database.exec("COMMIT");
      }
    },
    get: (company, doc) => {
      const row = find.get(company, doc);
      return row === undefined ? undefined : toBytes(row);
    },
    remove,
    keepOnly: (companies) => {
      const known = new Set(companies);
      for (const row of database.prepare("SELECT DISTINCT company FROM signed_rows").all()) {
        const company = toNumber(row, "company");
        if (company !== undefined && !known.has(company)) remove(company);
      }
    },
    close: () => void database.close(),
  };
};

const openOrBeginAnew = (path: string): Database.Database => {
  try {
    return open(path);
  } catch {
    for (const end of ["", "-wal", "-shm"]) rmSync(`${path}${end}`, { force: true });
    return open(path);
  }
};

const open = (path: string): Database.Database => {
  const database = new Database(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000; ${schema}`);
  return database;
};
