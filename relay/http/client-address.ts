/** Where a request really comes from, and whether it came encrypted, also behind configured proxies. */
import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
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

/**
 * The network a provider gives one customer: of a public IPv6 address the first half. Addresses of a local network
 * stand for themselves, because everybody in a hall has the same first half.
 */
export const networkOf = (address: string): string => {
  if (!isIPv6(address) || /^(fe[89ab]|f[cd])/i.test(address)) return address;
  const [before = "", after] = address.split("%")[0]?.split("::") ?? [];
  const groups = before === "" ? [] : before.split(":");
  const rest = after === undefined || after === "" ? [] : after.split(":");
  const gap = after === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...Array.from({ length: gap }, () => "0"), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
};

/** The entry our own proxy added; earlier ones are claims of the client. */
const lastOf = (header: string | readonly string[] | undefined): string | undefined => {
  const text = typeof header === "string" ? header : header?.at(-1);
  return text?.split(",").at(-1)?.trim();
};

const hostName = (header: string): string => header.toLowerCase().replace(/:\d+$/, "");
