/**
 * Receipts: the relay's signed word that a push is on its disk. A change exists for the company from here on. Each
 * receipt carries the running hash of the relay's accept log, so a relay that comes back from an old backup, or that
 * tells two devices different stories, shows itself.
 */
import * as v from "valibot";
import { concatBytes } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Sha256 } from "#shared/kernel/hash";
import type { Signer, Verifier } from "#shared/kernel/signature";
import { tags } from "./tags";
import { uint64Bytes } from "./uint64";
import type { Bytes16, Bytes64, CompanyId, DocBytes, Hash, Key } from "./wire-types";
import { bytes16, bytes32, bytes64, count, instant } from "./wire-types";

/** For one push part: names its last change and covers everything of that actor up to it. */
export interface Receipt {
  readonly doc: DocBytes;
  readonly actor: Bytes16;
  readonly seq: number;
  readonly hash: Hash;
  /** Membership checkpoint the push was judged under. */
  readonly checkpoint: number;
  /** Relay time. */
  readonly at: Ms;
  /** Place in the relay's accept log, from 1. */
  readonly serial: number;
  readonly logHash: Hash;
  readonly sig: Bytes64;
}

export const receiptSchema: v.GenericSchema<unknown, Receipt> = v.object({
  doc: bytes16,
  actor: bytes16,
  seq: v.pipe(count, v.minValue(1)),
  hash: bytes32,
  checkpoint: count,
  at: instant,
  serial: v.pipe(count, v.minValue(1)),
  logHash: bytes32,
  sig: bytes64,
});

/** The hash of an empty accept log. */
export const emptyLogHash: Hash = new Uint8Array(32);

/** logHash(n) from logHash(n−1): `change` is the push's last change, `serial` is n. */
export const nextLogHash = (
  sha256: Sha256,
  before: Hash,
  doc: DocBytes,
  change: Hash,
  serial: number,
): Hash => sha256(concatBytes(before, doc, change, uint64Bytes(serial)));

/** The 176 bytes that are signed. */
export const receiptMessage = (company: CompanyId, receipt: Omit<Receipt, "sig">): Uint8Array =>
  concatBytes(
    tags.rcp,
    company,
    receipt.doc,
    receipt.actor,
    uint64Bytes(receipt.seq),
    receipt.hash,
    uint64Bytes(receipt.checkpoint),
    uint64Bytes(receipt.at),
    uint64Bytes(receipt.serial),
    receipt.logHash,
  );

export const makeReceipt = async (
  company: CompanyId,
  receipt: Omit<Receipt, "sig">,
  relay: Signer,
): Promise<Receipt> => ({ ...receipt, sig: await relay.sign(receiptMessage(company, receipt)) });

export const verifyReceipt = (
  company: CompanyId,
  receipt: Receipt,
  relayKey: Key,
  verifier: Verifier,
): Promise<boolean> => verifier.verify(relayKey, receiptMessage(company, receipt), receipt.sig);
