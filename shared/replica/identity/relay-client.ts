/** The relay before there is a session: its HTTP answers as parsed values, its failures as problems with a name. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { readUtf8 } from "#shared/kernel/utf8";
import type {
  CompanyLog,
  CreateCompany,
  CreatedCompany,
  JoinState,
  RelayInfo,
  RootCompanies,
} from "#shared/protocol/enrolment";
import {
  acquaintPath,
  arrivalsPath,
  companiesPath,
  discoveryPath,
  encodeCompanyLog,
  encodeCreateCompany,
  joinPath,
  joinsPath,
  logPath,
  movedPath,
  parseCompanyLog,
  parseCreatedCompany,
  parseFailure,
  parseJoinStatus,
  parseRelayInfo,
  parseRootCompanies,
  proofPath,
  recoveriesPath,
  rootPath,
} from "#shared/protocol/enrolment";
import type { Bytes32, CompanyId, Hash, Key } from "#shared/protocol/wire-types";
import type { HttpPort, RelayProblem } from "./types";

type Answer<T> = Promise<Result<T, RelayProblem>>;

export interface RelayClient {
  readonly info: () => Answer<RelayInfo>;
  readonly createCompany: (request: CreateCompany) => Answer<CreatedCompany>;
  readonly log: (company: CompanyId) => Answer<CompanyLog>;
  /** Where the relay says a company is that it let go: an envelope, to be verified. */
  readonly movedTo: (company: CompanyId) => Answer<Uint8Array>;
  readonly requestJoin: (company: CompanyId, join: Uint8Array) => Answer<null>;
  readonly joinState: (company: CompanyId, join: Hash) => Answer<JoinState>;
  /** `entry`: by which a newcomer lets itself in. */
  readonly letIn: (company: CompanyId, entry: Uint8Array) => Answer<null>;
  readonly requestRecovery: (company: CompanyId, entry: Uint8Array) => Answer<null>;
  /** What the relay signs to prove its key: an envelope, to be verified. */
  readonly proof: (nonce: Bytes32) => Answer<Uint8Array>;
  /** Shows the log to a relay that does not order the company. */
  readonly acquaint: (company: CompanyId, log: CompanyLog) => Answer<null>;
  readonly companiesOfRoot: (root: Key) => Answer<RootCompanies>;
}

export const createRelayClient = (http: HttpPort, origin: string): RelayClient => {
  const ask = async <T>(
    method: "GET" | "POST",
    path: string,
    body: Uint8Array | null,
    read: (body: Uint8Array) => Result<T, unknown>,
  ): Answer<T> => {
    const answer = await http({ method, url: origin + path, body });
    if (answer === undefined) return err({ type: "RelayUnreachable" });
    if (answer.status < 200 || answer.status > 299) return err(failureOf(answer.body));
    const value = read(answer.body);
    return value.ok ? value : err({ type: "RelayAnswerInvalid" });
  };
  const nothing = (): Result<null, never> => ok(null);
  return {
    info: () => ask("GET", discoveryPath, null, (body) => parseRelayInfo(jsonOf(body))),
    createCompany: (request) => ask("POST", companiesPath, encodeCreateCompany(request), parseCreatedCompany),
    log: (company) => ask("GET", logPath(company), null, parseCompanyLog),
    movedTo: (company) => ask("GET", movedPath(company), null, (body) => ok(body)),
    requestJoin: (company, join) => ask("POST", joinsPath(company), join, nothing),
    joinState: (company, join) => ask("GET", joinPath(company, join), null, (body) => stateOf(jsonOf(body))),
    letIn: (company, entry) => ask("POST", arrivalsPath(company), entry, nothing),
    requestRecovery: (company, entry) => ask("POST", recoveriesPath(company), entry, nothing),
    proof: (nonce) => ask("GET", proofPath(nonce, origin), null, (body) => ok(body)),
    acquaint: (company, log) => ask("POST", acquaintPath(company), encodeCompanyLog(log), nothing),
    companiesOfRoot: (root) => ask("GET", rootPath(root), null, (body) => parseRootCompanies(jsonOf(body))),
  };
};

const stateOf = (json: unknown): Result<JoinState, unknown> => {
  const status = parseJoinStatus(json);
  return status.ok ? ok(status.value.state) : status;
};

const failureOf = (body: Uint8Array): RelayProblem => {
  const failure = parseFailure(jsonOf(body));
  return failure.ok ? { type: "RelayRefused", code: failure.value.code } : { type: "RelayAnswerInvalid" };
};

const jsonOf = (body: Uint8Array): unknown => {
  try {
    const json: unknown = JSON.parse(readUtf8(body, 0, body.length) ?? "");
    return json;
  } catch {
    // Not JSON: some other server answered. The caller's parser says so.
    return undefined;
  }
};
