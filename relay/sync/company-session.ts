/** A session in a company's room: rights, repair, and the answers to each kind of message. */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import { unreachable } from "#shared/kernel/result";
import type { Clock, Timers } from "#shared/kernel/clock";
import type { CloseName } from "#shared/protocol/close-codes";
import { frameLimits } from "#shared/protocol/limits";
import type { ClientMsg, RelayMsg, RestoredDocument } from "#shared/protocol/messages";
import { encodeRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import type { Key } from "#shared/protocol/wire-types";
import type { Metrics } from "#relay/observability/metrics";
import type { LogStore } from "#relay/storage/log-store";
import type { CompanyRoom, Occupant } from "./company-room";
import { connectionsOf } from "./company-room";
import type { Reader } from "./fan-out";
import { sendEverything } from "./first-sync";
import { enterAsLeaver } from "./leaver-session";
import type { WaitingPushes } from "./joined-push";
import type { RelayLimits } from "./relay-limits";
import { sendMissing, sendRepair } from "./repair";
import type { RestoreQuota } from "./restore-quota";
import type { RestoreShare, Restoring } from "./restoring";
import { createRestoring } from "./restoring";
import type { DeviceRights } from "./rights";
import { createDeviceRights } from "./rights";
import type { Session, SessionFacts } from "./session";

export interface CompanySessionDeps {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly metrics: Metrics;
  readonly limits: RelayLimits;
  readonly restores: RestoreQuota;
}

/** What the handlers of one session share. */
export interface SessionContext {
  readonly room: CompanyRoom;
  readonly reader: Reader;
  readonly rights: DeviceRights;
  readonly store: LogStore;
  readonly restoring: Restoring;
  readonly restores: RestoreQuota;
  readonly send: (message: RelayMsg) => void;
}

/** Enters the room, or says why the device may not. */
export const enterCompany = (
  room: CompanyRoom,
  facts: SessionFacts,
  deps: CompanySessionDeps,
): Session | { readonly refused: CloseName } => {
  const { hello, socket } = facts;
  const id = Symbol("session");
  const send = (message: RelayMsg): void => socket.send(encodeRelayMsg(message));
  const rights = createDeviceRights(room, hello.device, deps.clock);
  const standing = rights.standing();
  if (standing === "unknown") return { refused: "unauthorized" };
  const until = standing === "revoked" ? rights.handsInUntil() : null;
  if (until !== null) return enterAsLeaver(room, facts, rights, { ...deps, until });
  if (standing === "revoked") {
    send({ t: "wipe", revokedAt: rights.revokedAt() });
    return { refused: "revoked" };
  }
  const reader: Reader = { id, socket, mayRead: rights.mayReadDocument, mode: "idle", cursor: 0 };
  const context: SessionContext = {
    ...{ room, reader, rights, send, store: deps.store, restores: deps.restores },
    restoring: createRestoring(shareOf(hello.device, deps.restores)),
  };
  const watch = watchRights(context, deps);
  const occupant = occupantOf(context, facts, watch.refresh);
  if (!makeRoomFor(occupant, room, deps.limits)) {
    watch.end();
    return { refused: "over-quota" };
  }
  room.fanOut.add(reader);
  room.contacts.note(hello.device);
  deps.metrics.sessions.inc();
  let hasLeft = false;
  return {
    place: () => ({ ...room.fanOut.place(), ...room.membership.place() }),
    start: () => {
      const entries = room.membership.after(hello.checkpointId);
      for (let i = 0; i < entries.length; i += frameLimits.entries) {
        send({ t: "mem", entries: entries.slice(i, i + frameLimits.entries) });
      }
      for (const join of room.joins.open()) send({ t: "join", join });
      showReviewer(occupant, room);
      const use = room.space.use(connectionsOf(room));
      if (use !== null) send({ t: "space", use });
    },
    handle: (message) => handleMessage(message, context),
    push: (pushes) => takePushes(pushes, context),
    leave: () => {
      if (hasLeft) return;
      hasLeft = true;
      watch.end();
      room.contacts.note(hello.device);
      room.occupants.delete(occupant.id);
      room.fanOut.remove(reader);
      deps.metrics.sessions.dec();
    },
  };
};

const occupantOf = (
  { room, reader, rights, send }: SessionContext,
  { hello, socket, close }: SessionFacts,
  refresh: () => void,
): Occupant => {
  let wasReviewer = rights.mayReview();
  const occupant: Occupant = {
    id: reader.id,
    key: hello.device,
    device: bytesKey(hello.device),
    send,
    sendShared: socket.sendShared,
    close,
    mayReview: rights.mayReview,
    onMembership: () => {
      if (rights.standing() !== "member") {
        send({ t: "wipe", revokedAt: rights.revokedAt() });
        close("revoked");
        return;
      }
      if (!wasReviewer) showReviewer(occupant, room);
      wasReviewer = rights.mayReview();
      refresh();
    },
  };
  return occupant;
};

/** What only those are told who decide about devices. */
const showReviewer = (occupant: Occupant, { desk, contacts }: CompanyRoom): void => {
  desk.show(occupant);
  const devices = contacts.all().filter(({ device }) => !bytesEqual(device, occupant.key));
  if (occupant.mayReview() && devices.length > 0) occupant.send({ t: "contacts", devices });
};

/**
 * Of too many sockets of one device the oldest goes: a phone that lost its network leaves dead ones behind. False where
 * the company has as many devices connected as its operator allows.
 */
const makeRoomFor = (occupant: Occupant, room: CompanyRoom, limits: RelayLimits): boolean => {
  const same = [...room.occupants.values()].filter(({ device }) => device === occupant.device);
  const most = room.space.quota().connections;
  const isFull = most !== null && connectionsOf(room) >= most;
  const allowed = isFull ? Math.min(same.length, limits.socketsPerDevice) : limits.socketsPerDevice;
  if (allowed === 0) return false;
  for (const old of same.slice(0, Math.max(0, same.length + 1 - allowed))) old.close("too-many");
  room.occupants.set(occupant.id, occupant);
  return true;
};

const takePushes = (pushes: WaitingPushes, { room, rights, send, reader }: SessionContext): Promise<void> =>
  room.intake.push(pushes, {
    id: reader.id,
    device: rights.device,
    standing: rights.standingFor,
    mayCreate: rights.mayCreate,
    isCreator: rights.isCreator(),
    send,
  });

const handleMessage = async (
  message: Parameters<Session["handle"]>[0],
  context: SessionContext,
): Promise<CloseName | null> => {
  const { room } = context;
  switch (message.t) {
    case "since":
      await resume(message.serial, message.logHash, context);
      return null;
    case "rights":
      await catchUpRights(message.checkpoint, context);
      return null;
    case "prove":
      await answerPlaces(message.places, context);
      return null;
    case "start":
      // Not waited for: on a slow network it takes minutes, and what the device pushes meanwhile goes ahead.
      sendEverything(context).catch(() => sendAway(context));
      return null;
    case "restore":
      await takeBack(message, context);
      return null;
    case "rows":
      await room.rows.take(message.rows, context.rights);
      return null;
    case "have":
      await sendRepair(message.docs, context);
      return null;
    case "want":
      await sendMissing(message.doc, message.after, context);
      return null;
    case "mem":
      return receiveEntries(message.entries, context);
    case "refuse-join":
      await room.joins.refuse(message.join);
      return null;
    case "discard":
      if (context.rights.mayReview())
        await room.desk.discard(message.doc, context.rights.device, message.why);
      return null;
    case "hello":
    case "ticket":
      // A second Hello is never sent by our devices; rooms for live notes do not exist on this relay.
      return "bad-frame";
    default:
      return unreachable(message);
  }
};

const shareOf = (device: Key, restores: RestoreQuota): RestoreShare => {
  const name = bytesKey(device);
  return { waitMs: () => restores.waitMs(name), take: (cost) => restores.take(name, cost) };
};

const takeBack = async (
  message: RestoredDocument,
  { room, rights, reader, restoring, restores, send }: SessionContext,
): Promise<void> => {
  const step = restoring.take(message);
  if (step === undefined) return;
  if (step.type === "refused") {
    const { code, retryMs } = step;
    send({ t: "refused", doc: message.doc, hash: null, code, retryMs, see: null });
    return;
  }
  const bringer = { id: reader.id, mayRead: rights.mayRead, send };
  const missing = await room.intake.restore(step.document, bringer);
  restores.giveBack(bytesKey(rights.device), missing * step.cost);
};

const receiveEntries = async (
  entries: readonly Uint8Array[],
  { room, rights, send }: SessionContext,
): Promise<CloseName | null> => {
  for (const { entry, code, why } of await room.membership.receive(entries, rights.device)) {
    // What cannot even be read has no id to answer with: that is a broken frame.
    if (entry === null) return "bad-frame";
    send({ t: "refused-mem", entry, code, why });
  }
  return null;
};

/**
 * Everything after the device's place in the log. A place that is not in this log means that the relay was restored
 * from a backup or that somebody lies: the answer `current` with serial 0 says so, and the device repairs.
 */
const resume = async (serial: number, logHash: Uint8Array, context: SessionContext): Promise<void> => {
  const { room, reader, store, send } = context;
  if (reader.mode === "live") send({ t: "current", ...room.fanOut.place() });
  if (reader.mode !== "idle") return;
  const known = await store.logHashAt(room.company.company, serial);
  if (known === undefined || !bytesEqual(known, logHash)) {
    send({ t: "current", serial: 0, logHash: emptyLogHash });
    return;
  }
  const extent = await store.extentAfter(room.company.company, serial);
  if (extent.chunks > 0) send({ t: "coming", ...extent });
  reader.cursor = serial;
  room.fanOut.catchUp(reader);
};

/** A device asks whether this log has the places its receipts name. */
const answerPlaces = async (
  places: Extract<ClientMsg, { readonly t: "prove" }>["places"],
  { room, store, send }: SessionContext,
): Promise<void> => {
  const serials: number[] = [];
  for (const { serial, logHash } of places) {
    const known = await store.logHashAt(room.company.company, serial);
    if (known === undefined || !bytesEqual(known, logHash)) serials.push(serial);
  }
  send({ t: "unknown", serials });
};

/** Rights end by checkpoint, and by the relay's clock without anybody saying so. */
const watchRights = (
  context: SessionContext,
  { clock, timers }: CompanySessionDeps,
): { readonly refresh: () => void; readonly end: () => void } => {
  let cancel = ignore;
  const wait = (): void => {
    const at = context.rights.endsAt();
    cancel = at === null ? ignore : timers.after(at + 1 - clock.now(), refresh);
  };
  const refresh = (): void => {
    cancel();
    applyRights(context);
    wait();
  };
  wait();
  return { refresh, end: () => cancel() };
};

const ignore = (): void => undefined;

/** Documents this device may not read any more are dropped, newly readable ones sent whole. */
const applyRights = (context: SessionContext): void => {
  const changed = context.rights.refresh();
  announceRights(changed, context);
  for (const doc of changed.gained) {
    sendMissing(doc, [], context).catch(() => sendAway(context));
  }
};

/** Cards first: whatever is written meanwhile may overtake what is read from the log. */
const announceRights = (
  { gained, lost }: ReturnType<DeviceRights["refresh"]>,
  { room, send }: SessionContext,
): void => {
  for (const doc of lost) send({ t: "drop", doc, why: "right-ended" });
  for (let i = 0; i < gained.length; i += frameLimits.documents) {
    const documents = gained.slice(i, i + frameLimits.documents);
    send({ t: "cards", cards: documents.flatMap((doc) => room.cards.find(doc)?.signed ?? []) });
  }
};

/** What changed for a device while it was away; all of it has been sent before the log goes on. */
const catchUpRights = async (checkpoint: number, context: SessionContext): Promise<void> => {
  const { room, rights } = context;
  const changed = rights.changedSince(room.membership.confirmedSince(checkpoint));
  announceRights(changed, context);
  for (const doc of changed.gained) await sendMissing(doc, [], context);
};

/** A log that cannot be read fails the whole room; this device is sent away with the others. */
const sendAway = ({ room, reader }: SessionContext): void => {
  if (!room.isFailed()) reader.socket.close("storage-failed");
};
