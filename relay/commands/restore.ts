/** Puts a backup into an empty data folder. The database comes last: a restore that breaks off leaves no half one. */
import { existsSync } from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "#shared/kernel/result";
import { err } from "#shared/kernel/result";
import { openDataFolder, systemCode } from "#relay/data-folder";
import { checkDatabaseFile } from "#relay/storage/open-database";
import { copyDurably, databaseName } from "./backup";
import type { BackupManifest } from "./backup-manifest";
import { describeFile, readManifest } from "./backup-manifest";
import type { OperatorProblem } from "./operator-problem";

export const restore = async (
  backup: string,
  dataFolder: string,
): Promise<Result<BackupManifest, OperatorProblem>> => {
  const manifest = await readManifest(backup);
  if (!manifest.ok) return manifest;
  const damaged = await damagedFiles(backup, manifest.value);
  if (damaged.length > 0) return err({ type: "BackupDamaged", path: backup, files: damaged });
  const damage = checkDatabaseFile(join(backup, databaseName));
  if (damage !== undefined) return err(damage);
  const folder = await openDataFolder(dataFolder);
  if (!folder.ok) return folder;
  try {
    if (existsSync(folder.value.database)) return err({ type: "DataFolderNotEmpty", path: dataFolder });
    for (const { path } of manifest.value.files) {
      if (path !== databaseName) await copyDurably(join(backup, path), join(dataFolder, path));
    }
    const partial = `${folder.value.database}.part`;
    await copyDurably(join(backup, databaseName), partial);
    await rename(partial, folder.value.database);
    return manifest;
  } catch (thrown) {
    return err({ type: "DiskFailed", path: dataFolder, code: systemCode(thrown) });
  } finally {
    folder.value.release();
  }
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
