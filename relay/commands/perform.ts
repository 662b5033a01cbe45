/** Runs one operator's command and says in words what came of it. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Config } from "#relay/config";
import { dataFolderPaths } from "#relay/data-folder";
import { createNodeCrypto } from "#relay/node-crypto";
import { systemClock, systemTimers } from "#relay/platform";
import { loadRelayKey } from "#relay/relay-key";
import type { LogStore } from "#relay/storage/log-store";
import { openBlobStore } from "#relay/storage/open-blobs";
import { backUp } from "./backup";
import { missingFiles } from "./backup-files";
import type { BackupManifest } from "./backup-manifest";
import { readManifest } from "./backup-manifest";
import type { OperatorCommand } from "./command-line";
import type { ExportWish } from "./company-export";
import { exportCompany } from "./company-export";
import { importCompany } from "./company-import";
import { describeCompanies, listCompanies } from "./company-list";
import { setQuota } from "./company-quota";
import { removeCompany } from "./company-remove";
import { describeFindings, examine } from "./doctor";
import { writeLastBackup } from "#relay/last-backup";
import { openForReading } from "./open-for-reading";
import type { OperatorProblem } from "./operator-problem";
import { bytesInWords } from "./quota-words";
import { restore } from "./restore";
import { rotateKey } from "./rotate-key";
import { describeReports, verifyEverything } from "./verify";

export interface Outcome {
  readonly words: string;
  /** 7 where something was found that needs a person. */
  readonly code: 0 | 7;
}

type Performed = Promise<Result<Outcome, OperatorProblem>>;

export const perform = async (line: OperatorCommand, config: Config): Performed => {
  switch (line.command) {
    case "backup":
      return performBackup(line.folder, config);
    case "restore":
      return performRestore(line.folder, config);
    case "verify":
      return performVerify(line.backup, config);
    case "company list":
      return reading(config, async (log) =>
        done(describeCompanies(await listCompanies(log, createNodeCrypto()))),
      );
    case "company quota": {
      const set = await setQuota(line, config);
      return set.ok ? done(set.value) : set;
    }
    case "company export":
      return performExport(line, config);
    case "company import": {
      const taken = await importCompany(line.file, config, createNodeCrypto());
      if (!taken.ok) return taken;
      const { company, changes, files } = taken.value;
      return done(`Took in ${company}: ${changes} changes and ${files} files, all checked. Start the relay.`);
    }
    case "company remove": {
      const removed = await removeCompany(line.company, config);
      if (!removed.ok) return removed;
      return done(`Removed ${line.company} with everything of it. Backups made earlier still hold it.`);
    }
    case "rotate-key":
      return performRotation(config);
    case "doctor": {
      const findings = await examine(config, systemClock);
      const isWell = findings.every(({ state }) => state !== "problem");
      return ok({ words: describeFindings(findings), code: isWell ? 0 : 7 });
    }
  }
};

const done = (words: string): Result<Outcome, OperatorProblem> => ok({ words, code: 0 });

/** Beside a running relay as well: nothing is changed. */
const reading = async (config: Config, read: (log: LogStore) => Performed): Performed => {
  const opened = openForReading(config);
  if (!opened.ok) return opened;
  try {
    return await read(opened.value);
  } finally {
    await opened.value.close();
  }
};

const performBackup = async (folder: string, config: Config): Performed => {
  if (config.database !== null) return err({ type: "BackupByServer" });
  const made = await backUp(config, folder, systemClock);
  if (!made.ok) return made;
  const { manifest, bucketProblem } = made.value;
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  // A folder that may only be read is backed up all the same.
  await writeLastBackup(config.dataFolder, { at: Date.parse(manifest.at), bytes }).catch(() => undefined);
  const words = `Backed up ${manifest.files.length} files, ${bytesInWords(bytes)}, to ${folder}. It holds the relay's key: keep it safe.`;
  const notListed = `The bucket for photos and files did not answer (${bucketProblem}): the backup says nothing of what lies there.`;
  if (bucketProblem !== null) return ok({ words: `${words} ${notListed}`, code: 7 });
  return done(manifest.left === undefined ? words : `${words} ${wordsOfLeft(manifest.left)}`);
};

const wordsOfLeft = (left: NonNullable<BackupManifest["left"]>): string => {
  const bytes = left.reduce((sum, file) => sum + file.bytes, 0);
  const what = left.length === 1 ? "1 photo or file" : `${left.length} photos and files`;
  return `Not in it, and listed: ${what} in the bucket, ${bytesInWords(bytes)}. Keep them by the bucket's own means.`;
};

const performRestore = async (folder: string, config: Config): Performed => {
  const put = await restore(folder, config);
  if (!put.ok) return put;
  const { manifest, missing } = put.value;
  const words = `Restored the backup of ${manifest.at} into ${config.dataFolder}.`;
  return missing.length === 0
    ? done(`${words} Start the relay; devices send again what is newer.`)
    : ok({ words: `${words} ${wordsOfMissing(missing, folder)}`, code: 7 });
};

const wordsOfMissing = (missing: readonly string[], backup: string): string => {
  const some = missing.slice(0, 10).map((path) => `\n  - ${path}`);
  const more = missing.length > some.length ? `\n  and ${missing.length - some.length} more` : "";
  return `${missing.length} photos and files that were stored at the time of the backup are not stored here. Bring them back from your copy of the bucket, then run "verify --backup ${backup}"; devices that hold them send them again as well.${some.join("")}${more}`;
};

const performExport = async (wish: ExportWish, config: Config): Performed => {
  const deps = { crypto: createNodeCrypto(), clock: systemClock };
  const written = await exportCompany(wish, config, deps);
  if (!written.ok) return written;
  const { changes, files, bytes } = written.value;
  const what = `Wrote ${changes} changes and ${files} files, ${bytesInWords(bytes)}, to ${wish.file}.`;
  return done(
    wish.to === null
      ? what
      : `${what} This relay has let go of the company: "company import" the file on ${wish.to}, and start this one again, so that devices learn there where it is. "company remove" it here once all have come over.`,
  );
};

const performVerify = async (backup: string | null, config: Config): Performed => {
  const manifest = backup === null ? null : await readManifest(backup);
  if (manifest !== null && !manifest.ok) return manifest;
  return reading(config, async (log) => {
    const paths = dataFolderPaths(config.dataFolder, config.blobs);
    const relayKey = (await loadRelayKey(paths.relayKey)).publicKey;
    const blobs = openBlobStore(config.bucket, paths.blobs, systemTimers);
    const reports = await verifyEverything({ log, crypto: createNodeCrypto(), relayKey, blobs });
    const missing = manifest === null ? [] : await missingFiles(blobs, manifest.value);
    const words = [describeReports(reports)];
    if (missing.length > 0) words.push(wordsOfMissing(missing, backup ?? ""));
    else if (manifest !== null) words.push("Everything that was stored at the time of the backup is there.");
    const isSound = missing.length === 0 && reports.every(({ problems }) => problems.length === 0);
    return ok({ words: words.join("\n"), code: isSound ? 0 : 7 });
  });
};

const performRotation = async (config: Config): Performed => {
  const rotated = await rotateKey(config, { crypto: createNodeCrypto(), clock: systemClock });
  if (!rotated.ok) return rotated;
  const { companies, old } = rotated.value;
  return done(
    `The relay has another key, and ${companies} ${companies === 1 ? "company was" : "companies were"} told. Start it again; devices follow by themselves. The old key lies in ${old}.`,
  );
};
