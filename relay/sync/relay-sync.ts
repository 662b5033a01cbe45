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
import type { CompanyNumber, LogStore, StoredCompany } from "#relay/storage/log-store";
import type { SignedRowsStore } from "#relay/storage/signed-rows";
import type { CommitQueue } from "./commit-queue";
import { createCommitQueue } from "./commit-queue";
import type { CompanyRoom } from "./company-room";
import { connectionsOf, openCompanyRoom } from "./company-room";
import { enterCompany } from "./company-session";
import { openConnection } from "./connection";
import { createLane } from "./lane";
import { orderNewCompany } from "./membership-log";
import type { Recovery } from "./recovery";
import { createRecovery } from "./recovery";
import type { RelayLimits } from "./relay-limits";
import type { Session, SessionFacts } from "./session";
import type { FrameSocket, SocketEvents } from "./socket";
import type { SpaceDeps } from "./space";

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
  /** Bytes of a company's files, for its limit. */
  readonly filesOf: SpaceDeps["filesOf"];
}

export type CreateVerdict =
  | { readonly type: "created"; readonly entries: readonly Uint8Array[] }
  | { readonly type: "failed"; readonly code: EnrolmentFailure; readonly why: string };

export interface RelaySync {
  readonly accept: (socket: FrameSocket) => SocketEvents;
  /** `isListed`: whether a company may be created here; everyone's may where it is not given. */
  readonly createCompany: (
    request: CreateCompany,
    isListed?: (company: CompanyId) => boolean,
  ) => Promise<CreateVerdict>;
  /** Opens the company when this relay has it. */
  readonly findRoom: (company: CompanyId) => Promise<CompanyRoom | undefined>;
  readonly recovery: Recovery;
  /** Companies this relay serves. */
  readonly companies: () => readonly StoredCompany[];
  /** Devices connected at this moment, by company; those without any are left out. */
  readonly online: () => Promise<ReadonlyMap<CompanyNumber, number>>;
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
  const stored = { companies: await store.companies(), moves: await store.moves() };
  const rooms = createRooms(stored, queue, deps);

  const enter = async (facts: SessionFacts): Promise<Session | { readonly refused: CloseName }> => {
    const room = await rooms.find(facts.hello.company);
    // Unknown companies and unknown devices look the same from outside.
    return room === undefined ? { refused: "unauthorized" } : enterCompany(room, facts, deps);
  };
  const createCompany = async (
    request: CreateCompany,
    isListed: (company: CompanyId) => boolean,
  ): Promise<CreateVerdict> => {
    const may = { isKnown: rooms.isKnown, isListed };
    const stored = await storeNewCompany(request, rooms.nextNumber(), may, deps);
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
    createCompany: (request, isListed = () => true) => creation.run(() => createCompany(request, isListed)),
    findRoom: rooms.find,
    recovery: createRecovery({ ...deps, companies: rooms.all, findRoom: rooms.find }),
    companies: () => [...rooms.all()],
    online: rooms.online,
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
  readonly online: RelaySync["online"];
  readonly nextNumber: () => number;
  readonly tidy: () => Promise<void>;
}

interface StoredCompanies {
  readonly companies: readonly StoredCompany[];
  /** By number; what is stored of these is kept and not served. */
  readonly moves: ReadonlyMap<CompanyNumber, string>;
}

/** Companies this relay has, and those of them that are open. One that moved away is not opened any more. */
const createRooms = (
  { companies, moves }: StoredCompanies,
  queue: CommitQueue,
  deps: RelaySyncDeps,
): Rooms => {
  const known = new Map(companies.map((company) => [bytesKey(company.id), company]));
  const isHere = ({ company }: StoredCompany): boolean => !moves.has(company);
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
      if (entry === undefined || !isHere(entry)) return undefined;
      const opening = openStored(entry, deps, queue, forget);
      open.set(key, opening);
      opening.catch(() => open.delete(key));
      return opening;
    },
    isKnown: (company) => known.has(bytesKey(company)),
    add: (company) => void known.set(bytesKey(company.id), company),
    all: () => [...known.values()].filter(isHere),
    online: async () => {
      const opened = await Promise.all(open.values());
      return new Map(opened.map((room) => [room.company.company, connectionsOf(room)]));
    },
    nextNumber: () => Math.max(0, ...[...known.values()].map(({ company }) => company)) + 1,
    tidy: async () => {
      for (const room of await Promise.all(open.values())) await room.tidy();
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
  { isKnown, isListed }: Readonly<Record<"isKnown" | "isListed", (id: CompanyId) => boolean>>,
  deps: RelaySyncDeps,
): Promise<
  { readonly company: StoredCompany; readonly checkpoint: Uint8Array } | { readonly failed: CreateVerdict }
> => {
  const ordered = await orderNewCompany(request, deps);
  if (!ordered.ok) return { failed: { type: "failed", code: "invalid", why: ordered.error.why } };
  const { company: id, records, checkpoint } = ordered.value;
  if (!isListed(id))
    return { failed: { type: "failed", code: "creation-unlisted", why: "by configuration" } };
  if (isKnown(id)) return { failed: { type: "failed", code: "exists", why: "known company" } };
  const stored = await deps.store.append([
    { type: "company", company, id },
    ...[...records, checkpoint].map((entry) => ({ type: "membership", company, entry }) as const),
  ]);
  if (!stored.ok) return { failed: { type: "failed", code: "storage-failed", why: stored.error.type } };
  return { company: { company, id, serial: 0, logHash: emptyLogHash }, checkpoint };
};
