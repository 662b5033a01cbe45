/** The company as it was when a checkpoint was the newest: what a relay had to judge by at that place of its log. */
import type { CompanyId } from "../wire-types";
import { foldMembership } from "./fold";
import type { CompanyState, LogEntry } from "./types";

export interface PastStates {
  /** Undefined for checkpoints the log does not hold. */
  readonly at: (checkpoint: number) => CompanyState | undefined;
}

/** `records` answers the log as it is now, ancestors first; each record is folded once. */
export const createPastStates = (company: CompanyId, records: () => readonly LogEntry[]): PastStates => {
  const fold = foldMembership(company);
  const states = new Map<number, CompanyState>();
  const takeUp = (checkpoint: number): void => {
    let waiting: LogEntry[] = [];
    for (const record of records()) {
      if (fold.has(record.id)) continue;
      waiting.push(record);
      if (record.type !== "checkpoint") continue;
      fold.add(waiting);
      waiting = [];
      const { confirmed } = fold.verdict();
      if (confirmed === null) continue;
      states.set(confirmed.checkpoint, confirmed);
      if (confirmed.checkpoint >= checkpoint) return;
    }
  };
  return {
    at: (checkpoint) => {
      if (!states.has(checkpoint)) takeUp(checkpoint);
      return states.get(checkpoint);
    },
  };
};
