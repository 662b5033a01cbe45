/**
 * How one push part lies on disk: who wrote it, and per change what the gate needs later without parsing it again.
 * A fixed layout instead of CBOR because it is written and read for every push. All integers big-endian.
 *
 *   body   version 1 · device 32 · actor 16 · nonce 8 · count u16 · changes
 *   change hash 32 · seq u64 · maxOp u64 · enc u8 · epoch u32 · parents u16 · parents × 32 · length u32 · bytes
 *   proof  tip checkpoint u64 · tip signature 64 · receipt checkpoint u64 · receipt time u64 · receipt signature 64
 */
import type { Chunk } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import type { StoredPush } from "#relay/storage/log-store";

export interface RecordedChange {
  readonly seq: number;
  /** Highest operation counter up to and including this change. */
  readonly maxOp: number;
  readonly chunk: Chunk;
}

export interface PushRecord {
  readonly device: Uint8Array;
  readonly actor: Uint8Array;
  readonly nonce: Uint8Array;
  readonly changes: readonly RecordedChange[];
}

export interface PushProof {
  readonly tip: Tip;
  readonly receipt: Receipt;
}

const version = 1;
const headBytes = 1 + 32 + 16 + 8 + 2;
const changeBytes = 32 + 8 + 8 + 1 + 4 + 2 + 4;
const proofBytes = 8 + 64 + 8 + 8 + 64;

export const encodePushRecord = (record: PushRecord): Uint8Array => {
  const size = record.changes.reduce(
    (sum, { chunk }) => sum + changeBytes + 32 * chunk.parents.length + chunk.bytes.length,
    headBytes,
  );
  // Never from the pool: the record is handed to another thread with the memory it lies in.
  const out = Buffer.allocUnsafeSlow(size);
  let at = out.writeUInt8(version, 0);
  const put = (bytes: Uint8Array): void => {
    out.set(bytes, at);
    at += bytes.length;
  };
  put(record.device);
  put(record.actor);
  put(record.nonce);
  at = out.writeUInt16BE(record.changes.length, at);
  for (const { seq, maxOp, chunk } of record.changes) {
    put(chunk.hash);
    at = writeUint64(out, seq, at);
    at = writeUint64(out, maxOp, at);
    at = out.writeUInt8(chunk.enc, at);
    at = out.writeUInt32BE(chunk.epoch, at);
    at = out.writeUInt16BE(chunk.parents.length, at);
    for (const parent of chunk.parents) put(parent);
    at = out.writeUInt32BE(chunk.bytes.length, at);
    put(chunk.bytes);
  }
  return out;
};

/** Reads what `encodePushRecord` wrote. The returned arrays share the memory of `body`. */
export const decodePushRecord = (body: Uint8Array): PushRecord => {
  const input = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (input.readUInt8(0) !== version) throw new Error("Invariant: a stored push has a known version");
  let at = 1;
  const take = (length: number): Uint8Array => {
    const bytes = new Uint8Array(input.buffer, input.byteOffset + at, length);
    at += length;
    return bytes;
  };
  const device = take(32);
  const actor = take(16);
  const nonce = take(8);
  const count = input.readUInt16BE(at);
  at += 2;
  const changes = Array.from({ length: count }, (): RecordedChange => {
    const hash = take(32);
    const seq = readUint64(input, at);
    const maxOp = readUint64(input, at + 8);
    const enc = input.readUInt8(at + 16) === 1 ? 1 : 0;
    const epoch = input.readUInt32BE(at + 17);
    const parentCount = input.readUInt16BE(at + 21);
    at += 23;
    const parents = Array.from({ length: parentCount }, () => take(32));
    const length = input.readUInt32BE(at);
    at += 4;
    return { seq, maxOp, chunk: { hash, parents, enc, epoch, bytes: take(length) } };
  });
  return { device, actor, nonce, changes };
};

export const encodePushProof = ({ tip, receipt }: PushProof): Uint8Array => {
  const out = Buffer.allocUnsafeSlow(proofBytes);
  let at = writeUint64(out, tip.checkpoint, 0);
  out.set(tip.sig, at);
  at = writeUint64(out, receipt.checkpoint, at + 64);
  at = writeUint64(out, receipt.at, at);
  out.set(receipt.sig, at);
  return out;
};

/** Tip and receipt of a stored push that has them, rebuilt from its record and its place in the log. */
export const decodePushProof = (push: StoredPush, record: PushRecord): PushProof | null => {
  const last = record.changes.at(-1);
  if (push.proof === null || last === undefined) return null;
  const input = Buffer.from(push.proof.buffer, push.proof.byteOffset, push.proof.byteLength);
  const { device, actor, nonce } = record;
  const { seq } = last;
  const { hash } = last.chunk;
  const { doc, serial, logHash } = push;
  const signature = (at: number): Uint8Array => new Uint8Array(input.buffer, input.byteOffset + at, 64);
  return {
    tip: { device, actor, nonce, seq, hash, checkpoint: readUint64(input, 0), sig: signature(8) },
    receipt: {
      doc,
      actor,
      seq,
      hash,
      checkpoint: readUint64(input, 72),
      at: readUint64(input, 80),
      serial,
      logHash,
      sig: signature(88),
    },
  };
};

const writeUint64 = (out: Buffer, value: number, at: number): number => {
  out.writeUInt32BE(Math.floor(value / 2 ** 32), at);
  return out.writeUInt32BE(value % 2 ** 32, at + 4);
};

const readUint64 = (input: Buffer, at: number): number =>
  input.readUInt32BE(at) * 2 ** 32 + input.readUInt32BE(at + 4);
