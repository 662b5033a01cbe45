/** The same list read again after products it knows were merged. */
import { beforeAll, describe, expect, test } from "vitest";
import { applyImport, createImportSession, ownedByPlace } from "#shared/domain/import";
import type { PlanCounts } from "#shared/domain/import";
import { asset, code, editProduct, mergeAssets, mergeProducts, product } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import { createPositions, movement } from "#shared/domain/scanning";
import { must } from "#shared/kernel/result";
import { startAutomerge } from "#tests/support/automerge";
import { nodeDecoding, textSource } from "#tests/support/import-world";
import { openOneDevice } from "#tests/support/one-device";
import { seededRandom } from "#tests/support/plain-drafts";

beforeAll(startAutomerge);

const header =
  "ID;Name (In Database);Code;Type of Equipment;Rental/Sales;Stock calculation method;Weight;Power;Quantity;Serial number (Serial number);Internal reference (Serial number)";
const spotRow = "101;Spot 600;SPOT;Item;Rental;Serialized;22,2;470;;SN-1;S-1";
const doubleRow = "205;SPOT-600;SPT;Item;Rental;Serialized;23;;;SN-2;S-2";
const cableRow = "102;Schuko 10 m;SCH10;Item;Rental;Bulk;1,4;;140;;";
const strayRow = "310;Schuko 10m;SCHU;Item;Rental;Bulk;1,5;;20;;";

const oneCompany = async () => {
  const { replica } = await openOneDevice();
  const { rows } = replica;
  const random = seededRandom(7);
  const read = async (...lines: readonly string[]): Promise<PlanCounts> => {
    const session = createImportSession({ decoding: nodeDecoding, random });
    const positions = createPositions();
    positions.apply({ movements: rows.all(movement).values() });
    session.addExisting({
      products: [...rows.all(product).values()],
      assets: [...rows.all(asset).values()],
      codes: [...rows.all(code).values()],
      bulk: positions.bulkProducts().flatMap((id) => ownedByPlace(id, positions.bulkOf(id))),
    });
    must(await session.open([textSource("rentman.csv", [header, ...lines].join("\n"))], "EUR", []));
    const counts = session.plan();
    for (const step of session.steps(0, session.prepare(null))) must(await replica.run(applyImport, step));
    return counts;
  };
  const known = (sourceId: string): ProductId => {
    const found = [...rows.all(product).values()].find((row) => row.sourceId === `id:${sourceId}`);
    if (found === undefined) throw new Error(`${sourceId} was imported`);
    return found.id;
  };
  const merge = async (from: string, into: string): Promise<void> =>
    void must(await replica.run(mergeProducts, { product: known(from), into: known(into), values: {} }));
  const owned = (sourceId: string): number => {
    const positions = createPositions();
    positions.apply({ movements: rows.all(movement).values() });
    return positions.bulkOf(known(sourceId)).owned;
  };
  return { replica, rows, read, known, merge, owned };
};

const nothingNew = { newProducts: 0, newAssets: 0, rows: { new: 0, changed: 0, doubtful: 0, refused: 0 } };

describe("a list whose products were merged", () => {
  test("[INV-21] [INT-02] its rows belong to the one that goes on, which says what it said", async () => {
    const { rows, read, known, merge } = await oneCompany();
    expect(await read(spotRow, doubleRow)).toMatchObject({ newProducts: 2, newAssets: 2 });
    await merge("205", "101");
    expect(await read(spotRow, doubleRow)).toMatchObject(nothingNew);
    expect(await read(doubleRow, spotRow)).toMatchObject(nothingNew);
    expect(await read(doubleRow)).toMatchObject(nothingNew);
    expect(rows.get(product, known("101"))).toMatchObject({ name: "Spot 600", weightG: 22_200 });
    expect(rows.get(product, known("205"))).toMatchObject({ name: "SPOT-600", mergedInto: known("101") });
  });

  test("[INV-21] [INT-02] a new piece under the merged one is a piece of the one that goes on; gaps are filled", async () => {
    const { replica, rows, read, known, merge } = await oneCompany();
    await read(spotRow, doubleRow);
    await merge("101", "205");
    must(await replica.run(editProduct, { product: known("205"), values: { powerW: null } }));
    const counts = await read("101;Spot 600;SPOT;Item;Rental;Serialized;22,2;470;;SN-3;S-3");
    expect(counts).toMatchObject({ newProducts: 0, newAssets: 1 });
    const added = [...rows.all(asset).values()].find((row) => row.code === "S-3");
    expect(added).toMatchObject({ product: known("205") });
    expect(rows.get(product, known("205"))).toMatchObject({ name: "SPOT-600", weightG: 23_000, powerW: 470 });
  });

  test("[INV-21] [INT-02] a piece that was merged is not made anew, and the one that goes on says what it said", async () => {
    const { replica, rows, read, known } = await oneCompany();
    const twice = "101;Spot 600;SPOT;Item;Rental;Serialized;22,2;470;;SN-2;S-2";
    expect(await read(spotRow, twice)).toMatchObject({ newAssets: 2 });
    const piece = (of: string) => [...rows.all(asset).values()].find((row) => row.code === of);
    const [goesOn, ends] = [piece("S-1"), piece("S-2")];
    if (goesOn === undefined || ends === undefined) throw new Error("both were imported");
    const merge = { product: known("101"), asset: ends.id, into: goesOn.id, values: {} };
    must(await replica.run(mergeAssets, merge));
    expect(await read(spotRow, twice)).toMatchObject(nothingNew);
    expect(await read(twice)).toMatchObject(nothingNew);
    expect(rows.get(asset, goesOn.id)).toMatchObject({ code: "S-1", serial: "SN-1" });
    expect(rows.all(asset).size).toBe(2);
  });

  test("[INV-21] [INT-02] quantities of both rows are one sum", async () => {
    const { read, merge, owned } = await oneCompany();
    await read(cableRow, strayRow);
    await merge("310", "102");
    expect(owned("102")).toBe(160);
    expect(await read(cableRow, strayRow)).toMatchObject(nothingNew);
    expect(await read(cableRow, strayRow.replace(";20;", ";25;"))).toMatchObject({ rows: { changed: 1 } });
    expect(owned("102")).toBe(165);
  });
});
