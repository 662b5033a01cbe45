/**
 * A company's membership log on this device: verified entries in memory, the same bytes in the stored record, and the
 * way to the relay. Own entries no checkpoint covers are sent after every welcome; the relay leaves out what it has.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import { frameLimits } from "#shared/protocol/limits";
import type { MembershipFold } from "#shared/protocol/membership/fold";
import { foldMembership } from "#shared/protocol/membership/fold";
import { takeOrdered } from "#shared/protocol/membership/sequencing";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { Join, LogEntry, LogLine, Verdict } from "#shared/protocol/membership/types";
import type { ClientMsg } from "#shared/protocol/messages";
import type { Hash, Key, MemberBytes } from "#shared/protocol/wire-types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { createSource } from "../observable";
import type { Observable } from "../types";
import type { CompanyRecords } from "./company-records";
import { withEntries } from "./company-records";
import { stateOf } from "./membership-view";
import type { IdentityDeps, StoredCompany } from "./types";

export interface SharedLog {
  readonly verdict: Observable<Verdict>;
  readonly entries: () => readonly LogEntry[];
  readonly history: () => readonly LogLine[];
  readonly relay: () => StoredCompany["relay"];
  readonly isConnected: () => boolean;
  /** False when there is no connection; then nothing was sent. */
  readonly send: (message: ClientMsg) => boolean;
  readonly connected: (send: (message: ClientMsg) => void) => () => void;
  /** The invitation a newcomer came by, while it is open. */
  readonly inviteOf: (join: Join) => { readonly id: Hash; readonly member: MemberBytes } | undefined;
  /** Adds an own entry and sends it; answers why it would have no effect, and then nothing was added. */
  readonly append: (entry: LogEntry) => Promise<string | undefined>;
  /** Adds what the relay sent. False when that would leave no company, and then nothing was added. */
  readonly take: (entries: readonly LogEntry[]) => Promise<boolean>;
  /** Adds what continues the order of the company's relay, and nothing that only waits for it; answers how many. */
  readonly takeOrdered: (entries: readonly LogEntry[]) => Promise<number>;
  /** The relay did not take an own entry into the log: it never happened. */
  readonly drop: (id: Hash) => Promise<void>;
  /** Another relay has the company; the log says which key it has. */
  readonly moveTo: (origin: string) => Promise<void>;
  /** Reads the record again: another context of the profile wrote into it. */
  readonly reload: () => Promise<void>;
  /** Takes up what another part of the app wrote into the record. */
  readonly absorb: (record: StoredCompany) => Promise<void>;
}

export interface SharedLogDeps {
  readonly deps: IdentityDeps;
  readonly records: CompanyRecords;
  readonly log: readonly LogEntry[];
  readonly verdict: Verdict;
}

export const createSharedLog = (begin: SharedLogDeps, record: StoredCompany): SharedLog => {
  const { company } = record;
  const book = createBook(begin, company);
  const sends = new Set<(message: ClientMsg) => void>();
  let relay = record.relay;
  const send = (message: ClientMsg): boolean => {
    for (const one of sends) one(message);
    return sends.size > 0;
  };
  const absorb = async (stored: StoredCompany): Promise<void> => {
    relay = stored.relay;
    book.add(await readEntries(stored, begin.deps));
  };
  return {
    verdict: book.verdict,
    entries: book.entries,
    history: book.history,
    relay: () => (relay === null ? null : { ...relay, key: sequencerIn(book.verdict.get()) ?? relay.key }),
    isConnected: () => sends.size > 0,
    send,
    connected: (one) => {
      sends.add(one);
      offerOpen(book, one);
      return () => sends.delete(one);
    },
    inviteOf: ({ invite }) => findInvite(book.entries(), book.verdict.get(), invite),
    append: async (entry) => {
      const why = book.addOwn(entry);
      if (why !== undefined) return why;
      await book.persist();
      send({ t: "mem", entries: [entry.bytes] });
      return undefined;
    },
    take: async (entries) => {
      const wasOneOrder = book.verdict.get().fork === null;
      const added = book.add(entries);
      if (added === "added") await book.persist();
      // What our order had decided waits again, and the relay's may lack it.
      if (wasOneOrder && book.verdict.get().fork !== null) for (const one of sends) offerOpen(book, one);
      return added !== "refused";
    },
    takeOrdered: (entries) => addOrdered(book, entries),
    drop: async (id) => {
      if (book.remove(id)) await book.persist();
    },
    moveTo: async (origin) => {
      const key = sequencerIn(book.verdict.get());
      if (key === null) return;
      relay = { origin, key };
      await begin.records.update(company, (stored) => ({ ...stored, relay }));
    },
    reload: async () => {
      const stored = await begin.records.update(company, (known) => known);
      if (stored !== undefined) await absorb(stored);
    },
    absorb,
  };
};

/** A device whose clock is behind would make invitations that the relay takes for old ones. */
export const entryTime = ({ clock }: Pick<IdentityDeps, "clock">, shared: Pick<SharedLog, "verdict">): Ms =>
  Math.max(clock.now(), shared.verdict.get().confirmed?.checkpointAt ?? 0);

/** The log says who orders it; the record only where that is. */
const sequencerIn = ({ confirmed }: Verdict): Key | null => confirmed?.sequencer ?? null;

const readEntries = async (
  { log, company }: StoredCompany,
  deps: IdentityDeps,
): Promise<readonly LogEntry[]> => {
  const entries: LogEntry[] = [];
  for (const bytes of log) {
    const entry = await readLogEntry(bytes, company, deps);
    if (entry.ok) entries.push(entry.value);
  }
  return entries;
};

/** The entries and their verdict, in memory and in the record. */
const createBook = ({ records, log: initial, verdict: first }: SharedLogDeps, company: Uint8Array) => {
  const fold = foldMembership(company, initial);
  const removed = new Set<string>();
  /** What the relay did not take of the other order; not offered again before it orders more. */
  const declined = new Set<string>();
  const verdict = createSource(first);
  return {
    verdict,
    entries: fold.records,
    history: fold.history,
    open: (): readonly LogEntry[] =>
      undecided(fold, verdict.get()).filter(({ id }) => !declined.has(textOfBytes(id))),
    /** Answers why the entry would have no effect, and then it was not added. */
    addOwn: (entry: LogEntry): string | undefined => {
      fold.add([entry]);
      const next = fold.verdict();
      const why = next.void.get(textOfBytes(entry.id));
      if (why === undefined) verdict.set(next);
      else fold.remove(entry.id);
      return why;
    },
    /** `refused`: another beginning of the company beside ours, by which there would be none. */
    add: (entries: readonly LogEntry[]): "added" | "known" | "refused" => {
      const fresh = fold.add(entries);
      if (fresh.length === 0) return "known";
      const { state, confirmed } = fold.verdict();
      if (state === null && confirmed === null) {
        for (const { id } of fresh.toReversed()) fold.remove(id);
        return "refused";
      }
      if (fresh.some(({ type }) => type === "checkpoint")) declined.clear();
      verdict.set(fold.verdict());
      return "added";
    },
    addOrdered: (entries: readonly LogEntry[]): number => {
      const { length } = takeOrdered(fold, entries);
      if (length > 0) verdict.set(fold.verdict());
      return length;
    },
    /** Nobody's word takes back what a checkpoint has decided, nor one of two orders what the other had. */
    remove: (id: Hash): boolean => {
      const { pending, fork } = fold.verdict();
      if (fork !== null) declined.add(textOfBytes(id));
      if (fork !== null || !pending.some((one) => bytesEqual(one, id))) return false;
      const entry = fold.records().find((record) => bytesEqual(record.id, id));
      if (entry === undefined) return false;
      removed.add(textOfBytes(entry.bytes));
      fold.remove(id);
      verdict.set(fold.verdict());
      return true;
    },
    /** Other tabs add to the same record, so only what was removed here is taken out. */
    persist: async (): Promise<void> => {
      const bytes = fold.records().map((entry) => entry.bytes);
      await records.update(company, (stored) => ({
        ...stored,
        log: withEntries(stored.log, bytes).filter((entry) => !removed.has(textOfBytes(entry))),
      }));
    },
  };
};

const addOrdered = async (
  book: ReturnType<typeof createBook>,
  entries: readonly LogEntry[],
): Promise<number> => {
  const added = book.addOrdered(entries);
  if (added > 0) await book.persist();
  return added;
};

const offerOpen = ({ open }: ReturnType<typeof createBook>, to: (message: ClientMsg) => void): void => {
  const entries = open().map(({ bytes }) => bytes);
  for (let at = 0; at < entries.length; at += frameLimits.entries)
    to({ t: "mem", entries: entries.slice(at, at + frameLimits.entries) });
};

/**
 * What no checkpoint has decided. Of two orders everything beyond where they part, also what has no effect beside the
 * other, and the checkpoints that prove that the relay had it: others may be built upon it.
 */
const undecided = (fold: MembershipFold, verdict: Verdict): readonly LogEntry[] => {
  if (verdict.fork === null) {
    const pending = new Set(verdict.pending.map(textOfBytes));
    return fold.records().filter(({ id }) => pending.has(textOfBytes(id)));
  }
  const no = verdict.confirmed?.checkpoint ?? 0;
  const decided = new Set(
    fold.history().flatMap(({ record, checkpoint }) => (checkpoint === null ? [] : [textOfBytes(record.id)])),
  );
  return fold
    .records()
    .filter((record) =>
      record.type === "checkpoint"
        ? record.checkpoint.value.no > no
        : record.type === "entry" && !decided.has(textOfBytes(record.id)),
    );
};

const findInvite = (
  log: readonly LogEntry[],
  verdict: Verdict,
  key: Uint8Array,
): ReturnType<SharedLog["inviteOf"]> => {
  const open = stateOf(verdict).invites.get(textOfBytes(key));
  const made = log.find((entry) => open !== undefined && bytesEqual(entry.id, open.id));
  const op = made?.type === "entry" ? made.entry.value.op : undefined;
  return open === undefined || op?.kind !== "invite" ? undefined : { id: open.id, member: op.member };
};
