/** Pages that may connect although their address is none of the relay's own. */
import type { Config } from "#relay/config";
import { ownOrigins } from "#relay/http/origins";
import type { Finding } from "./doctor";

/** Nothing where no such page is named. For a relay in a hall that is what the setting is for. */
export const examinePages = (config: Config): readonly Finding[] => {
  const own = ownOrigins(config, config.port);
  const pages = config.allowedOrigins.filter((origin) => !own.has(origin));
  if (pages.length === 0) return [];
  const point = "further pages";
  const named = pages.join(", ");
  if (config.hall) return [{ point, state: "ok", words: `Pages of ${named} may connect.` }];
  const words = `Pages of ${named} may connect, but no device gets in at an address that only EVENTKIT_ALLOWED_ORIGINS names. Where devices use it to reach this relay, add it to PUBLIC_ORIGIN.`;
  return [{ point, state: "attention", words }];
};
