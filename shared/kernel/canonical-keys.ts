/**
 * The keys of canonical maps: 1–32 printable ASCII characters. Messages use few of them again and again, so each is
 * checked and encoded once and found again by its bytes. What is remembered is bounded: a stranger who sends others
 * only makes the honest ones be read anew.
 */
import { assert } from "./result";

const maxKeyLength = 32;

/** Below zero where `a` comes first, as their encodings compare: the head says the length first. */
export const compareKeys = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1);

/** The key as it is encoded, head and text. Anything that is no key is a defect. */
export const encodedKey = (key: string): Uint8Array => {
  const known = encodings.get(key);
  if (known !== undefined) return known;
  assert(isKey(key), "keys are 1–32 printable ASCII characters");
  const head = key.length < 24 ? [textHead | key.length] : [textHead | 24, key.length];
  const encoded = Uint8Array.from([...head, ...Array.from(key, (char) => char.charCodeAt(0))]);
  if (encodings.size >= rememberedKeys) encodings.clear();
  encodings.set(key, encoded);
  return encoded;
};

/** The key of these bytes, or undefined where they are none. */
export const keyIn = (bytes: Uint8Array, start: number, length: number): string | undefined => {
  if (length < 1 || length > maxKeyLength || start + length > bytes.length) return undefined;
  let place = length;
  for (let i = 0; i < length; i++) place = (place * 31 + (bytes[start + i] ?? 0)) & (rememberedKeys - 1);
  const known = texts[place];
  if (known !== undefined && isAt(known, bytes, start, length)) return known;
  let key = "";
  for (let i = 0; i < length; i++) key += String.fromCharCode(bytes[start + i] ?? 0);
  if (!isKey(key)) return undefined;
  texts[place] = key;
  return key;
};

const textHead = 0x60;
/** A power of two. */
const rememberedKeys = 1_024;
const encodings = new Map<string, Uint8Array>();
/** By a sum over their bytes; the newest of those with the same sum. */
const texts: (string | undefined)[] = Array.from({ length: rememberedKeys }, () => undefined);

const isAt = (key: string, bytes: Uint8Array, start: number, length: number): boolean => {
  if (key.length !== length) return false;
  for (let i = 0; i < length; i++) if (key.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
};

/** `__proto__` would not become a property of the object read. */
const isKey = (key: string): boolean => {
  if (key.length === 0 || key.length > maxKeyLength || key === "__proto__") return false;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    if (unit < 0x21 || unit > 0x7e) return false;
  }
  return true;
};
