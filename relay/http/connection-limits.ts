/**
 * Limits before anybody has said a word: descriptors stay free for the database and for files, and nobody takes every
 * place from one address. A proxy that is trusted speaks for many.
 */
import type { Server, Socket } from "node:net";
import { plainAddress } from "./client-address";

export interface ConnectionLimits {
  readonly openFiles: number;
  readonly trustedProxies: readonly string[];
  /** Told of each connection that was turned away. */
  readonly onRefused: () => void;
}

/** Database, log, stored files on their way, and a little more. */
const keptForFiles = 512;
/** One address, in parts of all places. */
const shareOfOne = 0.75;

export const limitConnections = (server: Server, limits: ConnectionLimits): void => {
  const { openFiles, trustedProxies, onRefused } = limits;
  if (!Number.isFinite(openFiles)) return;
  const most = Math.max(1, openFiles - Math.min(keptForFiles, Math.ceil(openFiles / 4)));
  const mostOfOne = Math.ceil(most * shareOfOne);
  const open = new Map<string, number>();
  server.maxConnections = most;
  server.on("drop", onRefused);
  server.prependListener("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    if (trustedProxies.includes(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count <= mostOfOne) return;
    onRefused();
    socket.destroy();
  });
};
