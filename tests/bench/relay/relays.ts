/** What a load runs against: one relay over its own log, or several over one PostgreSQL. */
import { copyFile, mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "#tests/support/postgres";
import type { BenchRelay } from "./bench-company";
import { startRelay } from "./bench-company";
import type { MeasuredProcess } from "./server-process";

export interface MeasuredRelays extends Pick<MeasuredProcess, "cpuSeconds" | "residentBytes" | "stop"> {
  /** The first one is asked to found companies, so it puts their changes in order. */
  readonly origin: string;
  readonly origins: readonly string[];
}

export type StartRelays = () => Promise<MeasuredRelays>;

export const oneRelay =
  (program: string): StartRelays =>
  async () => {
    const relay = await startRelay(program);
    return { ...relay, origins: [relay.origin] };
  };

/** Without an address of their own, one relay holds the whole database. */
export const relaysOverPostgres =
  (program: string, count: number): StartRelays =>
  async () => {
    const server = await startPostgres();
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    const environment = {
      EVENTKIT_DATABASE: await server.createDatabase(),
      PUBLIC_ORIGIN: ports.map((port) => `http://localhost:${port}`).join(","),
      ...(count === 1
        ? {}
        : {
            EVENTKIT_NODE_ADDRESS: "http://127.0.0.1:0",
            EVENTKIT_BLOBS: await mkdtemp(join(tmpdir(), "eventkit-bench-files-")),
          }),
    };
    const relays: BenchRelay[] = [];
    for (const port of ports) {
      const dataFolder = await mkdtemp(join(tmpdir(), "eventkit-bench-"));
      const [first] = relays;
      if (first !== undefined)
        await copyFile(join(first.dataFolder, "relay.key"), join(dataFolder, "relay.key"));
      relays.push(
        await startRelay(program, { dataFolder, environment: { ...environment, PORT: String(port) } }),
      );
    }
    const origins = relays.map(({ origin }) => origin);
    const sum = (read: (relay: BenchRelay) => number): number =>
      relays.reduce((total, relay) => total + read(relay), 0);
    return {
      origin: origins[0] ?? "",
      origins,
      cpuSeconds: () => sum((relay) => relay.cpuSeconds()),
      residentBytes: () => sum((relay) => relay.residentBytes()),
      stop: async () => {
        await Promise.all(relays.map((relay) => relay.stop()));
        await server.remove();
      },
    };
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
