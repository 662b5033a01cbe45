/** What a dropped file is, by its content and not by its name, and reading it. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { ByteSource, TextDecoding } from "./byte-source";
import type { Quotes, Separator } from "./delimited";
import { guessSeparator, parseDelimited } from "./delimited";
import type { JsonFile } from "./fixture-library";
import { gdtfDescription, readGdtfArchive } from "./gdtf";
import type { ProductFacts } from "./items";
import { importLimits } from "./limits";
import type { Scene } from "./mvr";
import { readScene, sceneDescription } from "./mvr";
import type { FileNote, FileProblem, ForeignFormat } from "./problems";
import { recogniseTable } from "./recognise-table";
import type { Table } from "./table";
import { tableOf } from "./table";
import type { DecodedText } from "./text-encoding";
import { decodeText } from "./text-encoding";
import { readWorkbook, workbookPart } from "./workbook";
import { openZip } from "./zip";

export type FileContent =
  | { readonly type: "table"; readonly table: Table; readonly notes: readonly FileNote[] }
  | { readonly type: "json"; readonly file: JsonFile }
  | { readonly type: "gdtf"; readonly product: ProductFacts; readonly notes: readonly FileNote[] }
  | { readonly type: "scene"; readonly scene: Scene };

export const readFile = async (
  source: ByteSource,
  decoding: TextDecoding,
): Promise<Result<FileContent, FileProblem>> => {
  if (source.size === 0) return err({ type: "FileEmpty" });
  let head: Uint8Array;
  try {
    head = await source.read(0, 4096);
  } catch {
    return err({ type: "FileUnreadable" });
  }
  if (startsWith(head, [0x50, 0x4b])) return readArchive(source, decoding);
  const foreign = foreignFormat(head);
  if (foreign !== undefined) return err({ type: "NotATable", looksLike: foreign });
  if (source.size > importLimits.textBytes)
    // Judged by its beginning first: "not a table" is the better answer for a large video.
    return decodeText(head, decoding) === undefined
      ? err({ type: "NotATable", looksLike: "unknown" })
      : err({ type: "FileTooLarge", limitBytes: importLimits.textBytes });
  return readText(source, decoding);
};

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const signatures: readonly { readonly start: readonly number[]; readonly format: ForeignFormat }[] = [
  { start: [0x89, 0x50, 0x4e, 0x47], format: "image" },
  { start: [0xff, 0xd8, 0xff], format: "image" },
  { start: [0x47, 0x49, 0x46, 0x38], format: "image" },
  { start: [0x25, 0x50, 0x44, 0x46], format: "pdf" },
  { start: [0x7f, 0x45, 0x4c, 0x46], format: "program" },
  { start: [0x4d, 0x5a, 0x90], format: "program" },
  { start: [0xd0, 0xcf, 0x11, 0xe0], format: "spreadsheet" },
  { start: [0x1f, 0x8b], format: "archive" },
  { start: [0x37, 0x7a, 0xbc, 0xaf], format: "archive" },
  { start: [0x52, 0x61, 0x72, 0x21], format: "archive" },
];

const foreignFormat = (head: Uint8Array): ForeignFormat | undefined =>
  signatures.find((signature) => startsWith(head, signature.start))?.format;

const readArchive = async (
  source: ByteSource,
  decoding: TextDecoding,
): Promise<Result<FileContent, FileProblem>> => {
  if (source.size > importLimits.archiveBytes)
    return err({ type: "FileTooLarge", limitBytes: importLimits.archiveBytes });
  const archive = await openZip(source);
  if (!archive.ok) return archive;
  const names = new Set(archive.value.parts.map((part) => part.name.toLowerCase()));
  const unsafe: readonly FileNote[] =
    archive.value.unsafeNames === 0 ? [] : [{ type: "UnsafeNames", count: archive.value.unsafeNames }];
  if (names.has(sceneDescription.toLowerCase())) {
    const scene = await readScene(archive.value, decoding);
    return scene.ok
      ? ok({ type: "scene", scene: { ...scene.value, notes: [...unsafe, ...scene.value.notes] } })
      : scene;
  }
  if (names.has(gdtfDescription)) {
    const product = await readGdtfArchive(archive.value, decoding);
    return product.ok ? ok({ type: "gdtf", product: product.value, notes: unsafe }) : product;
  }
  if (names.has(workbookPart)) {
    const found = await readWorkbook(archive.value, decoding);
    return found.ok ? ok({ type: "table", ...found.value, notes: [...unsafe, ...found.value.notes] }) : found;
  }
  if ([...names].some((name) => /^(xl|word|ppt)\/|^mimetype$/.test(name)))
    return err({ type: "NotATable", looksLike: "spreadsheet" });
  return err({ type: "ZipForeign" });
};

const readText = async (
  source: ByteSource,
  decoding: TextDecoding,
): Promise<Result<FileContent, FileProblem>> => {
  const decoded = decodeText(await source.read(0, source.size), decoding);
  if (decoded === undefined) return err({ type: "NotATable", looksLike: "unknown" });
  if (/^\s*[[{]/.test(decoded.text.slice(0, 200))) return readJson(source, decoded.text);
  const table = readTable(decoded);
  return table.ok ? ok({ type: "table", table: table.value, notes: [] }) : table;
};

const readJson = (source: ByteSource, text: string): Result<FileContent, FileProblem> => {
  try {
    const value: unknown = JSON.parse(text);
    return ok({
      type: "json",
      file: { name: source.name, folder: source.folder?.split("/").filter(Boolean).at(-1), value },
    });
  } catch {
    return err({ type: "JsonDamaged" });
  }
};

/** Excel's `sep=` line above the header is taken at its word. */
const readTable = ({ text, encoding, hasMark }: DecodedText): Result<Table, FileProblem> => {
  const told = /^sep=([,;\t|])\r?\n/i.exec(text);
  const body = told === null ? text : text.slice(told[0].length);
  const separator = told === null ? guessSeparator(body) : toldSeparator(told[1]);
  const parsed = parseDelimited(body, separator, Infinity, quotesOf(body, separator));
  return parsed.ok
    ? tableOf(parsed.value, told === null ? 1 : 2, { type: "text", separator, encoding, hasMark })
    : parsed;
};

/** Some programs quote nothing: their headers tell them. */
const quotesOf = (body: string, separator: Separator): Quotes => {
  const head = parseDelimited(body, separator, 1);
  return head.ok && recogniseTable(head.value[0] ?? []).isUnquoted ? "none" : "rfc";
};

const toldSeparator = (told: string | undefined): Separator =>
  told === ";" || told === "\t" || told === "|" ? told : ",";
