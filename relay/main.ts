/** The relay's program: running it, and the commands an operator needs around it. */
import type { OperatorCommand } from "./commands/command-line";
import { helpFor, parseCommandLine } from "./commands/command-line";
import type { OperatorProblem } from "./commands/operator-problem";
import { describeOperatorProblem, operatorExitCodes } from "./commands/operator-problem";
import { perform } from "./commands/perform";
import { refuseStart, runRelay } from "./commands/start";
import type { Config } from "./config";
import { configFromEnvironment } from "./config";

const refuse = (problem: OperatorProblem): void => {
  process.stderr.write(`${describeOperatorProblem(problem)}\n`);
  process.exitCode = operatorExitCodes[problem.type];
};

const main = async (): Promise<void> => {
  const line = parseCommandLine(process.argv.slice(2));
  if (!line.ok) return refuse(line.error);
  const config = configFromEnvironment(process.env);
  switch (line.value.command) {
    case "help":
      process.stdout.write(`${helpFor(line.value.about)}\n`);
      return;
    case "start":
      return config.ok ? runRelay(config.value) : refuseStart(config.error);
    default:
      return config.ok ? runOnce(line.value, config.value) : refuse(config.error);
  }
};

const runOnce = async (line: OperatorCommand, config: Config): Promise<void> => {
  const outcome = await perform(line, config);
  if (!outcome.ok) return refuse(outcome.error);
  process.stdout.write(`${outcome.value.words}\n`);
  process.exitCode = outcome.value.code;
};

await main();
