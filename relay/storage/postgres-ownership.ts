/**
 * Owners of companies in PostgreSQL. What makes it right is the epoch: taking a company raises it in a row that every
 * append reads and locks (`postgres-log.ts`). Whether an owner still works only decides when a company may be taken:
 * a node holds an advisory lock, which the server lets go of when its connection ends, and renews its row in `nodes`
 * by the database's clock, which a paused process or a machine that is gone does not.
 */
import type { Client, Pool } from "pg";
import type { CompanyNumber } from "./log-store";
import type { Claim, Ownership, OwnershipEvents } from "./ownership";
import type { Fences } from "./fences";
import { lastRowsOf, toAddress, toInteger, toOwned, toOwner } from "./postgres-rows.codec";

/** First half of a node's lock, any fixed number; the second is the node's. */
export const nodeLocks = 514_026;
const channel = "eventkit_owners";
/** Renewals in the time after which a node counts as gone. */
const renewalsPerLease = 5;

export interface PostgresNode {
  /** Holds the node's lock, renews its row and hears of changes. */
  readonly holder: Client;
  readonly pool: Pool;
  readonly fences: Fences;
  readonly leaseMs: number;
  /** The node cannot say any more that it works. */
  readonly onBroken: (problem: Error) => void;
}

/** `nodes.no` of the row `o` or `n` belongs to a node that works. */
const works = (no: string, lease: string): string =>
  `EXISTS (SELECT 1 FROM nodes AS w WHERE w.no = ${no} AND w.seen > clock_timestamp() - ${lease} * interval '1 ms')
   AND NOT pg_try_advisory_xact_lock_shared(${nodeLocks}, ${no})`;

/** Puts the node into the list and takes its lock; the number is what the others know it by. */
export const enterNodes = async (holder: Client): Promise<number> => {
  await holder.query("DELETE FROM nodes WHERE seen < clock_timestamp() - interval '1 day'");
  const { rows } = await holder.query<Record<string, unknown>>(
    "INSERT INTO nodes (seen) VALUES (clock_timestamp()) RETURNING no",
  );
  const no = toInteger(rows[0], "no");
  await holder.query("SELECT pg_advisory_lock($1, $2)", [nodeLocks, no]);
  // Renewals need not reach the disk: after a crash of the server nobody's connection is left either.
  await holder.query(`LISTEN ${channel}; SET synchronous_commit = off`);
  return no;
};

/** For a relay that lets nobody else in: every company is its own from the start. */
export const takeAll = async (holder: Client, { node, epochs }: Fences): Promise<void> => {
  const { rows } = await holder.query<Record<string, unknown>>(
    `INSERT INTO owners AS o (company, node, epoch) SELECT no, $1, 1 FROM companies ORDER BY no
     ON CONFLICT (company) DO UPDATE SET node = $1, epoch = o.epoch + 1 RETURNING company, epoch`,
    [node],
  );
  for (const [company, epoch] of rows.map(toOwned)) epochs.set(company, epoch);
};

export const createOwnership = (node: PostgresNode): Ownership => {
  const { holder, pool, fences, leaseMs } = node;
  let events: OwnershipEvents = { onLost: ignore, onNodes: ignore };
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let hasLeft = false;

  const renew = async (): Promise<void> => {
    const { addresses, lost } = await sayAlive(node);
    events.onNodes(addresses);
    for (const company of lost) events.onLost(company, "taken");
    const given = await giveToLesser(node);
    if (given !== undefined) events.onLost(given, "given");
  };
  const renewAgain = (): void => {
    if (hasLeft) return;
    renewal = setTimeout(() => void renew().then(renewAgain, node.onBroken), leaseMs / renewalsPerLease);
  };
  // Only a hint: whoever misses it finds out with the next renewal, or with the next append.
  holder.on("notification", ({ payload }) => {
    if (fences.epochs.has(Number(payload))) renew().catch(node.onBroken);
  });

  return {
    claim: async (id) => (hasLeft ? { type: "unsettled" } : claim(id, node)),
    nextNumber: async () => {
      // A company that was taken in from a file has brought a number of its own.
      const { rows } = await pool.query<Record<string, unknown>>(
        `SELECT setval('company_numbers',
           greatest(nextval('company_numbers'), (SELECT coalesce(max(no), 0) + 1 FROM companies))) AS no`,
      );
      return toInteger(rows[0], "no");
    },
    join: async (address, told) => {
      events = told;
      await holder.query("UPDATE nodes SET address = $2, seen = clock_timestamp() WHERE no = $1", [
        fences.node,
        address,
      ]);
      renewAgain();
    },
    release: async () => {
      hasLeft = true;
      clearTimeout(renewal);
      fences.epochs.clear();
      await pool.query("UPDATE owners SET node = NULL, epoch = epoch + 1 WHERE node = $1", [fences.node]);
      await pool.query("DELETE FROM nodes WHERE no = $1", [fences.node]);
    },
    owned: () => fences.epochs.size,
  };
};

const ignore = (): void => undefined;

/** Renews the node's row, and finds out which of its companies are no longer its own. */
const sayAlive = async ({
  holder,
  fences: { node, epochs },
  leaseMs,
}: PostgresNode): Promise<{
  readonly addresses: ReadonlySet<string>;
  readonly lost: readonly CompanyNumber[];
}> => {
  // What was ours before the question and is not in the answer has been taken.
  const before = [...epochs];
  await holder.query("UPDATE nodes SET seen = clock_timestamp() WHERE no = $1", [node]);
  const owned = await holder.query<Record<string, unknown>>(
    "SELECT company, epoch FROM owners WHERE node = $1",
    [node],
  );
  const nodes = await holder.query<Record<string, unknown>>(
    "SELECT address FROM nodes WHERE seen > clock_timestamp() - $1 * interval '1 ms'",
    [leaseMs],
  );
  const found = new Set(owned.rows.map((row) => toOwned(row)[0]));
  const lost = before.flatMap(([company, epoch]) =>
    epochs.get(company) === epoch && !found.has(company) ? [company] : [],
  );
  for (const company of lost) epochs.delete(company);
  return { addresses: new Set(nodes.rows.flatMap((row) => toAddress(row) ?? [])), lost };
};

/** From so many companies more on than another node has, one is given to that one. */
const unevenFrom = 2;

/**
 * Gives one company to the node that works and has the fewest, when this one has two more. After a rolling restart
 * everything would else stay with whoever was restarted first. Once per renewal, so that devices come back a few at a time.
 */
const giveToLesser = async ({
  holder,
  fences: { node, epochs },
  leaseMs,
}: PostgresNode): Promise<CompanyNumber | undefined> => {
  if (epochs.size < unevenFrom) return undefined;
  const { rows } = await holder.query<Record<string, unknown>>(
    `WITH least AS (
       SELECT n.no, count(o.company) AS companies FROM nodes AS n LEFT JOIN owners AS o ON o.node = n.no
       WHERE n.no <> $1 AND n.address IS NOT NULL AND ${works("n.no", "$2::float8")}
       GROUP BY n.no ORDER BY companies, n.no LIMIT 1)
     UPDATE owners SET node = least.no, epoch = epoch + 1 FROM least
     WHERE company = (SELECT max(company) FROM owners WHERE node = $1) AND owners.node = $1
       AND (SELECT count(*) FROM owners WHERE node = $1) >= least.companies + $3
     RETURNING company, epoch`,
    [node, leaseMs, unevenFrom],
  );
  const [given] = rows.map(toOwned);
  if (given === undefined) return undefined;
  epochs.delete(given[0]);
  return given[0];
};

const claim = async (id: Uint8Array, { pool, fences, leaseMs }: PostgresNode): Promise<Claim> => {
  // Read first: asking for a row in order to write it would wait for its owner's appends.
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT c.no AS company, o.node, n.address, coalesce(${works("o.node", "$2::float8")}, false) AS alive
     FROM companies AS c LEFT JOIN owners AS o ON o.company = c.no LEFT JOIN nodes AS n ON n.no = o.node
     WHERE c.id = $1`,
    [id, leaseMs],
  );
  const [owner] = rows.map(toOwner);
  if (owner === undefined) return { type: "unknown" };
  if (owner.node !== fences.node && owner.alive) {
    return owner.address === null ? { type: "unsettled" } : { type: "elsewhere", address: owner.address };
  }
  const taken = await pool.query<Record<string, unknown>>(
    `INSERT INTO owners AS o (company, node, epoch) VALUES ($1, $2, 1)
     ON CONFLICT (company) DO UPDATE SET node = $2, epoch = o.epoch + 1
       WHERE o.node IS NULL OR o.node = $2 OR NOT (${works("o.node", "$3::float8")})
     RETURNING company, epoch, pg_notify('${channel}', company::text)`,
    [owner.company, fences.node, leaseMs],
  );
  const [ours] = lastRowsOf(taken).map(toOwned);
  // Somebody was quicker.
  if (ours === undefined) return { type: "unsettled" };
  const [company, epoch] = ours;
  fences.epochs.set(company, Math.max(epoch, fences.epochs.get(company) ?? 0));
  return { type: "ours", company };
};
