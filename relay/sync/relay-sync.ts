/**
 * The sync engine: companies by id, opened on demand, and sockets on their way into them. Knows nothing of HTTP or
 * of WebSockets, so the same engine runs in tests and simulations with virtual sockets and time.
 */
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
import { byteKey } from "./byte-key";
import { createCommitQueue } from "./commit-queue";
import type { CompanyRoom } from "./company-room";
import { openCompanyRoom } from "./company-room";
import { enterCompany } from "./company-session";
import { openConnection } from "./connection";
import { createLane } from "./lane";
import { orderNewCompany } from "./membership-log";
import type { RelayLimits } from "./relay-limits";
import type { Session, SessionFacts } from "./session";
import type { FrameSocket, SocketEvents } from "./socket";

export interface RelaySyncDeps {
  readonly store: LogStore;
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
  /** Settles when everything accepted so far is on disk. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const tidyEveryMs = 30_000;

/** Reads which companies there are; their contents are read when somebody asks for them. */
export const createRelaySync = async (deps: RelaySyncDeps): Promise<RelaySync> => {
  const { store, relay, clock, timers, log, metrics } = deps;
  const known = new Map((await store.companies()).map((company) => [byteKey(company.id), company]));
  const rooms = new Map<string, Promise<CompanyRoom>>();
  const nonces = createNonceCache();
  const creation = createLane();
  let cancelTidying = (): void => undefined;

  const queue = createCommitQueue({
    store,
    relay,
    clock,
    onBatch: (pushes, durationMs) => {
      metrics.commitMs.observe(durationMs);
      if (pushes > 0) metrics.batchPushes.observe(pushes);
    },
  });

  const forget = (room: CompanyRoom): void => {
    rooms.delete(byteKey(room.company.id));
    metrics.storeProblems.inc({ type: "room" });
  };

  const findRoom = async (company: CompanyId): Promise<CompanyRoom | undefined> => {
    const key = byteKey(company);
    const opened = rooms.get(key);
    if (opened !== undefined) return opened;
    const stored = known.get(key);
    if (stored === undefined) return undefined;
    const opening = openStored(stored, deps, queue, forget);
    rooms.set(key, opening);
    opening.catch(() => rooms.delete(key));
    return opening;
  };

  const enter = async (facts: SessionFacts): Promise<Session | { readonly refused: CloseName }> => {
    const room = await findRoom(facts.hello.company);
    // Unknown companies and unknown devices look the same from outside.
    return room === undefined ? { refused: "unauthorized" } : enterCompany(room, facts, deps);
  };

  const createCompany = async (request: CreateCompany): Promise<CreateVerdict> => {
    const ordered = await orderNewCompany(request, deps);
    if (!ordered.ok) return { type: "failed", code: "invalid", why: ordered.error.why };
    const { company: id, records, checkpoint } = ordered.value;
    if (known.has(byteKey(id))) return { type: "failed", code: "exists", why: "known company" };
    const company = Math.max(0, ...[...known.values()].map((stored) => stored.company)) + 1;
    const stored = await store.append([
      { type: "company", company, id },
      ...[...records, checkpoint].map((entry) => ({ type: "membership", company, entry }) as const),
    ]);
    if (!stored.ok) return { type: "failed", code: "storage-failed", why: stored.error.type };
    known.set(byteKey(id), { company, id, serial: 0, logHash: emptyLogHash });
    log.info("company.created", { company });
    return { type: "created", entries: [checkpoint] };
  };

  const tidy = async (): Promise<void> => {
    for (const opening of rooms.values()) (await opening).tidy();
    cancelTidying = timers.after(tidyEveryMs, () => void tidy());
  };
  cancelTidying = timers.after(tidyEveryMs, () => void tidy());

  return {
    accept: (socket) => openConnection(socket, { ...deps, nonces, enter }),
    createCompany: (request) => creation.run(() => createCompany(request)),
    findRoom,
    flush: () => queue.idle(),
    close: async () => {
      cancelTidying();
      await queue.idle();
      await store.close();
    },
  };
};

/** The end of the log is read anew: what was known at start is old once the company has been written to. */
const openStored = async (
  stored: StoredCompany,
  deps: RelaySyncDeps,
  queue: ReturnType<typeof createCommitQueue>,
  onFailed: (room: CompanyRoom) => void,
): Promise<CompanyRoom> => {
  const current = (await deps.store.companies()).find(({ company }) => company === stored.company) ?? stored;
  return openCompanyRoom(current, { ...deps, queue, onFailed });
};
