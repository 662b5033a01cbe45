/**
 * The newcomer's side: check the invitation against the company's own log, make this device's keys, ask to be let in,
 * and wait. Nothing here can let anybody else in: a link opened on a device of the company grants nothing.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import { newId, parseId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { assert, err, must, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { signerFromSeed } from "#shared/kernel/signature";
import { comparisonCode } from "#shared/protocol/codes";
import { encodeEnvelope, idOfSigned, parseEnvelope, seal } from "#shared/protocol/envelope";
import { makeRequestText, parseInviteLink } from "#shared/protocol/invite-link";
import { joinKind } from "#shared/protocol/membership/entry-kinds";
import type { InviteState, Join } from "#shared/protocol/membership/types";
import type { CompanyId } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { createSource } from "../observable";
import { cameTooLate, letMyselfIn } from "./badge-in";
import type { CompanyRecords } from "./company-records";
import { findMovedFrom } from "./follow-move";
import { arrivalPace, joinPace, poll } from "./poll";
import type { ProvenLog } from "#shared/protocol/membership/proven-log";
import { proveLog } from "#shared/protocol/membership/proven-log";
import type { RelayClient } from "./relay-client";
import { createRelayClient } from "./relay-client";
import type { DeviceKeys, IdentityDeps, Joining, JoinProblem, StoredCompany } from "./types";

/** Asks to join. What settles is stored, so that closing the app loses nothing. */
export const requestJoin = async (
  deps: IdentityDeps,
  records: CompanyRecords,
  args: { readonly link: string; readonly here: string | null },
): Promise<Result<StoredCompany, JoinProblem>> => {
  const link = parseInviteLink(args.link);
  if (!link.ok) return link;
  const { company, seed, logHead } = link.value;
  const existing = records.find(textOfBytes(company));
  if (existing?.stage === "active") return err({ type: "AlreadyMember", company: textOfBytes(company) });
  const reached = await reachLog(deps, [link.value.origin, args.here ?? link.value.origin], company);
  if (!reached.ok) return reached;
  const { origin, client, log } = reached.value;
  const { confirmed, entries } = log;
  const isWhole = entries.some(({ id }) => bytesEqual(id, logHead));
  if (!isWhole || confirmed.sequencer === null) return err({ type: "CompanyNotProven" });
  const inviteSigner = signerFromSeed(seed);
  const invite = findInvite(log, inviteSigner.publicKey);
  if (!invite.ok) return invite;

  // A request given up before left keys behind that nobody will ever approve.
  if (existing !== undefined) await forgetRequest(deps, records, existing);
  const member = parseId<MemberId>(invite.value.member);
  assert(member !== undefined, "membership names members by their id");
  const { keys, join } = await makeJoin(deps, company, inviteSigner);
  const device = keys.signer.publicKey;
  const { approval } = invite.value;
  const arrival = { company, invite: invite.value, member, keys, join };
  const sent = approval
    ? await client.requestJoin(company, join)
    : await letMyselfIn(deps, client, log, arrival);
  if (!sent.ok) {
    await deps.keys.remove(device);
    return isNotThere(sent.error) ? err(await whyGone(deps, client, company, inviteSigner)) : sent;
  }
  const relay = { origin, key: confirmed.sequencer };
  const { bytes } = log;
  const record: StoredCompany = {
    company,
    device,
    member,
    stage: "joining",
    relay,
    log: bytes,
    paperSeed: null,
    join,
    letsItselfIn: !approval,
  };
  await records.add(record);
  return ok(record);
};

/** It stood in the log a moment ago: somebody was faster, it was withdrawn, or it is over by the relay's clock. */
const whyGone = async (
  deps: IdentityDeps,
  client: RelayClient,
  company: CompanyId,
  { publicKey }: Signer,
): Promise<JoinProblem> => {
  const log = await client.log(company);
  const proven = log.ok ? await proveLog(company, log.value, deps) : log;
  if (!proven.ok) return proven.error;
  const invite = findInvite(proven.value, publicKey);
  return invite.ok ? { type: "InvitationExpired", at: invite.value.expires } : invite.error;
};

/** Asks without a network: nothing is checked and nothing sent, the request waits to be read from this screen. */
export const requestJoinUnsent = async (
  deps: IdentityDeps,
  records: CompanyRecords,
  text: string,
): Promise<Result<StoredCompany, JoinProblem>> => {
  const link = parseInviteLink(text);
  if (!link.ok) return link;
  const { origin, company, seed, logHead } = link.value;
  const existing = records.find(textOfBytes(company));
  if (existing?.stage === "active") return err({ type: "AlreadyMember", company: textOfBytes(company) });
  if (existing !== undefined) await forgetRequest(deps, records, existing);
  const { keys, join } = await makeJoin(deps, company, signerFromSeed(seed));
  const record: StoredCompany = {
    company,
    device: keys.signer.publicKey,
    member: newId<MemberId>(deps.random),
    stage: "joining",
    relay: { origin, key: zero },
    log: [],
    paperSeed: null,
    join,
    unproven: { logHead },
  };
  await records.add(record);
  return ok(record);
};

const makeJoin = async (
  deps: IdentityDeps,
  company: CompanyId,
  inviteSigner: Signer,
): Promise<{ readonly keys: DeviceKeys; readonly join: Uint8Array }> => {
  const keys = await deps.keys.create();
  const value: Join = {
    v: 1,
    company,
    invite: inviteSigner.publicKey,
    device: keys.signer.publicKey,
    box: keys.box,
    soft: keys.soft,
    n: deps.random.bytes(16),
  };
  return { keys, join: encodeEnvelope(await seal(joinKind, value, [inviteSigner, keys.signer])) };
};

interface ReachedLog {
  readonly origin: string;
  readonly client: RelayClient;
  readonly log: ProvenLog;
}

/** The company's log from the first origin that answers, or from where the company has gone from there. */
const reachLog = async (
  deps: IdentityDeps,
  [first, second]: readonly [string, string],
  company: CompanyId,
): Promise<Result<ReachedLog, JoinProblem>> => {
  const reach = async (origin: string): Promise<Result<ReachedLog, JoinProblem>> => {
    const client = createRelayClient(deps.http, origin);
    const log = await client.log(company);
    const proven = log.ok ? await proveLog(company, log.value, deps) : log;
    if (proven.ok) return ok({ origin, client, log: proven.value });
    return isNotThere(proven.error) ? reachMoved(deps, origin, company, proven.error) : proven;
  };
  const asked = await reach(first);
  if (asked.ok || asked.error.type !== "RelayUnreachable" || second === first) return asked;
  const fallback = await reach(second);
  return fallback.ok ? fallback : asked;
};

const reachMoved = async (
  deps: IdentityDeps,
  from: string,
  company: CompanyId,
  otherwise: JoinProblem,
): Promise<Result<ReachedLog, JoinProblem>> => {
  const moved = await findMovedFrom(deps, company, from);
  if (moved.type === "later") return err({ type: "RelayUnreachable" });
  if (moved.type === "none") return err(otherwise);
  const { origin, log } = moved;
  return ok({ origin, client: createRelayClient(deps.http, origin), log });
};

const isNotThere = (problem: JoinProblem): boolean =>
  problem.type === "RelayRefused" && problem.code === "not-found";

const findInvite = ({ confirmed, entries }: ProvenLog, key: Uint8Array): Result<InviteState, JoinProblem> => {
  const open = confirmed.invites.get(textOfBytes(key));
  if (open !== undefined) return ok(open);
  const isUsed = entries.some(
    (entry) => entry.type === "entry" && bytesEqual(entry.join?.value.invite ?? zero, key),
  );
  return err({ type: isUsed ? "InvitationUsed" : "InvitationUnknown" });
};

const zero = new Uint8Array(32);

/** Waits for the answer to a stored request, asking while the app is open. */
export const followJoin = (deps: IdentityDeps, records: CompanyRecords, record: StoredCompany): Joining => {
  const { company, join: envelope, relay } = record;
  assert(envelope !== null && relay !== null, "a request to join has a relay and its own record");
  const signed = must(parseEnvelope<Join>(envelope));
  const id = idOfSigned(joinKind, signed, deps.sha256);
  const state = createSource<ReturnType<Joining["state"]["get"]>>("requested");
  /** Where the company is by now. */
  const client = (): RelayClient =>
    createRelayClient(deps.http, records.find(textOfBytes(company))?.relay?.origin ?? relay.origin);

  const end = async (how: "refused" | "expired"): Promise<true> => {
    await forgetRequest(deps, records, record);
    state.set(how);
    return true;
  };
  const enterNow = async (): Promise<boolean> => {
    const isIn = await enter(deps, records, record);
    if (isIn) state.set("enrolled");
    return isIn;
  };
  /** Nobody answers: the log says how it went. */
  const lookForMyself = async (): Promise<boolean> => {
    if (await enterNow()) return true;
    const log = await client().log(company);
    const proven = log.ok ? await proveLog(company, log.value, deps) : log;
    return proven.ok && cameTooLate(proven.value, record.device) ? end("expired") : false;
  };
  const ask = async (): Promise<boolean> => {
    const answer = await client().joinState(company, id);
    // A relay that never saw the request, or has forgotten it: the log decides.
    if (!answer.ok && isNotThere(answer.error)) return enterNow();
    if (!answer.ok || answer.value === "requested") return false;
    return answer.value === "enrolled" ? enterNow() : end(answer.value);
  };
  const stop =
    record.letsItselfIn === true
      ? poll(deps.timers, arrivalPace, lookForMyself)
      : poll(deps.timers, joinPace, ask);
  return {
    company: textOfBytes(company),
    relay: relay.origin,
    code: comparisonCode(deps.sha256, signed.payload),
    isSent: record.unproven === undefined,
    letsItselfIn: record.letsItselfIn === true,
    request: makeRequestText(envelope),
    state,
    cancel: async () => {
      stop();
      await forgetRequest(deps, records, record);
    },
  };
};

/**
 * Makes the company active once its confirmed log names this device; false while it does not. Where the relay has let
 * the company go, what waits goes on at the next one: requests went along.
 */
export const enter = async (
  deps: IdentityDeps,
  records: CompanyRecords,
  { company, device, unproven }: StoredCompany,
): Promise<boolean> => {
  const relay = records.find(textOfBytes(company))?.relay ?? null;
  if (relay === null) return false;
  const reached = await reachLog(deps, [relay.origin, relay.origin], company);
  if (!reached.ok) return false;
  const { origin, log } = reached.value;
  const { confirmed, bytes, entries } = log;
  if (unproven !== undefined && !entries.some(({ id }) => bytesEqual(id, unproven.logHead))) return false;
  if (origin !== relay.origin && confirmed.sequencer !== null) {
    const there = { origin, key: confirmed.sequencer };
    await records.update(company, (stored) => ({ ...stored, relay: there }));
  }
  const known = confirmed.devices.get(textOfBytes(device));
  if (known === undefined || known.revoked !== null || confirmed.sequencer === null) return false;
  const member = parseId<MemberId>(known.member);
  assert(member !== undefined, "membership names members by their id");
  const key = confirmed.sequencer;
  await records.update(company, (stored) => ({
    ...stored,
    member,
    stage: "active",
    unproven: undefined,
    letsItselfIn: undefined,
    relay: { origin, key },
    log: bytes,
    join: null,
  }));
  return true;
};

const forgetRequest = async (
  deps: IdentityDeps,
  records: CompanyRecords,
  record: StoredCompany,
): Promise<void> => {
  await records.remove(record.company);
  await deps.keys.remove(record.device);
};
