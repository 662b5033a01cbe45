/** Whether devices reach this relay at its public origin: name, connection, certificate, proxy, sockets. */
import { existsSync } from "node:fs";
import { connect } from "node:tls";
import { WebSocket } from "ws";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import type { Config } from "#relay/config";
import type { DataFolderPaths } from "#relay/data-folder";
import { systemCode } from "#relay/data-folder";
import { seenHeader } from "#relay/http/operating-routes";
import { loadRelayKey } from "#relay/relay-key";
import type { Finding } from "./doctor";

const answerWithinMs = 5_000;
const dayMs = 86_400_000;
const point = "public origin";

export const examineOrigin = async (
  config: Config,
  paths: DataFolderPaths,
  clock: Clock,
): Promise<readonly Finding[]> => {
  const origin = config.publicOrigin;
  if (origin === null) return [await examineHere(config, paths)];
  const asked = await ask(origin);
  if ("problem" in asked) return [{ point, state: "problem", words: `${origin}: ${asked.problem}` }];
  if (!(await isOurs(asked.answer, paths))) {
    const words = `Something else answers at ${origin}: not the relay of this folder.`;
    return [{ point, state: "problem", words }];
  }
  return [
    { point, state: "ok", words: `${origin} leads here.` },
    ...(origin.startsWith("https:")
      ? [await examinePublicCertificate(origin, clock)]
      : [plainOrigin(origin)]),
    ...(await examineProxy(origin, config)),
    (await greetsSockets(origin))
      ? { point: "sockets", state: "ok", words: "Sockets come through." }
      : { point: "sockets", state: "problem", words: "The proxy does not pass WebSockets at /sync." },
  ];
};

/** Without a public origin: at least this machine has to reach it, where it is running. */
const examineHere = async ({ port }: Config, paths: DataFolderPaths): Promise<Finding> => {
  const asked = await ask(`http://localhost:${port}`);
  if ("problem" in asked || !(await isOurs(asked.answer, paths))) {
    const words = `This relay does not answer at port ${port}. That is as it must be while it is stopped; set PORT as for the relay.`;
    return { point: "address", state: "attention", words };
  }
  const words = `It answers at port ${port}. Without PUBLIC_ORIGIN only the local network finds it.`;
  return { point: "address", state: "ok", words };
};

const ask = async (origin: string): Promise<{ readonly answer: unknown } | { readonly problem: string }> => {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    const response = await fetch(`${origin}/.well-known/eventkit`, { signal, redirect: "manual" });
    if (response.status >= 300) return { problem: `it answers with ${response.status}. ${whatToDo}` };
    return { answer: await response.json() };
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.cause : undefined;
    return { problem: wordsOf(systemCode(cause ?? thrown)) };
  }
};

const whatToDo = "Is the relay running, and does the proxy point at it?";

const wordsOf = (code: string): string => {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the name is not known. Make an entry for it in your DNS, pointing at this machine.";
    case "ECONNREFUSED":
      return `nothing listens there. ${whatToDo}`;
    case "CERT_HAS_EXPIRED":
      return "its certificate has expired. Renew it; a proxy like Caddy does that by itself while port 80 or 443 is reachable.";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "its certificate is for another name. Give the proxy one for this name.";
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNSPECIFIED":
      return "its certificate is not trusted here, and browsers will refuse it too. Use one of a public authority, with its whole chain.";
    default:
      return `it does not answer from here (${code}). ${whatToDo}`;
  }
};

const isOurs = async (answer: unknown, { relayKey }: DataFolderPaths): Promise<boolean> => {
  const info = parseRelayInfo(answer);
  const own = existsSync(relayKey) ? (await loadRelayKey(relayKey)).publicKey : undefined;
  return info.ok && own !== undefined && bytesEqual(info.value.relayKey, own);
};

const plainOrigin = (origin: string): Finding => {
  const isLocal = /^http:\/\/(localhost|127\.|\[::1\])/.test(origin);
  return isLocal
    ? { point: "tls", state: "ok", words: "This machine reaches it without TLS; other devices need https." }
    : {
        point: "tls",
        state: "problem",
        words:
          "PUBLIC_ORIGIN is http: camera, keys and working offline need https. Put a proxy with TLS in front.",
      };
};

/** How long the certificate that devices are shown is still good. */
const examinePublicCertificate = async (origin: string, clock: Clock): Promise<Finding> => {
  const { hostname, port } = new URL(origin);
  const shown = await new Promise<{ valid_from: string; valid_to: string } | undefined>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 443), servername: hostname });
    const end = (found: { valid_from: string; valid_to: string } | undefined): void => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(answerWithinMs, () => end(undefined));
    socket.once("error", () => end(undefined));
    socket.once("secureConnect", () => end(socket.getPeerCertificate()));
  });
  if (shown === undefined)
    return { point: "tls", state: "attention", words: "Its certificate cannot be seen." };
  const left = Date.parse(shown.valid_to) - clock.now();
  const days = Math.floor(left / dayMs);
  // Those that live for hours or days are renewed when a third of their life is left.
  const isLate = left < (Date.parse(shown.valid_to) - Date.parse(shown.valid_from)) / 4;
  return days < 14 && isLate
    ? {
        point: "tls",
        state: "attention",
        words: `Its certificate ends in ${days} days. Is it being renewed?`,
      }
    : { point: "tls", state: "ok", words: `Its certificate is good for another ${days} days.` };
};

/** An address that belongs to nobody (RFC 5737), which a visitor might claim to have. */
const claimedAddress = "192.0.2.77";

/** Behind a proxy every address is the proxy's own, unless its headers are believed; then they have to be right. */
const examineProxy = async (
  origin: string,
  { tls, trustedProxies, metricsToken }: Config,
): Promise<readonly Finding[]> => {
  if (tls === "local" && trustedProxies.length === 0) return [];
  const named = trustedProxies.join(", ");
  if (trustedProxies.length > 0) {
    const wrong = origin.startsWith("https:") ? await wrongHeaders(origin) : undefined;
    return wrong === undefined
      ? [{ point: "proxy", state: "ok", words: `Headers of ${named} are believed.` }]
      : [{ point: "proxy", state: "problem", words: wrong }];
  }
  const open = metricsToken === null ? " and anybody who comes through the proxy may read /metrics" : "";
  return [
    {
      point: "proxy",
      state: "attention",
      words: `No proxy is trusted: limits per address count everybody as one${open}. Set EVENTKIT_TRUSTED_PROXIES to the proxy's address.`,
    },
  ];
};

/** What the relay says it sees of somebody who comes through the proxy; undefined when that is right. */
const wrongHeaders = async (origin: string): Promise<string | undefined> => {
  const headers = { "X-Forwarded-For": claimedAddress };
  const signal = AbortSignal.timeout(answerWithinMs);
  const answer = await fetch(`${origin}/healthz`, { headers, signal }).catch(() => undefined);
  const [address, scheme] = (answer?.headers.get(seenHeader) ?? "").split(" ");
  if (scheme === undefined) return undefined;
  if (address === claimedAddress)
    return "The proxy passes on whatever address a visitor claims to have. Let it set X-Forwarded-For, or append to it.";
  return scheme === "https"
    ? undefined
    : "The relay does not hear from the proxy that visitors come over https. Let it set X-Forwarded-Proto, and see that EVENTKIT_TRUSTED_PROXIES is its address as the relay sees it.";
};

/** A relay speaks first, so one message shows that sockets come through in both directions. */
const greetsSockets = (origin: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/sync`, {
      origin,
      handshakeTimeout: answerWithinMs,
    });
    const timer = setTimeout(() => socket.terminate(), answerWithinMs);
    const end = (passes: boolean): void => {
      clearTimeout(timer);
      resolve(passes);
      socket.terminate();
    };
    socket.once("message", () => end(true));
    socket.once("error", () => end(false));
    socket.once("close", () => end(false));
  });
