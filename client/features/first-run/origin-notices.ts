/** What will not work at the address this page came from, before anybody begins something there. */
import { isInstalledApp } from "#client/platform/page";
import { useApp } from "#client/app/app-context";

export type OriginNotice = "noticePlain" | "noticeIp" | "noticeNoOffline" | "noticeIos" | "noticeMemory";

export interface OriginFacts {
  readonly hostname: string;
  readonly isSecure: boolean;
  readonly isIos: boolean;
  readonly isInstalled: boolean;
  readonly offline: "preparing" | "ready" | "unavailable";
  readonly storage: "disk" | "memory";
}

const isNumericAddress = (hostname: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(hostname) || hostname.startsWith("[");

const isThisMachine = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";

/** The most limiting one of those about the address, and what else holds. */
export const originNotices = (facts: OriginFacts): readonly OriginNotice[] => {
  const notices: OriginNotice[] = [];
  if (!facts.isSecure) notices.push("noticePlain");
  else if (isNumericAddress(facts.hostname) && !isThisMachine(facts.hostname)) notices.push("noticeIp");
  else if (facts.offline === "unavailable" && !isThisMachine(facts.hostname)) notices.push("noticeNoOffline");
  if (facts.isIos && !facts.isInstalled) notices.push("noticeIos");
  if (facts.storage === "memory") notices.push("noticeMemory");
  return notices;
};

/** iPadOS calls itself a Mac, but no Mac has a touch screen. */
const isIos = (): boolean =>
  /iphone|ipad|ipod/i.test(navigator.userAgent) ||
  (/macintosh/i.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

export const createOriginNotices = (): (() => readonly OriginNotice[]) => {
  const { update, companies } = useApp();
  return () =>
    originNotices({
      hostname: location.hostname,
      isSecure: isSecureContext,
      isIos: isIos(),
      isInstalled: isInstalledApp(),
      offline: update.offline(),
      storage: companies.storage().mode,
    });
};
