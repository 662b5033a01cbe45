/** Where the log lies, whether it can be used, whether its clock is right, and when it was copied last. */
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { Clock } from "#shared/kernel/clock";
import type { Config } from "#relay/config";
import type { DataFolderPaths } from "#relay/data-folder";
import { readLastBackup } from "#relay/last-backup";
import { describeStartProblem } from "#relay/start-problem";
import type { PostgresFacts } from "#relay/storage/inspect-postgres";
import { inspectPostgres } from "#relay/storage/inspect-postgres";
import { checkDatabaseFile } from "#relay/storage/open-database";
import { postgresSchemaVersion } from "#relay/storage/postgres-schema";
import type { Finding } from "./doctor";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const clockRight = (clock: Clock): Finding => ({
  point: "clock",
  state: "ok",
  words: new Date(clock.now()).toISOString(),
});

export const examineDatabase = async (
  { database }: Config,
  paths: DataFolderPaths,
  clock: Clock,
): Promise<readonly Finding[]> =>
  database === null
    ? [examineFile(paths), await examineFileTimes(paths, clock)]
    : examineServer(database, clock);

const examineFile = ({ database }: DataFolderPaths): Finding => {
  const point = "database";
  if (!existsSync(database)) return { point, state: "attention", words: "There is none yet." };
  const problem = checkDatabaseFile(database);
  return problem === undefined
    ? { point, state: "ok", words: `${database} is sound. "verify" reads all of it.` }
    : { point, state: "problem", words: describeStartProblem(problem) };
};

/** What was written last cannot lie in the future, unless the clock was wrong then or is now. */
const examineFileTimes = async ({ database }: DataFolderPaths, clock: Clock): Promise<Finding> => {
  const times = await Promise.all(
    [database, `${database}-wal`].map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times) - clock.now() > 5 * minuteMs
    ? {
        point: "clock",
        state: "problem",
        words: "The database was written in the future: set the clock, use NTP.",
      }
    : clockRight(clock);
};

const examineServer = async (url: string, clock: Clock): Promise<readonly Finding[]> => {
  const found = await inspectPostgres(url);
  if (!found.ok) {
    const words = describeStartProblem(found.error);
    return [{ point: "database", state: "problem", words }, clockRight(clock)];
  }
  return [describeServer(found.value), compareClocks(found.value, clock)];
};

const describeServer = ({ server, schema }: PostgresFacts): Finding => {
  const point = "database";
  if (schema === 0) {
    const words = `PostgreSQL ${server} answers; the first start makes the tables.`;
    return { point, state: "attention", words };
  }
  if (schema < postgresSchemaVersion) {
    const words = `PostgreSQL ${server} answers; the next start brings its tables from format ${schema} to ${postgresSchemaVersion}.`;
    return { point, state: "attention", words };
  }
  const words = `PostgreSQL ${server} answers, format ${schema}. "verify" reads all of it.`;
  return { point, state: "ok", words };
};

const compareClocks = ({ now }: PostgresFacts, clock: Clock): Finding => {
  const minutes = Math.round(Math.abs(now - clock.now()) / minuteMs);
  return minutes < 5
    ? clockRight(clock)
    : {
        point: "clock",
        state: "problem",
        words: `This machine and the database server differ by ${minutes} minutes: set the clocks, use NTP.`,
      };
};

export const examineBackup = async (
  { database }: Config,
  { folder }: DataFolderPaths,
  clock: Clock,
): Promise<Finding> => {
  const point = "backup";
  if (database !== null) {
    const words =
      "PostgreSQL keeps its own, which cannot be seen from here. Copy the data folder beside each of them.";
    return { point, state: "ok", words };
  }
  const last = await readLastBackup(folder);
  if (last === null) {
    const words = 'None was made with "backup" yet. Make one every day, and keep it on another machine.';
    return { point, state: "attention", words };
  }
  const days = Math.floor((clock.now() - last.at) / dayMs);
  const words = `The last one was made ${new Date(last.at).toISOString()}.`;
  return days < 2
    ? { point, state: "ok", words }
    : { point, state: "attention", words: `${words} That is ${days} days ago: does its timer still run?` };
};
