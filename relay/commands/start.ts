/**
 * Running the relay: everything opened in order, one sentence and an exit code when that fails, and a graceful end on
 * a signal. The log goes to standard error, the greeting to standard output.
 */
import { fileURLToPath } from "node:url";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { plainChunks } from "#shared/protocol/chunk-codec";
import { createRelay } from "#relay/app";
import type { Config } from "#relay/config";
import type { DataFolder } from "#relay/data-folder";
import { openDataFolder, systemCode } from "#relay/data-folder";
import { greeting } from "#relay/greeting";
import { localHost, publicOrigins } from "#relay/http/origins";
import { listStaticFiles } from "#relay/http/static-files";
import type { Log } from "#relay/observability/log";
import { createLog, describeDefect } from "#relay/observability/log";
import { systemClock, systemRandom, systemTimers } from "#relay/platform";
import { processMemory, tidyAtRest } from "#relay/memory-at-rest";
import { loadOperatorToken } from "#relay/operator-token";
import { loadRelayKey } from "#relay/relay-key";
import type { StartProblem } from "#relay/start-problem";
import { describeStartProblem, exitCodes } from "#relay/start-problem";
import { codedLog } from "#relay/storage/coded-log";
import type { LogStore } from "#relay/storage/log-store";
import { openPostgres } from "#relay/storage/open-postgres";
import { openBlobStore } from "#relay/storage/open-blobs";
import type { Ownership } from "#relay/storage/ownership";
import { openThreadedStore, startBuiltWorker } from "#relay/storage/threaded-store";
import { removeUnfinishedImport } from "#relay/storage/unfinished-import";
import { localAddresses } from "#relay/tls/local-addresses";
import type { LocalCertificate } from "#relay/tls/local-authority";
import { loadLocalCertificate } from "#relay/tls/local-authority";
import { answerLocalName } from "#relay/tls/mdns";

interface Started {
  readonly port: number;
  readonly greeting: string;
  readonly stop: () => Promise<void>;
}

const start = async (config: Config, log: Log): Promise<Result<Started, StartProblem>> => {
  const folder = await openDataFolder(config.dataFolder, config.blobs);
  if (!folder.ok) return folder;
  const key = await readKey(folder.value);
  if (!key.ok) return key;
  const opened = await openStore(config, folder.value, key.value, (problem) => endAfterDefect(log, problem));
  if (!opened.ok) return opened;
  const certificate = await readCertificate(config, folder.value);
  const operator = await loadOperatorToken(folder.value.folder, config.operatorToken);
  const files = await listStaticFiles(fileURLToPath(new URL("../client", import.meta.url)));
  try {
    if (
      await removeUnfinishedImport(
        opened.value.store,
        openBlobStore(config.bucket, folder.value.blobs, systemTimers),
      )
    )
      log.info("import.removed");
    const relay = await createRelay(config, {
      ...opened.value,
      store: codedLog(opened.value.store, plainChunks),
      signedRows: folder.value.signedRows,
      blobs: folder.value.blobs,
      key: key.value,
      files,
      certificate,
      operatorToken: operator.token,
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      log,
    });
    const stopName = startName(config, certificate, log);
    const stopTidying = tidyAtRest(systemTimers, processMemory());
    return ok({
      port: relay.port,
      greeting: greeting(config, relay.port, certificate, {
        hasColours: process.stdout.isTTY,
        newOperatorToken: operator.isNew ? operator.token : null,
      }),
      stop: async () => {
        stopName();
        stopTidying();
        await relay.close();
        folder.value.release();
      },
    });
  } catch (thrown) {
    await opened.value.store.close();
    const problem = listenProblem(thrown, config);
    if (problem === undefined) throw thrown;
    return err(problem);
  }
};

interface OpenedStore {
  readonly store: LogStore;
  readonly ownership?: Ownership;
}

const openStore = async (
  config: Config,
  folder: DataFolder,
  key: Signer,
  onLost: (problem: Error) => void,
): Promise<Result<OpenedStore, StartProblem>> => {
  if (config.database === null) {
    const store = await openThreadedStore(folder.database, { startWorker: startBuiltWorker, onLost });
    return store.ok ? ok({ store: store.value }) : store;
  }
  const isShared = config.nodeAddress !== null;
  const opened = await openPostgres(config.database, { isShared, leaseMs: config.nodeLeaseMs, onLost });
  if (!opened.ok) return opened;
  const { store, ownership, isRelayKey } = opened.value;
  if (await isRelayKey(key.publicKey)) return ok({ store, ownership });
  await store.close();
  return err({ type: "RelayKeyDiffers" });
};

const readKey = async (folder: DataFolder): Promise<Result<Signer, StartProblem>> => {
  try {
    return ok(await loadRelayKey(folder.relayKey));
  } catch (thrown) {
    return err({ type: "KeyUnreadable", path: folder.relayKey, message: describeDefect(thrown) });
  }
};

const readCertificate = (config: Config, folder: DataFolder): Promise<LocalCertificate | null> => {
  if (config.tls === "off") return Promise.resolve(null);
  const publicHosts = publicOrigins(config).map((origin) => new URL(origin).hostname);
  const names = [localHost(config), "localhost", ...publicHosts, "127.0.0.1", "::1", ...localAddresses().v4];
  return loadLocalCertificate(folder.tls, [...new Set(names)], { clock: systemClock });
};

const startName = (config: Config, certificate: LocalCertificate | null, log: Log): (() => void) =>
  config.mdns && certificate !== null
    ? answerLocalName(localHost(config), { log, addresses: localAddresses })
    : () => undefined;

const listenProblem = (thrown: unknown, { port, host }: Config): StartProblem | undefined => {
  switch (systemCode(thrown)) {
    case "EADDRINUSE":
      // It may be the one for other relays.
      return { type: "PortTaken", port: portIn(thrown) ?? port };
    case "EACCES":
      return { type: "PortForbidden", port };
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return { type: "AddressUnknown", host };
    default:
      return undefined;
  }
};

const portIn = (thrown: unknown): number | undefined =>
  thrown instanceof Error && "port" in thrown && typeof thrown.port === "number" ? thrown.port : undefined;

const endAfterDefect = (log: Log, defect: unknown): void => {
  log.error("relay.ended", { problem: describeDefect(defect) });
  process.exit(exitCodes.Defect);
};

/** The first signal ends the relay in good order, a second one at once. Before it has started there is nothing to end. */
const listenToSignals = (log: Log): { stop: () => Promise<void> } => {
  const running = { stop: () => Promise.resolve() };
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(exitCodes.Defect);
    isStopping = true;
    log.info("relay.stopping");
    running.stop().then(
      () => {
        log.info("relay.stopped");
        process.exit(0);
      },
      (defect: unknown) => endAfterDefect(log, defect),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  return running;
};

export const refuseStart = (problem: StartProblem): void => {
  process.stderr.write(`${describeStartProblem(problem)}\n`);
  process.exit(exitCodes[problem.type]);
};

/** Settles once the relay is running, or has been refused a start. */
export const runRelay = async (config: Config): Promise<void> => {
  const log = createLog(config.logLevel, systemClock, (line) => void process.stderr.write(`${line}\n`));
  process.on("uncaughtException", (defect) => endAfterDefect(log, defect));
  process.on("unhandledRejection", (defect) => endAfterDefect(log, defect));
  const running = listenToSignals(log);
  const started = await start(config, log);
  if (!started.ok) return refuseStart(started.error);
  running.stop = started.value.stop;
  process.stdout.write(started.value.greeting);
  log.info("relay.started", { port: started.value.port, tls: config.tls });
};
