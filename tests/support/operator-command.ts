/** An operator's command as a process: what it printed and how it ended. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import type { BuiltRelay } from "./built-relay";

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export const operate = (
  built: BuiltRelay,
  dataFolder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(built.folder, "main.js"), ...words], {
      env: { PATH: process.env["PATH"], EVENTKIT_DATA: dataFolder, EVENTKIT_TLS: "off", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (data: Buffer) => (output += data.toString()));
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    child.on("close", (code) => resolve({ code, output, errors }));
  });
