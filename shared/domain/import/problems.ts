/** Why a file was not read. The file stays as it is and nothing was written. */
export type FileProblem =
  | { readonly type: "FileEmpty" }
  | { readonly type: "FileTooLarge"; readonly limitBytes: number }
  | { readonly type: "FileUnreadable" }
  /** Not a text and nothing known; `looksLike` says what its first bytes are. */
  | { readonly type: "NotATable"; readonly looksLike: ForeignFormat }
  | { readonly type: "ZipDamaged" }
  | { readonly type: "ZipEncrypted" }
  | { readonly type: "ZipTooBig"; readonly limitBytes: number }
  | { readonly type: "ZipForeign" }
  | { readonly type: "XmlDamaged"; readonly file: string }
  | { readonly type: "JsonDamaged" }
  | { readonly type: "JsonForeign" }
  | { readonly type: "NoRows" }
  | { readonly type: "TooManyRows"; readonly limit: number }
  | { readonly type: "TooManyColumns"; readonly limit: number }
  | { readonly type: "QuoteNotClosed"; readonly row: number }
  /** A list of people: nothing of it belongs to stock. */
  | { readonly type: "ListOfPeople" }
  | { readonly type: "SceneEmpty" };

export type ForeignFormat = "image" | "pdf" | "program" | "spreadsheet" | "archive" | "unknown";

/** Something that was left out of a file that could be read all the same. */
export type FileNote =
  | { readonly type: "UnsafeNames"; readonly count: number }
  | { readonly type: "PartDamaged"; readonly file: string }
  | { readonly type: "FilesIgnored"; readonly count: number }
  /** A workbook has several sheets with something in them; one was read. */
  | { readonly type: "SheetsLeftOut"; readonly sheet: string; readonly others: readonly string[] };

/** Why one row is left out. The rest of the file goes on. */
export type RowProblem =
  | { readonly type: "NameMissing" }
  | { readonly type: "QuantityNegative"; readonly value: string }
  | { readonly type: "NotANumber"; readonly column: string; readonly value: string }
  | { readonly type: "NotADate"; readonly column: string; readonly value: string }
  | { readonly type: "NotAnAmount"; readonly column: string; readonly value: string }
  /** An own field of the company does not take it. */
  | { readonly type: "NotOfField"; readonly column: string; readonly value: string }
  | { readonly type: "TextTooLong"; readonly column: string; readonly limit: number }
  | { readonly type: "CodeTwiceInFile"; readonly code: string; readonly otherRow: number }
  | { readonly type: "SerialTwiceInFile"; readonly serial: string; readonly otherRow: number }
  /** The company has the product as single assets: a bare quantity cannot say which ones came or went. */
  | { readonly type: "CountedOneByOne"; readonly owned: number; readonly value: number }
  /** The company knows where its pieces are: a total without places cannot say where some came or went. */
  | { readonly type: "CountedByPlace"; readonly owned: number; readonly value: number }
  /** A column such as "sold" says that the piece is no longer part of the stock. */
  | { readonly type: "NotInStock"; readonly column: string; readonly value: string }
  /** A set of other equipment, without a body of its own. */
  | { readonly type: "NoBody"; readonly value: string }
  /** The file quotes nothing, and this row has more or fewer cells than the header. */
  | { readonly type: "CellsShifted"; readonly cells: number; readonly columns: number }
  /** The code is that of an asset of another product. */
  | { readonly type: "CodeElsewhere"; readonly code: string; readonly productName: string };
