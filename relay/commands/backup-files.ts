/** Photos and files in a backup: which ones there are, and which of them the relay's storage lacks. */
import type { BlobAddress, BlobStore } from "#relay/storage/blob-store";
import { blobKey, readBlobName } from "#relay/storage/blob-store";
import type { CompanyNumber } from "#relay/storage/log-store";
import type { BackupManifest, LeftFile } from "./backup-manifest";

export const filesFolder = "blobs";

/** Undefined for whatever else a backup holds. */
export const addressIn = (path: string): BlobAddress | undefined => {
  const [, company, name = ""] = /^blobs\/(\d{1,15})\/(.+)$/.exec(path) ?? [];
  const read = readBlobName(name);
  return company === undefined || read === undefined ? undefined : { company: Number(company), ...read };
};

/** Everything stored of these companies, by where it would lie in a backup. Rejects when the storage does not answer. */
export const listFiles = async (
  store: BlobStore,
  companies: readonly CompanyNumber[],
): Promise<LeftFile[]> => {
  const found: LeftFile[] = [];
  for (const company of companies)
    for await (const { doc, hash, bytes } of store.list(company))
      found.push({ path: `${filesFolder}/${blobKey({ company, doc, hash })}`, bytes });
  return found;
};

/** Files the backup holds or left in the bucket that are not stored, or not in full. Rejects as `listFiles`. */
export const missingFiles = async (
  store: BlobStore,
  { files, left = [] }: BackupManifest,
): Promise<readonly string[]> => {
  const expected = [...files, ...left].filter(({ path }) => addressIn(path) !== undefined);
  const companies = new Set(expected.flatMap(({ path }) => addressIn(path)?.company ?? []));
  const stored = new Map((await listFiles(store, [...companies])).map(({ path, bytes }) => [path, bytes]));
  return expected.filter(({ path, bytes }) => stored.get(path) !== bytes).map(({ path }) => path);
};
