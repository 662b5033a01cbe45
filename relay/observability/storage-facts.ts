/** What the disk under a relay looks like, for numbers, readiness and whoever runs it. */
import { stat, statfs } from "node:fs/promises";
import type { DataFolderPaths } from "#relay/data-folder";

export interface StorageFacts {
  /** Null where the folder cannot be looked at. */
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
  /** Of the database in the data folder with its log of writes; 0 where the log lies in PostgreSQL. */
  readonly databaseBytes: number;
}

export const readStorageFacts = async ({ folder, database }: DataFolderPaths): Promise<StorageFacts> => {
  const disk = await statfs(folder).catch(() => undefined);
  const sizes = await Promise.all([database, `${database}-wal`].map(sizeOf));
  return {
    freeBytes: disk === undefined ? null : disk.bavail * disk.bsize,
    totalBytes: disk === undefined ? null : disk.blocks * disk.bsize,
    databaseBytes: sizes.reduce((sum, size) => sum + size, 0),
  };
};

/** Below this a write may fail any moment. */
export const leastFreeBytes = 64 * 2 ** 20;

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
