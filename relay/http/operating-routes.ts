/** For whoever runs the relay: alive, ready to work, and numbers for Prometheus. */
import type { Hono } from "hono";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { DataFolderPaths } from "#relay/data-folder";
import type { Metrics } from "#relay/observability/metrics";
import { leastFreeBytes, readStorageFacts } from "#relay/observability/storage-facts";
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
  readonly paths: DataFolderPaths;
  readonly clock: Clock;
}

/** Tells whoever asks how the relay sees them: behind a proxy that shows whether its headers are right. */
export const seenHeader = "EventKit-Seen";

/** A disk that hangs is as bad as one that is gone. */
const answerWithinMs = 3_000;

const answersInTime = (store: LogStore): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), answerWithinMs);
    store
      .ping()
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => clearTimeout(timer));
  });

/** Each look writes to the disk, and anybody may ask: those who ask within a second get the same answer. */
const lookAgainMs = 1_000;

const createLook = ({ store, clock }: Pick<OperatingDeps, "store" | "clock">): (() => Promise<boolean>) => {
  let last: { readonly at: Ms; readonly answer: Promise<boolean> } | undefined;
  return () => {
    const at = clock.now();
    if (last === undefined || Math.abs(at - last.at) >= lookAgainMs)
      last = { at, answer: answersInTime(store) };
    return last.answer;
  };
};

export const serveOperating = (app: Hono<HttpEnvironment>, deps: OperatingDeps): void => {
  const storeAnswers = createLook(deps);
  app.get("/healthz", (context) => {
    const { address, encrypted } = context.get("origin");
    context.header(seenHeader, `${address} ${encrypted ? "https" : "http"}`);
    context.header("Cache-Control", "no-store");
    return context.text("ok\n");
  });
  app.get("/readyz", async (context) => {
    if (deps.isStopping()) return context.text("stopping\n", 503);
    if (!(await storeAnswers())) return context.text("the store does not answer\n", 503);
    const { freeBytes } = await readStorageFacts(deps.paths);
    // What cannot be written must not be promised: devices keep their changes and come again.
    if (freeBytes !== null && freeBytes < leastFreeBytes) return context.text("the disk is full\n", 503);
    return context.text("ready\n");
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
