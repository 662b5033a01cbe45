/** The listening port: http alone, or http and https side by side when there is a certificate. */
import type { RequestListener } from "node:http";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Server, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { LocalCertificate } from "#relay/tls/local-authority";
import { createSharedPort } from "#relay/tls/shared-port";
import type { ConnectionLimits } from "./connection-limits";
import { limitConnections } from "./connection-limits";
import type { HttpApp } from "./http-app";
import type { SyncEndpoint } from "./sync-endpoint";

export interface OpenedPort {
  /** The server to listen with. */
  readonly server: Server;
  /** Stops listening; requests in progress get a moment to finish. */
  readonly close: () => Promise<void>;
}

/** What never ends must not hold a connection: a header, a request, a handshake, an answer that nobody reads. */
const serverOptions = {
  headersTimeout: 10_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
};
const handshakeTimeout = 10_000;
/** Without a byte in either direction. Sockets have their own pings. */
const idleMs = 30_000;
const closeGraceMs = 2_000;

export const createPort = (
  app: HttpApp,
  endpoint: SyncEndpoint,
  certificate: LocalCertificate | null,
  limits: ConnectionLimits,
): OpenedPort => {
  const handle = getRequestListener(app.fetch);
  // The listener answers every failure itself; what is left is a connection that broke while answering.
  const listener = boundPipeline((request, response) => void handle(request, response));
  const plain = createHttpServer(serverOptions, listener);
  const secure =
    certificate === null
      ? null
      : createHttpsServer(
          {
            ...serverOptions,
            handshakeTimeout,
            key: certificate.key,
            cert: certificate.chain,
            minVersion: "TLSv1.2",
          },
          listener,
        );
  const servers = secure === null ? [plain] : [plain, secure];
  for (const server of servers) {
    server.setTimeout(idleMs);
    server.on("upgrade", endpoint.upgrade);
  }
  secure?.on("tlsClientError", (_problem, socket) => socket.destroy());
  const outer = secure === null ? plain : createSharedPort(plain, secure);
  limitConnections(outer, limits);
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

/** Requests of one connection that may be under way at once. Browsers and proxies send the next after the answer. */
const mostAtOnce = 16;

/** Node takes every request that one read brings, a thousand at a time; all their answers would lie in memory. */
const boundPipeline = (listener: RequestListener): RequestListener => {
  const underWay = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const count = (underWay.get(socket) ?? 0) + 1;
    if (count > mostAtOnce) return void socket.destroy();
    underWay.set(socket, count);
    response.once("close", () => void underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
    listener(request, response);
  };
};
