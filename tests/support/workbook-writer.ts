/** XLSX workbooks for tests, written the ways real programs write them. */
import type { ZipEntry } from "./zip-writer";
import { writeZip } from "./zip-writer";

/** A cell as its XML says it: `text` goes to the shared texts, `day` is a number in a date format. */
export type WrittenCell =
  | string
  | number
  | null
  | { readonly day: number }
  | { readonly formula: string; readonly value: string }
  | { readonly xml: (reference: string) => string };

export interface WrittenSheet {
  readonly name: string;
  readonly rows: readonly (readonly WrittenCell[])[];
  readonly isHidden?: boolean;
}

export interface WorkbookOptions {
  readonly is1904?: boolean;
  /** Prefix of the elements, as some programs write them. */
  readonly prefix?: string;
  /** Parts put in place of those made here. */
  readonly replace?: Readonly<Record<string, string>>;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const letters = (column: number): string =>
  (column < 26 ? "" : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const officeRelation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const styles = `<?xml version="1.0"?><styleSheet ${main}><numFmts count="2">
<numFmt numFmtId="164" formatCode="[$-407]dd/\\.mm/\\.yyyy"/><numFmt numFmtId="165" formatCode="#,##0.00&quot; day&quot;"/>
</numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`;

export const writeWorkbook = (sheets: readonly WrittenSheet[], options: WorkbookOptions = {}): Uint8Array => {
  const texts: string[] = [];
  const cellXml = (cell: WrittenCell, reference: string): string => {
    if (cell === null) return "";
    if (typeof cell === "number") return `<c r="${reference}"><v>${cell}</v></c>`;
    if (typeof cell === "string") {
      texts.push(cell);
      return `<c r="${reference}" t="s"><v>${texts.length - 1}</v></c>`;
    }
    if ("day" in cell) return `<c r="${reference}" s="2"><v>${cell.day}</v></c>`;
    if ("formula" in cell)
      return `<c r="${reference}" t="str"><f>${escape(cell.formula)}</f><v>${escape(cell.value)}</v></c>`;
    return cell.xml(reference);
  };
  const sheetXml = ({ rows }: WrittenSheet): string =>
    `<?xml version="1.0" encoding="UTF-8"?><worksheet ${main}><sheetData>${rows
      .map(
        (cells, row) =>
          `<row r="${row + 1}">${cells.map((cell, at) => cellXml(cell, `${letters(at)}${row + 1}`)).join("")}</row>`,
      )
      .join("")}</sheetData></worksheet>`;
  const parts = new Map<string, string>();
  sheets.forEach((sheet, index) => parts.set(`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet)));
  parts.set(
    "xl/workbook.xml",
    `<?xml version="1.0"?><workbook ${main} xmlns:r="${officeRelation}"><workbookPr date1904="${options.is1904 === true ? 1 : 0}"/><sheets>${sheets
      .map(
        ({ name, isHidden }, index) =>
          `<sheet name="${escape(name)}" sheetId="${index + 1}" ${isHidden === true ? 'state="hidden" ' : ""}r:id="rId${index + 1}"/>`,
      )
      .join("")}</sheets></workbook>`,
  );
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${officeRelation}/${type}" Target="${target}"/>`;
  parts.set(
    "xl/_rels/workbook.xml.rels",
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map((_, index) => relation(`rId${index + 1}`, "worksheet", `worksheets/sheet${index + 1}.xml`))
      .join(
        "",
      )}${relation("s", "sharedStrings", "/xl/sharedStrings.xml")}${relation("y", "styles", "styles.xml")}</Relationships>`,
  );
  parts.set("xl/styles.xml", styles);
  parts.set(
    "xl/sharedStrings.xml",
    `<?xml version="1.0"?><sst ${main}>${texts.map((text) => `<si><t xml:space="preserve">${escape(text)}</t></si>`).join("")}</sst>`,
  );
  for (const [name, text] of Object.entries(options.replace ?? {})) parts.set(name, text);
  const prefixed = (xml: string): string =>
    options.prefix === undefined
      ? xml
      : xml
          .replaceAll(/<(\/?)([a-z]\w*)/gi, `<$1${options.prefix}:$2`)
          .replaceAll(/xmlns="([^"]*)"/g, `xmlns:${options.prefix}="$1"`);
  const entries: readonly ZipEntry[] = [...parts].map(([name, xml]) => ({
    name,
    data: name.endsWith(".rels") ? xml : prefixed(xml),
  }));
  return writeZip(entries);
};
