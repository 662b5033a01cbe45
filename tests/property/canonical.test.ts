import { encode, rfc8949EncodeOptions } from "cborg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex } from "#shared/kernel/bytes";
import type { CborValue } from "#shared/kernel/canonical";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import { assert, must } from "#shared/kernel/result";

const key = fc.stringMatching(/^[\x21-\x7e]{1,32}$/).filter((text) => text !== "__proto__");
const { value } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger().map((number) => (number === 0 ? 0 : number)),
    fc.string({ unit: "grapheme" }).map((text) => text.normalize("NFC")),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

const bytesOf = (hex: string): Uint8Array => {
  const bytes = fromHex(hex);
  assert(bytes, "hexadecimal");
  return bytes;
};

describe("canonical encoding", () => {
  test("[CBOR-1] every value has one encoding and comes back from it", () => {
    fc.assert(
      fc.property(value, (given) => {
        const bytes = encodeCanonical(given);
        expect(toHex(bytes)).toBe(toHex(encode(given, rfc8949EncodeOptions)));
        expect(must(decodeCanonical(bytes))).toEqual(given);
        expect(toHex(encodeCanonical(must(decodeCanonical(bytes))))).toBe(toHex(bytes));
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });

  test("[CBOR-2] no other bytes give the same value: one changed byte is refused or is another value", () => {
    const mutation = fc.record({ at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(value, mutation, (given, { at, byte }) => {
        const bytes = encodeCanonical(given);
        const mutant = bytes.map((old, i) => (i === at % bytes.length ? old ^ byte : old));
        const read = decodeCanonical(mutant);
        if (read.ok) expect(toHex(encodeCanonical(read.value))).toBe(toHex(mutant));
      }),
      { seed: 2, numRuns: 3_000 },
    );
  });

  test("[CBOR-3] noise never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const read = decodeCanonical(noise);
        if (read.ok) expect(toHex(encodeCanonical(read.value))).toBe(toHex(noise));
      }),
      { seed: 3, numRuns: 3_000 },
    );
  });

  test.each([
    ["an unsorted map", "a2616201616101"],
    ["keys sorted by length last", "a262616101616201"],
    ["the same key twice", "a2616101616101"],
    ["a number longer than needed", "1801"],
    ["a length longer than needed", "590001ff"],
    ["a number above 2^53", "1b0020000000000000"],
    ["a number below -2^53", "3b001fffffffffffff"],
    ["half a float", "f93c00"],
    ["a float", "fb3ff0000000000000"],
    ["not a number", "f97e00"],
    ["undefined", "f7"],
    ["a simple value", "e0"],
    ["a tag", "c000"],
    ["an indefinite array", "9f01ff"],
    ["an indefinite map", "bf616101ff"],
    ["indefinite bytes", "5f4101ff"],
    ["indefinite text", "7f6161ff"],
    ["a key that is a number", "a10101"],
    ["an empty key", "a16001"],
    ["a key that is not ASCII", "a162c3a901"],
    ["a key with a space", "a1612001"],
    ["a key of 33 characters", `a17821${"61".repeat(33)}01`],
    ["text that is not UTF-8", "61ff"],
    ["text with half a surrogate pair", "63eda080"],
    ["text not in NFC", "63 65cc81".replace(" ", "")],
    ["bytes after the value", "0101"],
    ["a truncated array", "8201"],
    ["an array that claims 4 billion items", "9affffffff"],
    ["a map that claims 2^53 entries", "bb0020000000000000"],
    ["text longer than there is", "7a7fffffff61"],
    ["nothing", ""],
    ["17 levels of arrays", `${"81".repeat(17)}01`],
    ["a hundred thousand levels of arrays", `${"81".repeat(100_000)}01`],
    ["a hundred thousand levels of maps", `${"a16161".repeat(100_000)}01`],
  ])("[CBOR-4] %s is refused", (_, hex) => {
    expect(decodeCanonical(bytesOf(hex)).ok).toBe(false);
  });

  test("[CBOR-5] 16 levels are read; a key that would be the prototype of the object read is refused", () => {
    expect(decodeCanonical(bytesOf(`${"81".repeat(16)}01`)).ok).toBe(true);
    const sly = encode(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(decodeCanonical(sly).ok).toBe(false);
    expect("polluted" in {}).toBe(false);
  });

  test.each([
    ["a fraction", 1.5],
    ["minus zero", -0],
    ["a number too large", 2 ** 53],
    ["undefined", undefined],
    ["undefined inside", { a: undefined }],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["text not in NFC", "e\u0301"],
    ["half a surrogate pair", "\ud800"],
    ["a key that is not ASCII", { é: 1 }],
  ])("[CBOR-6] writing %s is a defect", (_, given) => {
    expect(() => encodeCanonical(given)).toThrow("Invariant");
  });
});
