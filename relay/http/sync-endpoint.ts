/**
 * The WebSocket endpoint at /sync: checks the origin before upgrading, bounds every message, notices dead
 * connections, and hands frames to the sync engine as plain bytes.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import type { Timers } from "#shared/kernel/clock";
import type { CloseName } from "#shared/protocol/close-codes";
import { closeCodes } from "#shared/protocol/close-codes";
import { frameLimits } from "#shared/protocol/limits";
import type { Log } from "#relay/observability/log";
import type { Metrics, Traffic } from "#relay/observability/metrics";
import type { FrameSocket, SocketEvents, WireFrames } from "#relay/sync/socket";
import { requestOrigin } from "./client-address";
import { toFrame } from "./frame-bytes";

export interface SocketDeps {
  readonly timers: Timers;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface SyncEndpointDeps extends SocketDeps {
  readonly trustedProxies: readonly string[];
  readonly allowsOrigin: (origin: string) => boolean;
  readonly open: (socket: FrameSocket) => SocketEvents;
  readonly isStopping: () => boolean;
}

export interface SyncEndpoint {
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Closes every socket with the code for a stopping relay; settles when they are gone or after a second. */
  readonly close: () => Promise<void>;
}

export const syncPath = "/sync";
const pingEveryMs = 30_000;
const closeGraceMs = 1_000;
/** How long a socket the relay has closed is waited for, and how much it may still bring. */
const farewell = { closeTimeout: 5_000, bytes: 1024 * 1024 };
/** Bytes a socket may bring before its first message is whole: a Hello, and nothing larger. */
const strangerBytes = 16 * 1024;

// Compression would cost memory per socket and time per reader; the changes inside are compressed already.
export const socketOptions = {
  noServer: true,
  maxPayload: frameLimits.bytes,
  perMessageDeflate: false,
  closeTimeout: farewell.closeTimeout,
} as const;

export const createSyncEndpoint = (deps: SyncEndpointDeps): SyncEndpoint => {
  const server = new WebSocketServer(socketOptions);
  deps.metrics.watch("eventkit_socket_buffered_bytes", "Bytes that wait for the network in all sockets", () =>
    [...server.clients].reduce((sum, client) => sum + client.bufferedAmount, 0),
  );
  return {
    upgrade: (request, socket, head) => {
      const path = (request.url ?? "").split("?")[0];
      const origin = request.headers.origin ?? null;
      if (path !== syncPath) return refuseUpgrade(socket, "404 Not Found");
      if (deps.isStopping()) return refuseUpgrade(socket, "503 Service Unavailable");
      // Browsers always name their origin; other programs have none to abuse.
      if (origin !== null && !deps.allowsOrigin(origin)) return refuseUpgrade(socket, "403 Forbidden");
      const { address } = requestOrigin(request, deps.trustedProxies);
      server.handleUpgrade(request, socket, head, (opened) =>
        attachSocket(opened, socket, address, deps.open, deps),
      );
    },
    close: () => closeSockets(server, deps.timers),
  };
};

export const refuseUpgrade = (socket: Duplex, status: string): void => {
  socket.on("error", () => socket.destroy());
  // The other side may keep its half open for ever.
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/** Keeps the socket alive, counts it, and hands its frames to whatever `open` returns. */
export const attachSocket = (
  opened: WebSocket,
  transport: Duplex,
  address: string,
  open: (socket: FrameSocket) => SocketEvents,
  deps: SocketDeps,
): void => {
  const { metrics } = deps;
  const { traffic } = metrics;
  metrics.sockets.inc();
  const stopPinging = keepAlive(opened, deps.timers);
  const events = open(asFrameSocket(opened, transport, address, traffic));
  let hasSpoken = false;
  boundBytes(opened, transport, () => hasSpoken);
  opened.on("message", (data, isBinary) => {
    hasSpoken = true;
    const frame = toFrame(data);
    traffic.framesIn += 1;
    traffic.bytesIn += frame.length;
    if (isBinary) events.onFrame(frame);
    else closeWith(opened, "bad-frame");
  });
  // Oversized or broken WebSocket framing: the library closes the socket itself with the matching code.
  opened.on("error", (problem) => deps.log.debug("socket.broken", { problem: problem.message }));
  opened.on("close", () => {
    stopPinging();
    metrics.sockets.dec();
    events.onClose();
  });
};

/** The library collects a whole message before it shows it: whoever is not known yet, or not any more, gets less room. */
const boundBytes = (opened: WebSocket, transport: Duplex, hasSpoken: () => boolean): void => {
  let asStranger = 0;
  let afterClose = 0;
  transport.on("data", (part: Buffer) => {
    if (opened.readyState === opened.CLOSING) afterClose += part.length;
    else if (!hasSpoken()) asStranger += part.length;
    if (asStranger > strangerBytes || afterClose > farewell.bytes) opened.terminate();
  });
};

const asFrameSocket = (
  opened: WebSocket,
  transport: Duplex,
  address: string,
  traffic: Traffic,
): FrameSocket => ({
  address,
  send: (frame) => {
    if (opened.readyState !== opened.OPEN) return;
    traffic.framesOut += 1;
    traffic.bytesOut += frame.length;
    // In one piece: the library would write its head by itself.
    const bytes = Buffer.allocUnsafe(headBytes(frame) + frame.length);
    bytes.set(frame, writeHead(bytes, 0, frame));
    transport.write(bytes);
  },
  sendShared: (frames, from, to) => {
    if (opened.readyState !== opened.OPEN) return;
    const { bytes, starts } = (frames.wire ??= framesForWire(frames.payloads));
    traffic.framesOut += to - from;
    for (let i = from; i < to; i++) traffic.bytesOut += frames.payloads[i]?.length ?? 0;
    // Past the library, which would frame it anew for every reader; without compression it keeps no queue of its own.
    const part = bytes.subarray(starts[from], starts[to]);
    // A small part is copied: while it waits for a slow network it must not keep the whole batch in memory.
    transport.write(2 * part.length < bytes.length ? Buffer.from(part) : part);
  },
  bufferedBytes: () => transport.writableLength,
  drained: () =>
    new Promise((resolve) => {
      // Without a full buffer no `drain` ever comes: over TLS a little is nearly always on its way.
      if (!transport.writableNeedDrain || opened.readyState !== opened.OPEN)
        return void setImmediate(resolve);
      const settle = (): void => {
        transport.off("drain", settle);
        transport.off("close", settle);
        resolve();
      };
      transport.on("drain", settle);
      transport.on("close", settle);
    }),
  close: (name) => closeWith(opened, name),
  pause: () => opened.pause(),
  resume: () => opened.resume(),
  isOpen: () => opened.readyState === opened.OPEN,
});

/** Unmasked, unfragmented binary messages (RFC 6455, 5.2), one after the other. */
const framesForWire = (payloads: readonly Uint8Array[]): WireFrames => {
  const size = payloads.reduce((sum, payload) => sum + headBytes(payload) + payload.length, 0);
  const bytes = Buffer.allocUnsafeSlow(size);
  const starts: number[] = [];
  let at = 0;
  for (const payload of payloads) {
    starts.push(at);
    at = writeHead(bytes, at, payload);
    bytes.set(payload, at);
    at += payload.length;
  }
  starts.push(at);
  return { bytes, starts };
};

const headBytes = ({ length }: Uint8Array): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

const writeHead = (wire: Buffer, at: number, payload: Uint8Array): number => {
  const { length } = payload;
  wire[at] = 0x82;
  switch (headBytes(payload)) {
    case 2:
      wire[at + 1] = length;
      return at + 2;
    case 4:
      wire[at + 1] = 126;
      return wire.writeUInt16BE(length, at + 2);
    default:
      wire[at + 1] = 127;
      return wire.writeBigUInt64BE(BigInt(length), at + 2);
  }
};

const closeWith = (opened: WebSocket, name: CloseName): void => {
  if (opened.readyState !== opened.OPEN) return;
  const { code } = closeCodes[name];
  opened.close(code, name);
};

/** Pings at its own moment, so that thousands of sockets do not ping at once; two missed answers end it. */
const keepAlive = (opened: WebSocket, timers: Timers): (() => void) => {
  let missed = 0;
  let cancel = (): void => undefined;
  const ping = (): void => {
    if (missed >= 2) return opened.terminate();
    missed += 1;
    opened.ping();
    cancel = timers.after(pingEveryMs, ping);
  };
  opened.on("pong", () => (missed = 0));
  cancel = timers.after(pingEveryMs, ping);
  return () => cancel();
};

/** Tells every socket to come back later; settles when they are gone or after a second. */
export const closeSockets = async (server: WebSocketServer, timers: Timers): Promise<void> => {
  const gone = [...server.clients].map(
    (client) =>
      new Promise<void>((resolve) => {
        client.once("close", resolve);
        closeWith(client, "shutting-down");
      }),
  );
  let cancel = (): void => undefined;
  const grace = new Promise<void>((resolve) => (cancel = timers.after(closeGraceMs, resolve)));
  await Promise.race([Promise.all(gone), grace]);
  cancel();
  for (const client of server.clients) client.terminate();
  server.close();
};
