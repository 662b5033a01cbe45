/** The log for a command that only reads, also beside a running relay. */
import type { Result } from "#shared/kernel/result";
import { ok } from "#shared/kernel/result";
import { plainChunks } from "#shared/protocol/chunk-codec";
import type { Config } from "#relay/config";
import { dataFolderPaths } from "#relay/data-folder";
import { codedLog } from "#relay/storage/coded-log";
import type { LogStore } from "#relay/storage/log-store";
import { readDatabase } from "#relay/storage/open-database";
import { readPostgresLog } from "#relay/storage/postgres-log";
import type { OperatorProblem } from "./operator-problem";

export const openForReading = ({ database, dataFolder }: Config): Result<LogStore, OperatorProblem> => {
  if (database !== null) return ok(codedLog(readPostgresLog(database), plainChunks));
  const opened = readDatabase(dataFolderPaths(dataFolder).database);
  return opened.ok ? ok(codedLog(opened.value, plainChunks)) : opened;
};
