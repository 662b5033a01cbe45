/** An import taken back, quantities included, over a real replica. */
import { beforeAll, describe, expect, test } from "vitest";
import { applyImport, createImportSession, ownedByPlace } from "#shared/domain/import";
import type { ApplyStep } from "#shared/domain/import";
import {
  asset,
  assetCost,
  code,
  customValue,
  editProduct,
  location,
  product,
  productValue,
} from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { createPositions, movement, recordMovements, undoMovements } from "#shared/domain/scanning";
import type { Positions } from "#shared/domain/scanning";
import { addCustomField, category, customField } from "#shared/domain/settings";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { Standing } from "#shared/replica/engine/company";
import type { Replica, UndoStep } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { nodeDecoding, textSource } from "#tests/support/import-world";
import { openOneDevice } from "#tests/support/one-device";
import type { OneDevice } from "#tests/support/one-device";
import { seededRandom } from "#tests/support/plain-drafts";

beforeAll(startAutomerge);

const header = "Name;Maker;Code;Quantity;Location;Category;Notes;Lamp hours;Replacement value;Purchase price";
const start = ["Cable;Adam Hall;;60;;Cables;;;;", "Spot;Robe;L-1;;Hall A;Lights;old;100;1200;900"];

const stockOf = (replica: Replica): Positions => {
  const positions = createPositions();
  positions.apply({ movements: replica.rows.all(movement).values() });
  return positions;
};

const stepsFor = async (replica: Replica, lines: readonly string[], seed: number) => {
  const { rows } = replica;
  const stock = stockOf(replica);
  const session = createImportSession({ decoding: nodeDecoding, random: seededRandom(seed) });
  session.addExisting({
    products: [...rows.all(product).values()],
    assets: [...rows.all(asset).values()],
    codes: [...rows.all(code).values()],
    customValues: [...rows.all(customValue).values()],
    locations: [...rows.all(location).values()],
    categories: [...rows.all(category).values()],
    values: [...rows.all(productValue).values()],
    costs: [...rows.all(assetCost).values()],
    bulk: stock.bulkProducts().flatMap((id) => ownedByPlace(id, stock.bulkOf(id))),
  });
  const file = textSource("stock.csv", [header, ...lines].join("\n"));
  must(await session.open([file], "EUR", [...rows.all(customField).values()]));
  session.plan();
  return session.steps(0, session.prepare(null));
};

const apply = (replica: Replica, steps: readonly ApplyStep[], label = "stock.csv") =>
  replica.runBulk(applyImport, steps, () => undefined, { label });

const importList = async (replica: Replica, lines: readonly string[], label?: string) => {
  const { change } = must(await apply(replica, await stepsFor(replica, lines, 40), label));
  if (change === null) throw new Error("the list changes something");
  return change;
};

/** A company that imported a list and had its cables out. */
const oneCompany = async (seed = 1): Promise<OneDevice> => {
  const device = await openOneDevice(seed);
  const { replica } = device;
  must(await replica.run(addCustomField, { name: "Lamp hours", on: "asset", kind: "number" }));
  must(await apply(replica, await stepsFor(replica, start, 7), "start.csv"));
  const facts = [{ kind: "out" as const, product: idOf(replica, "Cable"), quantity: 20 }];
  must(await replica.run(recordMovements, { facts, origin: "hand" }));
  device.clock.set(device.clock.now() + 60_000);
  return device;
};

const idOf = (replica: Replica, name: string): ProductId => {
  const found = [...replica.rows.all(product).values()].find((row) => row.name === name);
  if (found === undefined) throw new Error(`${name} is there`);
  return found.id;
};

const shownTypes = [product, asset, code, customValue, location, category, productValue, assetCost];

/** What a company has: every record that is not removed, and the stock of every product by place. */
const shown = (replica: Replica) => {
  const stock = stockOf(replica);
  return {
    records: Object.fromEntries(
      shownTypes.map((type) => [
        type.name,
        [...replica.rows.all(type).values()]
          .filter(({ removedAt }) => removedAt === undefined)
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      ]),
    ),
    stock: stock
      .bulkProducts()
      .map((id) => ({ id, owned: stock.bulkOf(id).owned, places: [...stock.bulkOf(id).byLocation].sort() }))
      .filter(({ owned }) => owned !== 0),
  };
};

const lists: readonly (readonly [what: string, lines: readonly string[]])[] = [
  ["the quantity of a known product", ["Cable;Adam Hall;;65;;Cables;;;;"]],
  ["the quantity of a known product at a place", ["Cable;Adam Hall;;70;Hall A;Cables;;;;"]],
  ["a new product with a quantity", ["Sandbag;;;12;;;;;;"]],
  ["a new piece at a new place, in a new category", ["Wash;Robe;W-1;;Hall B;Wash lights;;;;"]],
  ["fields, money and own fields of what is known", ["Spot;Robe;L-1;;Hall A;Lights;new;250;1500;950"]],
  [
    "all of it in one list",
    [
      "Cable;Adam Hall;;70;Hall A;Cables;;;;",
      "Sandbag;;;12;Hall C;;;;5;",
      "Wash;Robe;W-1;;Hall B;Wash lights;;7;800;700",
      "Spot;Robe;L-1;;Hall B;Lights;new;250;1500;950",
    ],
  ],
];

describe("an import taken back", () => {
  test.each(lists)("[INT-03] takes %s back, after a restart as well", async (_what, lines) => {
    const device = await oneCompany();
    const before = shown(device.replica);
    const change = await importList(device.replica, lines);
    expect(shown(device.replica)).not.toEqual(before);
    const { replica } = await device.restart();
    must(await replica.undo(change));
    expect(shown(replica)).toEqual(before);
    expect((await device.restart()).replica.undoSteps.get().map((step) => step.change)).not.toContain(change);
  });

  test("[INT-03] is known by its name until it is taken back, quantities alone too, the newest undo included", async () => {
    const device = await oneCompany();
    const before = shown(device.replica);
    const change = await importList(device.replica, ["Cable;Adam Hall;;65;;Cables;;;;"], "cables.csv");
    const { replica } = await device.restart();
    expect(replica.undoSteps.get().at(-1)).toMatchObject({
      ...{ change, command: "import.apply", label: "cables.csv" },
    } satisfies Partial<UndoStep>);
    expect(must(await replica.undo())).toMatchObject({ undone: { change }, facts: 1, kept: 0 });
    expect(shown(replica)).toEqual(before);
    expect(await replica.undo(change)).toEqual({ ok: false, error: { type: "NothingToUndo" } });
  });

  test("[INT-03] says what it took back and what stays because somebody changed it since", async () => {
    const { replica } = await oneCompany();
    const lines = [
      "Cable;Adam Hall;;65;;Cables;;;;",
      "Sandbag;;;12;;;;;;",
      "Spot;Robe;L-1;;Hall A;Lights;new;250;;",
    ];
    const change = await importList(replica, lines);
    must(await replica.run(editProduct, { product: idOf(replica, "Spot"), values: { notes: "by hand" } }));
    const report = must(await replica.undo(change));
    expect(report).toMatchObject({ removed: 1, restored: 1, facts: 2, kept: 1 });
    expect(replica.rows.get(product, idOf(replica, "Spot"))?.notes).toBe("by hand");
    expect(stockOf(replica).bulkOf(idOf(replica, "Cable")).owned).toBe(60);
  });

  test("[INT-03] [DOC-R4] tells apart what somebody changed since and what is not on this device any more", async () => {
    const { replica, store, channels } = await oneCompany();
    const lines = ["Cable;Adam Hall;;60;;Other cables;;;;", "Spot;Robe;L-1;;Hall A;Lights;new;250;;"];
    const change = await importList(replica, lines);
    const spot = idOf(replica, "Spot");
    const doc = replica.documentOf(thingOf(spot)) ?? "none";
    await store.transact([{ delete: "cards", key: doc }], "strict");
    channels.join().post({ t: "dropped", doc });
    await expect.poll(() => replica.rows.get(product, spot)).toBeUndefined();
    expect(must(await replica.undo(change))).toMatchObject({ restored: 1, kept: 0, missing: 2 });
  });

  test("[INT-03] leaves movements since, and takes no quantity back twice", async () => {
    const { replica } = await oneCompany();
    const cable = idOf(replica, "Cable");
    const change = await importList(replica, ["Cable;Adam Hall;;65;;Cables;;;;", "Sandbag;;;12;;;;;;"]);
    const fact = [...replica.rows.all(movement).values()].find(
      (row) => row.product === cable && row.kind === "counted",
    );
    if (fact === undefined) throw new Error("the import counted");
    must(await replica.run(undoMovements, { undone: [{ fact, after: undefined }] }));
    const facts = [{ kind: "out" as const, product: cable, quantity: 5 }];
    must(await replica.run(recordMovements, { facts, origin: "hand" }));
    expect(must(await replica.undo(change))).toMatchObject({ facts: 1, kept: 0 });
    expect(stockOf(replica).bulkOf(cable)).toMatchObject({ owned: 60, out: 25 });
    expect([...replica.rows.all(movement).values()].filter((row) => row.undoes === fact.id)).toHaveLength(1);
  });

  test.each(["movements", "inventory"])(
    "[INT-03] that nobody may take back any more, for want of a right on %s, is left as a whole",
    async (missing) => {
      let mayAll = true;
      const may: Standing["may"] = (verb, on) => mayAll || verb === "read" || on !== missing;
      const device = await openOneDevice(1, undefined, 0, undefined, may);
      const { replica } = device;
      const change = await importList(replica, ["Cable;Adam Hall;;60;;Cables;;;;"]);
      const before = shown(replica);
      mayAll = false;
      expect(await replica.undo(change)).toMatchObject({ ok: false, error: { type: "NotAllowed" } });
      expect(shown(replica)).toEqual(before);
      mayAll = true;
      must(await replica.undo(change));
      expect(shown(replica).stock).toEqual([]);
    },
  );
});

describe("an import that stopped on the way", () => {
  const lines = Array.from({ length: 130 }, (_, at) => `Product ${at};Maker;;${at + 1};;;;;;`);

  test("[INT-03] names what it wrote, and just that is taken back", async () => {
    const device = await oneCompany();
    const { replica } = device;
    const steps = await stepsFor(replica, lines, 40);
    const edit = { product: idOf(replica, "Spot"), values: { notes: "before" } };
    must(await replica.run(editProduct, edit));
    const before = shown(replica);
    // The product of step 80 cannot be written.
    const broken = steps.map((step, at): ApplyStep =>
      at === 80 && step.type === "product" ? { ...step, set: { weightG: -1 } } : step,
    );
    const stopped = await apply(replica, broken);
    if (stopped.ok) throw new Error("it stops");
    const { change, done } = stopped.error;
    const written = [...replica.rows.all(product).values()].length - 2;
    expect(done).toBe(written);
    expect(written).toBeGreaterThan(79);
    expect(written).toBeLessThan(130);
    must(await replica.run(editProduct, { ...edit, values: { notes: "after" } }));
    must(await replica.undo(change ?? "none"));
    expect(replica.rows.get(product, edit.product)?.notes).toBe("after");
    must(await replica.run(editProduct, edit));
    expect(shown(replica)).toEqual(before);
  });

  test("[INT-03] with its quantities, where the device went out between them", async () => {
    const device = await oneCompany();
    const before = shown(device.replica);
    const steps = await stepsFor(device.replica, lines, 40);
    const stock = steps.flatMap((step) => (step.type === "stock" ? step.changes : []));
    const split = [
      ...steps.filter(({ type }) => type !== "stock"),
      ...stock.map((change): ApplyStep => ({ type: "stock", changes: [change] })),
    ];
    const applying = new Promise<void>((done) => {
      void device.replica.runBulk(
        applyImport,
        split,
        (progress) => (progress.done > 160 ? done() : undefined),
        { label: "stock.csv" },
      );
    });
    await applying;
    const { replica } = await device.restart();
    const step = replica.undoSteps.get().at(-1);
    expect(step).toMatchObject({ command: "import.apply", label: "stock.csv" });
    expect(shown(replica).stock.length).toBeGreaterThan(before.stock.length);
    must(await replica.undo(step?.change));
    expect(shown(replica)).toEqual(before);
  });

  test("[INT-03] before anything was written has nothing to take back", async () => {
    const { replica } = await oneCompany();
    const [first, ...others] = await stepsFor(replica, ["Spot;Robe;L-2;;;;;;;"], 40);
    if (first?.type !== "product") throw new Error("a step writes the product");
    const stopped = await apply(replica, [{ ...first, set: { weightG: -1 } }, ...others]);
    expect(stopped).toMatchObject({ ok: false, error: { done: 0, change: null } });
  });
});
