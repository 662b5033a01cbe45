/**
 * Reads hostile bytes. A reader never throws and never reads past its end: after the first violation it stays in the
 * `problem` state and every further read answers with an empty value, so that callers check once per loop.
 */
import { readUtf8 } from "#shared/kernel/utf8";
import type { RefusalCode } from "../messages";

export interface ReaderProblem {
  readonly code: RefusalCode;
  readonly detail: string;
}

export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  position: number;
  problem: ReaderProblem | undefined = undefined;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** False at the end and after a violation. */
  hasMore(): boolean {
    return this.position < this.end;
  }

  fail(detail: string, code: RefusalCode = "form"): 0 {
    this.problem ??= { code, detail };
    this.position = this.end;
    return 0;
  }

  byte(): number {
    const value = this.position < this.end ? this.bytes[this.position] : undefined;
    if (value === undefined) return this.fail("truncated");
    this.position += 1;
    return value;
  }

  /** A view of the next `length` bytes. */
  take(length: number): Uint8Array {
    if (length > this.end - this.position) {
      this.fail("truncated");
      return new Uint8Array(0);
    }
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  /** Text of `length` bytes. */
  text(length: number, detail: string): string {
    const start = this.position;
    if (length > this.end - start) this.fail("truncated");
    else this.position += length;
    const text = this.problem === undefined ? readUtf8(this.bytes, start, this.position) : "";
    if (text === undefined) this.fail(detail);
    return text ?? "";
  }

  /** Minimal unsigned LEB128 up to 2^53−1. */
  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (byte === 0 && i > 0) return this.fail("number not in its shortest form");
        return value <= Number.MAX_SAFE_INTEGER ? value : this.fail("number too large");
      }
      scale *= 128;
    }
    return this.fail("number too large");
  }

  /** Minimal signed LEB128 within ±(2^53−1). */
  signed(): number {
    let value = 0;
    let scale = 1;
    let before = 0;
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      if (byte < 0x80) {
        const negative = (byte & 0x40) !== 0;
        // The last byte may not merely repeat the sign of the one before it.
        if (i > 0 && (byte === 0 || byte === 0x7f) && ((before & 0x40) !== 0) === negative) {
          return this.fail("number not in its shortest form");
        }
        // The last byte carries the sign; added so, no sum on the way is larger than the result can be.
        value += (negative ? byte - 0x80 : byte) * scale;
        return Number.isSafeInteger(value) ? value : this.fail("number too large");
      }
      value += (byte & 0x7f) * scale;
      scale *= 128;
      before = byte;
    }
    return this.fail("number too large");
  }
}

/** Whether the bytes are exactly one number; larger ones than JavaScript holds would break whoever reads them. */
export const isNumber = (bytes: Uint8Array, isSigned: boolean): boolean => {
  const reader = new ByteReader(bytes);
  if (isSigned) reader.signed();
  else reader.unsigned();
  return reader.problem === undefined && reader.position === bytes.length;
};

/** An unsigned number as LEB128, as Automerge writes lengths. */
export const unsignedLeb = (value: number): Uint8Array => {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
};
