/**
 * The relay's part: taking entries into the log and signing checkpoints. It orders what members wrote and can neither
 * write in their name nor change what they wrote.
 */
import type { Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { bytesEqual } from "#shared/kernel/bytes";
import type { CryptoDeps } from "../envelope";
import { encodeEnvelope, parseEnvelope, seal, verify } from "../envelope";
import { membershipLimits } from "../limits";
import type { RefusalCode } from "../messages";
import type { CompanyId, Hash } from "../wire-types";
import { textOfBytes } from "../wire-types";
import { checkpointKind, keyDocKind, maxHeads } from "./entry-kinds";
import { readLogEntry } from "./log-entry";
import type { KeyDoc, LogEntry, Verdict } from "./types";
import { computeVerdict } from "./verdict";

export interface RefusedEntry {
  /** Null when the bytes did not even have an id. */
  readonly entry: Hash | null;
  readonly code: RefusalCode;
  readonly why: string;
}

export interface AdmittedEntries {
  /** To append, in this order; the old log with these behind it has no new void entry. */
  readonly accepted: readonly LogEntry[];
  readonly refused: readonly RefusedEntry[];
}

/** Judges entries a session sent. What is in the log already is silently left out. */
export const admitEntries = async (
  company: CompanyId,
  log: readonly LogEntry[],
  entries: readonly Uint8Array[],
  crypto: CryptoDeps,
): Promise<AdmittedEntries> => {
  const known = new Set(log.map(({ id }) => textOfBytes(id)));
  const fresh: LogEntry[] = [];
  const refused: RefusedEntry[] = [];
  for (const bytes of entries) {
    const read = await readLogEntry(bytes, company, crypto);
    if (!read.ok) {
      const code =
        read.error.type === "SignatureInvalid" || read.error.type === "KeyUnsound" ? "sig" : "form";
      refused.push({ entry: null, code, why: read.error.type });
    } else if (!known.has(textOfBytes(read.value.id))) {
      known.add(textOfBytes(read.value.id));
      fresh.push(read.value);
    }
  }
  // Nearly always all of them count, and one verdict says so.
  if (
    fresh.every((record) => record.type === "entry") &&
    log.length + fresh.length <= membershipLimits.entries
  ) {
    const together = computeVerdict(company, [...log, ...fresh]);
    if (fresh.every((record) => faultIn(together, record) === undefined)) return { accepted: fresh, refused };
  }
  const accepted: LogEntry[] = [];
  for (const record of fresh) {
    const fault = findFault(company, [...log, ...accepted], record);
    if (fault === undefined) accepted.push(record);
    else refused.push({ entry: record.id, ...fault });
  }
  return { accepted, refused };
};

type Fault = Pick<RefusedEntry, "code" | "why">;

const findFault = (company: CompanyId, log: readonly LogEntry[], record: LogEntry): Fault | undefined => {
  // Checkpoints are the sequencer's own, key documents beyond the first come with key rotation.
  if (record.type !== "entry") return { code: "form", why: record.type };
  if (log.length >= membershipLimits.entries) return { code: "quota", why: "log-full" };
  return faultIn(computeVerdict(company, [...log, record]), record);
};

const faultIn = (verdict: Verdict, record: LogEntry): Fault | undefined => {
  if (verdict.waiting.some((id) => bytesEqual(id, record.id))) return { code: "deps", why: "ancestors" };
  const reason = verdict.void.get(textOfBytes(record.id));
  return reason === undefined ? undefined : { code: "grant", why: reason };
};

export type FoundCompanyProblem = { readonly type: "CompanyInvalid"; readonly why: string };

/** Reads what a new company sends: key document 1 and first entries, all of which must count. */
export const foundCompany = async (
  request: { readonly keyDoc: Uint8Array; readonly entries: readonly Uint8Array[] },
  crypto: CryptoDeps,
): Promise<
  Result<{ readonly company: CompanyId; readonly log: readonly LogEntry[] }, FoundCompanyProblem>
> => {
  const envelope = parseEnvelope<KeyDoc>(request.keyDoc);
  const keyDoc = envelope.ok ? await verify(keyDocKind, envelope.value, crypto) : envelope;
  if (!keyDoc.ok) return err({ type: "CompanyInvalid", why: keyDoc.error.type });
  const company = keyDoc.value.id;
  const keys = await readLogEntry(request.keyDoc, company, crypto);
  if (!keys.ok) return err({ type: "CompanyInvalid", why: keys.error.type });
  const admitted = await admitEntries(company, [keys.value], request.entries, crypto);
  const [refused] = admitted.refused;
  if (refused !== undefined) return err({ type: "CompanyInvalid", why: refused.why });
  const log = [keys.value, ...admitted.accepted];
  const { state } = computeVerdict(company, log);
  return state === null ? err({ type: "CompanyInvalid", why: "genesis" }) : ok({ company, log });
};

/** Whether the relay has something to confirm: pending entries, or a recovery whose waiting is over. */
export const isCheckpointDue = (verdict: Verdict, now: Ms): boolean =>
  verdict.fork === null &&
  (verdict.pending.length > 0 ||
    (verdict.confirmed?.recoveries.some(({ from }) => from !== null && from <= now) ?? false));

/** When a checkpoint falls due by time alone, or null. */
export const nextCheckpointAt = (verdict: Verdict): Ms | null => {
  const due = verdict.confirmed?.recoveries.flatMap(({ from }) => from ?? []) ?? [];
  return due.length === 0 ? null : Math.min(...due);
};

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
