/**
 * Looks at everything around a relay that makes it fail or lose data, and says per point what was found and what to
 * do. Changes nothing.
 */
import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "#shared/kernel/clock";
import type { Config } from "#relay/config";
import type { DataFolderPaths } from "#relay/data-folder";
import { dataFolderPaths, openDataFolder } from "#relay/data-folder";
import { localHost } from "#relay/http/origins";
import { openFileLimit } from "#relay/open-files";
import { describeStartProblem } from "#relay/start-problem";
import { schemaVersion } from "#relay/storage/sqlite-schema";
import { programVersion } from "#relay/version";
import { examineBackup, examineDatabase } from "./doctor-database";
import { examineNodeAddress } from "./doctor-nodes";
import { examineOrigin } from "./doctor-origin";
import { examinePages } from "./doctor-pages";

export interface Finding {
  readonly point: string;
  readonly state: "ok" | "attention" | "problem";
  readonly words: string;
}

const dayMs = 86_400_000;
const gigabyte = 2 ** 30;
/** Sockets, database and files of a mid-sized company; Debian's default for services is 1,024 or more. */
const enoughFiles = 4_096;

/** What the machine gives the relay. */
export interface Machine {
  /** Bytes free and in all where the folder lies; undefined while it is not there. */
  readonly space: (folder: string) => Promise<{ readonly free: number; readonly whole: number } | undefined>;
  /** Descriptors a process may have. */
  readonly openFiles: () => number;
}

const thisMachine: Machine = {
  space: (folder) =>
    statfs(folder).then(
      ({ bavail, blocks, bsize }) => ({ free: bavail * bsize, whole: blocks * bsize }),
      () => undefined,
    ),
  openFiles: openFileLimit,
};

export const examine = async (
  config: Config,
  clock: Clock,
  machine: Machine = thisMachine,
): Promise<readonly Finding[]> => {
  const paths = dataFolderPaths(config.dataFolder);
  return [
    { point: "settings", state: "ok", words: "All settings can be read." },
    ...(await examineFolder(config)),
    describeSpace(await machine.space(paths.folder)),
    ...(await examineDatabase(config, paths, clock)),
    await examineKey(paths),
    ...(config.tls === "local" ? [await examineCertificate(paths, config, clock)] : []),
    describeFileLimit(machine.openFiles()),
    examineVersions(),
    await examineBackup(config, paths, clock),
    ...(await examineNodeAddress(config)),
    ...examinePages(config),
    ...(await examineOrigin(config, paths, clock)),
  ];
};

export const describeFindings = (findings: readonly Finding[]): string => {
  const marks = { ok: "ok       ", attention: "attention", problem: "PROBLEM  " };
  return findings.map(({ point, state, words }) => `${marks[state]}  ${point.padEnd(14)}${words}`).join("\n");
};

const examineFolder = async ({ dataFolder }: Config): Promise<readonly Finding[]> => {
  const point = "data folder";
  if (!existsSync(dataFolder)) {
    return [
      { point, state: "attention", words: `${dataFolder} is not there yet; the first start makes it.` },
    ];
  }
  const folder = await openDataFolder(dataFolder);
  if (folder.ok) {
    folder.value.release();
    return [
      { point, state: "ok", words: `${dataFolder} can be written.` },
      { point: "running", state: "attention", words: "No relay is running on this folder." },
    ];
  }
  if (folder.error.type === "FolderInUse") {
    return [{ point: "running", state: "ok", words: `A relay is running on ${dataFolder}.` }];
  }
  return [{ point, state: "problem", words: describeStartProblem(folder.error) }];
};

const describeSpace = (found: Awaited<ReturnType<Machine["space"]>>): Finding => {
  const point = "disk";
  if (found === undefined) return { point, state: "attention", words: "Its free space cannot be seen yet." };
  const words = `${(found.free / gigabyte).toFixed(1)} GB free`;
  if (found.free < gigabyte) {
    return { point, state: "problem", words: `${words}. A full disk stops every write: make room now.` };
  }
  const isShort = found.free < found.whole / 10;
  return {
    point,
    state: isShort ? "attention" : "ok",
    words: `${words}${isShort ? ", less than a tenth" : ""}.`,
  };
};

const examineKey = async ({ relayKey }: DataFolderPaths): Promise<Finding> => {
  const point = "relay key";
  const found = await stat(relayKey).catch(() => undefined);
  if (found === undefined)
    return { point, state: "attention", words: "There is none yet; the first start makes it." };
  if (found.size !== 32) {
    const words = `${relayKey} has ${found.size} bytes instead of 32. Put it back from a backup.`;
    return { point, state: "problem", words };
  }
  return (found.mode & 0o077) === 0
    ? { point, state: "ok", words: "Only its owner can read it." }
    : { point, state: "problem", words: `Others on this machine can read it: chmod 600 ${relayKey}` };
};

const examineCertificate = async (
  { tls }: DataFolderPaths,
  config: Config,
  clock: Clock,
): Promise<Finding> => {
  const point = "certificate";
  const pem = await readFile(join(tls, "local.pem")).catch(() => undefined);
  if (pem === undefined)
    return { point, state: "attention", words: "There is none yet; the first start makes it." };
  const certificate = new X509Certificate(pem);
  const days = Math.floor((Date.parse(certificate.validTo) - clock.now()) / dayMs);
  if (days < 0)
    return { point, state: "problem", words: "It has expired. Restart the relay, which renews it." };
  const name = localHost(config);
  if (certificate.checkHost(name) === undefined) {
    const words = `It is not for ${name}, the name of this machine now. Restart the relay, which makes another.`;
    return { point, state: "problem", words };
  }
  const words = `Good for another ${days} days.`;
  return days < 30
    ? { point, state: "attention", words: `${words} Restart the relay, which renews it.` }
    : { point, state: "ok", words };
};

const describeFileLimit = (limit: number): Finding => {
  const point = "open files";
  if (!Number.isFinite(limit))
    return { point, state: "ok", words: "This system sets no limit that can be read." };
  return limit < enoughFiles
    ? {
        point,
        state: "attention",
        words: `At most ${limit}; every device needs one. Raise LimitNOFILE or ulimit -n.`,
      }
    : { point, state: "ok", words: `At most ${String(limit)}.` };
};

const oldestNode = [20, 19] as const;

const examineVersions = (): Finding => {
  const point = "versions";
  const words = `EventKit ${programVersion}, Node.js ${process.versions.node}, database format ${schemaVersion}.`;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
    ? { point, state: "ok", words }
    : { point, state: "problem", words: `${words} Node.js ${oldestNode.join(".")} or newer is needed.` };
};
