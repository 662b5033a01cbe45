/**
 * One company's membership log on the relay. The relay checks and keeps entries and, as the company's sequencer, puts
 * them in order by signed checkpoints; it can author nothing. What a checkpoint has decided counts from that moment
 * on for every open session.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { assert, err, must, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CreateCompany } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { WelcomeFacts } from "#shared/protocol/handshake";
import { createEntryQuota } from "#shared/protocol/membership/entry-quota";
import type { MembershipFold } from "#shared/protocol/membership/fold";
import { foldMembership } from "#shared/protocol/membership/fold";
import type { PastStates } from "#shared/protocol/membership/past-states";
import { createPastStates } from "#shared/protocol/membership/past-states";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { FoundCompanyProblem, RefusedEntry } from "#shared/protocol/membership/sequencing";
import {
  admitEntries,
  foundCompany,
  isCheckpointDue,
  nextCheckpointAt,
  makeCheckpoint,
  takeOrdered,
} from "#shared/protocol/membership/sequencing";
import type { CompanyState, LogEntry, Verdict } from "#shared/protocol/membership/types";
import type { CompanyId, Hash, Key } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { createLane } from "./lane";

export interface MembershipLog {
  readonly verdict: () => Verdict;
  /** By checkpoints alone: whom the relay lets in. */
  readonly confirmed: () => CompanyState;
  /** The company as each checkpoint left it, from that one on; the newest at least. */
  readonly confirmedSince: (checkpoint: number) => readonly CompanyState[];
  /** Key documents apart, everything else in the order in which it came. */
  readonly bytes: () => { readonly keyDocs: readonly Uint8Array[]; readonly entries: readonly Uint8Array[] };
  /** Where its order stands, for the Welcome. */
  readonly place: () => Pick<WelcomeFacts, "checkpoint" | "checkpointId">;
  /**
   * What a device lacks that follows this checkpoint; everything when it is not in this order, so that the device is
   * shown where the two part.
   */
  readonly after: (checkpoint: Hash | null) => readonly Uint8Array[];
  /** Takes entries up; what is accepted is on disk when it settles and ordered soon after. */
  readonly receive: (
    entries: readonly Uint8Array[],
    /** Who brings them; null for somebody without a session, then each signer counts for itself. */
    device: Key | null,
  ) => Promise<readonly RefusedEntry[]>;
  /**
   * Takes up what checkpoints of another relay put in order; nothing of a company that this relay orders or did order.
   * False when something of it is no record.
   */
  readonly follow: (entries: readonly Uint8Array[]) => Promise<boolean>;
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
  /** Somebody brought a checkpoint of this relay beside the one of that number in its log: it forgot it once. */
  readonly onFork: () => void;
}

/** Reads the stored log again, signatures included: who may enter depends on it. */
export const openMembershipLog = async (
  stored: readonly Uint8Array[],
  deps: MembershipLogDeps,
): Promise<MembershipLog> => {
  const log: LogEntry[] = [];
  for (const bytes of stored) log.push(must(await readLogEntry(bytes, deps.company, deps.crypto)));
  return createMembershipLog(foldMembership(deps.company, log), deps);
};

const createMembershipLog = (fold: MembershipFold, deps: MembershipLogDeps): MembershipLog => {
  const lane = createLane();
  const { verdict } = fold;
  const quota = createEntryQuota(deps.clock);
  let checkpointIsDue = false;

  /** The fold has them already; when the store fails, the whole room is given up with it. */
  const append = async (entries: readonly LogEntry[]): Promise<void> => {
    const bytes = bytesOf(entries);
    if (bytes.length === 0 || !(await deps.store(bytes))) return;
    waitForRecovery();
    deps.onAppended(bytes, hasCheckpoint(entries));
  };

  /** A recovery by paper alone counts at a time of its own, without anybody writing anything. */
  const waitForRecovery = (): void => {
    const at = nextCheckpointAt(verdict());
    if (at !== null) deps.timers.after(Math.max(0, at - deps.clock.now()), () => void checkpoint());
  };

  const checkpoint = (): Promise<void> =>
    lane.run(async () => {
      checkpointIsDue = false;
      const now = deps.clock.now();
      if (!isSequencer(verdict(), deps.relay) || !isCheckpointDue(verdict(), now)) return;
      const bytes = await makeCheckpoint(deps.company, verdict(), deps.relay, now);
      const made = must(await readLogEntry(bytes, deps.company, deps.crypto));
      if (!(await deps.store([bytes]))) return;
      fold.add([made]);
      waitForRecovery();
      deps.onAppended([bytes], true);
    });

  const receive: MembershipLog["receive"] = async (entries, device) => {
    const mayBring = (record: LogEntry): boolean => quota.take(textOfBytes(device ?? signerOf(record)));
    const { crypto, relay } = deps;
    const { accepted, refused } = await admitEntries(fold, entries, crypto, mayBring, relay.publicKey);
    await append(accepted);
    if (refused.some(({ why }) => why === "fork")) deps.onFork();
    if (accepted.length > 0 && !checkpointIsDue) {
      checkpointIsDue = true;
      deps.timers.after(deps.checkpointDelayMs, () => void checkpoint());
    }
    return refused;
  };

  const take = (records: readonly LogEntry[]): Promise<void> =>
    lane.run(() => append(takeOrdered(fold, records)));

  waitForRecovery();
  const past = createPastStates(deps.company, fold.records);
  return {
    verdict,
    confirmedSince: (no) => confirmedSince(no, verdict(), past),
    confirmed: () => placeIn(verdict()).confirmed,
    place: () => placeIn(verdict()).place,
    bytes: () => keyDocsApart(fold.records()),
    after: (known) => bytesOf(recordsAfter(fold, known)),
    receive: (entries, device) =>
      hasOrdered(verdict(), deps.relay)
        ? lane.run(() => receive(entries, device))
        : follow(fold, entries, deps, take).then((isSound) => (isSound ? [] : [noRecord])),
    follow: async (entries) => hasOrdered(verdict(), deps.relay) || follow(fold, entries, deps, take),
    checkpoint,
  };
};

const hasCheckpoint = (entries: readonly LogEntry[]): boolean =>
  entries.some(({ type }) => type === "checkpoint");

const keyDocsApart = (log: readonly LogEntry[]): ReturnType<MembershipLog["bytes"]> => ({
  keyDocs: bytesOf(log.filter(({ type }) => type === "keys")),
  entries: bytesOf(log.filter(({ type }) => type !== "keys")),
});

const placeIn = ({
  confirmed,
  checkpoint: checkpointId,
}: Verdict): { readonly confirmed: CompanyState; readonly place: ReturnType<MembershipLog["place"]> } => {
  assert(confirmed !== null && checkpointId !== null, "a company on the relay has a checkpoint");
  return { confirmed, place: { checkpoint: confirmed.checkpoint, checkpointId } };
};

const noRecord: RefusedEntry = { entry: null, code: "form", why: "record" };

/** Verified before the log is taken hold of: whoever brings it need not be anybody. False when something is no record. */
const follow = async (
  fold: MembershipFold,
  entries: readonly Uint8Array[],
  deps: MembershipLogDeps,
  take: (records: readonly LogEntry[]) => Promise<void>,
): Promise<boolean> => {
  const records = await readFresh(fold, entries, deps);
  if (records === undefined) return false;
  await take(records);
  return true;
};

/** Undefined when something of it is no record of the company; what is in the log already is not read again. */
const readFresh = async (
  fold: MembershipFold,
  entries: readonly Uint8Array[],
  { company, crypto }: MembershipLogDeps,
): Promise<readonly LogEntry[] | undefined> => {
  const known = new Set(fold.records().map(({ bytes }) => bytesKey(bytes)));
  const records: LogEntry[] = [];
  for (const bytes of entries) {
    if (known.has(bytesKey(bytes))) continue;
    const read = await readLogEntry(bytes, company, crypto);
    if (!read.ok) return undefined;
    records.push(read.value);
  }
  return records;
};

const confirmedSince = (no: number, { confirmed }: Verdict, past: PastStates): readonly CompanyState[] => {
  if (confirmed === null) return [];
  const states: CompanyState[] = [];
  for (let each = Math.max(1, no); each < confirmed.checkpoint; each++)
    states.push(past.at(each) ?? confirmed);
  return [...states, confirmed];
};

/** What came before a checkpoint that was brought back may be ordered behind it, or wait still. */
const recordsAfter = (fold: MembershipFold, known: Hash | null): readonly LogEntry[] => {
  const log = fold.records();
  const isKnown = ({ id }: LogEntry): boolean => known !== null && bytesEqual(id, known);
  const place = log.findIndex((entry) => entry.type === "checkpoint" && isKnown(entry));
  const found = log[place];
  const no = found?.type === "checkpoint" ? found.checkpoint.value.no : 0;
  const newer = new Set(log.slice(place + 1));
  const late = fold
    .history()
    .flatMap(({ record, checkpoint }) =>
      (checkpoint?.no ?? Infinity) > no && !newer.has(record) ? record : [],
    );
  return [...late, ...newer];
};

const signerOf = (record: LogEntry): Key => {
  const { signers } =
    record.type === "keys" ? record.keyDoc : record.type === "entry" ? record.entry : record.checkpoint;
  return signers[0] ?? record.id;
};

const bytesOf = (records: readonly LogEntry[]): readonly Uint8Array[] => records.map(({ bytes }) => bytes);

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
  const { company } = founded.value;
  const verdict = founded.value.verdict();
  if (!isSequencer(verdict, relay)) return err({ type: "CompanyInvalid", why: "sequencer" });
  const checkpoint = await makeCheckpoint(company, verdict, relay, clock.now());
  return ok({ company, records: founded.value.records().map(({ bytes }) => bytes), checkpoint });
};

/** Whether the company has named this relay to put its entries in order. */
const isSequencer = ({ state, confirmed }: Verdict, relay: Signer): boolean => {
  const sequencer = (confirmed ?? state)?.sequencer ?? null;
  return sequencer !== null && bytesEqual(sequencer, relay.publicKey);
};

/** Whether it ever named this relay, also before the company went to another one. */
const hasOrdered = (verdict: Verdict, relay: Signer): boolean =>
  isSequencer(verdict, relay) ||
  verdict.confirmed?.sequencers.some(({ key }) => bytesEqual(key, relay.publicKey)) === true;
