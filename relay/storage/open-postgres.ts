/**
 * Opens the log in PostgreSQL for one relay, or for one of several: the tables are made or brought up to date, and the
 * relay becomes a node with a number of its own.
 */
import { Client } from "pg";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { LogStore } from "./log-store";
import type { Ownership } from "./ownership";
import type { Fences } from "./fences";
import { connectionSettings, createPostgresLog, openPool } from "./postgres-log";
import { createOwnership, enterNodes, takeAll } from "./postgres-ownership";
import { postgresMessage, toKey } from "./postgres-rows.codec";
import { migrate } from "./postgres-schema";

export type OpenPostgresProblem =
  | { readonly type: "PostgresUnreachable"; readonly message: string }
  | { readonly type: "PostgresInUse" }
  | { readonly type: "PostgresTooNew"; readonly version: number };

export interface PostgresOptions {
  /** Whether other relays may work on the database at the same time. */
  readonly isShared: boolean;
  /** After this long without a sign of life a relay counts as gone. */
  readonly leaseMs: number;
  /** The hold on the database broke: from then on another relay may have it. */
  readonly onLost: (problem: Error) => void;
}

export interface OpenedPostgres {
  readonly store: LogStore;
  readonly ownership: Ownership;
  /** Whether the companies in it know a relay with this public key. The first one to ask leaves its own. */
  readonly isRelayKey: (key: Uint8Array) => Promise<boolean>;
}

export const openPostgres = async (
  url: string,
  options: PostgresOptions,
): Promise<Result<OpenedPostgres, OpenPostgresProblem>> => {
  const holder = new Client({ ...connectionSettings, connectionString: url, query_timeout: 60_000 });
  let isClosing = false;
  // The driver reports one end several times: what the server said last, and the socket.
  const onBroken = (problem: Error): void => {
    if (!isClosing) options.onLost(problem);
    isClosing = true;
  };
  holder.on("error", onBroken);
  const letGo = async (): Promise<void> => {
    isClosing = true;
    await holder.end();
  };
  try {
    await holder.connect();
    const prepared = await prepare(holder, options.isShared);
    if (!prepared.ok) {
      await letGo();
      return prepared;
    }
    const isAlone = !options.isShared;
    const fences: Fences = { node: await enterNodes(holder), epochs: new Map(), isAlone };
    if (isAlone) await takeAll(holder, fences);
    const pool = openPool(url, options.leaseMs);
    const store = createPostgresLog(pool, fences);
    const ownership = createOwnership({ holder, pool, fences, leaseMs: options.leaseMs, onBroken });
    const isRelayKey = (key: Uint8Array): Promise<boolean> => isKnownKey(holder, key);
    return ok({ ownership, isRelayKey, store: { ...store, close: () => store.close().then(letGo) } });
  } catch (thrown) {
    isClosing = true;
    await holder.end().catch(() => undefined);
    return err({ type: "PostgresUnreachable", message: postgresMessage(thrown) });
  }
};

/** Any fixed number: relays that share the database hold it together, one that does not holds it alone. */
const relayLock = 5_140_263_411;

const prepare = async (holder: Client, isShared: boolean): Promise<Result<void, OpenPostgresProblem>> => {
  const lock = isShared ? "pg_try_advisory_lock_shared" : "pg_try_advisory_lock";
  const { rows } = await holder.query<Record<string, unknown>>(`SELECT ${lock}($1) AS held`, [relayLock]);
  if (rows[0]?.["held"] !== true) return err({ type: "PostgresInUse" });
  const migrated = await migrate(holder);
  return migrated.ok ? migrated : err({ type: "PostgresTooNew", version: migrated.error.version });
};

const isKnownKey = async (holder: Client, relayKey: Uint8Array): Promise<boolean> => {
  await holder.query("BEGIN; LOCK TABLE relay_key IN EXCLUSIVE MODE");
  await holder.query("INSERT INTO relay_key SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM relay_key)", [
    relayKey,
  ]);
  const { rows } = await holder.query<Record<string, unknown>>("SELECT key FROM relay_key");
  await holder.query("COMMIT");
  return rows.map(toKey).some((key) => bytesEqual(key, relayKey));
};

/** The relay's companies have been told of another key. Call while no relay works on the database. */
export const replaceRelayKey = async (url: string, relayKey: Uint8Array): Promise<void> => {
  const client = new Client({ ...connectionSettings, connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN; DELETE FROM relay_key");
    await client.query("INSERT INTO relay_key VALUES ($1)", [relayKey]);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
};
