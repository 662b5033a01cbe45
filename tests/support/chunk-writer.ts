/** Writes change chunks by hand, right or wrong: what an attacker with a keyboard can send. */
import { deflateRawSync } from "node:zlib";
import { asciiBytes, concatBytes } from "#shared/kernel/bytes";
import { nodeSha256 } from "./keys";

export const unsignedLeb = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Uint8Array.from(bytes);
};

export const signedLeb = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return Uint8Array.from(bytes);
  }
};

/** A run of one value, whatever its length. */
export const run = (length: number, value: Uint8Array): Uint8Array => concatBytes(signedLeb(length), value);
export const literal = (...values: readonly Uint8Array[]): Uint8Array =>
  concatBytes(signedLeb(-values.length), ...values);
export const nulls = (length: number): Uint8Array => concatBytes(signedLeb(0), unsignedLeb(length));
export const prefixed = (bytes: Uint8Array): Uint8Array => concatBytes(unsignedLeb(bytes.length), bytes);

export interface WrittenChange {
  readonly deps: readonly Uint8Array[];
  readonly actor: Uint8Array;
  readonly seq: number;
  readonly startOp: number;
  readonly time: number;
  readonly message: Uint8Array;
  readonly others: readonly Uint8Array[];
  /** Column id and content, in the order written. */
  readonly columns: readonly (readonly [number, Uint8Array])[];
  readonly extra: Uint8Array;
}

/** `root.a = n`: the smallest change with an operation. */
export const oneSet = (actor: Uint8Array, patch: Partial<WrittenChange> = {}): WrittenChange => ({
  deps: [],
  actor,
  seq: 1,
  startOp: 1,
  time: 1_760_000_000,
  message: new Uint8Array(0),
  others: [],
  columns: [
    [0x15, literal(prefixed(asciiBytes("a")))],
    [0x34, unsignedLeb(1)],
    [0x42, literal(unsignedLeb(1))],
    [0x56, literal(unsignedLeb(0x14))],
    [0x57, signedLeb(1)],
    [0x70, literal(unsignedLeb(0))],
  ],
  extra: new Uint8Array(0),
  ...patch,
});

/** The change with one column replaced, added (by id) or left out (undefined). */
export const withColumn = (
  change: WrittenChange,
  id: number,
  content: Uint8Array | undefined,
): WrittenChange => ({
  ...change,
  columns: [
    ...change.columns.filter(([known]) => known !== id),
    ...(content === undefined ? [] : [[id, content] as const]),
  ].sort(([a], [b]) => a - b),
});

export const writeBody = (change: WrittenChange): Uint8Array =>
  concatBytes(
    unsignedLeb(change.deps.length),
    ...change.deps,
    prefixed(change.actor),
    unsignedLeb(change.seq),
    unsignedLeb(change.startOp),
    signedLeb(change.time),
    prefixed(change.message),
    unsignedLeb(change.others.length),
    ...change.others.map(prefixed),
    unsignedLeb(change.columns.length),
    ...change.columns.map(([id, content]) => concatBytes(unsignedLeb(id), unsignedLeb(content.length))),
    ...change.columns.map(([, content]) => content),
    change.extra,
  );

const magic = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83);

/** A chunk with the right checksum around any body. */
export const wrapChunk = (body: Uint8Array, type = 1): Uint8Array => {
  const hashed = concatBytes(Uint8Array.of(type), unsignedLeb(body.length), body);
  return concatBytes(magic, nodeSha256(hashed).slice(0, 4), hashed);
};

/** The same change deflated: checksum and hash stay those of the plain form. */
export const wrapDeflated = (body: Uint8Array): Uint8Array => {
  const deflated = Uint8Array.from(deflateRawSync(body));
  const plain = concatBytes(Uint8Array.of(1), unsignedLeb(body.length), body);
  const head = concatBytes(Uint8Array.of(2), unsignedLeb(deflated.length));
  return concatBytes(magic, nodeSha256(plain).slice(0, 4), head, deflated);
};

export const writeChunk = (change: WrittenChange): Uint8Array => wrapChunk(writeBody(change));

/** SHA-256 over type, length and body: the hash of the change. */
export const hashOfChange = (change: WrittenChange): Uint8Array => {
  const body = writeBody(change);
  return nodeSha256(concatBytes(Uint8Array.of(1), unsignedLeb(body.length), body));
};
