/** Files of appliance testers: what is read from them, what becomes of each row, and what hostile ones come to. */
import { describe, expect, test } from "vitest";
import { bytesSource, readFile } from "#shared/domain/import";
import type { TextDecoding } from "#shared/domain/import";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { planPatResults, readPatResults, stillFailed } from "#shared/domain/maintenance";
import type { PatKnowledge, PatRow } from "#shared/domain/maintenance";
import { day } from "#tests/support/maintenance-world";
import { named } from "#tests/support/scan-world";

const decoding: TextDecoding = {
  decode: (bytes, encoding) => new TextDecoder(encoding, { fatal: true }).decode(bytes),
};
const product = named<ProductId>("product lamp");
const lamp = (code: string): AssetId => named<AssetId>(`asset ${code}`);
const knows = (codes: readonly string[], known: ReadonlySet<string> = new Set()): PatKnowledge => ({
  find: (text) => codes.filter((code) => code === text).map((code) => ({ asset: lamp(code), product })),
  isKnown: (sourceId) => known.has(sourceId),
});

const readTable = async (text: string | Uint8Array) => {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return readFile(bytesSource("results.csv", bytes), decoding);
};

const plan = async (text: string, knowledge: PatKnowledge): Promise<readonly PatRow[]> => {
  const read = await readTable(text);
  if (!read.ok || read.value.type !== "table") throw new Error("a table is read");
  const results = readPatResults(read.value.table);
  if (results === undefined) throw new Error("the table holds results");
  return planPatResults(results, knowledge);
};

const head =
  "Client Name,Asset Id,Asset Description,Asset Class,Test Date,Pass/Fail,Test Name,Test Notes,Retest (Months),Asset Serial,Instrument,Instrument Serial,Person,Test,Result,Unit,Status,Test,Result,Unit,Status,Test,Result,Unit,Status";
const passed =
  "Hall,L-1,Lamp,Class I,13/05/2026,P,Full,Lead worn,12,S-1,Apollo 600,99-1,Jo,Visual,Pass,,P,Earth Bond,0.12,Ohm,P,Insulation,>19.99,MOhm,P";
const failed =
  "Hall,L-2,Lamp,II,14/05/2026,Fail,Full,,12,S-2,Apollo 600,99-1,Jo,Visual,Pass,,P,Insulation,1.2,MOhm,F,Touch Current,0.2,mA,P";

describe("a table with a row per test", () => {
  test("[MNT-06] becomes tests with readings, instrument and the next day it is due", async () => {
    const [first, second] = await plan([head, passed, failed].join("\r\n"), knows(["L-1", "L-2"]));
    expect(first).toMatchObject({
      type: "new",
      row: 2,
      test: {
        ...{ asset: lamp("L-1"), day: "2026-05-13", verdict: "pass", class: "I", tester: "Jo" },
        ...{ instrument: "Apollo 600", instrumentSerial: "99-1", nextDue: "2027-05-13", visual: "pass" },
        ...{ protectiveMilliohm: 120, insulationKiloohm: 19_990, limits: "file", method: "electrical" },
        note: "Lead worn\nInsulation >19.99 MOhm P",
      },
    });
    expect(second).toMatchObject({
      test: { verdict: "fail", class: "II", insulationKiloohm: 1_200, touchMicroamp: 200 },
    });
  });

  test("[MNT-06] the same file twice changes nothing, nor does the same row twice in it", async () => {
    const text = [head, passed, passed, failed].join("\n");
    const rows = await plan(text, knows(["L-1", "L-2"]));
    expect(rows.map(({ type }) => type)).toEqual(["new", "known", "new"]);
    const known = new Set(rows.flatMap((row) => (row.type === "new" ? (row.test.sourceId ?? []) : [])));
    const again = await plan(text, knows(["L-1", "L-2"], known));
    expect(again.map(({ type }) => type)).toEqual(["known", "known", "known"]);
  });

  test("[MNT-06] a piece is found by its serial number where its code is not, and several are never guessed", async () => {
    const [bySerial] = await plan([head, passed].join("\n"), knows(["S-1"]));
    expect(bySerial).toMatchObject({ type: "new", test: { asset: lamp("S-1") } });
    const [several] = await plan([head, passed].join("\n"), knows(["L-1", "L-1"]));
    expect(several).toMatchObject({ problem: { type: "AssetSeveral", count: 2 } });
  });

  test("[MNT-06] each row that is left out says why, and the others go on", async () => {
    const rows = await plan(
      [
        head,
        passed.replace("L-1", "GONE").replace("S-1", "S-9"),
        passed.replace("13/05/2026", "31/02/2026"),
        passed.replace(",P,Full", ",I,Full"),
        passed.replace("L-1", "").replace("S-1", ""),
        passed.replace("Lead worn", "x".repeat(4_001)),
        passed,
      ].join("\n"),
      knows(["L-1"]),
    );
    expect(rows.map((row) => (row.type === "refused" ? row.problem.type : row.type))).toEqual([
      "AssetUnknown",
      "NotADay",
      "NoVerdict",
      "AssetMissing",
      "TextTooLong",
      "new",
    ]);
    expect(rows.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test("[MNT-06] commas as decimal marks and German words are read", async () => {
    const [row] = await plan(
      [
        "Asset Id;Test Date;Status;Person;Test;Result;Unit;Status",
        "L-1;14.05.2026;bestanden;Jo;Schutzleiter;0,12;Ω;P",
      ].join("\n"),
      knows(["L-1"]),
    );
    expect(row).toMatchObject({ test: { day: "2026-05-14", verdict: "pass", protectiveMilliohm: 120 } });
  });
});

test("[MNT-06] key and value line by line, a blank line between assets, until the end of data", async () => {
  const rows = await plan(
    [
      "Tested on,14/05/2026",
      "Asset ID,L-1",
      "User Name,Jo",
      "Test Sequence,Class I full",
      "Overall,PASS",
      "Visual,PASS",
      "Earth Bond,0.09,Ohm,PASS",
      "",
      "Tested on,15/05/2026",
      "Asset ID,L-2",
      "Overall,FAIL",
      "Leakage,4.2,mA,FAIL",
      "End of Data",
      "Asset ID,L-1",
    ].join("\n"),
    knows(["L-1", "L-2"]),
  );
  expect(rows).toMatchObject([
    { row: 1, test: { asset: lamp("L-1"), tester: "Jo", protectiveMilliohm: 90, verdict: "pass" } },
    { row: 9, test: { asset: lamp("L-2"), conductorMicroamp: 4_200, verdict: "fail" } },
  ]);
});

describe("hostile files", () => {
  test("[MNT-06] formulas stay text and are no readings", async () => {
    const evil = passed.replace("0.12", '"=1+1"').replace("Lead worn", '"=HYPERLINK(""http://x"")"');
    const [row] = await plan([head, evil].join("\n"), knows(["L-1"]));
    expect(row).toMatchObject({ type: "new" });
    expect(row?.type === "new" ? row.test.protectiveMilliohm : 0).toBeUndefined();
    expect(row?.type === "new" ? row.test.note : "").toContain('=HYPERLINK("http://x")');
  });

  test("[MNT-06] figures beyond all measure are kept as words, not as readings", async () => {
    const [row] = await plan([head, passed.replace("0.12", "9".repeat(30))].join("\n"), knows(["L-1"]));
    expect(row?.type === "new" ? row.test.protectiveMilliohm : 0).toBeUndefined();
  });

  test.each([
    ["a picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])],
    ["a program", Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0])],
    ["nothing", new Uint8Array()],
    ["a header alone", new TextEncoder().encode(head)],
  ])("[MNT-06] %s is refused with its reason", async (_, bytes) => {
    expect((await readTable(bytes)).ok).toBe(false);
  });

  test("[MNT-06] a table about something else holds no results", async () => {
    const read = await readTable("Name,Price\nLamp,12\nCable,3");
    if (!read.ok || read.value.type !== "table") throw new Error("it is a table");
    expect(readPatResults(read.value.table)).toBeUndefined();
  });
});

test("[MNT-06] only what failed last, and never passed since, blocks its piece", async () => {
  const rows = await plan(
    [
      head,
      failed,
      failed.replace("14/05/2026,Fail", "20/05/2026,Pass"),
      passed.replace("13/05/2026,P", "13/05/2026,F"),
    ].join("\n"),
    knows(["L-1", "L-2"]),
  );
  const tests = rows.flatMap((row) => (row.type === "new" ? [row.test] : []));
  expect([...stillFailed(tests, () => undefined)].map(({ asset }) => asset)).toEqual([lamp("L-1")]);
  expect(stillFailed(tests, () => day("2026-05-13")).size).toBe(0);
});
