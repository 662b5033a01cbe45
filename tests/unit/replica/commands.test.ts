import { beforeAll, describe, expect, test } from "vitest";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createProduct, editProduct, addAssets, asset, product } from "#shared/domain/inventory";
import { movement, recordMovements } from "#shared/domain/scanning";
import type { RowChange } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";

beforeAll(startAutomerge);

describe("running commands", () => {
  test("[DOC-R1] a command's rows are current before its promise settles", async () => {
    const { replica } = await openOneDevice();
    const heard: (readonly RowChange[])[] = [];
    replica.rows.subscribe((changes) => heard.push(changes));
    const running = replica.run(createProduct, { name: "Robin MMX Spot" });
    expect([...replica.rows.all(product).values()].map((row) => row.name)).toEqual(["Robin MMX Spot"]);
    const { value } = must(await running);
    expect(heard).toEqual([[{ type: "product", id: value.product, thing: value.product }]]);
    expect(replica.sync.get()).toMatchObject({ mark: "local", pendingChanges: 1 });
  });

  test("[DOC-R2] what a settled command wrote is there after the process ended", async () => {
    const device = await openOneDevice();
    const made = must(await device.replica.run(createProduct, { name: "Truss" }));
    must(await device.replica.run(editProduct, { product: made.value.product, values: { weightG: 12_000 } }));
    const again = await device.restart();
    expect(again.replica.rows.get(product, made.value.product)).toMatchObject({
      name: "Truss",
      weightG: 12_000,
    });
    expect(again.replica.sync.get().pendingChanges).toBe(2);
    must(
      await again.replica.run(editProduct, { product: made.value.product, values: { name: "Truss 3 m" } }),
    );
    expect(again.replica.rows.get(product, made.value.product)?.name).toBe("Truss 3 m");
  });

  test("[DOC-R3] a command that the store refuses leaves nothing behind, in rows, documents or undo", async () => {
    const { replica, store } = await openOneDevice();
    const { value } = must(await replica.run(createProduct, { name: "Truss" }));
    store.failNext(1, "quota");
    const edit = replica.run(editProduct, { product: value.product, values: { name: "Lost" } });
    const onTop = replica.run(createProduct, { name: "Lost too" });
    expect((await edit).ok).toBe(false);
    expect((await onTop).ok).toBe(false);
    expect([...replica.rows.all(product).values()].map((row) => row.name)).toEqual(["Truss"]);
    expect(replica.undoSteps.get()).toHaveLength(1);
    expect(replica.sync.get()).toMatchObject({ mark: "attention", pendingChanges: 1 });
    must(await replica.run(editProduct, { product: value.product, values: { name: "Kept" } }));
    expect(replica.rows.get(product, value.product)?.name).toBe("Kept");
  });

  test("[DOC-R3] without its key a device commits nothing and says so", async () => {
    const device = await openOneDevice();
    const { value } = must(await device.replica.run(createProduct, { name: "Truss" }));
    device.loseKey(true);
    const refused = await device.replica.run(editProduct, {
      product: value.product,
      values: { name: "Unsigned" },
    });
    expect(refused).toMatchObject({ ok: false, error: { type: "StorageFailed" } });
    expect(device.replica.rows.get(product, value.product)?.name).toBe("Truss");
    device.loseKey(false);
    must(await device.replica.run(editProduct, { product: value.product, values: { name: "Signed" } }));
    expect((await device.restart()).replica.rows.get(product, value.product)?.name).toBe("Signed");
  });

  test("[DOC-R4] undo writes back only what still holds my value, and survives a restart", async () => {
    const device = await openOneDevice();
    const { value } = must(await device.replica.run(createProduct, { name: "Truss", weightG: 1 }));
    const edit = must(
      await device.replica.run(editProduct, { product: value.product, values: { name: "A", weightG: 2 } }),
    );
    must(await device.replica.run(editProduct, { product: value.product, values: { weightG: 3 } }));
    const { replica } = await device.restart();
    const report = must(await replica.undo(edit.change ?? ""));
    expect(report.kept).toBe(1);
    expect(replica.rows.get(product, value.product)).toMatchObject({ name: "Truss", weightG: 3 });
    must(await replica.undo());
    must(await replica.undo());
    expect(replica.rows.get(product, value.product)?.removedAt).toBeTypeOf("number");
    expect(await replica.undo()).toEqual({ ok: false, error: { type: "NothingToUndo" } });
  });

  test("[DOC-R5] history names the command, the member and both values", async () => {
    const { replica } = await openOneDevice();
    const { value } = must(await replica.run(createProduct, { name: "Truss" }));
    must(await replica.run(editProduct, { product: value.product, values: { name: "Truss 2 m" } }));
    const [newest] = await replica.history(thingOf(value.product), { type: product, id: value.product });
    expect(newest).toMatchObject({
      ...{ command: "inventory.editProduct", field: "name", before: "Truss", after: "Truss 2 m" },
      member: replica.member,
    });
  });

  test("[DOC-R6] two tabs of one profile see each other's commands", async () => {
    const device = await openOneDevice();
    const other = await device.openTab();
    const { value } = must(await device.replica.run(createProduct, { name: "Truss" }));
    must(await device.replica.run(addAssets, { product: value.product, assets: [{ code: "T-1" }] }));
    await other.hold(thingOf(value.product));
    must(await device.replica.run(editProduct, { product: value.product, values: { name: "B" } }));
    await new Promise((done) => setImmediate(done));
    expect(other.rows.get(product, value.product)?.name).toBe("B");
    expect([...other.rows.all(asset).values()].map((row) => row.code)).toEqual(["T-1"]);
    expect(other.sync.get().pendingChanges).toBe(3);
  });

  test("[SCN-20] with its log held open, a device shows a scan before anything is read", async () => {
    const device = await openOneDevice();
    const { value } = must(await device.replica.run(createProduct, { name: "Truss" }));
    const scan = {
      facts: [{ kind: "out" as const, product: value.product, quantity: 1 }],
      origin: "wedge" as const,
    };
    must(await device.replica.run(recordMovements, scan));
    const { replica } = await device.restart();
    const letGo = await replica.holdOwnLog();
    const running = replica.run(recordMovements, scan);
    expect(replica.rows.all(movement).size).toBe(2);
    must(await running);
    letGo();
  });
});
