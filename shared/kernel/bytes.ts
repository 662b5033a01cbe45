/** Byte arrays: comparison, joining and the text forms used in JSON, URLs and on paper. */

import { brand } from "./brand";

const hexDigits = "0123456789abcdef";

export const bytesEqual = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** Lexicographic order, as used for sorting keys and hashes. */
export const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

export const concatBytes = (...parts: readonly Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
};

export const asciiBytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/**
 * Bytes as the key of a map, one character per byte: for memory only, made for every hash that is looked up. Ids and
 * hashes are written out, which is twice as fast as any call that takes them as a list.
 */
export const bytesKey = (b: Uint8Array): string =>
  b.length === 32
    ? // prettier-ignore
      String.fromCharCode(
        at(b, 0), at(b, 1), at(b, 2), at(b, 3), at(b, 4), at(b, 5), at(b, 6), at(b, 7),
        at(b, 8), at(b, 9), at(b, 10), at(b, 11), at(b, 12), at(b, 13), at(b, 14), at(b, 15),
        at(b, 16), at(b, 17), at(b, 18), at(b, 19), at(b, 20), at(b, 21), at(b, 22), at(b, 23),
        at(b, 24), at(b, 25), at(b, 26), at(b, 27), at(b, 28), at(b, 29), at(b, 30), at(b, 31),
      )
    : b.length === 16
      ? // prettier-ignore
        String.fromCharCode(
          at(b, 0), at(b, 1), at(b, 2), at(b, 3), at(b, 4), at(b, 5), at(b, 6), at(b, 7),
          at(b, 8), at(b, 9), at(b, 10), at(b, 11), at(b, 12), at(b, 13), at(b, 14), at(b, 15),
        )
      : brand<string>(Reflect.apply(String.fromCharCode, undefined, b));

const at = (bytes: Uint8Array, place: number): number => bytes[place] ?? 0;

export const toHex = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += (hexDigits[byte >> 4] ?? "") + (hexDigits[byte & 15] ?? "");
  return text;
};

/** Undefined when the text is not an even number of hexadecimal digits. */
export const fromHex = (text: string): Uint8Array | undefined => {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
};

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const base64Values = new Map(Array.from(base64Digits, (char, value) => [char, value]));

/** Base64url without padding (RFC 4648 section 5). */
export const toBase64Url = (bytes: Uint8Array): string => groupBits(bytes, 6, base64Digits);

/** Undefined for foreign characters, impossible lengths and non-zero spare bits. */
export const fromBase64Url = (text: string): Uint8Array | undefined =>
  text.length % 4 === 1 ? undefined : ungroupBits(text, 6, (char) => base64Values.get(char));

const crockfordDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const crockfordValues = new Map(Array.from(crockfordDigits, (char, value) => [char, value]));
for (const [alias, char] of [
  ["I", "1"],
  ["L", "1"],
  ["O", "0"],
] as const) {
  crockfordValues.set(alias, crockfordDigits.indexOf(char));
}

/** Crockford base 32, upper case; spare bits at the end are zero. */
export const toCrockford = (bytes: Uint8Array): string => groupBits(bytes, 5, crockfordDigits);

/** Reads I and L as 1, O as 0, ignores case and hyphens. Undefined for anything else. */
export const fromCrockford = (text: string): Uint8Array | undefined =>
  ungroupBits(text.toUpperCase().replaceAll("-", ""), 5, (char) => crockfordValues.get(char));

const groupBits = (bytes: Uint8Array, width: number, digits: string): string => {
  let text = "";
  let buffer = 0;
  let held = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    held += 8;
    while (held >= width) {
      held -= width;
      text += digits[(buffer >> held) & ((1 << width) - 1)] ?? "";
    }
    buffer &= (1 << held) - 1;
  }
  return held > 0 ? text + (digits[(buffer << (width - held)) & ((1 << width) - 1)] ?? "") : text;
};

const ungroupBits = (
  text: string,
  width: number,
  valueOf: (char: string) => number | undefined,
): Uint8Array | undefined => {
  const bytes = new Uint8Array(Math.floor((text.length * width) / 8));
  let buffer = 0;
  let held = 0;
  let length = 0;
  for (const char of text) {
    const value = valueOf(char);
    if (value === undefined) return undefined;
    buffer = (buffer << width) | value;
    held += width;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = (buffer >> held) & 0xff;
    }
    buffer &= (1 << held) - 1;
  }
  return buffer === 0 && held < width ? bytes : undefined;
};
