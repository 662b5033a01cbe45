/**
 * The folder with everything worth keeping: made when missing, tried for writing before anything else happens, and
 * held by one process at a time.
 */
import { randomBytes } from "node:crypto";
import { mkdir, stat, unlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import Database from "libsql";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { sqliteCode } from "./storage/sqlite-rows.codec";

export interface DataFolderPaths {
  readonly folder: string;
  readonly database: string;
  /** What new devices are shown before they have read anything; made anew when it is missing. */
  readonly signedRows: string;
  readonly relayKey: string;
  readonly tls: string;
  readonly blobs: string;
}

export interface DataFolder extends DataFolderPaths {
  /** Lets another process have the folder. */
  readonly release: () => void;
}

export type DataFolderProblem =
  | { readonly type: "FolderNotWritable"; readonly path: string; readonly code: string }
  | { readonly type: "FolderInUse"; readonly path: string };

/** `blobs`: where files lie that several relays share; null for a folder in this one. */
export const openDataFolder = async (
  path: string,
  blobs: string | null = null,
): Promise<Result<DataFolder, DataFolderProblem>> => {
  try {
    await makeFolder(resolve(path));
    // Asking for permissions is not enough: a full or read-only disk shows only when something is written.
    const probe = join(path, `.write-test-${randomBytes(6).toString("hex")}`);
    await writeFile(probe, "EventKit");
    await unlink(probe);
  } catch (thrown) {
    return err({ type: "FolderNotWritable", path, code: systemCode(thrown) });
  }
  const release = holdFolder(join(path, "in-use.lock"));
  if (release === undefined) return err({ type: "FolderInUse", path });
  return ok({ ...dataFolderPaths(path, blobs), release });
};

/**
 * Node's recursive `mkdir` never ends where the system answers "no such file" under a folder that is there, as under
 * /proc; this one asks for a parent only when that is really missing.
 */
const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (code !== "ENOENT" || (await isFolder(parent))) throw thrown;
    await makeFolder(parent);
    await mkdir(path, { mode: 0o700 });
  }
};

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
};

export const dataFolderPaths = (folder: string, blobs: string | null = null): DataFolderPaths => ({
  folder,
  database: join(folder, "relay.db"),
  signedRows: join(folder, "signed-rows.db"),
  relayKey: join(folder, "relay.key"),
  tls: join(folder, "tls"),
  blobs: blobs ?? join(folder, "blobs"),
});

export const systemCode = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "unknown";

/**
 * SQLite's own file lock: the system lets go of it when the process ends, however it ends, so a crash never leaves
 * the folder locked. Undefined when another process holds it.
 */
const holdFolder = (path: string): (() => void) | undefined => {
  const lock = new Database(path);
  try {
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    return () => void lock.close();
  } catch (thrown) {
    lock.close();
    if (sqliteCode(thrown).startsWith("SQLITE_BUSY")) return undefined;
    throw thrown;
  }
};
