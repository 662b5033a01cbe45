/**
 * The log in one SQLite file: WAL with `synchronous=FULL`, so a returned `append` is on disk. Synchronous; it runs
 * in the store's worker thread (or in place, for tests in memory). A failed batch is rolled back whole.
 */
import type Database from "libsql";
import type { Result } from "#shared/kernel/result";
import { bytesKey } from "#shared/kernel/bytes";
import { assert, err, ok } from "#shared/kernel/result";
import type {
  CompanyNumber,
  CompanyQuota,
  LogExtent,
  LogWrite,
  PushPage,
  StoredCard,
  StoredCompany,
  StoredHeld,
  StoredJoin,
  StoredPush,
  StoreProblem,
} from "./log-store";
import { noQuota } from "./log-store";
import { pushKey, schemaVersion } from "./sqlite-schema";
import {
  sqliteCode,
  toBytes,
  toCard,
  toCompanyRow,
  toExtent,
  toHeld,
  toJoin,
  toMove,
  toNumber,
  toPush,
  toPushSize,
  toQuota,
} from "./sqlite-rows.codec";

export interface SqliteLog {
  companies(): readonly StoredCompany[];
  append(batch: readonly LogWrite[]): Result<void, StoreProblem>;
  membership(company: CompanyNumber): readonly Uint8Array[];
  cards(company: CompanyNumber): readonly StoredCard[];
  logHashAt(company: CompanyNumber, serial: number): Uint8Array | undefined;
  pushesAfter(company: CompanyNumber, serial: number, maxBytes: number): PushPage;
  extentAfter(company: CompanyNumber, serial: number): LogExtent;
  pushesOf(company: CompanyNumber, doc: Uint8Array): readonly StoredPush[];
  joins(company: CompanyNumber, limit: number): readonly StoredJoin[];
  join(company: CompanyNumber, id: Uint8Array): StoredJoin | undefined;
  held(company: CompanyNumber): readonly StoredHeld[];
  quota(company: CompanyNumber): CompanyQuota;
  moves(): ReadonlyMap<CompanyNumber, string>;
  remove(company: CompanyNumber): Result<void, StoreProblem>;
  ping(): void;
  close(): void;
}

const noHash = new Uint8Array(32);

/** Wraps an opened database that has the current tables. */
export const createSqliteLog = (database: Database.Database): SqliteLog => {
  const documents = prepareDocumentNumbers(database);
  return {
    ...preparePushReads(database),
    ...prepareRecordReads(database),
    append: prepareAppend(database, documents),
    held: (company) => readHeld(database, company),
    quota: (company) => readQuota(database, company),
    moves: () => readMoves(database),
    remove: (company) => {
      documents.forget();
      return remove(database, company);
    },
    // The number the file has already: a transaction like any other, on disk when it is over, that changes nothing.
    ping: () => void database.exec(`PRAGMA user_version = ${schemaVersion}`),
    close: () => void database.close(),
  };
};

const pushColumns = "key, address, log_hash, changes, body, proof";
const pushesWithAddress = `SELECT ${pushColumns} FROM pushes JOIN documents ON documents.no = pushes.document`;

const preparePushReads = (
  database: Database.Database,
): Pick<SqliteLog, "companies" | "logHashAt" | "pushesAfter" | "extentAfter" | "pushesOf"> => {
  const sizes = database.prepare(
    "SELECT key, length(body) AS bytes, ends_batch FROM pushes WHERE key > ? AND key < ? ORDER BY key",
  );
  const between = database.prepare(`${pushesWithAddress} WHERE key > ? AND key <= ? ORDER BY key`);
  const ofDocument = database.prepare(
    `${pushesWithAddress} WHERE document = (SELECT no FROM documents WHERE company = ? AND address = ?) ORDER BY key`,
  );
  const extent = database.prepare(
    `SELECT count(DISTINCT document) AS docs, sum(changes) AS chunks, sum(length(body)) AS bytes
     FROM pushes WHERE key > ? AND key < ?`,
  );
  const newest = database.prepare(
    `${pushesWithAddress} WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1`,
  );
  const byKey = database.prepare(`${pushesWithAddress} WHERE key = ?`);
  return {
    companies: () =>
      database
        .prepare("SELECT no, id FROM companies ORDER BY no")
        .all()
        .map(toCompanyRow)
        .map(({ no, id }) => {
          const row = newest.get(pushKey(no, 0), pushKey(no + 1, 0));
          const last = row === undefined ? undefined : toPush(row);
          return { company: no, id, serial: last?.serial ?? 0, logHash: last?.logHash ?? noHash };
        }),
    logHashAt: (company, serial) => {
      if (serial === 0) return noHash;
      const row = byKey.get(pushKey(company, serial));
      return row === undefined ? undefined : toPush(row).logHash;
    },
    pushesAfter: (company, serial, maxBytes) => {
      const start = pushKey(company, serial);
      const page = measurePage(sizes.iterate(start, pushKey(company + 1, 0)), maxBytes);
      return { pushes: between.all(start, page.end ?? start).map(toPush), complete: page.complete };
    },
    extentAfter: (company, serial) => toExtent(extent.get(pushKey(company, serial), pushKey(company + 1, 0))),
    pushesOf: (company, doc) => ofDocument.all(company, doc).map(toPush),
  };
};

const prepareRecordReads = (
  database: Database.Database,
): Pick<SqliteLog, "membership" | "cards" | "joins" | "join"> => {
  const membership = database.prepare("SELECT bytes FROM membership WHERE company = ? ORDER BY no");
  const cards = database.prepare("SELECT serial, bytes FROM cards WHERE company = ? ORDER BY no");
  const joins = database.prepare(
    "SELECT id, bytes, at, ended FROM joins WHERE company = ? ORDER BY no DESC LIMIT ?",
  );
  const join = database.prepare("SELECT id, bytes, at, ended FROM joins WHERE company = ? AND id = ?");
  return {
    membership: (company) => membership.all(company).map(toBytes),
    cards: (company) => cards.all(company).map(toCard),
    joins: (company, limit) => joins.all(company, limit).map(toJoin),
    join: (company, id) => {
      const row = join.get(company, id);
      return row === undefined ? undefined : toJoin(row);
    },
  };
};

/** A file of an older version that is only read does not have every table yet. */
const hasTable = (database: Database.Database, name: string): boolean =>
  database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;

const readHeld = (database: Database.Database, company: CompanyNumber): readonly StoredHeld[] =>
  hasTable(database, "held")
    ? database.prepare("SELECT doc, bytes FROM held WHERE company = ? ORDER BY no").all(company).map(toHeld)
    : [];

const readQuota = (database: Database.Database, company: CompanyNumber): CompanyQuota => {
  if (!hasTable(database, "quotas")) return noQuota;
  const read = "SELECT bytes, changes, files, connections FROM quotas WHERE company = ?";
  const row = database.prepare(read).get(company);
  return row === undefined ? noQuota : toQuota(row);
};

const readMoves = (database: Database.Database): ReadonlyMap<CompanyNumber, string> =>
  hasTable(database, "moves")
    ? new Map(database.prepare("SELECT company, origin FROM moves").all().map(toMove))
    : new Map();

const prepareAppend = (database: Database.Database, documents: DocumentNumbers): SqliteLog["append"] => {
  let write: ((entry: LogWrite) => void) | undefined;
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  return (batch) => {
    try {
      // Not before: a file that is only read may be of an older version.
      write ??= prepareWrites(database, documents.numberOf);
      begin.run();
      for (const entry of batch) write(entry);
      commit.run();
      return ok(undefined);
    } catch (thrown) {
      if (database.inTransaction) rollback.run();
      documents.forget();
      return err(storeProblem(thrown));
    }
  };
};

const prepareWrites = (
  database: Database.Database,
  documentNumber: DocumentNumbers["numberOf"],
): ((entry: LogWrite) => void) => {
  const company = database.prepare("INSERT INTO companies (no, id) VALUES (?, ?)");
  const membership = database.prepare("INSERT INTO membership (company, bytes) VALUES (?, ?)");
  const card = database.prepare("INSERT INTO cards (company, serial, bytes) VALUES (?, ?, ?)");
  const join = database.prepare(
    `INSERT INTO joins (company, id, bytes, at, ended) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (company, id) DO UPDATE SET ended = excluded.ended`,
  );
  const hold = database.prepare("INSERT INTO held (company, doc, bytes) VALUES (?, ?, ?)");
  const unhold = database.prepare("DELETE FROM held WHERE company = ? AND doc = ?");
  const writeOrder = prepareOrders(database);
  const push = database.prepare(
    "INSERT INTO pushes (key, document, log_hash, changes, body, proof, ends_batch) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  return (entry) => {
    switch (entry.type) {
      case "company":
        company.run(entry.company, entry.id);
        return;
      case "membership":
        membership.run(entry.company, entry.entry);
        return;
      case "card":
        card.run(entry.company, entry.card.serial, entry.card.bytes);
        return;
      case "join":
        join.run(entry.company, entry.join.id, entry.join.bytes, entry.join.at, entry.join.ended);
        return;
      case "hold":
        hold.run(entry.company, entry.held.doc, entry.held.bytes);
        return;
      case "unhold":
        unhold.run(entry.company, entry.doc);
        return;
      case "quota":
      case "moved":
        writeOrder(entry);
        return;
      case "push": {
        const { serial, doc, logHash, changes, body, proof } = entry.push;
        const key = pushKey(entry.company, serial);
        push.run(
          key,
          documentNumber(entry.company, doc),
          logHash,
          changes,
          body,
          proof,
          entry.endsBatch ? 1 : 0,
        );
      }
    }
  };
};

/** What the operator said about a company. */
const prepareOrders = (
  database: Database.Database,
): ((order: Extract<LogWrite, { readonly type: "quota" | "moved" }>) => void) => {
  const begin = database.prepare("INSERT OR IGNORE INTO quotas (company) VALUES (?)");
  const limits = {
    bytes: database.prepare("UPDATE quotas SET bytes = ? WHERE company = ?"),
    changes: database.prepare("UPDATE quotas SET changes = ? WHERE company = ?"),
    files: database.prepare("UPDATE quotas SET files = ? WHERE company = ?"),
    connections: database.prepare("UPDATE quotas SET connections = ? WHERE company = ?"),
  };
  const moved = database.prepare("INSERT OR REPLACE INTO moves (company, origin) VALUES (?, ?)");
  return (order) => {
    if (order.type === "moved") {
      moved.run(order.company, order.to);
      return;
    }
    const { company, quota } = order;
    begin.run(company);
    for (const name of ["bytes", "changes", "files", "connections"] as const) {
      const limit = quota[name];
      if (limit !== undefined) limits[name].run(limit, company);
    }
  };
};

interface DocumentNumbers {
  /** The row of a document, made on its first push. */
  readonly numberOf: (company: CompanyNumber, doc: Uint8Array) => number;
  /** After a rolled back batch or a removal: rows that were known are gone. */
  readonly forget: () => void;
}

const rememberedDocuments = 50_000;

const prepareDocumentNumbers = (database: Database.Database): DocumentNumbers => {
  const find = database.prepare("SELECT no FROM documents WHERE company = ? AND address = ?");
  const insert = database.prepare("INSERT INTO documents (company, address) VALUES (?, ?) RETURNING no");
  const known = new Map<string, number>();
  return {
    numberOf: (company, doc) => {
      const key = `${company} ${bytesKey(doc)}`;
      const remembered = known.get(key);
      if (remembered !== undefined) return remembered;
      const no = toNumber(find.get(company, doc), "no") ?? toNumber(insert.get(company, doc), "no");
      assert(no !== undefined, "an inserted document has a number");
      if (known.size >= rememberedDocuments) known.clear();
      known.set(key, no);
      return no;
    },
    forget: () => known.clear(),
  };
};

/** Where a page ends, measured before anything large is read: the driver fetches a hundred rows at a time. */
const measurePage = (
  rows: Iterable<unknown>,
  maxBytes: number,
): { readonly end: number | undefined; readonly complete: boolean } => {
  let end: number | undefined;
  let bytes = 0;
  for (const row of rows) {
    // A row behind a batch boundary beyond the budget shows that there is more.
    if (end !== undefined && bytes >= maxBytes) return { end, complete: false };
    const size = toPushSize(row);
    bytes += size.bytes;
    if (size.endsBatch) end = size.key;
  }
  return { end, complete: true };
};

/** Deleted rows stay readable in free pages and in the log of writes until both are written anew. */
const remove = (database: Database.Database, company: CompanyNumber): Result<void, StoreProblem> => {
  const range = [pushKey(company, 0), pushKey(company + 1, 0)];
  try {
    database.exec("BEGIN IMMEDIATE");
    database.prepare("DELETE FROM pushes WHERE key >= ? AND key < ?").run(...range);
    for (const table of ["documents", "membership", "cards", "joins", "held", "quotas", "moves"]) {
      database.prepare(`DELETE FROM ${table} WHERE company = ?`).run(company);
    }
    database.prepare("DELETE FROM companies WHERE no = ?").run(company);
    database.exec("COMMIT; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    return ok(undefined);
  } catch (thrown) {
    if (database.inTransaction) database.exec("ROLLBACK");
    return err(storeProblem(thrown));
  }
};

const storeProblem = (thrown: unknown): StoreProblem => {
  if (sqliteCode(thrown) === "SQLITE_FULL") return { type: "StoreFull" };
  return { type: "StoreBroken", message: thrown instanceof Error ? thrown.message : "unknown" };
};
