/** A WebSocket message as bytes, however the library hands it over. */
import type { RawData } from "ws";

export const toFrame = (data: RawData): Uint8Array => {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
};
