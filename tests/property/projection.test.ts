import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { CrdtDocument, RecordWrite } from "#shared/documents/crdt";
import { beginDocument, loadDocument } from "#shared/documents/crdt";
import { DocumentProjection } from "#shared/documents/projection";
import { startAutomerge } from "#tests/support/automerge";
import { idFromBytes } from "#shared/kernel/ids";

beforeAll(startAutomerge);

const actors = ["aa", "bb", "cc"].map((part) => part.repeat(16));
const keys = Array.from({ length: 5 }, (_, at) => `line:${idFromBytes(new Uint8Array(16).fill(at + 1))}`);

/** Who does what to which record; merges take everything the others have. */
const step = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom("create", "quantity", "name", "clear", "remove", "bad", "merge", "merge"),
  key: fc.nat(4),
  value: fc.nat(3),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const writeFor = ({ what, key, value }: Step, document: CrdtDocument): RecordWrite | undefined => {
  const name = keys[key] ?? "";
  const exists = document.records.has(name);
  if (what === "create")
    return exists ? undefined : { create: name, fields: { order: "a", quantity: value, name: `n${value}` } };
  if (!exists) return undefined;
  switch (what) {
    case "quantity":
      return { set: name, fields: { quantity: value } };
    case "name":
      return { set: name, fields: { name: `n${value}`, note: "x" } };
    case "clear":
      return { set: name, fields: { note: null } };
    case "remove":
      return { set: name, fields: { removedAt: value } };
    case "bad":
      return { set: name, fields: { quantity: value === 0 ? 1 : "not a number" } };
    default:
      return undefined;
  }
};

interface Site {
  readonly document: CrdtDocument;
  readonly projection: DocumentProjection;
}

const mergeInto = (site: Site, others: readonly Site[]): void => {
  for (const { document } of others) {
    const missing = document.changes().filter(({ hash }) => !site.document.has(hash));
    const chunks = missing.flatMap(({ hash }) => document.bytesOf(hash) ?? []);
    if (chunks.length > 0) site.projection.update(site.document.apply(chunks));
  }
};

const shown = ({ document, projection }: Site): unknown => ({
  heads: [...document.heads()].sort(),
  records: Object.fromEntries(
    [...projection.records]
      .filter(([, records]) => records.size > 0)
      .map(([type, records]) => [type, Object.fromEntries([...records].sort())]),
  ),
  unreadable: Object.fromEntries([...projection.unreadable].sort()),
  raw: Object.fromEntries([...document.records].sort()),
  conflicts: keys.flatMap((key) =>
    document.conflictedFields(key).map((field) => [key, field, document.conflictingValues(key, field)]),
  ),
});

const freshly = (document: CrdtDocument): Site => {
  const chunks = document.changes().flatMap(({ hash }) => document.bytesOf(hash) ?? []);
  const loaded = loadDocument("dd".repeat(16), chunks.reverse());
  return { document: loaded, projection: new DocumentProjection("event", loaded.records) };
};

describe("projection", () => {
  test("[DOC-R8] kept current from patches, it is what a fresh reading of the document gives", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const first = beginDocument(actors[0] ?? "", { kind: "event", schema: 1, minWriter: 0 });
        const made = first.write([], "begin", 0);
        if (made === null) throw new Error("a new document has a first change");
        const sites = [first, ...actors.slice(1).map((actor) => loadDocument(actor, [made.bytes]))].map(
          (document): Site => ({ document, projection: new DocumentProjection("event", document.records) }),
        );
        for (const one of steps) {
          const site = sites[one.who];
          if (site === undefined) continue;
          if (one.what === "merge") mergeInto(site, sites);
          else {
            const write = writeFor(one, site.document);
            if (write === undefined) continue;
            site.document.write([write], "step", 0);
            site.projection.update(["create" in write ? write.create : write.set]);
          }
        }
        for (const site of sites) mergeInto(site, sites);
        for (const site of sites) {
          const fresh = freshly(site.document);
          expect(shown(site)).toEqual(shown(fresh));
          expect(shown(site)).toEqual(shown(sites[0] ?? site));
          fresh.document.free();
        }
        for (const { document } of sites) document.free();
      }),
      { numRuns: 150, seed: 20_260_301 },
    );
  });
});
