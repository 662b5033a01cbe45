/** Eight bytes, big-endian, as in the fixed layouts. Values are safe integers. */
import { assert } from "#shared/kernel/result";

export const uint64Bytes = (value: number): Uint8Array => {
  assert(Number.isSafeInteger(value) && value >= 0, "fixed layouts hold unsigned safe integers");
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(value / 2 ** 32));
  view.setUint32(4, value >>> 0);
  return bytes;
};
