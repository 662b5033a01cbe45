/** Several relays over one PostgreSQL: who owns a company, and that nobody else can write to it. */
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { must } from "#shared/kernel/result";
import type { LogWrite } from "#relay/storage/log-store";
import type { OpenedPostgres } from "#relay/storage/open-postgres";
import { openPostgres } from "#relay/storage/open-postgres";
import type { Claim } from "#relay/storage/ownership";
import { readPostgresLog } from "#relay/storage/postgres-log";
import { migrate } from "#relay/storage/postgres-schema";
import type { PostgresServer } from "#tests/support/postgres";
import { startPostgres } from "#tests/support/postgres";

let server: PostgresServer;
const open: OpenedPostgres[] = [];

beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ store }) => store.close()));
});
afterAll(() => server.remove());

const longMs = 60_000;
const id = new Uint8Array(32).fill(1);

interface Node extends OpenedPostgres {
  readonly lost: number[];
  readonly why: string[];
  readonly nodes: () => ReadonlySet<string>;
}

/** A relay among others; it says that it works as often as its lease asks. */
const startNode = async (url: string, address: string, leaseMs = longMs): Promise<Node> => {
  const opened = must(await openPostgres(url, { isShared: true, leaseMs, onLost: () => undefined }));
  open.push(opened);
  const lost: number[] = [];
  const why: string[] = [];
  let nodes: ReadonlySet<string> = new Set();
  await opened.ownership.join(address, {
    onLost: (company, reason) => {
      lost.push(company);
      why.push(reason);
    },
    onNodes: (addresses) => (nodes = addresses),
  });
  return { ...opened, lost, why, nodes: () => nodes };
};

/** One that has stopped working although its connections stand: it never says that it works. */
const startPaused = async (url: string): Promise<OpenedPostgres> => {
  const opened = must(await openPostgres(url, { isShared: true, leaseMs: longMs, onLost: () => undefined }));
  open.push(opened);
  return opened;
};

/** As if its process had ended: nothing is given back. */
const end = async ({ store }: OpenedPostgres): Promise<void> => {
  open.splice(
    open.findIndex((each) => each.store === store),
    1,
  );
  await store.close();
};

const found = async ({ store, ownership }: OpenedPostgres): Promise<number> => {
  const company = await ownership.nextNumber();
  must(await store.append([{ type: "company", company, id }]));
  return company;
};

const entry = (company: number, fill: number): LogWrite => ({
  type: "membership",
  company,
  entry: Uint8Array.of(fill),
});

const claimOnceGone = async (node: OpenedPostgres): Promise<Claim> =>
  vi.waitFor(
    async () => {
      const claim = await node.ownership.claim(id);
      expect(claim.type).toBe("ours");
      return claim;
    },
    { timeout: 20_000, interval: 10 },
  );

test("[NODE-1] a company has the owner that founded it; others hear where that one is", async () => {
  const url = await server.createDatabase();
  const a = await startNode(url, "http://a:1");
  const b = await startNode(url, "http://b:1");
  expect(await b.ownership.claim(id)).toEqual({ type: "unknown" });
  const company = await found(a);
  expect(await b.ownership.claim(id)).toEqual({ type: "elsewhere", address: "http://a:1" });
  expect(await a.ownership.claim(id)).toEqual({ type: "ours", company });
  expect([a.ownership.owned(), b.ownership.owned()]).toEqual([1, 0]);
});

test("[NODE-2] of relays that ask at once for a company without owner one gets it", async () => {
  const url = await server.createDatabase();
  const a = await startNode(url, "http://a:1");
  await found(a);
  await a.ownership.release();
  const nodes = await Promise.all(["b", "c", "d"].map((name) => startNode(url, `http://${name}:1`)));
  const claims = await Promise.all(nodes.map(({ ownership }) => ownership.claim(id)));
  expect(claims.filter(({ type }) => type === "ours")).toHaveLength(1);
  expect(nodes.reduce((sum, { ownership }) => sum + ownership.owned(), 0)).toBe(1);
});

test("[NODE-3] a relay whose connection ends is gone at once, whatever its lease", async () => {
  const url = await server.createDatabase();
  const a = await startNode(url, "http://a:1");
  const company = await found(a);
  must(await a.store.append([entry(company, 1)]));
  const b = await startNode(url, "http://b:1");
  await end(a);
  await claimOnceGone(b);
  expect(await b.store.membership(company)).toEqual([Uint8Array.of(1)]);
  must(await b.store.append([entry(company, 2)]));
});

test("[NODE-4] of two that both believe to own a company the former one cannot write, not even with others' writes", async () => {
  const url = await server.createDatabase();
  const paused = await startPaused(url);
  const company = await found(paused);
  must(await paused.store.append([entry(company, 1)]));
  const b = await startNode(url, "http://b:1", 500);
  await claimOnceGone(b);
  must(await b.store.append([entry(company, 2)]));
  const other = await paused.ownership.nextNumber();
  const fenced = await paused.store.append([
    { type: "company", company: other, id: new Uint8Array(32).fill(2) },
    entry(company, 3),
  ]);
  expect(fenced).toEqual({ ok: false, error: { type: "Fenced", companies: [company] } });
  expect(await b.store.membership(company)).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
  expect(await b.store.companies()).toHaveLength(1);
});

test("[NODE-4] whoever takes a company waits for the write on its way, and reads it", async () => {
  const url = await server.createDatabase();
  const paused = await startPaused(url);
  const company = await found(paused);
  const b = await startNode(url, "http://b:1", 2_000);
  const holding = new Client({ connectionString: url });
  await holding.connect();
  // The write has begun and cannot go on.
  await holding.query("BEGIN; LOCK TABLE membership IN EXCLUSIVE MODE");
  const order: string[] = [];
  const written = paused.store.append([entry(company, 7)]).then((stored) => {
    must(stored);
    order.push("written");
  });
  await waiting(url, 1);
  const taken = claimOnceGone(b).then(() => order.push("taken"));
  await waiting(url, 2);
  await holding.query("COMMIT");
  await Promise.all([written, taken]);
  expect(order).toEqual(["written", "taken"]);
  expect(await b.store.membership(company)).toEqual([Uint8Array.of(7)]);
  await holding.end();
});

test("[NODE-11] limits set beside a relay wait for who is taking the company, and are there for the next one who does", async () => {
  const url = await server.createDatabase();
  const a = await startNode(url, "http://a:1");
  const company = await found(a);
  const beside = readPostgresLog(url);
  const taking = new Client({ connectionString: url });
  await taking.connect();
  await taking.query("BEGIN; UPDATE owners SET epoch = epoch + 1");
  const order: string[] = [];
  const quota = { bytes: 5, changes: 7 };
  const set = beside.append([{ type: "quota", company, quota }]).then((stored) => {
    must(stored);
    order.push("set");
  });
  await waiting(url, 1);
  order.push("taken");
  await taking.query("COMMIT");
  await set;
  expect(order).toEqual(["taken", "set"]);
  expect(await a.store.quota(company)).toEqual({ ...quota, files: null, connections: null });

  // The other way round: who takes it finds them.
  await taking.query("BEGIN; LOCK TABLE quotas IN EXCLUSIVE MODE");
  const second = beside.append([{ type: "quota", company, quota: { bytes: null, files: 3 } }]);
  await waiting(url, 1);
  const claimed = end(a).then(async () => {
    const b = await startNode(url, "http://b:1");
    await claimOnceGone(b);
    return b.store.quota(company);
  });
  await waiting(url, 2);
  await taking.query("COMMIT");
  must(await second);
  expect(await claimed).toEqual({ bytes: null, changes: 7, files: 3, connections: null });
  await taking.end();
  await beside.close();
});

test("[NODE-11] two who set different limits at once both count, and of a removed company none are left", async () => {
  const url = await server.createDatabase();
  const a = await startNode(url, "http://a:1");
  const company = await found(a);
  const besides = [readPostgresLog(url), readPostgresLog(url)];
  const limits = [{ bytes: 5 }, { files: 7 }];
  const stored = await Promise.all(
    besides.map((store, at) => store.append([{ type: "quota", company, quota: limits[at] ?? {} }])),
  );
  stored.forEach(must);
  expect(await a.store.quota(company)).toEqual({ bytes: 5, changes: null, files: 7, connections: null });
  const [one, other] = besides;
  if (one === undefined || other === undefined) throw new Error("two");
  const removing = new Client({ connectionString: url });
  await removing.connect();
  await removing.query("BEGIN; LOCK TABLE pushes IN EXCLUSIVE MODE");
  const removed = one.remove(company);
  await waiting(url, 1);
  const late = other.append([{ type: "quota", company, quota: { bytes: 9 } }]);
  await waiting(url, 2);
  await removing.query("COMMIT");
  must(await removed);
  expect(await late).toEqual({ ok: false, error: { type: "Fenced", companies: [company] } });
  expect((await removing.query("SELECT * FROM quotas")).rowCount).toBe(0);
  await removing.end();
  for (const store of besides) await store.close();
});

/** Settles when so many wait for a lock. */
const waiting = async (url: string, count: number): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  await vi.waitFor(
    async () => {
      const { rowCount } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      expect(rowCount).toBe(count);
    },
    { timeout: 15_000, interval: 5 },
  );
  await client.end();
};

test("[NODE-5] a relay that lost a company hears of it without writing, and of which others work", async () => {
  const url = await server.createDatabase();
  const a = await startNode(url, "http://a:1", 1_000);
  const company = await found(a);
  const b = await startNode(url, "http://b:1", 1_000);
  // Somebody decides that a is gone although it works.
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("UPDATE owners SET node = NULL, epoch = epoch + 1");
  await client.end();
  expect(await b.ownership.claim(id)).toEqual({ type: "ours", company });
  await vi.waitFor(() => expect(a.lost).toEqual([company]), { timeout: 5_000 });
  expect(b.lost).toEqual([]);
  expect(a.nodes()).toEqual(new Set(["http://a:1", "http://b:1"]));
});

test("[NODE-6] every opening has an epoch of its own: what an earlier one left behind cannot be written", async () => {
  const url = await server.createDatabase();
  const a = await startNode(url, "http://a:1");
  await found(a);
  const client = new Client({ connectionString: url });
  await client.connect();
  const epoch = async (): Promise<unknown> =>
    (await client.query<{ epoch: string }>("SELECT epoch FROM owners")).rows[0]?.epoch;
  expect(await epoch()).toBe("1");
  await a.ownership.claim(id);
  expect(await epoch()).toBe("2");
  await client.end();
});

test.each(["an empty database", "a database of an earlier version"])(
  "[NODE-7] relays that start together on %s bring it up to date once",
  async (kind) => {
    const url = await server.createDatabase();
    if (kind !== "an empty database") await makeEarlier(url);
    const nodes = await Promise.all(["a", "b", "c"].map((name) => startNode(url, `http://${name}:1`)));
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      "SELECT version FROM eventkit_schema ORDER BY 1",
    );
    await client.end();
    expect(rows.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    const [first, second] = nodes;
    if (first === undefined || second === undefined) throw new Error("three relays");
    const before = (await first.store.companies()).map(({ company }) => company);
    expect(before).toEqual(kind === "an empty database" ? [] : [7]);
    expect(await first.ownership.nextNumber()).toBe(kind === "an empty database" ? 1 : 8);
    expect(await second.ownership.nextNumber()).toBe(kind === "an empty database" ? 2 : 9);
  },
);

/** Version 2 with one company, as an earlier relay left it. */
const makeEarlier = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  await migrate(client);
  await client.query("DROP TABLE relay_key, nodes, owners, quotas, moves; DROP SEQUENCE company_numbers");
  await client.query("DELETE FROM eventkit_schema WHERE version > 2");
  await client.query("INSERT INTO companies VALUES (7, $1)", [Buffer.from(id)]);
  await client.end();
};

test("[NODE-8] a relay alone lets no others in, and among others nobody is alone", async () => {
  const url = await server.createDatabase();
  const a = await startNode(url, "http://a:1");
  const alone = { isShared: false, leaseMs: longMs, onLost: () => undefined };
  expect(await openPostgres(url, alone)).toEqual({ ok: false, error: { type: "PostgresInUse" } });
  await end(a);
  const only = await vi.waitFor(async () => must(await openPostgres(url, alone)));
  open.push(only);
  expect(await openPostgres(url, { ...alone, isShared: true })).toEqual({
    ok: false,
    error: { type: "PostgresInUse" },
  });
});

test("[NODE-9] the database keeps to the first relay key", async () => {
  const url = await server.createDatabase();
  const [a, b] = [await startNode(url, "http://a:1"), await startNode(url, "http://b:1")];
  const key = new Uint8Array(32).fill(5);
  expect(await a.isRelayKey(key)).toBe(true);
  expect(await b.isRelayKey(key)).toBe(true);
  expect(await b.isRelayKey(new Uint8Array(32).fill(6))).toBe(false);
});

test("[NODE-26] a node that has two companies more than another lets that one have one, under a new epoch", async () => {
  const url = await server.createDatabase();
  const first = await startNode(url, "http://first:1", 1_000);
  const companies: number[] = [];
  for (let fill = 1; fill <= 3; fill++) {
    const company = await first.ownership.nextNumber();
    must(await first.store.append([{ type: "company", company, id: new Uint8Array(32).fill(fill) }]));
    companies.push(company);
  }
  expect(first.ownership.owned()).toBe(3);
  const second = await startNode(url, "http://second:1", 1_000);
  await vi.waitFor(() => expect(first.why).toEqual(["given"]), { timeout: 20_000 });
  const [given = 0] = first.lost;
  expect(companies).toContain(given);
  const stored = await second.store.companies();
  const name = stored.find(({ company }) => company === given)?.id ?? new Uint8Array(32);
  expect(await first.ownership.claim(name)).toEqual({ type: "elsewhere", address: "http://second:1" });
  expect(await second.ownership.claim(name)).toEqual({ type: "ours", company: given });
  expect((await first.store.append([entry(given, 1)])).ok).toBe(false);
  must(await second.store.append([entry(given, 2)]));
  // Two and one are as even as three can be.
  expect([first.ownership.owned(), second.ownership.owned()]).toEqual([2, 1]);
});
