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
import { bytesKey } from "#shared/kernel/bytes";
import type { DocBytes, Key } from "#shared/protocol/wire-types";
import type { Log } from "#relay/observability/log";
import type { Metrics } from "#relay/observability/metrics";
import type { CompanyNumber, LogStore, StoredCompany } from "#relay/storage/log-store";
import type { Lost } from "#relay/storage/ownership";
import type { SignedRowsStore } from "#relay/storage/signed-rows";
import { createCardIndex } from "./card-index";
import type { CardIndex } from "./card-index";
import type { CommitOwner, CommitQueue, DurablePush } from "./commit-queue";
import type { ContactBook } from "./contact-book";
import type { DocumentCache } from "./document-cache";
import { createDocumentCache } from "./document-cache";
import type { FanOut, LogPlace } from "./fan-out";
import { createFanOut } from "./fan-out";
import { createHeldBook } from "./held-book";
import type { HeldDesk } from "./held-desk";
import { adoptedUpTo, createHeldDesk } from "./held-desk";
import type { JoinBook } from "./join-book";
import { createJoinBook } from "./join-book";
import type { MembershipLog, MembershipLogDeps } from "./membership-log";
import { openMembershipLog } from "./membership-log";
import type { PushIntake } from "./push-intake";
import { adopted, createPushIntake } from "./push-intake";
import { createOperationQuota } from "./quota";
import type { RelayLimits } from "./relay-limits";
import type { RowBook } from "./row-book";
import type { Space, SpaceDeps } from "./space";
import { openSpace } from "./space";
import { openRowBook } from "./row-book";
import type { FrameSocket } from "./socket";
import { shareFrames } from "./socket";

/** A connected device as the room sees it. */
export interface Occupant {
  readonly id: symbol;
  /** Of its device, also as text to compare. */
  readonly key: Key;
  readonly device: string;
  readonly send: (message: RelayMsg) => void;
  readonly sendShared: FrameSocket["sendShared"];
  readonly close: (name: CloseName) => void;
  /** Whether it may decide about what is held. */
  readonly mayReview: () => boolean;
  /** A checkpoint has decided something. */
  readonly onMembership: () => void;
}

/**
 * Why a room is not used any more. `broken`: the store failed; `fenced`: a write found that another relay has the
 * company; `taken`: the same, heard before anything was written; `given`: this relay let another have it.
 */
export type GivenUp = "broken" | "fenced" | Lost;

/** A session of a device that was revoked and may hand in facts. */
export type Leaver = Pick<Occupant, "key" | "device" | "send" | "close">;

export interface CompanyRoom {
  readonly company: StoredCompany;
  readonly membership: MembershipLog;
  readonly cards: CardIndex;
  readonly documents: DocumentCache;
  readonly fanOut: FanOut;
  readonly intake: PushIntake;
  readonly joins: JoinBook;
  readonly rows: RowBook;
  readonly occupants: Map<Occupant["id"], Occupant>;
  readonly leavers: Set<Leaver>;
  readonly desk: HeldDesk;
  readonly space: Space;
  readonly contacts: ContactBook;
  readonly broadcast: (message: RelayMsg) => void;
  /** Lets go of indexes nobody has used for a while; reads anew what the operator allows. */
  readonly tidy: () => Promise<void>;
  readonly isFailed: () => boolean;
  /** Another relay has the company: every device is sent there, nothing of it is written any more. */
  readonly giveUp: (why: Lost) => void;
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
  readonly onFailed: (room: CompanyRoom, why: GivenUp) => void;
  readonly filesOf: SpaceDeps["filesOf"];
  readonly contacts: (company: CompanyNumber) => ContactBook;
}

/** How the end of a room is logged, and what its devices are told. */
const brokenRoom = ["error", "company.failed", "storage-failed"] as const;
const movedRoom = ["warn", "company.moved", "shutting-down"] as const;

export const openCompanyRoom = async (company: StoredCompany, deps: RoomDeps): Promise<CompanyRoom> => {
  const { store, clock, limits, log, metrics } = deps;
  const occupants: CompanyRoom["occupants"] = new Map();
  const leavers = new Set<Leaver>();
  let failed = false;

  const broadcast = (message: RelayMsg): void => sendToAll(occupants.values(), message);
  const end = (why: GivenUp, reason: string): void => {
    if (failed) return;
    failed = true;
    const [level, event, name] = why === "broken" ? brokenRoom : movedRoom;
    log[level](event, { company: company.company, reason });
    for (const each of [...occupants.values(), ...leavers]) each.close(name);
    room.desk.close();
    deps.onFailed(room, why);
  };
  const owner: CommitOwner = {
    number: company.company,
    id: company.id,
    onDurable: (pushes) => onDurable(pushes, room, metrics),
    isOver: () => failed,
    onFailed: ({ type }) => end(type === "Fenced" ? "fenced" : "broken", type),
  };

  const cards = createCardIndex(await store.cards(company.company));
  const isKnown = (doc: DocBytes): boolean => cards.find(doc) !== undefined;
  const documents = createDocumentCache(store, company.company, isKnown, clock);
  const tell: MembershipLogDeps["onAppended"] = (...appended) => tellMembership(...appended, room);
  const membership = await openMembership(owner, tell, deps);
  const held = createHeldBook(company.company, await store.held(company.company));
  const fanOutDeps = { ...deps, company: company.company, cards, budgetBytes: limits.socketBudgetBytes };
  const place = { serial: company.serial, logHash: company.logHash };
  const space = await openSpace(company.company, place.serial, deps);
  const joins = await createJoinBook({ ...deps, company, owner, membership, broadcast });
  const rows = await openRowBook({ ...deps, company, owner, cards, documents, end: () => room.intake.end() });
  // Nothing is waited for from here on: timers that are due find the room whole.
  const onHeld = (doc: DocBytes): void => room.desk.changed(doc);
  const intake = openIntake(owner, { cards, documents, membership, held, space, onHeld }, place, deps);
  const room: CompanyRoom = {
    company,
    membership,
    cards,
    documents,
    occupants,
    broadcast,
    fanOut: createFanOut({ ...fanOutDeps, onReadFailed: () => end("broken", "log cannot be read") }, place),
    intake,
    ...{ space, leavers, contacts: deps.contacts(company.company) },
    desk: createHeldDesk({
      ...{ ...deps, book: held, intake, membership, reviewers: () => occupants.values() },
      tell: (device, message) => tellDevice(device, message, room),
    }),
    rows,
    joins,
    // An index must not be dropped while something of it is still on its way to the disk.
    tidy: async () => {
      if (room.intake.end().serial === room.fanOut.place().serial) documents.dropIdle();
      await tellNews(room);
    },
    isFailed: () => failed,
    giveUp: (why) => end(why, "another relay has it"),
  };
  return room;
};

const sendToAll = (occupants: Iterable<Occupant>, message: RelayMsg): void => {
  const frame = shareFrames([encodeRelayMsg(message)]);
  for (const occupant of occupants) occupant.sendShared(frame, 0, 1);
};

/** Connected devices at this moment. */
export const connectionsOf = ({ occupants, leavers }: Pick<CompanyRoom, "occupants" | "leavers">): number =>
  occupants.size + leavers.size;

/** Everybody who is here hears when what is used or allowed has changed, and some of them who came and went. */
const tellNews = async (room: CompanyRoom): Promise<void> => {
  tellContacts(room);
  // A store that cannot be read shows elsewhere; until then the limits stay as they were.
  await room.space.reread().catch(() => undefined);
  const use = room.space.use(connectionsOf(room));
  if (room.space.isNews(use)) room.broadcast({ t: "space", use });
};

/** Who looks after the devices hears who was here. */
const tellContacts = ({ occupants, leavers, contacts }: CompanyRoom): void => {
  for (const { key } of [...occupants.values(), ...leavers]) contacts.note(key);
  const devices = contacts.news();
  if (devices.length === 0) return;
  for (const occupant of occupants.values())
    if (occupant.mayReview()) occupant.send({ t: "contacts", devices });
};

const openIntake = (
  owner: CommitOwner,
  parts: Pick<CompanyRoom, "cards" | "documents" | "membership"> &
    Pick<Parameters<typeof createPushIntake>[0], "held" | "space" | "onHeld">,
  place: LogPlace,
  deps: RoomDeps,
): PushIntake =>
  createPushIntake(
    {
      ...deps,
      ...parts,
      owner,
      quota: createOperationQuota(deps.clock),
      relayKey: deps.relay.publicKey,
      membership: parts.membership.confirmed,
      documentLimits: deps.limits.documents,
      onRefused: (code) => deps.metrics.refused.inc({ code }),
      adoptedUpTo: (doc, push) => adoptedUpTo(parts.membership, doc, push),
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
    onFork: () => {
      deps.metrics.forks.inc();
      deps.log.error("membership.forked", { company: owner.number });
    },
    store: (entries) =>
      deps.queue.write(
        owner,
        entries.map((entry) => ({ type: "membership", company: owner.number, entry })),
      ),
  });

/** Everybody who is here hears of entries; what a checkpoint decided counts for every session at once. */
const tellMembership = (entries: readonly Uint8Array[], isDecided: boolean, room: CompanyRoom): void => {
  room.broadcast({ t: "mem", entries });
  for (const leaver of room.leavers) leaver.send({ t: "mem", entries });
  if (!isDecided) return;
  for (const occupant of [...room.occupants.values()]) occupant.onMembership();
  room.joins.onMembership();
  void room.desk.onMembership();
};

const tellDevice = (
  device: Key,
  message: RelayMsg,
  { occupants, leavers }: Pick<CompanyRoom, "occupants" | "leavers">,
): void => {
  const name = bytesKey(device);
  for (const each of [...occupants.values(), ...leavers]) if (each.device === name) each.send(message);
};

/** On disk: first the writers get their receipts, then everybody else the changes. */
const onDurable = (pushes: readonly DurablePush[], room: CompanyRoom, metrics: Metrics): void => {
  const last = pushes.at(-1);
  if (last === undefined) return;
  for (const { push, receipt, origin, record } of pushes) {
    metrics.pushes.inc();
    metrics.changes.inc(record.changes.length);
    if (receipt === null) continue;
    room.documents.find(push.doc)?.keepReceipt(receipt);
    room.occupants.get(origin)?.send({ t: "receipt", receipt });
    // What was adopted has nobody's session as its origin; its writer may be here all the same.
    if (origin === adopted) tellDevice(record.device, { t: "receipt", receipt }, room);
  }
  room.fanOut.deliver(pushes, { serial: last.push.serial, logHash: last.push.logHash });
};
