import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { CrdtDocument, RecordWrite } from "#shared/documents/crdt";
import { beginDocument, loadDocument } from "#shared/documents/crdt";
import { brand } from "#shared/kernel/brand";
import { idFromBytes } from "#shared/kernel/ids";
import type { Scalar } from "#shared/kernel/record";
import type { ActorFacts } from "#shared/replica/engine/history";
import { entriesOf, recordsAt } from "#shared/replica/engine/history";
import type { AuditChange } from "#shared/replica/engine/history-changes";
import { decodeAfter } from "#shared/replica/engine/history-changes";
import { decodeHistory, encodeHistory, findInHistory } from "#shared/replica/engine/history-codec";
import type { HistoryPart } from "#shared/replica/engine/history-page";
import { newestEntries } from "#shared/replica/engine/history-page";
import type { OpenDocument } from "#shared/replica/open-documents";
import { startAutomerge } from "#tests/support/automerge";

beforeAll(startAutomerge);

const actors = ["aa", "bb", "cc"].map((part) => part.repeat(16));
const keys = Array.from({ length: 4 }, (_, at) => `line:${idFromBytes(new Uint8Array(16).fill(at + 1))}`);

/** Who does what to which record at what time of an own clock; merges take everything the others have. */
const step = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom("create", "quantity", "name", "clear", "bytes", "remove", "merge", "merge"),
  key: fc.nat(3),
  value: fc.nat(3),
  time: fc.nat(50),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const writeFor = ({ what, key, value }: Step, document: CrdtDocument): RecordWrite | undefined => {
  const name = keys[key] ?? "";
  if (what === "create")
    return document.records.has(name) ? undefined : { create: name, fields: { order: "a", quantity: value } };
  if (!document.records.has(name)) return undefined;
  const fields: Readonly<Record<string, Readonly<Record<string, Scalar | null>>>> = {
    quantity: { quantity: value },
    name: { name: `n${value}`, note: 'x\n"y"' },
    clear: { note: null },
    bytes: { mark: Uint8Array.of(value, 255) },
    remove: { removedAt: value + 1 },
  };
  const set = fields[what];
  return set === undefined ? undefined : { set: name, fields: set };
};

const mergeInto = (document: CrdtDocument, others: readonly CrdtDocument[]): void => {
  for (const other of others) {
    const missing = other.changes().filter(({ hash }) => !document.has(hash));
    const chunks = missing.flatMap(({ hash }) => other.bytesOf(hash) ?? []);
    if (chunks.length > 0) document.apply(chunks);
  }
};

/** Records as plain objects in a fixed order. */
const plain = (records: Iterable<readonly [string, Readonly<Record<string, unknown>>]>): unknown =>
  Object.fromEntries(
    [...records]
      .map(([key, fields]) => [key, Object.fromEntries(Object.entries(fields).sort())] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const changesOf = (document: CrdtDocument): readonly AuditChange[] =>
  decodeAfter(brand<OpenDocument>({ crdt: document }), []).changes;

const facts: ActorFacts = { confirmed: new Map(), signed: new Map(), memberOf: () => null };

/** As the sync host stores it: text of so many changes each. */
const partsOf = (changes: readonly AuditChange[], size: number): readonly HistoryPart[] =>
  Array.from({ length: Math.ceil(changes.length / size) }, (_, at) => {
    const here = changes.slice(at * size, (at + 1) * size);
    const text = encodeHistory(here);
    return {
      newest: here.reduce((newest, { time }) => Math.max(newest, time * 1000), 0),
      changes: () => decodeHistory(text),
      find: (sought) => findInHistory(text, sought),
    };
  });

interface World {
  readonly sites: readonly CrdtDocument[];
  /** What the first site held after each of its own changes, by the name of the change. */
  readonly seen: ReadonlyMap<string, unknown>;
}

/** With one site only, every change is a moment whose records are known. */
const run = (steps: readonly Step[], count: number): World => {
  const root = { kind: "event", schema: 1, minWriter: 1 };
  const first = beginDocument(actors[0] ?? "", root);
  first.write([], "{}", 0);
  const chunks = first.changes().flatMap(({ hash }) => first.bytesOf(hash) ?? []);
  const sites = [first, ...actors.slice(1, count).map((actor) => loadDocument(actor, chunks))];
  const seen = new Map<string, unknown>();
  steps.forEach((one, at) => {
    const site = sites[one.who % count];
    if (site === undefined) return;
    if (one.what === "merge") return mergeInto(site, sites);
    const write = writeFor(one, site);
    if (write === undefined) return;
    const made = site.write([write], JSON.stringify({ c: "test.write", id: `change ${at}` }), one.time);
    if (site === first && made !== null) seen.set(`change ${at}`, plain(site.records));
  });
  return { sites, seen };
};

describe("the history of a document", () => {
  test("[STU-23] replayed to its end it is what the document is, on every device, whatever the clocks said", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const { sites } = run(steps, 3);
        for (const site of sites) mergeInto(site, sites);
        const told = sites.map((site) => {
          const records = recordsAt(changesOf(site), facts, { at: 1e15 });
          expect(plain(records.map(({ record, now }) => [record, now]))).toEqual(plain(site.records));
          expect(records.map(({ then }) => then)).toEqual(records.map(({ now }) => now));
          return entriesOf(changesOf(site), facts);
        });
        expect(told[1]).toEqual(told[0]);
        expect(told[2]).toEqual(told[0]);
        for (const site of sites) site.free();
      }),
      { numRuns: 60, seed: 20_261_121 },
    );
  });

  test("[STU-23] shows after each change what the device held then", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        // A clock that goes on: with one that jumps back only what builds on each other keeps its order.
        const { sites, seen } = run(
          steps.map((one, at) => ({ ...one, time: at })),
          1,
        );
        const [site] = sites;
        if (site === undefined) return;
        const changes = changesOf(site);
        for (const [change, held] of seen) {
          const then = recordsAt(changes, facts, { change }).flatMap(({ record, then: was }) =>
            was === null ? [] : [[record, was] as const],
          );
          expect(plain(then)).toEqual(held);
        }
        site.free();
      }),
      { numRuns: 80, seed: 20_261_121 },
    );
  });

  test("[STU-23] its newest part is what the whole begins with, wherever it is cut and whatever the clocks said", () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 20, maxLength: 80 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 6 }),
        (steps, size, count) => {
          const { sites } = run(
            steps.map((one, at) => ({ ...one, time: at + Math.floor(one.time / 4) })),
            3,
          );
          for (const site of sites) mergeInto(site, sites);
          const changes = changesOf(sites[0] ?? expect.fail("a site"));
          const newest = newestEntries(partsOf(changes, size), 0, facts, () => false, count);
          if (newest === undefined) return;
          told++;
          expect(newest).toEqual(entriesOf(changes, facts).slice(0, newest.length));
          expect(new Set(newest.map(({ change }) => change)).size).toBeGreaterThanOrEqual(count);
          for (const site of sites) site.free();
        },
      ),
      { numRuns: 150, seed: 20_261_122 },
    );
    expect(told).toBeGreaterThan(50);
  });

  test("[SEC-04] every entry begins where an earlier one of its field ended", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const { sites } = run(steps, 3);
        for (const site of sites) mergeInto(site, sites);
        const [site] = sites;
        if (site === undefined) return;
        const known = new Map<string, unknown[]>();
        for (const entry of entriesOf(changesOf(site), facts).toReversed()) {
          const place = `${entry.record} ${entry.field}`;
          const ends = known.get(place) ?? [null];
          expect(ends).toContainEqual(entry.before);
          known.set(place, [...ends, entry.after]);
        }
        for (const one of sites) one.free();
      }),
      { numRuns: 80, seed: 20_261_121 },
    );
  });

  test("[STU-23] is the same after it was written and read, and for one record alone", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const { sites } = run(steps, 3);
        for (const site of sites) mergeInto(site, sites);
        const [site] = sites;
        if (site === undefined) return;
        const changes = changesOf(site);
        const text = encodeHistory(changes);
        expect(decodeHistory(text)).toEqual(changes);
        const all = entriesOf(changes, facts);
        for (const key of keys) {
          const own = entriesOf(decodeHistory(text, key), facts);
          const expected = all.filter(({ record }) => record === key);
          const told = (entries: typeof own): unknown =>
            entries.map(({ id, before, after }) => [id, before, after]);
          expect(new Set(brand<string[]>(told(own)).map(String))).toEqual(
            new Set(brand<string[]>(told(expected)).map(String)),
          );
        }
        for (const one of sites) one.free();
      }),
      { numRuns: 80, seed: 20_261_121 },
    );
  });
});
