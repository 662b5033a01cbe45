/**
 * Looks at everything around a relay that makes it fail or lose data, and says per point what was found and what to
 * do. Changes nothing.
 */
import { X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { WebSocket } from "ws";
import type { Clock } from "#shared/kernel/clock";
import { bytesEqual } from "#shared/kernel/bytes";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import type { Config } from "#relay/config";
import type { DataFolderPaths } from "#relay/data-folder";
import { dataFolderPaths, openDataFolder } from "#relay/data-folder";
import { loadRelayKey } from "#relay/relay-key";
import { describeStartProblem } from "#relay/start-problem";
import { checkDatabaseFile } from "#relay/storage/open-database";

export interface Finding {
  readonly point: string;
  readonly state: "ok" | "attention" | "problem";
  readonly words: string;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const gigabyte = 2 ** 30;
const answerWithinMs = 5_000;
/** Sockets, database and files of a mid-sized company; Debian's default for services is 1,024 or more. */
const enoughFiles = 4_096;

export const examine = async (config: Config, clock: Clock): Promise<readonly Finding[]> => {
  const paths = dataFolderPaths(config.dataFolder);
  return [
    { point: "settings", state: "ok", words: "All settings can be read." },
    ...(await examineFolder(config)),
    await examineDisk(paths),
    examineDatabase(paths),
    await examineKey(paths),
    await examineClock(paths, clock),
    ...(config.tls === "local" ? [await examineCertificate(paths, clock)] : []),
    examineFileLimit(),
    ...(config.publicOrigin === null ? [] : await examineOrigin(config.publicOrigin, paths)),
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

const examineDisk = async ({ folder }: DataFolderPaths): Promise<Finding> => {
  const point = "disk";
  const found = await statfs(folder).catch(() => undefined);
  if (found === undefined) return { point, state: "attention", words: "Its free space cannot be seen yet." };
  const free = found.bavail * found.bsize;
  const words = `${(free / gigabyte).toFixed(1)} GB free`;
  if (free < gigabyte) {
    return { point, state: "problem", words: `${words}. A full disk stops every write: make room now.` };
  }
  const isShort = found.bavail < found.blocks / 10;
  return {
    point,
    state: isShort ? "attention" : "ok",
    words: `${words}${isShort ? ", less than a tenth" : ""}.`,
  };
};

const examineDatabase = ({ database }: DataFolderPaths): Finding => {
  const point = "database";
  if (!existsSync(database)) return { point, state: "attention", words: "There is none yet." };
  const problem = checkDatabaseFile(database);
  return problem === undefined
    ? { point, state: "ok", words: `${database} is sound. "verify" reads all of it.` }
    : { point, state: "problem", words: describeStartProblem(problem) };
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

/** What was written last cannot lie in the future, unless the clock was wrong then or is now. */
const examineClock = async ({ database }: DataFolderPaths, clock: Clock): Promise<Finding> => {
  const point = "clock";
  const times = await Promise.all(
    [database, `${database}-wal`].map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  const ahead = Math.max(...times) - clock.now();
  return ahead > 5 * minuteMs
    ? { point, state: "problem", words: "The database was written in the future: set the clock, use NTP." }
    : { point, state: "ok", words: new Date(clock.now()).toISOString() };
};

const examineCertificate = async ({ tls }: DataFolderPaths, clock: Clock): Promise<Finding> => {
  const point = "certificate";
  const pem = await readFile(join(tls, "local.pem")).catch(() => undefined);
  if (pem === undefined)
    return { point, state: "attention", words: "There is none yet; the first start makes it." };
  const days = Math.floor((Date.parse(new X509Certificate(pem).validTo) - clock.now()) / dayMs);
  if (days < 0)
    return { point, state: "problem", words: "It has expired. Restart the relay, which renews it." };
  const words = `Good for another ${days} days.`;
  return days < 30
    ? { point, state: "attention", words: `${words} Restart the relay, which renews it.` }
    : { point, state: "ok", words };
};

const examineFileLimit = (): Finding => {
  const point = "open files";
  const report: unknown = process.report.getReport();
  const text = /"open_files":\{"soft":"?(\d+|unlimited)/.exec(JSON.stringify(report))?.[1];
  const limit = text === "unlimited" ? Number.POSITIVE_INFINITY : Number(text);
  if (Number.isNaN(limit))
    return { point, state: "ok", words: "This system sets no limit that can be read." };
  return limit < enoughFiles
    ? {
        point,
        state: "attention",
        words: `At most ${limit}; every device needs one. Raise LimitNOFILE or ulimit -n.`,
      }
    : { point, state: "ok", words: `At most ${String(limit)}.` };
};

const examineOrigin = async (origin: string, paths: DataFolderPaths): Promise<readonly Finding[]> => {
  const point = "public origin";
  const answer = await fetch(`${origin}/.well-known/eventkit`, {
    signal: AbortSignal.timeout(answerWithinMs),
  })
    .then((response) => response.json())
    .catch(() => undefined);
  if (answer === undefined) {
    const words = `${origin} does not answer from here. Is the relay running, and does the proxy point at it?`;
    return [{ point, state: "problem", words }];
  }
  const info = parseRelayInfo(answer);
  const own = existsSync(paths.relayKey) ? (await loadRelayKey(paths.relayKey)).publicKey : undefined;
  if (!info.ok || own === undefined || !bytesEqual(info.value.relayKey, own)) {
    return [
      {
        point,
        state: "problem",
        words: `Something else answers at ${origin}: not the relay of this folder.`,
      },
    ];
  }
  const passes = await greetsSockets(origin);
  return [
    { point, state: "ok", words: `${origin} leads here.` },
    passes
      ? { point: "sockets", state: "ok", words: "Sockets come through." }
      : { point: "sockets", state: "problem", words: "The proxy does not pass WebSockets at /sync." },
  ];
};

/** A relay speaks first, so one message shows that sockets come through in both directions. */
const greetsSockets = (origin: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/sync`, {
      origin,
      handshakeTimeout: answerWithinMs,
    });
    const timer = setTimeout(() => socket.terminate(), answerWithinMs);
    const end = (passes: boolean): void => {
      clearTimeout(timer);
      resolve(passes);
      socket.terminate();
    };
    socket.once("message", () => end(true));
    socket.once("error", () => end(false));
    socket.once("close", () => end(false));
  });
