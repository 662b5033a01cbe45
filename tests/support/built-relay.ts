/** The relay as a process of its own, built as for production: to be killed, stopped and started wrongly. */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildRelay } from "../../scripts/build-relay.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface BuiltRelay {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Builds into a folder of the test's own: several test files run at once. */
export const buildRelayFor = async (name: string): Promise<BuiltRelay> => {
  // Inside the project, so that packages are found; beside the product's own build.
  const folder = join(root, "dist", `relay-for-${name}-${process.pid}`);
  await buildRelay(folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

export interface RelayProcess {
  readonly child: ChildProcess;
  /** Settles when it listens; rejects with its last words when it ends before. */
  readonly started: Promise<{ readonly port: number; readonly origin: string }>;
  readonly ended: Promise<{ readonly code: number | null; readonly errors: string; readonly output: string }>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** `fileKilobytes`: the system lets no file of the process grow beyond that, as on a disk that is full. */
export const spawnRelay = (
  built: BuiltRelay,
  dataFolder: string,
  environment: Readonly<Record<string, string>> = {},
  fileKilobytes?: number,
): RelayProcess => {
  const program = [process.execPath, join(built.folder, "main.js")];
  // The shell becomes the relay, so that signals reach it; its limit counts in blocks of 512 bytes.
  const limited = ["sh", "-c", `ulimit -f ${2 * (fileKilobytes ?? 0)} && exec "$0" "$@"`, ...program];
  const [command = "", ...words] = fileKilobytes === undefined ? program : limited;
  const child = spawn(command, words, {
    env: {
      PATH: process.env["PATH"],
      HOST: "127.0.0.1",
      PORT: "0",
      EVENTKIT_DATA: dataFolder,
      EVENTKIT_MDNS: "off",
      EVENTKIT_TLS: "off",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  let output = "";
  child.stdout.on("data", (data: Buffer) => (output += data.toString()));
  const ended = new Promise<{ code: number | null; errors: string; output: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, errors, output }));
  });
  const started = new Promise<{ port: number; origin: string }>((resolve, reject) => {
    child.stderr.on("data", (data: Buffer) => {
      errors += data.toString();
      const port = /"event":"relay.started","port":(\d+)/.exec(errors)?.[1];
      if (port !== undefined) resolve({ port: Number(port), origin: `http://localhost:${port}` });
    });
    void ended.then(({ code }) => reject(new Error(`the relay ended with ${String(code)}: ${errors}`)));
  });
  // A test that expects the failure reads it from `ended`.
  started.catch(() => undefined);
  return { child, started, ended, kill: (signal) => void child.kill(signal) };
};
