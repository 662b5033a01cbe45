/**
 * A copy of everything worth keeping, made while the relay goes on working: the database as one consistent moment,
 * then the key, the local certificates and the files, which never change once written. Files in a bucket stay there; the
 * copy lists them.
 */
import { copyFile, mkdir, open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import Database from "libsql";
import type { Clock } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, must, ok } from "#shared/kernel/result";
import type { Config } from "#relay/config";
import type { DataFolderPaths } from "#relay/data-folder";
import { dataFolderPaths, systemCode } from "#relay/data-folder";
import { systemTimers } from "#relay/platform";
import type { BucketPlace } from "#relay/storage/blob-bucket";
import { createBlobBucket } from "#relay/storage/blob-bucket";
import { unreferencedEnding } from "#relay/storage/blob-store";
import { checkDatabaseFile, readDatabase } from "#relay/storage/open-database";
import { filesFolder, listFiles } from "./backup-files";
import type { BackupManifest, LeftFile } from "./backup-manifest";
import { backupFormat, describeFile, writeManifest } from "./backup-manifest";
import type { OperatorProblem } from "./operator-problem";

/** What a backup holds, relative to it. */
export const databaseName = "relay.db";
const keyName = "relay.key";
const leftOut = [".part", unreferencedEnding];

export interface BackedUp {
  readonly manifest: BackupManifest;
  /** A bucket that did not answer: the backup is whole but for the list of what lies there. */
  readonly bucketProblem: string | null;
}

export const backUp = async (
  config: Pick<Config, "dataFolder" | "blobs" | "bucket">,
  target: string,
  clock: Clock,
): Promise<Result<BackedUp, OperatorProblem>> => {
  const data = dataFolderPaths(config.dataFolder, config.blobs);
  const at = new Date(clock.now()).toISOString();
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    if ((await readdir(target)).length > 0) return err({ type: "BackupFolderNotEmpty", path: target });
    const damage = checkDatabaseFile(data.database);
    if (damage !== undefined) return err(damage);
    copyDatabase(data.database, join(target, databaseName));
    // A file that comes meanwhile is in the copy or still on the device that sends it; none goes that the database names.
    const sources = new Map([[keyName, data.relayKey], ...(await filesBelow(data.tls, "tls"))]);
    if (config.bucket === null)
      for (const [path, from] of await filesBelow(data.blobs, filesFolder)) sources.set(path, from);
    for (const [path, from] of sources) await copyDurably(from, join(target, path));
    await syncFile(join(target, databaseName));
    const files = [];
    for (const path of [databaseName, ...sources.keys()]) files.push(await describeFile(target, path));
    const left = config.bucket === null ? undefined : await listBucket(config.bucket, data);
    const listed = left?.ok === true ? { left: left.value } : {};
    const manifest: BackupManifest = { format: backupFormat, at, files, ...listed };
    await writeManifest(target, manifest);
    return ok({ manifest, bucketProblem: left?.ok === false ? left.error : null });
  } catch (thrown) {
    return err({ type: "DiskFailed", path: target, code: systemCode(thrown) });
  }
};

/** Of every company in the database; the words of whatever kept the bucket from answering. */
const listBucket = async (
  place: BucketPlace,
  { database }: DataFolderPaths,
): Promise<Result<LeftFile[], string>> => {
  const log = must(readDatabase(database));
  try {
    const companies = (await log.companies()).map(({ company }) => company);
    return ok(await listFiles(createBlobBucket(place, systemTimers), companies));
  } catch (thrown) {
    return err(thrown instanceof Error ? thrown.message : "unknown");
  } finally {
    await log.close();
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
 * Files below a folder by their place in the backup. Left out are unfinished uploads, and notes that nothing refers to a
 * file: a relay that knows less than it did must hear that anew.
 */
const filesBelow = async (
  folder: string,
  name: string,
): Promise<readonly (readonly [path: string, from: string])[]> => {
  const found: [string, string][] = [];
  const walk = async (path: string, from: string): Promise<void> => {
    const entries = await readdir(from, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const [below, place] = [`${path}/${entry.name}`, join(from, entry.name)];
      if (entry.isDirectory()) await walk(below, place);
      else if (entry.isFile() && !leftOut.some((ending) => entry.name.endsWith(ending)))
        found.push([below, place]);
    }
  };
  await walk(name, folder);
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
