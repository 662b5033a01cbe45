/**
 * Pushes of one device that waited together, judged as one: consecutive parts of one actor become one part under the
 * newest tip. That signature covers every change below it, so the older ones need no check of their own; this is what
 * keeps a relay under load from spending its time on signatures.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import { frameLimits } from "#shared/protocol/limits";
import type { PushPart } from "#shared/protocol/messages";

/** One push, or several that the device sent one after the other. */
export type WaitingPushes = readonly (readonly PushPart[])[];

/** The parts of all pushes, those that continue each other joined. */
export const joinParts = (pushes: WaitingPushes): readonly PushPart[] => {
  const joined: PushPart[] = [];
  const lastOf = new Map<string, number>();
  for (const part of pushes.flat()) {
    const name = bytesKey(part.doc);
    const at = lastOf.get(name);
    const before = at === undefined ? undefined : joined[at];
    if (at !== undefined && before !== undefined && continues(before, part)) {
      const chunks = [...before.chunks, ...part.chunks];
      joined[at] = { doc: part.doc, card: before.card ?? part.card, chunks, tip: part.tip };
      continue;
    }
    lastOf.set(name, joined.length);
    joined.push(part);
  }
  return joined;
};

/** Only what is well formed by itself is joined: each part ends with the change its own tip names. */
const continues = (before: PushPart, part: PushPart): boolean =>
  part.tip.seq > before.tip.seq &&
  before.chunks.length + part.chunks.length <= frameLimits.changes &&
  bytesEqual(part.tip.actor, before.tip.actor) &&
  bytesEqual(part.tip.nonce, before.tip.nonce) &&
  bytesEqual(part.tip.device, before.tip.device) &&
  bytesEqual(before.chunks.at(-1)?.hash ?? part.tip.hash, before.tip.hash);
