/** Takes one company out of a relay that is not running: its log, its membership, its files. */
import { toBase64Url } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err } from "#shared/kernel/result";
import type { Config } from "#relay/config";
import type { DataFolderPaths } from "#relay/data-folder";
import { openDataFolder } from "#relay/data-folder";
import { systemTimers } from "#relay/platform";
import type { LogStore } from "#relay/storage/log-store";
import { openBlobStore } from "#relay/storage/open-blobs";
import type { BlobStore } from "#relay/storage/blob-store";
import { openSignedRows } from "#relay/storage/signed-rows";
import { openForWriting } from "./open-for-writing";
import type { OperatorProblem } from "./operator-problem";

export const removeCompany = async (
  company: string,
  config: Config,
): Promise<Result<void, OperatorProblem>> => {
  const folder = await openDataFolder(config.dataFolder, config.blobs);
  if (!folder.ok) return folder;
  try {
    const store = await openForWriting(config, folder.value);
    if (!store.ok) return store;
    try {
      const blobs = openBlobStore(config.bucket, folder.value.blobs, systemTimers);
      return await removeFrom(store.value, { blobs, signedRows: folder.value.signedRows }, company);
    } finally {
      await store.value.close();
    }
  } finally {
    folder.value.release();
  }
};

const removeFrom = async (
  store: LogStore,
  { blobs, signedRows }: Pick<DataFolderPaths, "signedRows"> & { readonly blobs: BlobStore },
  company: string,
): Promise<Result<void, OperatorProblem>> => {
  const found = (await store.companies()).find(({ id }) => toBase64Url(id) === company);
  if (found === undefined) return err({ type: "CompanyUnknown", company });
  // Files first: as long as the company is listed, a removal that broke off can be asked for again.
  await blobs.removeAll(found.company);
  const rows = openSignedRows(signedRows);
  rows.remove(found.company);
  rows.close();
  const removed = await store.remove(found.company);
  if (removed.ok) return removed;
  const { error } = removed;
  return err({ type: "RemovalFailed", message: error.type === "StoreBroken" ? error.message : "disk full" });
};
