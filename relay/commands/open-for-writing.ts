/** The log of a relay that is not running, for a command that changes it. */
import { existsSync } from "node:fs";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { plainChunks } from "#shared/protocol/chunk-codec";
import type { Config } from "#relay/config";
import type { DataFolder } from "#relay/data-folder";
import { codedLog } from "#relay/storage/coded-log";
import { createInlineStore } from "#relay/storage/inline-store";
import type { LogStore } from "#relay/storage/log-store";
import { openDatabase } from "#relay/storage/open-database";
import { openPostgres } from "#relay/storage/open-postgres";
import { createSqliteLog } from "#relay/storage/sqlite-log";
import type { OperatorProblem } from "./operator-problem";

export const openForWriting = async (
  config: Config,
  folder: DataFolder,
): Promise<Result<LogStore, OperatorProblem>> => {
  const opened = await openUncoded(config, folder);
  return opened.ok ? ok(codedLog(opened.value, plainChunks)) : opened;
};

const openUncoded = async (
  { database, nodeLeaseMs }: Pick<Config, "database" | "nodeLeaseMs">,
  folder: DataFolder,
): Promise<Result<LogStore, OperatorProblem>> => {
  if (database !== null) {
    const opened = await openPostgres(database, {
      isShared: false,
      leaseMs: nodeLeaseMs,
      onLost: () => undefined,
    });
    return opened.ok ? ok(opened.value.store) : opened;
  }
  if (!existsSync(folder.database)) return err({ type: "NoDatabase", path: folder.database });
  const opened = openDatabase(folder.database);
  return opened.ok ? ok(createInlineStore(createSqliteLog(opened.value))) : opened;
};
