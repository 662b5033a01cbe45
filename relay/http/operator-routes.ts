/**
 * The operator's page: how the relay is doing, for whoever has the token. Reading only; the two forms begin and end a
 * session. A session's name travels in a cookie for this path alone, never along with a request from another site, and
 * a form counts only when this very page sent it.
 */
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Clock } from "#shared/kernel/clock";
import type { DataFolderPaths } from "#relay/data-folder";
import type { Metrics } from "#relay/observability/metrics";
import type { Language } from "#relay/public/language";
import { preferredLanguage } from "#relay/public/language";
import { operatorEntryPage, operatorPage, operatorPagePolicy } from "#relay/public/operator-page";
import type { Markup } from "#relay/public/text-page";
import type { LogStore } from "#relay/storage/log-store";
import type { Blobs } from "#relay/storage/open-blobs";
import type { RelaySync } from "#relay/sync/relay-sync";
import { isLoopbackHost } from "./client-address";
import type { HttpEnvironment } from "./environment";
import { gatherOperatorFacts } from "./operator-facts";
import { createOperatorSessions, sessionMs } from "./operator-sessions";
import { createRateLimit } from "./rate-limit";
import { isSameSecret } from "./same-secret";

export interface OperatorDeps {
  readonly store: LogStore;
  readonly sync: RelaySync;
  readonly blobs: Pick<Blobs, "space">;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly paths: DataFolderPaths;
  /** Address of the PostgreSQL database with the log; null for the file in the data folder. */
  readonly database: string | null;
  readonly token: string;
  readonly startedAt: number;
}

type OperatorContext = Context<HttpEnvironment>;

export const operatorPath = "/operator";
const cookieName = "eventkit-operator";
const triesPerMinute = 10;

export const serveOperator = (app: Hono<HttpEnvironment>, deps: OperatorDeps): void => {
  const sessions = createOperatorSessions(deps.clock);
  const limit = createRateLimit(triesPerMinute, deps.clock);

  app.get(operatorPath, async (context) => {
    const language = languageOf(context);
    if (!isPrivate(context)) return answer(context, operatorEntryPage(language, "insecure"), 403);
    if (!sessions.has(getCookie(context, cookieName)))
      return answer(context, operatorEntryPage(language, "ask"), 200);
    return answer(context, operatorPage(language, await gatherOperatorFacts(deps)), 200);
  });

  const small = bodyLimit({ maxSize: 2_000, onError: (context) => context.text("too large\n", 413) });
  app.post(operatorPath, small, async (context) => {
    const language = languageOf(context);
    if (!isPrivate(context) || !isOwnForm(context))
      return answer(context, operatorEntryPage(language, "insecure"), 403);
    if (!limit.allows(context.get("origin").address))
      return answer(context, operatorEntryPage(language, "too-many"), 429);
    const { token, act } = await context.req.parseBody();
    if (act === "leave") {
      sessions.end(getCookie(context, cookieName));
      deleteCookie(context, cookieName, { path: operatorPath });
      return context.redirect(operatorPath, 303);
    }
    if (typeof token !== "string" || !isSameSecret(token.trim(), deps.token))
      return answer(context, operatorEntryPage(language, "wrong"), 403);
    setCookie(context, cookieName, sessions.begin(), {
      path: operatorPath,
      httpOnly: true,
      sameSite: "Strict",
      secure: context.get("origin").encrypted,
      maxAge: sessionMs / 1_000,
    });
    return context.redirect(operatorPath, 303);
  });
};

/** A token does not travel in the open. */
const isPrivate = (context: OperatorContext): boolean => {
  const { encrypted, host } = context.get("origin");
  return encrypted || isLoopbackHost(host);
};

/** Browsers say where a form comes from; one that says nothing comes from no browser, which has no cookie to abuse. */
const isOwnForm = (context: OperatorContext): boolean => {
  const site = context.req.header("Sec-Fetch-Site");
  if (site !== undefined) return site === "same-origin";
  const origin = context.req.header("Origin");
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === context.req.header("Host");
};

const languageOf = (context: OperatorContext): Language =>
  preferredLanguage(context.req.header("Accept-Language"));

const answer = (
  context: OperatorContext,
  page: Markup,
  status: 200 | 403 | 429,
): Response | Promise<Response> => {
  context.header("Content-Security-Policy", operatorPagePolicy);
  context.header("Cache-Control", "no-store");
  // Without a referrer browsers say "null" where a form comes from.
  context.header("Referrer-Policy", "same-origin");
  context.header("Vary", "Accept-Language, Cookie");
  if (status === 429) context.header("Retry-After", "60");
  return context.html(page, status);
};
