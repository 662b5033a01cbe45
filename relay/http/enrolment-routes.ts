/** What works before a device has a session: discovery, creating a company, its log, and asking to join. */
import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Clock } from "#shared/kernel/clock";
import type { CreateCompany, CreationRule, EnrolmentFailure } from "#shared/protocol/enrolment";
import {
  cborType,
  companiesPath,
  discoveryPath,
  encodeCompanyLog,
  encodeCreatedCompany,
  parseCompanyLog,
  parseCreateCompany,
  proofsPath,
  relayInfoToJson,
} from "#shared/protocol/enrolment";
import { membershipLimits } from "#shared/protocol/limits";
import type { Signer } from "#shared/kernel/signature";
import { signMove } from "#shared/protocol/company-move";
import { signRelayProof } from "#shared/protocol/relay-proof";
import type { Key } from "#shared/protocol/wire-types";
import { bytes32FromText, textOfBytes } from "#shared/protocol/wire-types";
import type { Admission } from "#relay/sync/acquaint";
import type { RelaySync } from "#relay/sync/relay-sync";
import type { CompanyRoom } from "#relay/sync/company-room";
import { networkOf } from "./client-address";
import type { HttpEnvironment } from "./environment";
import type { RateLimit } from "./rate-limit";
import { createAddressShare, createRateLimit } from "./rate-limit";
import { isSameSecret } from "./same-secret";

export interface EnrolmentDeps {
  readonly sync: RelaySync;
  readonly clock: Clock;
  readonly key: Signer;
  readonly allowsOrigin: (origin: string) => boolean;
  /** Whether devices reach this relay at that address. */
  readonly isReachedAt: (origin: string) => boolean;
  /** Origin as other devices should use it, whatever name the asking one used. */
  readonly originFor: (context: Context<HttpEnvironment>) => string;
  readonly creation: Creation;
  /** Companies that another relay orders may be shown to this one. */
  readonly isInHall: boolean;
}

/** Who may create a company here. */
export interface Creation {
  readonly rule: CreationRule;
  /** What has to come with the request where the rule is `token`. */
  readonly token: string | null;
  /** Base64url of the companies that may register where the rule is `listed`. */
  readonly listed: ReadonlySet<string>;
}

/** Key document and first entries, hundreds of them. Anybody may send that much before anything is checked. */
const creationBytes = 1024 * 1024;
/** A log of years. */
const logBytes = 8 * 1024 * 1024;
/** Where anybody may bring their company into a hall: new ones of one address a day, logs it may show, and all of them. */
const companiesOfAddress = 4;
const logsOfAddress = 200;
const companiesInHall = 64;
const dayMs = 24 * 3_600_000;
/** For a body from somebody without a session. */
const bodyWithinMs = 20_000;

type FailureStatus = 400 | 403 | 404 | 409 | 413 | 429 | 503 | 507;

const statusOf: Readonly<Record<EnrolmentFailure, FailureStatus>> = {
  "creation-closed": 403,
  "creation-token": 403,
  "creation-unlisted": 403,
  exists: 409,
  invalid: 400,
  "not-found": 404,
  "too-large": 413,
  "too-many": 429,
  "over-quota": 507,
  "storage-failed": 503,
};

type Answer = Response | Promise<Response>;

export interface RequestLimits {
  /** For requests that change something; reading is allowed more often, because newcomers ask how their join stands. */
  readonly writeLimit: RateLimit;
  readonly readLimit: RateLimit;
}

/** Comes before everything below `/api`. */
export const limitRequests = (app: Hono<HttpEnvironment>, { writeLimit, readLimit }: RequestLimits): void => {
  app.use("/api/*", async (context, next) => {
    context.header("Cache-Control", "no-store");
    const limit = context.req.method === "GET" ? readLimit : writeLimit;
    if (!limit.allows(context.get("origin").address)) return fail(context, "too-many", "address");
    const { incoming } = context.env;
    const timer = setTimeout(() => {
      if (!incoming.complete) incoming.destroy();
    }, bodyWithinMs);
    return next().finally(() => clearTimeout(timer));
  });
};

/**
 * The app may come from another relay's address: the company was there before. Only addresses the operator named, and
 * nothing a browser adds by itself counts here.
 */
const allowFormerRelays = (
  app: Hono<HttpEnvironment>,
  { allowsOrigin }: Pick<EnrolmentDeps, "allowsOrigin">,
): void => {
  const isAllowed = (origin: string | undefined): boolean => origin !== undefined && allowsOrigin(origin);
  for (const path of [`${companiesPath}/:company/*`, `${proofsPath}/*`])
    app.use(path, async (context, next) => {
      context.header("Vary", "Origin");
      const origin = context.req.header("Origin");
      if (isAllowed(origin)) context.header("Access-Control-Allow-Origin", origin);
      await next();
    });
  app.options(`${companiesPath}/:company/*`, (context) => {
    if (isAllowed(context.req.header("Origin"))) {
      context.header("Access-Control-Allow-Methods", "GET, POST");
      context.header("Access-Control-Allow-Headers", "Content-Type");
    }
    return context.body(null, 204);
  });
};

export const serveEnrolment = (app: Hono<HttpEnvironment>, deps: EnrolmentDeps): void => {
  const { sync, clock, creation } = deps;
  const relayKey = deps.key.publicKey;
  const tooLarge = (context: Context<HttpEnvironment>): Answer => fail(context, "too-large", "body");

  app.get(discoveryPath, (context) => {
    context.header("Cache-Control", "no-store");
    // Everything in it is public and a hint; pages of other origins may look a relay up.
    context.header("Access-Control-Allow-Origin", "*");
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
    const origin = deps.originFor(context);
    return context.json(relayInfoToJson({ relayKey, time: clock.now(), origin, creation: creation.rule }));
  });

  app.post(companiesPath, bodyLimit({ maxSize: creationBytes, onError: tooLarge }), async (context) => {
    if (creation.rule === "closed") return fail(context, "creation-closed", "by configuration");
    const request = parseCreateCompany(new Uint8Array(await context.req.arrayBuffer()));
    if (!request.ok) return fail(context, "invalid", "body");
    if (!hasToken(request.value, creation)) return fail(context, "creation-token", "missing or wrong");
    const isListed = (id: Key): boolean => creation.rule !== "listed" || creation.listed.has(textOfBytes(id));
    const verdict = await sync.createCompany(request.value, isListed);
    if (verdict.type === "failed") return fail(context, verdict.code, verdict.why);
    return answerCbor(context, encodeCreatedCompany({ entries: verdict.entries }), 201);
  });

  allowFormerRelays(app, deps);

  app.get(`${companiesPath}/:company/log`, async (context) => {
    const room = await findRoom(context.req.param("company"), sync);
    if (room === undefined) return fail(context, "not-found", "company");
    return answerCbor(context, encodeCompanyLog(room.membership.bytes()), 200);
  });

  serveProofs(app, deps);
  if (deps.isInHall) takeLogs(app, deps, tooLarge);

  app.get(`${companiesPath}/:company/moved`, async (context) => {
    const company = bytes32FromText(context.req.param("company"));
    const origin = company === undefined ? undefined : sync.movedTo(company);
    if (company === undefined || origin === undefined) return fail(context, "not-found", "company");
    return answerCbor(context, await signMove({ company, origin, at: clock.now() }, deps.key), 200);
  });

  const joinLimit = bodyLimit({ maxSize: membershipLimits.entryBytes, onError: tooLarge });
  app.post(`${companiesPath}/:company/joins`, joinLimit, async (context) => {
    const room = await findRoom(context.req.param("company"), sync);
    if (room === undefined) return fail(context, "not-found", "company");
    const verdict = await room.joins.request(new Uint8Array(await context.req.arrayBuffer()));
    return verdict === "requested" ? context.body(null, 202) : fail(context, verdict, "join");
  });

  app.post(`${companiesPath}/:company/arrivals`, joinLimit, async (context) => {
    const room = await findRoom(context.req.param("company"), sync);
    if (room === undefined) return fail(context, "not-found", "company");
    const verdict = await room.joins.letIn(new Uint8Array(await context.req.arrayBuffer()));
    return verdict === "taken" ? context.body(null, 202) : fail(context, verdict, "arrival");
  });

  app.get(`${companiesPath}/:company/joins/:join`, async (context) => {
    const room = await findRoom(context.req.param("company"), sync);
    const join = bytes32FromText(context.req.param("join"));
    const state = join === undefined ? undefined : room?.joins.state(join);
    return state === undefined ? fail(context, "not-found", "join") : context.json({ state });
  });
};

/** Whoever would show this relay the log of a company has it prove its key first. */
const serveProofs = (
  app: Hono<HttpEnvironment>,
  { isInHall, isReachedAt, clock, key }: EnrolmentDeps,
): void => {
  app.get(`${proofsPath}/:nonce`, async (context) => {
    if (!isInHall) return fail(context, "not-found", "hall");
    const nonce = bytes32FromText(context.req.param("nonce"));
    const origin = context.req.query("origin") ?? "";
    if (nonce === undefined || !isReachedAt(origin)) return fail(context, "invalid", "origin");
    return answerCbor(context, await signRelayProof({ nonce, origin, at: clock.now() }, key), 200);
  });
};

/** Of a company that another relay orders: its devices show the log by which they are let in. */
const takeLogs = (
  app: Hono<HttpEnvironment>,
  { sync, creation, clock }: Pick<EnrolmentDeps, "sync" | "creation" | "clock">,
  onError: (context: Context<HttpEnvironment>) => Answer,
): void => {
  const logLimit = bodyLimit({ maxSize: logBytes, onError });
  const logs = createRateLimit(logsOfAddress, clock, dayMs);
  const companies = createAddressShare(companiesOfAddress, clock, dayMs);
  const admissionOf = (network: string): Admission =>
    creation.rule === "listed"
      ? {
          whyNot: (id) => (creation.listed.has(textOfBytes(id)) ? undefined : "creation-unlisted"),
          ...{ whyNotNow: () => undefined, mostGuests: Infinity, added: () => undefined },
        }
      : {
          whyNot: () => (companies.hasLeft(network) && logs.allows(network) ? undefined : "too-many"),
          whyNotNow: () => (companies.hasLeft(network) ? undefined : "too-many"),
          ...{ mostGuests: companiesInHall, added: () => companies.use(network) },
        };
  app.post(`${companiesPath}/:company/acquaint`, logLimit, async (context) => {
    const company = bytes32FromText(context.req.param("company"));
    const log = parseCompanyLog(new Uint8Array(await context.req.arrayBuffer()));
    if (company === undefined || !log.ok) return fail(context, "invalid", "body");
    // Devices show their log by themselves, and know no token.
    if (creation.rule === "closed" || creation.rule === "token")
      return fail(context, "creation-closed", "by configuration");
    const admission = admissionOf(networkOf(context.get("origin").address));
    const verdict = await sync.acquaint(company, log.value, admission);
    return verdict === "known" ? context.body(null, 204) : fail(context, verdict, "acquaint");
  });
};

const hasToken = ({ token = "" }: CreateCompany, creation: Creation): boolean =>
  creation.rule !== "token" || (creation.token !== null && isSameSecret(token, creation.token));

const findRoom = async (text: string, sync: RelaySync): Promise<CompanyRoom | undefined> => {
  const company = bytes32FromText(text);
  return company === undefined ? undefined : sync.findRoom(company);
};

/** As much of a context as a failure needs, whatever the route. */
interface Failing {
  readonly json: (
    body: { readonly code: string; readonly message: string },
    status: FailureStatus,
  ) => Response;
}

const fail = (context: Failing, code: EnrolmentFailure, message: string): Answer =>
  context.json({ code, message }, statusOf[code]);

const answerCbor = (context: Context<HttpEnvironment>, body: Uint8Array, status: 200 | 201): Answer => {
  context.header("Content-Type", cborType);
  return context.body(new Uint8Array(body), status);
};
