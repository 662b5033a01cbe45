/** Bytes as keys of maps. */
import { expect, test } from "vitest";
import { bytesKey } from "#shared/kernel/bytes";

test("[CBOR-22] a key says every byte in its place, whatever the length", () => {
  for (const length of [0, 1, 8, 15, 16, 17, 31, 32, 33, 64]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 0xff);
    expect(Array.from(bytesKey(bytes), (char) => char.charCodeAt(0))).toEqual([...bytes]);
  }
});
