/**
 * Canonical CBOR: one value, one byte string. RFC 8949 section 4.2 core deterministic encoding, further limited to
 * text keys of 1–32 printable ASCII characters, integers within ±(2^53−1), NFC text, byte strings, arrays, booleans
 * and null, at most 16 levels deep. No floats, no tags, no `undefined`, nothing after the value.
 *
 * Reading is hostile until proven. The reader knows no other form than the canonical one (shortest lengths, keys in
 * order, each once), so what it accepts is by construction what the writer would write; a test holds it against a
 * general library that decodes, encodes again and compares. Both run for every message, so neither makes tokens.
 */
import { compareKeys, encodedKey, keyIn } from "./canonical-keys";
import type { Result } from "./result";
import { assert, err, ok } from "./result";
import { readUtf8, utf8Length, writeUtf8 } from "./utf8";

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

const major = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5 } as const;
const simple = { false: 0xf4, true: 0xf5, null: 0xf6 } as const;
const wordSize = 2 ** 32;

/** Anything without a canonical form is a defect. Text is brought into NFC by its author, not here. */
export const encodeCanonical = (value: unknown): Uint8Array => {
  const out: Output = { bytes: scratch, at: 0 };
  writeValue(out, value, 0);
  const encoded = out.bytes.slice(0, out.at);
  // Kept for the next value, unless one large message has made it large.
  if (out.bytes.length <= maxScratch) scratch = out.bytes;
  return encoded;
};

export type CanonicalProblem = { readonly type: "NotCanonical" };

/** The value whose canonical encoding the bytes are. Its byte strings are copies. Never throws. */
export const decodeCanonical = (bytes: Uint8Array): Result<CborValue, CanonicalProblem> =>
  decodeWhole({ bytes, at: 0, keepsBytes: false });

/**
 * The same for bytes that nobody changes any more: long byte strings are parts of them and keep all of them in memory.
 * A copy of its own for each costs more than everything else about reading it.
 */
export const decodeCanonicalInPlace = (bytes: Uint8Array): Result<CborValue, CanonicalProblem> =>
  decodeWhole({ bytes, at: 0, keepsBytes: true });

const decodeWhole = (input: Input): Result<CborValue, CanonicalProblem> => {
  const value = readValue(input, 0);
  return value === undefined || input.at !== input.bytes.length ? err({ type: "NotCanonical" }) : ok(value);
};

/** The values whose canonical encodings follow one another in the bytes. Never throws. */
export const decodeCanonicalSequence = (
  bytes: Uint8Array,
): Result<readonly CborValue[], CanonicalProblem> => {
  const input: Input = { bytes, at: 0, keepsBytes: false };
  const values: CborValue[] = [];
  while (input.at < bytes.length) {
    const value = readValue(input, 0);
    if (value === undefined) return err({ type: "NotCanonical" });
    values.push(value);
  }
  return ok(values);
};

interface Output {
  bytes: Uint8Array;
  at: number;
}

const maxScratch = 1024 * 1024;
let scratch: Uint8Array = new Uint8Array(4_096);

const reserve = (out: Output, more: number): void => {
  if (out.at + more <= out.bytes.length) return;
  const grown = new Uint8Array(Math.max(2 * out.bytes.length, out.at + more));
  grown.set(out.bytes.subarray(0, out.at));
  out.bytes = grown;
};

const writeValue = (out: Output, value: unknown, depth: number): void => {
  if (typeof value === "number") writeInteger(out, value);
  else if (typeof value === "string") writeText(out, value);
  else if (value === null) writeByte(out, simple.null);
  else if (typeof value === "boolean") writeByte(out, value ? simple.true : simple.false);
  else if (value instanceof Uint8Array) writeBytes(out, value);
  else {
    assert(typeof value === "object" && depth < maxDepth, "only values with a canonical form are encoded");
    if (Array.isArray(value)) {
      writeHead(out, major.array, value.length);
      for (const item of value) writeValue(out, item, depth + 1);
    } else writeMap(out, value, depth);
  }
};

const writeByte = (out: Output, byte: number): void => {
  reserve(out, 1);
  out.bytes[out.at++] = byte;
};

/** Shortest form of the argument. */
const writeHead = (out: Output, type: number, argument: number): void => {
  reserve(out, 9);
  const { bytes } = out;
  const lead = type << 5;
  if (argument < 24) bytes[out.at++] = lead | argument;
  else if (argument < 0x100) {
    bytes[out.at++] = lead | 24;
    bytes[out.at++] = argument;
  } else if (argument < 0x10000) {
    bytes[out.at++] = lead | 25;
    bytes[out.at++] = argument >> 8;
    bytes[out.at++] = argument;
  } else if (argument < wordSize) {
    bytes[out.at++] = lead | 26;
    writeWord(out, argument);
  } else {
    bytes[out.at++] = lead | 27;
    writeWord(out, Math.floor(argument / wordSize));
    writeWord(out, argument % wordSize);
  }
};

const writeWord = (out: Output, word: number): void => {
  const { bytes } = out;
  bytes[out.at++] = word >>> 24;
  bytes[out.at++] = word >>> 16;
  bytes[out.at++] = word >>> 8;
  bytes[out.at++] = word;
};

const writeInteger = (out: Output, value: number): void => {
  assert(Number.isSafeInteger(value) && !Object.is(value, -0), "only safe integers are encoded");
  if (value >= 0) writeHead(out, major.unsigned, value);
  else writeHead(out, major.negative, -1 - value);
};

const writeBytes = (out: Output, value: Uint8Array): void => {
  writeHead(out, major.bytes, value.length);
  reserve(out, value.length);
  copyTo(out.bytes, out.at, value, 0, value.length);
  out.at += value.length;
};

const writeText = (out: Output, text: string): void => {
  const length = utf8Length(text);
  // Text of one byte per character is ASCII, which is its own normal form.
  assert(
    length >= 0 && (length === text.length || text.normalize("NFC") === text),
    "only NFC text is encoded",
  );
  writeHead(out, major.text, length);
  reserve(out, length);
  out.at = writeUtf8(text, out.bytes, out.at);
};

const writeMap = (out: Output, map: object, depth: number): void => {
  assert(isPlain(map), "only plain objects are encoded");
  const keys = inOrder(Object.keys(map));
  writeHead(out, major.map, keys.length);
  for (const key of keys) {
    const encoded = encodedKey(key);
    reserve(out, encoded.length);
    copyTo(out.bytes, out.at, encoded, 0, encoded.length);
    out.at += encoded.length;
    writeValue(out, map[key], depth + 1);
  }
};

const isPlain = (map: object): map is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(map);
  return prototype === Object.prototype || prototype === null;
};

/** Sorts in place. Messages have few keys, which stand nearly in order. */
const inOrder = (keys: string[]): readonly string[] => {
  if (keys.length > 16) return keys.sort(compareKeys);
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] ?? "";
    let at = i;
    for (; at > 0; at--) {
      const before = keys[at - 1] ?? "";
      if (compareKeys(before, key) < 0) break;
      keys[at] = before;
    }
    keys[at] = key;
  }
  return keys;
};

/** For a few bytes a loop is faster than making a view of them. */
const copyTo = (target: Uint8Array, at: number, source: Uint8Array, start: number, length: number): void => {
  if (length > 96) target.set(source.subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) target[at + i] = source[start + i] ?? 0;
};

interface Input {
  readonly bytes: Uint8Array;
  readonly keepsBytes: boolean;
  at: number;
}

/** Undefined for everything that is not canonical; the position is meaningless then. */
const readValue = (input: Input, depth: number): CborValue | undefined => {
  const lead = input.bytes[input.at];
  if (lead === undefined) return undefined;
  if (lead === simple.null || lead === simple.true || lead === simple.false) {
    input.at += 1;
    return lead === simple.null ? null : lead === simple.true;
  }
  const argument = readArgument(input);
  if (argument < 0) return undefined;
  switch (lead >> 5) {
    case major.unsigned:
      return argument;
    case major.negative:
      return argument < Number.MAX_SAFE_INTEGER ? -1 - argument : undefined;
    case major.bytes:
      return readBytes(input, argument);
    case major.text:
      return readText(input, argument);
    case major.array:
      return depth < maxDepth ? readArray(input, argument, depth) : undefined;
    case major.map:
      return depth < maxDepth ? readMap(input, argument, depth) : undefined;
    default:
      return undefined;
  }
};

/** The argument of an item's head; -1 when it is cut off, longer than needed or beyond 2^53−1. */
const readArgument = (input: Input): number => {
  const { bytes, at } = input;
  const minor = (bytes[at] ?? 0) & 31;
  if (minor < 24) {
    input.at = at + 1;
    return minor;
  }
  if (minor > 27) return -1;
  const size = 1 << (minor - 24);
  if (at + 1 + size > bytes.length) return -1;
  let argument = 0;
  for (let i = 1; i <= size; i++) argument = argument * 256 + (bytes[at + i] ?? 0);
  input.at = at + 1 + size;
  const smallest = size === 1 ? 24 : 2 ** (4 * size);
  return argument >= smallest && argument <= Number.MAX_SAFE_INTEGER ? argument : -1;
};

const readBytes = (input: Input, length: number): Uint8Array | undefined => {
  const start = input.at;
  if (length > input.bytes.length - start) return undefined;
  input.at = start + length;
  if (input.keepsBytes && length >= longBytes) return input.bytes.subarray(start, input.at);
  // A copy of its own: a view would keep the whole message in memory, and a Buffer's slice would be one.
  const copy = new Uint8Array(length);
  copyTo(copy, 0, input.bytes, start, length);
  return copy;
};

/** Arrays of fewer bytes are cheap: engines keep them inside the heap. */
const longBytes = 64;

const readText = (input: Input, length: number): string | undefined => {
  const start = input.at;
  if (length > input.bytes.length - start) return undefined;
  input.at = start + length;
  const text = readUtf8(input.bytes, start, input.at);
  return text === undefined || text.length === length || text.normalize("NFC") === text ? text : undefined;
};

const readArray = (input: Input, length: number, depth: number): CborValue | undefined => {
  // Every item takes a byte at least, so a claimed length beyond the message ends here.
  if (length > input.bytes.length - input.at) return undefined;
  const items: CborValue[] = [];
  for (let i = 0; i < length; i++) {
    const item = readValue(input, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
};

const readMap = (input: Input, size: number, depth: number): CborValue | undefined => {
  if (2 * size > input.bytes.length - input.at) return undefined;
  const map: Record<string, CborValue> = {};
  let before = "";
  for (let i = 0; i < size; i++) {
    const key = readKey(input);
    if (key === undefined || compareKeys(before, key) >= 0) return undefined;
    const value = readValue(input, depth + 1);
    if (value === undefined) return undefined;
    map[key] = value;
    before = key;
  }
  return map;
};

const readKey = (input: Input): string | undefined => {
  if ((input.bytes[input.at] ?? 0) >> 5 !== major.text) return undefined;
  const length = readArgument(input);
  const start = input.at;
  input.at = start + length;
  return keyIn(input.bytes, start, length);
};
