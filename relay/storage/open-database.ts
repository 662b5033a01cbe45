/**
 * Opens the database file, or says in one of a few ways why it must not be used. A file is checked through a
 * read-only connection first, so a damaged one is left exactly as it was found.
 */
import { existsSync, statSync } from "node:fs";
import Database from "libsql";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { createInlineStore } from "./inline-store";
import type { LogStore } from "./log-store";
import { createSqliteLog } from "./sqlite-log";
import { isCutShort, isWalDamaged } from "./write-ahead-log";
import { schemaSteps, schemaVersion } from "./sqlite-schema";
import { sqliteCode, toNumber, toText } from "./sqlite-rows.codec";

export type OpenDatabaseProblem =
  | { readonly type: "DatabaseDamaged"; readonly path: string; readonly message: string }
  | { readonly type: "DatabaseTooNew"; readonly path: string; readonly version: number }
  | { readonly type: "DatabaseUnusable"; readonly path: string; readonly message: string };

/** A whole check reads the whole file; above this size it would hold up a restart for too long. */
const fullCheckBytes = 2 ** 30;

export const openDatabase = (path: string): Result<Database.Database, OpenDatabaseProblem> => {
  try {
    const problem = path === ":memory:" || !existsSync(path) ? undefined : checkBeforeWriting(path);
    if (problem !== undefined) return err(problem);
    const database = new Database(path);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000");
    const version = toNumber(database.prepare("PRAGMA user_version").get(), "user_version") ?? 0;
    for (const [index, step] of schemaSteps.entries()) {
      if (index >= version) database.exec(`BEGIN; ${step} PRAGMA user_version = ${index + 1}; COMMIT`);
    }
    return ok(database);
  } catch (thrown) {
    return err(problemOf(path, thrown));
  }
};

/** The process that made the file may have died before anything was in it. */
const checkBeforeWriting = (path: string): OpenDatabaseProblem | undefined => {
  if (isWalDamaged(path))
    return { type: "DatabaseDamaged", path, message: "its log of writes cannot be read to the end" };
  if (statSync(path).size === 0) return undefined;
  return (
    checkDatabase(path) ??
    (isCutShort(path) ? { type: "DatabaseDamaged", path, message: "cut short" } : undefined)
  );
};

/** A log to read from, also beside a running relay: what it reads is one moment of the database. */
export const readDatabase = (path: string): Result<LogStore, ReadDatabaseProblem> => {
  if (!existsSync(path)) return err({ type: "NoDatabase", path });
  const damage = checkDatabaseFile(path);
  if (damage !== undefined) return err(damage);
  const database = new Database(path, { readonly: true });
  database.exec("BEGIN");
  return ok(createInlineStore(createSqliteLog(database)));
};

export type ReadDatabaseProblem =
  OpenDatabaseProblem | { readonly type: "NoDatabase"; readonly path: string };

/** The same check for a file nobody here will write to; one that is missing is unusable. */
export const checkDatabaseFile = (path: string): OpenDatabaseProblem | undefined => {
  try {
    return checkDatabase(path);
  } catch (thrown) {
    return problemOf(path, thrown);
  }
};

const checkDatabase = (path: string): OpenDatabaseProblem | undefined => {
  const database = new Database(path, { readonly: true });
  try {
    const version = toNumber(database.prepare("PRAGMA user_version").get(), "user_version") ?? 0;
    if (version > schemaVersion) return { type: "DatabaseTooNew", path, version };
    if (statSync(path).size > fullCheckBytes) return undefined;
    const verdict = toText(database.prepare("PRAGMA quick_check(1)").get(), "quick_check") ?? "no answer";
    return verdict === "ok" ? undefined : { type: "DatabaseDamaged", path, message: verdict };
  } finally {
    database.close();
  }
};

const damageCodes = new Set(["SQLITE_NOTADB", "SQLITE_CORRUPT"]);

const problemOf = (path: string, thrown: unknown): OpenDatabaseProblem => {
  const message = thrown instanceof Error ? thrown.message : "unknown";
  const isDamage = [...damageCodes].some((code) => sqliteCode(thrown).startsWith(code));
  return { type: isDamage ? "DatabaseDamaged" : "DatabaseUnusable", path, message };
};
