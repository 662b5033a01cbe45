/**
 * Puts a backup into an empty data folder, photos and files to where this relay keeps them. The database comes last: a
 * restore that breaks off leaves no half one.
 */
import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Config } from "#relay/config";
import type { DataFolder } from "#relay/data-folder";
import { openDataFolder, systemCode } from "#relay/data-folder";
import { systemTimers } from "#relay/platform";
import type { BucketPlace } from "#relay/storage/blob-bucket";
import { openBlobStore } from "#relay/storage/open-blobs";
import { checkDatabaseFile } from "#relay/storage/open-database";
import { copyDurably, databaseName } from "./backup";
import { addressIn, missingFiles } from "./backup-files";
import type { BackupManifest } from "./backup-manifest";
import { describeFile, readManifest } from "./backup-manifest";
import type { OperatorProblem } from "./operator-problem";

export interface Restored {
  readonly manifest: BackupManifest;
  /** Files that the backup left in a bucket and that are not stored here. */
  readonly missing: readonly string[];
}

export const restore = async (
  backup: string,
  config: Pick<Config, "dataFolder" | "blobs" | "bucket">,
): Promise<Result<Restored, OperatorProblem>> => {
  const manifest = await readManifest(backup);
  if (!manifest.ok) return manifest;
  const damaged = await damagedFiles(backup, manifest.value);
  if (damaged.length > 0) return err({ type: "BackupDamaged", path: backup, files: damaged });
  const damage = checkDatabaseFile(join(backup, databaseName));
  if (damage !== undefined) return err(damage);
  const folder = await openDataFolder(config.dataFolder, config.blobs);
  if (!folder.ok) return folder;
  try {
    return await putBack(backup, manifest.value, folder.value, config.bucket);
  } catch (thrown) {
    return err(problemOf(thrown, config.dataFolder));
  } finally {
    folder.value.release();
  }
};

const putBack = async (
  backup: string,
  manifest: BackupManifest,
  { folder, database, blobs }: DataFolder,
  bucket: BucketPlace | null,
): Promise<Result<Restored, OperatorProblem>> => {
  if (existsSync(database)) return err({ type: "DataFolderNotEmpty", path: folder });
  const store = openBlobStore(bucket, blobs, systemTimers);
  const partial = `${database}.part`;
  for (const { path } of manifest.files) {
    const address = addressIn(path);
    if (path === databaseName) continue;
    await copyDurably(join(backup, path), address === undefined ? join(folder, path) : partial);
    if (address !== undefined) await store.keep(address, partial);
  }
  const missing = await missingFiles(store, manifest);
  await copyDurably(join(backup, databaseName), partial);
  await rename(partial, database);
  return ok({ manifest, missing });
};

const problemOf = (thrown: unknown, path: string): OperatorProblem => {
  const code = systemCode(thrown);
  return code === "unknown" && thrown instanceof Error
    ? { type: "BucketFailed", message: thrown.message }
    : { type: "DiskFailed", path, code };
};

/** Files that are missing or differ in size or content. */
const damagedFiles = async (backup: string, { files }: BackupManifest): Promise<readonly string[]> => {
  const damaged: string[] = [];
  if (!files.some(({ path }) => path === databaseName)) damaged.push(databaseName);
  for (const file of files) {
    const found = await describeFile(backup, file.path).catch(() => undefined);
    if (found?.bytes !== file.bytes || found.sha256 !== file.sha256) damaged.push(file.path);
  }
  return damaged;
};
