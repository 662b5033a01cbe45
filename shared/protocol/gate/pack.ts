/**
 * A pack: many chunks of one document, every chunk after those it builds on, each behind its length in four bytes.
 * What else travels with a chunk, its hash and its parents, follows from its bytes.
 */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { ByteReader } from "./byte-reader";
import type { GateProblem } from "./types";

const lengthBytes = 4;

export const packChunks = (chunks: readonly { readonly bytes: Uint8Array }[]): Uint8Array => {
  const pack = new Uint8Array(chunks.reduce((sum, { bytes }) => sum + lengthBytes + bytes.length, 0));
  const view = new DataView(pack.buffer);
  let at = 0;
  for (const { bytes } of chunks) {
    view.setUint32(at, bytes.length);
    pack.set(bytes, at + lengthBytes);
    at += lengthBytes + bytes.length;
  }
  return pack;
};

/** Views of the chunks of a pack; what is in them is for `parseChange` to judge. */
export const unpackChunks = (pack: Uint8Array): Result<readonly Uint8Array[], GateProblem> => {
  const reader = new ByteReader(pack);
  const chunks: Uint8Array[] = [];
  while (reader.hasMore()) {
    let length = 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + reader.byte();
    chunks.push(reader.take(length));
  }
  return reader.problem === undefined
    ? ok(chunks)
    : err({ type: "ChunkRefused", code: "form", detail: "chunk longer than its pack" });
};
