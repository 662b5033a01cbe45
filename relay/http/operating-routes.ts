/** For whoever runs the relay: alive, ready to work, and numbers for Prometheus. */
import type { Hono } from "hono";
import type { Metrics } from "#relay/observability/metrics";
import type { LogStore } from "#relay/storage/log-store";
import { isLoopbackAddress } from "./client-address";
import type { HttpEnvironment } from "./environment";
import { isSameSecret } from "./same-secret";

export interface OperatingDeps {
  readonly store: LogStore;
  readonly metrics: Metrics;
  /** Bearer token for the numbers; without one only this machine may read them. */
  readonly metricsToken: string | null;
  readonly isStopping: () => boolean;
}

export const serveOperating = (app: Hono<HttpEnvironment>, deps: OperatingDeps): void => {
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/readyz", async (context) => {
    if (deps.isStopping()) return context.text("stopping\n", 503);
    const readable = await deps.store.ping().then(
      () => true,
      () => false,
    );
    return readable ? context.text("ready\n") : context.text("the store does not answer\n", 503);
  });
  app.get("/metrics", async (context) => {
    const allowed =
      deps.metricsToken === null
        ? isLoopbackAddress(context.get("origin").address)
        : isSameSecret(context.req.header("Authorization") ?? "", `Bearer ${deps.metricsToken}`);
    if (!allowed) return context.text("forbidden\n", 403);
    context.header("Content-Type", deps.metrics.registry.contentType);
    return context.body(await deps.metrics.registry.metrics());
  });
};
