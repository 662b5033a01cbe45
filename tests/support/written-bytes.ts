/** Files written byte by byte. */
import { asciiBytes, concatBytes } from "#shared/kernel/bytes";

export type Part = number | string | Uint8Array;

export const bytes = (...parts: readonly Part[]): Uint8Array =>
  concatBytes(
    ...parts.map((each) =>
      typeof each === "string" ? asciiBytes(each) : typeof each === "number" ? Uint8Array.of(each) : each,
    ),
  );

export const big = (size: 2 | 4, value: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => (value >>> (8 * (size - 1 - at))) & 255);

/** A box of a photo or a film (ISO/IEC 14496-12). */
export const box = (name: string, ...parts: readonly Part[]): Uint8Array => {
  const body = bytes(...parts);
  return bytes(big(4, body.length + 8), name, body);
};

export const text = (of: Uint8Array | undefined): string =>
  Array.from(of ?? [], (code) => String.fromCharCode(code)).join("");
