/** Rows a device signed: shown to a new device at once, checked against the documents afterwards. */
import { beforeAll, describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { bytesEqual } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { addAssets, asset, createProduct, editProduct, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { movement, recordMovements } from "#shared/domain/scanning";
import type { OfferedRows, RelayMsg } from "#shared/protocol/messages";
import type { RowsStatement, SignedRows } from "#shared/protocol/signed-rows";
import { signRows, verifyRows } from "#shared/protocol/signed-rows";
import { textOfBytes } from "#shared/protocol/wire-types";
import { readRowsBody } from "#shared/replica/rows-body";
import type { StoredRows } from "#shared/replica/stored";
import { deflateSync, strToU8 } from "fflate";
import { startAutomerge } from "#tests/support/automerge";
import { nodeSha256, signerNamed, testCrypto } from "#tests/support/keys";
import type { SimWorld } from "#tests/support/sim-world";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";
import type { Simulated } from "#tests/support/sim-device";

beforeAll(startAutomerge);

interface Company {
  readonly world: SimWorld;
  readonly a: Simulated;
  readonly b: Simulated;
  readonly ids: readonly ProductId[];
}

/** Products with pieces written by device 1, quiet for long enough that it offered their rows. */
const offered = async (seed: number, names: readonly string[]): Promise<Company> => {
  const world = await createSimWorld(seed, 2);
  const [a, b] = world.devices;
  if (a === undefined || b === undefined) throw new Error("two devices");
  await a.start();
  await world.time.advance(2_000);
  const ids: ProductId[] = [];
  for (const name of names) {
    const making = replicaOn(a).run(createProduct, { name });
    await world.time.advance(1_000);
    const { product: id } = must(await making).value;
    ids.push(id);
    const adding = replicaOn(a).run(addAssets, {
      product: id,
      assets: [{ code: `${name}-1` }, { code: `${name}-2` }],
    });
    await world.time.advance(1_000);
    must(await adding);
  }
  await world.time.advance(60_000);
  return { world, a, b, ids };
};

const namesOn = (device: Simulated): readonly string[] =>
  [...replicaOn(device).rows.all(product).values()].map(({ name }) => name).sort();

/** Nothing but rows arrives at the device. */
const onlyRows = (world: SimWorld, to: Simulated): void => {
  world.network.toDevice = (message, device) =>
    device === to && (message.t === "packs" || message.t === "current" || message.t === "chunks")
      ? undefined
      : message;
};

const changeRows = (
  world: SimWorld,
  to: Simulated,
  change: (rows: readonly OfferedRows[]) => readonly OfferedRows[],
): void => {
  const before = world.network.toDevice;
  world.network.toDevice = (message, device): RelayMsg | undefined => {
    const passed = before === null ? message : before(message, device);
    return device === to && passed?.t === "rows" ? { t: "rows", rows: change(passed.rows) } : passed;
  };
};

/** What the relay keeps, as a new device is offered it. */
const keptRows = async ({ world, b }: Company): Promise<readonly OfferedRows[]> => {
  const found: OfferedRows[] = [];
  onlyRows(world, b);
  changeRows(world, b, (rows) => {
    found.push(...rows);
    return [];
  });
  await b.start();
  await world.time.advance(2_000);
  b.kill();
  for (const store of b.disk.stores.values()) store.clear();
  world.network.toDevice = (message) => message;
  return found;
};

const statementOf = async ({ rows }: OfferedRows, world: SimWorld): Promise<RowsStatement> => {
  const statement = await verifyRows(world.company.id, rows, testCrypto());
  if (statement === undefined) throw new Error("the rows are sound");
  return statement;
};

/** The same statement about other records. */
const lied = async (offer: OfferedRows, world: SimWorld, signer: Signer): Promise<SignedRows> => {
  const statement = await statementOf(offer, world);
  const body = readRowsBody(offer.rows.body);
  if (body === undefined) throw new Error("the rows are sound");
  const records = Object.fromEntries(
    [...body.records].map(([key, record]) => [
      key,
      key.startsWith("product:") ? { ...record, name: "Lie" } : record,
    ]),
  );
  const text = strToU8(JSON.stringify({ records, conflicts: {} }));
  const { company, doc, heads, checkpoint, at } = statement;
  return signRows({ company, doc, heads, checkpoint, at }, deflateSync(text), nodeSha256, signer);
};

const signerOf = (world: SimWorld, at: number): Signer => {
  const signer = world.company.devices[at]?.signer;
  if (signer === undefined) throw new Error("a device signs");
  return signer;
};

describe("signed rows", () => {
  test("[ROWS-1] a new device shows everything before a single document has come, and says so", async () => {
    const { world, b } = await offered(31, ["Truss", "Lamp", "Hoist"]);
    onlyRows(world, b);
    await b.start();
    await world.time.advance(2_000);
    expect(namesOn(b)).toEqual(["Hoist", "Lamp", "Truss"]);
    expect(replicaOn(b).rows.all(asset).size).toBe(6);
    expect(b.disk.stores.get("chunks")?.size ?? 0).toBe(0);
    expect(replicaOn(b).sync.get()).toMatchObject({ unchecked: 3 });
    expect(replicaOn(b).sync.get().firstSync).not.toBeNull();
    // It can be worked with: what a scan needs is the rows.
    const [piece] = replicaOn(b).rows.all(asset).values();
    if (piece === undefined) throw new Error("pieces are shown");
    const scan = { kind: "out", asset: piece.id, product: piece.product, quantity: 1 } as const;
    const scanning = replicaOn(b).run(recordMovements, { facts: [scan], origin: "camera" });
    await world.time.advance(1_000);
    must(await scanning);
    // A restart shows the same, still unchecked.
    b.kill();
    await b.start();
    await world.time.advance(2_000);
    expect(namesOn(b)).toEqual(["Hoist", "Lamp", "Truss"]);
    expect(replicaOn(b).sync.get().unchecked).toBe(3);
    world.network.toDevice = (message) => message;
    const told: number[] = [];
    const stop = replicaOn(b).sync.subscribe(() => told.push(replicaOn(b).sync.get().unchecked));
    world.network.breakAll();
    await world.time.advance(60_000);
    stop();
    // What comes together is told of once, not document by document.
    expect(new Set(told)).toEqual(new Set([3, 0]));
    expect(replicaOn(b).sync.get()).toMatchObject({
      mark: "synced",
      unchecked: 0,
      firstSync: null,
      problems: [],
    });
    expect(namesOn(b)).toEqual(["Hoist", "Lamp", "Truss"]);
    expect(replicaOn(b).rows.all(movement).size).toBe(1);
    const stored = [...brand<Map<string, StoredRows>>(b.disk.stores.get("rows")).values()];
    expect(stored.flatMap(({ docs }) => docs).filter(({ signedBy }) => signedBy !== undefined)).toEqual([]);
  });

  test("[ROWS-2] a command on a document that is only shown fetches it first", async () => {
    const { world, a, b, ids } = await offered(32, ["Truss"]);
    const [id] = ids;
    if (id === undefined) throw new Error("a product was made");
    onlyRows(world, b);
    await b.start();
    await world.time.advance(2_000);
    world.network.toDevice = (message, device) =>
      device === b && (message.t === "packs" || message.t === "current") ? undefined : message;
    const running = replicaOn(b).run(editProduct, { product: id, values: { name: "Truss 2 m" } });
    await world.time.advance(5_000);
    must(await running);
    expect(namesOn(b)).toEqual(["Truss 2 m"]);
    world.network.toDevice = (message) => message;
    world.network.breakAll();
    await world.time.advance(60_000);
    expect(namesOn(a)).toEqual(["Truss 2 m"]);
  });

  test("[ROWS-3] rows that the document contradicts are replaced, and the device that signed them is named", async () => {
    const company = await offered(33, ["Truss", "Lamp"]);
    const { world, b } = company;
    const kept = await keptRows(company);
    const [first] = kept;
    if (first === undefined) throw new Error("rows are kept");
    const liar = signerOf(world, 1);
    const rows = await lied(first, world, liar);
    onlyRows(world, b);
    changeRows(world, b, ([, ...others]) => [{ card: first.card, rows }, ...others]);
    await b.start();
    await world.time.advance(2_000);
    expect(namesOn(b)).toContain("Lie");
    world.network.toDevice = (message) => message;
    changeRows(world, b, () => []);
    world.network.breakAll();
    await world.time.advance(60_000);
    expect(namesOn(b)).toEqual(["Lamp", "Truss"]);
    const device = textOfBytes(liar.publicKey);
    expect(replicaOn(b).sync.get()).toMatchObject({
      mark: "attention",
      unchecked: 0,
      problems: [{ type: "FalseRows", device }],
    });
  });

  test("[ROWS-3] true rows of an earlier moment accuse nobody", async () => {
    const company = await offered(34, ["Truss"]);
    const { world, a, b, ids } = company;
    const kept = await keptRows(company);
    const [id] = ids;
    if (id === undefined) throw new Error("a product was made");
    const renaming = replicaOn(a).run(editProduct, { product: id, values: { name: "Truss 2 m" } });
    await world.time.advance(2_000);
    must(await renaming);
    changeRows(world, b, () => kept);
    await b.start();
    await world.time.advance(30_000);
    expect(namesOn(b)).toEqual(["Truss 2 m"]);
    expect(replicaOn(b).sync.get()).toMatchObject({ mark: "synced", unchecked: 0, problems: [] });
  });

  test("[ROWS-6] a relay that was put back after it offered rows is named for just that, and what it still has stays", async () => {
    const { world, a, b, ids } = await offered(37, ["Truss"]);
    const [id] = ids;
    if (id === undefined) throw new Error("a product was made");
    const before = world.relay.journal().length;
    const making = replicaOn(a).run(createProduct, { name: "Lamp" });
    await world.time.advance(1_000);
    must(await making);
    for (let at = 2; at < 12; at++) {
      const renaming = replicaOn(a).run(editProduct, { product: id, values: { name: `Truss ${at}` } });
      await world.time.advance(1_000);
      must(await renaming);
    }
    await world.time.advance(60_000);
    onlyRows(world, b);
    await b.start();
    await world.time.advance(2_000);
    expect(namesOn(b)).toEqual(["Lamp", "Truss 11"]);
    a.kill();
    world.relay.kill();
    world.relay.restore(before);
    world.network.toDevice = (message) => message;
    await world.relay.start();
    await world.time.advance(60_000);
    expect(namesOn(b)).toEqual(["Truss"]);
    expect(replicaOn(b).sync.get()).toMatchObject({
      unchecked: 0,
      problems: [{ type: "RelayUntrusted", reason: "rollback", thing: null }],
    });
    await a.start();
    await world.time.advance(60_000);
    expect(namesOn(b)).toEqual(["Lamp", "Truss 11"]);
  });

  test("[ROWS-6] the same over a restart: rows that nobody backs go, and are spoken of once", async () => {
    const { world, a, b } = await offered(39, ["Truss"]);
    const before = world.relay.journal().length;
    const making = replicaOn(a).run(createProduct, { name: "Lamp" });
    await world.time.advance(1_000);
    must(await making);
    await world.time.advance(60_000);
    onlyRows(world, b);
    await b.start();
    await world.time.advance(2_000);
    expect(namesOn(b)).toEqual(["Lamp", "Truss"]);
    a.kill();
    b.kill();
    world.relay.kill();
    world.relay.restore(before);
    world.network.toDevice = (message) => message;
    await world.relay.start();
    await b.start();
    await world.time.advance(30_000);
    expect(namesOn(b)).toEqual(["Truss"]);
    expect(replicaOn(b).sync.get().problems).toMatchObject([{ reason: "rollback" }]);
    b.kill();
    await b.start();
    await world.time.advance(30_000);
    expect(namesOn(b)).toEqual(["Truss"]);
    expect(replicaOn(b).sync.get().problems).toEqual([]);
  });

  test("[ROWS-6] rows of a document that may not be read any more go with it, and accuse nobody", async () => {
    const company = await offered(38, ["Truss", "Lamp"]);
    const { world, b } = company;
    const kept = await keptRows(company);
    const [, gone] = kept;
    if (gone === undefined) throw new Error("rows of two documents are kept");
    const { doc } = await statementOf(gone, world);
    onlyRows(world, b);
    await b.start();
    await world.time.advance(2_000);
    expect(namesOn(b)).toEqual(["Lamp", "Truss"]);
    // The right to one of them ends after its rows were sent.
    const isGone = (one: { readonly doc: Uint8Array }): boolean => bytesEqual(one.doc, doc);
    world.network.toDevice = (message, device): RelayMsg | undefined => {
      if (device !== b) return message;
      if (message.t === "coming") return { t: "rows", rows: kept };
      if (message.t === "rows") return { t: "drop", doc, why: "right-ended" };
      if (message.t === "packs") return { t: "packs", packs: message.packs.filter((pack) => !isGone(pack)) };
      return message;
    };
    world.network.breakAll();
    await world.time.advance(60_000);
    expect(namesOn(b)).toHaveLength(1);
    expect(replicaOn(b).sync.get()).toMatchObject({ unchecked: 0, problems: [] });
  });

  test("[ROWS-4] rows of strangers, with another body or for another document, are not shown", async () => {
    const company = await offered(35, ["Truss", "Lamp"]);
    const { world, b } = company;
    const [first, second] = await keptRows(company);
    if (first === undefined || second === undefined) throw new Error("rows are kept");
    const stranger = await lied(first, world, signerNamed("stranger"));
    const bent = {
      statement: first.rows.statement,
      body: first.rows.body.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
    };
    onlyRows(world, b);
    changeRows(world, b, () => [
      { card: first.card, rows: stranger },
      { card: first.card, rows: bent },
      { card: second.card, rows: first.rows },
    ]);
    await b.start();
    await world.time.advance(2_000);
    expect(namesOn(b)).toEqual([]);
  });

  test("[ROWS-5] rows are offered again only after enough changes and a quiet while, by the device of the newest change", async () => {
    const { world, a, b, ids } = await offered(36, ["Truss"]);
    const [id] = ids;
    if (id === undefined) throw new Error("a product was made");
    await b.start();
    await world.time.advance(20_000);
    const offers: string[] = [];
    world.network.toRelay = (message, _reply, device) => {
      if (message.t === "rows") offers.push(device === a ? "a" : "b");
      return message;
    };
    const rename = async (device: Simulated, name: string): Promise<void> => {
      const running = replicaOn(device).run(editProduct, { product: id, values: { name } });
      await world.time.advance(1_000);
      must(await running);
    };
    await rename(a, "Truss 1");
    await world.time.advance(60_000);
    expect(offers).toEqual([]);
    for (let at = 2; at < 10; at++) await rename(a, `Truss ${at}`);
    expect(offers).toEqual([]);
    await world.time.advance(60_000);
    expect(offers).toEqual(["a"]);
    await rename(b, "Truss 10");
    await world.time.advance(60_000);
    expect(offers).toEqual(["a", "b"]);
  });
});
