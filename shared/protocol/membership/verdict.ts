/**
 * Who belongs to the company: a pure function of the log's records, the same for every order of arrival.
 *
 * Checkpoints, signed by the sequencer, put batches of entries in order; what they cover is decided for good. Entries
 * no checkpoint covers yet are one last, pending batch. Within a batch entries follow their causal depth, then their
 * id, and removals come first where nobody knew of the other. An entry counts only if its author may do it at its
 * place in that order, so dating an entry back gains nothing.
 */
import type { CompanyId } from "../wire-types";
import { foldMembership } from "./fold";
import type { LogEntry, Verdict } from "./types";

export const computeVerdict = (company: CompanyId, log: readonly LogEntry[]): Verdict =>
  foldMembership(company, log).verdict();
