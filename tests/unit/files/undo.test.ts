import { expect, test } from "vitest";
import { addFiles, file, filesOf, parseContentHash, removeFiles } from "#shared/domain/files";
import type { FileOwner } from "#shared/domain/files";
import { createProduct, product } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { startAutomerge } from "#tests/support/automerge";
import { openOneDevice } from "#tests/support/one-device";

test("[DOC-05] a removed photo comes back by undo, and the whole document says what it refers to", async () => {
  await startAutomerge();
  const { replica } = await openOneDevice(1, undefined, 0, 1_772_000_000_000);
  const made = must(await replica.run(createProduct, { name: "Head" })).value.product;
  const owner: FileOwner = { thing: thingOf(made), type: product, id: made, on: "inventory" };
  const hash = parseContentHash("A".repeat(43));
  if (hash === undefined) throw new Error("a sample is a hash");
  const photo = { name: "a.jpg", mediaType: "image/jpeg", size: 5, hash };
  const [id] = must(await replica.run(addFiles, { owner, files: [photo] })).value;
  if (id === undefined) throw new Error("one was made");
  const shown = (): readonly string[] =>
    filesOf(replica.rows.of(file, owner.thing), made).map(({ name }) => name);
  const removed = must(await replica.run(removeFiles, { owner, files: [id] }));
  expect(shown()).toEqual([]);
  must(await replica.undo(removed.change ?? undefined));
  expect(shown()).toEqual(["a.jpg"]);
  const whole = await replica.recordsWhole(owner.thing, file);
  expect(whole?.doc).toBe(replica.documentOf(owner.thing));
  expect(whole?.records.map((each) => each.hash)).toEqual([hash]);
  expect(whole?.heads).toHaveLength(1);
});
