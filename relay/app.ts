/**
 * The relay as one object: HTTP, WebSockets and the sync engine over a store, on one port. Everything from outside
 * comes in as a dependency, so tests run the same relay in their own process on a port of their choice.
 */
import type { Server } from "node:net";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { StaticFiles } from "./http/static-files";
import { createHttpApp } from "./http/http-app";
import { createNodeLinks } from "./http/node-links";
import { createNodePort } from "./http/node-port";
import { createNodeProof } from "./http/node-proof";
import { createPort } from "./http/port";
import { allowedOrigins, ownOrigins } from "./http/origins";
import { createSyncEndpoint } from "./http/sync-endpoint";
import type { Config } from "./config";
import { createNodeCrypto } from "./node-crypto";
import type { Log } from "./observability/log";
import { describeDefect } from "./observability/log";
import type { Metrics } from "./observability/metrics";
import { createMetrics } from "./observability/metrics";
import { openFileLimit } from "./open-files";
import { watchStorage } from "./observability/watch-storage";
import type { LogStore } from "./storage/log-store";
import { openBlobs } from "./storage/open-blobs";
import type { Ownership } from "./storage/ownership";
import type { SignedRowsStore } from "./storage/signed-rows";
import { openSignedRows } from "./storage/signed-rows";
import type { RelayLimits } from "./sync/relay-limits";
import { defaultRelayLimits } from "./sync/relay-limits";
import type { RelaySync } from "./sync/relay-sync";
import { createRelaySync } from "./sync/relay-sync";
import type { LocalCertificate } from "./tls/local-authority";

export interface RelayDeps {
  readonly store: LogStore;
  /** Where other relays may work on the same log. */
  readonly ownership?: Ownership;
  /** File for signed rows; in memory when there is none. */
  readonly signedRows?: string;
  /** Folder of files, made when needed; with a bucket in the configuration only of those on their way in. */
  readonly blobs: string;
  readonly key: Signer;
  readonly files: StaticFiles;
  /** Null for plain http only. */
  readonly certificate: LocalCertificate | null;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  /** Opens the operator's page; there is none where it is not given. */
  readonly operatorToken?: string;
  readonly limits?: RelayLimits;
  /** The platform's hashes and signatures where none are given. */
  readonly crypto?: CryptoDeps;
}

export interface Relay {
  readonly port: number;
  /** Public key of the relay. */
  readonly key: Uint8Array;
  /** Takes nothing new, finishes what was accepted, closes every socket and the store. */
  readonly close: () => Promise<void>;
}

export const createRelay = async (config: Config, deps: RelayDeps): Promise<Relay> => {
  const { timers, log, key, ownership } = deps;
  const metrics = createMetrics();
  let stopping = false;
  let port = config.port;
  const isStopping = (): boolean => stopping;
  const allowsOrigin = (origin: string): boolean => allowedOrigins(config, port).has(origin);
  const isReachedAt = (origin: string): boolean => ownOrigins(config, port).has(origin);
  const crypto = deps.crypto ?? createNodeCrypto();
  const blobs = openBlobs(config.bucket, deps.blobs, deps);
  const limits = deps.limits ?? defaultRelayLimits;
  const proof = config.nodeAddress === null ? null : await createNodeProof(key, deps.clock);
  const links =
    proof === null ? null : createNodeLinks({ proof, metrics, budgetBytes: limits.socketBudgetBytes });
  const sync = await createRelaySync({
    ...deps,
    signedRows: openRows(deps),
    relay: key,
    crypto,
    ...{ limits, metrics, isReachedAt },
    filesOf: blobs.space.usedBy,
    ...(ownership === undefined ? {} : { nodes: { ownership, links } }),
  });
  watchRelay(config, metrics, sync, ownership);
  const nodePort =
    proof === null
      ? null
      : createNodePort({ timers, log, metrics, proof, accept: sync.acceptForwarded, isStopping });
  const endpoint = createSyncEndpoint({
    ...{ timers, log, metrics, allowsOrigin, isStopping },
    trustedProxies: config.trustedProxies,
    open: sync.accept,
  });
  const app = createHttpApp(config, {
    ...{ ...deps, sync, crypto, metrics, blobs, allowsOrigin, isReachedAt, isStopping },
    port: () => port,
    others:
      links === null || nodePort === null ? null : { forward: links.forward, clientOf: nodePort.clientOf },
  });
  const address = config.nodeAddress;
  await sync.join(address === null ? null : ((await nodePort?.listen(app, address, config.host)) ?? null));
  const opened = createPort(app, endpoint, deps.certificate, {
    openFiles: openFileLimit(),
    trustedProxies: config.trustedProxies,
    onRefused: () => metrics.connectionsRefused.inc(),
  });
  port = await listen(opened.server, config);
  return {
    port,
    key: key.publicKey,
    close: async () => {
      stopping = true;
      blobs.close();
      await Promise.all([endpoint.close(), nodePort?.close()]);
      // Before requests in progress are waited for: devices are on their way to another relay.
      await sync.leave();
      await opened.close();
      await sync.close();
    },
  };
};

const openRows = ({ signedRows = ":memory:", log }: RelayDeps): SignedRowsStore =>
  openSignedRows(signedRows, (thrown) => log.warn("rows.begun-anew", { problem: describeDefect(thrown) }));

const watchRelay = (
  config: Config,
  metrics: Metrics,
  sync: RelaySync,
  ownership: RelayDeps["ownership"],
): void => {
  watchStorage(metrics, config, () => sync.companies().length);
  if (ownership !== undefined)
    metrics.watch("eventkit_companies_owned", "Companies this relay puts in order", ownership.owned);
};

/** Rejects with the system's reason, such as a taken port. */
const listen = (server: Server, { host, port }: Config): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
