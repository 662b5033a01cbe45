/** What one company may use, shown and set beside a running relay, which follows within half a minute. */
import { existsSync } from "node:fs";
import { toBase64Url } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Config } from "#relay/config";
import { dataFolderPaths } from "#relay/data-folder";
import { systemTimers } from "#relay/platform";
import { createBlobUploads } from "#relay/storage/blob-uploads";
import { measureFiles, openBlobStore } from "#relay/storage/open-blobs";
import { createInlineStore } from "#relay/storage/inline-store";
import type { CompanyQuota, LogStore } from "#relay/storage/log-store";
import { openDatabase } from "#relay/storage/open-database";
import { readPostgresLog } from "#relay/storage/postgres-log";
import { createSqliteLog } from "#relay/storage/sqlite-log";
import type { OperatorProblem } from "./operator-problem";
import { describeQuota } from "./quota-words";

export interface QuotaWish {
  /** Base64url. */
  readonly company: string;
  /** Those that are not named stay. */
  readonly limits: Partial<CompanyQuota>;
}

/** Limits and use in words, after the wish was fulfilled. */
export const setQuota = async (wish: QuotaWish, config: Config): Promise<Result<string, OperatorProblem>> => {
  const store = openBeside(config);
  if (!store.ok) return store;
  try {
    return await setIn(store.value, wish, config);
  } finally {
    await store.value.close();
  }
};

const openBeside = ({ database, dataFolder }: Config): Result<LogStore, OperatorProblem> => {
  if (database !== null) return ok(readPostgresLog(database));
  const paths = dataFolderPaths(dataFolder);
  if (!existsSync(paths.database)) return err({ type: "NoDatabase", path: paths.database });
  const opened = openDatabase(paths.database);
  return opened.ok ? ok(createInlineStore(createSqliteLog(opened.value))) : opened;
};

const setIn = async (
  store: LogStore,
  { company: name, limits }: QuotaWish,
  { dataFolder, blobs, bucket }: Config,
): Promise<Result<string, OperatorProblem>> => {
  const found = (await store.companies()).find(({ id }) => toBase64Url(id) === name);
  if (found === undefined) return err({ type: "CompanyUnknown", company: name });
  const { company } = found;
  if (Object.keys(limits).length > 0) {
    const stored = await store.append([{ type: "quota", company, quota: limits }]);
    // Removed by somebody else this very moment.
    if (!stored.ok && stored.error.type === "Fenced") return err({ type: "CompanyUnknown", company: name });
    if (!stored.ok) return err({ type: "QuotaNotSet", message: stored.error.type });
  }
  const quota = await store.quota(company);
  const { chunks, bytes } = await store.extentAfter(company, 0);
  const folder = dataFolderPaths(dataFolder, blobs).blobs;
  const files = await measureFiles(
    openBlobStore(bucket, folder, systemTimers),
    createBlobUploads(folder),
    company,
  );
  return ok(describeQuota(quota, { bytes, changes: chunks, files }));
};
