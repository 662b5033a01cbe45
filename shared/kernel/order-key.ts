/**
 * Order keys: short strings whose plain comparison gives the order of records, so that moving one record
 * writes one field. A key is an integer part, cheap to count up and down at the ends of a list, and a fraction
 * for what comes between two neighbours. Two devices may make the same key: readers break the tie by id.
 */
import { assert } from "./result";

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const firstDigit = "0";
const lastDigit = "z";
/** Integer part in the middle of all there are: the first key of a list. */
const origin = "a0";

const valueOf = (char: string): number => digits.indexOf(char);
const digitOf = (value: number): string => digits.charAt(value);

/** `a`…`z` start integers of 1…26 further digits counting up, `Z`…`A` the same counting down. */
const integerLength = (head: string): number =>
  head >= "a" ? head.charCodeAt(0) - "a".charCodeAt(0) + 2 : "Z".charCodeAt(0) - head.charCodeAt(0) + 2;

const integerPart = (key: string): string => key.slice(0, integerLength(key.charAt(0)));

/** The next integer part, or undefined when the head is used up. */
const stepInteger = (integer: string, step: 1 | -1): string | undefined => {
  const head = integer.charAt(0);
  const [full, empty] = step === 1 ? [lastDigit, firstDigit] : [firstDigit, lastDigit];
  const rest = Array.from(integer.slice(1));
  for (let i = rest.length - 1; i >= 0; i--) {
    const digit = rest[i] ?? firstDigit;
    if (digit !== full) {
      rest[i] = digitOf(valueOf(digit) + step);
      return head + rest.join("");
    }
    rest[i] = empty;
  }
  return carryHead(head, rest, empty, step);
};

const carryHead = (head: string, rest: string[], empty: string, step: 1 | -1): string | undefined => {
  if (head === "Z" && step === 1) return `a${firstDigit}`;
  if (head === "a" && step === -1) return `Z${lastDigit}`;
  if ((head === "z" && step === 1) || (head === "A" && step === -1)) return undefined;
  const next = String.fromCharCode(head.charCodeAt(0) + step);
  const grows = integerLength(next) > integerLength(head);
  return next + (grows ? [...rest, empty] : rest.slice(0, -1)).join("");
};

/** A fraction strictly between two fractions; an absent upper one means 1. */
const fractionBetween = (lower: string, upper: string | undefined): string => {
  let shared = 0;
  while (upper !== undefined && shared < upper.length && (lower[shared] ?? firstDigit) === upper[shared])
    shared++;
  if (upper !== undefined && shared > 0)
    return upper.slice(0, shared) + fractionBetween(lower.slice(shared), upper.slice(shared));
  const low = valueOf(lower.charAt(0) || firstDigit);
  const high = upper === undefined ? digits.length : valueOf(upper.charAt(0));
  if (high - low > 1) return digitOf(Math.round((low + high) / 2));
  if (upper !== undefined && upper.length > 1) return upper.charAt(0);
  return digitOf(low) + fractionBetween(lower.slice(1), undefined);
};

/** A key after `before` and in front of `after`; an absent side is the end of the list. `before < after` must hold. */
export const orderKeyBetween = (before?: string, after?: string): string => {
  assert(
    before === undefined || after === undefined || before < after,
    "order keys are given in their order",
  );
  if (before === undefined) {
    if (after === undefined) return origin;
    const integer = integerPart(after);
    return integer < after
      ? integer
      : (stepInteger(integer, -1) ?? integer + fractionBetween("", after.slice(integer.length)));
  }
  const integer = integerPart(before);
  const fraction = before.slice(integer.length);
  const next = stepInteger(integer, 1);
  if (after === undefined) return next ?? integer + fractionBetween(fraction, undefined);
  if (integer === integerPart(after)) return integer + fractionBetween(fraction, after.slice(integer.length));
  return next !== undefined && next < after ? next : integer + fractionBetween(fraction, undefined);
};

/** `count` ascending keys after `before` and in front of `after`. */
export const orderKeys = (count: number, before?: string, after?: string): readonly string[] => {
  const keys: string[] = [];
  let last = before;
  for (let i = 0; i < count; i++) {
    last = orderKeyBetween(last, after);
    keys.push(last);
  }
  return keys;
};

/** Sorts by order key, then by id, so that every device shows the same order. */
export const compareByOrder = (
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
