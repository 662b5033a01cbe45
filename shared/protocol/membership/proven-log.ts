/** A company's log as somebody else gave it to us: believed only as far as it proves itself. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { CompanyLog } from "../enrolment";
import type { CryptoDeps } from "../envelope";
import { readLogEntry } from "./log-entry";
import type { CompanyState, LogEntry, Verdict } from "./types";
import { computeVerdict } from "./verdict";
import type { CompanyId } from "../wire-types";

export interface ProvenLog {
  readonly entries: readonly LogEntry[];
  readonly bytes: readonly Uint8Array[];
  readonly verdict: Verdict;
  /** By checkpoints alone. */
  readonly confirmed: CompanyState;
}

/** Every record must verify, the company id must be the hash of key document 1, and a checkpoint must confirm it. */
export const proveLog = async (
  company: CompanyId,
  log: CompanyLog,
  crypto: CryptoDeps,
): Promise<Result<ProvenLog, { readonly type: "CompanyNotProven" }>> => {
  const bytes = [...log.keyDocs, ...log.entries];
  const entries: LogEntry[] = [];
  for (const record of bytes) {
    const entry = await readLogEntry(record, company, crypto);
    if (!entry.ok) return err({ type: "CompanyNotProven" });
    entries.push(entry.value);
  }
  const verdict = computeVerdict(company, entries);
  if (verdict.confirmed === null || verdict.fork !== null) return err({ type: "CompanyNotProven" });
  return ok({ entries, bytes, verdict, confirmed: verdict.confirmed });
};
