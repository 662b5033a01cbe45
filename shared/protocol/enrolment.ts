/**
 * What travels over HTTP before a device has a session: discovery, creating a company, reading the log, asking to
 * join. Requests and answers are canonical CBOR unless named JSON; failures are JSON `{code, message}`.
 *
 *   GET  /.well-known/eventkit                    → 200 JSON RelayInfo
 *   POST /api/v1/companies          CreateCompany → 201 CreatedCompany
 *   GET  /api/v1/companies/<company>/log          → 200 CompanyLog
 *   GET  /api/v1/companies/<company>/moved        → 200 envelope of a CompanyMove, where the relay let it go
 *   POST /api/v1/companies/<company>/joins  Join envelope → 202
 *   GET  /api/v1/companies/<company>/joins/<join> → 200 JSON JoinStatus
 *   POST /api/v1/companies/<company>/arrivals     envelope of a `device.add` entry, see badge-in → 202
 *   POST /api/v1/companies/<company>/acquaint  CompanyLog → 204: of a company that another relay orders
 *   POST /api/v1/companies/<company>/recoveries   envelope of a `recover` entry → 202
 *   GET  /api/v1/roots/<key>                      → 200 JSON RootCompanies: whose root key this is, or was
 *
 * `<company>`, `<join>` and `<key>` are base64url of 32 bytes.
 */
import * as v from "valibot";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { membershipLimits, protocolVersions } from "./limits";
import type { CompanyId, Hash, Key } from "./wire-types";
import { bytes32FromText, count, listOf, shortText, someBytes, textOfBytes } from "./wire-types";

export const discoveryPath = "/.well-known/eventkit";
export const companiesPath = "/api/v1/companies";
export const logPath = (company: CompanyId): string => `${companiesPath}/${textOfBytes(company)}/log`;
export const movedPath = (company: CompanyId): string => `${companiesPath}/${textOfBytes(company)}/moved`;
export const joinsPath = (company: CompanyId): string => `${companiesPath}/${textOfBytes(company)}/joins`;
export const joinPath = (company: CompanyId, join: Hash): string =>
  `${joinsPath(company)}/${textOfBytes(join)}`;
export const arrivalsPath = (company: CompanyId): string =>
  `${companiesPath}/${textOfBytes(company)}/arrivals`;
export const acquaintPath = (company: CompanyId): string =>
  `${companiesPath}/${textOfBytes(company)}/acquaint`;
export const proofsPath = "/api/v1/proofs";
/** Where a relay proves its key; `origin`: the address at which it is asked. */
export const proofPath = (nonce: Uint8Array, origin: string): string =>
  `${proofsPath}/${textOfBytes(nonce)}?origin=${encodeURIComponent(origin)}`;
export const recoveriesPath = (company: CompanyId): string =>
  `${companiesPath}/${textOfBytes(company)}/recoveries`;
export const rootPath = (key: Key): string => `/api/v1/roots/${textOfBytes(key)}`;
export const cborType = "application/cbor";

/**
 * Who may create a company: anybody, whoever has the operator's token, only companies the operator has listed by id,
 * or nobody.
 */
export const creationRules = ["open", "token", "listed", "closed"] as const;
export type CreationRule = (typeof creationRules)[number];

/** Everything in it is a hint; only signed things count. */
export interface RelayInfo {
  /** Frame protocol versions. */
  readonly v: readonly number[];
  readonly relayKey: Key;
  readonly time: Ms;
  /** Where other devices reach the relay; this differs from where it was asked when that was `localhost`. */
  readonly origin: string;
  readonly creation: CreationRule;
}

/** Key document 1 and the first entries (genesis, and whatever was made before the relay was there), ancestors first. */
export interface CreateCompany {
  readonly keyDoc: Uint8Array;
  readonly entries: readonly Uint8Array[];
  /** What the operator gave out, where the relay asks for it. */
  readonly token?: string;
}

/** The checkpoint entries that confirm what was sent. */
export interface CreatedCompany {
  readonly entries: readonly Uint8Array[];
}

/** The whole log, ancestors first. Holds no personal data. */
export interface CompanyLog {
  readonly keyDocs: readonly Uint8Array[];
  readonly entries: readonly Uint8Array[];
}

export const joinStates = ["requested", "enrolled", "refused", "expired"] as const;
export type JoinState = (typeof joinStates)[number];

/** `code` of a failure body. `message` beside it is for logs, people read the client's own text. */
export const enrolmentFailures = [
  "creation-closed",
  "creation-token",
  "creation-unlisted",
  "exists",
  "invalid",
  "not-found",
  "too-large",
  "too-many",
  "over-quota",
  "storage-failed",
] as const;
export type EnrolmentFailure = (typeof enrolmentFailures)[number];

export type BodyProblem = { readonly type: "BodyMalformed" };

const envelopes = listOf(someBytes(membershipLimits.entryBytes * 2), membershipLimits.entries);
const createCompany = v.object({
  keyDoc: someBytes(membershipLimits.entryBytes),
  entries: envelopes,
  token: v.exactOptional(shortText(200)),
});
const createdCompany = v.object({ entries: envelopes });
const companyLog = v.object({ keyDocs: envelopes, entries: envelopes });
const key32Text = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const key = bytes32FromText(dataset.value);
    if (key !== undefined) return key;
    addIssue({ message: "not 32 bytes in base64url" });
    return NEVER;
  }),
);
const relayInfo = v.object({
  v: listOf(count, 16),
  relayKey: key32Text,
  time: count,
  origin: shortText(300),
  creation: v.picklist(creationRules),
});

const parseBody = <T>(schema: v.GenericSchema<unknown, T>, body: Uint8Array): Result<T, BodyProblem> => {
  const decoded = decodeCanonical(body);
  const parsed = decoded.ok ? v.safeParse(schema, decoded.value) : undefined;
  return parsed?.success ? ok(parsed.output) : err({ type: "BodyMalformed" });
};

const parseJson = <T>(schema: v.GenericSchema<unknown, T>, json: unknown): Result<T, BodyProblem> => {
  const parsed = v.safeParse(schema, json);
  return parsed.success ? ok(parsed.output) : err({ type: "BodyMalformed" });
};

export const encodeCreateCompany = (body: CreateCompany): Uint8Array => encodeCanonical(body);
export const parseCreateCompany = (body: Uint8Array): Result<CreateCompany, BodyProblem> =>
  parseBody(createCompany, body);
export const encodeCreatedCompany = (body: CreatedCompany): Uint8Array => encodeCanonical(body);
export const parseCreatedCompany = (body: Uint8Array): Result<CreatedCompany, BodyProblem> =>
  parseBody(createdCompany, body);
export const encodeCompanyLog = (body: CompanyLog): Uint8Array => encodeCanonical(body);
export const parseCompanyLog = (body: Uint8Array): Result<CompanyLog, BodyProblem> =>
  parseBody(companyLog, body);

export const relayInfoToJson = (info: Omit<RelayInfo, "v">): Record<string, unknown> => ({
  v: protocolVersions,
  ...info,
  relayKey: textOfBytes(info.relayKey),
});
export const parseRelayInfo = (json: unknown): Result<RelayInfo, BodyProblem> => parseJson(relayInfo, json);
export const parseJoinStatus = (json: unknown): Result<{ readonly state: JoinState }, BodyProblem> =>
  parseJson(v.object({ state: v.picklist(joinStates) }), json);
/** Whose root key the asked one is; nearly always one company. A hint like all of it: the log proves it. */
export interface RootCompanies {
  /** The key document in force names the key. */
  readonly companies: readonly CompanyId[];
  /** An earlier one did: the key was replaced. */
  readonly former: readonly CompanyId[];
}
export const parseRootCompanies = (json: unknown): Result<RootCompanies, BodyProblem> =>
  parseJson(v.object({ companies: listOf(key32Text, 16), former: listOf(key32Text, 16) }), json);
export const parseFailure = (json: unknown): Result<{ readonly code: EnrolmentFailure }, BodyProblem> =>
  parseJson(v.object({ code: v.picklist(enrolmentFailures) }), json);
