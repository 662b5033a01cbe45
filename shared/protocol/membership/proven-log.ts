/** A company's log as somebody else gave it to us: believed only as far as it proves itself. */
import type { Result } from "#shared/kernel/result";
import { bytesKey } from "#shared/kernel/bytes";
import { err, ok } from "#shared/kernel/result";
import type { CompanyLog } from "../enrolment";
import type { CryptoDeps } from "../envelope";
import { readLogEntry } from "./log-entry";
import type { CompanyState, LogEntry, LogLine, Verdict } from "./types";
import { foldMembership } from "./fold";
import type { CompanyId, Hash } from "../wire-types";

export interface ProvenLog {
  readonly entries: readonly LogEntry[];
  readonly bytes: readonly Uint8Array[];
  /** Those that the checkpoints have decided, and these themselves. */
  readonly ordered: readonly LogEntry[];
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
  const fold = foldMembership(company, entries);
  const verdict = fold.verdict();
  if (verdict.confirmed === null || verdict.fork !== null) return err({ type: "CompanyNotProven" });
  const ordered = orderedOf(company, { entries, history: fold.history(), checkpoint: verdict.checkpoint });
  return ok({ entries, bytes, ordered, verdict, confirmed: verdict.confirmed });
};

/** What the checkpoints up to that one have put in order, in the order of `entries`, with these themselves. */
export const orderedOf = (
  company: CompanyId,
  {
    entries,
    history,
    checkpoint,
  }: {
    readonly entries: readonly LogEntry[];
    readonly history: readonly LogLine[];
    readonly checkpoint: Hash | null;
  },
): readonly LogEntry[] => {
  const byId = new Map(entries.map((entry) => [bytesKey(entry.id), entry]));
  const counted = new Set([bytesKey(company)]);
  for (const line of history) if (line.checkpoint !== null) counted.add(bytesKey(line.record.id));
  for (let id = checkpoint; id !== null;) {
    counted.add(bytesKey(id));
    const found = byId.get(bytesKey(id));
    id = found?.type === "checkpoint" ? found.checkpoint.value.prev : null;
  }
  return entries.filter(({ id }) => counted.has(bytesKey(id)));
};
