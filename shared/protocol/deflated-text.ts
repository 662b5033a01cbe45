/** Text that travels deflated; what comes is inflated with a hard cap. */
import { deflateSync, strFromU8, strToU8 } from "fflate";
import { inflateCapped } from "./gate/inflate";

/** Undefined when the text is longer than `cap` bytes. */
export const deflateText = (text: string, cap: number): Uint8Array | undefined => {
  const bytes = strToU8(text);
  return bytes.length > cap ? undefined : deflateSync(bytes, { level: 6 });
};

/** Undefined when it is not deflated or longer than `cap` bytes. Never throws. */
export const inflateText = (bytes: Uint8Array, cap: number): string | undefined => {
  const inflated = inflateCapped(bytes, cap);
  return inflated.ok ? strFromU8(inflated.value) : undefined;
};
