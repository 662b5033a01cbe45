/** The origins whose pages may talk to this relay, and the address by which phones should know it. */
import type { Config } from "#relay/config";
import { localAddresses } from "#relay/tls/local-addresses";

/** This machine under all its names, the public origin, and what the operator added. */
export const allowedOrigins = (config: Config, port: number): ReadonlySet<string> => {
  const { v4, v6 } = localAddresses();
  const hosts = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    localHost(config),
    ...v4,
    ...v6.map((address) => `[${address}]`),
  ];
  const own = hosts.flatMap((host) => [originOf("http", host, port), originOf("https", host, port)]);
  const configured = config.publicOrigin === null ? [] : [config.publicOrigin];
  return new Set([...own, ...configured, ...config.allowedOrigins]);
};

export const localHost = (config: Config): string => `${config.localName}.local`;

/** Where phones open the app: by name, never by a number that changes. */
export const addressByName = (config: Config, port: number): string =>
  config.publicOrigin ?? originOf("https", localHost(config), port);

/** Browsers leave the usual port out of an origin. */
const originOf = (scheme: "http" | "https", host: string, port: number): string =>
  port === (scheme === "https" ? 443 : 80) ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
