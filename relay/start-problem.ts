/**
 * Why the relay does not start, as one sentence for the person who started it: what happened, what is safe, what to
 * do. Each has its own exit code, so that a supervisor can tell them apart.
 */
import type { ConfigProblem } from "./config";
import type { OpenDatabaseProblem } from "./storage/open-database";
import type { OpenPostgresProblem } from "./storage/open-postgres";

export type StartProblem =
  | ConfigProblem
  | OpenDatabaseProblem
  | OpenPostgresProblem
  | { readonly type: "FolderNotWritable"; readonly path: string; readonly code: string }
  | { readonly type: "FolderInUse"; readonly path: string }
  | { readonly type: "PortTaken"; readonly port: number }
  | { readonly type: "PortForbidden"; readonly port: number }
  | { readonly type: "AddressUnknown"; readonly host: string }
  | { readonly type: "KeyUnreadable"; readonly path: string; readonly message: string }
  /** The companies in the database know a relay with another key. */
  | { readonly type: "RelayKeyDiffers" };

export const exitCodes: Readonly<Record<StartProblem["type"] | "Defect", number>> = {
  Defect: 1,
  ConfigInvalid: 2,
  PortTaken: 3,
  PortForbidden: 3,
  AddressUnknown: 3,
  FolderNotWritable: 4,
  FolderInUse: 4,
  DatabaseDamaged: 5,
  DatabaseTooNew: 5,
  DatabaseUnusable: 5,
  PostgresUnreachable: 5,
  PostgresInUse: 5,
  PostgresTooNew: 5,
  RelayKeyDiffers: 5,
  KeyUnreadable: 5,
};

export const describeStartProblem = (problem: StartProblem): string => {
  switch (problem.type) {
    case "ConfigInvalid":
      return `EventKit did not start because of its settings; nothing was changed. Correct these and start again:\n${problem.mistakes
        .map((mistake) => `  - ${mistake}`)
        .join("\n")}`;
    case "PortTaken":
      return `EventKit did not start: port ${problem.port} is already in use, perhaps by another EventKit. Your data was not touched. Stop the other program, or choose another port, for example: PORT=${problem.port + 1} npm start`;
    case "PortForbidden":
      return `EventKit did not start: this user may not use port ${problem.port}. Your data was not touched. Choose a port from 1024 on, for example: PORT=8787 npm start`;
    case "AddressUnknown":
      return `EventKit did not start: this machine has no address ${problem.host}. Your data was not touched. Set HOST to one of its own addresses, or leave HOST out.`;
    case "FolderNotWritable":
      return `EventKit did not start: it cannot write to the data folder ${problem.path} (${problem.code}). Nothing was changed. Give this user the right to write there and make sure the disk is not full, or name another folder with EVENTKIT_DATA.`;
    case "FolderInUse":
      return `EventKit did not start: another EventKit is using the data folder ${problem.path}. Nothing was changed. Stop the other one, or name another folder with EVENTKIT_DATA.`;
    case "DatabaseDamaged":
      return `EventKit did not start: its database ${problem.path} is damaged (${problem.message}). It was left exactly as it is, and every device still holds its own data. Keep a copy of the whole data folder, then put a backup in its place; see docs/operate/install.md, "When the database is damaged".`;
    case "DatabaseTooNew":
      return `EventKit did not start: its database ${problem.path} was written by a newer version (format ${problem.version}). Nothing was changed. Install that version or a later one and start again.`;
    case "DatabaseUnusable":
      return `EventKit did not start: it cannot open its database ${problem.path} (${problem.message}). Nothing was changed. Check that the file belongs to this user and that the disk is not full, and start again.`;
    case "PostgresUnreachable":
      return `EventKit did not start: the PostgreSQL database named by EVENTKIT_DATABASE cannot be used (${problem.message}). Nothing was changed. Check that the server is running, that the address is right and that its user may make tables, and start again.`;
    case "PostgresInUse":
      return "EventKit did not start: another relay is using the PostgreSQL database named by EVENTKIT_DATABASE. Nothing was changed. Stop the other one, or name another database. How several relays share one: docs/operate/scale.md.";
    case "PostgresTooNew":
      return `EventKit did not start: the PostgreSQL database was written by a newer version (format ${problem.version}). Nothing was changed. Install that version or a later one and start again.`;
    case "RelayKeyDiffers":
      return "EventKit did not start: the companies in the PostgreSQL database know a relay with another key. Nothing was changed. Put relay.key of the first relay into this one's data folder in place of its own, and start again; see docs/operate/scale.md.";
    case "KeyUnreadable":
      return `EventKit did not start: it cannot read its key ${problem.path} (${problem.message}). Nothing was changed. Put the key back from a backup of the data folder; without it the relay cannot go on with its companies.`;
  }
};
