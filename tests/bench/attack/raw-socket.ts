/** Bytes on a bare TCP or TLS connection, for requests that no HTTP library would write. */
import { connect as connectTcp } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** `from`: another address of this machine than the usual one. */
export const openSocket = (port: number, from?: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const source = from === undefined ? {} : { localAddress: from };
    const socket = connectTcp({ port, host: "127.0.0.1", allowHalfOpen: true, ...source });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      // A reset is one of the ways in which a relay lets go.
      socket.on("error", () => undefined);
      resolve(socket);
    });
  });

export const openSecureSocket = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
    socket.once("error", reject);
    socket.once("secureConnect", () => {
      socket.off("error", reject);
      socket.on("error", () => undefined);
      resolve(socket);
    });
  });

export interface RawAnswer {
  /** Null when the connection ended without an answer, or none came in time. */
  readonly status: number | null;
  readonly text: string;
  readonly isOver: boolean;
}

const answerWithinMs = 10_000;

/** Writes the bytes and reads until the relay ends the connection. */
export const askRaw = async (port: number, bytes: Buffer | string, from?: string): Promise<RawAnswer> => {
  const socket = await openSocket(port, from);
  const parts: Buffer[] = [];
  const isOver = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), answerWithinMs);
    const end = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    socket.on("data", (part) => parts.push(part));
    socket.once("end", end);
    socket.once("close", end);
    socket.write(bytes);
  });
  socket.destroy();
  const text = Buffer.concat(parts).toString("latin1");
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
  return { status: status === undefined ? null : Number(status), text, isOver };
};

/** A request that wants the connection closed behind its answer. */
export const requestText = (
  line: string,
  headers: readonly string[] = [],
  { host = "localhost" }: { readonly host?: string } = {},
): string => [line, `Host: ${host}`, "Connection: close", ...headers, "", ""].join("\r\n");

export const upgradeText = (headers: readonly string[] = [], path = "/sync"): string =>
  [
    `GET ${path} HTTP/1.1`,
    "Host: localhost",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ...headers,
    "",
    "",
  ].join("\r\n");

/** A client's frame as RFC 6455 wants it, masked with zeros. `claims` announces another length than there is. */
export const clientFrame = (
  payload: Uint8Array,
  { first = 0x82, claims = payload.length }: { readonly first?: number; readonly claims?: number } = {},
): Buffer => {
  const head =
    claims < 126
      ? Buffer.from([first, 0x80 | claims])
      : claims < 65_536
        ? Buffer.from([first, 0x80 | 126, claims >> 8, claims & 255])
        : Buffer.concat([Buffer.from([first, 0x80 | 127]), bigEndian(claims)]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
};

const bigEndian = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};
