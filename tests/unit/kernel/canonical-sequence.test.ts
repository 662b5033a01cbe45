/** Canonical encodings one behind the other, as in a file of records. */
import { expect, test } from "vitest";
import { concatBytes } from "#shared/kernel/bytes";
import { decodeCanonicalSequence, encodeCanonical } from "#shared/kernel/canonical";

const problem = { ok: false, error: { type: "NotCanonical" } };

test("[CBOR-18] every one is read, in order, and nothing is nothing", () => {
  for (const values of [[], [1], ["truss", [2, "chain"], 3]])
    expect(decodeCanonicalSequence(concatBytes(...values.map((value) => encodeCanonical(value))))).toEqual({
      ok: true,
      value: values,
    });
});

test("[CBOR-19] one that is cut off or not canonical spoils the whole", () => {
  const [one, two] = [encodeCanonical("truss"), encodeCanonical([2, "chain"])];
  expect(decodeCanonicalSequence(concatBytes(one, two.slice(0, -1)))).toEqual(problem);
  // 5 in two bytes where one is enough.
  expect(decodeCanonicalSequence(concatBytes(one, Uint8Array.of(0x18, 5), two))).toEqual(problem);
});
