/** Asking a log book the short questions of scenarios. */
import { foldMembership } from "#shared/protocol/membership/fold";
import type { CompanyState, LogEntry, Verdict } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { LogBook } from "./unsigned-log";
import { company, deviceOf, memberText } from "./unsigned-log";

export const verdictOf = (log: LogBook): Verdict => foldMembership(company, log.records).verdict();

export const stateOf = (log: LogBook): CompanyState => {
  const { state } = verdictOf(log);
  if (state === null) throw new Error("the log has a genesis");
  return state;
};

/** Why a record is void, "counts" when it is not. */
export const fate = (log: LogBook, record: LogEntry): string =>
  verdictOf(log).void.get(textOfBytes(record.id)) ?? "counts";

export const fates = (log: LogBook, records: readonly LogEntry[]): readonly string[] =>
  records.map((record) => fate(log, record));

/** "active", "gone" with the reason, or "none". */
export const deviceIs = (log: LogBook, name: string): string => {
  const device = stateOf(log).devices.get(textOfBytes(deviceOf(name)));
  if (device === undefined) return "none";
  return device.revoked === null ? "active" : device.revoked.reason;
};

export const rankOf = (log: LogBook, name: string): string =>
  stateOf(log).members.get(memberText(name))?.rank ?? "none";
