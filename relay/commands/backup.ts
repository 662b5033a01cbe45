/**
 * A copy of everything worth keeping, made while the relay goes on working: the database as one consistent moment,
 * then the key, the local certificates and the files, which never change once written.
 */
import { copyFile, mkdir, open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import Database from "libsql";
import type { Clock } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { DataFolderPaths } from "#relay/data-folder";
import { systemCode } from "#relay/data-folder";
import { unreferencedEnding } from "#relay/storage/blob-store";
import { checkDatabaseFile } from "#relay/storage/open-database";
import type { BackupManifest } from "./backup-manifest";
import { backupFormat, describeFile, writeManifest } from "./backup-manifest";
import type { OperatorProblem } from "./operator-problem";

/** What a backup holds, relative to it and to the data folder alike. */
export const databaseName = "relay.db";
const keyName = "relay.key";
const folders = ["tls", "blobs"] as const;
const leftOut = [".part", unreferencedEnding];

export const backUp = async (
  data: DataFolderPaths,
  target: string,
  clock: Clock,
): Promise<Result<BackupManifest, OperatorProblem>> => {
  const at = new Date(clock.now()).toISOString();
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    if ((await readdir(target)).length > 0) return err({ type: "BackupFolderNotEmpty", path: target });
    const damage = checkDatabaseFile(data.database);
    if (damage !== undefined) return err(damage);
    copyDatabase(data.database, join(target, databaseName));
    // A file that comes meanwhile is in the copy or still on the device that sends it; none goes that the database names.
    const paths = [keyName, ...(await filesBelow(data.folder))];
    for (const path of paths) await copyDurably(join(data.folder, path), join(target, path));
    await syncFile(join(target, databaseName));
    const files = [];
    for (const path of [databaseName, ...paths]) files.push(await describeFile(target, path));
    const manifest: BackupManifest = { format: backupFormat, at, files };
    await writeManifest(target, manifest);
    return ok(manifest);
  } catch (thrown) {
    return err({ type: "DiskFailed", path: target, code: systemCode(thrown) });
  }
};

/** One read transaction over the live database; writers go on beside it. */
const copyDatabase = (from: string, to: string): void => {
  const database = new Database(from, { readonly: true });
  try {
    database.prepare("VACUUM INTO ?").run(to);
  } finally {
    database.close();
  }
};

/**
 * Certificates and files. Left out are unfinished uploads, and notes that nothing refers to a file: a relay that knows
 * less than it did must hear that anew.
 */
const filesBelow = async (folder: string): Promise<readonly string[]> => {
  const found: string[] = [];
  const walk = async (path: string): Promise<void> => {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) await walk(below);
      else if (entry.isFile() && !leftOut.some((ending) => entry.name.endsWith(ending))) found.push(below);
    }
  };
  for (const name of folders) await walk(name);
  return found;
};

export const copyDurably = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to);
  await syncFile(to);
};

const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, "r+");
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
};
