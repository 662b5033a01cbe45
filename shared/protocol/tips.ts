/**
 * Tips: one signature over the newest change of one actor. A change hash covers all its ancestors, and the sequence
 * rule makes every actor's changes a chain, so the newest tip of an actor covers everything that actor wrote.
 * Fixed 136 bytes, because tips are made and checked for every push.
 */
import * as v from "valibot";
import { concatBytes } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";
import type { Signer, Verifier } from "#shared/kernel/signature";
import { tags } from "./tags";
import type { Bytes16, Bytes64, CompanyId, DocBytes, Hash, Key } from "./wire-types";
import { bytes16, bytes32, bytes64, bytes8, count } from "./wire-types";
import { uint64Bytes } from "./uint64";

/** One actor per tip. `device` is on the wire so that every reader knows whose key to check. */
export interface Tip {
  readonly device: Key;
  readonly actor: Bytes16;
  /** 8 bytes, new for every writing session. */
  readonly nonce: Uint8Array;
  readonly seq: number;
  readonly hash: Hash;
  /** Newest membership checkpoint known to the device. */
  readonly checkpoint: number;
  readonly sig: Bytes64;
}

export const tipSchema: v.GenericSchema<unknown, Tip> = v.object({
  device: bytes32,
  actor: bytes16,
  nonce: bytes8,
  seq: v.pipe(count, v.minValue(1)),
  hash: bytes32,
  checkpoint: count,
  sig: bytes64,
});

/** The only actor id this device may use in this document for this session. */
export const deriveActor = (sha256: Sha256, device: Key, doc: DocBytes, nonce: Uint8Array): Bytes16 =>
  sha256(concatBytes(tags.atr, device, doc, nonce)).slice(0, 16);

/** The 136 bytes that are signed. */
export const tipMessage = (company: CompanyId, doc: DocBytes, tip: Omit<Tip, "sig" | "device">): Uint8Array =>
  concatBytes(
    tags.tip,
    company,
    doc,
    tip.actor,
    tip.nonce,
    uint64Bytes(tip.seq),
    tip.hash,
    uint64Bytes(tip.checkpoint),
  );

export const makeTip = async (
  company: CompanyId,
  doc: DocBytes,
  tip: Omit<Tip, "sig" | "device">,
  signer: Signer,
): Promise<Tip> => ({
  ...tip,
  device: signer.publicKey,
  sig: await signer.sign(tipMessage(company, doc, tip)),
});

export const verifyTip = (
  company: CompanyId,
  doc: DocBytes,
  tip: Tip,
  verifier: Verifier,
): Promise<boolean> => verifier.verify(tip.device, tipMessage(company, doc, tip), tip.sig);
