/** Numbers about disk, backup, companies and the program itself, read when somebody asks for them. */
import type { Config } from "#relay/config";
import { dataFolderPaths } from "#relay/data-folder";
import { readLastBackup } from "#relay/last-backup";
import { programVersion } from "#relay/version";
import type { Metrics } from "./metrics";
import { readStorageFacts } from "./storage-facts";

export const watchStorage = (
  { watch, info }: Metrics,
  { dataFolder, database }: Pick<Config, "dataFolder" | "database">,
  companies: () => number,
): void => {
  const paths = dataFolderPaths(dataFolder);
  info.set({ version: programVersion }, 1);
  const facts = (): ReturnType<typeof readStorageFacts> => readStorageFacts(paths);
  watch("eventkit_companies", "Companies this relay serves", companies);
  watch("eventkit_disk_free_bytes", "Free on the disk of the data folder", async () =>
    known((await facts()).freeBytes),
  );
  watch("eventkit_disk_bytes", "Size of the disk of the data folder", async () =>
    known((await facts()).totalBytes),
  );
  watch(
    "eventkit_database_bytes",
    "Size of the database in the data folder",
    async () => (await facts()).databaseBytes,
  );
  // PostgreSQL is backed up by its own means, which nobody here sees: a number would raise a false alarm.
  if (database !== null) return;
  watch("eventkit_last_backup_seconds", "When the last backup was made, 0 for never", async () =>
    Math.floor(((await readLastBackup(paths.folder))?.at ?? 0) / 1_000),
  );
};

const known = (bytes: number | null): number => bytes ?? Number.NaN;
