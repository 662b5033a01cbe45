/**
 * The log in PostgreSQL, for when one machine is not enough. A batch is one transaction with `synchronous_commit` on,
 * so a settled `append` is on the server's disk. When the connection breaks during a commit nobody knows whether it
 * happened: the append fails, and the relay starts again from what is really stored.
 */
import { Pool } from "pg";
import type { ClientBase, PoolClient } from "pg";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type {
  CompanyNumber,
  CompanyQuota,
  LogStore,
  LogWrite,
  PushPage,
  StoredHeld,
  StoreProblem,
} from "./log-store";
import { noQuota } from "./log-store";
import type { Fences } from "./fences";
import { beginFenced, ownersOf } from "./fences";
import { goneAmong, writeOrders } from "./postgres-orders";
import {
  lastRowsOf,
  postgresCode,
  postgresMessage,
  toBytes,
  toCard,
  toCompany,
  toExtent,
  toHash,
  toHeld,
  toJoin,
  toMove,
  toOwned,
  toPush,
  toPushSize,
  toQuota,
} from "./postgres-rows.codec";

/** Reads beside the one connection that writes; more would only queue in the server. */
const connections = 8;
export const connectionSettings = {
  connectionTimeoutMillis: 10_000,
  application_name: "eventkit-relay",
  keepAlive: true,
};

/** To read from beside a running relay. Changes nothing; a database without tables fails the first read. */
export const readPostgresLog = (url: string): LogStore =>
  createPostgresLog(openPool(url), { node: 0, epochs: new Map(), isAlone: false });

/** A transaction that stands open for `idleMs` is ended by the server: a paused process must not hold up others. */
export const openPool = (url: string, idleMs = 0): Pool => {
  const pool = new Pool({
    ...connectionSettings,
    connectionString: url,
    max: connections,
    idle_in_transaction_session_timeout: idleMs,
    lock_timeout: idleMs,
  });
  // An idle connection that breaks is replaced by the next query; whatever was running has failed by itself.
  pool.on("error", () => undefined);
  return pool;
};

export const createPostgresLog = (pool: Pool, fences: Fences): LogStore => {
  const all = async <T>(read: (row: unknown) => T, sql: string, values: unknown[]): Promise<T[]> => {
    const { rows } = await pool.query<Record<string, unknown>>(sql, values);
    return rows.map(read);
  };
  return {
    ...pushReads(pool, all),
    append: (batch) => append(pool, batch, fences),
    membership: (company) =>
      all(toBytes, "SELECT bytes FROM membership WHERE company = $1 ORDER BY no", [company]),
    cards: (company) =>
      all(toCard, "SELECT serial, bytes FROM cards WHERE company = $1 ORDER BY no", [company]),
    joins: (company, limit) =>
      all(toJoin, "SELECT id, bytes, at, ended FROM joins WHERE company = $1 ORDER BY no DESC LIMIT $2", [
        company,
        limit,
      ]),
    join: async (company, id) =>
      (
        await all(toJoin, "SELECT id, bytes, at, ended FROM joins WHERE company = $1 AND id = $2", [
          company,
          id,
        ])
      )[0],
    held: (company) => readHeld(pool, all, company),
    quota: (company) => readQuota(pool, all, company),
    moves: async () =>
      new Map(
        (await hasTable(pool, "moves")) ? await all(toMove, "SELECT company, origin FROM moves", []) : [],
      ),
    remove: (company) => {
      fences.epochs.delete(company);
      return remove(pool, company);
    },
    ping: async () => {
      await pool.query("SELECT 1");
    },
    close: () => pool.end(),
  };
};

/** A database of an older version that is only read does not have every table yet. */
const hasTable = async (pool: Pool, name: string): Promise<boolean> => {
  const { rows } = await pool.query<Record<string, unknown>>("SELECT to_regclass($1) IS NOT NULL AS here", [
    name,
  ]);
  return rows[0]?.["here"] === true;
};

const readHeld = async (pool: Pool, all: ReadAll, company: CompanyNumber): Promise<readonly StoredHeld[]> =>
  (await hasTable(pool, "held"))
    ? all(toHeld, "SELECT doc, bytes FROM held WHERE company = $1 ORDER BY no", [company])
    : [];

const readQuota = async (pool: Pool, all: ReadAll, company: CompanyNumber): Promise<CompanyQuota> => {
  const read = "SELECT bytes, changes, files, connections FROM quotas WHERE company = $1";
  return (await hasTable(pool, "quotas")) ? ((await all(toQuota, read, [company]))[0] ?? noQuota) : noQuota;
};

type ReadAll = <T>(read: (row: unknown) => T, sql: string, values: unknown[]) => Promise<T[]>;

const pushColumns = "serial, doc, log_hash, changes, body, proof";

const pushReads = (
  pool: Pool,
  all: ReadAll,
): Pick<LogStore, "companies" | "logHashAt" | "pushesAfter" | "extentAfter" | "pushesOf"> => ({
  companies: () =>
    all(
      toCompany,
      `SELECT no, id, last.serial, last.log_hash FROM companies LEFT JOIN LATERAL (
         SELECT serial, log_hash FROM pushes WHERE company = companies.no ORDER BY serial DESC LIMIT 1
       ) AS last ON true ORDER BY no`,
      [],
    ),
  logHashAt: async (company, serial) =>
    serial === 0
      ? new Uint8Array(32)
      : (
          await all(toHash, "SELECT log_hash FROM pushes WHERE company = $1 AND serial = $2", [
            company,
            serial,
          ])
        )[0],
  pushesAfter: (company, serial, maxBytes) => readPage(pool, company, serial, maxBytes),
  extentAfter: async (company, serial) =>
    (
      await all(
        toExtent,
        `SELECT count(DISTINCT doc) AS docs, sum(changes) AS chunks, sum(length(body)) AS bytes
         FROM pushes WHERE company = $1 AND serial > $2`,
        [company, serial],
      )
    )[0] ?? { docs: 0, chunks: 0, bytes: 0 },
  pushesOf: (company, doc) =>
    all(toPush, `SELECT ${pushColumns} FROM pushes WHERE company = $1 AND doc = $2 ORDER BY serial`, [
      company,
      doc,
    ]),
});

/** Sizes read per round trip: a page of a few megabytes seldom has more pushes. */
const sizesAtOnce = 2_000;

/** Where the page ends is measured first; both reads see one moment, so nothing slips in between. */
const readPage = async (
  pool: Pool,
  company: CompanyNumber,
  serial: number,
  maxBytes: number,
): Promise<PushPage> =>
  inTransaction(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", async (client) => {
    const page = await measurePage(client, company, serial, maxBytes);
    if (page.end === undefined) return { pushes: [], complete: page.complete };
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT ${pushColumns} FROM pushes WHERE company = $1 AND serial > $2 AND serial <= $3 ORDER BY serial`,
      [company, serial, page.end],
    );
    return { pushes: rows.map(toPush), complete: page.complete };
  });

const measurePage = async (
  client: ClientBase,
  company: CompanyNumber,
  start: number,
  maxBytes: number,
): Promise<{ readonly end: number | undefined; readonly complete: boolean }> => {
  let end: number | undefined;
  let bytes = 0;
  let after = start;
  for (;;) {
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT serial, length(body) AS bytes, ends_batch FROM pushes
       WHERE company = $1 AND serial > $2 ORDER BY serial LIMIT ${sizesAtOnce}`,
      [company, after],
    );
    for (const row of rows) {
      // A row behind a batch boundary beyond the budget shows that there is more.
      if (end !== undefined && bytes >= maxBytes) return { end, complete: false };
      const size = toPushSize(row);
      bytes += size.bytes;
      after = size.serial;
      if (size.endsBatch) end = size.serial;
    }
    if (rows.length < sizesAtOnce) return { end, complete: true };
  }
};

const tablesOfCompany = [
  "pushes",
  "membership",
  "cards",
  "joins",
  "held",
  "quotas",
  "moves",
  "owners",
] as const;

/** Deleted rows stay in the server's files until their tables are written anew. */
const remove = async (pool: Pool, company: CompanyNumber): Promise<Result<void, StoreProblem>> => {
  try {
    await inTransaction(pool, "BEGIN", async (client) => {
      // Whatever is being said about it comes before, and is removed with it. In the order in which appends lock.
      await client.query("SELECT company FROM owners WHERE company = $1 FOR UPDATE", [company]);
      await client.query("SELECT no FROM companies WHERE no = $1 FOR UPDATE", [company]);
      for (const table of tablesOfCompany) {
        await client.query(`DELETE FROM ${table} WHERE company = $1`, [company]);
      }
      await client.query("DELETE FROM companies WHERE no = $1", [company]);
    });
    for (const table of tablesOfCompany) await pool.query(`VACUUM (FULL) ${table}`);
    return ok(undefined);
  } catch (thrown) {
    return err(storeProblem(thrown));
  }
};

const append = async (
  pool: Pool,
  batch: readonly LogWrite[],
  fences: Fences,
): Promise<Result<void, StoreProblem>> => {
  if (batch.length === 0) return ok(undefined);
  const { owned, founded, directed } = ownersOf(batch, fences);
  const locked = new Set([...owned.keys(), ...directed]);
  try {
    const lost = await inTransaction(pool, beginFenced([...locked]), async (client, begun) => {
      const found = new Map(lastRowsOf(begun).map(toOwned));
      const others = [...owned].filter(
        ([company, epoch]) => epoch === undefined || found.get(company) !== epoch,
      );
      if (others.length > 0) return others.map(([company]) => company);
      const gone = await goneAmong([...directed], client);
      if (gone.length > 0) return gone;
      await write(client, batch);
      if (founded.size > 0) {
        await client.query(
          "INSERT INTO owners (company, node, epoch) SELECT *, $2, 1 FROM unnest($1::bigint[])",
          [[...founded], fences.node],
        );
      }
      return [];
    });
    if (lost.length > 0) return err({ type: "Fenced", companies: lost });
    for (const company of founded) fences.epochs.set(company, 1);
    return ok(undefined);
  } catch (thrown) {
    return err(storeProblem(thrown));
  }
};

const diskFull = "53100";

const storeProblem = (thrown: unknown): StoreProblem =>
  postgresCode(thrown) === diskFull
    ? { type: "StoreFull" }
    : { type: "StoreBroken", message: postgresMessage(thrown) };

/** `begun` is what the server answered to `begin`. */
const inTransaction = async <T>(
  pool: Pool,
  begin: string,
  work: (client: PoolClient, begun: unknown) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  let isSound = false;
  try {
    const result = await work(client, await client.query(begin));
    await client.query("COMMIT");
    isSound = true;
    return result;
  } finally {
    // A connection whose transaction failed is closed, which rolls back: nothing of it can leak into the next one.
    client.release(!isSound);
  }
};

type WriteOf<T extends LogWrite["type"]> = Extract<LogWrite, { readonly type: T }>;

/** One statement per kind, whatever the size of the batch; companies come first, joins each for itself. */
const write = async (client: ClientBase, batch: readonly LogWrite[]): Promise<void> => {
  const of = <T extends LogWrite["type"]>(type: T): readonly WriteOf<T>[] =>
    batch.filter((each): each is WriteOf<T> => each.type === type);
  const companies = of("company");
  if (companies.length > 0) {
    await client.query("INSERT INTO companies (no, id) SELECT * FROM unnest($1::bigint[], $2::bytea[])", [
      companies.map(({ company }) => company),
      companies.map(({ id }) => buffer(id)),
    ]);
  }
  const entries = of("membership");
  if (entries.length > 0) {
    await client.query(
      "INSERT INTO membership (company, bytes) SELECT * FROM unnest($1::bigint[], $2::bytea[])",
      [entries.map(({ company }) => company), entries.map(({ entry }) => buffer(entry))],
    );
  }
  const cards = of("card");
  if (cards.length > 0) {
    await client.query(
      "INSERT INTO cards (company, serial, bytes) SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])",
      [
        cards.map(({ company }) => company),
        cards.map(({ card }) => card.serial),
        cards.map(({ card }) => buffer(card.bytes)),
      ],
    );
  }
  for (const { company, join } of of("join")) {
    await client.query(
      `INSERT INTO joins (company, id, bytes, at, ended) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (company, id) DO UPDATE SET ended = excluded.ended`,
      [company, join.id, join.bytes, join.at, join.ended],
    );
  }
  await writeOrders(client, of("quota"), of("moved"));
  for (const each of batch) {
    if (each.type === "unhold")
      await client.query("DELETE FROM held WHERE company = $1 AND doc = $2", [each.company, each.doc]);
    if (each.type === "hold")
      await client.query("INSERT INTO held (company, doc, bytes) VALUES ($1, $2, $3)", [
        each.company,
        each.held.doc,
        each.held.bytes,
      ]);
  }
  await writePushes(client, of("push"));
};

const writePushes = async (client: ClientBase, pushes: readonly WriteOf<"push">[]): Promise<void> => {
  if (pushes.length === 0) return;
  await client.query(
    `INSERT INTO pushes (company, serial, doc, log_hash, changes, body, proof, ends_batch)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[], $5::integer[], $6::bytea[], $7::bytea[],
                          $8::boolean[])`,
    [
      pushes.map(({ company }) => company),
      pushes.map(({ push }) => push.serial),
      pushes.map(({ push }) => buffer(push.doc)),
      pushes.map(({ push }) => buffer(push.logHash)),
      pushes.map(({ push }) => push.changes),
      pushes.map(({ push }) => buffer(push.body)),
      pushes.map(({ push }) => (push.proof === null ? null : buffer(push.proof))),
      pushes.map(({ endsBatch }) => endsBatch),
    ],
  );
};

/** Inside arrays the driver knows bytes only as its own kind. */
const buffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
