/**
 * Everything this device holds of a company as one archive: tables and files for people and other programs, and the
 * signed documents themselves, which prove all of it.
 */
import type { CompanyFiles } from "#client/data";
import {
  archiveLimits,
  archivePaths,
  createArchive,
  historyHead,
  historyRow,
  recordTable,
  withColumns,
} from "#shared/domain/export";
import type { Archive, TableRows } from "#shared/domain/export";
import { cleanName, file } from "#shared/domain/files";
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
import type { Replica } from "#shared/replica/types";

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
  /** Files that are neither here nor could be fetched now, or did not fit: named in `files/missing.csv`. */
  readonly missingFiles: number;
  /** How many of them did not fit. */
  readonly tooMuch: number;
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
  const archive = createArchive(at, parts.push, limits);
  const documents = await replica.exportAll();
  // Read after the documents: whose device wrote them stands in it. Both come first: files fill what is left.
  const isProven =
    archive.add("README.txt", textBytes(`${readme}\n`)) &&
    archive.add(archivePaths.documents, documents, true) &&
    archive.add(archivePaths.membership, writeMembership(replica.company, log()));
  const things = thingsOf(replica);
  const total = things.length + replica.rows.all(file).size;
  const isWhole =
    isProven &&
    addTables(archive, replica) &&
    (await addHistory(archive, replica, things, (done) => onProgress({ done, total })));
  if (!isWhole) return err({ type: "TooLarge", limitBytes: limits.partBytes });
  const { missing, tooMuch } = await addFiles(archive, replica, files, (done) =>
    onProgress({ done: things.length + done, total }),
  );
  archive.end();
  return ok({ archive: parts.whole(), missingFiles: missing, tooMuch });
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

const missingHead = ["id", "name", "why"] as const;
/** So much says of one file that it is missing. */
const missingBytes = 1_024;

/** One file per content, under its record's id so that `records/file.csv` leads to it. The number that is missing. */
const addFiles = async (
  archive: Archive,
  { rows }: Replica,
  files: Pick<CompanyFiles, "read"> | undefined,
  onDone: (count: number) => void,
): Promise<{ readonly missing: number; readonly tooMuch: number }> => {
  const missing: (readonly string[])[] = [];
  let [done, tooMuch] = [0, 0];
  const leave = missingBytes * (rows.all(file).size + 1);
  for (const each of rows.all(file).values()) {
    const content = await files?.read(each.thing, each.hash);
    const preview = each.preview === undefined ? undefined : await files?.read(each.thing, each.preview);
    if (preview?.ok === true)
      archive.add(`${archivePaths.previews}/${each.id}/preview`, preview.value, true, leave);
    const path = `${archivePaths.files}/${each.id}/${cleanName(each.name)}`;
    if (content?.ok !== true)
      missing.push([each.id, each.name, content?.ok === false ? content.error.type : "NotThere"]);
    else if (!archive.add(path, content.value, true, leave)) {
      missing.push([each.id, each.name, "TooMuch"]);
      tooMuch += 1;
    }
    onDone((done += 1));
  }
  if (missing.length > 0) archive.add("files/missing.csv", csvBytes([missingHead, ...missing]));
  return { missing: missing.length, tooMuch };
};
