/**
 * A company that another relay orders comes to this one: a device that is not let in shows its log, and the log proves
 * itself. Anybody may come with one, so nothing is taken that the company's own relay has not put in order.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Signer } from "#shared/kernel/signature";
import type { CompanyLog, EnrolmentFailure } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { membershipLimits } from "#shared/protocol/limits";
import { proveLog } from "#shared/protocol/membership/proven-log";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { LogStore } from "#relay/storage/log-store";
import type { CompanyRoom } from "./company-room";
import type { CompanyRooms } from "./company-rooms";
import type { Lane } from "./lane";

export interface AcquaintRooms extends Pick<CompanyRooms, "isKnown" | "nextNumber" | "add" | "refresh"> {
  readonly findRoom: (company: CompanyId) => Promise<CompanyRoom | undefined>;
  /** Companies come here one after the other. */
  readonly creation: Lane;
}

export interface AcquaintDeps {
  readonly store: Pick<LogStore, "append">;
  readonly crypto: CryptoDeps;
  readonly relay: Signer;
}

type Acquainted = "known" | EnrolmentFailure;

/** `known` says that the company is served here, and not that anything of the log was new. */
export const acquaint = async (
  rooms: AcquaintRooms,
  deps: AcquaintDeps,
  company: CompanyId,
  log: CompanyLog,
  whyNot: (company: CompanyId) => EnrolmentFailure | undefined = () => undefined,
): Promise<Acquainted> => {
  if (log.keyDocs.length + log.entries.length > membershipLimits.entries) return "too-large";
  await rooms.refresh();
  if (rooms.isKnown(company)) {
    const room = await rooms.findRoom(company);
    return (await room?.membership.follow([...log.keyDocs, ...log.entries])) === true ? "known" : "invalid";
  }
  const problem = whyNot(company);
  if (problem !== undefined) return problem;
  // Verified beside the lane: nobody who creates a company waits for a stranger's log.
  const proven = await proveLog(company, log, deps.crypto);
  if (!proven.ok) return "invalid";
  const { sequencer } = proven.value.confirmed;
  // Of a company of its own it would have the log.
  if (sequencer === null || bytesEqual(sequencer, deps.relay.publicKey)) return "invalid";
  const ordered = proven.value.ordered.map(({ bytes }) => bytes);
  return rooms.creation.run(() => storeAcquainted(rooms, deps, company, ordered));
};

const storeAcquainted = async (
  rooms: AcquaintRooms,
  { store }: AcquaintDeps,
  company: CompanyId,
  log: readonly Uint8Array[],
): Promise<Acquainted> => {
  await rooms.refresh();
  // Shown by two devices at once: the next one to come takes it further.
  if (rooms.isKnown(company)) return "known";
  const number = await rooms.nextNumber();
  const entries = log.map((entry) => ({ type: "membership", company: number, entry }) as const);
  const stored = await store.append([{ type: "company", company: number, id: company }, ...entries]);
  if (!stored.ok) return "storage-failed";
  rooms.add({ company: number, id: company, serial: 0, logHash: emptyLogHash });
  return "known";
};
