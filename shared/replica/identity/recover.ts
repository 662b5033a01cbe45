/**
 * Back into a company with nothing but its paper key. The request is signed by the paper key and names this device;
 * it counts after 48 hours unless an owner's device objects, which protects against a stolen envelope.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import { parseId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { assert, err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { fingerprint, keyName } from "#shared/protocol/codes";
import { idOfSigned, parseEnvelope } from "#shared/protocol/envelope";
import { keyLineage, replacedAt } from "#shared/protocol/membership/key-lineage";
import { isOneOf } from "#shared/protocol/membership/signers";
import type { CompanyState, EntryRecord, LogEntry, MemEntry } from "#shared/protocol/membership/types";
import { maxPrev, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { makeProposalText } from "#shared/protocol/root-proposal";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import { bytes32FromText, bytesOfId, textOfBytes } from "#shared/protocol/wire-types";
import { createSource } from "../observable";
import type { CompanyRecords } from "./company-records";
import { enter } from "./enrol";
import { makeEntry } from "./found-company";
import { readPaperKeys } from "./paper-sheet";
import { poll, recoveryPace, signingPace } from "./poll";
import type { ProvenLog } from "#shared/protocol/membership/proven-log";
import { proveLog } from "#shared/protocol/membership/proven-log";
import type { RelayClient } from "./relay-client";
import { createRelayClient } from "./relay-client";
import type { CarriedRequest, Recovering, RecoverProblem } from "./recovery-types";
import type { IdentityDeps, StoredCompany } from "./types";

export const requestRecovery = async (
  deps: IdentityDeps,
  records: CompanyRecords,
  args: { readonly relay: string; readonly paperKeys: readonly string[]; readonly withOthers: boolean },
): Promise<Result<StoredCompany, RecoverProblem>> => {
  const papers = readPaperKeys(deps, args.paperKeys);
  if (!papers.ok) return papers;
  const client = createRelayClient(deps.http, args.relay);
  const found = await findCompany(client, papers.value);
  if (!found.ok) return found;
  const company = found.value;
  const log = await client.log(company);
  if (!log.ok) return log;
  const proven = await proveLog(company, log.value, deps);
  if (!proven.ok) return proven;
  const why = whyNot(proven.value, papers.value);
  const isEnough = papers.value.length >= proven.value.confirmed.keys.doc.root.threshold;
  if (why !== undefined && (why.type !== "PaperKeysMissing" || !args.withOthers)) return err(why);
  const { confirmed, verdict } = proven.value;
  const member = firstOwner(confirmed);
  if (member === undefined || confirmed.sequencer === null) return err({ type: "CompanyNotProven" });
  const keys = await deps.keys.create();
  const { publicKey: device } = keys.signer;
  const revoke = activeDevices(confirmed, member);
  const op = { kind: "recover", member: bytesOfId(member), device, box: keys.box, revoke } as const;
  const entry = await makeEntry(deps, { company, prev: verdict.heads.slice(0, maxPrev), op }, papers.value);
  const requested = isEnough ? await client.requestRecovery(company, entry) : ok(null);
  if (!requested.ok) {
    await deps.keys.remove(device);
    return requested;
  }
  const record: StoredCompany = {
    company,
    device,
    member,
    stage: "recovering",
    relay: { origin: args.relay, key: confirmed.sequencer },
    log: isEnough ? [...proven.value.bytes, entry] : proven.value.bytes,
    paperSeed: null,
    join: null,
    ...(isEnough ? {} : { proposal: entry }),
  };
  const before = records.find(textOfBytes(company));
  if (before?.stage === "recovering") await deps.keys.remove(before.device);
  await records.add(record);
  return ok(record);
};

/** The company whose root keys these are, or were: why a replaced key does not open it is said from the log. */
const findCompany = async (
  client: RelayClient,
  papers: readonly Signer[],
): Promise<Result<CompanyId, RecoverProblem>> => {
  let former: CompanyId | undefined;
  for (const { publicKey } of papers) {
    const found = await client.companiesOfRoot(publicKey);
    if (!found.ok) return found;
    const [company] = found.value.companies;
    if (company !== undefined) return ok(company);
    former ??= found.value.former[0];
  }
  return former === undefined ? err({ type: "CompanyUnknown" }) : ok(former);
};

/** Every key has to count, so that a sheet that does not belong here is named and not silently left out. */
const whyNot = ({ entries, confirmed }: ProvenLog, papers: readonly Signer[]): RecoverProblem | undefined => {
  const { keys } = confirmed;
  const lineage = keyLineage(entries, keys);
  for (const { publicKey } of papers) {
    if (isOneOf(keys.doc.root.keys, publicKey)) continue;
    const at = replacedAt(lineage, publicKey);
    return at === undefined ? { type: "CompanyNotProven" } : { type: "PaperKeyReplaced", at };
  }
  const needed = keys.doc.root.threshold;
  return papers.length < needed ? { type: "PaperKeysMissing", needed } : undefined;
};

const firstOwner = (state: CompanyState): MemberId | undefined => {
  const owners = [...state.members]
    .filter(([, { rank }]) => rank === "owner")
    .sort(([, a], [, b]) => a.ord - b.ord);
  return parseId<MemberId>(owners[0]?.[0]);
};

/** The owner's devices are taken to be lost: who still has one objects with it. */
const activeDevices = (state: CompanyState, member: string): Uint8Array[] =>
  [...state.devices]
    .filter(([, device]) => device.member === member && device.revoked === null)
    .flatMap(([key]) => bytes32FromText(key) ?? []);

/** Follows a stored recovery, asking while the app is open. */
export const followRecovery = (
  deps: IdentityDeps,
  records: CompanyRecords,
  record: StoredCompany,
): Recovering => {
  const { company, device, relay } = record;
  assert(relay !== null, "a recovery goes through a relay");
  const state = createSource<ReturnType<Recovering["state"]["get"]>>("waiting");
  const readyAt = createSource<Ms | null>(null);
  const proposal = createSource(carriedRequest(deps, record));
  const client = createRelayClient(deps.http, relay.origin);
  /** Enough holders have signed, wherever the last of them did. */
  const settleProposal = async (): Promise<void> => {
    if (proposal.get() === null) return;
    await records.update(company, (stored) => ({ ...stored, proposal: undefined }));
    proposal.set(null);
  };
  const forget = async (): Promise<void> => {
    await records.remove(company);
    await deps.keys.remove(device);
  };
  const ask = async (): Promise<boolean> => {
    // Asked anew meanwhile, with another key.
    const stored = records.find(textOfBytes(company));
    if (stored === undefined || !bytesEqual(stored.device, device)) return true;
    if (await enter(deps, records, record)) {
      await settleProposal();
      state.set("recovered");
      return true;
    }
    const log = await client.log(company);
    const proven = log.ok ? await proveLog(company, log.value, deps) : log;
    if (!proven.ok) return false;
    const waiting = proven.value.confirmed.recoveries.find((recovery) => bytesEqual(recovery.device, device));
    if (waiting !== undefined || isPending(proven.value, device)) {
      await settleProposal();
      readyAt.set(waiting?.from ?? null);
      return false;
    }
    const ended = howEnded(proven.value, record);
    if (ended === undefined) return false;
    await settleProposal();
    await forget();
    state.set(ended);
    return true;
  };
  const stop = poll(deps.timers, record.proposal === undefined ? recoveryPace : signingPace, ask);
  return {
    ...{ company: textOfBytes(company), proposal, readyAt, state },
    cancel: async () => {
      stop();
      await forget();
    },
  };
};

/** Sent, and not confirmed yet. */
const isPending = ({ confirmed, verdict: { state } }: ProvenLog, device: Key): boolean => {
  const name = textOfBytes(device);
  const isEnded = (confirmed.devices.get(name)?.revoked ?? null) !== null;
  const waits = state?.recoveries.some((recovery) => bytesEqual(recovery.device, device)) ?? false;
  return waits || (state?.devices.has(name) === true && !isEnded);
};

/** Of a request that neither waits nor counts. Undefined while it may still come to that. */
const howEnded = (
  proven: ProvenLog,
  { device, member, proposal }: StoredCompany,
): "vetoed" | "replaced" | "rekeyed" | "not-owner" | undefined => {
  const { entries, confirmed } = proven;
  const named = namingDevice(entries, device);
  const sent = named.filter(({ entry }) => entry.value.op.kind === "recover");
  const isVoid = ({ id }: EntryRecord): boolean => proven.verdict.void.has(textOfBytes(id));
  if (named.some((record) => !sent.includes(record) && !isVoid(record))) return "vetoed";
  const counted = sent.filter((record) => !isVoid(record));
  const lineage = keyLineage(entries, confirmed.keys);
  const voided = sent.filter((record) => isVoid(record) && isDecided(proven, record, lineage));
  const begun = proposal === undefined ? undefined : parseEnvelope<MemEntry>(proposal);
  const asked = begun?.ok ? begun.value.sigs.map(([key]) => key) : [];
  const signers = [...[...counted, ...voided].flatMap(({ entry }) => entry.signers), ...asked];
  if (signers.some((key) => replacedAt(lineage, key) !== undefined)) return "replaced";
  // Other holders may still sign it, or the relay lost it and gets it back from the company's devices.
  if (counted.length === 0 && voided.length === 0) return undefined;
  const wasNoOwner = voided.some(({ id }) => proven.verdict.void.get(textOfBytes(id)) === "member");
  return !wasNoOwner && confirmed.members.get(member)?.rank === "owner" ? "rekeyed" : "not-owner";
};

/** Requests for the device, and entries that end it. */
const namingDevice = (entries: readonly LogEntry[], device: Key): readonly EntryRecord[] =>
  entries.filter((record): record is EntryRecord => {
    if (record.type !== "entry") return false;
    const { op } = record.entry.value;
    return (op.kind === "recover" || op.kind === "device.revoke") && bytesEqual(op.device, device);
  });

/**
 * Whether the void request will never have an effect: it was put in order, and whoever wrote it held a key of the
 * company. Anybody can write down a device's key; what strangers write ends nothing.
 */
const isDecided = (
  { ordered }: ProvenLog,
  { id, entry }: EntryRecord,
  lineage: ReturnType<typeof keyLineage>,
): boolean =>
  ordered.some((one) => bytesEqual(one.id, id)) &&
  entry.signers.some((key) => lineage.some(({ root }) => isOneOf(root.keys, key)));

/** What this device shows of its own request, while it waits for other holders. */
const carriedRequest = (
  { sha256 }: Pick<IdentityDeps, "sha256">,
  { company, device, proposal }: StoredCompany,
): CarriedRequest | null => {
  const signed = proposal === undefined ? undefined : parseEnvelope<MemEntry>(proposal);
  if (!signed?.ok) return null;
  return {
    text: makeProposalText(company, signed.value),
    code: fingerprint(sha256, idOfSigned(memEntryKind, signed.value, sha256)),
    deviceName: keyName(sha256, device),
  };
};
