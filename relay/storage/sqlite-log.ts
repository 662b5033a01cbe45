/**
 * The log in one SQLite file: WAL with `synchronous=FULL`, so a returned `append` is on disk. Synchronous; it runs
 * in the store's worker thread (or in place, for tests in memory). A failed batch is rolled back whole.
 */
import type Database from "libsql";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type {
  CompanyNumber,
  LogWrite,
  PushPage,
  StoredCompany,
  StoredJoin,
  StoredPush,
  StoreProblem,
} from "./log-store";
import { pushKey } from "./sqlite-schema";
import { sqliteCode, toBytes, toCompanyRows, toJoin, toNumber, toPush } from "./sqlite-rows.codec";

export interface SqliteLog {
  companies(): readonly StoredCompany[];
  append(batch: readonly LogWrite[]): Result<void, StoreProblem>;
  membership(company: CompanyNumber): readonly Uint8Array[];
  cards(company: CompanyNumber): readonly Uint8Array[];
  logHashAt(company: CompanyNumber, serial: number): Uint8Array | undefined;
  pushesAfter(company: CompanyNumber, serial: number, maxBytes: number): PushPage;
  pushesOf(company: CompanyNumber, doc: Uint8Array): readonly StoredPush[];
  joins(company: CompanyNumber, limit: number): readonly StoredJoin[];
  join(company: CompanyNumber, id: Uint8Array): StoredJoin | undefined;
  ping(): void;
  close(): void;
}

const noHash = new Uint8Array(32);

/** Wraps an opened database that has the current tables. */
export const createSqliteLog = (database: Database.Database): SqliteLog => {
  const write = prepareWrites(database);
  const pushColumns = "key, address, log_hash, body, proof, ends_batch";
  const joined = `SELECT ${pushColumns} FROM pushes JOIN documents ON documents.no = pushes.document`;
  const after = database.prepare(`${joined} WHERE key > ? AND key < ? ORDER BY key`);
  const ofDocument = database.prepare(
    `${joined} WHERE document = (SELECT no FROM documents WHERE company = ? AND address = ?) ORDER BY key`,
  );
  const newest = database.prepare(`${joined} WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1`);
  const byKey = database.prepare(`${joined} WHERE key = ?`);
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");

  return {
    companies: () =>
      toCompanyRows(database.prepare("SELECT no, id FROM companies ORDER BY no").all()).map(({ no, id }) => {
        const row = newest.get(pushKey(no, 0), pushKey(no + 1, 0));
        const last = row === undefined ? undefined : toPush(row);
        return { company: no, id, serial: last?.serial ?? 0, logHash: last?.logHash ?? noHash };
      }),
    append: (batch) => {
      try {
        begin.run();
        for (const entry of batch) write(entry);
        commit.run();
        return ok(undefined);
      } catch (thrown) {
        if (database.inTransaction) rollback.run();
        return err(storeProblem(thrown));
      }
    },
    membership: (company) =>
      toBytes(database.prepare("SELECT bytes FROM membership WHERE company = ? ORDER BY no").all(company)),
    cards: (company) =>
      toBytes(database.prepare("SELECT bytes FROM cards WHERE company = ? ORDER BY no").all(company)),
    logHashAt: (company, serial) => {
      if (serial === 0) return noHash;
      const row = byKey.get(pushKey(company, serial));
      return row === undefined ? undefined : toPush(row).logHash;
    },
    pushesAfter: (company, serial, maxBytes) =>
      readPage(after.iterate(pushKey(company, serial), pushKey(company + 1, 0)), maxBytes),
    pushesOf: (company, doc) => ofDocument.all(company, doc).map(toPush),
    joins: (company, limit) =>
      database
        .prepare("SELECT id, bytes, at FROM joins WHERE company = ? ORDER BY no DESC LIMIT ?")
        .all(company, limit)
        .map(toJoin),
    join: (company, id) => {
      const row = database
        .prepare("SELECT id, bytes, at FROM joins WHERE company = ? AND id = ?")
        .get(company, id);
      return row === undefined ? undefined : toJoin(row);
    },
    ping: () => void database.prepare("SELECT 1").get(),
    close: () => void database.close(),
  };
};

const prepareWrites = (database: Database.Database): ((entry: LogWrite) => void) => {
  const company = database.prepare("INSERT INTO companies (no, id) VALUES (?, ?)");
  const membership = database.prepare("INSERT INTO membership (company, bytes) VALUES (?, ?)");
  const card = database.prepare("INSERT INTO cards (company, bytes) VALUES (?, ?)");
  const join = database.prepare("INSERT OR IGNORE INTO joins (company, id, bytes, at) VALUES (?, ?, ?, ?)");
  const push = database.prepare(
    "INSERT INTO pushes (key, document, log_hash, body, proof, ends_batch) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const documentNumber = prepareDocumentNumbers(database);
  return (entry) => {
    switch (entry.type) {
      case "company":
        company.run(entry.company, entry.id);
        return;
      case "membership":
        membership.run(entry.company, entry.entry);
        return;
      case "card":
        card.run(entry.company, entry.card);
        return;
      case "join":
        join.run(entry.company, entry.join.id, entry.join.bytes, entry.join.at);
        return;
      case "push": {
        const { serial, doc, logHash, body, proof } = entry.push;
        const key = pushKey(entry.company, serial);
        push.run(key, documentNumber(entry.company, doc), logHash, body, proof, entry.endsBatch ? 1 : 0);
      }
    }
  };
};

const prepareDocumentNumbers = (database: Database.Database) => {
  const find = database.prepare("SELECT no FROM documents WHERE company = ? AND address = ?");
  const insert = database.prepare("INSERT INTO documents (company, address) VALUES (?, ?) RETURNING no");
  return (company: CompanyNumber, doc: Uint8Array): number => {
    const no = toNumber(find.get(company, doc), "no") ?? toNumber(insert.get(company, doc), "no");
    if (no === undefined) throw new Error("Invariant: an inserted document has a number");
    return no;
  };
};

const readPage = (rows: Iterable<unknown>, maxBytes: number): PushPage => {
  const pushes: StoredPush[] = [];
  let bytes = 0;
  let mayEnd = false;
  for (const row of rows) {
    // A row beyond the budget and beyond a batch boundary shows that there is more.
    if (mayEnd && bytes >= maxBytes) return { pushes, complete: false };
    const push = toPush(row);
    pushes.push(push);
    bytes += push.body.length + (push.proof?.length ?? 0);
    mayEnd = push.endsBatch;
  }
  return { pushes, complete: true };
};

const storeProblem = (thrown: unknown): StoreProblem => {
  if (sqliteCode(thrown) === "SQLITE_FULL") return { type: "StoreFull" };
  return { type: "StoreBroken", message: thrown instanceof Error ? thrown.message : "unknown" };
};
