/** Why an operator's command did nothing, as a sentence: what happened, what is safe, what to do. */
import type { OpenPostgresProblem } from "#relay/storage/open-postgres";
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
  | { readonly type: "RelayNotThere"; readonly address: string }
  | { readonly type: "NotAnotherRelay" }
  | { readonly type: "NotOurs"; readonly company: string }
  | { readonly type: "MovedElsewhere"; readonly address: string }
  | { readonly type: "ExportFailed"; readonly message: string }
  | { readonly type: "ImportFailed"; readonly message: string }
  | { readonly type: "CompanyIsHere"; readonly company: string }
  | { readonly type: "CompanyFileDamaged"; readonly file: string; readonly message: string }
  | { readonly type: "CompanyFileTooNew"; readonly file: string; readonly format: number }
  | { readonly type: "CompanyFileUnsound"; readonly file: string; readonly problems: readonly string[] }
  | { readonly type: "ForAnotherRelay"; readonly file: string }
  | { readonly type: "QuotaNotSet"; readonly message: string }
  | { readonly type: "RemovalFailed"; readonly message: string }
  | { readonly type: "NoKey"; readonly path: string }
  | { readonly type: "RotationFailed"; readonly message: string }
  | { readonly type: "NoDatabase"; readonly path: string }
  | { readonly type: "BackupFolderNotEmpty"; readonly path: string }
  | { readonly type: "BackupNotFinished"; readonly path: string }
  | { readonly type: "BackupTooNew"; readonly path: string; readonly format: number }
  | { readonly type: "BackupDamaged"; readonly path: string; readonly files: readonly string[] }
  | { readonly type: "DataFolderNotEmpty"; readonly path: string }
  | { readonly type: "BucketFailed"; readonly message: string }
  | { readonly type: "DiskFailed"; readonly path: string; readonly code: string };

/** As for a failed start; 6 is a backup that cannot be used. */
export const operatorExitCodes: Readonly<Record<OperatorProblem["type"], number>> = {
  UsageWrong: 2,
  ConfigInvalid: 2,
  FolderNotWritable: 4,
  FolderInUse: 4,
  CompanyUnknown: 2,
  RelayNotThere: 3,
  NotAnotherRelay: 2,
  NotOurs: 2,
  MovedElsewhere: 2,
  ExportFailed: 4,
  ImportFailed: 4,
  CompanyIsHere: 2,
  CompanyFileDamaged: 6,
  CompanyFileTooNew: 6,
  CompanyFileUnsound: 6,
  ForAnotherRelay: 6,
  QuotaNotSet: 5,
  RemovalFailed: 5,
  NoKey: 4,
  RotationFailed: 5,
  NoDatabase: 4,
  BackupByServer: 4,
  DataFolderNotEmpty: 4,
  BackupFolderNotEmpty: 4,
  BucketFailed: 4,
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

const oneCompany = [
  "RelayNotThere",
  "NotAnotherRelay",
  "NotOurs",
  "MovedElsewhere",
  "ExportFailed",
  "ImportFailed",
  "CompanyIsHere",
  "CompanyFileDamaged",
  "CompanyFileTooNew",
  "CompanyFileUnsound",
  "ForAnotherRelay",
  "CompanyUnknown",
  "QuotaNotSet",
  "RemovalFailed",
] as const;
type CompanyProblem = Extract<OperatorProblem, { readonly type: (typeof oneCompany)[number] }>;

const isOfOneCompany = (problem: OperatorProblem): problem is CompanyProblem =>
  oneCompany.some((type) => type === problem.type);

const describeCompanyProblem = (problem: CompanyProblem): string => {
  switch (problem.type) {
    case "RelayNotThere":
      return `Nothing was done: no relay answers at ${problem.address}. Start the other relay first; its key is needed.`;
    case "NotAnotherRelay":
      return "Nothing was done: that address leads to this relay itself.";
    case "NotOurs":
      return `Nothing was done: another relay orders the company ${problem.company}. Export it there.`;
    case "MovedElsewhere":
      return `Nothing was done: this company moved to ${problem.address} before. Export it there.`;
    case "ExportFailed":
      return `No file was written (${problem.message}); the company is as it was. Name a new file on a disk with room; an existing one is never overwritten.`;
    case "ImportFailed":
      return `The company was not taken in (${problem.message}); the others are as they were. Make sure that the disk has room and try again: what was half read is put away then.`;
    case "CompanyIsHere":
      return `Nothing was done: this relay has the company ${problem.company} already.`;
    case "CompanyFileDamaged":
      return `Nothing was taken in: ${problem.file} is not a whole export (${problem.message}). Export the company again.`;
    case "CompanyFileTooNew":
      return `Nothing was taken in: ${problem.file} was written by a newer version (format ${problem.format}). Use that version.`;
    case "CompanyFileUnsound":
      return `Nothing was taken in: ${problem.file} holds what is not as it must be:\n${problem.problems
        .slice(0, 10)
        .map((each) => `  - ${each}`)
        .join("\n")}`;
    case "ForAnotherRelay":
      return `Nothing was taken in: ${problem.file} was not exported for this relay. Export it with --to and this relay's address.`;
    case "CompanyUnknown":
      return `Nothing was done: there is no company ${problem.company} on this relay. "company list" shows them; the whole id is needed.`;
    case "QuotaNotSet":
      return `The limits are as they were: they could not be written (${problem.message}). Make sure that the disk is not full and try again.`;
    case "RemovalFailed":
      return `The company was not removed, or not wholly (${problem.message}). Make sure that the disk has room for a second copy of the database and try again: removing twice does no harm.`;
  }
};

export const describeOperatorProblem = (problem: OperatorProblem): string =>
  isOfOneCompany(problem) ? describeCompanyProblem(problem) : describeRelayProblem(problem);

const describeRelayProblem = (problem: Exclude<OperatorProblem, CompanyProblem>): string => {
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
    case "NoKey":
      return `Nothing was done: there is no key at ${problem.path}. A relay makes one when it starts for the first time; is EVENTKIT_DATA right?`;
    case "RotationFailed":
      return `The key was not changed (${problem.message}), and no company was told of another. Make sure that the disk is not full and try again.`;
    case "BackupByServer":
      return "Nothing was backed up: the log lies in PostgreSQL (EVENTKIT_DATABASE). Use pg_dump or your server's own backups for it, and copy relay.key, tls/ and blobs/ of the data folder (or EVENTKIT_BLOBS) beside them.";
    case "DataFolderNotEmpty":
      return `Nothing was restored: the data folder ${problem.path} holds a database already, and it was left as it is. Move that folder away (it may still be of use), or name an empty one with EVENTKIT_DATA.`;
    case "BackupFolderNotEmpty":
      return `Nothing was backed up: ${problem.path} is not empty, and an earlier backup is never overwritten. Name a new folder.`;
    case "DiskFailed":
      return `It was not finished: ${problem.path} could not be read or written (${problem.code}). The data folder is as it was. Make sure that the disk is not full and belongs to this user, remove the half-written copy, and try again.`;
    case "BucketFailed":
      return `It was not finished: the bucket for photos and files does not do what was asked of it (${problem.message}). Check EVENTKIT_BLOBS_S3_ENDPOINT and the settings beside it, and try again.`;
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
      return `Nothing was done: ${problem.path} is not a finished backup, its list of files is missing or unreadable. Use another backup.`;
    case "BackupTooNew":
      return `Nothing was done: the backup ${problem.path} was made by a newer version (format ${problem.format}). Use that version.`;
    case "BackupDamaged":
      return `Nothing was restored: in the backup ${problem.path} these files are missing or differ from its list: ${problem.files.slice(0, 10).join(", ")}${problem.files.length > 10 ? ` and ${problem.files.length - 10} more` : ""}. Use another backup; if there is none, keep this one, it can still be read in part.`;
  }
};
