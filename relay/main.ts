/** The relay's program: running it, and the commands an operator needs around it. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { backUp } from "./commands/backup";
import type { OperatorCommand } from "./commands/command-line";
import { helpFor, parseCommandLine } from "./commands/command-line";
import { describeCompanies, listCompanies } from "./commands/companies";
import { describeFindings, examine } from "./commands/doctor";
import type { OperatorProblem } from "./commands/operator-problem";
import { describeOperatorProblem, operatorExitCodes } from "./commands/operator-problem";
import { removeCompany } from "./commands/remove";
import { rotateKey } from "./commands/rotate-key";
import { restore } from "./commands/restore";
import { refuseStart, runRelay } from "./commands/start";
import { describeReports, verifyEverything } from "./commands/verify";
import { plainChunks } from "#shared/protocol/chunk-codec";
import type { Config } from "./config";
import { configFromEnvironment } from "./config";
import { dataFolderPaths } from "./data-folder";
import { createNodeCrypto } from "./node-crypto";
import { systemClock } from "./platform";
import { loadRelayKey } from "./relay-key";
import { codedLog } from "./storage/coded-log";
import { readDatabase } from "./storage/open-database";
import { readPostgresLog } from "./storage/postgres-log";

interface Outcome {
  readonly words: string;
  /** 7 where something was found that needs a person. */
  readonly code: 0 | 7;
}

const done = (words: string): Result<Outcome, OperatorProblem> => ok({ words, code: 0 });

const perform = async (line: OperatorCommand, config: Config): Promise<Result<Outcome, OperatorProblem>> => {
  const paths = dataFolderPaths(config.dataFolder);
  switch (line.command) {
    case "backup": {
      if (config.database !== null) return err({ type: "BackupByServer" });
      const made = await backUp(paths, line.folder, systemClock);
      if (!made.ok) return made;
      const bytes = made.value.files.reduce((sum, file) => sum + file.bytes, 0);
      return done(
        `Backed up ${made.value.files.length} files, ${(bytes / 1e6).toFixed(1)} MB, to ${line.folder}. It holds the relay's key: keep it safe.`,
      );
    }
    case "restore": {
      const put = await restore(line.folder, config.dataFolder);
      if (!put.ok) return put;
      return done(
        `Restored the backup of ${put.value.at} into ${config.dataFolder}. Start the relay; devices send again what is newer.`,
      );
    }
    case "verify":
    case "companies": {
      const opened =
        config.database === null ? readDatabase(paths.database) : ok(readPostgresLog(config.database));
      if (!opened.ok) return opened;
      const crypto = createNodeCrypto();
      try {
        if (line.command === "companies") {
          return done(describeCompanies(await listCompanies(opened.value, crypto)));
        }
        const relayKey = (await loadRelayKey(paths.relayKey)).publicKey;
        const log = codedLog(opened.value, plainChunks);
        const reports = await verifyEverything({ log, crypto, relayKey });
        const isSound = reports.every(({ problems }) => problems.length === 0);
        return ok({ words: describeReports(reports), code: isSound ? 0 : 7 });
      } finally {
        await opened.value.close();
      }
    }
    case "remove": {
      const removed = await removeCompany(line.company, config);
      if (!removed.ok) return removed;
      return done(`Removed ${line.company} with everything of it. Backups made earlier still hold it.`);
    }
    case "rotate-key": {
      const rotated = await rotateKey(config, { crypto: createNodeCrypto(), clock: systemClock });
      if (!rotated.ok) return rotated;
      const { companies, old } = rotated.value;
      return done(
        `The relay has another key, and ${companies} ${companies === 1 ? "company was" : "companies were"} told. Start it again; devices follow by themselves. The old key lies in ${old}.`,
      );
    }
    case "doctor": {
      const findings = await examine(config, systemClock);
      const isWell = findings.every(({ state }) => state !== "problem");
      return ok({ words: describeFindings(findings), code: isWell ? 0 : 7 });
    }
  }
};

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
