/**
 * What a content really is, read from its first bytes: neither its name nor what a record says of it is believed. Only
 * these four are ever handed to the browser to draw; everything else, SVG and pages above all, can only be saved.
 */

export type PictureType = "image/jpeg" | "image/png" | "image/webp" | "image/gif";

export interface PictureFacts {
  readonly type: PictureType;
  readonly width: number;
  readonly height: number;
}

/** A picture that unpacks to more is not drawn: 50 million pixels are 200 MB of memory. */
const mostPixels = 50_000_000;
const longestSide = 20_000;

/** Undefined for everything that is not a picture of a kind that is drawn. */
export const readPicture = (bytes: Uint8Array): PictureFacts | undefined =>
  readPng(bytes) ?? readJpeg(bytes) ?? readGif(bytes) ?? readWebp(bytes);

export const isDrawable = ({ width, height }: Pick<PictureFacts, "width" | "height">): boolean =>
  width > 0 && height > 0 && Math.max(width, height) <= longestSide && width * height <= mostPixels;

const ascii = (bytes: Uint8Array, at: number, word: string): boolean =>
  bytes.length >= at + word.length &&
  Array.from(word).every((char, i) => bytes[at + i] === char.charCodeAt(0));

const big16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const little16 = (bytes: Uint8Array, at: number): number => ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0);
const little24 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at + 2] ?? 0) << 16) | little16(bytes, at);
const big32 = (bytes: Uint8Array, at: number): number => big16(bytes, at) * 65_536 + big16(bytes, at + 2);

const readPng = (bytes: Uint8Array): PictureFacts | undefined =>
  bytes.length >= 24 && bytes[0] === 0x89 && ascii(bytes, 1, "PNG\r\n\u001a\n") && ascii(bytes, 12, "IHDR")
    ? { type: "image/png", width: big32(bytes, 16), height: big32(bytes, 20) }
    : undefined;

const readGif = (bytes: Uint8Array): PictureFacts | undefined =>
  bytes.length >= 10 && (ascii(bytes, 0, "GIF87a") || ascii(bytes, 0, "GIF89a"))
    ? { type: "image/gif", width: little16(bytes, 6), height: little16(bytes, 8) }
    : undefined;

/** Walks the segments to the one that begins the picture (SOF, which says how large it is). */
const readJpeg = (bytes: Uint8Array): PictureFacts | undefined => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { type: "image/jpeg", width: big16(bytes, at + 7), height: big16(bytes, at + 5) };
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker === 0xd9 || marker === 0xda) return undefined;
    const length = isBare ? 0 : big16(bytes, at + 2);
    if (!isBare && length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
};

const readWebp = (bytes: Uint8Array): PictureFacts | undefined => {
  if (bytes.length < 30 || !ascii(bytes, 0, "RIFF") || !ascii(bytes, 8, "WEBP")) return undefined;
  const type = "image/webp";
  if (ascii(bytes, 12, "VP8X"))
    return { type, width: little24(bytes, 24) + 1, height: little24(bytes, 27) + 1 };
  if (ascii(bytes, 12, "VP8 "))
    return { type, width: little16(bytes, 26) & 0x3fff, height: little16(bytes, 28) & 0x3fff };
  if (!ascii(bytes, 12, "VP8L") || bytes[20] !== 0x2f) return undefined;
  const [a, b, c, d] = [bytes[21] ?? 0, bytes[22] ?? 0, bytes[23] ?? 0, bytes[24] ?? 0];
  return { type, width: 1 + (((b & 0x3f) << 8) | a), height: 1 + (((d & 0xf) << 10) | (c << 2) | (b >> 6)) };
};
