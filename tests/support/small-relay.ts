/**
 * The membership half of a relay, in memory: what the identity engine talks to over HTTP and over the socket. Made of
 * the same functions as the real one; `tests/relay` tests that.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CreationRule, EnrolmentFailure, JoinState } from "#shared/protocol/enrolment";
import {
  arrivalsPath,
  companiesPath,
  discoveryPath,
  encodeCompanyLog,
  encodeCreatedCompany,
  joinPath,
  joinsPath,
  logPath,
  parseCreateCompany,
  recoveriesPath,
  relayInfoToJson,
  rootPath,
} from "#shared/protocol/enrolment";
import type { CryptoDeps, Verified } from "#shared/protocol/envelope";
import type { MembershipFold } from "#shared/protocol/membership/fold";
import { readJoin, readLogEntry } from "#shared/protocol/membership/log-entry";
import {
  admitEntries,
  foundCompany,
  isCheckpointDue,
  makeCheckpoint,
} from "#shared/protocol/membership/sequencing";
import { keyLineage } from "#shared/protocol/membership/key-lineage";
import type { Join, KeyDoc, Verdict } from "#shared/protocol/membership/types";
import type { ClientMsg, RelayMsg } from "#shared/protocol/messages";
import type { CompanyId } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { HttpPort, Membership } from "#shared/replica/identity/types";

interface Company {
  readonly id: CompanyId;
  readonly fold: MembershipFold;
  readonly joins: Map<
    string,
    { readonly join: Verified<Join>; readonly bytes: Uint8Array; refused: boolean }
  >;
  readonly members: Set<(message: RelayMsg) => Promise<void>>;
}

export interface SmallRelay {
  readonly origin: string;
  readonly http: HttpPort;
  readonly verdict: (company: Uint8Array) => Verdict;
  /** Opens a socket for a membership; the result closes it. */
  readonly connect: (membership: Membership) => Promise<() => void>;
  /** Somebody without a session hands records in. */
  readonly bring: (company: Uint8Array, entries: readonly Uint8Array[]) => Promise<void>;
  /** Everything sent over sockets so far has been worked through. */
  readonly settle: () => Promise<void>;
  readonly checkpoint: () => Promise<void>;
  /** Cuts the relay off the network. */
  reachable: boolean;
  /** Entries wait: nothing is ordered until `checkpoint`. */
  holdsCheckpoints: boolean;
  creation: CreationRule;
  /** What `creation: "token"` asks for. */
  token: string;
}

/** As this machine knows the relay, and as the others do. */
export interface RelayAddresses {
  readonly here: string;
  readonly others: string;
}

const oneAddress = { here: "http://relay.test:8787", others: "http://relay.test:8787" };

export const createSmallRelay = (
  signer: Signer,
  crypto: CryptoDeps,
  now: () => number,
  { here: origin, others }: RelayAddresses = oneAddress,
): SmallRelay => {
  const companies = new Map<string, Company>();
  let work: Promise<void> = Promise.resolve();

  const verdictOf = ({ fold }: Company): Verdict => fold.verdict();
  const publish = async (company: Company, entries: readonly Uint8Array[]): Promise<void> => {
    for (const send of company.members) await send({ t: "mem", entries });
  };
  const order = async (company: Company): Promise<void> => {
    if (!isCheckpointDue(verdictOf(company), now())) return;
    const bytes = await makeCheckpoint(company.id, verdictOf(company), signer, now());
    company.fold.add([must(await readLogEntry(bytes, company.id, crypto))]);
    await publish(company, [bytes]);
  };
  const admit = async (company: Company, entries: readonly Uint8Array[]): Promise<number> => {
    const { accepted, refused } = await admitEntries(company.fold, entries, crypto);
    await publish(
      company,
      accepted.map(({ bytes }) => bytes),
    );
    for (const { entry, code, why } of refused) {
      if (entry === null) continue;
      for (const send of company.members) await send({ t: "refused-mem", entry, code, why });
    }
    if (!relay.holdsCheckpoints) await order(company);
    return refused.length;
  };
  const joinState = (company: Company, id: string): JoinState | undefined => {
    const found = company.joins.get(id);
    if (found === undefined) return undefined;
    const { confirmed } = verdictOf(company);
    if (confirmed?.devices.has(textOfBytes(found.join.value.device))) return "enrolled";
    if (found.refused) return "refused";
    const invite = confirmed?.invites.get(textOfBytes(found.join.value.invite));
    return invite !== undefined && invite.expires > now() ? "requested" : "expired";
  };

  const relay: SmallRelay = {
    origin,
    reachable: true,
    holdsCheckpoints: false,
    creation: "open",
    token: "",
    verdict: (company) => verdictOf(companyById(companies, company)),
    settle: async () => {
      // Work may queue further work.
      for (let seen; seen !== work;) {
        seen = work;
        await work;
      }
    },
    bring: async (company, entries) => {
      await admit(companyById(companies, company), entries);
    },
    checkpoint: async () => {
      for (const company of companies.values()) await order(company);
    },
    http: async ({ method, url, body }) => {
      const asked = [origin, others].find((each) => url.startsWith(`${each}/`));
      if (!relay.reachable || asked === undefined) return undefined;
      const path = url.slice(asked.length);
      if (path === discoveryPath) {
        const { creation } = relay;
        const info = { relayKey: signer.publicKey, time: now(), origin: others, creation };
        return json(200, relayInfoToJson(info));
      }
      if (method === "POST" && path === companiesPath) return createCompany(body ?? new Uint8Array(0));
      for (const company of companies.values()) {
        const answer = await forCompany(company, method, path, body);
        if (answer !== undefined) return answer;
      }
      if (path.startsWith("/api/v1/roots/")) return json(200, { companies: [], former: [] });
      return failure(404, "not-found");
    },
    connect: async (membership) => {
      const company = companyById(companies, membership.company);
      const send = async (message: RelayMsg): Promise<void> => {
        await membership.link.receive(message);
      };
      company.members.add(send);
      await send({ t: "mem", entries: company.fold.records().map(({ bytes }) => bytes) });
      const disconnect = membership.link.connected((message) => {
        work = work.then(() => receive(company, message));
      });
      for (const [id, { bytes }] of company.joins) {
        if (joinState(company, id) === "requested") await send({ t: "join", join: bytes });
      }
      return () => {
        disconnect();
        company.members.delete(send);
      };
    },
  };

  const receive = async (company: Company, message: ClientMsg): Promise<void> => {
    if (message.t === "mem") await admit(company, message.entries);
    if (message.t === "refuse-join") {
      const found = company.joins.get(textOfBytes(message.join));
      if (found !== undefined) found.refused = true;
      for (const send of company.members)
        await send({ t: "join-closed", join: message.join, state: "refused" });
    }
  };

  const createCompany: (body: Uint8Array) => ReturnType<HttpPort> = async (body) => {
    if (relay.creation === "closed") return failure(403, "creation-closed");
    const request = parseCreateCompany(body);
    if (relay.creation === "token" && (!request.ok || request.value.token !== relay.token))
      return failure(403, "creation-token");
    const founded = request.ok ? await foundCompany(request.value, crypto) : request;
    if (!founded.ok) return failure(400, "invalid");
    const name = textOfBytes(founded.value.company);
    if (companies.has(name)) return failure(409, "exists");
    const company: Company = {
      id: founded.value.company,
      fold: founded.value,
      joins: new Map(),
      members: new Set(),
    };
    companies.set(name, company);
    const sent = company.fold.size();
    await order(company);
    return cbor(
      201,
      encodeCreatedCompany({
        entries: company.fold
          .records()
          .slice(sent)
          .map(({ bytes }) => bytes),
      }),
    );
  };

  const forCompany = async (
    company: Company,
    method: string,
    path: string,
    body: Uint8Array | null,
  ): ReturnType<HttpPort> => {
    const { id, fold, joins } = company;
    const log = fold.records();
    if (path === logPath(id)) {
      const bytesOf = (keys: boolean): Uint8Array[] =>
        log.filter(({ type }) => (type === "keys") === keys).map(({ bytes }) => bytes);
      return cbor(200, encodeCompanyLog({ keyDocs: bytesOf(true), entries: bytesOf(false) }));
    }
    if (method === "POST" && path === joinsPath(id)) {
      const join = await readJoin(body ?? new Uint8Array(0), id, crypto);
      if (!join.ok || body === null) return failure(400, "invalid");
      const invite = verdictOf(company).confirmed?.invites.get(textOfBytes(join.value.value.invite));
      if (invite === undefined || invite.expires <= now()) return failure(404, "not-found");
      joins.set(textOfBytes(join.value.id), { join: join.value, bytes: body, refused: false });
      for (const send of company.members) await send({ t: "join", join: body });
      return { status: 202, body: new Uint8Array(0) };
    }
    if (method === "POST" && path === arrivalsPath(id)) {
      const entry = await readLogEntry(body ?? new Uint8Array(0), id, crypto);
      const join = entry.ok && entry.value.type === "entry" ? entry.value.join?.value : undefined;
      const invite = join && verdictOf(company).confirmed?.invites.get(textOfBytes(join.invite));
      if (invite !== undefined && invite.expires <= now()) return failure(404, "not-found");
      return (await admit(company, [body ?? new Uint8Array(0)])) === 0
        ? { status: 202, body: new Uint8Array(0) }
        : failure(404, "not-found");
    }
    if (method === "POST" && path === recoveriesPath(id)) {
      return (await admit(company, [body ?? new Uint8Array(0)])) === 0
        ? { status: 202, body: new Uint8Array(0) }
        : failure(400, "invalid");
    }
    for (const name of joins.keys()) {
      const found = joins.get(name);
      if (found !== undefined && path === joinPath(id, found.join.id))
        return json(200, { state: joinState(company, name) });
    }
    const keys = verdictOf(company).confirmed?.keys;
    const asks = ({ root }: KeyDoc): boolean => root.keys.some((key) => path === rootPath(key));
    const name = [textOfBytes(id)];
    if (keys === undefined) return undefined;
    if (asks(keys.doc)) return json(200, { companies: name, former: [] });
    return keyLineage(log, keys).some(asks) ? json(200, { companies: [], former: name }) : undefined;
  };
  return relay;
};

const companyById = (companies: ReadonlyMap<string, Company>, id: Uint8Array): Company => {
  const found = [...companies.values()].find((company) => bytesEqual(company.id, id));
  if (found === undefined) throw new Error("the relay does not have this company");
  return found;
};

const cbor = (status: number, body: Uint8Array): Awaited<ReturnType<HttpPort>> => ({ status, body });
const json = (status: number, value: unknown): Awaited<ReturnType<HttpPort>> => ({
  status,
  body: new TextEncoder().encode(JSON.stringify(value)),
});
const failure = (status: number, code: EnrolmentFailure): Awaited<ReturnType<HttpPort>> =>
  json(status, { code, message: code });
