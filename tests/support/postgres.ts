/**
 * A real PostgreSQL of the test's own: a private cluster in a temporary folder, reached by a random port on loopback,
 * gone with the test. The server refuses to run as root, so as root it runs as the system's `postgres` user.
 */
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { findPostgres } from "../../scripts/postgres.mjs";

const run = promisify(execFile);

export interface PostgresServer {
  /** Makes an empty database and answers its address. */
  readonly createDatabase: () => Promise<string>;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

const programs = (): string => {
  const found = findPostgres();
  if (found === undefined) throw new Error("PostgreSQL is not installed; npm run setup says how");
  return found;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

const isRoot = process.getuid?.() === 0;
/** The command and its words, as the user the server may run as. */
const asServerUser = (program: string, words: readonly string[]): readonly [string, string[]] =>
  isRoot ? ["runuser", ["-u", "postgres", "--", program, ...words]] : [program, [...words]];

export const startPostgres = async (): Promise<PostgresServer> => {
  const bin = programs();
  const folder = await mkdtemp(join(tmpdir(), "eventkit-postgres-"));
  if (isRoot) await run("chown", ["postgres", folder]);
  await chmod(folder, 0o700);
  const data = join(folder, "data");
  await run(
    ...asServerUser(join(bin, "initdb"), ["-D", data, "-U", "eventkit", "-A", "trust", "-E", "UTF8"]),
  );
  const port = await freePort();
  const words = ["-D", data, "-p", String(port), "-k", folder, "-c", "listen_addresses=127.0.0.1"];
  let ended: Promise<void> = Promise.resolve();
  const start = async (): Promise<void> => {
    const child = spawn(...asServerUser(join(bin, "postgres"), words), {
      stdio: ["ignore", "ignore", "pipe"],
    });
    ended = new Promise((resolve) => child.once("close", () => resolve()));
    await new Promise<void>((resolve, reject) => {
      let said = "";
      child.stderr.on("data", (part: Buffer) => {
        said += part.toString();
        if (said.includes("ready to accept connections")) resolve();
      });
      child.once("close", () => reject(new Error(`PostgreSQL did not start: ${said}`)));
    });
  };
  const kill = async (): Promise<void> => {
    const [pid] = (await readFile(join(data, "postmaster.pid"), "utf8")).split("\n");
    process.kill(Number(pid), "SIGKILL");
    await ended;
  };
  await start();
  return {
    createDatabase: async () => {
      const name = `t${randomBytes(6).toString("hex")}`;
      const admin = new Client({ connectionString: `postgres://eventkit@127.0.0.1:${port}/postgres` });
      await admin.connect();
      await admin.query(`CREATE DATABASE ${name}`);
      await admin.end();
      return `postgres://eventkit@127.0.0.1:${port}/${name}`;
    },
    start,
    kill,
    remove: async () => {
      await run(...asServerUser(join(bin, "pg_ctl"), ["stop", "-D", data, "-m", "immediate"])).catch(
        () => undefined,
      );
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
