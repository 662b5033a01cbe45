/**
 * One company on this relay: its log, membership, documents and the devices that are connected. Opened with the first
 * device, closed when the last one has left. When the disk fails, everything in memory is given up and every device
 * sent away: the next one to connect starts again from what is really stored.
 */
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Signer } from "#shared/kernel/signature";
import type { CloseName } from "#shared/protocol/close-codes";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { RelayMsg } from "#shared/protocol/messages";
import { encodeRelayMsg } from "#shared/protocol/messages-codec";
import type { Log } from "#relay/observability/log";
import type { Metrics } from "#relay/observability/metrics";
import type { LogStore, StoredCompany } from "#relay/storage/log-store";
import type { SignedRowsStore } from "#relay/storage/signed-rows";
import { createCardIndex } from "./card-index";
import type { CardIndex } from "./card-index";
import type { CommitOwner, CommitQueue, DurablePush } from "./commit-queue";
import type { DocumentCache } from "./document-cache";
import { createDocumentCache } from "./document-cache";
import type { FanOut, LogPlace } from "./fan-out";
import { createFanOut } from "./fan-out";
import type { JoinBook } from "./join-book";
import { createJoinBook } from "./join-book";
import type { MembershipLog } from "./membership-log";
import { openMembershipLog } from "./membership-log";
import type { PushIntake } from "./push-intake";
import { createPushIntake } from "./push-intake";
import { createOperationQuota } from "./quota";
import type { RelayLimits } from "./relay-limits";
import type { RowBook } from "./row-book";
import { createRowBook } from "./row-book";
import type { FrameSocket } from "./socket";
import { shareFrames } from "./socket";

/** A connected device as the room sees it. */
export interface Occupant {
  readonly id: symbol;
  /** Key of its device. */
  readonly device: string;
  readonly send: (message: RelayMsg) => void;
  readonly sendShared: FrameSocket["sendShared"];
  readonly close: (name: CloseName) => void;
  /** A checkpoint has decided something. */
  readonly onMembership: () => void;
}

export interface CompanyRoom {
  readonly company: StoredCompany;
  readonly membership: MembershipLog;
  readonly cards: CardIndex;
  readonly documents: DocumentCache;
  readonly fanOut: FanOut;
  readonly intake: PushIntake;
  readonly joins: JoinBook;
  readonly rows: RowBook;
  readonly occupants: Set<Occupant>;
  readonly broadcast: (message: RelayMsg) => void;
  /** Lets go of indexes nobody has used for a while. */
  readonly tidy: () => void;
  readonly isFailed: () => boolean;
}

export interface RoomDeps {
  readonly store: LogStore;
  readonly signedRows: SignedRowsStore;
  readonly queue: CommitQueue;
  readonly relay: Signer;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly limits: RelayLimits;
  readonly log: Log;
  readonly metrics: Metrics;
  /** The room must not be used any more. */
  readonly onFailed: (room: CompanyRoom) => void;
}

export const openCompanyRoom = async (company: StoredCompany, deps: RoomDeps): Promise<CompanyRoom> => {
  const { store, clock, limits, log, metrics } = deps;
  const occupants = new Set<Occupant>();
  let failed = false;

  const broadcast = (message: RelayMsg): void => {
    const frame = shareFrames([encodeRelayMsg(message)]);
    for (const occupant of occupants) occupant.sendShared(frame, 0, 1);
  };
  const fail = (reason: string): void => {
    if (failed) return;
    failed = true;
    log.error("company.failed", { company: company.company, reason });
    for (const occupant of occupants) occupant.close("storage-failed");
    deps.onFailed(room);
  };
  const owner: CommitOwner = {
    number: company.company,
    id: company.id,
    onDurable: (pushes) => onDurable(pushes, room, metrics),
    onFailed: (problem) => fail(problem.type),
  };
  const onAppended = (entries: readonly Uint8Array[], isDecided: boolean): void => {
    broadcast({ t: "mem", entries });
    if (!isDecided) return;
    for (const occupant of [...occupants]) occupant.onMembership();
    room.joins.onMembership();
  };

  const cards = createCardIndex(await store.cards(company.company));
  const documents = createDocumentCache(
    store,
    company.company,
    (doc) => cards.find(doc) !== undefined,
    clock,
  );
  const membership = await openMembership(owner, onAppended, deps);
  const place = { serial: company.serial, logHash: company.logHash };
  const onReadFailed = (): void => fail("log cannot be read");
  const budgetBytes = limits.socketBudgetBytes;
  const room: CompanyRoom = {
    company,
    membership,
    cards,
    documents,
    occupants,
    broadcast,
    fanOut: createFanOut({ ...deps, company: company.company, cards, budgetBytes, onReadFailed }, place),
    intake: openIntake(owner, { cards, documents, membership }, place, deps),
    rows: createRowBook({ ...deps, company, kept: deps.signedRows, cards, documents }),
    joins: await createJoinBook({ ...deps, company, owner, membership, broadcast }),
    // An index must not be dropped while something of it is still on its way to the disk.
    tidy: () => {
      if (room.intake.end().serial === room.fanOut.place().serial) documents.dropIdle();
    },
    isFailed: () => failed,
  };
  return room;
};

const openIntake = (
  owner: CommitOwner,
  parts: Pick<CompanyRoom, "cards" | "documents" | "membership">,
  place: LogPlace,
  deps: RoomDeps,
): PushIntake =>
  createPushIntake(
    {
      ...deps,
      ...parts,
      owner,
      quota: createOperationQuota(deps.clock),
      checkpoint: () => parts.membership.confirmed().checkpoint,
      onRefused: (code) => deps.metrics.refused.inc({ code }),
    },
    place,
  );

const openMembership = async (
  owner: CommitOwner,
  onAppended: (entries: readonly Uint8Array[], isDecided: boolean) => void,
  deps: RoomDeps,
): Promise<MembershipLog> =>
  openMembershipLog(await deps.store.membership(owner.number), {
    ...deps,
    company: owner.id,
    checkpointDelayMs: deps.limits.checkpointDelayMs,
    onAppended,
    store: (entries) =>
      deps.queue.write(
        owner,
        entries.map((entry) => ({ type: "membership", company: owner.number, entry })),
      ),
  });

/** On disk: first the writers get their receipts, then everybody else the changes. */
const onDurable = (pushes: readonly DurablePush[], room: CompanyRoom, metrics: Metrics): void => {
  const last = pushes.at(-1);
  if (last === undefined) return;
  const byId = new Map([...room.occupants].map((occupant) => [occupant.id, occupant]));
  for (const { push, receipt, origin, record } of pushes) {
    metrics.pushes.inc();
    metrics.changes.inc(record.changes.length);
    if (receipt === null) continue;
    room.documents.find(push.doc)?.keepReceipt(receipt);
    byId.get(origin)?.send({ t: "receipt", receipt });
  }
  room.fanOut.deliver(pushes, { serial: last.push.serial, logHash: last.push.logHash });
};
