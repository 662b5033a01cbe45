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
  | { readonly type: "DiskFailed" };

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
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const present = await sizeOf(path);
    if (present !== part.offset) return err({ type: "OffsetDiffers", offset: present });
    const written = await write(path, part);
    if (written.type === "TooLarge" || written.type === "DiskFailed") return err({ type: written.type });
    if (written.type === "Aborted") return err({ type: written.type, offset: await sizeOf(path) });
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

const write = async (path: string, { offset, total, content }: UploadPart): Promise<Written> => {
  let file: FileHandle;
  try {
    file = await open(path, offset === 0 ? "w" : "r+", 0o600);
  } catch {
    return { type: "DiskFailed" };
  }
  let at = offset;
  let isDiskFine = true;
  try {
    for await (const piece of content) {
      const bytes = asBytes(piece);
      if (at + bytes.length > total) return { type: "TooLarge" };
      isDiskFine = false;
      await file.write(bytes, 0, bytes.length, at);
      isDiskFine = true;
      at += bytes.length;
    }
    await file.sync();
    return { type: "Written", offset: at };
  } catch {
    return { type: isDiskFine ? "Aborted" : "DiskFailed" };
  } finally {
    await file.close();
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
