/** Eight bytes, big-endian, as in the fixed layouts. Values are safe integers. */
import { assert } from "#shared/kernel/result";

export const uint64Bytes = (value: number): Uint8Array => {
  assert(Number.isSafeInteger(value) && value >= 0, "fixed layouts hold unsigned safe integers");
  const bytes = new Uint8Array(8);
  const high = Math.floor(value / 2 ** 32);
  for (let i = 0; i < 4; i++) {
    bytes[i] = high >>> (24 - 8 * i);
    bytes[4 + i] = value >>> (24 - 8 * i);
  }
  return bytes;
};
