/** A table out of an XLSX workbook (ECMA-376 part 1, 18): which sheet, and its cells as a person sees them. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { TextDecoding } from "./byte-source";
import type { FileNote, FileProblem } from "./problems";
import { recogniseTable } from "./recognise-table";
import type { CellContext, SheetCell } from "./sheet-cells";
import { readCells } from "./sheet-cells";
import type { Table } from "./table";
import { tableOf } from "./table";
import { decodeText } from "./text-encoding";
import type { DecimalMark } from "./values";
import { guessDecimalMark } from "./values";
import type { XmlElement } from "./xml";
import { childNamed, childrenNamed, parseXml } from "./xml";
import { walkXml } from "./xml-events";
import type { ZipArchive } from "./zip";

export const workbookPart = "xl/workbook.xml";

export interface TableInWorkbook {
  readonly table: Table;
  readonly notes: readonly FileNote[];
}

/** More sheets than these are not looked at. */
const mostSheets = 20;

/**
 * Of the sheets people see, the one a known program wrote, else the one with the most rows. The others are named in
 * a note.
 */
export const readWorkbook = async (
  archive: ZipArchive,
  decoding: TextDecoding,
): Promise<Result<TableInWorkbook, FileProblem>> => {
  const parts = createParts(archive, decoding);
  const outline = await readOutline(parts);
  if (!outline.ok) return outline;
  const { context, sheets } = outline.value;
  let chosen: { readonly sheet: string; readonly table: Table; readonly weight: number } | undefined;
  let problem: FileProblem = { type: "NoRows" };
  for (const { name, part } of sheets.slice(0, mostSheets)) {
    const xml = await parts.text(part);
    const cells = xml.ok ? readCells(xml.value, context, part) : xml;
    const table = cells.ok ? sheetTable(name, cells.value) : cells;
    if (!table.ok) {
      if (table.error.type !== "NoRows") problem = table.error;
      continue;
    }
    const weight = weightOf(table.value);
    if (chosen === undefined || weight > chosen.weight) chosen = { sheet: name, table: table.value, weight };
  }
  if (chosen === undefined) return err(problem);
  const { sheet, table } = chosen;
  const others = sheets.map(({ name }) => name).filter((name) => name !== sheet);
  return ok({ table, notes: others.length === 0 ? [] : [{ type: "SheetsLeftOut", sheet, others }] });
};

const weightOf = (table: Table): number =>
  table.records.length + (recogniseTable(table.headers).dialect === "table" ? 0 : 1_000_000);

interface Parts {
  text(name: string): Promise<Result<string, FileProblem>>;
  xml(name: string): Promise<Result<XmlElement, FileProblem>>;
  has(name: string): boolean;
}

const createParts = (archive: ZipArchive, decoding: TextDecoding): Parts => {
  const find = (name: string) => archive.parts.find((part) => part.name.toLowerCase() === name.toLowerCase());
  const damaged = (file: string) => err({ type: "XmlDamaged", file } as const);
  const text: Parts["text"] = async (name) => {
    const part = find(name);
    if (part === undefined) return damaged(name);
    const bytes = await archive.read(part);
    if (!bytes.ok) return bytes;
    const decoded = decodeText(bytes.value, decoding);
    return decoded === undefined ? damaged(name) : ok(decoded.text);
  };
  return {
    text,
    has: (name) => find(name) !== undefined,
    xml: async (name) => {
      const read = await text(name);
      if (!read.ok) return read;
      const root = parseXml(read.value);
      return root === undefined ? damaged(name) : ok(root);
    },
  };
};

interface Outline {
  readonly context: CellContext;
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
}

const readOutline = async (parts: Parts): Promise<Result<Outline, FileProblem>> => {
  const workbook = await parts.xml(workbookPart);
  if (!workbook.ok) return workbook;
  const relations = await parts.xml("xl/_rels/workbook.xml.rels");
  if (!relations.ok) return relations;
  const targets = childrenNamed(relations.value, "Relationship");
  const byId = new Map(targets.map((each) => [each.attributes["Id"] ?? "", partOf(each)]));
  const ofType = (type: string): string | undefined => {
    const found = targets.find((each) => each.attributes["Type"]?.endsWith(`/${type}`) === true);
    return found === undefined ? undefined : partOf(found);
  };
  const strings = await readStrings(parts, ofType("sharedStrings"));
  if (!strings.ok) return strings;
  const isMoment = await readMomentStyles(parts, ofType("styles"));
  if (!isMoment.ok) return isMoment;
  const date1904 = childNamed(workbook.value, "workbookPr")?.attributes["date1904"] ?? "0";
  const sheets = childrenNamed(childNamed(workbook.value, "sheets"), "sheet")
    .filter(({ attributes }) => (attributes["state"] ?? "visible") === "visible")
    .flatMap(({ attributes }) => {
      const part = byId.get(attributes["id"] ?? "");
      return part === undefined ? [] : [{ name: attributes["name"] ?? "", part }];
    });
  const context = {
    strings: strings.value,
    isMoment: isMoment.value,
    is1904: date1904 === "1" || date1904 === "true",
  };
  return ok({ context, sheets });
};

/** Targets are paths from the folder `xl`, or from the root with a slash in front. */
const partOf = (relation: XmlElement): string => {
  const target = relation.attributes["Target"] ?? "";
  return target.startsWith("/") ? target.slice(1) : `xl/${target.replace(/^\.\//, "")}`;
};

/** The texts that cells name by their number; rich text joined, reading aids left out. */
const readStrings = async (
  parts: Parts,
  part: string | undefined,
): Promise<Result<readonly string[], FileProblem>> => {
  if (part === undefined || !parts.has(part)) return ok([]);
  const xml = await parts.text(part);
  if (!xml.ok) return xml;
  const strings: string[] = [];
  let text = "";
  let isText = false;
  let isAid = false;
  const isSound = walkXml(xml.value, {
    open: (name) => {
      if (name === "si") text = "";
      else if (name === "rPh") isAid = true;
      else if (name === "t") isText = !isAid;
    },
    text: (told) => {
      if (isText) text += told;
    },
    close: (name) => {
      if (name === "t") isText = false;
      else if (name === "rPh") isAid = false;
      else if (name === "si") strings.push(text);
    },
  });
  return isSound ? ok(strings) : err({ type: "XmlDamaged", file: part });
};

/** Number formats that every program knows as dates or times, by number (ECMA-376 part 1, 18.8.30). */
const isKnownMoment = (format: number): boolean =>
  (format >= 14 && format <= 22) ||
  (format >= 27 && format <= 36) ||
  (format >= 45 && format <= 47) ||
  (format >= 50 && format <= 58);

/** A format of the file's own with a year, month, day, hour or second in it, outside quotes, colours and escapes. */
const isMomentFormat = (code: string): boolean =>
  /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|General/gi, ""));

const readMomentStyles = async (
  parts: Parts,
  part: string | undefined,
): Promise<Result<CellContext["isMoment"], FileProblem>> => {
  if (part === undefined || !parts.has(part)) return ok(() => false);
  const styles = await parts.xml(part);
  if (!styles.ok) return styles;
  const own = new Set(
    childrenNamed(childNamed(styles.value, "numFmts"), "numFmt")
      .filter(({ attributes }) => isMomentFormat(attributes["formatCode"] ?? ""))
      .map(({ attributes }) => Number(attributes["numFmtId"])),
  );
  const moments = childrenNamed(childNamed(styles.value, "cellXfs"), "xf").map(({ attributes }) => {
    const format = Number(attributes["numFmtId"] ?? 0);
    return isKnownMoment(format) || own.has(format);
  });
  return ok((style) => moments[style] ?? false);
};

const sheetTable = (sheet: string, cells: readonly (readonly SheetCell[])[]): Result<Table, FileProblem> => {
  const mark = markOfTexts(cells);
  const records = cells.map((row) =>
    row.map((cell) => (typeof cell === "number" ? numberText(cell, mark) : cell)),
  );
  return tableOf(records, 1, { type: "sheet", sheet, decimalMark: mark });
};

/** Cells that are numbers need no mark; texts such as `12,5 kg` beside them decide how all are written. */
const markOfTexts = (cells: readonly (readonly SheetCell[])[]): DecimalMark => {
  const texts = function* (): Generator<string> {
    for (const row of cells)
      for (const cell of row)
        if (typeof cell === "string" && /^\D{0,4}[\d.,]*\d\D{0,4}$/.test(cell)) yield cell;
  };
  return guessDecimalMark(texts()).value;
};

/** Fifteen digits, as spreadsheets show them: 22.399999999999999 is 22.4. */
const numberText = (value: number, mark: DecimalMark): string => {
  const text = String(Number(value.toPrecision(15)));
  return mark === "comma" ? text.replace(".", ",") : text;
};
