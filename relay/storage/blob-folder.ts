/** Files on disk. A file appears under its name in one step, when it is whole, checked and durable. */
import { createReadStream } from "node:fs";
import { copyFile, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BlobStore } from "./blob-store";
import { blobKey, hexOf, readBlobName, unreferencedEnding } from "./blob-store";

export const createBlobFolder = (folder: string): BlobStore => {
  const pathOf = (address: Parameters<BlobStore["find"]>[0]): string => join(folder, blobKey(address));
  return {
    find: async (address) => {
      const path = pathOf(address);
      const found = await stat(path).catch(unlessMissing);
      return found && { bytes: found.size, read: () => Promise.resolve(createReadStream(path)) };
    },
    keep: async (address, from) => {
      const path = pathOf(address);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await syncFile(from).catch((thrown: unknown) => discard(from, thrown));
      await rename(from, path).catch((thrown: unknown) => moveAcrossDisks(from, path, thrown));
      await syncFolder(dirname(path));
    },
    remove: async (address) => {
      await rm(pathOf(address), { force: true });
      await rm(pathOf(address) + unreferencedEnding, { force: true });
    },
    list: async function* (company, doc) {
      const top = join(folder, String(company));
      const docs = doc === undefined ? await namesIn(top) : [hexOf(doc)];
      for (const name of docs) {
        for (const hash of await namesIn(join(top, name))) {
          const read = readBlobName(`${name}/${hash}`);
          const found = read && (await stat(join(top, name, hash)).catch(unlessMissing));
          if (read !== undefined && found !== undefined) yield { ...read, bytes: found.size };
        }
      }
    },
    removeAll: (company) => rm(join(folder, String(company)), { recursive: true, force: true }),
    unreferencedSince: async (address) => {
      const text = await readFile(pathOf(address) + unreferencedEnding, "utf8").catch(unlessMissing);
      // A mark that was cut off says nothing: the time begins anew.
      return text === undefined || !/^\d{10,16}$/.test(text) ? undefined : Number(text);
    },
    setUnreferenced: async (address, since) => {
      const path = pathOf(address) + unreferencedEnding;
      if (since === null) await rm(path, { force: true });
      else await writeFile(path, String(since), { mode: 0o600 });
    },
  };
};

const namesIn = (path: string): Promise<readonly string[]> =>
  readdir(path).catch((thrown: unknown) => {
    unlessMissing(thrown);
    return [];
  });

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof Error && "code" in thrown ? thrown.code : undefined;

const unlessMissing = (thrown: unknown): undefined => {
  const code = codeOf(thrown);
  if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  throw thrown;
};

const moveAcrossDisks = async (from: string, to: string, thrown: unknown): Promise<void> => {
  if (codeOf(thrown) !== "EXDEV") throw thrown;
  const partial = `${to}.part`;
  await copyFile(from, partial);
  await syncFile(partial).catch((failed: unknown) => discard(partial, failed));
  await rename(partial, to);
  await rm(from, { force: true });
};

/** What a failed sync was about may be gone although it can still be read, and the next one would not say so again. */
const discard = async (path: string, thrown: unknown): Promise<never> => {
  await rm(path, { force: true });
  throw thrown;
};

export const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** The name is durable, too. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};
