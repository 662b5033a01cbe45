/** Dropped files read and put together: one table, one plan, or any number of fixture files. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { ByteSource, TextDecoding } from "./byte-source";
import { readFixtures, readMakers } from "./fixture-library";
import type { JsonFile, Makers } from "./fixture-library";
import type { EquipmentItem, ProductFacts } from "./items";
import type { Scene } from "./mvr";
import type { FileNote, FileProblem } from "./problems";
import { readFile } from "./read-file";
import type { FileContent } from "./read-file";
import type { Table } from "./table";
import { productKey } from "./table-items";

export type Opened =
  | {
      readonly type: "table";
      readonly name: string;
      readonly table: Table;
      readonly notes: readonly FileNote[];
    }
  | {
      readonly type: "scene";
      readonly name: string;
      readonly scene: Scene;
      readonly notes: readonly FileNote[];
    }
  | {
      readonly type: "products";
      readonly name: string;
      readonly source: "open-fixture-library" | "gdtf";
      readonly items: readonly EquipmentItem[];
      readonly notes: readonly FileNote[];
    };

export interface OpenFailure {
  readonly file: string;
  readonly problem: FileProblem;
}

/** Several files succeed when one of them does; the others are counted as ignored. */
export const openFiles = async (
  sources: readonly ByteSource[],
  decoding: TextDecoding,
): Promise<Result<Opened, OpenFailure>> => {
  const contents: { readonly name: string; readonly content: FileContent }[] = [];
  let failure: OpenFailure | undefined;
  for (const source of sources) {
    const read = await readFile(source, decoding);
    if (read.ok) contents.push({ name: source.name, content: read.value });
    else failure ??= { file: source.name, problem: read.error };
  }
  const ignoredAlready = sources.length - contents.length;
  for (const { name, content } of contents) {
    const notes = ignoredNotes(ignoredAlready + contents.length - 1);
    if (content.type === "table")
      return ok({ type: "table", name, table: content.table, notes: [...content.notes, ...notes] });
    if (content.type === "scene")
      return ok({ type: "scene", name, scene: content.scene, notes: [...content.scene.notes, ...notes] });
  }
  return openProducts(contents, ignoredAlready, failure);
};

const ignoredNotes = (count: number): readonly FileNote[] =>
  count > 0 ? [{ type: "FilesIgnored", count }] : [];

const openProducts = (
  contents: readonly { readonly name: string; readonly content: FileContent }[],
  ignoredAlready: number,
  failure: OpenFailure | undefined,
): Result<Opened, OpenFailure> => {
  const [first] = contents;
  if (first === undefined) return err(failure ?? { file: "", problem: { type: "FileEmpty" } });
  const jsonFiles = contents.flatMap(({ content }) => (content.type === "json" ? [content.file] : []));
  const makers: Makers =
    jsonFiles.map(readMakers).find((found) => found !== undefined) ?? new Map<string, string>();
  const items: EquipmentItem[] = [];
  const notes: FileNote[] = [];
  let ignored = ignoredAlready;
  for (const { content } of contents) {
    if (content.type === "gdtf") {
      items.push(gdtfItem(content.product, items.length + 1));
      notes.push(...content.notes);
    } else if (content.type === "json" && !addFixtures(items, content.file, makers)) ignored += 1;
  }
  if (items.length === 0) return err({ file: first.name, problem: { type: "JsonForeign" } });
  const source = jsonFiles.length > 0 ? "open-fixture-library" : "gdtf";
  return ok({
    type: "products",
    name: first.name,
    source,
    items,
    notes: [...notes, ...ignoredNotes(ignored)],
  });
};

const gdtfItem = (product: ProductFacts, row: number): EquipmentItem => ({
  kind: "equipment",
  row,
  product,
  sourceId: productKey(product),
  assets: [],
  productCodes: [],
});

const addFixtures = (items: EquipmentItem[], file: JsonFile, makers: Makers): boolean => {
  const read = readFixtures(file, makers, items.length + 1);
  if (!read.ok) return false;
  for (const item of read.value) items.push(item);
  return true;
};
