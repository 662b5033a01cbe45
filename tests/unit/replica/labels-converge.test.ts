/** Labels given to pieces by devices that do not know of each other, and the answer where one of them sticks. */
import { beforeAll, expect, test } from "vitest";
import {
  addAssets,
  asset,
  assignLabels,
  code,
  createProduct,
  disputedLabels,
  takeLabelOff,
} from "#shared/domain/inventory";
import { createCodeIndex } from "#shared/domain/scanning";
import type { CodeIndex } from "#shared/domain/scanning";
import { sha256 } from "#shared/kernel/hash";
import { makeLabel } from "#shared/kernel/label-text";
import type { Result } from "#shared/kernel/result";
import { must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";
import { startAutomerge } from "#tests/support/automerge";
import { devicesApart } from "#tests/support/devices-apart";
import { seededRandom } from "#tests/support/plain-drafts";

beforeAll(startAutomerge);

const random = seededRandom(7);
const labels = [0, 1, 2].map(() => makeLabel(sha256, new Uint8Array(32), random).text);

const codesOn = ({ rows }: Replica): CodeIndex => {
  const codes = createCodeIndex();
  for (const row of rows.all(asset).values()) codes.putAsset(row);
  for (const row of rows.all(code).values()) codes.putCode(row);
  return codes;
};

test.each([0, 1, 2])(
  "[LABEL-3] [SCN-13] of three labels a piece was given apart, number %i sticks on another one: the others still lead to it",
  async (taken) => {
    const { world, on, apart, ...devices } = await devicesApart(97, 3);
    const run = async <T>(running: Promise<Result<T, unknown>>): Promise<T> =>
      must(await devices.run(running));
    const product = (await run(on(0).run(createProduct, { name: "Spot" }))).value.product;
    const made = await run(on(0).run(addAssets, { product, assets: [{ code: "S-1" }, { code: "S-2" }] }));
    await world.time.advance(5_000);
    const [a, b] = made.value.assets;
    if (a === undefined || b === undefined) throw new Error("two were made");
    const give = (device: number, piece: typeof a, label = ""): Promise<unknown> =>
      run(on(device).run(assignLabels, { product, labels: [{ asset: piece, label }] }));
    await apart(async () => {
      for (const device of [0, 1, 2]) await give(device, a, labels[device]);
      await give((taken + 1) % 3, b, labels[taken]);
    });
    const label = labels[taken] ?? "";
    expect(codesOn(on(0)).duplicates()).toMatchObject([{ code: label, isLabel: true }]);
    const row = on(0).rows.get(asset, a);
    if (row === undefined) throw new Error("it is here");
    const from = [{ product, asset: a, disputed: disputedLabels(row) }];
    await run(on(0).run(takeLabelOff, { label, from }));
    await world.time.advance(10_000);
    for (const device of [0, 1, 2]) {
      const codes = codesOn(on(device));
      expect(codes.duplicates()).toEqual([]);
      for (const each of labels)
        expect(codes.byLabel(each)).toEqual([{ type: "asset", asset: each === label ? b : a }]);
      expect(on(device).rows.get(asset, a)?.conflicts).toBeUndefined();
    }
  },
);
