/** Where a request really comes from, and whether it came encrypted, also behind configured proxies. */
import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";

export interface RequestOrigin {
  readonly address: string;
  readonly encrypted: boolean;
  /** Host name of the request without port, lower case. */
  readonly host: string;
}

export const requestOrigin = (
  incoming: IncomingMessage,
  trustedProxies: readonly string[],
): RequestOrigin => {
  const peer = plainAddress(incoming.socket.remoteAddress ?? "");
  const isProxied = trustedProxies.includes(peer);
  const forwardedFor = isProxied ? lastOf(incoming.headers["x-forwarded-for"]) : undefined;
  const forwardedProto = isProxied ? lastOf(incoming.headers["x-forwarded-proto"]) : undefined;
  return {
    address: forwardedFor ?? peer,
    encrypted: incoming.socket instanceof TLSSocket || forwardedProto === "https",
    host: hostName(incoming.headers.host ?? ""),
  };
};

/** Whether browsers treat pages of this host as secure without TLS. */
export const isLoopbackHost = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

export const isLoopbackAddress = (address: string): boolean =>
  address === "::1" || address.startsWith("127.");

/** IPv4 as seen through an IPv6 socket is written as IPv4. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:/, "");

/** The entry our own proxy added; earlier ones are claims of the client. */
const lastOf = (header: string | readonly string[] | undefined): string | undefined => {
  const text = typeof header === "string" ? header : header?.at(-1);
  return text?.split(",").at(-1)?.trim();
};

const hostName = (header: string): string => header.toLowerCase().replace(/:\d+$/, "");
