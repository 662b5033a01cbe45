/**
 * One port for https and http: a TLS connection starts with byte 22, an HTTP request with a letter. The first byte
 * is looked at, put back, and the socket handed to the server that speaks it. A connection that says nothing is
 * closed after a while.
 */
import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { Server } from "node:net";
import { createServer } from "node:net";

const tlsHandshake = 22;
const silenceMs = 10_000;

export const createSharedPort = (plain: HttpServer, secure: HttpsServer): Server =>
  createServer((socket) => {
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.once("error", ignoreBrokenConnection);
    socket.once("data", (first) => {
      socket.setTimeout(0);
      socket.pause();
      socket.off("error", ignoreBrokenConnection);
      socket.unshift(first);
      (first[0] === tlsHandshake ? secure : plain).emit("connection", socket);
      // The chosen server attaches its own reading first; resuming in the same turn would drop the byte.
      process.nextTick(() => socket.resume());
    });
  });

/** A reset before the first byte has nobody to tell: there is no request yet. */
const ignoreBrokenConnection = (): void => undefined;
