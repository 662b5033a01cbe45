/**
 * Order keys: short strings whose plain string order is the order of things, so that moving one record writes one
 * field. A new key between two others is drawn at random from the room between them, so two devices that insert at
 * the same place do not get the same key; should it happen all the same, readers break the tie by id.
 *
 * A key is a fraction in base 62: eight digits, more where things were squeezed in. Appending steps forward by a
 * random amount and stays at eight digits for more than a hundred million steps; inserting at one and the same spot
 * costs about one bit each time, so a key reaches `maxOrderKeyLength` only after some 170 of them. Then there is no
 * key any more, and whoever orders spreads the siblings anew with `orderKeys`.
 */
import type { Brand } from "./brand";
import { brand } from "./brand";
import type { Id } from "./ids";
import { idToBytes } from "./ids";
import type { Random } from "./random";
import { assert } from "./result";

export type OrderKey = Brand<string, "orderKey">;

export const maxOrderKeyLength = 40;

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const digitValues = new Map(Array.from(digits, (char, value) => [char, BigInt(value)]));
const base = 62n;
const headLength = 8;
/** Where the first key of all lands; leaves the same room on both sides. */
const middle = base ** BigInt(headLength) / 2n;
const appendStep = 1n << 20n;
/** Fewer candidates than this between two neighbours and the key gets another digit. */
const minimumRoom = 1n << 18n;

/**
 * A key after `before` and in front of `after`; an absent side is the end of the list.
 * Undefined when there is no room: the neighbours are equal, in the wrong order, not keys, or too long.
 */
export const orderKeyBetween = (
  before: string | undefined,
  after: string | undefined,
  random: Random,
): OrderKey | undefined => {
  const low = before === undefined ? undefined : keyToFraction(before);
  const high = after === undefined ? undefined : keyToFraction(after);
  if ((before !== undefined && low === undefined) || (after !== undefined && high === undefined))
    return undefined;
  return stepOutward(low, high, random) ?? drawInside(low ?? { value: 0n, length: 0 }, high, random);
};

/** `count` keys in order for a list that has none: an import, or siblings that ran out of room. */
export const orderKeys = (count: number, random: Random): readonly OrderKey[] => {
  const start = base ** BigInt(headLength - 1);
  const gap = (base ** BigInt(headLength) - 2n * start) / BigInt(count + 1);
  return Array.from({ length: count }, (_, index) =>
    fractionToKey(start + gap * BigInt(index + 1) + drawBelow(gap / 4n, random), headLength),
  );
};

/** `count` keys in order between two others; undefined when there is no room for all of them. */
export const orderKeysBetween = (
  count: number,
  before: string | undefined,
  after: string | undefined,
  random: Random,
): readonly OrderKey[] | undefined => {
  if (count <= 0) return [];
  // At the open end one after the other; inside a gap from its middle, which costs the fewest digits.
  const key = orderKeyBetween(before, after, random);
  if (key === undefined) return undefined;
  if (after === undefined) return appendKeys([key], count, random);
  const ahead = Math.floor((count - 1) / 2);
  const lower = orderKeysBetween(ahead, before, key, random);
  const upper = orderKeysBetween(count - 1 - ahead, key, after, random);
  return lower === undefined || upper === undefined ? undefined : [...lower, key, ...upper];
};

const appendKeys = (keys: OrderKey[], count: number, random: Random): readonly OrderKey[] | undefined => {
  while (keys.length < count) {
    const key = orderKeyBetween(keys.at(-1), undefined, random);
    if (key === undefined) return undefined;
    keys.push(key);
  }
  return keys;
};

/** Sorts by order key, then by id, so that every device shows the same order in every locale. */
export const compareByOrder = (
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Randomness inside a command, which has none but the ids it is given: `randomFromIds(() => context.newId())`. */
export const randomFromIds = (newId: () => Id<string>): Random => ({
  bytes: (length) => {
    assert(length <= 16, "an id has 16 random bytes");
    return idToBytes(newId()).subarray(0, length);
  },
});

interface Fraction {
  readonly value: bigint;
  readonly length: number;
}

/** The first key, one beyond the last or one ahead of the first; undefined when both neighbours are given or the end is near. */
const stepOutward = (
  low: Fraction | undefined,
  high: Fraction | undefined,
  random: Random,
): OrderKey | undefined => {
  if (low !== undefined && high !== undefined) return undefined;
  const jitter = 1n + drawBelow(appendStep, random);
  const value =
    low !== undefined
      ? scale(low, headLength) + jitter
      : high !== undefined
        ? scale(high, headLength) - jitter
        : middle + jitter;
  return value > 0n && value < base ** BigInt(headLength) ? fractionToKey(value, headLength) : undefined;
};

/** A random key from the middle half of the room between two neighbours, as short as the room allows. */
const drawInside = (low: Fraction, high: Fraction | undefined, random: Random): OrderKey | undefined => {
  for (let length = headLength; length <= maxOrderKeyLength; length++) {
    const from = scaleUp(low, length);
    const to = high === undefined ? base ** BigInt(length) : scale(high, length);
    const room = to - from;
    if (room < minimumRoom) continue;
    return fractionToKey(from + room / 4n + drawBelow(room / 2n, random), length);
  }
  return undefined;
};

const scale = (fraction: Fraction, length: number): bigint =>
  length >= fraction.length
    ? fraction.value * base ** BigInt(length - fraction.length)
    : fraction.value / base ** BigInt(fraction.length - length);

/** Like `scale`, but never below the fraction where digits are cut off. */
const scaleUp = (fraction: Fraction, length: number): bigint =>
  scale(fraction, length) + (length < fraction.length ? 1n : 0n);

const drawBelow = (limit: bigint, random: Random): bigint => {
  if (limit <= 1n) return 0n;
  let drawn = 0n;
  for (const byte of random.bytes(8)) drawn = (drawn << 8n) | BigInt(byte);
  return limit >> 64n > 0n ? (drawn * limit) >> 64n : drawn % limit;
};

const fractionToKey = (value: bigint, length: number): OrderKey => {
  let text = "";
  for (let rest = value; text.length < length; rest /= base)
    text = (digits[Number(rest % base)] ?? "") + text;
  return brand<OrderKey>(text);
};

const keyToFraction = (key: string): Fraction | undefined => {
  if (key.length === 0 || key.length > maxOrderKeyLength) return undefined;
  let value = 0n;
  for (const char of key) {
    const digit = digitValues.get(char);
    if (digit === undefined) return undefined;
    value = value * base + digit;
  }
  return { value, length: key.length };
};
