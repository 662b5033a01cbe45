import { beforeAll, describe, expect, test } from "vitest";
import type { Id } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import { recordKey } from "#shared/kernel/record";
import { beginDocument } from "#shared/documents/crdt";
import { documentKinds } from "#shared/documents/kinds";
import { startAutomerge } from "#tests/support/automerge";
import { seededRandom } from "#tests/support/plain-drafts";
import { sampleRecord } from "#tests/support/sample-records";

beforeAll(startAutomerge);

/** kind, schema, minWriter and the container. */
const rootOperations = 4;

const cases = Object.entries(documentKinds).flatMap(([kind, { records }]) =>
  records.map((type) => ({ kind, type, name: type.name })),
);

describe("what a record costs", () => {
  test.each(cases)(
    "[DOC-R7] $kind/$name: one operation per field, however long its text",
    ({ kind, type }) => {
      const document = beginDocument("aa".repeat(16), { kind, schema: 1, minWriter: 0 });
      const fields = sampleRecord(type);
      const key = recordKey(type, newId<Id<string>>(seededRandom(1)));
      document.write([{ create: key, fields }], "create", 0);
      const made = rootOperations + 1 + Object.keys(fields).length;
      expect(document.stats().operations).toBe(made);
      const texts = Object.entries(fields).filter(([, value]) => typeof value === "string");
      document.write(
        [
          {
            set: key,
            fields: Object.fromEntries(texts.map(([name]) => [name, "another, much longer text"])),
          },
        ],
        "set",
        0,
      );
      expect(document.stats().operations).toBe(made + texts.length);
      document.free();
    },
  );
});
