import { beforeAll, describe, expect, test } from "vitest";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { addAssets, asset, createProduct, editAsset, editProduct, product } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { StoredTip } from "#shared/replica/stored";
import type { AuditEntry, Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import type { OneDevice } from "#tests/support/one-device";
import { openOneDevice } from "#tests/support/one-device";

beforeAll(startAutomerge);

interface Edited {
  readonly device: OneDevice;
  readonly product: ProductId;
  readonly asset: AssetId;
}

/** A product with one asset whose notes were written three times, an hour apart. */
const edited = async (): Promise<Edited> => {
  const device = await openOneDevice();
  const { replica, clock } = device;
  const made = must(await replica.run(createProduct, { name: "Truss" })).value.product;
  const assets = [{ code: "T-1", notes: "new" }, { code: "T-2" }];
  const { value } = must(await replica.run(addAssets, { product: made, assets }));
  const [first] = value.assets;
  if (first === undefined) throw new Error("an asset was made");
  for (const notes of ["scratched", "painted", "bent"]) {
    clock.set(clock.now() + 3_600_000);
    must(await replica.run(editAsset, { product: made, asset: first, values: { notes } }));
  }
  return { device, product: made, asset: first };
};

const historyOf = (replica: Replica, at: Edited): Promise<readonly AuditEntry[]> =>
  replica.history(thingOf(at.product), { type: asset, id: at.asset });

describe("the history of a record", () => {
  test("[SEC-04] says who changed which field when, on which device, from what to what", async () => {
    const at = await edited();
    const { replica, clock } = at.device;
    const entries = await historyOf(replica, at);
    expect(entries.map(({ field, before, after }) => [field, before, after])).toEqual([
      ["notes", "painted", "bent"],
      ["notes", "scratched", "painted"],
      ["notes", "new", "scratched"],
      ["product", null, at.product],
      ["notes", null, "new"],
      ["code", null, "T-1"],
    ]);
    expect(entries[0]).toMatchObject({
      ...{ command: "inventory.editAsset", at: clock.now(), isExact: true, isNew: false, isSigned: true },
      ...{ member: replica.member, device: replica.device, record: `asset:${at.asset}` },
    });
    expect(entries.filter(({ isNew }) => isNew)).toHaveLength(3);
  });

  test("[STU-23] is the same read from what the sync host stored, without opening the document", async () => {
    const at = await edited();
    const before = await historyOf(at.device.replica, at);
    await at.device.writeRows();
    const again = await at.device.restart();
    // Without its changes the document cannot be opened; only their number is looked at.
    for (const chunk of await again.store.all("chunks")) {
      const empty = { ...chunk, bytes: new Uint8Array(), sum: 0 };
      must(
        await again.store.transact(
          [{ put: "chunks", key: `${chunk.doc}/${chunk.hash}`, value: empty }],
          "strict",
        ),
      );
    }
    expect(await historyOf(again.replica, at)).toEqual(before);
  });

  test("[STU-23] goes on where the stored part ends, and over many entries of it", async () => {
    const at = await edited();
    const { replica, clock } = at.device;
    for (let turn = 0; turn < 3; turn++) {
      for (let n = 0; n < 300; n++) {
        clock.set(clock.now() + 1_000);
        const values = { notes: `${turn} ${n}` };
        must(await replica.run(editAsset, { product: at.product, asset: at.asset, values }));
      }
      await at.device.writeRows();
    }
    must(await replica.run(editAsset, { product: at.product, asset: at.asset, values: { notes: "last" } }));
    const again = await at.device.restart();
    const entries = (await historyOf(again.replica, at)).filter(({ field }) => field === "notes");
    expect(entries).toHaveLength(905);
    expect(entries.map(({ before }) => before)).toEqual([
      ...entries.slice(1).map(({ after }) => after),
      null,
    ]);
    expect((await again.store.keys("history")).length).toBeGreaterThan(2);
  });

  test("[STU-23] its newest changes are told without the rest, and are what the whole begins with", async () => {
    const at = await edited();
    const { replica, clock } = at.device;
    const record = { type: asset, id: at.asset };
    for (let n = 0; n < 900; n++) {
      clock.set(clock.now() + 1_000);
      must(
        await replica.run(editAsset, {
          product: at.product,
          asset: at.asset,
          values: { notes: `turn ${n}` },
        }),
      );
    }
    // What it takes the place of was written before everything else.
    must(await replica.run(editAsset, { product: at.product, asset: at.asset, values: { code: "T-9" } }));
    await at.device.writeRows();
    const again = await at.device.restart();
    const recent = await again.replica.recentHistory(thingOf(at.product), 12, record);
    const whole = await historyOf(again.replica, at);
    expect(recent.isAll).toBe(false);
    expect(recent.entries.length).toBeGreaterThanOrEqual(12);
    expect(recent.entries.length).toBeLessThan(400);
    expect(recent.entries).toEqual(whole.slice(0, recent.entries.length));
    expect(recent.entries[0]).toMatchObject({ field: "code", before: "T-1", after: "T-9" });
    const all = await again.replica.recentHistory(thingOf(at.product), 2_000, record);
    expect(all).toEqual({ entries: whole, isAll: true });
  });

  test("[STU-23] shows any moment: what the record was after a change and at a time", async () => {
    const at = await edited();
    const { replica } = at.device;
    const record = { type: asset, id: at.asset };
    const [, painted] = await historyOf(replica, at);
    if (painted === undefined) throw new Error("the asset was painted");
    const then = async (moment: Parameters<Replica["recordsAt"]>[1]): Promise<unknown> =>
      (await replica.recordsAt(thingOf(at.product), moment, record))[0]?.then;
    expect(await then({ change: painted.change })).toMatchObject({ notes: "painted", code: "T-1" });
    expect(await then({ at: painted.at })).toMatchObject({ notes: "painted" });
    expect(await then({ at: painted.at - 1 })).toMatchObject({ notes: "scratched" });
    expect(await then({ at: 0 })).toBeNull();
  });
});

describe("who signed a change", () => {
  const tampered = async (change: (tip: StoredTip) => StoredTip): Promise<readonly AuditEntry[]> => {
    const at = await edited();
    const { store } = at.device;
    const tips = await store.all("tips");
    const keys = await store.keys("tips");
    const writes = tips.map((tip, n) => ({ put: "tips", key: keys[n] ?? "", value: change(tip) }) as const);
    must(await store.transact(writes, "strict"));
    return historyOf((await at.device.restart()).replica, at);
  };

  test("[SEC-05] a sound tip names the person, also after a restart", async () => {
    const entries = await tampered((tip) => tip);
    expect(entries.every(({ isSigned, member }) => isSigned && member !== null)).toBe(true);
  });

  test.each<[string, (tip: StoredTip) => StoredTip]>([
    ["whose signature is another", (tip) => ({ ...tip, sig: tip.sig.map((byte) => byte ^ 1) })],
    ["of a device that did not sign it", (tip) => ({ ...tip, device: new Uint8Array(32).fill(7) })],
    ["for another session", (tip) => ({ ...tip, nonce: tip.nonce.map((byte) => byte ^ 1) })],
    ["over another change", (tip) => ({ ...tip, hash: "00".repeat(32) })],
    ["over fewer changes", (tip) => ({ ...tip, seq: tip.seq - 1 })],
    ["over more changes", (tip) => ({ ...tip, seq: tip.seq + 1 })],
  ])("[SEC-05] under a tip %s nobody is named", async (_what, change) => {
    const entries = await tampered(change);
    expect(entries.length).toBeGreaterThan(3);
    expect(entries.map(({ isSigned, member, device }) => ({ isSigned, member, device }))).toEqual(
      entries.map(() => ({ isSigned: false, member: null, device: "" })),
    );
  });

  test("[SEC-05] a tip that is missing names nobody, and the list of everything says the same", async () => {
    const at = await edited();
    must(await at.device.store.transact([{ clear: "tips", prefix: "" }], "strict"));
    await at.device.writeRows();
    const { replica } = await at.device.restart();
    expect((await historyOf(replica, at)).some(({ isSigned }) => isSigned)).toBe(false);
    expect((await replica.activity(0)).some(({ member, device }) => member !== null || device !== "")).toBe(
      false,
    );
  });
});

describe("everything that happened", () => {
  test("[US-06] lists the changes of all documents since a time, newest first, stored or not", async () => {
    const at = await edited();
    const { replica, clock } = at.device;
    await at.device.writeRows();
    clock.set(clock.now() + 1_000);
    const { value } = must(await replica.run(createProduct, { name: "Clamp" }));
    const activity = await replica.activity(0);
    expect(activity.map(({ command, thing }) => [command, thing])).toEqual([
      ["inventory.createProduct", value.product],
      ...Array.from({ length: 3 }, () => ["inventory.editAsset", at.product]),
      ["inventory.addAssets", at.product],
      ["inventory.createProduct", at.product],
    ]);
    expect(activity[4]?.records).toHaveLength(2);
    expect(await replica.activity(clock.now())).toHaveLength(1);
    expect(await replica.activity(clock.now() + 1)).toEqual([]);
  });

  test("[SEC-04] a product's own history leaves out what happened to its assets", async () => {
    const at = await edited();
    const { replica } = at.device;
    must(await replica.run(editProduct, { product: at.product, values: { maker: "Prolyte" } }));
    const entries = await replica.history(thingOf(at.product), { type: product, id: at.product });
    expect(entries.map(({ field }) => field)).toEqual(["maker", "name"]);
    expect((await replica.history(brand("nothing"))).length).toBe(0);
  });
});
