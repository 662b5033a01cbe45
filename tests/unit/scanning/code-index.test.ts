import { describe, expect, test } from "vitest";
import type { AssetId, CodeId, ProductId } from "#shared/domain/inventory";
import { createCodeIndex } from "#shared/domain/scanning";
import { sha256 } from "#shared/kernel/hash";
import { thingOf } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { labelFrom } from "#shared/kernel/label-text";
import { named } from "#tests/support/scan-world";

const a = named<AssetId>("a");
const b = named<AssetId>("b");
const product = named<ProductId>("p");
const labelOf = (local: number): string =>
  labelFrom(sha256, new Uint8Array(32), new Uint8Array(10).fill(local)).text;

describe("codes", () => {
  test("[SCN-08] several codes per unit; a changed code no longer answers", () => {
    const codes = createCodeIndex();
    codes.putAsset({ id: a, code: "SPOT-1", label: "L1" });
    codes.putCode({ id: named<CodeId>("c1"), product, asset: a, value: "4047" });
    expect(codes.find("spot-1")).toEqual([{ type: "asset", asset: a }]);
    expect(codes.find("4047")).toEqual([{ type: "asset", asset: a }]);
    codes.putAsset({ id: a, code: "SPOT-01", label: "L1" });
    expect(codes.find("SPOT-1")).toEqual([]);
    expect(codes.find("SPOT-01")).toHaveLength(1);
    codes.dropCode(named<CodeId>("c1"));
    expect(codes.find("4047")).toEqual([]);
  });

  test("[SCN-09] one code on two things gives both, and is listed; the same thing twice is one", () => {
    const codes = createCodeIndex();
    codes.putAsset({ id: a, code: "SPOT-1" });
    codes.putCode({ id: named<CodeId>("c1"), product, asset: a, value: "spot-1" });
    expect(codes.find("SPOT-1")).toHaveLength(1);
    expect(codes.duplicates()).toEqual([]);
    codes.putAsset({ id: b, code: "Spot-1" });
    expect(codes.find("SPOT-1")).toHaveLength(2);
    expect(codes.duplicates()).toMatchObject([{ code: "SPOT-1", owners: [{}, {}] }]);
    codes.dropAsset(b);
    expect(codes.duplicates()).toEqual([]);
    expect(codes.find("SPOT-1")).toEqual([{ type: "asset", asset: a }]);
  });

  test("[INV-21] the code of a merged product says whose it was, unless it is the surviving one's own too", () => {
    const codes = createCodeIndex();
    const [thing, own] = [named<ThingId>("gone"), thingOf(product)];
    codes.putCode({ id: named<CodeId>("c1"), product, value: "4047", thing });
    codes.putCode({ id: named<CodeId>("c2"), product, value: "4048", thing: own });
    codes.putCode({ id: named<CodeId>("c3"), product, asset: a, value: "4049", thing });
    expect(codes.find("4047")).toEqual([{ type: "product", product, formerly: thing }]);
    expect(codes.find("4048")).toEqual([{ type: "product", product }]);
    expect(codes.find("4049")).toEqual([{ type: "asset", asset: a }]);
    codes.putCode({ id: named<CodeId>("c0"), product, value: "4047", thing: own });
    expect(codes.find("4047")).toEqual([{ type: "product", product }]);
    expect(codes.duplicates()).toEqual([]);
  });

  test("[READ-2] serial numbers answer only when no code does; off stock answers to its label alone", () => {
    const codes = createCodeIndex();
    codes.putAsset({ id: a, code: "SPOT-1", serial: "77", label: "L1" });
    expect(codes.find("77")).toEqual([{ type: "asset", asset: a }]);
    codes.putAsset({ id: b, code: "77" });
    expect(codes.find("77")).toEqual([{ type: "asset", asset: b }]);
    codes.putAsset({ id: a, code: "SPOT-1", serial: "77", label: "L1", removedAt: 1 });
    expect(codes.find("SPOT-1")).toEqual([]);
    expect(codes.byLabel("L1")).toEqual([{ type: "asset", asset: a }]);
  });

  test("[SCN-13] a second label of a piece answers like its first; one label on two things gives both, and is listed", () => {
    const codes = createCodeIndex();
    const [label, second] = [labelOf(1), labelOf(2)];
    codes.putAsset({ id: a, code: "SPOT-1", label });
    codes.putCode({ id: named<CodeId>("c1"), product, asset: a, value: second });
    expect(codes.byLabel(second)).toEqual([{ type: "asset", asset: a }]);
    expect(codes.duplicates()).toEqual([]);
    codes.putAsset({ id: b, code: "SPOT-2", label: second });
    expect(codes.byLabel(second)).toHaveLength(2);
    expect(codes.duplicates()).toMatchObject([{ code: second, isLabel: true, owners: [{}, {}] }]);
    codes.dropCode(named<CodeId>("c1"));
    expect(codes.byLabel(second)).toEqual([{ type: "asset", asset: b }]);
    expect(codes.duplicates()).toEqual([]);
  });

  test("[SCN-13] a maker's number as long as a label is none: it answers as a code alone", () => {
    const codes = createCodeIndex();
    const label = labelOf(1);
    const number = `${label.slice(0, 25)}${label.endsWith("A") ? "B" : "A"}`;
    codes.putCode({ id: named<CodeId>("c1"), product, asset: a, value: number });
    codes.putCode({ id: named<CodeId>("c2"), product, asset: b, value: number });
    expect(codes.find(number)).toHaveLength(2);
    expect(codes.byLabel(number)).toEqual([]);
    expect(codes.duplicates()).toMatchObject([{ code: number, isLabel: false, owners: [{}, {}] }]);
  });

  test("[SCN-13] two labels given to one piece by two devices both lead to it, until one was chosen", () => {
    const codes = createCodeIndex();
    const conflicts = { label: [{ value: "L1" }, { value: "L2" }, { value: null }] };
    codes.putAsset({ id: a, code: "SPOT-1", label: "L1", conflicts });
    expect(["L1", "L2"].map((label) => codes.byLabel(label))).toEqual([
      [{ type: "asset", asset: a }],
      [{ type: "asset", asset: a }],
    ]);
    codes.putAsset({ id: a, code: "SPOT-1", label: "L1" });
    expect(codes.byLabel("L2")).toEqual([]);
  });

  test("[INV-21] what a merged piece was known by leads to the one that goes on, and ends with it", () => {
    const codes = createCodeIndex();
    codes.putAsset({ id: a, code: "SPOT-1", label: "L1" });
    codes.putAsset({ id: b, code: "SPOT-1", serial: "77", label: "L2", removedAt: 1, mergedInto: a });
    expect(codes.find("SPOT-1")).toEqual([{ type: "asset", asset: a }]);
    expect(codes.duplicates()).toEqual([]);
    expect(codes.find("77")).toEqual([{ type: "asset", asset: a, formerly: b }]);
    expect(codes.byLabel("L2")).toEqual([{ type: "asset", asset: a, formerly: b }]);
    codes.putAsset({ id: a, code: "SPOT-1", label: "L1", removedAt: 2 });
    expect(codes.find("77")).toEqual([]);
    codes.putAsset({ id: a, code: "SPOT-1", label: "L1" });
    codes.putAsset({ id: b, code: "SPOT-1", serial: "77", label: "L2" });
    expect(codes.byLabel("L2")).toEqual([{ type: "asset", asset: b }]);
    expect(codes.duplicates()).toHaveLength(1);
  });
});
