/**
 * Canonical CBOR: one value, one byte string. RFC 8949 section 4.2 core deterministic encoding, further limited to
 * text keys of 1–32 printable ASCII characters, integers within ±(2^53−1), NFC text, byte strings, arrays, booleans
 * and null, at most 16 levels deep. No floats, no tags, no `undefined`, nothing after the value.
 *
 * Reading is hostile until proven: an iterative scan bounds depth and forbids every other form before the decoder
 * runs, and the decoded value must encode to exactly the bytes received (the decoder alone accepts unsorted maps).
 */
import { decode, encode, rfc8949EncodeOptions } from "cborg";
import { bytesEqual } from "./bytes";
import type { Result } from "./result";
import { assert, err, ok } from "./result";

/** Values that have a canonical form. Optional keys are absent, never undefined. */
export type CborValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly CborValue[]
  | { readonly [key: string]: CborValue };

export const maxDepth = 16;

/** Anything without a canonical form is a defect. Text is brought into NFC by its author, not here. */
export const encodeCanonical = (value: unknown): Uint8Array => {
  assert(isCanonicalValue(value, 0), "only values with a canonical form are encoded");
  return plain(encode(value, rfc8949EncodeOptions));
};

export type CanonicalProblem = { readonly type: "NotCanonical" };

/** The value whose canonical encoding the bytes are. Never throws. */
export const decodeCanonical = (bytes: Uint8Array): Result<CborValue, CanonicalProblem> => {
  const own = plain(bytes);
  if (!isPlainCbor(own)) return err({ type: "NotCanonical" });
  try {
    const value: unknown = decode(own, decodeOptions);
    if (!isCanonicalValue(value, 0)) return err({ type: "NotCanonical" });
    return bytesEqual(encode(value, rfc8949EncodeOptions), own) ? ok(value) : err({ type: "NotCanonical" });
  } catch {
    // The decoder throws on over-long integers, duplicate keys and truncated input: all the sender's doing.
    return err({ type: "NotCanonical" });
  }
};

const decodeOptions = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: false,
  rejectDuplicateMapKeys: true,
};

/** A Node Buffer is viewed as what it is, so that no slice of it aliases a pool. */
const plain = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const keyPattern = /^[\x21-\x7e]{1,32}$/;
const loneSurrogate = /\p{Surrogate}/u;

const isCanonicalValue = (value: unknown, depth: number): value is CborValue => {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value === "string") return isCanonicalText(value);
  if (typeof value !== "object") return false;
  if (value instanceof Uint8Array) return true;
  if (depth >= maxDepth) return false;
  if (Array.isArray(value)) return value.every((item) => isCanonicalValue(item, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.entries(value).every(
    ([key, item]) => keyPattern.test(key) && isCanonicalValue(item, depth + 1),
  );
};

const isCanonicalText = (text: string): boolean => {
  // Nearly every text is ASCII, which is its own normal form.
  if (/^[\x00-\x7f]*$/.test(text)) return true;
  return !loneSurrogate.test(text) && text.normalize("NFC") === text;
};

/** Walks item heads without recursion: definite lengths, no tags or floats, whole and within the depth. */
const isPlainCbor = (bytes: Uint8Array): boolean => {
  const missing: number[] = [];
  let position = 0;
  for (;;) {
    const head = readHead(bytes, position);
    if (head === undefined) return false;
    position = head.end;
    if (head.major === 2 || head.major === 3) position += head.argument;
    if (position > bytes.length) return false;
    const children = head.major === 4 ? head.argument : head.major === 5 ? 2 * head.argument : 0;
    if (head.major === 4 || head.major === 5) {
      if (missing.length >= maxDepth) return false;
      missing.push(children);
    } else if (missing.length > 0) {
      missing.push((missing.pop() ?? 0) - 1);
    }
    while (missing.length > 0 && missing[missing.length - 1] === 0) {
      missing.pop();
      if (missing.length > 0) missing.push((missing.pop() ?? 0) - 1);
    }
    if (missing.length === 0) return position === bytes.length;
  }
};

interface Head {
  readonly major: number;
  readonly argument: number;
  readonly end: number;
}

const readHead = (bytes: Uint8Array, start: number): Head | undefined => {
  const first = bytes[start];
  if (first === undefined) return undefined;
  const major = first >> 5;
  const minor = first & 31;
  if (major === 6 || minor > 27) return undefined;
  if (major === 7) return minor >= 20 && minor <= 22 ? { major, argument: 0, end: start + 1 } : undefined;
  if (minor < 24) return { major, argument: minor, end: start + 1 };
  const end = start + 1 + (1 << (minor - 24));
  if (end > bytes.length) return undefined;
  let argument = 0;
  for (let i = start + 1; i < end; i++) argument = argument * 256 + (bytes[i] ?? 0);
  return Number.isSafeInteger(argument) ? { major, argument, end } : undefined;
};
