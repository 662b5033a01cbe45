/** Why an operator's command did nothing, as a sentence: what happened, what is safe, what to do. */
import type { OpenPostgresProblem } from "#relay/storage/postgres-log";
import type { OpenDatabaseProblem } from "#relay/storage/open-database";
import type { DataFolderProblem } from "#relay/data-folder";
import type { ConfigProblem } from "#relay/config";
import type { UsageProblem } from "./command-line";

export type OperatorProblem =
  | UsageProblem
  | ConfigProblem
  | DataFolderProblem
  | OpenDatabaseProblem
  | OpenPostgresProblem
  | { readonly type: "BackupByServer" }
  | { readonly type: "CompanyUnknown"; readonly company: string }
  | { readonly type: "RemovalFailed"; readonly message: string }
  | { readonly type: "NoKey"; readonly path: string }
  | { readonly type: "RotationFailed"; readonly message: string }
  | { readonly type: "NoDatabase"; readonly path: string }
  | { readonly type: "BackupFolderNotEmpty"; readonly path: string }
  | { readonly type: "BackupNotFinished"; readonly path: string }
  | { readonly type: "BackupTooNew"; readonly path: string; readonly format: number }
  | { readonly type: "BackupDamaged"; readonly path: string; readonly files: readonly string[] }
  | { readonly type: "DataFolderNotEmpty"; readonly path: string }
  | { readonly type: "DiskFailed"; readonly path: string; readonly code: string };

/** As for a failed start; 6 is a backup that cannot be used. */
export const operatorExitCodes: Readonly<Record<OperatorProblem["type"], number>> = {
  UsageWrong: 2,
  ConfigInvalid: 2,
  FolderNotWritable: 4,
  FolderInUse: 4,
  CompanyUnknown: 2,
  RemovalFailed: 5,
  NoKey: 4,
  RotationFailed: 5,
  NoDatabase: 4,
  BackupByServer: 4,
  DataFolderNotEmpty: 4,
  BackupFolderNotEmpty: 4,
  DiskFailed: 4,
  DatabaseDamaged: 5,
  DatabaseTooNew: 5,
  DatabaseUnusable: 5,
  PostgresUnreachable: 5,
  PostgresInUse: 4,
  PostgresTooNew: 5,
  BackupNotFinished: 6,
  BackupTooNew: 6,
  BackupDamaged: 6,
};

export const describeOperatorProblem = (problem: OperatorProblem): string => {
  switch (problem.type) {
    case "UsageWrong":
      return problem.text;
    case "ConfigInvalid":
      return `Nothing was done because of the settings. Correct these and try again:\n${problem.mistakes
        .map((mistake) => `  - ${mistake}`)
        .join("\n")}`;
    case "FolderNotWritable":
      return `Nothing was done: ${problem.path} cannot be written (${problem.code}). Give this user the right to write there and make sure the disk is not full.`;
    case "FolderInUse":
      return `Nothing was done: a relay is running on the data folder ${problem.path}. Stop it and try again.`;
    case "NoDatabase":
      return `Nothing was done: there is no database ${problem.path}. Name the relay's data folder with EVENTKIT_DATA.`;
    case "CompanyUnknown":
      return `Nothing was removed: there is no company ${problem.company} on this relay. "companies" lists them; the whole id is needed.`;
    case "NoKey":
      return `Nothing was done: there is no key at ${problem.path}. A relay makes one when it starts for the first time; is EVENTKIT_DATA right?`;
    case "RotationFailed":
      return `The key was not changed (${problem.message}), and no company was told of another. Make sure that the disk is not full and try again.`;
    case "RemovalFailed":
      return `The company was not removed, or not wholly (${problem.message}). Make sure that the disk has room for a second copy of the database and try again: removing twice does no harm.`;
    case "BackupByServer":
      return "Nothing was backed up: the log lies in PostgreSQL (EVENTKIT_DATABASE). Use pg_dump or your server's own backups for it, and copy relay.key, tls/ and blobs/ of the data folder beside them.";
    case "DataFolderNotEmpty":
      return `Nothing was restored: the data folder ${problem.path} holds a database already, and it was left as it is. Move that folder away (it may still be of use), or name an empty one with EVENTKIT_DATA.`;
    case "BackupFolderNotEmpty":
      return `Nothing was backed up: ${problem.path} is not empty, and an earlier backup is never overwritten. Name a new folder.`;
    case "DiskFailed":
      return `It was not finished: ${problem.path} could not be read or written (${problem.code}). The data folder is as it was. Make sure that the disk is not full and belongs to this user, remove the half-written copy, and try again.`;
    case "DatabaseDamaged":
      return `Nothing was done: the database ${problem.path} is damaged (${problem.message}). It was left as it is. Keep your earlier backups; docs/operate/install.md, "When the database is damaged", says how to go on.`;
    case "DatabaseTooNew":
      return `Nothing was done: the database ${problem.path} was written by a newer version (format ${problem.version}). Use that version.`;
    case "DatabaseUnusable":
      return `Nothing was done: the database ${problem.path} cannot be opened (${problem.message}). Check that it belongs to this user.`;
    case "PostgresUnreachable":
      return `Nothing was done: the PostgreSQL database named by EVENTKIT_DATABASE cannot be used (${problem.message}). Check that the server is running and that the address is right.`;
    case "PostgresInUse":
      return "Nothing was done: a relay is running on the PostgreSQL database named by EVENTKIT_DATABASE. Stop it and try again.";
    case "PostgresTooNew":
      return `Nothing was done: the PostgreSQL database was written by a newer version (format ${problem.version}). Use that version.`;
    case "BackupNotFinished":
      return `Nothing was restored: ${problem.path} is not a finished backup, its list of files is missing or unreadable. Use another backup.`;
    case "BackupTooNew":
      return `Nothing was restored: the backup ${problem.path} was made by a newer version (format ${problem.format}). Use that version.`;
    case "BackupDamaged":
      return `Nothing was restored: in the backup ${problem.path} these files are missing or differ from its list: ${problem.files.slice(0, 10).join(", ")}${problem.files.length > 10 ? ` and ${problem.files.length - 10} more` : ""}. Use another backup; if there is none, keep this one, it can still be read in part.`;
  }
};
