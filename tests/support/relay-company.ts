/** A company for relay tests: its key document, its owner's device, and the membership entries tests need. */
import { randomBytes } from "node:crypto";
import { relaySigner } from "#relay/relay-key";
import { compareBytes } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { companiesPath, encodeCreateCompany, logPath, parseCompanyLog } from "#shared/protocol/enrolment";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { membershipLimits } from "#shared/protocol/limits";
import { joinKind, keyDocKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { LogEntry, MemOp } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import type { CompanyId, Hash, Key } from "#shared/protocol/wire-types";
import { testCrypto } from "./keys";

export const freshSigner = (): Signer => relaySigner(randomBytes(32));
export const fresh = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export interface TestCompany {
  readonly id: CompanyId;
  readonly owner: Signer;
  readonly ownerMember: Uint8Array;
  readonly root: Signer;
  readonly keyDoc: Uint8Array;
  readonly genesis: Uint8Array;
}

const crypto = testCrypto();

/** Everything a new company sends, with `sequencer` as the relay that orders its entries. */
export const makeCompany = async (sequencer: Key): Promise<TestCompany> => {
  const owner = freshSigner();
  const root = freshSigner();
  const keyDoc = await seal(
    keyDocKind,
    {
      v: 1,
      no: 1,
      prev: null,
      root: { keys: [owner.publicKey, root.publicKey].sort(compareBytes), threshold: 1 },
      delegates: [],
      issued: Date.now(),
    },
    [owner],
  );
  const bytes = encodeEnvelope(keyDoc);
  const id = must(await readLogEntry(bytes, new Uint8Array(32), crypto)).id;
  const ownerMember = fresh(16);
  const op: MemOp = {
    kind: "genesis",
    company: id,
    member: ownerMember,
    device: owner.publicKey,
    box: fresh(32),
    sequencer,
  };
  return { id, owner, ownerMember, root, keyDoc: bytes, genesis: await makeEntry(id, [], op, owner) };
};

export const makeEntry = async (
  company: CompanyId,
  prev: readonly Hash[],
  op: MemOp,
  author: Signer,
  at = Date.now(),
): Promise<Uint8Array> =>
  encodeEnvelope(
    await seal(
      memEntryKind,
      {
        v: 1,
        rules: 1,
        company,
        prev: [...prev].sort(compareBytes),
        at,
        n: fresh(16),
        op,
        uv: null,
      },
      [author],
    ),
  );

/** Creates the company on a relay over HTTP. */
export const createCompanyOn = async (
  origin: string,
  { keyDoc, genesis }: TestCompany,
  token?: string,
): Promise<Response> =>
  fetch(`${origin}${companiesPath}`, {
    method: "POST",
    body: new Uint8Array(
      encodeCreateCompany({ keyDoc, entries: [genesis], ...(token === undefined ? {} : { token }) }),
    ),
  });

export const foundCompanyOn = async (origin: string, relayKey: Key): Promise<TestCompany> => {
  const company = await makeCompany(relayKey);
  const answer = await createCompanyOn(origin, company);
  if (answer.status !== 201)
    throw new Error(`company was not created: ${answer.status} ${await answer.text()}`);
  return company;
};

/** The relay's log of the company, read as a newcomer would. */
export const readLog = async (origin: string, company: CompanyId): Promise<readonly LogEntry[]> => {
  const answer = await fetch(`${origin}${logPath(company)}`);
  const { keyDocs, entries } = must(parseCompanyLog(new Uint8Array(await answer.arrayBuffer())));
  const log: LogEntry[] = [];
  for (const bytes of [...keyDocs, ...entries]) log.push(must(await readLogEntry(bytes, company, crypto)));
  return log;
};

export const verdictOf = async (
  origin: string,
  company: CompanyId,
): Promise<ReturnType<typeof computeVerdict>> => computeVerdict(company, await readLog(origin, company));

export interface Invitation {
  readonly invite: Signer;
  readonly member: Uint8Array;
  /** Envelopes to send as `mem`: a new member and the invitation, one after the other. */
  readonly entries: readonly Uint8Array[];
  readonly inviteId: Hash;
}

/** Entries that invite somebody new, following `heads`. */
export const makeInvitation = async (
  company: TestCompany,
  heads: readonly Hash[],
  uses = 1,
  invite: Signer = freshSigner(),
): Promise<Invitation> => {
  const member = fresh(16);
  const add: MemOp = { kind: "member.add", member, rank: "member", roles: [], grants: [], station: false };
  const added = await makeEntry(company.id, heads, add, company.owner);
  const addedId = must(await readLogEntry(added, company.id, crypto)).id;
  const op: MemOp = {
    kind: "invite",
    invite: invite.publicKey,
    member,
    uses,
    expires: Date.now() + 3_600_000,
    approval: true,
  };
  const invited = await makeEntry(company.id, [addedId], op, company.owner);
  const inviteId = must(await readLogEntry(invited, company.id, crypto)).id;
  return { invite, member, entries: [added, invited], inviteId };
};

/** Entries that let crew in without approval for a quarter of an hour from `at`. */
export const makeBadgeIn = async (
  company: TestCompany,
  heads: readonly Hash[],
  { at, uses }: { readonly at: number; readonly uses: number },
): Promise<Invitation> => {
  const member = fresh(16);
  const invite = freshSigner();
  const add: MemOp = { kind: "member.add", member, rank: "crew", roles: [], grants: [], station: false };
  const added = await makeEntry(company.id, heads, add, company.owner, at);
  const addedId = must(await readLogEntry(added, company.id, crypto)).id;
  const expires = at + membershipLimits.badgeInMs;
  const op = { kind: "invite", invite: invite.publicKey, member, uses, expires, approval: false } as const;
  const invited = await makeEntry(company.id, [addedId], op, company.owner, at);
  const inviteId = must(await readLogEntry(invited, company.id, crypto)).id;
  return { invite, member, entries: [added, invited], inviteId };
};

/** A newcomer's request: its envelope and its id. */
export const makeJoin = async (
  company: CompanyId,
  invite: Signer,
  device: Signer,
): Promise<{ readonly envelope: Uint8Array; readonly box: Uint8Array }> => {
  const box = fresh(32);
  const join = await seal(
    joinKind,
    { v: 1, company, invite: invite.publicKey, device: device.publicKey, box, soft: false, n: fresh(16) },
    [invite, device],
  );
  return { envelope: encodeEnvelope(join), box };
};
