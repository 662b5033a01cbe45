/** A relay inside the test's own process, on a port of its own, with its log in memory or in a folder of the test. */
import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Relay, RelayDeps } from "#relay/app";
import { createRelay } from "#relay/app";
import type { Config } from "#relay/config";
import { configFromEnvironment } from "#relay/config";
import { listStaticFiles } from "#relay/http/static-files";
import { createLog } from "#relay/observability/log";
import { systemClock, systemTimers } from "#relay/platform";
import { relaySigner } from "#relay/relay-key";
import { createInlineStore } from "#relay/storage/inline-store";
import type { LogStore } from "#relay/storage/log-store";
import { openDatabase } from "#relay/storage/open-database";
import { createSqliteLog } from "#relay/storage/sqlite-log";
import { must } from "#shared/kernel/result";

export const memoryStore = (path = ":memory:"): LogStore =>
  createInlineStore(createSqliteLog(must(openDatabase(path))));

export const temporaryFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "eventkit-relay-"));

export interface TestRelay extends Relay {
  /** Lines of the structured log. */
  readonly lines: readonly string[];
  readonly origin: string;
}

export const testConfig = (folder: string, environment: Readonly<Record<string, string>> = {}): Config =>
  must(
    configFromEnvironment({
      HOST: "127.0.0.1",
      PORT: "0",
      EVENTKIT_DATA: folder,
      EVENTKIT_MDNS: "off",
      EVENTKIT_TLS: "off",
      EVENTKIT_LOCAL_NAME: "testhall",
      ...environment,
    }),
  );

export const startTestRelay = async (
  patch: Partial<RelayDeps> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<TestRelay> => {
  const folder = await temporaryFolder();
  const lines: string[] = [];
  const relay = await createRelay(testConfig(folder, environment), {
    store: memoryStore(),
    blobs: join(folder, "blobs"),
    key: relaySigner(randomBytes(32)),
    files: await listStaticFiles(join(folder, "no-client")),
    certificate: null,
    clock: systemClock,
    timers: systemTimers,
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    log: createLog("debug", systemClock, (line) => lines.push(line)),
    ...patch,
  });
  return { ...relay, lines, origin: `http://localhost:${relay.port}` };
};
