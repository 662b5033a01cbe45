/**
 * What is on a relay's disk after its process was killed, its disk was full, or bytes of its files were lost. What is
 * promised of each: docs/decisions/0036-what-a-broken-disk-may-take.md.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import type { LogWrite } from "#relay/storage/log-store";
import { openDatabase } from "#relay/storage/open-database";
import type { SqliteLog } from "#relay/storage/sqlite-log";
import { createSqliteLog } from "#relay/storage/sqlite-log";
import { killCampaign } from "#tests/simulator/kill-campaign";
import { readWal } from "#tests/simulator/wal-frames";
import { buildRelayFor } from "#tests/support/built-relay";
import type { Chances } from "#tests/support/virtual-time";
import { createChances } from "#tests/support/virtual-time";

test(
  "[RELAY-90] kill -9 at a hundred moments under load: what has a receipt is there after the restart, in the same log",
  { timeout: 600_000 },
  async () => {
    const built = await buildRelayFor("durability");
    const halves = await Promise.all([killCampaign(1, 50, built), killCampaign(51, 50, built)]);
    await built.remove();
    expect(halves.flatMap(({ failures }) => failures)).toEqual([]);
    const total = (of: keyof (typeof halves)[0]["counts"]): number =>
      halves.reduce((sum, { counts }) => sum + counts[of], 0);
    expect(total("kills")).toBe(100);
    // Moments that wait for receipts bring more than these, whatever the machine is at.
    expect(total("receipts")).toBeGreaterThan(100);
    // Some moments are those in which it is hard: a transaction half written, or whole and nobody told.
    expect(total("insideCommit") + total("unheard")).toBeGreaterThan(0);
    expect(total("diskFull")).toBeGreaterThan(0);
  },
);

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "eventkit-durability-"));
  path = join(folder, "relay.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const company: LogWrite = { type: "company", company: 1, id: new Uint8Array(32).fill(1) };

/** A push of so many bytes; a few thousand take several pages of the file. */
const pushOf = (serial: number, bytes: number, chances: Chances): LogWrite => ({
  ...{ type: "push", company: 1, endsBatch: true },
  push: {
    ...{ serial, doc: new Uint8Array(16).fill(serial % 5), logHash: chances.bytes(32), changes: 1 },
    ...{ body: chances.bytes(bytes), proof: null },
  },
});

/** Place and running hash of everything in the log. */
const contentOf = (log: SqliteLog): readonly string[] =>
  log.companies().length === 0
    ? []
    : log
        .pushesAfter(1, 0, Infinity)
        .pushes.map(({ serial, logHash }) => `${serial} ${Buffer.from(logHash).toString("hex")}`);

/** What is there when the files are opened anew; the problem's type when they are refused. */
const reopened = (database: string): readonly string[] | string => {
  const opened = openDatabase(database);
  if (!opened.ok) return opened.error.type;
  const log = createSqliteLog(opened.value);
  const content = contentOf(log);
  log.close();
  return content;
};

interface Written {
  readonly wal: Buffer;
  /** Where each transaction ends in it, and what is in the log from there on. */
  readonly states: readonly { readonly end: number; readonly content: readonly string[] }[];
}

/** A database whose process died: everything since its tables were made is in its log of writes. */
const writeAndDie = (batches: number, chances: Chances): Written => {
  const log = createSqliteLog(must(openDatabase(path)));
  const states: { end: number; content: readonly string[] }[] = [];
  const note = (): void => {
    const ends = readWal(readFileSync(`${path}-wal`)).commits;
    const content = contentOf(log);
    for (const end of ends.slice(states.length)) states.push({ end, content });
  };
  must(log.append([company]));
  note();
  for (let serial = 1; serial <= batches; serial++) {
    must(log.append([pushOf(serial, 10 + chances.below(9_000), chances)]));
    note();
  }
  const wal = readFileSync(`${path}-wal`);
  copyFileSync(path, `${path}.kept`);
  log.close();
  return { wal, states };
};

/** The files as they were, with this log of writes, at a place where no process has opened them yet. */
const putWal = (wal: Buffer): string => {
  const copy = join(mkdtempSync(join(folder, "copy-")), "relay.db");
  copyFileSync(`${path}.kept`, copy);
  writeFileSync(`${copy}-wal`, wal);
  return copy;
};

const contentAt = ({ states }: Written, end: number): readonly string[] =>
  states.findLast((state) => state.end <= end)?.content ?? [];

describe("[RELAY-91] a log of writes that was torn off while a process wrote", () => {
  test("at every end of a transaction, beside it and anywhere else: every transaction before is there, and nothing else", () => {
    const chances = createChances(91);
    const written = writeAndDie(12, chances);
    const { wal, states } = written;
    const cuts = new Set([
      ...[0, 1, 31, 32, 33, wal.length],
      ...states.flatMap(({ end }) => [end - 1, end, end + 1]),
      ...Array.from({ length: 60 }, () => chances.below(wal.length)),
    ]);
    for (const cut of cuts) {
      expect(reopened(putWal(wal.subarray(0, cut))), `cut at ${cut}`).toEqual(contentAt(written, cut));
    }
    expect(contentAt(written, wal.length)).toHaveLength(12);
  });

  test("room that was made and never written", () => {
    const chances = createChances(92);
    const written = writeAndDie(8, chances);
    const last = written.states.at(-2)?.end ?? 0;
    for (let at = 0; at < 40; at++) {
      const cut = last + chances.below(written.wal.length - last);
      const wal = Buffer.from(written.wal);
      wal.fill(0, cut);
      expect(reopened(putWal(wal)), `zeros from ${cut}`).toEqual(contentAt(written, last));
    }
  });
});

describe("[RELAY-92] damage before that is told, and nothing is written", () => {
  test("a bit anywhere in the log of writes: refused, or at most the last transaction is missing", () => {
    const chances = createChances(93);
    const written = writeAndDie(12, chances);
    const { wal, states } = written;
    const last = states.at(-2)?.end ?? 0;
    let refused = 0;
    for (let at = 0; at < 150; at++) {
      const place = at < 40 ? last + chances.below(wal.length - last) : chances.below(last);
      const changed = Buffer.from(wal);
      changed[place] = (changed[place] ?? 0) ^ (1 << chances.below(8));
      const copy = putWal(changed);
      const found = reopened(copy);
      if (found === "DatabaseDamaged") {
        if (place < last) refused++;
        expect(readFileSync(`${copy}-wal`).equals(changed)).toBe(true);
      } else expect([place < last, found], `bit at ${place}`).toEqual([false, contentAt(written, last)]);
    }
    expect(refused).toBe(110);
  });

  test("the database cut short, also to nothing: refused, or nothing is missing", () => {
    const chances = createChances(94);
    const { wal, states } = writeAndDie(40, chances);
    const carried = putWal(wal);
    const database = must(openDatabase(carried));
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    const whole = readFileSync(carried);
    const all = states.at(-1)?.content;
    const pages = Array.from({ length: Math.ceil(whole.length / 4_096) }, (_, at) => at * 4_096);
    for (const cut of [...pages.slice(1), ...pages.map((at) => at + 1 + chances.below(4_095))]) {
      if (cut >= whole.length) continue;
      const copy = putWal(Buffer.alloc(0));
      writeFileSync(copy, whole.subarray(0, cut));
      const found = reopened(copy);
      if (found !== "DatabaseDamaged") expect(found, `cut at ${cut}`).toEqual(all);
      else expect(statSync(copy).size).toBe(cut);
    }
    const copy = putWal(wal);
    writeFileSync(copy, "");
    expect(reopened(copy)).toBe("DatabaseDamaged");
  });
});

test("[RELAY-93] a disk that is full at any page of any batch keeps every batch before it whole, and takes this one once there is room", () => {
  const chances = createChances(95);
  const database = must(openDatabase(path));
  const log = createSqliteLog(database);
  must(log.append([company]));
  const limitTo = (pages: number): void => void database.exec(`PRAGMA max_page_count = ${pages}`);
  const pages = (): number => Math.ceil(statSync(path).size / 4_096);
  const content: string[] = [];
  const failedAt = new Set<number>();
  for (let serial = 1; serial <= 40; serial++) {
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const push = pushOf(serial, 4_000 + chances.below(20_000), chances);
    const room = serial % 6;
    limitTo(pages() + room);
    const full = log.append([push]);
    if (!full.ok) {
      failedAt.add(room);
      expect(full.error).toEqual({ type: "StoreFull" });
      expect(contentOf(log)).toEqual(content);
      limitTo(2 ** 30);
      must(log.append([push]));
    }
    content.push(contentOf(log).at(-1) ?? "");
    expect(contentOf(log)).toEqual(content);
  }
  log.close();
  expect(reopened(path)).toEqual(content);
  expect(failedAt.size).toBeGreaterThan(3);
});
