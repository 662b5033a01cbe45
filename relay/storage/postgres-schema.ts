/**
 * Tables of the PostgreSQL log and how an older database comes to them. Forward only: each step runs once, in one
 * transaction with its number, under a lock, so that relays which start together do not disturb each other.
 */
import type { ClientBase } from "pg";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { toInteger } from "./postgres-rows.codec";

/** Step n takes a database of version n to version n + 1. Never edited once released. */
const steps: readonly string[] = [
  `CREATE TABLE companies (no bigint PRIMARY KEY, id bytea NOT NULL UNIQUE);
   CREATE TABLE membership (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, company bigint NOT NULL, bytes bytea NOT NULL);
   CREATE INDEX membership_by_company ON membership (company, no);
   CREATE TABLE cards (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, company bigint NOT NULL,
                       serial bigint NOT NULL, bytes bytea NOT NULL);
   CREATE INDEX cards_by_company ON cards (company, no);
   CREATE TABLE joins (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, company bigint NOT NULL, id bytea NOT NULL,
                       bytes bytea NOT NULL, at bigint NOT NULL, ended text, UNIQUE (company, id));
   CREATE TABLE pushes (company bigint NOT NULL, serial bigint NOT NULL, doc bytea NOT NULL, log_hash bytea NOT NULL,
                        changes integer NOT NULL, body bytea NOT NULL, proof bytea, ends_batch boolean NOT NULL,
                        PRIMARY KEY (company, serial));
   CREATE INDEX pushes_by_document ON pushes (company, doc, serial);
   -- Changes are signed and mostly compressed already: trying again costs time and gains nothing.
   ALTER TABLE pushes ALTER COLUMN body SET STORAGE EXTERNAL;`,
  `CREATE TABLE held (no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, company bigint NOT NULL, doc bytea NOT NULL,
                      bytes bytea NOT NULL);
   CREATE INDEX held_by_document ON held (company, doc);
   ALTER TABLE held ALTER COLUMN bytes SET STORAGE EXTERNAL;`,
  `CREATE TABLE quotas (company bigint PRIMARY KEY, bytes bigint, changes bigint, files bigint, connections bigint);
   CREATE TABLE moves (company bigint PRIMARY KEY, origin text NOT NULL);`,
  `CREATE TABLE relay_key (key bytea NOT NULL);
   -- A relay that runs: where the others reach it, and when it last said that it works.
   CREATE TABLE nodes (no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, address text, seen timestamptz NOT NULL);
   -- Which node puts a company's changes in order; the epoch rises whenever that is decided anew.
   CREATE TABLE owners (company bigint PRIMARY KEY, node integer, epoch bigint NOT NULL);
   CREATE INDEX owners_by_node ON owners (node);
   CREATE SEQUENCE company_numbers;
   SELECT setval('company_numbers', (SELECT coalesce(max(no), 0) + 1 FROM companies), false);`,
];

/** Any fixed number: whoever brings the tables up to date holds it meanwhile. */
const migrationLock = 5_140_263_412;

export interface SchemaTooNew {
  readonly type: "SchemaTooNew";
  readonly version: number;
}

/** Versions of the tables this program makes; what it finds in a database is at most that. */
export const postgresSchemaVersion = steps.length;

export const migrate = async (client: ClientBase): Promise<Result<void, SchemaTooNew>> => {
  await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
  const migrated = await stepUp(client);
  await client.query("SELECT pg_advisory_unlock($1)", [migrationLock]);
  return migrated;
};

/** A step that fails ends the connection with whoever called, and the lock with it. */
const stepUp = async (client: ClientBase): Promise<Result<void, SchemaTooNew>> => {
  await client.query("CREATE TABLE IF NOT EXISTS eventkit_schema (version integer NOT NULL)");
  const version = await readSchemaVersion(client);
  if (version > steps.length) return err({ type: "SchemaTooNew", version });
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    await client.query("BEGIN");
    await client.query(step);
    await client.query("INSERT INTO eventkit_schema VALUES ($1)", [index + 1]);
    await client.query("COMMIT");
  }
  return ok(undefined);
};

/** Of a database that has the table of versions. */
export const readSchemaVersion = async (client: ClientBase): Promise<number> => {
  const { rows } = await client.query<Record<string, unknown>>(
    "SELECT coalesce(max(version), 0) AS version FROM eventkit_schema",
  );
  return toInteger(rows[0], "version");
};
