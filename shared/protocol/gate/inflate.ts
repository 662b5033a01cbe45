/** Inflating with a hard cap: the input is fed in small slices and the work stops as soon as the cap is passed. */
import { Inflate } from "fflate";
import { concatBytes } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";

export type InflateProblem = { readonly type: "TooLarge" } | { readonly type: "NotDeflate" };

/** Deflate expands at most 1032 times, so one slice yields at most about half a mebibyte past the cap. */
const sliceBytes = 512;

export const inflateCapped = (bytes: Uint8Array, cap: number): Result<Uint8Array, InflateProblem> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Inflate((part) => {
    size += part.length;
    parts.push(part);
  });
  try {
    for (let start = 0; start < bytes.length; start += sliceBytes) {
      stream.push(bytes.subarray(start, start + sliceBytes), start + sliceBytes >= bytes.length);
      if (size > cap) return err({ type: "TooLarge" });
    }
  } catch {
    // The library throws on anything that is not a complete deflate stream.
    return err({ type: "NotDeflate" });
  }
  return size === 0 ? err({ type: "NotDeflate" }) : ok(concatBytes(...parts));
};
