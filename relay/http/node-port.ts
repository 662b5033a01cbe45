/**
 * Where other relays over the same log reach this one, on a port of its own: sockets and requests they pass on because
 * this relay has the company. Whoever does not prove that it holds the relay's key gets nothing.
 */
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { WebSocketServer } from "ws";
import type { Introduction } from "#relay/sync/forwarding";
import type { FrameSocket, SocketEvents } from "#relay/sync/socket";
import { toFrame } from "./frame-bytes";
import type { HttpApp } from "./http-app";
import { nodeSyncPath, parseIntroduction } from "./node-introduction";
import type { Client, NodeProof } from "./node-proof";
import type { SocketDeps } from "./sync-endpoint";
import { attachSocket, closeSockets, refuseUpgrade, socketOptions } from "./sync-endpoint";

export interface NodePortDeps extends SocketDeps {
  readonly proof: NodeProof;
  readonly accept: (socket: FrameSocket, introduction: Introduction) => SocketEvents;
  readonly isStopping: () => boolean;
}

export interface NodePort {
  /** Answers the address with the port that was opened. */
  readonly listen: (app: HttpApp, address: URL, host: string) => Promise<string>;
  /** Of a request another relay has passed on. */
  readonly clientOf: (request: IncomingMessage) => Client | undefined;
  /** Closes every socket with the code for a stopping relay. */
  readonly close: () => Promise<void>;
}

export const createNodePort = (deps: NodePortDeps): NodePort => {
  const passedOn = new WeakMap<IncomingMessage, Client>();
  const sockets = new WebSocketServer(socketOptions);
  const server = createServer();
  server.on("upgrade", (request, socket, head) => upgrade(request, socket, head, sockets, deps));
  return {
    listen: async (app, address, host) => {
      const handle = getRequestListener(app.fetch);
      server.on("request", (request, response) => {
        const client = deps.proof.clientOf(request);
        if (client === undefined) {
          response.writeHead(403).end();
          return;
        }
        passedOn.set(request, client);
        void handle(request, response);
      });
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen({ host, port: Number(address.port) }, resolve);
      });
      const opened = server.address();
      const port = typeof opened === "object" && opened !== null ? opened.port : Number(address.port);
      return `http://${address.hostname}:${port}`;
    },
    clientOf: (request) => passedOn.get(request),
    close: async () => {
      await closeSockets(sockets, deps.timers);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

const upgrade = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  sockets: WebSocketServer,
  deps: NodePortDeps,
): void => {
  if (request.url !== nodeSyncPath) return refuseUpgrade(socket, "404 Not Found");
  if (deps.isStopping()) return refuseUpgrade(socket, "503 Service Unavailable");
  if (deps.proof.clientOf(request) === undefined) return refuseUpgrade(socket, "403 Forbidden");
  sockets.handleUpgrade(request, socket, head, (opened) => {
    opened.once("error", ignore);
    opened.once("message", (data) => {
      const introduction = parseIntroduction(toFrame(data));
      if (introduction === undefined) return opened.terminate();
      const { address } = introduction;
      attachSocket(opened, socket, address, (own) => deps.accept(own, introduction), deps);
    });
  });
};

/** A relay that goes away before it said whose socket it is. */
const ignore = (): void => undefined;
