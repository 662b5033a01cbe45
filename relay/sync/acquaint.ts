/**
 * A company that another relay orders comes to this one: a device that is not let in shows its log, and the log proves
 * itself. Anybody may come with one, so nothing is taken that the company's own relay has not put in order.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Signer } from "#shared/kernel/signature";
import type { CompanyLog, EnrolmentFailure } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { membershipLimits } from "#shared/protocol/limits";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { proveLog } from "#shared/protocol/membership/proven-log";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { LogEntry } from "#shared/protocol/membership/types";
import type { LogStore, StoredCompany } from "#relay/storage/log-store";
import type { CompanyRoom } from "./company-room";
import type { CompanyRooms } from "./company-rooms";
import type { Lane } from "./lane";

export interface AcquaintRooms extends Pick<
  CompanyRooms,
  "all" | "isKnown" | "nextNumber" | "add" | "refresh"
> {
  readonly findRoom: (company: CompanyId) => Promise<CompanyRoom | undefined>;
  /** Companies come here one after the other. */
  readonly creation: Lane;
}

export interface AcquaintDeps {
  readonly store: Pick<LogStore, "append" | "membership">;
  readonly crypto: CryptoDeps;
  readonly relay: Signer;
}

/** Who may bring a company that is not known here. */
export interface Admission {
  /** Before its log is verified. */
  readonly whyNot: (company: CompanyId) => EnrolmentFailure | undefined;
  /** When it is its turn: one company after the other. */
  readonly whyNotNow: () => EnrolmentFailure | undefined;
  /** How many companies of other relays may be here. */
  readonly mostGuests: number;
  /** It is stored; of several devices that show one company only one hears this. */
  readonly added: () => void;
}

const anybody: Admission = {
  ...{ whyNot: () => undefined, whyNotNow: () => undefined },
  ...{ mostGuests: Infinity, added: () => undefined },
};

type Acquainted = "known" | EnrolmentFailure;

/** `known` says that the company is served here, and not that anything of the log was new. */
export const acquaint = async (
  rooms: AcquaintRooms,
  deps: AcquaintDeps,
  company: CompanyId,
  log: CompanyLog,
  admission = anybody,
): Promise<Acquainted> => {
  if (log.keyDocs.length + log.entries.length > membershipLimits.entries) return "too-large";
  await rooms.refresh();
  if (rooms.isKnown(company)) {
    const room = await rooms.findRoom(company);
    return (await room?.membership.follow([...log.keyDocs, ...log.entries])) === true ? "known" : "invalid";
  }
  const problem = admission.whyNot(company);
  if (problem !== undefined) return problem;
  // Verified beside the lane: nobody who creates a company waits for a stranger's log.
  const proven = await proveLog(company, log, deps.crypto);
  if (!proven.ok) return "invalid";
  const { sequencer } = proven.value.confirmed;
  // Of a company of its own it would have the log.
  if (sequencer === null || bytesEqual(sequencer, deps.relay.publicKey)) return "invalid";
  const ordered = proven.value.ordered.map(({ bytes }) => bytes);
  return rooms.creation.run(() => storeAcquainted(rooms, deps, { company, ordered }, admission));
};

const storeAcquainted = async (
  rooms: AcquaintRooms,
  deps: AcquaintDeps,
  { company, ordered }: { readonly company: CompanyId; readonly ordered: readonly Uint8Array[] },
  { whyNotNow, mostGuests, added }: Admission,
): Promise<Acquainted> => {
  await rooms.refresh();
  // Shown by two devices at once: the next one to come takes it further.
  if (rooms.isKnown(company)) return "known";
  const problem = whyNotNow();
  if (problem !== undefined) return problem;
  if ((await countGuests([...rooms.all()], mostGuests, deps)) >= mostGuests) return "over-quota";
  const number = await rooms.nextNumber();
  const entries = ordered.map((entry) => ({ type: "membership", company: number, entry }) as const);
  const stored = await deps.store.append([{ type: "company", company: number, id: company }, ...entries]);
  if (!stored.ok) return "storage-failed";
  rooms.add({ company: number, id: company, serial: 0, logHash: emptyLogHash });
  added();
  return "known";
};

/** Companies that other relays order. Their logs are read only where there are companies enough to reach the limit. */
const countGuests = async (
  companies: readonly StoredCompany[],
  most: number,
  deps: AcquaintDeps,
): Promise<number> => {
  if (companies.length < most) return companies.length;
  let guests = 0;
  for (const company of companies) if (guests < most && !(await hasOrdered(company, deps))) guests += 1;
  return guests;
};

/** Whether this relay is or was the one that puts it in order. */
const hasOrdered = async (
  { company, id }: StoredCompany,
  { store, crypto, relay }: AcquaintDeps,
): Promise<boolean> => {
  const log: LogEntry[] = [];
  for (const bytes of await store.membership(company)) {
    const entry = await readLogEntry(bytes, id, crypto);
    if (entry.ok) log.push(entry.value);
  }
  const { confirmed } = foldMembership(id, log).verdict();
  const keys = [confirmed?.sequencer ?? null, ...(confirmed?.sequencers ?? []).map(({ key }) => key)];
  return keys.some((key) => key !== null && bytesEqual(key, relay.publicKey));
};
