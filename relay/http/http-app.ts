/** Everything the relay answers over HTTP, in the order in which routes are tried. */
import { Hono } from "hono";
import type { Clock } from "#shared/kernel/clock";
import type { Signer } from "#shared/kernel/signature";
import { unauthenticatedPerMinute } from "#shared/protocol/limits";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { Config } from "#relay/config";
import { dataFolderPaths } from "#relay/data-folder";
import type { Log } from "#relay/observability/log";
import { describeDefect } from "#relay/observability/log";
import type { Metrics } from "#relay/observability/metrics";
import { notFoundPage, servePublicPages } from "#relay/public/routes";
import { trustPath } from "#relay/public/trust-page";
import type { LogStore } from "#relay/storage/log-store";
import type { Blobs } from "#relay/storage/open-blobs";
import type { RelaySync } from "#relay/sync/relay-sync";
import type { LocalCertificate } from "#relay/tls/local-authority";
import { serveApp } from "./app-routes";
import { isLoopbackHost, requestOrigin } from "./client-address";
import { serveBlobs } from "./blob-routes";
import type { Creation } from "./enrolment-routes";
import { limitRequests, serveEnrolment } from "./enrolment-routes";
import type { HttpEnvironment } from "./environment";
import { serveOperating } from "./operating-routes";
import { serveOperator } from "./operator-routes";
import { addressByNumber, addressForPhones, listensInside, publicOrigins } from "./origins";
import type { OtherRelays } from "./other-relays";
import { passOnCompanies } from "./other-relays";
import { createRateLimit } from "./rate-limit";
import { serveRecovery } from "./recovery-routes";
import { securityHeaders } from "./security-headers";
import type { StaticFiles } from "./static-files";

export interface HttpAppDeps {
  readonly store: LogStore;
  readonly sync: RelaySync;
  readonly key: Signer;
  readonly crypto: CryptoDeps;
  readonly blobs: Blobs;
  readonly files: StaticFiles;
  readonly certificate: LocalCertificate | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Opens the operator's page; there is none where it is not given. */
  readonly operatorToken?: string;
  /** Whether pages of that origin may talk to this relay. */
  readonly allowsOrigin: (origin: string) => boolean;
  readonly isReachedAt: (origin: string) => boolean;
  readonly isStopping: () => boolean;
  readonly port: () => number;
  /** Null where this relay is the only one. */
  readonly others: OtherRelays | null;
}

export type HttpApp = Hono<HttpEnvironment>;

export const createHttpApp = (config: Config, deps: HttpAppDeps): HttpApp => {
  const { clock, certificate, log, metrics } = deps;
  const addresses = () => ({
    address: addressForPhones(config, deps.port()),
    byNumber: addressByNumber(config, deps.port()),
  });
  const isReachedFromOutside = certificate !== null && !listensInside(config);
  const app: HttpApp = new Hono<HttpEnvironment>();
  app.onError((defect, context) => {
    const { incoming } = context.env;
    // Whoever goes away in the middle of a request has not found a defect.
    if (incoming.destroyed && !incoming.complete) return context.body(null, 400);
    metrics.defects.inc();
    log.error("http.failed", { method: context.req.method, problem: describeDefect(defect) });
    return context.json({ code: "failed", message: "unexpected failure" }, 500);
  });
  app.notFound((context) =>
    context.req.path.startsWith("/api/")
      ? context.json({ code: "not-found", message: "no such resource" }, 404)
      : notFoundPage(context),
  );
  begin(app, config, deps.others);
  serveOperators(app, config, deps);
  servePublicPages(app, {
    labelLimit: createRateLimit(unauthenticatedPerMinute.labels, clock),
    trust: certificate === null ? null : () => ({ ...certificate, ...addresses() }),
  });
  limitRequests(app, {
    writeLimit: createRateLimit(unauthenticatedPerMinute.requests, clock),
    readLimit: createRateLimit(10 * unauthenticatedPerMinute.requests, clock),
  });
  if (deps.others !== null) passOnCompanies(app, deps.sync, deps.others);
  serveEnrolment(app, {
    sync: deps.sync,
    clock,
    ...{ key: deps.key, allowsOrigin: deps.allowsOrigin, isReachedAt: deps.isReachedAt },
    originFor: (context) => {
      const isHere = isLoopbackHost(context.get("origin").host) && isReachedFromOutside;
      return config.publicOrigin ?? (isHere ? addresses().address : new URL(context.req.url).origin);
    },
    creation: creationOf(config),
    isInHall: config.hall,
  });
  serveRecovery(app, deps.sync.recovery);
  serveBlobs(app, {
    sync: deps.sync,
    ...{ blobs: deps.blobs, log, allowsOrigin: deps.allowsOrigin },
    crypto: deps.crypto,
    clock,
    relayKey: deps.key.publicKey,
    others: deps.others,
  });
  if (certificate !== null) {
    // Over plain http from another machine the app cannot work: no camera, no keys, no offline start.
    app.get("*", async (context, next) => {
      const { encrypted, host } = context.get("origin");
      return encrypted || isLoopbackHost(host) ? next() : context.redirect(trustPath);
    });
  }
  serveApp(app, deps.files);
  return app;
};

/** What holds for every request and every answer. */
const begin = (app: HttpApp, config: Config, others: OtherRelays | null): void =>
  void app.use("*", async (context, next) => {
    const { incoming } = context.env;
    const client = others?.clientOf(incoming) ?? requestOrigin(incoming, config.trustedProxies);
    context.set("origin", client);
    for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value);
    if (isPublic(config, client.host)) context.header("Strict-Transport-Security", "max-age=31536000");
    await next();
  });

/** What is for whoever runs the relay. */
const serveOperators = (
  app: HttpApp,
  { dataFolder, database, metricsToken }: Config,
  deps: HttpAppDeps,
): void => {
  const paths = dataFolderPaths(dataFolder);
  serveOperating(app, { ...deps, paths, metricsToken });
  if (deps.operatorToken === undefined) return;
  serveOperator(app, {
    ...deps,
    ...{ paths, database },
    token: deps.operatorToken,
    startedAt: deps.clock.now(),
  });
};

const creationOf = (config: Config): Creation => ({
  rule: config.companies,
  token: config.creationToken,
  listed: new Set(config.listedCompanies),
});

/** Only the public name is https for ever; local names must stay reachable while a phone has no trust yet. */
const isPublic = (config: Config, host: string): boolean =>
  publicOrigins(config).some((origin) => origin.startsWith("https:") && new URL(origin).hostname === host);
