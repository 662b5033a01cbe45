import { expect, test } from "vitest";
import {
  addFactFiles,
  addFiles,
  cleanName,
  contentsOf,
  editFile,
  file,
  filesOf,
  mostFiles,
  parseContentHash,
  removeFiles,
  takeBackFactFiles,
} from "#shared/domain/files";
import type { FileOwner, NewFile } from "#shared/domain/files";
import { addAssets, asset, createProduct, product, removeProduct } from "#shared/domain/inventory";
import { reportFault } from "#shared/domain/maintenance";
import { thingOf } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import { createPlainDocuments } from "#tests/support/plain-drafts";

const hash = (letter: string) => {
  const parsed = parseContentHash(letter.repeat(42) + "A");
  if (parsed === undefined) throw new Error("a sample is a hash");
  return parsed;
};

const photo = (name: string, letter = "a"): NewFile => ({
  name,
  mediaType: "image/jpeg",
  size: 1_000,
  hash: hash(letter),
  preview: hash("p"),
});

const setUp = () => {
  const documents = createPlainDocuments();
  const made = must(documents.run(createProduct, { name: "Head" }));
  const owner: FileOwner = { thing: thingOf(made.product), type: product, id: made.product, on: "inventory" };
  return { documents, owner, product: made.product };
};

test("[DOC-05] photos stand at what they were added to, and nowhere else", () => {
  const { documents, owner, product: id } = setUp();
  const [piece] = must(documents.run(addAssets, { product: id, assets: [{ code: "A1" }] })).assets;
  if (piece === undefined) throw new Error("one was made");
  must(documents.run(addFiles, { owner, files: [photo("front.jpg"), photo("manual.pdf", "b")] }));
  must(
    documents.run(addFiles, { owner: { ...owner, type: asset, id: piece }, files: [photo("dent.jpg", "c")] }),
  );
  const all = documents.list(owner.thing, file);
  expect(filesOf(all, id).map(({ name }) => name)).toEqual(["front.jpg", "manual.pdf"]);
  expect(filesOf(all, piece).map(({ name }) => name)).toEqual(["dent.jpg"]);
  expect([...contentsOf(all)].sort()).toEqual([hash("a"), hash("b"), hash("c"), hash("p")].sort());
});

test("[DOC-05] a file is described and removed; what is gone cannot be described", () => {
  const { documents, owner, product: id } = setUp();
  const [made] = must(documents.run(addFiles, { owner, files: [photo("a.jpg")] }));
  if (made === undefined) throw new Error("one was made");
  must(documents.run(editFile, { owner, file: made, values: { caption: "Scratch at the yoke" } }));
  expect(documents.get(owner.thing, file, made)?.caption).toBe("Scratch at the yoke");
  must(documents.run(editFile, { owner, file: made, values: { caption: null } }));
  expect(documents.get(owner.thing, file, made)?.caption).toBeUndefined();
  must(documents.run(removeFiles, { owner, files: [made] }));
  expect(filesOf(documents.list(owner.thing, file), id)).toEqual([]);
  expect(documents.run(editFile, { owner, file: made, values: { caption: "x" } })).toEqual({
    ok: false,
    error: { type: "FileMissing" },
  });
});

test("[DOC-05] nothing is added to what is not there, too many, or without a proper hash", () => {
  const { documents, owner, product: id } = setUp();
  const many = Array.from({ length: mostFiles + 1 }, () => photo("a.jpg"));
  expect(documents.run(addFiles, { owner, files: many })).toEqual({
    ok: false,
    error: { type: "TooManyFiles", most: mostFiles },
  });
  expect(documents.run(addFiles, { owner, files: [{ ...photo("a.jpg"), size: -1 }] })).toEqual({
    ok: false,
    error: { type: "ValueRefused", field: "size" },
  });
  must(documents.run(removeProduct, { product: id }));
  expect(documents.run(addFiles, { owner, files: [photo("a.jpg")] })).toEqual({
    ok: false,
    error: { type: "OwnerMissing" },
  });
  expect(parseContentHash("../../etc/passwd")).toBeUndefined();
  expect(parseContentHash("a".repeat(43))).toBeUndefined();
});

test("[DOC-05] a name from outside can steer neither text nor a file system", () => {
  expect(cleanName("../../etc/passwd")).toBe("-..-etc-passwd");
  expect(cleanName("invoice\u202Egpj.exe")).toBe("invoicegpj.exe");
  expect(cleanName("a\u0000b\r\n.txt")).toBe("ab.txt");
  expect(cleanName("con:<aux>|?*.pdf")).toBe("con--aux----.pdf");
  expect(cleanName("   ")).toBe("file");
  expect(cleanName(`${"x".repeat(400)}.jpeg`)).toMatch(/^x{195}\.jpeg$/);
});

test("[MNT-01] [DOC-05] photos of a fault stand in the log of the device that added them, and are taken back there", () => {
  const { documents, product: id } = setUp();
  const [piece] = must(documents.run(addAssets, { product: id, assets: [{ code: "A1" }] })).assets;
  if (piece === undefined) throw new Error("one was made");
  const broken = must(
    documents.run(reportFault, { asset: piece, product: id, title: "Dent", effect: "flag" }),
  );
  const added = must(
    documents.run(addFactFiles, { fact: broken, files: [photo("a.jpg"), photo("b.jpg", "b")] }),
  );
  const shown = () => filesOf(documents.all(file), broken).map(({ name }) => name);
  expect(shown()).toEqual(["a.jpg", "b.jpg"]);
  expect(documents.list(thingOf(id), file)).toEqual([]);

  const [first] = added;
  if (first === undefined) throw new Error("two were added");
  must(documents.run(takeBackFactFiles, { files: [first] }));
  expect(shown()).toEqual(["b.jpg"]);
  expect(documents.run(takeBackFactFiles, { files: [first] })).toMatchObject({
    error: { type: "FileMissing" },
  });
  const many = Array.from({ length: mostFiles }, () => photo("c.jpg"));
  expect(documents.run(addFactFiles, { fact: broken, files: many })).toMatchObject({
    error: { type: "TooManyFiles" },
  });
});
