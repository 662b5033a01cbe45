import { readdirSync, readFileSync } from "node:fs";
import * as Automerge from "@automerge/automerge/slim";
import { beforeAll, describe, expect, test } from "vitest";
import { fromBase64Url } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import { documentKinds } from "#shared/documents/kinds";
import { startAutomerge } from "#tests/support/automerge";
import type { GoldenDocument } from "./golden-document";
import { readGolden, shownBy } from "./golden-document";

beforeAll(startAutomerge);

const folder = new URL("../fixtures/golden-documents/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (file: string): GoldenDocument =>
  brand<GoldenDocument>(JSON.parse(readFileSync(new URL(file, folder), "utf8")));

describe("golden documents", () => {
  test("[DOC-R10] every kind has one for its schema of today", () => {
    const wanted = Object.entries(documentKinds).map(([kind, { schema }]) => `${kind}-${schema}.json`);
    expect(files).toEqual(expect.arrayContaining(wanted));
  });

  test.each(files)("[DOC-R10] %s shows what it showed when it was written", (file) => {
    const golden = read(file);
    const document = readGolden(golden);
    expect([...document.heads()].sort()).toEqual(golden.heads);
    expect(shownBy(golden.kind, document)).toEqual(golden.shown);
  });

  test.each(files)("[DOC-R10] %s comes through saving and loading with the same content", (file) => {
    const golden = read(file);
    const empty = Automerge.init<unknown>();
    const [whole] = Automerge.applyChanges(
      empty,
      golden.chunks.map((text) => fromBase64Url(text) ?? new Uint8Array()),
    );
    const again = Automerge.load<unknown>(Automerge.save(whole));
    expect([...Automerge.getHeads(again)].sort()).toEqual(golden.heads);
    expect(Automerge.toJS(again)).toEqual(Automerge.toJS(whole));
  });

  test.each(files)(
    "[DOC-R11] %s keeps what this version does not know when one of its records is edited",
    (file) => {
      const golden = read(file);
      const document = readGolden(golden);
      const unknown = [...document.records].find(([, record]) => record["fromTheFuture"] === "kept");
      if (unknown === undefined) throw new Error("a golden document has a record from the future");
      document.write([{ set: unknown[0], fields: { removedAt: 1 } }], "edit", 0);
      expect(document.records.get(unknown[0])).toMatchObject({ fromTheFuture: "kept", removedAt: 1 });
      expect(document.records.get("future-type:00000000000000000000000000")).toEqual({ name: "kept" });
    },
  );
});
