/** The form of golden documents, and how they are made and read. */
import { fromBase64Url, toBase64Url } from "#shared/kernel/bytes";
import type { Id } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import type { AnyRecordType } from "#shared/kernel/record";
import { recordKey } from "#shared/kernel/record";
import { assert } from "#shared/kernel/result";
import type { CrdtDocument } from "#shared/documents/crdt";
import { beginDocument, loadDocument } from "#shared/documents/crdt";
import type { DocumentKind } from "#shared/documents/kinds";
import { DocumentProjection } from "#shared/documents/projection";
import { seededRandom } from "#tests/support/plain-drafts";
import { sampleRecord } from "#tests/support/sample-records";

export interface GoldenDocument {
  readonly kind: string;
  readonly schema: number;
  /** Base64url, oldest first. */
  readonly chunks: readonly string[];
  readonly heads: readonly string[];
  /** What a reader shows, as JSON. */
  readonly shown: unknown;
}

/** What a reader of today makes of a document: records, unreadable ones and conflicts. */
export const shownBy = (kind: string, document: CrdtDocument): unknown => {
  const projection = new DocumentProjection(kind, document.records);
  const records = [...projection.records].flatMap(([type, found]) =>
    [...found.values()].map((record) => ({ type, ...record })),
  );
  const conflicts = [...document.records.keys()].flatMap((key) =>
    document.conflictedFields(key).map((field) => ({
      key,
      field,
      values: document.conflictingValues(key, field).map(({ value }) => value),
    })),
  );
  const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  const plain: unknown = JSON.parse(
    JSON.stringify({
      root: document.root(),
      records: records.sort(byText),
      unreadable: [...projection.unreadable.keys()].sort(),
      conflicts: conflicts.sort(byText),
    }),
  );
  return plain;
};

export const readGolden = (golden: GoldenDocument): CrdtDocument =>
  loadDocument(
    "99".repeat(16),
    golden.chunks.map((text) => {
      const bytes = fromBase64Url(text);
      assert(bytes, "a chunk is base64url");
      return bytes;
    }),
  );

/** One record of every type with every field, a removed one, one devices disagree about, one nobody can read, and what newer versions may add. */
export const makeGolden = (kind: string, { schema, records }: DocumentKind): GoldenDocument => {
  const random = seededRandom(schema * 1_000 + kind.length);
  const document = beginDocument("a1".repeat(16), { kind, schema, minWriter: 0 });
  const keyOf = (type: AnyRecordType): string => recordKey(type, newId<Id<string>>(random));
  const chunks: Uint8Array[] = [];
  const write = (on: CrdtDocument, writes: Parameters<CrdtDocument["write"]>[0]): void => {
    const change = on.write(writes, JSON.stringify({ c: "golden.make", id: "golden" }), 1_772_000_000);
    if (change !== null) chunks.push(change.bytes);
  };
  const keys = records.map((type) => ({ type, key: keyOf(type) }));
  write(
    document,
    keys.map(({ type, key }) => ({ create: key, fields: sampleRecord(type) })),
  );
  write(
    document,
    keys.map(({ type }) => ({
      create: keyOf(type),
      fields: { ...sampleRecord(type), removedAt: 1_772_000_000_000 },
    })),
  );
  write(
    document,
    keys.map(({ type }) => ({
      create: keyOf(type),
      fields: { ...sampleRecord(type), fromTheFuture: "kept" },
    })),
  );
  write(document, [{ create: "future-type:00000000000000000000000000", fields: { name: "kept" } }]);
  write(
    document,
    keys.map(({ type }) => ({ create: keyOf(type), fields: { nothing: true } })),
  );
  const other = loadDocument("b2".repeat(16), chunks);
  const [first] = keys;
  const field = Object.entries(first === undefined ? {} : sampleRecord(first.type)).find(
    ([, value]) => typeof value === "string",
  )?.[0];
  if (first !== undefined && field !== undefined) {
    write(document, [{ set: first.key, fields: { [field]: "one device" } }]);
    write(other, [{ set: first.key, fields: { [field]: "another" } }]);
  }
  const whole = loadDocument("c3".repeat(16), chunks);
  return {
    kind,
    schema,
    chunks: chunks.map(toBase64Url),
    heads: [...whole.heads()].sort(),
    shown: shownBy(kind, whole),
  };
};
