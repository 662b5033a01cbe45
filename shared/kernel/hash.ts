/** SHA-256. The relay passes node:crypto's; everything else uses the portable one. Both are synchronous. */
import { sha256 as portableSha256 } from "@noble/hashes/sha2.js";

/** 32 bytes. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

export const sha256: Sha256 = (data) => portableSha256(data);
