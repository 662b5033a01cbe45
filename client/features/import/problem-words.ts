/** Sentences for what is wrong with files and rows. */
import type { FileNote, FileProblem, RowProblem } from "#shared/domain/import";
import type { Format, TextOf } from "#client/app/i18n";
import type { problemMessages } from "./problem-messages";

type Words = TextOf<typeof problemMessages.en>;

const formatKeys = {
  image: "looksImage",
  pdf: "looksPdf",
  program: "looksProgram",
  spreadsheet: "looksSpreadsheet",
  archive: "looksArchive",
  unknown: "looksUnknown",
} as const;

export const fileProblemWords = (t: Words, format: Format, problem: FileProblem): string => {
  switch (problem.type) {
    case "FileTooLarge":
      return t("FileTooLarge", { limit: format.bytes(problem.limitBytes) });
    case "ZipTooBig":
      return t("ZipTooBig", { limit: format.bytes(problem.limitBytes) });
    case "NotATable":
      return t(formatKeys[problem.looksLike]);
    case "XmlDamaged":
      return t("XmlDamaged", { file: problem.file });
    case "TooManyRows":
      return t("TooManyRows", { limit: format.number(problem.limit) });
    case "TooManyColumns":
      return t("TooManyColumns", { limit: format.number(problem.limit) });
    case "QuoteNotClosed":
      return t("QuoteNotClosed", { row: format.number(problem.row) });
    default:
      return t(problem.type);
  }
};

export const noteWords = (t: Words, note: FileNote): string => {
  switch (note.type) {
    case "PartDamaged":
      return t("PartDamaged", { file: note.file });
    case "SheetsLeftOut":
      return t("SheetsLeftOut", { sheet: note.sheet, others: note.others.join(", ") });
    default:
      return t(note.type, { n: note.count });
  }
};

export const rowProblemWords = (t: Words, format: Format, problem: RowProblem): string => {
  switch (problem.type) {
    case "NameMissing":
      return t("NameMissing");
    case "QuantityNegative":
      return t("QuantityNegative", { value: problem.value });
    case "NotANumber":
    case "NotADate":
    case "NotAnAmount":
    case "NotOfField":
      return t(problem.type, { column: problem.column, value: problem.value });
    case "TextTooLong":
      return t("TextTooLong", { column: problem.column, limit: format.number(problem.limit) });
    case "CodeTwiceInFile":
      return t("CodeTwiceInFile", { code: problem.code, row: format.number(problem.otherRow) });
    case "SerialTwiceInFile":
      return t("SerialTwiceInFile", { serial: problem.serial, row: format.number(problem.otherRow) });
    case "CountedOneByOne":
    case "CountedByPlace":
      return t(problem.type, {
        owned: format.number(problem.owned),
        value: format.number(problem.value),
      });
    case "NotInStock":
      return t("NotInStock", { column: problem.column, value: problem.value });
    case "NoBody":
      return t("NoBody", { value: problem.value });
    case "CellsShifted":
      return t("CellsShifted", {
        cells: format.number(problem.cells),
        columns: format.number(problem.columns),
      });
    case "CodeElsewhere":
      return t("CodeElsewhere", { code: problem.code, product: problem.productName });
  }
};
