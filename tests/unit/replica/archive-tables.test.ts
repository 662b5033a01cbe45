/** The tables of an export, as a spreadsheet shows them. */
import { unzipSync } from "fflate";
import { beforeAll, expect, test } from "vitest";
import { addAssets, createProduct, setCustomValue } from "#shared/domain/inventory";
import { addCustomField } from "#shared/domain/settings";
import type { Command } from "#shared/kernel/command";
import { must } from "#shared/kernel/result";
import { exportOf } from "#tests/support/archive-world";
import { startAutomerge } from "#tests/support/automerge";
import { createSimWorld, replicaOn } from "#tests/support/sim-world";

beforeAll(startAutomerge);

test("[INV-09] [INT-04] products and assets stand in an export with the company's own fields, by their names", async () => {
  const world = await createSimWorld(1, 1);
  const [owner] = world.devices;
  if (owner === undefined) throw new Error("a device");
  await owner.start();
  await world.time.advance(2_000);
  const run = async <A, V, P extends { readonly type: string }>(
    command: Command<A, V, P>,
    args: A,
  ): Promise<V> => {
    const running = replicaOn(owner).run(command, args);
    await world.time.advance(2_000);
    return must(await running).value;
  };
  const { field: hours } = await run(addCustomField, { name: "Lamp hours", on: "asset", kind: "number" });
  const { field: colour } = await run(addCustomField, { name: "name", on: "product", kind: "text" });
  const { product } = await run(createProduct, { name: "Lamp" });
  const { assets } = await run(addAssets, { product, assets: [{ code: "A1" }, { code: "A2" }] });
  const [first] = assets;
  if (first === undefined) throw new Error("two pieces");
  await run(setCustomValue, { product, asset: first, field: { id: hours, kind: "number" }, value: "812,5" });
  await run(setCustomValue, { product, field: { id: colour, kind: "text" }, value: "blue, nearly" });
  const zip = await exportOf(owner);
  const linesOf = (name: string): readonly string[] =>
    new TextDecoder().decode(unzipSync(zip)[`records/${name}.csv`]).trim().split("\r\n");
  const [pieceHead, ...pieces] = linesOf("asset");
  expect(pieceHead).toMatch(/,removedAt,Lamp hours$/);
  expect(pieces.find((line) => line.includes(",A1,"))).toMatch(/,812\.5$/);
  expect(pieces.find((line) => line.includes(",A2,"))).toMatch(/,$/);
  // A field of that name is there already.
  const [productHead, lamp] = linesOf("product");
  expect(productHead).toMatch(/,removedAt,name 2$/);
  expect(lamp).toMatch(/,Lamp,.*,"blue, nearly"$/);
});
