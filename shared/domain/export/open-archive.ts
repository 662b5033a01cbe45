/** Reading an export again: from a hostile file, only the parts by the names we gave them, within limits. */
import type { FileId } from "#shared/domain/files";
import { openZip } from "#shared/domain/import";
import type { ByteSource, ZipArchive, ZipLimits, ZipPart } from "#shared/domain/import";
import { toBase64Url } from "#shared/kernel/bytes";
import { sha256 } from "#shared/kernel/hash";
import { parseId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";

export const archivePaths = {
  documents: "signed/company.eventkit",
  membership: "signed/membership.eventkit",
  files: "files",
  previews: "previews",
} as const;

const mebibyte = 1024 * 1024;

/** Documents are read at once; files come one at a time. A ZIP archive of this kind cannot say where more begins. */
export const archiveLimits = {
  zipEntries: 65_535,
  zipDirectoryBytes: 32 * mebibyte,
  partBytes: 512 * mebibyte,
  allPartsBytes: 4 * 1024 * mebibyte - 1,
} as const satisfies ZipLimits;

export type ArchiveProblem =
  | { readonly type: "NotAnArchive" }
  /** The end of the file is missing. */
  | { readonly type: "CutOff" }
  /** A ZIP archive of something else. */
  | { readonly type: "NotOurs" }
  /** Written before the membership log was part of an export. */
  | { readonly type: "WrongVersion" }
  | { readonly type: "Damaged" }
  | { readonly type: "TooBig"; readonly limitBytes: number }
  /** Names that lead out of the archive. */
  | { readonly type: "UnsafeNames" };

export interface OpenedArchive {
  readonly documents: Uint8Array;
  readonly membership: Uint8Array;
  /** The content of a file, if it is the one of that hash (base64url); undefined otherwise. */
  readFile(file: FileId, hash: string): Promise<Uint8Array | undefined>;
  /** The same for its small picture. */
  readPreview(file: FileId, hash: string): Promise<Uint8Array | undefined>;
}

const zipBegin = 0x504b0304;

/** Rejects when the file went away while it was read. */
export const openArchive = async (source: ByteSource): Promise<Result<OpenedArchive, ArchiveProblem>> => {
  const zip = await openZip(source, archiveLimits);
  if (!zip.ok) return err(await problemOf(zip.error, source));
  if (zip.value.unsafeNames > 0) return err({ type: "UnsafeNames" });
  const byName = new Map<string, ZipPart>();
  for (const part of zip.value.parts) {
    if (byName.has(part.name)) return err({ type: "Damaged" });
    byName.set(part.name, part);
  }
  const [documents, membership] = [byName.get(archivePaths.documents), byName.get(archivePaths.membership)];
  if (documents === undefined) return err({ type: "NotOurs" });
  if (membership === undefined) return err({ type: "WrongVersion" });
  const read = [await readPart(zip.value, documents), await readPart(zip.value, membership)] as const;
  if (!read[0].ok) return read[0];
  if (!read[1].ok) return read[1];
  const contentIn = (folder: string): OpenedArchive["readFile"] => {
    const parts = partsIn(folder, byName);
    return async (file, hash) => {
      const part = parts.get(file);
      const content = part === undefined ? undefined : await zip.value.read(part);
      const isIt = content?.ok === true && toBase64Url(sha256(content.value)) === hash;
      return isIt ? content.value : undefined;
    };
  };
  return ok({
    documents: read[0].value,
    membership: read[1].value,
    readFile: contentIn(archivePaths.files),
    readPreview: contentIn(archivePaths.previews),
  });
};

/** By the id their folder is named by. */
const partsIn = (wanted: string, byName: ReadonlyMap<string, ZipPart>): ReadonlyMap<FileId, ZipPart> => {
  const files = new Map<FileId, ZipPart>();
  for (const [name, part] of byName) {
    const [folder, id, rest] = name.split("/");
    const file = parseId<FileId>(id);
    if (folder === wanted && file !== undefined && rest !== undefined) files.set(file, part);
  }
  return files;
};

const readPart = async (zip: ZipArchive, part: ZipPart): Promise<Result<Uint8Array, ArchiveProblem>> => {
  const read = await zip.read(part);
  if (read.ok) return read;
  return err(
    read.error.type === "ZipTooBig"
      ? { type: "TooBig", limitBytes: read.error.limitBytes }
      : { type: "Damaged" },
  );
};

const problemOf = async (problem: { readonly type: string }, source: ByteSource): Promise<ArchiveProblem> => {
  if (problem.type === "ZipTooBig") return { type: "TooBig", limitBytes: archiveLimits.partBytes };
  const [a = 0, b = 0, c = 0, d = 0] = await source.read(0, 4);
  return { type: a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d === zipBegin ? "CutOff" : "NotAnArchive" };
};
