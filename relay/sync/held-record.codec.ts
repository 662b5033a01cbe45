/** How what is held lies on disk: one push each, or the word that ended a document. Read only by this program. */
import * as v from "valibot";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import type { Ms } from "#shared/kernel/clock";
import { assert, must } from "#shared/kernel/result";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { envelopeSchema, envelopeToWire } from "#shared/protocol/envelope";
import { heldLimits } from "#shared/protocol/limits";
import type { HeldEnd } from "#shared/protocol/messages";
import type { Tip } from "#shared/protocol/tips";
import { bytes32, bytes64, count, instant, shortText, someBytes } from "#shared/protocol/wire-types";
import type { PushRecord } from "./push-record.codec";
import { decodePushRecord, encodePushRecord } from "./push-record.codec";

/** One push that waits for somebody to decide. */
export interface HeldRecord {
  readonly at: Ms;
  /** Of a document that is not in the log. */
  readonly card: { readonly signed: Signed<DocCard>; readonly value: DocCard } | null;
  readonly record: PushRecord;
  readonly tip: Tip;
}

export type StoredHeldRecord =
  | { readonly type: "push"; readonly push: HeldRecord }
  | { readonly type: "ended"; readonly ended: HeldEnd; readonly device: Uint8Array };

const stored = v.variant("t", [
  v.object({
    t: v.literal("push"),
    at: instant,
    card: v.nullable(envelopeSchema<DocCard>()),
    body: someBytes(heldLimits.bytes),
    checkpoint: count,
    sig: bytes64,
  }),
  v.object({
    t: v.literal("ended"),
    by: bytes32,
    at: instant,
    why: shortText(heldLimits.whyLength),
    device: bytes32,
  }),
]);

export const encodeHeldPush = ({ at, card, record, tip }: HeldRecord): Uint8Array =>
  encodeCanonical({
    t: "push",
    at,
    card: card === null ? null : envelopeToWire(card.signed),
    body: new Uint8Array(encodePushRecord(record)),
    checkpoint: tip.checkpoint,
    sig: tip.sig,
  });

export const encodeHeldEnd = (ended: HeldEnd, device: Uint8Array): Uint8Array =>
  encodeCanonical({ t: "ended", ...ended, device });

/** Throws on what this program never wrote. */
export const decodeHeld = (bytes: Uint8Array): StoredHeldRecord => {
  const value = v.parse(stored, must(decodeCanonical(bytes)));
  if (value.t === "ended") {
    const { by, at, why, device } = value;
    return { type: "ended", ended: { by, at, why }, device };
  }
  const record = decodePushRecord(value.body);
  const last = record.changes.at(-1);
  assert(last !== undefined, "a held push has a change");
  const { device, actor, nonce } = record;
  const { checkpoint, sig, at } = value;
  const tip: Tip = { device, actor, nonce, seq: last.seq, hash: last.chunk.hash, checkpoint, sig };
  return { type: "push", push: { at, card: value.card === null ? null : readCard(value.card), record, tip } };
};

/** Its signature was checked before it was stored; only the form is read again. */
const readCard = (
  signed: Signed<DocCard>,
): { readonly signed: Signed<DocCard>; readonly value: DocCard } => ({
  signed,
  value: v.parse(docCardKind.schema, must(decodeCanonical(signed.payload))),
});
