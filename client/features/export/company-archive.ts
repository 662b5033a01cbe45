/**
 * Everything this device holds of a company as one archive: tables and files for people and other programs, and the
 * signed documents themselves, which prove all of it.
 */
import type { CompanyFiles, ReadProblem } from "#client/data";
import {
  archiveLimits,
  archivePaths,
  createArchive,
  historyHead,
  historyRow,
  recordTable,
  withColumns,
} from "#shared/domain/export";
import type { Archive, LastEntry, TableRows } from "#shared/domain/export";
import { cleanName, file } from "#shared/domain/files";
import type { ContentHash } from "#shared/domain/files";
import { formatDelimited } from "#shared/domain/import";
import type { ZipLimits } from "#shared/domain/import";
import { asset, customValue, product } from "#shared/domain/inventory";
import { customField, person } from "#shared/domain/settings";
import { compareByOrder } from "#shared/kernel/order-key";
import type { AnyRecordType } from "#shared/kernel/record";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { documentKinds } from "#shared/documents/kinds";
import type { DocumentKind } from "#shared/documents/kinds";
import { writeMembership } from "#shared/replica/bring-in/read-signed";
import type { Replica, Row } from "#shared/replica/types";

export interface ExportSources {
  readonly replica: Replica;
  readonly files: Pick<CompanyFiles, "read"> | undefined;
  /** Every record of the company's membership log, by which an archive proves itself. */
  readonly log: () => readonly Uint8Array[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the archive says about itself, in the reader's language. */
  readonly readme: string;
}

export interface ExportProgress {
  readonly done: number;
  readonly total: number;
}

export interface Exported {
  readonly archive: Blob;
  readonly leftOut: LeftOutFiles;
}

/** Each is named in `files/missing.csv`. */
export interface LeftOutFiles {
  /** Neither here nor to be fetched now. */
  readonly notThere: number;
  /** Contents that did not fit. */
  readonly tooMuch: readonly ContentHash[];
  /** Files that are in it without their preview. */
  readonly withoutPreview: number;
}

/** What is more than an archive holds that can be read again; nothing is handed out then. */
export interface TooLarge {
  readonly type: "TooLarge";
  readonly limitBytes: number;
}

/** So much waits in memory; what is more is the browser's to keep, on its disk where there is much of it. */
const bytesInMemory = 16 * 1024 * 1024;

const createParts = () => {
  const blobs: Blob[] = [];
  let waiting: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const flush = (): void => {
    blobs.push(new Blob(waiting));
    [waiting, size] = [[], 0];
  };
  return {
    push: (piece: Uint8Array): void => {
      waiting.push(new Uint8Array(piece));
      size += piece.length;
      if (size >= bytesInMemory) flush();
    },
    whole: (): Blob => {
      flush();
      return new Blob(blobs, { type: "application/zip" });
    },
  };
};

const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** With a byte order mark, so that spreadsheets read it as UTF-8. */
const csvBytes = (rows: Parameters<typeof formatDelimited>[0]): Uint8Array =>
  textBytes(`\ufeff${formatDelimited(rows, ",")}`);

/**
 * Rows are those of the moment it is called; what changes meanwhile may be in the history and the signed documents
 * already. Rejects when the device's store cannot be read; nothing was changed then.
 */
export const archiveCompany = async (
  { replica, files, log, at, readme }: ExportSources,
  onProgress: (progress: ExportProgress) => void,
  limits: ZipLimits = archiveLimits,
): Promise<Result<Exported, TooLarge>> => {
  const parts = createParts();
  const records = [...replica.rows.all(file).values()];
  const archive = createArchive(at, parts.push, limits, missingList(records));
  const documents = await replica.exportAll();
  // Read after the documents: whose device wrote them stands in it. Both come first: files fill what is left.
  const isProven =
    archive.add("README.txt", textBytes(`${readme}\n`)) &&
    archive.add(archivePaths.documents, documents, true) &&
    archive.add(archivePaths.membership, writeMembership(replica.company, log()));
  const things = thingsOf(replica);
  const total = things.length + records.length;
  const isWhole =
    isProven &&
    addTables(archive, replica) &&
    (await addHistory(archive, replica, things, (done) => onProgress({ done, total })));
  if (!isWhole) return err({ type: "TooLarge", limitBytes: limits.partBytes });
  const leftOut = await addFiles(archive, records, files, (done) =>
    onProgress({ done: things.length + done, total }),
  );
  archive.end();
  return ok({ archive: parts.whole(), leftOut });
};

const kinds: readonly DocumentKind[] = Object.values(documentKinds);
const recordTypes = [...new Set(kinds.flatMap(({ records }) => records))];

/** False where they do not fit. */
const addTables = (archive: Archive, { rows }: Replica): boolean =>
  recordTypes.every((type) => {
    const records = rows.all(type);
    if (records.size === 0) return true;
    const table = withOwnFields(recordTable(type, records.values()), type, rows);
    return archive.add(`records/${type.name}.csv`, csvBytes(table));
  });

/** Products and assets with the company's own fields, by their names. */
const withOwnFields = (table: TableRows, type: AnyRecordType, rows: Replica["rows"]): TableRows => {
  const on = type.name === product.name ? "product" : type.name === asset.name ? "asset" : undefined;
  if (on === undefined) return table;
  const values = new Map<string, string>();
  for (const each of rows.all(customValue).values())
    if (each.removedAt === undefined) values.set(`${each.asset ?? each.product} ${each.field}`, each.value);
  const fields = [...rows.all(customField).values()].filter(
    (field) => field.on === on && field.removedAt === undefined,
  );
  return withColumns(
    table,
    fields.sort(compareByOrder).map((field) => ({
      name: field.name,
      of: (id) => values.get(`${id} ${field.id}`) ?? "",
    })),
  );
};

const thingsOf = ({ rows }: Replica) => [
  ...new Set(recordTypes.flatMap((type) => Array.from(rows.all(type).values(), ({ thing }) => thing))),
];

const addHistory = async (
  archive: Archive,
  replica: Replica,
  things: ReturnType<typeof thingsOf>,
  onDone: (count: number) => void,
): Promise<boolean> => {
  const lines: (readonly string[])[] = [];
  for (const [index, thing] of things.entries()) {
    for (const entry of await replica.history(thing)) {
      const who = entry.member === null ? "" : (replica.rows.get(person, entry.member)?.name ?? entry.member);
      lines.push(historyRow({ ...entry, who }));
    }
    onDone(index + 1);
  }
  lines.sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0));
  return archive.add("history.csv", csvBytes([historyHead, ...lines]));
};

type FileRow = Row<typeof file>;
type Why = ReadProblem["type"] | "TooMuch";
type MissingLine = readonly [id: string, name: string, what: "file" | "preview", why: Why];
const missingHead = ["id", "name", "what", "why"] as const;
const longestWhy: Why = "DeviceFull";
const missingBytes = (lines: readonly MissingLine[]): Uint8Array => csvBytes([missingHead, ...lines]);

/** As if everything were missing: what is listed at the end has room from the beginning. */
const missingList = (records: readonly FileRow[]): LastEntry => {
  const every = records.flatMap(({ id, name }): readonly MissingLine[] => [
    [id, name, "file", longestWhy],
    [id, name, "preview", longestWhy],
  ]);
  return { path: "files/missing.csv", mostBytes: missingBytes(every).length };
};

/** One file per content, under its record's id so that `records/file.csv` leads to it. */
const addFiles = async (
  archive: Archive,
  records: readonly FileRow[],
  files: Pick<CompanyFiles, "read"> | undefined,
  onDone: (count: number) => void,
): Promise<LeftOutFiles> => {
  const lines: MissingLine[] = [];
  const tooMuch: ContentHash[] = [];
  let [notThere, withoutPreview] = [0, 0];
  const put = async (of: FileRow, hash: ContentHash, path: string): Promise<Why | undefined> => {
    const content = await files?.read(of.thing, hash);
    if (content?.ok !== true) return content?.error.type ?? "NotThere";
    return archive.add(path, content.value, true) ? undefined : "TooMuch";
  };
  for (const [index, each] of records.entries()) {
    const { id, name, hash, preview } = each;
    const previewPath = `${archivePaths.previews}/${id}/preview`;
    const noPreview = preview === undefined ? undefined : await put(each, preview, previewPath);
    const noContent = await put(each, hash, `${archivePaths.files}/${id}/${cleanName(name)}`);
    if (noContent !== undefined) lines.push([id, name, "file", noContent]);
    if (noPreview !== undefined) lines.push([id, name, "preview", noPreview]);
    if (noContent === "TooMuch") tooMuch.push(hash);
    else if (noContent !== undefined) notThere += 1;
    else if (noPreview !== undefined) withoutPreview += 1;
    onDone(index + 1);
  }
  if (lines.length > 0) archive.addLast(missingBytes(lines));
  return { notThere, tooMuch, withoutPreview };
};
