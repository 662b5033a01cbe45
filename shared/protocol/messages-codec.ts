/**
 * Messages as bytes, both directions. Parsing is strict: canonical CBOR, every field of the right form and size,
 * every list bounded. A frame that does not parse closes its own socket and nothing else.
 */
import * as v from "valibot";
import { decodeCanonical, decodeCanonicalInPlace, encodeCanonical } from "#shared/kernel/canonical";
import type { CborValue } from "#shared/kernel/canonical";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { DocCard } from "./cards";
import type { Signed } from "./envelope";
import { envelopeSchema, envelopeToWire } from "./envelope";
import type { Hello, Welcome } from "./handshake";
import {
  companyGateLimits,
  documentLimits,
  frameLimits,
  heldLimits,
  membershipLimits,
  rowLimits,
} from "./limits";
import type { Chunk, ClientMsg, RelayMsg } from "./messages";
import { refusalCodes } from "./messages";
import { receiptSchema } from "./receipts";
import type { RowsStatement, SignedRows } from "./signed-rows";
import { tipSchema } from "./tips";
import { bytes16, bytes32, count, instant, listOf, shortText, someBytes } from "./wire-types";

export type FrameProblem = { readonly type: "FrameTooLarge" } | { readonly type: "FrameMalformed" };

/** A message from a device. Never throws. */
export const parseClientMsg = (frame: Uint8Array): Result<ClientMsg, FrameProblem> =>
  parse(clientMsgs, frame, decodeOnce);

/** A message from the relay. Never throws. */
export const parseRelayMsg = (frame: Uint8Array): Result<RelayMsg, FrameProblem> =>
  parse(relayMsgs, frame, decodeCanonical);

export const encodeClientMsg = (message: ClientMsg): Uint8Array => encodeCanonical(clientToWire(message));

export const encodeRelayMsg = (message: RelayMsg): Uint8Array => encodeCanonical(relayToWire(message));

/** Small frames are copied once instead of field by field; large ones must not stay because a signature of theirs does. */
const decodeOnce: Decode = (frame) =>
  frame.length <= smallFrame ? decodeCanonicalInPlace(new Uint8Array(frame)) : decodeCanonical(frame);

const smallFrame = 4_096;

type Decode = typeof decodeCanonical;
/** One schema for each kind of message. */
type Schemas<T> = ReadonlyMap<unknown, v.GenericSchema<unknown, T>>;

const parse = <T>(schemas: Schemas<T>, frame: Uint8Array, decode: Decode): Result<T, FrameProblem> => {
  if (frame.length > frameLimits.bytes) return err({ type: "FrameTooLarge" });
  const decoded = decode(frame);
  const schema = decoded.ok ? schemas.get(kindOf(decoded.value)) : undefined;
  const parsed = decoded.ok && schema !== undefined ? v.safeParse(schema, decoded.value) : undefined;
  return parsed?.success ? ok(parsed.output) : err({ type: "FrameMalformed" });
};

const kindOf = (value: CborValue): unknown =>
  typeof value === "object" && value !== null && "t" in value ? value.t : undefined;

const clientToWire = (message: ClientMsg): unknown => {
  switch (message.t) {
    case "hello":
      return { ...message, hello: envelopeToWire(message.hello) };
    case "push":
      return { ...message, parts: message.parts.map((part) => ({ ...part, card: cardToWire(part.card) })) };
    case "restore":
      return { ...message, card: envelopeToWire(message.card) };
    case "rows":
      return { ...message, rows: message.rows.map(rowsToWire) };
    default:
      return message;
  }
};

const relayToWire = (message: RelayMsg): unknown => {
  switch (message.t) {
    case "welcome":
      return { ...message, welcome: envelopeToWire(message.welcome) };
    case "cards":
      return { ...message, cards: message.cards.map(envelopeToWire) };
    case "chunks":
      return { ...message, card: cardToWire(message.card) };
    case "rows":
      return {
        ...message,
        rows: message.rows.map(({ card, rows }) => ({ card: envelopeToWire(card), rows: rowsToWire(rows) })),
      };
    case "packs":
      return {
        ...message,
        packs: message.packs.map((pack) => ({ ...pack, card: envelopeToWire(pack.card) })),
      };
    case "review":
      return { ...message, docs: message.docs.map((held) => ({ ...held, card: cardToWire(held.card) })) };
    default:
      return message;
  }
};

const cardToWire = (card: Signed<DocCard> | null): unknown => (card === null ? null : envelopeToWire(card));

const rowsToWire = ({ statement, body }: SignedRows): unknown => ({
  statement: envelopeToWire(statement),
  body,
});

const signedRows: v.GenericSchema<unknown, SignedRows> = v.object({
  statement: envelopeSchema<RowsStatement>(),
  body: someBytes(rowLimits.bytes),
});

const chunk: v.GenericSchema<unknown, Chunk> = v.object({
  hash: bytes32,
  parents: listOf(bytes32, companyGateLimits.deps),
  enc: v.picklist([0, 1]),
  epoch: count,
  bytes: someBytes(companyGateLimits.chunk),
});

const card = v.nullable(envelopeSchema<DocCard>());
const entries = listOf(someBytes(membershipLimits.entryBytes * 2), frameLimits.entries);
const refusalCode = v.picklist(refusalCodes);
/** Heads of one document; honest documents have a handful. */
const heads = listOf(bytes32, documentLimits.actors);

const part = v.object({
  doc: bytes16,
  card,
  chunks: v.pipe(v.array(chunk), v.minLength(1), v.maxLength(frameLimits.changes)),
  tip: tipSchema,
});

const pack = {
  doc: bytes16,
  card: envelopeSchema<DocCard>(),
  chunks: someBytes(frameLimits.bytes),
  tips: listOf(tipSchema, documentLimits.changes),
  receipts: listOf(receiptSchema, documentLimits.changes),
};

const byKind = <T extends { readonly t: string }>(schemas: {
  readonly [Kind in T["t"]]: v.GenericSchema<unknown, Extract<T, { readonly t: Kind }>>;
}): Schemas<T> => new Map<unknown, v.GenericSchema<unknown, T>>(Object.entries(schemas));

const clientMsgs: Schemas<ClientMsg> = byKind<ClientMsg>({
  hello: v.object({ t: v.literal("hello"), hello: envelopeSchema<Hello>() }),
  since: v.object({ t: v.literal("since"), serial: count, logHash: bytes32 }),
  rights: v.object({ t: v.literal("rights"), checkpoint: count }),
  prove: v.object({
    t: v.literal("prove"),
    places: listOf(v.object({ serial: count, logHash: bytes32 }), frameLimits.documents),
  }),
  start: v.object({ t: v.literal("start") }),
  rows: v.object({ t: v.literal("rows"), rows: listOf(signedRows, rowLimits.documents) }),
  have: v.object({
    t: v.literal("have"),
    docs: listOf(
      v.object({
        doc: bytes16,
        heads,
        tips: listOf(v.object({ actor: bytes16, seq: count }), documentLimits.actors),
      }),
      frameLimits.documents,
    ),
  }),
  push: v.object({
    t: v.literal("push"),
    parts: v.pipe(
      v.array(part),
      v.minLength(1),
      v.maxLength(frameLimits.changes),
      v.check((parts) => parts.reduce((sum, { chunks }) => sum + chunks.length, 0) <= frameLimits.changes),
    ),
  }),
  restore: v.object({ t: v.literal("restore"), ...pack, more: v.boolean() }),
  mem: v.object({ t: v.literal("mem"), entries }),
  want: v.object({ t: v.literal("want"), doc: bytes16, after: heads }),
  ticket: v.object({ t: v.literal("ticket"), room: bytes16 }),
  "refuse-join": v.object({ t: v.literal("refuse-join"), join: bytes32 }),
  discard: v.object({ t: v.literal("discard"), doc: bytes16, why: shortText(heldLimits.whyLength) }),
});

const heldDocument = v.object({
  doc: bytes16,
  card,
  device: bytes32,
  pushes: listOf(
    v.object({ at: instant, chunks: listOf(chunk, frameLimits.changes), tip: tipSchema }),
    heldLimits.changesOfDevice,
  ),
  until: instant,
  ended: v.nullable(v.object({ by: bytes32, at: instant, why: shortText(heldLimits.whyLength) })),
});

const share = v.object({ used: count, limit: v.nullable(count) });

const relayMsgs: Schemas<RelayMsg> = byKind<RelayMsg>({
  challenge: v.object({ t: v.literal("challenge"), nonce: bytes32, relayKey: bytes32, time: instant }),
  welcome: v.object({ t: v.literal("welcome"), welcome: envelopeSchema<Welcome>() }),
  receipt: v.object({ t: v.literal("receipt"), receipt: receiptSchema }),
  need: v.object({ t: v.literal("need"), doc: bytes16, hashes: heads }),
  refused: v.object({
    t: v.literal("refused"),
    doc: bytes16,
    hash: v.nullable(bytes32),
    code: refusalCode,
    retryMs: v.nullable(count),
    see: v.nullable(bytes16),
  }),
  cards: v.object({ t: v.literal("cards"), cards: listOf(envelopeSchema<DocCard>(), frameLimits.documents) }),
  chunks: v.object({
    t: v.literal("chunks"),
    doc: bytes16,
    card,
    chunks: listOf(chunk, documentLimits.changes),
    tips: listOf(tipSchema, documentLimits.changes),
    receipts: listOf(receiptSchema, documentLimits.changes),
  }),
  rows: v.object({
    t: v.literal("rows"),
    rows: listOf(v.object({ card: envelopeSchema<DocCard>(), rows: signedRows }), rowLimits.documents),
  }),
  packs: v.object({
    t: v.literal("packs"),
    packs: listOf(v.object(pack), frameLimits.documents),
  }),
  space: v.object({
    t: v.literal("space"),
    use: v.nullable(v.object({ bytes: share, changes: share, files: share, connections: share })),
  }),
  contacts: v.object({
    t: v.literal("contacts"),
    devices: listOf(v.object({ device: bytes32, at: instant }), membershipLimits.entries),
  }),
  coming: v.object({ t: v.literal("coming"), docs: count, chunks: count, bytes: count }),
  current: v.object({ t: v.literal("current"), serial: count, logHash: bytes32 }),
  unknown: v.object({ t: v.literal("unknown"), serials: listOf(count, frameLimits.documents) }),
  drop: v.object({
    t: v.literal("drop"),
    doc: bytes16,
    why: v.picklist(["right-ended", "rotated", "erased"]),
  }),
  mem: v.object({ t: v.literal("mem"), entries }),
  "refused-mem": v.object({
    t: v.literal("refused-mem"),
    entry: bytes32,
    code: refusalCode,
    why: shortText(64),
  }),
  ticket: v.object({
    t: v.literal("ticket"),
    room: bytes16,
    ticket: bytes32,
    rights: v.picklist(["r", "rw"]),
    clientIds: listOf(count, 64),
  }),
  join: v.object({ t: v.literal("join"), join: someBytes(membershipLimits.entryBytes) }),
  "join-closed": v.object({
    t: v.literal("join-closed"),
    join: bytes32,
    state: v.picklist(["enrolled", "refused", "expired"]),
  }),
  wipe: v.object({ t: v.literal("wipe"), revokedAt: count }),
  held: v.object({ t: v.literal("held"), doc: bytes16, actor: bytes16, seq: count, until: instant }),
  "held-ended": v.object({
    t: v.literal("held-ended"),
    doc: bytes16,
    how: v.picklist(["discarded", "expired", "refused"]),
    by: v.nullable(bytes32),
    why: shortText(heldLimits.whyLength),
  }),
  leaver: v.object({ t: v.literal("leaver"), revokedAt: count, until: instant }),
  review: v.object({ t: v.literal("review"), docs: listOf(heldDocument, frameLimits.documents) }),
});
