import { beforeAll, describe, expect, test } from "vitest";
import { plannedRestore, restoreRecords } from "#shared/domain/activity";
import type { RestoredRecord } from "#shared/domain/activity";
import { addAssets, asset, createProduct, editAsset, product, removeAssets } from "#shared/domain/inventory";
import { typesOfKind } from "#shared/documents/projection";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { AuditMoment, RecordRef, Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";

beforeAll(startAutomerge);

const types = typesOfKind("product");

/** An asset written, then written again and given a companion, then removed: an hour between each. */
const begun = async () => {
  const { replica, clock } = await openOneDevice();
  const hour = (): void => clock.set(clock.now() + 3_600_000);
  const { product: id } = must(await replica.run(createProduct, { name: "Truss" })).value;
  const made = must(await replica.run(addAssets, { product: id, assets: [{ code: "T-1", notes: "new" }] }));
  const [first] = made.value.assets;
  if (first === undefined) throw new Error("an asset was made");
  const start = clock.now();
  hour();
  must(await replica.run(editAsset, { product: id, asset: first, values: { notes: null, serial: "S1" } }));
  const added = must(await replica.run(addAssets, { product: id, assets: [{ code: "T-2" }] }));
  const [second] = added.value.assets;
  if (second === undefined) throw new Error("another asset was made");
  hour();
  must(await replica.run(removeAssets, { product: id, assets: [first] }));
  const thing = thingOf(id);
  const record: RecordRef = { type: asset, id: first };
  return { replica, id, thing, first, second, start, record };
};

const planFor = async (
  replica: Replica,
  thing: ReturnType<typeof thingOf>,
  moment: AuditMoment,
  record?: RecordRef,
) => plannedRestore(types, await replica.recordsAt(thing, moment, record));

const restore = restoreRecords("inventory");

describe("restoring a record to a moment", () => {
  test("[STU-23] [STU-24] a removed asset comes back as it was, and undo takes exactly that back", async () => {
    const { replica, thing, first, start, record } = await begun();
    const plan = await planFor(replica, thing, { at: start }, record);
    expect(plan.records).toMatchObject([{ removal: "back" }]);
    expect(plan.records[0]?.fields.map(({ field, now, then }) => [field, now, then])).toEqual([
      ["serial", "S1", null],
      ["notes", null, "new"],
    ]);
    const done = must(await replica.run(restore, { thing, records: plan.records }));
    expect(done.value.fields).toBe(3);
    const row = replica.rows.get(asset, first);
    expect([row?.notes, row?.serial, row?.removedAt]).toEqual(["new", undefined, undefined]);
    expect((await replica.history(thing, record))[0]?.command).toBe("activity.restoreRecords");
    must(await replica.undo(done.change ?? undefined));
    const undone = replica.rows.get(asset, first);
    expect([undone?.notes, undone?.serial]).toEqual([undefined, "S1"]);
    expect(undone?.removedAt).toBeTypeOf("number");
  });

  test("[STU-23] a whole document: what came later goes away, what went comes back, the rest stays", async () => {
    const { replica, thing, id, first, second, start } = await begun();
    const plan = await planFor(replica, thing, { at: start });
    must(await replica.run(restore, { thing, records: plan.records }));
    expect(replica.rows.get(asset, first)?.removedAt).toBeUndefined();
    expect(replica.rows.get(asset, second)?.removedAt).toBeTypeOf("number");
    expect(replica.rows.get(asset, second)?.code).toBe("T-2");
    expect(replica.rows.get(product, id)?.name).toBe("Truss");
    expect((await planFor(replica, thing, { at: start })).records).toEqual([]);
  });

  test("[STU-23] what somebody changed after it was shown is not written over, nor anything else", async () => {
    const { replica, thing, first, start, record } = await begun();
    const plan = await planFor(replica, thing, { at: start }, record);
    const other: RestoredRecord = {
      ...{ type: asset, id: first, removal: null },
      fields: [{ field: "serial", now: "S1", then: "S2" }],
    };
    must(await replica.run(restore, { thing, records: [other] }));
    const refused = await replica.run(restore, { thing, records: plan.records });
    expect(refused).toEqual({
      ok: false,
      error: { type: "ChangedMeanwhile", record: first, field: "serial" },
    });
    expect(replica.rows.get(asset, first)).toMatchObject({ serial: "S2" });
    expect(replica.rows.get(asset, first)?.removedAt).toBeTypeOf("number");
  });

  test("[STU-23] a value this version does not take stays as it is, and is told", () => {
    const record = `asset:${"0".repeat(25)}G`;
    const now = { product: "0".repeat(26), code: "T-1" };
    const plan = plannedRestore(types, [{ record, now, then: { ...now, code: "x".repeat(500) } }]);
    expect(plan).toEqual({ records: [], untaken: [{ record, field: "code" }] });
  });
});
