/**
 * What lies on disks and goes over wires, read by code of its own: the checker must not believe the code it checks.
 * Written from docs/protocol alone; slow and plain on purpose.
 */
import { createHash, createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { decode } from "cborg";

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const tag = (name: string): Buffer => Buffer.from(`EventKit/${name}/v1\0`, "latin1");
const uint64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

export interface NaiveChange {
  /** Hexadecimal, computed from the bytes. */
  readonly hash: string;
  readonly actor: string;
  readonly seq: number;
  readonly deps: readonly string[];
  readonly body: Buffer;
}

/** The head of a change chunk; undefined when it is not one. */
export const readNaiveChange = (chunk: Uint8Array): NaiveChange | undefined => {
  const input = Buffer.from(chunk);
  if (input.length < 10 || input.readUInt32BE(0) !== 0x856f4a83) return undefined;
  const type = input[8];
  if (type !== 1 && type !== 2) return undefined;
  const length = readNumber(input, 9);
  const raw = input.subarray(length.next);
  if (raw.length !== length.value) return undefined;
  const body = type === 1 ? raw : inflateRawSync(raw);
  const count = readNumber(body, 0);
  let at = count.next;
  const deps = Array.from({ length: count.value }, () => body.subarray(at, (at += 32)).toString("hex"));
  const actorLength = readNumber(body, at);
  at = actorLength.next + actorLength.value;
  const actor = body.subarray(actorLength.next, at).toString("hex");
  const seq = readNumber(body, at).value;
  const hash = sha256(Buffer.of(1), writeNumber(body.length), body).toString("hex");
  return { hash, actor, seq, deps, body };
};

const readNumber = (bytes: Buffer, start: number): { readonly value: number; readonly next: number } => {
  let value = 0;
  for (let at = start, shift = 1; ; at++, shift *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte % 128) * shift;
    if (byte < 128) return { value, next: at + 1 };
  }
};

const writeNumber = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
};

export interface NaivePush {
  readonly serial: number;
  readonly doc: Buffer;
  readonly logHash: string;
  readonly device: string;
  readonly actor: string;
  readonly nonce: Buffer;
  readonly changes: readonly { readonly named: string; readonly seq: number; readonly chunk: Buffer }[];
  readonly proof: Buffer | null;
}

/** A stored push part, by the layout of docs/protocol. */
export const readNaivePush = (push: {
  readonly serial: number;
  readonly doc: Uint8Array;
  readonly logHash: Uint8Array;
  readonly body: Uint8Array;
  readonly proof: Uint8Array | null;
}): NaivePush => {
  const body = Buffer.from(push.body);
  let at = 1;
  const take = (length: number): Buffer => body.subarray(at, (at += length));
  const device = take(32).toString("hex");
  const actor = take(16).toString("hex");
  const nonce = take(8);
  const count = take(2).readUInt16BE();
  const changes = Array.from({ length: count }, () => {
    const named = take(32).toString("hex");
    const seq = Number(take(8).readBigUInt64BE());
    take(8 + 1 + 4);
    take(32 * take(2).readUInt16BE());
    return { named, seq, chunk: take(take(4).readUInt32BE()) };
  });
  const proof = push.proof === null ? null : Buffer.from(push.proof);
  const { serial, doc, logHash } = push;
  return { serial, doc: Buffer.from(doc), logHash: hex(logHash), device, actor, nonce, changes, proof };
};

export interface NaiveProof {
  readonly receiptCheckpoint: number;
  /** Relay time of the receipt. */
  readonly at: number;
  readonly tipIsGenuine: boolean;
  readonly receiptIsGenuine: boolean;
}

/** Tip and receipt of a push, their signatures checked over messages put together here. */
export const readNaiveProof = (
  push: NaivePush,
  company: Uint8Array,
  relay: Uint8Array,
): NaiveProof | undefined => {
  const last = push.changes.at(-1);
  if (push.proof === null || last === undefined) return undefined;
  const actor = Buffer.from(push.actor, "hex");
  const hash = Buffer.from(last.named, "hex");
  const checkpointOf = (at: number): Buffer => push.proof?.subarray(at, at + 8) ?? Buffer.alloc(8);
  const signature = (at: number): Buffer => push.proof?.subarray(at, at + 64) ?? Buffer.alloc(64);
  const tip = Buffer.concat([
    ...[tag("tip"), company, push.doc, actor, push.nonce, uint64(last.seq), hash, checkpointOf(0)],
  ]);
  const receipt = Buffer.concat([
    ...[tag("rcp"), company, push.doc, actor, uint64(last.seq), hash, checkpointOf(72), checkpointOf(80)],
    ...[uint64(push.serial), Buffer.from(push.logHash, "hex")],
  ]);
  return {
    receiptCheckpoint: Number(checkpointOf(72).readBigUInt64BE()),
    at: Number(checkpointOf(80).readBigUInt64BE()),
    tipIsGenuine: isSigned(Buffer.from(push.device, "hex"), tip, signature(8)),
    receiptIsGenuine: isSigned(relay, receipt, signature(88)),
  };
};

const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

const publicKeys = new Map<string, KeyObject>();

/** Reading a key costs as much as a verification. */
const publicKeyOf = (key: Uint8Array): KeyObject => {
  const name = hex(key);
  const der = Buffer.concat([spkiPrefix, key]);
  const known = publicKeys.get(name) ?? createPublicKey({ key: der, format: "der", type: "spki" });
  publicKeys.set(name, known);
  return known;
};

export const isSigned = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, message, publicKeyOf(key), signature);

/** The actor a device may use in a document. */
export const naiveActor = (device: string, doc: Uint8Array, nonce: Uint8Array): string =>
  sha256(tag("atr"), Buffer.from(device, "hex"), doc, nonce).subarray(0, 16).toString("hex");

export const naiveLogHash = (before: string, doc: Uint8Array, change: string, serial: number): string =>
  sha256(Buffer.from(before, "hex"), doc, Buffer.from(change, "hex"), uint64(serial)).toString("hex");

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose => typeof value === "object" && value !== null;
/** Walks into decoded CBOR; undefined where the path ends early. */
export const inside = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((one, key) => (isLoose(one) ? one[key] : undefined), value);
export const decoded = (bytes: unknown): unknown => {
  if (!(bytes instanceof Uint8Array)) return undefined;
  try {
    return decode(bytes);
  } catch {
    return undefined;
  }
};

/** Hash of the change that a frame from the relay gives a receipt for. */
export const receiptsIn = (frame: Uint8Array): readonly string[] => {
  const message = decoded(frame);
  const receipts = inside(message, "t") === "receipt" ? [inside(message, "receipt")] : [];
  return receipts.flatMap((receipt) => {
    const hash = inside(receipt, "hash");
    return hash instanceof Uint8Array ? [hex(hash)] : [];
  });
};

/** Names bytes whatever they are. */
export const fingerprint = (bytes: Uint8Array): string => sha256(bytes).toString("hex");
