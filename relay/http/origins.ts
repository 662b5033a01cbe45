/** The origins whose pages may talk to this relay, and the address by which phones should know it. */
import type { Config } from "#relay/config";
import { localAddresses } from "#relay/tls/local-addresses";

/** The first is the one others are told. */
export const publicOrigins = ({ publicOrigin, furtherOrigins }: Config): readonly string[] =>
  publicOrigin === null ? [] : [publicOrigin, ...furtherOrigins];

/** This machine under all its names, and its public origins: where devices reach this relay. */
export const ownOrigins = (config: Config, port: number): ReadonlySet<string> => {
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
  return new Set([...own, ...publicOrigins(config)]);
};

/** Whose pages may talk to this relay: its own, and what the operator added. */
export const allowedOrigins = (config: Config, port: number): ReadonlySet<string> =>
  new Set([...ownOrigins(config, port), ...config.allowedOrigins]);

export const localHost = (config: Config): string => `${config.localName}.local`;

/** Where phones open the app: by a name wherever somebody answers for one, because numbers change. */
export const addressForPhones = (config: Config, port: number): string => {
  if (config.publicOrigin !== null) return config.publicOrigin;
  const byNumber = config.phonesUse === "number" ? addressByNumber(config, port) : null;
  return byNumber ?? originOf("https", localHost(config), port);
};

/** For phones that do not find the name; null where there is a public one, or no network. */
export const addressByNumber = (config: Config, port: number): string | null => {
  const [address] = localAddresses().v4;
  return config.publicOrigin !== null || address === undefined ? null : originOf("https", address, port);
};

/** Whether only this machine can connect. */
export const listensInside = ({ host }: Config): boolean =>
  host === "localhost" || host === "::1" || host.startsWith("127.");

/** Browsers leave the usual port out of an origin. */
const originOf = (scheme: "http" | "https", host: string, port: number): string =>
  port === (scheme === "https" ? 443 : 80) ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
