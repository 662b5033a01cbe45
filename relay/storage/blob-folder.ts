/**
 * Files on disk, one per content hash under the document they belong to. A file appears under its name only when its
 * whole content has arrived, matches the hash and is on disk, so a broken upload leaves nothing that could be read.
 */
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { CompanyNumber } from "./log-store";

export interface BlobAddress {
  readonly company: CompanyNumber;
  readonly doc: Uint8Array;
  readonly hash: Uint8Array;
}

export type PutBlobProblem = { readonly type: "TooLarge" | "HashDiffers" | "Aborted" | "DiskFailed" };

export interface BlobFolder {
  /** Stores the content; a known file is left alone. */
  readonly put: (
    address: BlobAddress,
    content: Readable,
    maxBytes: number,
  ) => Promise<Result<void, PutBlobProblem>>;
  readonly find: (
    address: BlobAddress,
  ) => Promise<{ readonly bytes: number; readonly read: () => Readable } | undefined>;
}

export const createBlobFolder = (folder: string): BlobFolder => {
  const pathOf = ({ company, doc, hash }: BlobAddress): string =>
    join(folder, String(company), hex(doc), hex(hash));
  return {
    find: async (address) => {
      const path = pathOf(address);
      const found = await stat(path).catch(() => undefined);
      return found === undefined ? undefined : { bytes: found.size, read: () => createReadStream(path) };
    },
    put: async (address, content, maxBytes) => {
      const path = pathOf(address);
      const partial = `${path}.${randomBytes(6).toString("hex")}.part`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const problem = await writeChecked(partial, content, address.hash, maxBytes);
        if (problem !== undefined) {
          await rm(partial, { force: true });
          return err(problem);
        }
        await rename(partial, path);
        return ok(undefined);
      } catch {
        await rm(partial, { force: true }).catch(() => undefined);
        return err({ type: content.errored === null ? "DiskFailed" : "Aborted" });
      }
    },
  };
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const writeChecked = async (
  path: string,
  content: Readable,
  hash: Uint8Array,
  maxBytes: number,
): Promise<PutBlobProblem | undefined> => {
  const file = await open(path, "wx", 0o600);
  try {
    const digest = createHash("sha256");
    let bytes = 0;
    for await (const part of content) {
      const data = asBytes(part);
      bytes += data.length;
      if (bytes > maxBytes) return { type: "TooLarge" };
      digest.update(data);
      await file.write(data);
    }
    if (!bytesEqual(digest.digest(), hash)) return { type: "HashDiffers" };
    await file.sync();
    return undefined;
  } finally {
    await file.close();
  }
};

const asBytes = (part: unknown): Uint8Array => {
  if (part instanceof Uint8Array) return part;
  throw new Error("Invariant: an upload is read as bytes");
};
