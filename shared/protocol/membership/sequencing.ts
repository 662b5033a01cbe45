/**
 * The relay's part: taking entries into the log and signing checkpoints. It orders what members wrote and can neither
 * write in their name nor change what they wrote.
 */
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Random } from "#shared/kernel/random";
import type { Signer } from "#shared/kernel/signature";
import { bytesEqual, compareBytes } from "#shared/kernel/bytes";
import type { CryptoDeps } from "../envelope";
import { encodeEnvelope, idOfSigned, parseEnvelope, seal, verify } from "../envelope";
import { membershipLimits } from "../limits";
import type { RefusalCode } from "../messages";
import type { CompanyId, Hash, Key } from "../wire-types";
import { textOfBytes } from "../wire-types";
import { checkpointKind, keyDocKind, maxHeads, maxPrev, memEntryKind } from "./entry-kinds";
import type { MembershipFold } from "./fold";
import { foldMembership } from "./fold";
import { readLogEntry, recordId } from "./log-entry";
import type { CheckpointRecord, KeyDoc, LogEntry, MemEntry, Verdict } from "./types";

export interface RefusedEntry {
  /** Null when the bytes did not even have an id. */
  readonly entry: Hash | null;
  readonly code: RefusalCode;
  /** `fork`: a checkpoint of the sequencer's own that shows a second order of it. */
  readonly why: string;
}

export interface AdmittedEntries {
  /** To append, in this order; new void entries are among them only where a checkpoint proves that they were there. */
  readonly accepted: readonly LogEntry[];
  readonly refused: readonly RefusedEntry[];
}

/**
 * Judges records a session sent and takes those up that count. What is in the log already is silently left out and
 * costs nobody's share; `mayBring` is asked once for every new one. The caller stores what was accepted; if that fails
 * the fold is worth nothing any more. `own`: whose checkpoints, brought back, need nobody's leave.
 */
export const admitEntries = async (
  fold: MembershipFold,
  entries: readonly Uint8Array[],
  crypto: CryptoDeps,
  mayBring: (record: LogEntry) => boolean = () => true,
  own: Key | null = null,
): Promise<AdmittedEntries> => {
  const records: LogEntry[] = [];
  const refused: RefusedEntry[] = [];
  for (const bytes of entries) {
    const read = await readLogEntry(bytes, fold.company, crypto);
    if (read.ok) records.push(read.value);
    else {
      const isForged = read.error.type === "SignatureInvalid" || read.error.type === "KeyUnsound";
      refused.push({ entry: null, code: isForged ? "sig" : "form", why: read.error.type });
    }
  }
  const accepted = own === null ? [] : takeOrdered(fold, records, (record) => isOwn(record, own));
  const proven = own === null ? new Set<string>() : provenBy(own, fold, records);
  for (const record of records) {
    if (fold.has(record.id)) continue;
    const isSecond = own !== null && isRival(fold, record, own);
    const isProven = proven.has(textOfBytes(record.id));
    const fault = isSecond ? secondOrder : mayBring(record) ? tryRecord(fold, record, isProven) : tooMany;
    if (fault === undefined) accepted.push(record);
    else refused.push({ entry: record.id, ...fault });
  }
  return { accepted, refused };
};

/**
 * Takes up checkpoints with what they put in order. A sequencer that forgot takes back its own so: they prove that it
 * had all of it. Nothing, unless everything up to the last of them continues the order as it is known here.
 */
export const takeOrdered = (
  fold: MembershipFold,
  records: readonly LogEntry[],
  counts: (record: LogEntry) => boolean = ({ type }) => type === "checkpoint",
): LogEntry[] => {
  const end = records.findLastIndex((record) => counts(record) && !fold.has(record.id));
  const last = records[end];
  if (last === undefined || fold.verdict().fork !== null) return [];
  // Before anything is taken up: taking a checkpoint out again works everything out anew.
  if (
    !follows(
      fold.verdict(),
      records.find((record) => record.type === "checkpoint" && !fold.has(record.id)),
    )
  )
    return [];
  const fresh = [...fold.add(records.slice(0, end + 1))];
  const { checkpoint, fork, pending, waiting } = fold.verdict();
  const isOpen = (id: Hash): boolean => [...pending, ...waiting].some((one) => bytesEqual(one, id));
  const continues = fork === null && checkpoint !== null && bytesEqual(checkpoint, last.id);
  if (continues && !fresh.some(({ id }) => isOpen(id))) return fresh;
  for (const { id } of fresh.reverse()) fold.remove(id);
  return [];
};

const follows = ({ confirmed, checkpoint }: Verdict, next: LogEntry | undefined): boolean => {
  if (next?.type !== "checkpoint") return false;
  const { no, prev } = next.checkpoint.value;
  const isBehind = checkpoint === null || prev === null ? prev === checkpoint : bytesEqual(prev, checkpoint);
  return isBehind && no === (confirmed?.checkpoint ?? 0) + 1;
};

/**
 * What lies below checkpoints of the sequencer's own that it has no more: it had all of it. Of two orders the one may
 * have taken the effect from an entry of the other, and what was written upon that entry must not wait for ever.
 */
const provenBy = (own: Key, fold: MembershipFold, records: readonly LogEntry[]): ReadonlySet<string> => {
  const brought = new Map(records.map((record) => [textOfBytes(record.id), record]));
  const open = records.flatMap((record) =>
    isOwn(record, own) && !fold.has(record.id) ? record.checkpoint.value.heads : [],
  );
  const proven = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const name = textOfBytes(next);
    const record = brought.get(name);
    if (record === undefined || proven.has(name)) continue;
    proven.add(name);
    if (record.type === "entry") open.push(...record.entry.value.prev);
  }
  return proven;
};

const isOwn = (record: LogEntry, own: Key): record is CheckpointRecord =>
  record.type === "checkpoint" && record.checkpoint.signers.every((key) => bytesEqual(key, own));

/** Whether the sequencer signed this one too, beside the one of its number that it follows. */
const isRival = (fold: MembershipFold, record: LogEntry, own: Key): boolean =>
  isOwn(record, own) && record.checkpoint.value.no <= (fold.verdict().confirmed?.checkpoint ?? 0);

type Fault = Pick<RefusedEntry, "code" | "why">;

const secondOrder: Fault = { code: "form", why: "fork" };

const tooMany: Fault = { code: "rate", why: "entries-of-today" };

/** Leaves the record in the fold when it counts, and when it counted once. */
const tryRecord = (fold: MembershipFold, record: LogEntry, isProven: boolean): Fault | undefined => {
  // Checkpoints are the sequencer's own.
  if (record.type === "checkpoint") return { code: "form", why: record.type };
  if (fold.size() >= membershipLimits.entries) return { code: "quota", why: "log-full" };
  fold.add([record]);
  const fault = faultIn(fold.verdict(), record);
  if (fault === undefined || (isProven && fault.code === "grant")) return undefined;
  fold.remove(record.id);
  return fault;
};

const faultIn = (verdict: Verdict, record: LogEntry): Fault | undefined => {
  if (verdict.needsRules !== null) return { code: "version", why: "rules" };
  if (verdict.waiting.some((id) => bytesEqual(id, record.id))) return { code: "deps", why: "ancestors" };
  const reason = verdict.void.get(textOfBytes(record.id));
  if (reason !== undefined) return { code: "grant", why: reason };
  // A key document of a number that is over, or a second first one.
  return verdict.pending.some((id) => bytesEqual(id, record.id)) ? undefined : { code: "form", why: "keys" };
};

export type FoundCompanyProblem = { readonly type: "CompanyInvalid"; readonly why: string };

/** Reads what a new company sends: key document 1 and first entries, all of which must count. */
export const foundCompany = async (
  request: { readonly keyDoc: Uint8Array; readonly entries: readonly Uint8Array[] },
  crypto: CryptoDeps,
): Promise<Result<MembershipFold, FoundCompanyProblem>> => {
  const envelope = parseEnvelope<KeyDoc>(request.keyDoc);
  const keyDoc = envelope.ok ? await verify(keyDocKind, envelope.value, crypto) : envelope;
  if (!keyDoc.ok) return err({ type: "CompanyInvalid", why: keyDoc.error.type });
  const company = keyDoc.value.id;
  const keys = await readLogEntry(request.keyDoc, company, crypto);
  if (!keys.ok) return err({ type: "CompanyInvalid", why: keys.error.type });
  const fold = foldMembership(company, [keys.value]);
  const [refused] = (await admitEntries(fold, request.entries, crypto)).refused;
  if (refused !== undefined) return err({ type: "CompanyInvalid", why: refused.why });
  return fold.verdict().state === null ? err({ type: "CompanyInvalid", why: "genesis" }) : ok(fold);
};

/** Whether the relay has something to confirm: pending entries, or a recovery whose waiting is over. */
export const isCheckpointDue = (verdict: Verdict, now: Ms): boolean =>
  verdict.fork === null && (verdict.pending.length > 0 || (nextCheckpointAt(verdict) ?? Infinity) <= now);

/** When a checkpoint falls due by time alone, or null. */
export const nextCheckpointAt = (verdict: Verdict): Ms | null => {
  const { recoveries = [], keyChanges = [] } = verdict.confirmed ?? {};
  const due = [...recoveries, ...keyChanges].flatMap(({ from }) => from ?? []);
  return due.length === 0 ? null : Math.min(...due);
};

/** The relay gives its place to another key of its own: signed by both, for the old one to put in order. */
export const makeHandOver = async (
  company: CompanyId,
  verdict: Verdict,
  { old, next }: { readonly old: Signer; readonly next: Signer },
  now: Ms,
  random: Random,
): Promise<Uint8Array> => {
  const entry = handOverEntry(company, verdict, next.publicKey, now, random);
  return encodeEnvelope(await seal(memEntryKind, entry, [old, next]));
};

/**
 * The relay gives its place to another one that is not there to sign: the entry with its own signature, which the other
 * completes, and the checkpoint that will put it in order then. From here on the old relay must order nothing any more.
 */
export const makeMove = async (
  company: CompanyId,
  verdict: Verdict,
  { old, next }: { readonly old: Signer; readonly next: Key },
  { crypto, random, now }: { readonly crypto: CryptoDeps; readonly random: Random; readonly now: Ms },
): Promise<{ readonly entry: Uint8Array; readonly checkpoint: Uint8Array }> => {
  const entry = await seal(memEntryKind, handOverEntry(company, verdict, next, now, random), [old]);
  const signers = [old.publicKey, next].sort(compareBytes);
  const id = recordId(idOfSigned(memEntryKind, entry, crypto.sha256), signers, crypto.sha256);
  const behind = { ...verdict, openHeads: [id] };
  return {
    entry: encodeEnvelope(entry),
    checkpoint: await makeCheckpoint(company, behind, old, now),
  };
};

const handOverEntry = (
  company: CompanyId,
  { confirmed, heads }: Verdict,
  next: Key,
  now: Ms,
  random: Random,
): MemEntry => ({
  ...{ v: 1, rules: confirmed?.rules ?? 1, company, prev: heads.slice(0, maxPrev) },
  at: Math.max(now, confirmed?.checkpointAt ?? 0),
  n: random.bytes(16),
  op: { kind: "sequencer.set", key: next, from: null },
  uv: null,
});

/** The next checkpoint over everything open. Its time never runs backwards, whatever the relay's clock does. */
export const makeCheckpoint = async (
  company: CompanyId,
  verdict: Verdict,
  relay: Signer,
  now: Ms,
): Promise<Uint8Array> => {
  const no = (verdict.confirmed?.checkpoint ?? 0) + 1;
  const at = Math.max(now, verdict.confirmed?.checkpointAt ?? 0);
  const heads = verdict.openHeads.slice(0, maxHeads);
  const checkpoint = await seal(checkpointKind, { v: 1, company, no, prev: verdict.checkpoint, heads, at }, [
    relay,
  ]);
  return encodeEnvelope(checkpoint);
};
