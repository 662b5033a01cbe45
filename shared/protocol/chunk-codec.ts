/**
 * How changes lie in a store: as they are, or sealed. Nothing is sealed yet; a device that asks for a PIN, or a relay
 * that must not read, puts its codec here. What is stored names its coding, so both forms may lie side by side while
 * a store is changed from one to the other.
 */
export interface ChunkCodec {
  /** Written beside what it sealed; 0 is as it is. */
  readonly enc: 0 | 1;
  /** `place`: where the bytes lie. They open nowhere else. */
  seal(place: string, bytes: Uint8Array): Promise<Uint8Array>;
  open(place: string, bytes: Uint8Array): Promise<Uint8Array>;
}

export const plainChunks: ChunkCodec = {
  enc: 0,
  seal: async (_place, bytes) => bytes,
  open: async (_place, bytes) => bytes,
};

/** Bytes of one coding in the hands of the codec for it. A store that was sealed must not be read as if it were not. */
export const openWith = (
  codec: ChunkCodec,
  enc: 0 | 1,
  place: string,
  bytes: Uint8Array,
): Promise<Uint8Array> => {
  if (enc === 0) return plainChunks.open(place, bytes);
  if (codec.enc !== enc)
    throw new Error("Invariant: sealed changes are read with the codec that sealed them");
  return codec.open(place, bytes);
};
