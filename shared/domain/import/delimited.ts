/**
 * Tables as text: which separator, and cells by the rules of RFC 4180, forgiving where exports in the wild break
 * them (a quote inside an unquoted cell stays a character; text behind a closing quote joins its cell).
 */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { importLimits } from "./limits";
import type { FileProblem } from "./problems";

export const separators = [",", ";", "\t", "|"] as const;
export type Separator = (typeof separators)[number];

/** The separator that cuts the first lines into the most equally long rows; a comma when none does. */
export const guessSeparator = (text: string): Separator => {
  const sample = text.slice(0, 65_536);
  let best: Separator = ",";
  let bestScore = 0;
  for (const separator of separators) {
    const parsed = parseDelimited(sample, separator, 50);
    const rows = parsed.ok ? parsed.value.filter((cells) => cells.length > 1 || cells[0] !== "") : [];
    const width = rows[0]?.length ?? 0;
    const agreeing = rows.filter((cells) => cells.length === width).length;
    const score = width > 1 ? (agreeing / rows.length) * 10 + Math.min(width, 60) / 10 : 0;
    if (score > bestScore) [best, bestScore] = [separator, score];
  }
  return best;
};

/** Whether a quotation mark at the beginning of a cell opens a quoted one, or is a character like others. */
export type Quotes = "rfc" | "none";

/**
 * Records with their cells, blank ones included so that a record's number is the row people see in a spreadsheet.
 * With `atMost`, stops after that many records and forgives an end inside quotes (for samples).
 */
export const parseDelimited = (
  text: string,
  separator: Separator,
  atMost = Infinity,
  quotes: Quotes = "rfc",
): Result<readonly (readonly string[])[], FileProblem> => {
  const records: string[][] = [];
  let at = 0;
  while (at < text.length && records.length < atMost) {
    if (records.length > importLimits.rows) return err({ type: "TooManyRows", limit: importLimits.rows });
    const cells: string[] = [];
    const end = readRecord(text, at, separator, cells, quotes);
    if (end === undefined && atMost === Infinity)
      return err({ type: "QuoteNotClosed", row: records.length + 1 });
    if (cells.length > importLimits.columns)
      return err({ type: "TooManyColumns", limit: importLimits.columns });
    if (end === undefined) break;
    records.push(cells);
    at = end;
  }
  return ok(records);
};

const isBreak = (char: string): boolean => char === "\n" || char === "\r";

/** Reads one record into `cells`; the start of the next one, or undefined when a quote never closes. */
const readRecord = (
  text: string,
  start: number,
  separator: Separator,
  cells: string[],
  quotes: Quotes,
): number | undefined => {
  let at = start;
  for (;;) {
    const cell =
      quotes === "rfc" && text[at] === '"' ? readQuoted(text, at, separator) : readPlain(text, at, separator);
    if (cell === undefined) return undefined;
    cells.push(cell.value);
    const stop = text[cell.end];
    if (stop !== separator) return stop === "\r" && text[cell.end + 1] === "\n" ? cell.end + 2 : cell.end + 1;
    if (cells.length > importLimits.columns) return cell.end;
    at = cell.end + 1;
  }
};

interface Cell {
  readonly value: string;
  /** Where its separator, line break or the end of the text is. */
  readonly end: number;
}

const readPlain = (text: string, start: number, separator: Separator): Cell => {
  let end = start;
  for (let char = text[end]; char !== undefined && char !== separator && !isBreak(char); char = text[++end]);
  return { value: text.slice(start, end), end };
};

const readQuoted = (text: string, start: number, separator: Separator): Cell | undefined => {
  let value = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return undefined;
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') {
      const rest = readPlain(text, quote + 1, separator);
      return { value: value + rest.value, end: rest.end };
    }
    value += '"';
    from = quote + 2;
  }
};

/** Writes records so that every spreadsheet reads them back; cells that would run as a formula get an apostrophe. */
export const formatDelimited = (records: readonly (readonly string[])[], separator: Separator): string =>
  records.map((cells) => cells.map((cell) => formatCell(cell, separator)).join(separator)).join("\r\n") +
  "\r\n";

const formatCell = (value: string, separator: Separator): string => {
  const harmless = /^[=+@\t\r]|^-(?![\d.,]+$)/.test(value) ? `'${value}` : value;
  return harmless.includes(separator) || /["\r\n]/.test(harmless) || harmless !== harmless.trim()
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
};
