/** Byte strings as keys of maps. One character per byte: the cheapest text Node can make of them. */
export const byteKey = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

export const keyBytes = (key: string): Uint8Array => new Uint8Array(Buffer.from(key, "latin1"));
