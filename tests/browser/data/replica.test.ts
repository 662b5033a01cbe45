import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { startAutomerge } from "#client/data/automerge";
import { createTabChannel } from "#client/data/browser-ports";
import { createDeviceKeyStore } from "#client/data/device-keys";
import { deleteIdbStore, openIdbStore } from "#client/data/idb-store";
import { createMemoryProfileStore } from "#client/data/profile-store";
import { systemClock, systemRandom, systemTimers } from "#client/platform/system";
import { addAssets, asset, createProduct, editProduct, product } from "#shared/domain/inventory";
import { sha256 } from "#shared/kernel/hash";
import { newId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { createVerifier } from "#shared/kernel/signature";
import { textOfBytes } from "#shared/protocol/wire-types";
import { openReplica } from "#shared/replica/replica";
import type { Replica } from "#shared/replica/types";

const name = "eventkit-test/replica";
const company = systemRandom.bytes(32);
const member = newId<MemberId>(systemRandom);
const closing: (() => Promise<void>)[] = [];
let signer: Signer;

/** A tab on the company's database, as the app opens one, without membership. */
const openTab = async (): Promise<Replica> => {
  const store = must(await openIdbStore(name, { replaced: () => undefined }));
  const channel = createTabChannel(textOfBytes(company));
  const replica = await openReplica(
    {
      ...{ store, channel, signer, sha256, verifier: createVerifier() },
      ...{ clock: systemClock, timers: systemTimers, random: systemRandom },
    },
    { company, member },
    { checkpoint: () => 1, may: () => true, memberOf: () => member, adoptions: () => [], home: () => null },
  );
  closing.push(async () => {
    await replica.close();
    channel.close();
    await store.close();
  });
  return replica;
};

const closeAll = async (): Promise<void> => {
  for (const close of closing.splice(0)) await close();
};

beforeAll(async () => {
  const keys = createDeviceKeyStore({ profile: createMemoryProfileStore(), random: systemRandom });
  ({ signer } = await keys.create());
  await startAutomerge();
});
afterEach(async () => {
  await closeAll();
  must(await deleteIdbStore(name));
});

describe("a replica over IndexedDB", () => {
  test("what a settled command wrote is there after the tab was closed and opened again", async () => {
    const first = await openTab();
    const { value } = must(await first.run(createProduct, { name: "Truss", weightG: 12_000 }));
    must(await first.run(addAssets, { product: value.product, assets: [{ code: "T-1" }, { code: "T-2" }] }));
    await closeAll();
    const again = await openTab();
    expect(again.rows.get(product, value.product)).toMatchObject({ name: "Truss", weightG: 12_000 });
    expect(Array.from(again.rows.all(asset).values(), (row) => row.code).sort()).toEqual(["T-1", "T-2"]);
    expect(again.sync.get().pendingChanges).toBe(2);
  });

  test("one tab shows what the other edited and undid", async () => {
    const one = await openTab();
    const { value } = must(await one.run(createProduct, { name: "Truss" }));
    const two = await openTab();
    expect(two.rows.get(product, value.product)?.name).toBe("Truss");
    must(await two.run(editProduct, { product: value.product, values: { name: "Truss 3 m" } }));
    await expect.poll(() => one.rows.get(product, value.product)?.name).toBe("Truss 3 m");
    must(await two.undo());
    await expect.poll(() => one.rows.get(product, value.product)?.name).toBe("Truss");
  });
});
