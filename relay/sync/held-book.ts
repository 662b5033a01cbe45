/**
 * What is held: facts of devices that may not write any more, kept beside the log until somebody adopts or discards
 * them or their time is over. Nothing of it is fanned out. In memory as it lies on disk; every change of it answers
 * what has to be written, so that it becomes durable together with what it belongs to.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import { assert } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import type { DocumentIndex } from "#shared/protocol/gate/types";
import { heldLimits, times } from "#shared/protocol/limits";
import type { HeldDocument, HeldEnd } from "#shared/protocol/messages";
import type { Bytes16, DocBytes, Key } from "#shared/protocol/wire-types";
import type { CompanyNumber, LogWrite, StoredHeld } from "#relay/storage/log-store";
import { createDocumentIndex } from "./document-index";
import type { HeldRecord } from "./held-record.codec";
import { decodeHeld, encodeHeldEnd, encodeHeldPush } from "./held-record.codec";

export interface HeldEntry {
  readonly doc: DocBytes;
  readonly device: Key;
  /** In the order in which they came: ancestors first. */
  readonly pushes: readonly HeldRecord[];
  readonly ended: HeldEnd | null;
}

export interface HeldBook {
  readonly all: () => readonly HeldEntry[];
  readonly find: (doc: DocBytes) => HeldEntry | undefined;
  /** Of a held document that is not in the log. */
  readonly cardOf: (doc: DocBytes) => DocCard | undefined;
  /** Accepted changes with the held ones on top. */
  readonly over: (doc: DocBytes, accepted: DocumentIndex) => DocumentIndex;
  /** Undefined when there is no room for them. */
  readonly keep: (
    doc: DocBytes,
    device: Key,
    pushes: readonly HeldRecord[],
  ) => readonly LogWrite[] | undefined;
  /** What the session wrote up to there is in the log now. */
  readonly settle: (doc: DocBytes, actor: Bytes16, seq: number) => readonly LogWrite[];
  /** Only the word that ended it stays, so that whoever hands it in again hears it. */
  readonly end: (doc: DocBytes, ended: HeldEnd) => readonly LogWrite[];
  readonly forget: (doc: DocBytes) => readonly LogWrite[];
  /** When the next of it is over. */
  readonly endsAt: () => Ms | null;
}

/** From then on nobody can decide about it any more. */
export const heldUntil = ({ pushes, ended }: HeldEntry): Ms =>
  Math.min(...pushes.map(({ at }) => at), ended?.at ?? Infinity) + times.heldMs;

export const heldForReview = (entry: HeldEntry): HeldDocument => ({
  doc: entry.doc,
  device: entry.device,
  card: entry.pushes.find(({ card }) => card !== null)?.card?.signed ?? null,
  pushes: entry.pushes.map(({ at, record, tip }) => ({
    at,
    chunks: record.changes.map(({ chunk }) => chunk),
    tip,
  })),
  until: heldUntil(entry),
  ended: entry.ended,
});

export const createHeldBook = (company: CompanyNumber, stored: readonly StoredHeld[]): HeldBook => {
  const entries = new Map<string, HeldEntry>();
  for (const { doc, bytes } of stored) {
    const read = decodeHeld(bytes);
    const known = entries.get(bytesKey(doc));
    const entry: HeldEntry =
      read.type === "ended"
        ? { doc, device: read.device, pushes: [], ended: read.ended }
        : {
            doc,
            device: read.push.record.device,
            pushes: [...(known?.pushes ?? []), read.push],
            ended: known?.ended ?? null,
          };
    entries.set(bytesKey(doc), entry);
  }
  const find = (doc: DocBytes): HeldEntry | undefined => entries.get(bytesKey(doc));
  const hold = (doc: DocBytes, bytes: Uint8Array): LogWrite => ({
    type: "hold",
    company,
    held: { doc, bytes },
  });
  const unhold = (doc: DocBytes): LogWrite => ({ type: "unhold", company, doc });

  return {
    all: () => [...entries.values()],
    find,
    cardOf: (doc) => find(doc)?.pushes.find(({ card }) => card !== null)?.card?.value,
    over: (doc, accepted) => overlay(find(doc)?.pushes ?? [], accepted),
    keep: (doc, device, pushes) => {
      const known = find(doc);
      if (!hasRoom([...entries.values()], device, pushes)) return undefined;
      entries.set(bytesKey(doc), { doc, device, pushes: [...(known?.pushes ?? []), ...pushes], ended: null });
      return pushes.map((push) => hold(doc, encodeHeldPush(push)));
    },
    settle: (doc, actor, seq) => {
      const known = find(doc);
      const isIn = ({ tip }: HeldRecord): boolean =>
        bytesKey(tip.actor) === bytesKey(actor) && tip.seq <= seq;
      if (known === undefined || !known.pushes.some(isIn)) return [];
      // The card is in the log now; what is left does not bring it again.
      const pushes = known.pushes.filter((push) => !isIn(push)).map((push) => ({ ...push, card: null }));
      if (pushes.length === 0) entries.delete(bytesKey(doc));
      else entries.set(bytesKey(doc), { ...known, pushes });
      return [unhold(doc), ...pushes.map((push) => hold(doc, encodeHeldPush(push)))];
    },
    end: (doc, ended) => {
      const known = find(doc);
      assert(known !== undefined, "what is ended was held");
      entries.set(bytesKey(doc), { ...known, pushes: [], ended });
      return [unhold(doc), hold(doc, encodeHeldEnd(ended, known.device))];
    },
    forget: (doc) => {
      entries.delete(bytesKey(doc));
      return [unhold(doc)];
    },
    endsAt: () => (entries.size === 0 ? null : Math.min(...[...entries.values()].map(heldUntil))),
  };
};

const sizeOf = (pushes: readonly HeldRecord[]): { readonly bytes: number; readonly changes: number } => {
  const changes = pushes.flatMap(({ record }) => record.changes);
  return { bytes: changes.reduce((sum, { chunk }) => sum + chunk.bytes.length, 0), changes: changes.length };
};

const hasRoom = (held: readonly HeldEntry[], device: Key, more: readonly HeldRecord[]): boolean => {
  const own = held.filter((entry) => bytesKey(entry.device) === bytesKey(device));
  const ofDevice = sizeOf([...own.flatMap(({ pushes }) => pushes), ...more]);
  const all = sizeOf([...held.flatMap(({ pushes }) => pushes), ...more]);
  return (
    ofDevice.bytes <= heldLimits.bytesOfDevice &&
    ofDevice.changes <= heldLimits.changesOfDevice &&
    all.bytes <= heldLimits.bytes
  );
};

const overlay = (pushes: readonly HeldRecord[], accepted: DocumentIndex): DocumentIndex => {
  if (pushes.length === 0) return accepted;
  const held = createDocumentIndex();
  for (const { record } of pushes) held.add(record);
  return {
    find: (hash) => held.find(hash) ?? accepted.find(hash),
    head: (actor) => held.head(actor) ?? accepted.head(actor),
    maxOp: Math.max(held.maxOp, accepted.maxOp),
    bytes: held.bytes + accepted.bytes,
    changes: held.changes + accepted.changes,
    actors: held.actors + accepted.actors,
  };
};
