/** Which encoding a text file has: by its mark, else by what is valid. */
import type { TextDecoding, TextEncodingName } from "./byte-source";

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncodingName;
  readonly hasMark: boolean;
}

const marks: readonly { readonly bytes: readonly number[]; readonly encoding: TextEncodingName }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

/** UTF-16 without a mark shows in Latin text by its regular zero bytes. */
const unmarkedUtf16 = (bytes: Uint8Array): TextEncodingName | undefined => {
  const length = Math.min(bytes.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const most = length * 0.35;
  return odd > most && even === 0 ? "utf-16le" : even > most && odd === 0 ? "utf-16be" : undefined;
};

/** Undefined when the bytes are no text: control characters that no table or JSON file has. */
export const decodeText = (bytes: Uint8Array, decoding: TextDecoding): DecodedText | undefined => {
  const mark = marks.find((candidate) => startsWith(bytes, candidate.bytes));
  const guess = mark?.encoding ?? unmarkedUtf16(bytes);
  const tried: readonly TextEncodingName[] = guess === undefined ? ["utf-8", "windows-1252"] : [guess];
  for (const encoding of tried) {
    const body = bytes.subarray(mark?.bytes.length ?? 0);
    const text = encoding === "windows-1252" ? decodeWindows1252(body) : decoding.decode(body, encoding);
    if (text !== undefined) return isText(text) ? { text, encoding, hasMark: mark !== undefined } : undefined;
  }
  return undefined;
};

/** What Windows-1252 has where Latin-1 has control characters; the five it leaves open stay as they are. */
const windowsLetters = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Done here because not every platform tells it from Latin-1. */
const decodeWindows1252 = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  const step = 8_192;
  for (let at = 0; at < bytes.length; at += step)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + step)));
  return parts
    .join("")
    .replace(/[\u0080-\u009f]/g, (char) => windowsLetters.charAt(char.charCodeAt(0) - 0x80));
};

/** Sees the beginning only: a stray control character further down does not make a table binary. */
const isText = (text: string): boolean => {
  const head = text.slice(0, 65_536);
  const strange = head.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0;
  return !head.includes("\u0000") && strange * 500 <= head.length;
};
