/**
 * The sync engine: companies by id, opened on demand, and sockets on their way into them. Knows nothing of HTTP or
 * of WebSockets, so the same engine runs in tests and simulations with virtual sockets and time.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Signer } from "#shared/kernel/signature";
import type { CloseName } from "#shared/protocol/close-codes";
import type { CreateCompany, EnrolmentFailure } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { createNonceCache } from "#shared/protocol/handshake";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { Log } from "#relay/observability/log";
import type { Metrics } from "#relay/observability/metrics";
import type { LogStore, StoredCompany } from "#relay/storage/log-store";
import type { SignedRowsStore } from "#relay/storage/signed-rows";
import type { CommitQueue } from "./commit-queue";
import { createCommitQueue } from "./commit-queue";
import type { CompanyRoom } from "./company-room";
import { openCompanyRoom } from "./company-room";
import { enterCompany } from "./company-session";
import { openConnection } from "./connection";
import { createLane } from "./lane";
import { orderNewCompany } from "./membership-log";
import type { Recovery } from "./recovery";
import { createRecovery } from "./recovery";
import type { RelayLimits } from "./relay-limits";
import type { Session, SessionFacts } from "./session";
import type { FrameSocket, SocketEvents } from "./socket";

export interface RelaySyncDeps {
  readonly store: LogStore;
  readonly signedRows: SignedRowsStore;
  readonly relay: Signer;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly limits: RelayLimits;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly allowsOrigin: (origin: string) => boolean;
}

export type CreateVerdict =
  | { readonly type: "created"; readonly entries: readonly Uint8Array[] }
  | { readonly type: "failed"; readonly code: EnrolmentFailure; readonly why: string };

export interface RelaySync {
  readonly accept: (socket: FrameSocket) => SocketEvents;
  readonly createCompany: (request: CreateCompany) => Promise<CreateVerdict>;
  /** Opens the company when this relay has it. */
  readonly findRoom: (company: CompanyId) => Promise<CompanyRoom | undefined>;
  readonly recovery: Recovery;
  /** Settles when everything accepted so far is on disk. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const tidyEveryMs = 30_000;

/** Reads which companies there are; their contents are read when somebody asks for them. */
export const createRelaySync = async (deps: RelaySyncDeps): Promise<RelaySync> => {
  const { store, relay, clock, timers, metrics } = deps;
  const nonces = createNonceCache();
  const creation = createLane();
  const queue = createCommitQueue({
    store,
    relay,
    clock,
    onBatch: (pushes, durationMs) => {
      metrics.commitMs.observe(durationMs);
      if (pushes > 0) metrics.batchPushes.observe(pushes);
    },
  });
  const rooms = createRooms(await store.companies(), queue, deps);

  const enter = async (facts: SessionFacts): Promise<Session | { readonly refused: CloseName }> => {
    const room = await rooms.find(facts.hello.company);
    // Unknown companies and unknown devices look the same from outside.
    return room === undefined ? { refused: "unauthorized" } : enterCompany(room, facts, deps);
  };
  const createCompany = async (request: CreateCompany): Promise<CreateVerdict> => {
    const stored = await storeNewCompany(request, rooms.nextNumber(), rooms.isKnown, deps);
    if ("failed" in stored) return stored.failed;
    rooms.add(stored.company);
    deps.log.info("company.created", { company: stored.company.company });
    return { type: "created", entries: [stored.checkpoint] };
  };

  const scheduleTidying = (): (() => void) => timers.after(tidyEveryMs, () => void tidy());
  const tidy = async (): Promise<void> => {
    await rooms.tidy();
    cancelTidying = scheduleTidying();
  };
  let cancelTidying = scheduleTidying();

  return {
    accept: (socket) => openConnection(socket, { ...deps, nonces, enter }),
    createCompany: (request) => creation.run(() => createCompany(request)),
    findRoom: rooms.find,
    recovery: createRecovery({ ...deps, companies: rooms.all, findRoom: rooms.find }),
    flush: () => queue.idle(),
    close: async () => {
      cancelTidying();
      await queue.idle();
      await store.close();
      deps.signedRows.close();
    },
  };
};

interface Rooms {
  readonly find: (company: CompanyId) => Promise<CompanyRoom | undefined>;
  readonly isKnown: (company: CompanyId) => boolean;
  readonly add: (company: StoredCompany) => void;
  readonly all: () => Iterable<StoredCompany>;
  readonly nextNumber: () => number;
  readonly tidy: () => Promise<void>;
}

/** Companies this relay has, and those of them that are open. */
const createRooms = (stored: readonly StoredCompany[], queue: CommitQueue, deps: RelaySyncDeps): Rooms => {
  const known = new Map(stored.map((company) => [bytesKey(company.id), company]));
  const open = new Map<string, Promise<CompanyRoom>>();
  const forget = (room: CompanyRoom): void => {
    open.delete(bytesKey(room.company.id));
    deps.metrics.storeProblems.inc({ type: "room" });
  };
  return {
    find: async (company) => {
      const key = bytesKey(company);
      const opened = open.get(key);
      if (opened !== undefined) return opened;
      const entry = known.get(key);
      if (entry === undefined) return undefined;
      const opening = openStored(entry, deps, queue, forget);
      open.set(key, opening);
      opening.catch(() => open.delete(key));
      return opening;
    },
    isKnown: (company) => known.has(bytesKey(company)),
    add: (company) => void known.set(bytesKey(company.id), company),
    all: () => known.values(),
    nextNumber: () => Math.max(0, ...[...known.values()].map(({ company }) => company)) + 1,
    tidy: async () => {
      for (const room of await Promise.all(open.values())) room.tidy();
    },
  };
};

/** The end of the log is read anew: what was known at start is old once the company has been written to. */
const openStored = async (
  stored: StoredCompany,
  deps: RelaySyncDeps,
  queue: CommitQueue,
  onFailed: (room: CompanyRoom) => void,
): Promise<CompanyRoom> => {
  const current = (await deps.store.companies()).find(({ company }) => company === stored.company) ?? stored;
  return openCompanyRoom(current, { ...deps, queue, onFailed });
};

/** Checks what a new company sends, puts it in order and on disk. */
const storeNewCompany = async (
  request: CreateCompany,
  company: number,
  isKnown: (id: CompanyId) => boolean,
  deps: RelaySyncDeps,
): Promise<
  { readonly company: StoredCompany; readonly checkpoint: Uint8Array } | { readonly failed: CreateVerdict }
> => {
  const ordered = await orderNewCompany(request, deps);
  if (!ordered.ok) return { failed: { type: "failed", code: "invalid", why: ordered.error.why } };
  const { company: id, records, checkpoint } = ordered.value;
  if (isKnown(id)) return { failed: { type: "failed", code: "exists", why: "known company" } };
  const stored = await deps.store.append([
    { type: "company", company, id },
    ...[...records, checkpoint].map((entry) => ({ type: "membership", company, entry }) as const),
  ]);
  if (!stored.ok) return { failed: { type: "failed", code: "storage-failed", why: stored.error.type } };
  return { company: { company, id, serial: 0, logHash: emptyLogHash }, checkpoint };
};
