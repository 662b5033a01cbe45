/** What an operator typed behind the program's name, and the help that teaches it. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { CompanyQuota } from "#relay/storage/log-store";
import { commandHelp } from "./command-help";
import { parseLimits } from "./quota-words";

export type CommandLine =
  | { readonly command: "start" }
  | OperatorCommand
  | { readonly command: "help"; readonly about: HelpTopic | null };

/** What runs once, does its work and ends. */
export type OperatorCommand =
  | { readonly command: "company list" | "rotate-key" | "doctor" }
  /** `backup`: whose files have to be there as well. */
  | { readonly command: "verify"; readonly backup: string | null }
  | { readonly command: "backup" | "restore"; readonly folder: string }
  /** Base64url of the company id. */
  | { readonly command: "company remove"; readonly company: string }
  /** `to`: the address of the relay it moves to; null for a copy. */
  | {
      readonly command: "company export";
      readonly company: string;
      readonly file: string;
      readonly to: string | null;
    }
  | { readonly command: "company import"; readonly file: string }
  /** Limits that are not named stay as they are; none named: they are shown. */
  | {
      readonly command: "company quota";
      readonly company: string;
      readonly limits: Partial<CompanyQuota>;
    };

export type CommandName = "start" | OperatorCommand["command"];
export type HelpTopic = CommandName | "company";

export interface UsageProblem {
  readonly type: "UsageWrong";
  readonly text: string;
}

const names = Object.keys(commandHelp).filter((name): name is CommandName => name in commandHelp);
const isCommand = (words: string): words is CommandName => names.some((name) => name === words);
const helpWords: ReadonlySet<string> = new Set(["help", "--help", "-h"]);
/** How many words a command needs behind its name. */
const arity: Partial<Record<CommandName, number>> = {
  backup: 1,
  restore: 1,
  "company remove": 1,
  "company import": 1,
};

export const parseCommandLine = (words: readonly string[]): Result<CommandLine, UsageProblem> => {
  const [first = "start", ...behind] = words;
  if (helpWords.has(first)) return ok({ command: "help", about: topicOf(behind) });
  if (words.some((word) => helpWords.has(word))) return ok({ command: "help", about: topicOf(words) });
  const isTwoWords = first === "company";
  const name = isTwoWords ? `${first} ${behind[0] ?? ""}`.trim() : first;
  const rest = isTwoWords ? behind.slice(1) : behind;
  if (name === "company") return wrong(helpFor("company"));
  if (!isCommand(name)) return wrong(`There is no command "${name}".\n\n${helpFor(null)}`);
  return commandOf(name, rest);
};

const commandOf = (name: CommandName, rest: readonly string[]): Result<CommandLine, UsageProblem> => {
  const [what] = rest;
  if (name === "company quota") {
    const limits = parseLimits(rest.slice(1));
    if (what === undefined || isOption(what) || limits === undefined) return wrong(helpFor(name));
    return ok({ command: name, company: what, limits });
  }
  if (name === "company export") return exportOf(rest);
  if (name === "verify") return verifyOf(rest);
  if (rest.length !== (arity[name] ?? 0) || rest.some(isOption)) return wrong(helpFor(name));
  switch (name) {
    case "backup":
    case "restore":
      return what === undefined ? wrong(helpFor(name)) : ok({ command: name, folder: what });
    case "company import":
      return what === undefined ? wrong(helpFor(name)) : ok({ command: name, file: what });
    case "company remove":
      return what === undefined ? wrong(helpFor(name)) : ok({ command: name, company: what });
    default:
      return ok({ command: name });
  }
};

const verifyOf = (rest: readonly string[]): Result<CommandLine, UsageProblem> => {
  const [option, backup, ...surplus] = rest;
  if (option === undefined) return ok({ command: "verify", backup: null });
  return option === "--backup" && backup !== undefined && surplus.length === 0
    ? ok({ command: "verify", backup })
    : wrong(helpFor("verify"));
};

const exportOf = (rest: readonly string[]): Result<CommandLine, UsageProblem> => {
  const [company, file, option, to, ...surplus] = rest;
  const isMove = option === "--to" && to !== undefined;
  if (company === undefined || file === undefined || surplus.length > 0 || [company, file].some(isOption))
    return wrong(helpFor("company export"));
  if (option !== undefined && !isMove) return wrong(helpFor("company export"));
  return ok({ command: "company export", company, file, to: isMove ? to : null });
};

/** Ids may begin with a hyphen, options with two. */
const isOption = (word: string): boolean => word.startsWith("--");

const topicOf = ([first = "", second = ""]: readonly string[]): HelpTopic | null => {
  const two = `${first} ${second}`;
  if (isCommand(two)) return two;
  return first === "company" || isCommand(first) ? first : null;
};

const wrong = (text: string): Result<never, UsageProblem> => err({ type: "UsageWrong", text });

const overviewOf = (some: readonly CommandName[]): string =>
  some.map((name) => `  ${commandHelp[name].usage.padEnd(26)}${commandHelp[name].summary}`).join("\n");

export const helpFor = (about: HelpTopic | null): string => {
  if (about === null) {
    return `EventKit relay. Commands:

${overviewOf(names)}

"help <command>" says more. Settings come from the environment, EVENTKIT_DATA names the data folder.`;
  }
  if (about === "company") {
    return `Commands about one company:\n\n${overviewOf(names.filter((name) => name.startsWith("company ")))}`;
  }
  const { usage, summary, more } = commandHelp[about];
  return `npm run relay -- ${usage}\n\n${summary}\n\n${more}`;
};
