/** The canonical encoding byte by byte, where one form ends and the next begins. */
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "#shared/kernel/bytes";
import { decodeCanonical, decodeCanonicalInPlace, encodeCanonical } from "#shared/kernel/canonical";
import { assert, must } from "#shared/kernel/result";

const bytesOf = (hex: string): Uint8Array => {
  const bytes = fromHex(hex.replaceAll(" ", ""));
  assert(bytes, "hexadecimal");
  return bytes;
};

const isRead = (hex: string): boolean => decodeCanonical(bytesOf(hex)).ok;

/** Written, and read again. */
const bothWays = (value: unknown, hex: string): void => {
  expect(toHex(encodeCanonical(value))).toBe(hex.replaceAll(" ", ""));
  expect(must(decodeCanonical(bytesOf(hex)))).toEqual(value);
};

describe("one form for each value", () => {
  test.each([
    [0, "00"],
    [1, "01"],
    [23, "17"],
    [24, "1818"],
    [255, "18ff"],
    [256, "190100"],
    [65_535, "19ffff"],
    [65_536, "1a00010000"],
    [2 ** 24 + 3, "1a01000003"],
    [2 ** 31, "1a80000000"],
    [2 ** 32 - 1, "1affffffff"],
    [2 ** 32, "1b0000000100000000"],
    [2 ** 40 + 5, "1b0000010000000005"],
    [Number.MAX_SAFE_INTEGER, "1b001fffffffffffff"],
    [-1, "20"],
    [-24, "37"],
    [-25, "3818"],
    [-256, "38ff"],
    [-257, "390100"],
    [-(2 ** 32), "3affffffff"],
    [-(2 ** 32) - 1, "3b0000000100000000"],
    [Number.MIN_SAFE_INTEGER, "3b001ffffffffffffe"],
    [null, "f6"],
    [true, "f5"],
    [false, "f4"],
    ["", "60"],
    ["é", "62c3a9"],
    ["😀", "64f09f9880"],
    [[], "80"],
    [[1, [2]], "82018102"],
    [{}, "a0"],
    [{ b: 1, a: 2, aa: 3 }, "a3 616102 616201 62616103"],
    [{ "!": 1, "~": 2 }, "a2 612101 617e02"],
  ])("[CBOR-7] %j", (value, hex) => {
    bothWays(value, hex);
  });

  test.each([
    [23, "57"],
    [24, "5818"],
    [255, "58ff"],
    [256, "590100"],
    [65_535, "59ffff"],
    [65_536, "5a00010000"],
  ])("[CBOR-8] %i bytes, their length before them", (length, head) => {
    const value = new Uint8Array(length).fill(7);
    bothWays(value, `${head}${"07".repeat(length)}`);
    expect(isRead(`${head}${"07".repeat(length - 1)}`)).toBe(false);
    expect(isRead(`${head}${"07".repeat(length + 1)}`)).toBe(false);
  });

  test.each([
    ["a number below 24 in a second byte", "1817", "1818"],
    ["one below 2^8 in two", "1900ff", "190100"],
    ["one below 2^16 in four", "1a0000ffff", "1a00010000"],
    ["one below 2^32 in eight", "1b00000000ffffffff", "1b0000000100000000"],
    ["a number cut off", "18", "1818"],
    ["one of two bytes cut off", "1901", "190100"],
    ["one of eight bytes cut off", "1b00000001000000", "1b0000000100000000"],
    ["a number above the largest", "1b0020000000000000", "1b001fffffffffffff"],
    ["a number below the smallest", "3b001fffffffffffff", "3b001ffffffffffffe"],
    ["a reserved length", "1c", "00"],
    ["an unending array", "9f", "80"],
    ["a key longer than 32", `a17821${"61".repeat(33)}01`, `a17820${"61".repeat(32)}01`],
    ["a key without a character", "a16001", "a1612101"],
    ["a key with a space", "a1612001", "a1612101"],
    ["a key with a control character", "a1617f01", "a1617e01"],
    ["a key of bytes", "a1416101", "a1616101"],
    ["a key whose last character is a space", "a162612001", "a162612101"],
    ["a key twice", "a2616101616102", "a2616101616202"],
    ["a longer key first", "a262616101616201", "a261620162616101"],
    ["keys against the alphabet", "a2616201616101", "a2616101616201"],
    ["a key without a value", "a16161", "a1616101"],
    ["a pair less than said", "a2616101", "a1616101"],
    ["an item less than said", "8201", "820102"],
    ["a tag", "c001", "01"],
    ["another simple value", "f7", "f6"],
    ["a short simple value", "e0", "f4"],
    ["half a character", "61c3", "62c3a9"],
    ["a character in two parts", "6365cc81", "62c3a9"],
  ])("[CBOR-9] %s is refused, what is next to it is not", (_, refused, read) => {
    expect([isRead(refused), isRead(read)]).toEqual([false, true]);
  });

  test("[CBOR-10] sixteen levels are written and read, seventeen are neither, of lists and of maps", () => {
    const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown =>
      depth === 0 ? 1 : wrap(nested(depth - 1, wrap));
    for (const [wrap, open] of [
      [(inner: unknown): unknown => [inner], "81"],
      [(inner: unknown): unknown => ({ a: inner }), "a16161"],
    ] as const) {
      bothWays(nested(16, wrap), `${open.repeat(16)}01`);
      expect(() => encodeCanonical(nested(17, wrap))).toThrow();
      expect(isRead(`${open.repeat(17)}01`)).toBe(false);
    }
    // One beside the other is no level.
    bothWays(
      [nested(15, (inner) => [inner]), nested(15, (inner) => [inner])],
      `82${`${"81".repeat(15)}01`.repeat(2)}`,
    );
  });

  test("[CBOR-11] keys of 1 to 32 printable characters are written, others are a defect", () => {
    for (const key of ["!", "~", "a".repeat(32), "0", "__proto"]) {
      expect(must(decodeCanonical(encodeCanonical({ [key]: 1 })))).toEqual({ [key]: 1 });
    }
    for (const key of ["", " ", "\u007f", "é", "a ", "a".repeat(33)]) {
      expect(() => encodeCanonical({ [key]: 1 })).toThrow();
    }
    const sly: unknown = JSON.parse('{"__proto__":1}');
    expect(() => encodeCanonical(sly)).toThrow();
    expect(isRead(`a169${toHex(new TextEncoder().encode("__proto__"))}01`)).toBe(false);
  });

  test("[CBOR-12] objects of a class, fractions and half characters are a defect; without a prototype is plain", () => {
    expect(toHex(encodeCanonical({ __proto__: null, a: 1 }))).toBe("a1616101");
    const wrong = [
      new Date(0),
      new Map(),
      0.5,
      -0,
      Number.NaN,
      Infinity,
      2 ** 53,
      -(2 ** 53),
      undefined,
      "\ud800",
    ];
    for (const value of [...wrong, "e\u0301", () => 1, 1n, Symbol("x")]) {
      expect(() => encodeCanonical(value)).toThrow();
      expect(() => encodeCanonical([value])).toThrow();
    }
  });

  test("[CBOR-13] a long value after a short one and a short one after a long one", () => {
    const sizes = [10, 4_080, 4_096, 5_000, 9_000, 1_048_570, 1_048_576, 1_048_590, 3, 2_500_000, 10];
    for (const size of sizes) {
      const encoded = encodeCanonical([new Uint8Array(size).fill(size & 0xff), "end"]);
      const head = toHex(encodeCanonical(new Uint8Array(size))).slice(
        0,
        size < 24 ? 2 : size < 65_536 ? 6 : 10,
      );
      expect(encoded.length).toBe(1 + head.length / 2 + size + 4);
      expect(toHex(encoded.slice(0, 1 + head.length / 2))).toBe(`82${head}`);
      expect(encoded.slice(1 + head.length / 2, -4).every((byte) => byte === (size & 0xff))).toBe(true);
      expect(toHex(encoded.slice(-4))).toBe("63656e64");
    }
    const many = Array.from({ length: 3_000 }, (_, i) => i);
    const text = "ä".repeat(6_000);
    expect(must(decodeCanonical(encodeCanonical([many, text, { text }])))).toEqual([many, text, { text }]);
  });

  test("[CBOR-14] what was read is a copy: the message may change afterwards", () => {
    const message = encodeCanonical([Uint8Array.of(1, 2, 3)]);
    const before = must(decodeCanonical(message));
    message.fill(0);
    expect(before).toEqual([Uint8Array.of(1, 2, 3)]);
    const again = encodeCanonical([Uint8Array.of(1)]);
    encodeCanonical([Uint8Array.of(9)]);
    expect(toHex(again)).toBe("814101");
  });

  test("[CBOR-15] more than fits is written where it ends, by heads, single bytes and text alike", () => {
    const nulls = encodeCanonical(Array.from({ length: 1_100_000 }, () => null));
    expect([nulls.length, nulls.slice(5).every((byte) => byte === 0xf6)]).toEqual([1_100_005, true]);
    const ones = encodeCanonical(Array.from({ length: 1_100_000 }, () => 1));
    expect([ones.length, ones.slice(5).every((byte) => byte === 1)]).toEqual([1_100_005, true]);
    const text = encodeCanonical("ä".repeat(600_000));
    expect([text.length, text.at(-2), text.at(-1)]).toEqual([1_200_005, 0xc3, 0xa4]);
  });

  test("[CBOR-16] what claims more than there is takes no memory", () => {
    for (const lead of ["5b", "7b", "9b", "bb"]) expect(isRead(`${lead}001fffffffffffff`)).toBe(false);
    for (const [cut, whole] of [
      ["4401020", "4401020304"],
      ["64616263", "6461626364"],
      ["840102", "8401020304"],
      ["a26161016162", "a2616101616202"],
    ] as const) {
      expect([isRead(cut.length % 2 === 0 ? cut : `${cut}3`), isRead(whole)]).toEqual([false, true]);
    }
  });

  test("[CBOR-17] a key may not be longer than the message, nor its length be longer than needed", () => {
    for (const hex of ["a1", "a161", "a17801610", "a1780161", "a17b001fffffffffffff61", "a1626101"]) {
      expect(isRead(hex.length % 2 === 0 ? hex : `${hex}1`)).toBe(false);
    }
  });

  test("[CBOR-20] read in place it is the same value; long byte strings are parts of the message, short ones are not", () => {
    const value = { long: new Uint8Array(64).fill(7), short: new Uint8Array(63).fill(7), text: "truss" };
    const message = encodeCanonical(value);
    const read = must(decodeCanonicalInPlace(message));
    expect(read).toEqual(value);
    message.fill(0);
    expect(read).toEqual({ ...value, long: new Uint8Array(64) });
    expect(decodeCanonicalInPlace(Uint8Array.of(0x18, 5)).ok).toBe(false);
    expect(decodeCanonicalInPlace(Uint8Array.of(1, 1)).ok).toBe(false);
  });

  test("[CBOR-21] more keys than are remembered are still told apart, in any order", () => {
    const keys = Array.from({ length: 5_000 }, (_, i) => `k${(i * 7_919) % 5_000}`);
    for (let round = 0; round < 2; round++) {
      for (const key of keys)
        expect(must(decodeCanonical(encodeCanonical({ [key]: 1 })))).toEqual({ [key]: 1 });
    }
    const few = Object.fromEntries(["zz", "b", "ccc", "a", "dddd", "aa"].map((key, i) => [key, i]));
    expect(JSON.stringify(must(decodeCanonical(encodeCanonical(few))))).toBe(
      '{"a":3,"b":1,"aa":5,"zz":0,"ccc":2,"dddd":4}',
    );
    const many = Object.fromEntries(keys.map((key, i) => [key, i]));
    expect(must(decodeCanonical(encodeCanonical(many)))).toEqual(many);
  });
});
