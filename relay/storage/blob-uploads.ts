/**
 * Files on their way in, part by part. What has arrived of one lies in a file of its own beside nothing else, so that a
 * device goes on where the connection broke, also after the relay was stopped. Nothing here can be read by anybody.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { BlobAddress } from "./blob-store";
import { blobKey } from "./blob-store";
import type { CompanyNumber } from "./log-store";

export interface UploadPart {
  /** Bytes that are there already. */
  readonly offset: number;
  /** Of the whole file. */
  readonly total: number;
  readonly content: Readable;
}

export type UploadProblem =
  | { readonly type: "OffsetDiffers"; readonly offset: number }
  /** More came than was announced. */
  | { readonly type: "TooLarge" }
  /** All has arrived and is not what its name says; nothing of it is left. */
  | { readonly type: "HashDiffers" }
  /** The connection ended; what had arrived is kept. */
  | { readonly type: "Aborted"; readonly offset: number }
  /** The disk did not take it; what is known to be there is kept. */
  | { readonly type: "DiskFailed"; readonly offset: number };

export interface BlobUploads {
  /** How much of the file has arrived. */
  readonly offset: (address: BlobAddress) => Promise<number>;
  /**
   * Takes a part. `whole`: everything is there and checked; the file lies at that path for the caller to take over.
   * A newer part for the same file ends an older one that hangs.
   */
  readonly append: (
    address: BlobAddress,
    part: UploadPart,
  ) => Promise<Result<{ readonly offset: number; readonly whole: string | null }, UploadProblem>>;
  /** Bytes of unfinished files. */
  readonly bytesOf: (company: CompanyNumber) => Promise<number>;
  /** Lets go of what nobody has added to since then; answers of how many files. */
  readonly discardBefore: (time: Ms) => Promise<number>;
}

const ending = ".part";

export const createBlobUploads = (folder: string): BlobUploads => {
  const pathOf = (address: BlobAddress): string => join(folder, blobKey(address)) + ending;
  const active = new Map<string, { readonly content: Readable; readonly done: Promise<unknown> }>();

  const take = async (
    path: string,
    address: BlobAddress,
    part: UploadPart,
  ): ReturnType<BlobUploads["append"]> => {
    const present = await sizeOf(path);
    if (present !== part.offset) return err({ type: "OffsetDiffers", offset: present });
    const written = await write(path, part);
    if (written.type === "TooLarge") return err({ type: written.type });
    if (written.type !== "Written") return err({ type: written.type, offset: await sizeOf(path) });
    if (written.offset < part.total) return ok({ offset: written.offset, whole: null });
    if (bytesEqual(await hashOf(path), address.hash)) return ok({ offset: written.offset, whole: path });
    await rm(path, { force: true });
    return err({ type: "HashDiffers" });
  };

  return {
    offset: (address) => sizeOf(pathOf(address)),
    append: async (address, part) => {
      const path = pathOf(address);
      const before = active.get(path);
      before?.content.destroy();
      const done = (before?.done ?? Promise.resolve()).then(() => take(path, address, part));
      const mine = { content: part.content, done: done.catch(() => undefined) };
      active.set(path, mine);
      try {
        return await done;
      } finally {
        if (active.get(path) === mine) active.delete(path);
      }
    },
    bytesOf: async (company) => {
      let bytes = 0;
      for await (const { size } of unfinished(join(folder, String(company)))) bytes += size;
      return bytes;
    },
    discardBefore: async (time) => {
      let discarded = 0;
      for await (const { path, changedAt } of unfinished(folder)) {
        if (changedAt >= time || active.has(path)) continue;
        await rm(path, { force: true });
        discarded += 1;
      }
      return discarded;
    },
  };
};

type Written =
  | { readonly type: "Written"; readonly offset: number }
  | { readonly type: "TooLarge" }
  | { readonly type: "Aborted" }
  | { readonly type: "DiskFailed" };

const write = async (path: string, part: UploadPart): Promise<Written> => {
  let file: FileHandle;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    file = await open(path, part.offset === 0 ? "w" : "r+", 0o600);
  } catch {
    return { type: "DiskFailed" };
  }
  const written = await writePart(file, part);
  const isDurable = await file.sync().then(
    () => true,
    () => false,
  );
  await file.close().catch(() => undefined);
  if (isDurable) return written;
  // What a failed sync was about may be gone although it can still be read, and the next one would not say so again.
  await rm(path, { force: true }).catch(() => undefined);
  return { type: "DiskFailed" };
};

const writePart = async (file: FileHandle, { offset, total, content }: UploadPart): Promise<Written> => {
  let at = offset;
  let isDiskFine = true;
  try {
    // What the disk no longer takes is still heard to its end by whoever answers.
    for await (const piece of content.iterator({ destroyOnReturn: false })) {
      const bytes = asBytes(piece);
      if (at + bytes.length > total) return { type: "TooLarge" };
      isDiskFine = false;
      await writeWhole(file, bytes, at);
      isDiskFine = true;
      at += bytes.length;
    }
    return { type: "Written", offset: at };
  } catch {
    return { type: isDiskFine ? "Aborted" : "DiskFailed" };
  }
};

/** A disk that is nearly full takes as much as it has room for, and says that it is full when asked for more. */
const writeWhole = async (file: FileHandle, bytes: Uint8Array, at: number): Promise<void> => {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
    if (bytesWritten === 0) throw new Error("the disk takes no more");
    done += bytesWritten;
  }
};

const hashOf = async (path: string): Promise<Uint8Array> => {
  const digest = createHash("sha256");
  for await (const piece of createReadStream(path)) digest.update(asBytes(piece));
  return digest.digest();
};

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

async function* unfinished(
  folder: string,
): AsyncGenerator<{ readonly path: string; readonly size: number; readonly changedAt: Ms }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith(ending)) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) yield { path, size: found.size, changedAt: found.mtimeMs };
  }
}

const asBytes = (piece: unknown): Uint8Array => {
  if (piece instanceof Uint8Array) return piece;
  throw new Error("Invariant: an upload is read as bytes");
};
