/** A codec for tests: what it sealed shows nothing of what went in, and opens in its own place only. */
import type { ChunkCodec } from "#shared/protocol/chunk-codec";
import { bytesEqual, concatBytes } from "#shared/kernel/bytes";
import { named } from "./keys";

const markBytes = 32;

/** Takes the longer the shorter the bytes are, so that what was given first is not ready first. */
const pause = async ({ length }: Uint8Array): Promise<void> => {
  for (let left = 5 - (length % 5); left > 0; left--) await Promise.resolve();
};

const mixed = (place: string, bytes: Uint8Array): Uint8Array => {
  const stream = named(`stream of ${place}`);
  return bytes.map((byte, at) => byte ^ (stream[at % stream.length] ?? 0) ^ (at & 0xff));
};

export const sealingCodec: ChunkCodec = {
  enc: 1,
  seal: async (place, bytes) => {
    await pause(bytes);
    return concatBytes(named(`seal of ${place}`), mixed(place, bytes));
  },
  open: async (place, bytes) => {
    await pause(bytes);
    const mark = bytes.subarray(0, markBytes);
    if (!bytesEqual(mark, named(`seal of ${place}`))) throw new Error(`not sealed for ${place}`);
    return mixed(place, bytes.subarray(markBytes));
  },
};
