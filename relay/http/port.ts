/** The listening port: http alone, or http and https side by side when there is a certificate. */
import type { RequestListener } from "node:http";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Server } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { LocalCertificate } from "#relay/tls/local-authority";
import { createSharedPort } from "#relay/tls/shared-port";
import type { HttpApp } from "./http-app";
import type { SyncEndpoint } from "./sync-endpoint";

export interface OpenedPort {
  /** The server to listen with. */
  readonly server: Server;
  /** Stops listening; requests in progress get a moment to finish. */
  readonly close: () => Promise<void>;
}

/** A header that never ends must not hold a connection. */
const serverOptions = { headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: 10_000 };
const closeGraceMs = 2_000;

export const createPort = (
  app: HttpApp,
  endpoint: SyncEndpoint,
  certificate: LocalCertificate | null,
): OpenedPort => {
  const handle = getRequestListener(app.fetch);
  // The listener answers every failure itself; what is left is a connection that broke while answering.
  const listener: RequestListener = (request, response) => void handle(request, response);
  const plain = createHttpServer(serverOptions, listener);
  const secure =
    certificate === null
      ? null
      : createHttpsServer(
          { ...serverOptions, key: certificate.key, cert: certificate.chain, minVersion: "TLSv1.2" },
          listener,
        );
  const servers = secure === null ? [plain] : [plain, secure];
  for (const server of servers) server.on("upgrade", endpoint.upgrade);
  secure?.on("tlsClientError", (_problem, socket) => socket.destroy());
  const outer = secure === null ? plain : createSharedPort(plain, secure);
  return {
    server: outer,
    close: () =>
      new Promise((resolve) => {
        const cut = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), closeGraceMs);
        outer.close(() => {
          clearTimeout(cut);
          resolve();
        });
        for (const server of servers) server.closeIdleConnections();
      }),
  };
};
