/**
 * Takes out of a photo or a film, byte by byte, what a camera writes into it beside the picture: where it was taken above
 * all. For photos that cannot be drawn anew. What is not understood to its end is not said to be clean.
 */
import { asciiBytes, concatBytes } from "#shared/kernel/bytes";
import { blankedFilm } from "./location-film";
import { blankedContainer } from "./location-heic";

type Bytes = Uint8Array;

const begins = (bytes: Bytes, at: number, word: string): boolean =>
  bytes.length >= at + word.length &&
  Array.from(word).every((char, i) => bytes[at + i] === char.charCodeAt(0));

const viewOf = (bytes: Bytes): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const exifHead = "Exif\0\0";
const orientationTag = 0x0112;

/** How a camera was held, 2 to 8; undefined where the picture stands as it is. Looks only into the first directory. */
const orientationIn = (exif: Bytes): number | undefined => {
  const isLittle = begins(exif, 0, "II");
  if ((!isLittle && !begins(exif, 0, "MM")) || exif.length < 10) return undefined;
  const view = viewOf(exif);
  const first = view.getUint32(4, isLittle);
  if (first + 2 > exif.length) return undefined;
  const count = view.getUint16(first, isLittle);
  for (let i = 0; i < count; i++) {
    const at = first + 2 + i * 12;
    if (at + 12 > exif.length) return undefined;
    if (view.getUint16(at, isLittle) !== orientationTag) continue;
    const found = view.getUint16(at + 8, isLittle);
    return found >= 2 && found <= 8 ? found : undefined;
  }
  return undefined;
};

/** EXIF that says how the picture is turned, and nothing else. */
const onlyOrientation = (orientation: number): Bytes => {
  const exif = new Uint8Array(26);
  const view = viewOf(exif);
  exif.set(asciiBytes("MM"));
  view.setUint16(2, 42);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, orientationTag);
  view.setUint16(12, 3);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return exif;
};

const jpegExif = (exif: Bytes): Bytes =>
  concatBytes(Uint8Array.of(0xff, 0xe1, 0, exif.length + 8), asciiBytes(exifHead), exif);

const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);

/** How colours are meant and coded is kept; every other word of an application, and comments, go. */
const isKept = (bytes: Bytes, marker: number, at: number): boolean => {
  if (marker === 0xfe) return false;
  if (marker < 0xe1 || marker > 0xef) return true;
  return marker === 0xee || (marker === 0xe2 && begins(bytes, at + 4, "ICC_PROFILE\0"));
};

/** Where a scan ends: at the next marker that is none of its own. */
const scanEnd = (bytes: Bytes, from: number): number => {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !isBare(next)) return at;
  }
  return bytes.length;
};

const cleanJpeg = (bytes: Bytes): Bytes | undefined => {
  const parts: Bytes[] = [];
  const view = viewOf(bytes);
  let orientation: number | undefined;
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    // The rest did not arrive: what there is of the picture is kept.
    if (at >= bytes.length && parts.some((part) => part[1] === 0xda)) break;
    if (bytes[at] !== 0xff || marker === undefined) return undefined;
    // What lies behind the picture are further pictures and films, each with a place of its own.
    if (marker === 0xd9) break;
    const length = isBare(marker) ? 0 : at + 4 <= bytes.length ? view.getUint16(at + 2) : 0;
    if (!isBare(marker) && (length < 2 || at + 2 + length > bytes.length)) return undefined;
    let end = at + 2 + length;
    if (marker === 0xe1 && begins(bytes, at + 4, exifHead))
      orientation ??= orientationIn(bytes.subarray(at + 10, end));
    if (marker === 0xda) end = scanEnd(bytes, end);
    if (isKept(bytes, marker, at)) parts.push(bytes.subarray(at, end));
    at = end;
  }
  const turned = orientation === undefined ? [] : [jpegExif(onlyOrientation(orientation))];
  return concatBytes(Uint8Array.of(0xff, 0xd8), ...turned, ...parts, Uint8Array.of(0xff, 0xd9));
};

/** What makes up the picture, how its colours are meant and its frames. Texts and times go. */
const pngChunks: ReadonlySet<string> = new Set([
  ...["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "bKGD"],
  ...["cICP", "acTL", "fcTL", "fdAT"],
]);

const wordAt = (bytes: Bytes, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** ISO/IEC 15948, annex D. */
const crcOf = (bytes: Bytes): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
};

const pngExif = (exif: Bytes): Bytes => {
  const chunk = concatBytes(new Uint8Array(4), asciiBytes("eXIf"), exif, new Uint8Array(4));
  viewOf(chunk).setUint32(0, exif.length);
  viewOf(chunk).setUint32(chunk.length - 4, crcOf(chunk.subarray(4, -4)));
  return chunk;
};

const cleanPng = (bytes: Bytes): Bytes | undefined => {
  const parts: Bytes[] = [bytes.subarray(0, 8)];
  const view = viewOf(bytes);
  let orientation: number | undefined;
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    const name = wordAt(bytes, at + 4);
    if (name === "eXIf") orientation ??= orientationIn(bytes.subarray(at + 8, end - 4));
    // Behind the head, before the picture.
    if (name === "IEND" && orientation !== undefined)
      parts.splice(2, 0, pngExif(onlyOrientation(orientation)));
    if (pngChunks.has(name)) parts.push(bytes.subarray(at, end));
    if (name === "IEND") return concatBytes(...parts);
    at = end;
  }
  return undefined;
};

const webpChunks: ReadonlySet<string> = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
/** The bits of VP8X that promise EXIF and XMP. */
const [webpExifPromise, webpPromises] = [0b0000_1000, 0b0000_1100];

/** Some write before it what begins it in a JPEG. */
const webpOrientation = (exif: Bytes): number | undefined =>
  orientationIn(begins(exif, 0, exifHead) ? exif.subarray(exifHead.length) : exif);

const webpExif = (exif: Bytes): Bytes =>
  concatBytes(asciiBytes("EXIF"), Uint8Array.of(exif.length, 0, 0, 0), exif);

const cleanWebp = (bytes: Bytes): Bytes | undefined => {
  const parts: Bytes[] = [];
  const view = viewOf(bytes);
  const whole = Math.min(bytes.length, 8 + view.getUint32(4, true));
  let orientation: number | undefined;
  let at = 12;
  while (at + 8 <= whole) {
    const end = at + 8 + view.getUint32(at + 4, true);
    if (end > whole) return undefined;
    const name = wordAt(bytes, at);
    if (webpChunks.has(name)) parts.push(bytes.slice(at, end + (end % 2)));
    if (name === "EXIF") orientation ??= webpOrientation(bytes.subarray(at + 8, end));
    at = end + (end % 2);
  }
  const [first] = parts;
  if (first === undefined) return undefined;
  const isExtended = begins(first, 0, "VP8X");
  const turned = isExtended && orientation !== undefined ? [webpExif(onlyOrientation(orientation))] : [];
  if (isExtended) first[8] = ((first[8] ?? 0) & ~webpPromises) | (turned.length > 0 ? webpExifPromise : 0);
  const body = concatBytes(...parts, ...turned);
  const head = bytes.slice(0, 12);
  viewOf(head).setUint32(4, body.length + 4, true);
  return concatBytes(head, body);
};

/** Photos as a sensor made them, which may say where anywhere in them, and bare JPEG 2000 with its comments. */
const isRaw = (bytes: Bytes): boolean =>
  ["II+\0", "MM\0+", "IIU\0", "IIRO", "IIRS", "MMOR", "FUJIFILMCCD-RAW", "\xffO\xffQ"].some((word) =>
    begins(bytes, 0, word),
  );

/** JPEG XL and JPEG 2000 in boxes, of which any may be EXIF or XMP. */
const isOtherContainer = (bytes: Bytes): boolean => begins(bytes, 4, "JXL ") || begins(bytes, 4, "jP  ");

const gifXmp = "XMP DataXMP";
/** Looked for anywhere: where a torn GIF goes on is not known. */
const isGifWithXmp = (bytes: Bytes): boolean =>
  begins(bytes, 0, "GIF8") && bytes.some((byte, at) => byte === 0x58 && begins(bytes, at, gifXmp));

/** Where a TIFF says its place: GPS, XMP, IPTC, and what Photoshop keeps of both. */
const placeTags: ReadonlySet<number> = new Set([0x8825, 0x02bc, 0x83bb, 0x8649]);
const mostDirectories = 64;

/** Whether a TIFF, as scanners and cameras make it, says where it was made. One that cannot be followed may. */
const saysPlace = (bytes: Bytes): boolean => {
  const isLittle = begins(bytes, 0, "II");
  const view = viewOf(bytes);
  const four = (at: number): number => (at + 4 <= bytes.length ? view.getUint32(at, isLittle) : -1);
  let directory = four(4);
  for (let n = 0; directory !== 0; n++) {
    if (n === mostDirectories || directory < 8 || directory + 2 > bytes.length) return true;
    const end = directory + 2 + 12 * view.getUint16(directory, isLittle);
    if (end > bytes.length) return true;
    for (let at = directory + 2; at < end; at += 12) {
      if (placeTags.has(view.getUint16(at, isLittle))) return true;
    }
    directory = four(end);
  }
  return false;
};

/** How a QuickTime film begins that does not say what it is. */
const isBareFilm = (bytes: Bytes): boolean =>
  ["moov", "mdat", "pnot"].some((word) => begins(bytes, 4, word)) || begins(bytes, 0, "\0\0\0\bwide");

/**
 * The same bytes where they are no photo and no film; undefined where one cannot be freed of what it says about its place.
 */
export const withoutLocation = (bytes: Bytes): Bytes | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return cleanJpeg(bytes);
  if (bytes[0] === 0x89 && begins(bytes, 1, "PNG\r\n")) return cleanPng(bytes);
  if (begins(bytes, 0, "RIFF") && begins(bytes, 8, "WEBP")) return cleanWebp(bytes);
  if (begins(bytes, 4, "ftyp")) return blankedContainer(bytes);
  if (isBareFilm(bytes)) return blankedFilm(bytes);
  const isTiff = begins(bytes, 0, "II*\0") || begins(bytes, 0, "MM\0*");
  const maySayPlace =
    isRaw(bytes) || isOtherContainer(bytes) || isGifWithXmp(bytes) || (isTiff && saysPlace(bytes));
  return maySayPlace ? undefined : bytes;
};
