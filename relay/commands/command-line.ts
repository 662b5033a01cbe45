/** What an operator typed behind the program's name, and the help that teaches it. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";

export type CommandLine =
  | { readonly command: "start" }
  | OperatorCommand
  | { readonly command: "help"; readonly about: CommandName | null };

/** What runs once, does its work and ends. */
export type OperatorCommand =
  | { readonly command: "verify" | "companies" | "rotate-key" | "doctor" }
  | { readonly command: "backup" | "restore"; readonly folder: string }
  /** Base64url of the company id. */
  | { readonly command: "remove"; readonly company: string };

export type CommandName =
  "start" | "backup" | "restore" | "verify" | "companies" | "remove" | "rotate-key" | "doctor";

export interface UsageProblem {
  readonly type: "UsageWrong";
  readonly text: string;
}

interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  readonly more: string;
}

const commands: Readonly<Record<CommandName, CommandHelp>> = {
  start: {
    usage: "start",
    summary: "run the relay and serve the app (this is also what happens without a command)",
    more: `Settings come from the environment; the important ones are PORT, EVENTKIT_DATA, PUBLIC_ORIGIN and
EVENTKIT_TLS. docs/operate/install.md has them all. Ctrl+C or SIGTERM stops it in good order.`,
  },
  backup: {
    usage: "backup <folder>",
    summary: "copy everything worth keeping into a new folder, also while the relay is running",
    more: `The folder must be empty or not there yet. The copy is consistent: it holds the moment at which it began.
It contains the relay's key, so keep it as safe as the relay itself. A list with the size and hash of
every file is written last; a folder without that list is not a finished backup.

    EVENTKIT_DATA=/var/lib/eventkit npm run relay -- backup /backups/$(date +%F)`,
  },
  restore: {
    usage: "restore <folder>",
    summary: "put a backup into an empty data folder",
    more: `Every file is checked against the list of the backup before anything is written. The data folder
(EVENTKIT_DATA) must hold no database: move the old folder away first, it may still be of use. Devices notice
by themselves that the relay knows less than it did, and send again what the backup lacks.

    EVENTKIT_DATA=/var/lib/eventkit npm run relay -- restore /backups/2026-11-20`,
  },
  verify: {
    usage: "verify",
    summary: "read everything stored and check every hash, signature and order, also while running",
    more: `Reads the database from end to end, as a suspicious device would: membership, cards, changes, tips,
receipts and the running hash. Changes nothing. Ends with 0 when all is well and with 7 when something is not.`,
  },
  companies: {
    usage: "companies",
    summary: "list the companies on this relay with their size",
    more: `One line per company: id, people, devices, documents, changes, bytes, newest change. The relay knows no
names: those are in documents, which it does not read.`,
  },
  remove: {
    usage: "remove <company>",
    summary: "take one company out for good, with its files (stop the relay first)",
    more: `The company is named by its whole id, as "companies" lists it. Everything of it is deleted, and the
database is written anew so that nothing can be read from free pages. Its devices keep what they hold; to them this
relay no longer knows the company. Backups made earlier still hold it until you delete them.`,
  },
  "rotate-key": {
    usage: "rotate-key",
    summary: "give the relay another key, and tell its companies (stop the relay first)",
    more: `For regular care, or after somebody may have read the data folder. It takes seconds: stop the relay, run this,
start it again. Every company's membership log gets an entry that both keys sign; devices read it, also those that were
away for weeks, and follow by themselves. What the old key signed stays good and can be checked for ever. The old key
is put aside in the data folder; delete it and the backups that hold it when somebody may have read it. A run that
broke off is finished by running it again.

If somebody else holds the old key and uses it, this is not enough: then an owner names the relay anew in the app.`,
  },
  doctor: {
    usage: "doctor",
    summary: "check settings, folder, disk, database, key, clock, certificate and reachability",
    more: `Run it with the same environment as the relay. Each line says what was found and, where something is wrong,
what to do. Changes nothing. Ends with 0 when nothing is wrong.`,
  },
};

const names = Object.keys(commands).filter((name): name is CommandName => name in commands);
const isCommand = (word: string): word is CommandName => names.some((name) => name === word);
const helpWords: ReadonlySet<string> = new Set(["help", "--help", "-h"]);

export const parseCommandLine = (words: readonly string[]): Result<CommandLine, UsageProblem> => {
  const [first = "start", ...rest] = words;
  if (helpWords.has(first)) return parseHelp(rest[0]);
  if (!isCommand(first)) return wrong(`There is no command "${first}".\n\n${overview}`);
  if (rest.some((word) => helpWords.has(word))) return ok({ command: "help", about: first });
  if (first === "backup" || first === "restore" || first === "remove") {
    const [what, ...surplus] = rest;
    if (what === undefined || surplus.length > 0 || what.startsWith("--")) return wrong(helpFor(first));
    return ok(first === "remove" ? { command: first, company: what } : { command: first, folder: what });
  }
  if (rest.length > 0) return wrong(helpFor(first));
  return ok({ command: first });
};

const parseHelp = (about: string | undefined): Result<CommandLine, UsageProblem> =>
  ok({ command: "help", about: about !== undefined && isCommand(about) ? about : null });

const wrong = (text: string): Result<never, UsageProblem> => err({ type: "UsageWrong", text });

const overview = `EventKit relay. Commands:

${names.map((name) => `  ${commands[name].usage.padEnd(18)}${commands[name].summary}`).join("\n")}

"help <command>" says more. Settings come from the environment, EVENTKIT_DATA names the data folder.`;

export const helpFor = (about: CommandName | null): string =>
  about === null
    ? overview
    : `npm run relay -- ${commands[about].usage}\n\n${commands[about].summary}\n\n${commands[about].more}`;
