/** What a relay does with a file of signed rows that is damaged: nothing in it is worth not starting for. */
import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CompanyNumber } from "#relay/storage/log-store";
import type { SignedRowsStore } from "#relay/storage/signed-rows";
import { openSignedRows } from "#relay/storage/signed-rows";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import { startTestRelay, temporaryFolder } from "#tests/support/relay-process";

const page = 4_096;
/** Where every log begins. */
const until = { serial: 0, logHash: new Uint8Array(32) };
const doc = (company: CompanyNumber, place: number): Uint8Array => {
  const id = new Uint8Array(16);
  id.set([company, place >> 8, place & 255]);
  return id;
};

/** Rows of two companies over many pages, all of them overwritten but the first, which says what the file is. */
const damagedRows = async (): Promise<string> => {
  const path = join(await temporaryFolder(), "signed-rows.db");
  const rows = openSignedRows(path);
  for (const company of [1, 7])
    rows.put(
      company,
      until,
      Array.from({ length: 400 }, (_, place) => ({ doc: doc(company, place), bytes: fresh(600) })),
    );
  // Brings everything from the write-ahead log into the file.
  rows.remove(99);
  rows.close();
  const file = openSync(path, "r+");
  const { size } = fstatSync(file);
  expect(size).toBeGreaterThan(20 * page);
  for (let at = page; at < size; at += page) writeSync(file, randomBytes(page), 0, page, at);
  closeSync(file);
  return path;
};

test("[RELAY-155] a relay starts over damaged signed rows, begins the file anew and says so", async () => {
  const path = await damagedRows();
  const relay = await startTestRelay({ signedRows: path });
  expect(relay.lines.join("\n")).toContain("rows.begun-anew");
  const company = await foundCompanyOn(relay.origin, relay.key);
  await connectLive(relay.origin, company.id, company.owner);
  await relay.close();
});

test("[RELAY-155] damage found while reading, writing or removing is no end either", async () => {
  const entry = { doc: doc(1, 3), bytes: fresh(40) };
  const problems: unknown[] = [];
  const open = async (): Promise<SignedRowsStore> =>
    openSignedRows(await damagedRows(), (problem) => problems.push(problem));
  const read = await open();
  expect(read.get(1, doc(1, 3))).toBeUndefined();
  read.put(1, until, [entry]);
  expect(read.get(1, entry.doc)).toEqual(entry.bytes);
  read.close();
  const written = await open();
  written.put(1, until, [entry]);
  expect(written.get(1, entry.doc)).toEqual(entry.bytes);
  written.close();
  const removed = await open();
  removed.remove(7);
  removed.close();
  expect(problems).toHaveLength(3);
});

test("[RELAY-155] of several companies that are gone every one is taken out, and the rest stays", async () => {
  const path = join(await temporaryFolder(), "signed-rows.db");
  const rows = openSignedRows(path);
  const kept = { doc: fresh(16), bytes: new Uint8Array(Buffer.from("of company five")) };
  rows.put(5, until, [kept]);
  for (const company of [1, 2, 6, 9])
    rows.put(company, until, [{ doc: fresh(16), bytes: new Uint8Array(Buffer.from("of one that is gone")) }]);
  rows.keepOnly([5, 12]);
  expect(rows.get(5, kept.doc)).toEqual(kept.bytes);
  rows.close();
  expect(readFileSync(path).includes("of one that is gone")).toBe(false);
});
