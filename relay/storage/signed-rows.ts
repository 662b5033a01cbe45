/**
 * Signed rows beside the log, one entry per document: a convenience for devices that have nothing yet. Nothing here is
 * the truth and all of it comes again, so it lies in a file of its own, is written without waiting for the disk, and
 * a file that cannot be read is begun anew.
 */
import { rmSync } from "node:fs";
import Database from "libsql";
import { bytesKey } from "#shared/kernel/bytes";
import type { CompanyNumber } from "./log-store";
import { sqliteCode, toBytes, toKeptUntil, toNumber } from "./sqlite-rows.codec";

export interface SignedRowsStore {
  /** Replaces what was kept of the documents; `until` is where the log they were read from ended. */
  readonly put: (company: CompanyNumber, until: KeptUntil, entries: readonly KeptRows[]) => void;
  /** Where the log ended when rows of the company were last kept. */
  readonly until: (company: CompanyNumber) => KeptUntil | undefined;
  readonly get: (company: CompanyNumber, doc: Uint8Array) => Uint8Array | undefined;
  /** Does not know rows of the company any more; a file that cannot be written is begun anew. */
  readonly forget: (company: CompanyNumber) => void;
  /** Takes out everything of a company, so that none of it can be read from the file afterwards. */
  readonly remove: (company: CompanyNumber) => void;
  /** The same with every company but these: another relay over the same log may have removed some. */
  readonly keepOnly: (companies: readonly CompanyNumber[]) => void;
  readonly close: () => void;
}

/** A log that does not have this place is another one, or an older state of the same. */
export interface KeptUntil {
  readonly serial: number;
  readonly logHash: Uint8Array;
}

export interface KeptRows {
  readonly doc: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Of an older version nothing is kept: it does not say where the log ended. */
const version = 1;
const schema = `
  CREATE TABLE IF NOT EXISTS signed_rows (company INTEGER NOT NULL, doc BLOB NOT NULL, bytes BLOB NOT NULL,
                                          PRIMARY KEY (company, doc)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS kept_until (company INTEGER PRIMARY KEY, serial INTEGER NOT NULL, log_hash BLOB NOT NULL)`;

/**
 * `path` may be ":memory:". `onBegunAnew` hears why what was kept had to be let go; devices bring all of it again.
 */
export const openSignedRows = (
  path: string,
  onBegunAnew: (problem: unknown) => void = () => undefined,
): SignedRowsStore => {
  const beginAnew = (problem: unknown): RowsFile => {
    onBegunAnew(problem);
    for (const end of ["", "-wal", "-shm"]) rmSync(`${path}${end}`, { force: true });
    return openFile(path);
  };
  const openOrBeginAnew = (): RowsFile => {
    try {
      return openFile(path);
    } catch (problem) {
      return beginAnew(problem);
    }
  };
  let file = openOrBeginAnew();
  /** Damage deep in the file shows only where it is read. */
  const onSound = <T>(work: (file: RowsFile) => T, isHopeless = isDamage): T => {
    try {
      return work(file);
    } catch (problem) {
      if (!isHopeless(problem)) throw problem;
      file.database.close();
      file = beginAnew(problem);
      return work(file);
    }
  };
  return {
    put: (company, until, entries) => onSound((sound) => putAll(sound, company, until, entries)),
    until: (company) =>
      onSound(({ readUntil }) => {
        const row = readUntil.get(company);
        return row === undefined ? undefined : toKeptUntil(row);
      }),
    get: (company, doc) =>
      onSound(({ find }) => {
        const row = find.get(company, doc);
        return row === undefined ? undefined : toBytes(row);
      }),
    forget: (company) =>
      onSound(
        (sound) => deleteAll(sound, [company]),
        () => true,
      ),
    remove: (company) => onSound((sound) => removeAll(sound, [company])),
    // Half taken out would not be noticed by the next start, and nothing here is worth not starting for.
    keepOnly: (companies) =>
      onSound(
        (sound) => removeAll(sound, companiesIn(sound, new Set(companies))),
        () => true,
      ),
    close: () => void file.database.close(),
  };
};

interface RowsFile {
  readonly database: Database.Database;
  readonly find: Database.Statement;
  readonly replace: Database.Statement;
  readonly readUntil: Database.Statement;
  readonly replaceUntil: Database.Statement;
  readonly nextCompany: Database.Statement;
}

const openFile = (path: string): RowsFile => {
  const database = new Database(path);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000");
  if (toNumber(database.prepare("PRAGMA user_version").get(), "user_version") !== version)
    database.exec(`DROP TABLE IF EXISTS signed_rows; VACUUM; PRAGMA user_version = ${version}`);
  database.exec(schema);
  return {
    database,
    find: database.prepare("SELECT bytes FROM signed_rows WHERE company = ? AND doc = ?"),
    replace: database.prepare("INSERT OR REPLACE INTO signed_rows (company, doc, bytes) VALUES (?, ?, ?)"),
    readUntil: database.prepare("SELECT serial, log_hash FROM kept_until WHERE company = ?"),
    replaceUntil: database.prepare(
      "INSERT OR REPLACE INTO kept_until (company, serial, log_hash) VALUES (?, ?, ?)",
    ),
    nextCompany: database.prepare(
      "SELECT company FROM signed_rows WHERE company > ? ORDER BY company LIMIT 1",
    ),
  };
};

const isDamage = (problem: unknown): boolean =>
  ["SQLITE_CORRUPT", "SQLITE_NOTADB"].some((code) => sqliteCode(problem).startsWith(code));

const putAll = (
  { database, replace, replaceUntil }: RowsFile,
  company: CompanyNumber,
  until: KeptUntil,
  entries: readonly KeptRows[],
): void => {
  database.exec("BEGIN");
  try {
    // The same document twice in one frame: the later one counts.
    const newest = new Map(entries.map((entry) => [bytesKey(entry.doc), entry]));
    for (const { doc, bytes } of newest.values()) replace.run(company, doc, bytes);
    replaceUntil.run(company, until.serial, until.logHash);
  } finally {
    database.exec("COMMIT");
  }
};

/** From company to company: reading every entry would take as long as there are rows. */
const companiesIn = (
  { nextCompany }: RowsFile,
  except: ReadonlySet<CompanyNumber>,
): readonly CompanyNumber[] => {
  const found: CompanyNumber[] = [];
  const after = (company: number): number | undefined => toNumber(nextCompany.get(company), "company");
  for (let company = after(-1); company !== undefined; company = after(company))
    if (!except.has(company)) found.push(company);
  return found;
};

const deleteAll = ({ database }: RowsFile, companies: readonly CompanyNumber[]): void => {
  for (const table of ["signed_rows", "kept_until"]) {
    const remove = database.prepare(`DELETE FROM ${table} WHERE company = ?`);
    for (const company of companies) remove.run(company);
  }
};

const removeAll = (file: RowsFile, companies: readonly CompanyNumber[]): void => {
  if (companies.length === 0) return;
  deleteAll(file, companies);
  file.database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
};
