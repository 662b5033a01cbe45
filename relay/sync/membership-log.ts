/**
 * One company's membership log on the relay. The relay checks and keeps entries and, as the company's sequencer, puts
 * them in order by signed checkpoints; it can author nothing. What a checkpoint has decided counts from that moment
 * on for every open session.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { assert, err, must, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CreateCompany } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { FoundCompanyProblem, RefusedEntry } from "#shared/protocol/membership/sequencing";
import {
  admitEntries,
  foundCompany,
  isCheckpointDue,
  nextCheckpointAt,
  makeCheckpoint,
} from "#shared/protocol/membership/sequencing";
import type { CompanyState, LogEntry, Verdict } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import type { CompanyId } from "#shared/protocol/wire-types";
import { createLane } from "./lane";

export interface MembershipLog {
  readonly verdict: () => Verdict;
  /** By checkpoints alone: whom the relay lets in. */
  readonly confirmed: () => CompanyState;
  /** Key documents apart, everything else in the order in which it came. */
  readonly bytes: () => { readonly keyDocs: readonly Uint8Array[]; readonly entries: readonly Uint8Array[] };
  /** What a device lacks that knows everything up to this checkpoint. */
  readonly after: (checkpoint: number) => readonly Uint8Array[];
  /** Takes entries up; what is accepted is on disk when it settles and ordered soon after. */
  readonly receive: (entries: readonly Uint8Array[]) => Promise<readonly RefusedEntry[]>;
  /** Orders what is pending now. */
  readonly checkpoint: () => Promise<void>;
}

export interface MembershipLogDeps {
  readonly company: CompanyId;
  readonly relay: Signer;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly checkpointDelayMs: number;
  /** Appends to the store; false when that failed. */
  readonly store: (entries: readonly Uint8Array[]) => Promise<boolean>;
  /** Entries became durable. `isDecided` when a checkpoint is among them: rights may have changed. */
  readonly onAppended: (entries: readonly Uint8Array[], isDecided: boolean) => void;
}

/** Reads the stored log again, signatures included: who may enter depends on it. */
export const openMembershipLog = async (
  stored: readonly Uint8Array[],
  deps: MembershipLogDeps,
): Promise<MembershipLog> => {
  const log: LogEntry[] = [];
  for (const bytes of stored) log.push(must(await readLogEntry(bytes, deps.company, deps.crypto)));
  return createMembershipLog(log, deps);
};

const createMembershipLog = (log: LogEntry[], deps: MembershipLogDeps): MembershipLog => {
  const lane = createLane();
  let verdict = computeVerdict(deps.company, log);
  let checkpointIsDue = false;

  const append = async (entries: readonly LogEntry[]): Promise<void> => {
    if (entries.length === 0 || !(await deps.store(entries.map(({ bytes }) => bytes)))) return;
    log.push(...entries);
    verdict = computeVerdict(deps.company, log);
    waitForRecovery();
    deps.onAppended(
      entries.map(({ bytes }) => bytes),
      entries.some(({ type }) => type === "checkpoint"),
    );
  };

  /** A recovery by paper alone counts at a time of its own, without anybody writing anything. */
  const waitForRecovery = (): void => {
    const at = nextCheckpointAt(verdict);
    if (at !== null) deps.timers.after(Math.max(0, at - deps.clock.now()), () => void checkpoint());
  };

  const checkpoint = (): Promise<void> =>
    lane.run(async () => {
      checkpointIsDue = false;
      const now = deps.clock.now();
      if (!isSequencer(verdict, deps.relay) || !isCheckpointDue(verdict, now)) return;
      const bytes = await makeCheckpoint(deps.company, verdict, deps.relay, now);
      await append([must(await readLogEntry(bytes, deps.company, deps.crypto))]);
    });

  const receive = async (entries: readonly Uint8Array[]): Promise<readonly RefusedEntry[]> => {
    const { accepted, refused } = await admitEntries(deps.company, log, entries, deps.crypto);
    await append(accepted);
    if (accepted.length > 0 && !checkpointIsDue) {
      checkpointIsDue = true;
      deps.timers.after(deps.checkpointDelayMs, () => void checkpoint());
    }
    return refused;
  };

  waitForRecovery();
  return {
    verdict: () => verdict,
    confirmed: () => {
      assert(verdict.confirmed !== null, "a company on the relay has a checkpoint");
      return verdict.confirmed;
    },
    bytes: () => ({
      keyDocs: log.filter(({ type }) => type === "keys").map(({ bytes }) => bytes),
      entries: log.filter(({ type }) => type !== "keys").map(({ bytes }) => bytes),
    }),
    after: (no) => {
      const place = log.findIndex((entry) => entry.type === "checkpoint" && entry.checkpoint.value.no === no);
      return log.slice(place + 1).map(({ bytes }) => bytes);
    },
    receive: (entries) => lane.run(() => receive(entries)),
    checkpoint,
  };
};

/** A new company in order: what to store, or why it is none that this relay may sequence. */
export const orderNewCompany = async (
  request: CreateCompany,
  { relay, crypto, clock }: Pick<MembershipLogDeps, "relay" | "crypto" | "clock">,
): Promise<
  Result<
    { readonly company: CompanyId; readonly records: readonly Uint8Array[]; readonly checkpoint: Uint8Array },
    FoundCompanyProblem
  >
> => {
  const founded = await foundCompany(request, crypto);
  if (!founded.ok) return founded;
  const { company, log } = founded.value;
  const verdict = computeVerdict(company, log);
  if (!isSequencer(verdict, relay)) return err({ type: "CompanyInvalid", why: "sequencer" });
  const checkpoint = await makeCheckpoint(company, verdict, relay, clock.now());
  return ok({ company, records: log.map(({ bytes }) => bytes), checkpoint });
};

/** Whether the company has named this relay to put its entries in order. */
const isSequencer = ({ state, confirmed }: Verdict, relay: Signer): boolean => {
  const sequencer = (confirmed ?? state)?.sequencer ?? null;
  return sequencer !== null && bytesEqual(sequencer, relay.publicKey);
};
