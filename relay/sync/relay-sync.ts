/**
 * The sync engine: companies by id, opened on demand, and sockets on their way into them. Knows nothing of HTTP or
 * of WebSockets, so the same engine runs in tests and simulations with virtual sockets and time.
 */
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Signer } from "#shared/kernel/signature";
import type { CloseName } from "#shared/protocol/close-codes";
import type { CompanyLog, CreateCompany, EnrolmentFailure } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { createNonceCache } from "#shared/protocol/handshake";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { Log } from "#relay/observability/log";
import type { Metrics } from "#relay/observability/metrics";
import type { CompanyNumber, LogStore, StoredCompany } from "#relay/storage/log-store";
import type { SignedRowsStore } from "#relay/storage/signed-rows";
import type { Ownership, OwnershipEvents } from "#relay/storage/ownership";
import type { Admission } from "./acquaint";
import { acquaint } from "./acquaint";
import type { CommitQueue } from "./commit-queue";
import { createCommitQueue } from "./commit-queue";
import type { CompanyRoom, GivenUp } from "./company-room";
import { openCompanyRoom } from "./company-room";
import type { CompanyRooms, Place } from "./company-rooms";
import { createCompanyRooms } from "./company-rooms";
import { createContactBooks } from "./contact-book";
import { enterCompany } from "./company-session";
import { openConnection } from "./connection";
import type { Introduction, NodeLinks } from "./forwarding";
import { acceptForwarded, routeConnection } from "./forwarding";
import { createLane } from "./lane";
import { orderNewCompany } from "./membership-log";
import type { Recovery } from "./recovery";
import { createRecovery } from "./recovery";
import type { RelayLimits } from "./relay-limits";
import { createRestoreQuota } from "./restore-quota";
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
  /** Whether devices reach this relay at that address. */
  readonly isReachedAt: (origin: string) => boolean;
  /** Bytes of a company's files, for its limit. */
  readonly filesOf: SpaceDeps["filesOf"];
  /** Where others may work on the same log. Without links to them this relay is the only one at a time. */
  readonly nodes?: { readonly ownership: Ownership; readonly links: NodeLinks | null };
}

export type CreateVerdict =
  | { readonly type: "created"; readonly entries: readonly Uint8Array[] }
  | { readonly type: "failed"; readonly code: EnrolmentFailure; readonly why: string };

export interface RelaySync {
  readonly accept: (socket: FrameSocket) => SocketEvents;
  /** A device's socket that another relay passes on to this one. */
  readonly acceptForwarded: (socket: FrameSocket, introduction: Introduction) => SocketEvents;
  /** `isListed`: whether a company may be created here; everyone's may where it is not given. */
  readonly createCompany: (
    request: CreateCompany,
    isListed?: (company: CompanyId) => boolean,
  ) => Promise<CreateVerdict>;
  /**
   * A company that another relay orders comes here with its log: devices exchange what they wrote through this relay
   * where the other one cannot be reached. Of a company known here the log is taken further; others need admission.
   */
  readonly acquaint: (
    company: CompanyId,
    log: CompanyLog,
    admission?: Admission,
  ) => Promise<"known" | EnrolmentFailure>;
  /** Opens the company when this relay has it. */
  readonly findRoom: (company: CompanyId) => Promise<CompanyRoom | undefined>;
  /** Origin of the relay that has a company which this one let go. */
  readonly movedTo: (company: CompanyId) => string | undefined;
  /** Which relay has the company. */
  readonly place: (company: CompanyId) => Promise<Place>;
  /** Other relays reach this one at `address`. Call once it listens there. */
  readonly join: (address: string | null) => Promise<void>;
  readonly recovery: Recovery;
  /** Companies this relay serves. */
  readonly companies: () => readonly StoredCompany[];
  /** Devices connected at this moment, by company; those without any are left out. */
  readonly online: () => Promise<ReadonlyMap<CompanyNumber, number>>;
  /** Settles when everything accepted so far is on disk. */
  readonly flush: () => Promise<void>;
  /** Once everything accepted is on disk: lets other relays have the companies. Nothing is written afterwards. */
  readonly leave: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const tidyEveryMs = 30_000;

/** Reads which companies there are; their contents are read when somebody asks for them. */
export const createRelaySync = async (deps: RelaySyncDeps): Promise<RelaySync> => {
  const { store, timers, metrics, nodes, clock } = deps;
  const nonces = createNonceCache();
  const creation = createLane();
  const lasting = { ...deps, restores: createRestoreQuota(clock), contacts: createContactBooks(clock) };
  const queue = meteredQueue(deps);
  const stored = { companies: await store.companies(), moves: await store.moves() };
  deps.signedRows.keepOnly(stored.companies.map(({ company }) => company));
  const rooms = createCompanyRooms(stored, {
    store,
    ownership: nodes?.ownership ?? null,
    open: (company, onFailed) => openCompanyRoom(company, { ...lasting, queue, onFailed }),
    onGivenUp: (why) => countGivenUp(why, metrics),
  });

  const enter = async (facts: SessionFacts): Promise<Session | { readonly refused: CloseName }> => {
    const place = await rooms.place(facts.hello.company);
    // Unknown companies and unknown devices look the same from outside.
    if (place.type === "unknown") return { refused: "unauthorized" };
    // A room that was given up has sent its devices away already.
    if (place.type !== "here" || place.room.isFailed()) return { refused: "shutting-down" };
    return enterCompany(place.room, facts, lasting);
  };
  const findRoom = (company: CompanyId): Promise<CompanyRoom | undefined> => roomHere(rooms, company);
  const createCompany = async (
    request: CreateCompany,
    isListed: (company: CompanyId) => boolean,
  ): Promise<CreateVerdict> => {
    await rooms.refresh();
    const stored = await storeNewCompany(request, { ...rooms, isListed }, deps);
    if ("failed" in stored) return stored.failed;
    rooms.add(stored.company);
    deps.log.info("company.created", { company: stored.company.company });
    return { type: "created", entries: [stored.checkpoint] };
  };

  const endTidying = keepTidy(rooms, timers);
  const connection = { ...deps, nonces, enter };
  const links = nodes?.links ?? null;
  return {
    accept:
      links === null
        ? (socket) => openConnection(socket, connection)
        : (socket) => routeConnection(socket, { ...connection, links, place: rooms.place }),
    acceptForwarded: (socket, introduction) => acceptForwarded(socket, introduction, connection),
    createCompany: (request, isListed = () => true) => creation.run(() => createCompany(request, isListed)),
    acquaint: (...args) => acquaint({ ...rooms, findRoom, creation }, deps, ...args),
    findRoom,
    ...{ place: rooms.place, movedTo: rooms.movedTo },
    join: async (address) => nodes?.ownership.join(address, nodeEvents(rooms, links)),
    recovery: recoveryOver(rooms, createRecovery({ ...deps, companies: rooms.all, findRoom })),
    companies: () => [...rooms.all()],
    online: rooms.online,
    flush: () => queue.idle(),
    leave: () => queue.idle().then(() => nodes?.ownership.release()),
    close: async () => {
      endTidying();
      await queue.idle();
      await store.close();
      deps.signedRows.close();
    },
  };
};

const countGivenUp = (why: GivenUp, { storeProblems, ownersLost }: Metrics): void => {
  if (why === "broken") storeProblems.inc({ type: "room" });
  else ownersLost.inc({ why });
};

const roomHere = async (rooms: CompanyRooms, company: CompanyId): Promise<CompanyRoom | undefined> => {
  const place = await rooms.place(company);
  return place.type === "here" ? place.room : undefined;
};

const meteredQueue = ({ store, relay, clock, metrics }: RelaySyncDeps): CommitQueue =>
  createCommitQueue({
    ...{ store, relay, clock },
    onBatch: (pushes, durationMs) => {
      metrics.commitMs.observe(durationMs);
      if (pushes > 0) metrics.batchPushes.observe(pushes);
    },
  });

/** Answers how to end it. */
const keepTidy = (rooms: CompanyRooms, timers: Timers): (() => void) => {
  const schedule = (): (() => void) => timers.after(tidyEveryMs, () => void tidy());
  const tidy = async (): Promise<void> => {
    await rooms.tidy();
    cancel = schedule();
  };
  let cancel = schedule();
  return () => cancel();
};

const nodeEvents = (rooms: CompanyRooms, links: NodeLinks | null): OwnershipEvents => ({
  onLost: rooms.giveUp,
  onNodes: (addresses) => links?.keepOnly(addresses),
});

/** Another relay may have made the company meanwhile. */
const recoveryOver = (rooms: CompanyRooms, recovery: Recovery): Recovery => ({
  ...recovery,
  companiesOfRoot: async (root) => {
    await rooms.refresh();
    return recovery.companiesOfRoot(root);
  },
});

interface Founding extends Pick<CompanyRooms, "isKnown" | "nextNumber"> {
  readonly isListed: (company: CompanyId) => boolean;
}

/** Checks what a new company sends, puts it in order and on disk. */
const storeNewCompany = async (
  request: CreateCompany,
  { isKnown, isListed, nextNumber }: Founding,
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
  const company = await nextNumber();
  const stored = await deps.store.append([
    { type: "company", company, id },
    ...[...records, checkpoint].map((entry) => ({ type: "membership", company, entry }) as const),
  ]);
  if (!stored.ok) return { failed: { type: "failed", code: "storage-failed", why: stored.error.type } };
  return { company: { company, id, serial: 0, logHash: emptyLogHash }, checkpoint };
};
