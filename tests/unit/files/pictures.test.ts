import fc from "fast-check";
import { expect, test } from "vitest";
import { isDrawable, readPicture } from "#shared/domain/files";
import { asciiBytes, concatBytes } from "#shared/kernel/bytes";

const bytes = (...values: readonly (number | string)[]): Uint8Array =>
  concatBytes(...values.map((each) => (typeof each === "string" ? asciiBytes(each) : Uint8Array.of(each))));

const padded = (start: Uint8Array, length = 64): Uint8Array => {
  const whole = new Uint8Array(Math.max(length, start.length));
  whole.set(start);
  return whole;
};

const png = (width: number, height: number): Uint8Array => {
  const head = padded(bytes(0x89, "PNG\r\n\u001a\n", 0, 0, 0, 13, "IHDR"), 33);
  new DataView(head.buffer).setUint32(16, width);
  new DataView(head.buffer).setUint32(20, height);
  return head;
};

test("[DOC-05] the four kinds of picture say how large they are", () => {
  expect(readPicture(png(800, 600))).toEqual({ type: "image/png", width: 800, height: 600 });
  expect(readPicture(padded(bytes("GIF89a", 0x20, 0x03, 0x58, 0x02)))).toEqual({
    type: "image/gif",
    width: 800,
    height: 600,
  });
  const exif = bytes(0xff, 0xe1, 0, 8, "Exif", 0, 0);
  const frame = bytes(0xff, 0xc2, 0, 17, 8, 0x02, 0x58, 0x03, 0x20, 3);
  expect(readPicture(padded(concatBytes(bytes(0xff, 0xd8), exif, frame)))).toEqual({
    type: "image/jpeg",
    width: 800,
    height: 600,
  });
  const lossy = bytes(
    "RIFF",
    0,
    0,
    0,
    0,
    "WEBPVP8 ",
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0x9d,
    0x01,
    0x2a,
    0x20,
    0x03,
    0x58,
    0x02,
  );
  expect(readPicture(padded(lossy))).toEqual({ type: "image/webp", width: 800, height: 600 });
});

test("[DOC-05] pages, drawings with script and documents are no pictures, whatever their name says", () => {
  for (const text of [
    "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "<!doctype html>",
    "%PDF-1.7",
  ])
    expect(readPicture(padded(asciiBytes(text)))).toBeUndefined();
});

test("[DOC-05] a picture that would unpack to gigabytes is not drawn", () => {
  expect(isDrawable({ width: 8_000, height: 6_000 })).toBe(true);
  expect(isDrawable({ width: 60_000, height: 60_000 })).toBe(false);
  expect(isDrawable({ width: 0, height: 10 })).toBe(false);
  expect(isDrawable(readPicture(png(4_294_967_295, 4_294_967_295)) ?? { width: 0, height: 0 })).toBe(false);
});

test("[DOC-05] no bytes make the reader fail or run on", () => {
  const beginnings = [
    bytes(0xff, 0xd8, 0xff, 0xe0),
    bytes("RIFF"),
    bytes("GIF8"),
    bytes(0x89, "PNG"),
    new Uint8Array(),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      const found = readPicture(concatBytes(start, rest));
      return found === undefined || (Number.isInteger(found.width) && Number.isInteger(found.height));
    }),
    { seed: 5, numRuns: 2_000 },
  );
});
