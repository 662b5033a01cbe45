/** Where a photo was taken, and everything else a camera wrote beside it, taken out without drawing it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPicture, withoutLocation } from "#shared/domain/files";
import { asciiBytes, concatBytes } from "#shared/kernel/bytes";

type Part = number | string | Uint8Array;
const bytes = (...parts: readonly Part[]): Uint8Array =>
  concatBytes(
    ...parts.map((each) =>
      typeof each === "string" ? asciiBytes(each) : typeof each === "number" ? Uint8Array.of(each) : each,
    ),
  );
const big = (size: 2 | 4, value: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => (value >>> (8 * (size - 1 - at))) & 255);
const little = (value: number): Uint8Array => big(4, value).toReversed();
const text = (of: Uint8Array | undefined): string =>
  Array.from(of ?? [], (code) => String.fromCharCode(code)).join("");

/** Stands for the place wherever a photo may say it. */
const place = "52.520N";

const segment = (marker: number, ...parts: readonly Part[]): Uint8Array => {
  const body = bytes(...parts);
  return bytes(0xff, marker, big(2, body.length + 2), body);
};
/** TIFF as cameras write it into EXIF: turned by a quarter, and where. */
const tiff = (...entries: readonly (readonly [tag: number, value: number])[]): Uint8Array =>
  bytes(
    ...["MM", 0, 42, big(4, 8), big(2, entries.length)],
    ...entries.map(([tag, value]) => bytes(big(2, tag), big(2, 3), big(4, 1), big(2, value), 0, 0)),
    ...[big(4, 0), place],
  );
const exif = bytes("Exif", 0, 0, tiff([0x0112, 6], [0x8825, 99]));
const frame = segment(0xc0, 8, big(2, 600), big(2, 800), 1, 1, 0x11, 0);
const scan = bytes(segment(0xda, 1, 1, 0, 0, 63, 0), 1, 2, 0xff, 0, 3, 0xff, 0xd0, 4);
const colours = segment(0xe2, "ICC_PROFILE", 0, 1, 1, "colours");
const jpeg = bytes(
  ...[
    0xff,
    0xd8,
    segment(0xe0, "JFIF", 0),
    segment(0xe1, exif),
    segment(0xe1, "http://ns.adobe.com/xap/", place),
  ],
  ...[segment(0xed, "Photoshop", place), segment(0xfe, place), segment(0xe2, "MPF", 0, place), colours],
  ...[frame, scan, 0xff, 0xd9, "a film behind the picture ", place],
);

test("[DOC-05] a JPEG keeps its picture, its colours and how it is turned, and says nothing else", () => {
  const clean = withoutLocation(jpeg);
  expect(text(clean)).not.toContain(place);
  expect(clean === undefined ? undefined : readPicture(clean)).toMatchObject({ width: 800, height: 600 });
  for (const kept of [colours, frame, scan]) expect(text(clean)).toContain(text(kept));
  expect(text(clean)).toContain(text(bytes("Exif", 0, 0, "MM", 0, 42)));
  expect(text(clean)).toContain(text(bytes(big(2, 0x0112), big(2, 3), big(4, 1), big(2, 6))));
  expect(clean?.slice(-2)).toEqual(Uint8Array.of(0xff, 0xd9));
  // Nothing is left to take out.
  expect(clean === undefined ? undefined : withoutLocation(clean)).toEqual(clean);
  const upright = bytes(0xff, 0xd8, segment(0xe1, "Exif", 0, 0, tiff([0x0112, 1])), frame, scan, 0xff, 0xd9);
  expect(withoutLocation(upright)).toEqual(bytes(0xff, 0xd8, frame, scan, 0xff, 0xd9));
});

test("[DOC-05] a JPEG that breaks off in its picture is kept as far as it goes, one that breaks off before is not", () => {
  const torn = jpeg.slice(0, jpeg.length - 40);
  expect(text(withoutLocation(torn))).not.toContain(place);
  expect(withoutLocation(jpeg.slice(0, 60))).toBeUndefined();
});

test("[DOC-05] a PNG keeps what makes up the picture and loses its texts", () => {
  const chunk = (name: string, ...parts: readonly Part[]): Uint8Array => {
    const body = bytes(...parts);
    return bytes(big(4, body.length), name, body, big(4, 0));
  };
  const head = bytes(0x89, "PNG\r\n", 0x1a, "\n", chunk("IHDR", big(4, 800), big(4, 600), 8, 2, 0, 0, 0));
  const picture = bytes(chunk("iCCP", "colours"), chunk("IDAT", 1, 2, 3));
  const said = bytes(
    chunk("eXIf", tiff([0x8825, 1])),
    chunk("iTXt", place),
    chunk("tEXt", place),
    chunk("teSt", place),
  );
  const whole = bytes(head, said, picture, chunk("IEND"), place);
  expect(withoutLocation(whole)).toEqual(bytes(head, picture, chunk("IEND")));
  expect(withoutLocation(whole.slice(0, -30))).toBeUndefined();
});

test("[DOC-05] a WebP keeps its picture and does not promise what was taken out", () => {
  const chunk = (name: string, ...parts: readonly Part[]): Uint8Array => {
    const body = bytes(...parts);
    return bytes(name, little(body.length), body, ...(body.length % 2 === 1 ? [0] : []));
  };
  const webp = (promises: number, ...chunks: readonly Uint8Array[]): Uint8Array => {
    const body = bytes("WEBP", chunk("VP8X", promises, 0, 0, 0, 31, 3, 0, 87, 2, 0), ...chunks);
    return bytes("RIFF", little(body.length), body);
  };
  const picture = chunk("VP8 ", "picture");
  const whole = webp(0b0010_1100, picture, chunk("EXIF", place), chunk("XMP ", place));
  expect(withoutLocation(whole)).toEqual(webp(0b0010_0000, picture));
});

const box = (name: string, ...parts: readonly Part[]): Uint8Array => {
  const body = bytes(...parts);
  return bytes(big(4, body.length + 8), name, body);
};
/** As a phone writes it: picture 1 and EXIF 2 in the file, XMP 3 beside the directory. */
const heic = (item = "Exif"): Uint8Array => {
  const infe = (id: number, type: string): Uint8Array =>
    box(
      "infe",
      2,
      0,
      0,
      0,
      big(2, id),
      0,
      0,
      type,
      0,
      ...(type === "mime" ? ["application/rdf+xml", 0] : []),
    );
  const idat = box("idat", place);
  const at = (id: number, method: number, from: number, length: number): Uint8Array =>
    bytes(big(2, id), big(2, method), big(2, 0), big(2, 1), big(4, from), big(4, length));
  const ftyp = box("ftyp", "heic", big(4, 0), "mif1", "heic");
  const build = (data: number): Uint8Array =>
    bytes(
      ftyp,
      box(
        "meta",
        ...[big(4, 0), box("hdlr", big(4, 0), "pict"), idat],
        box("iinf", big(4, 0), big(2, 3), infe(1, "hvc1"), infe(2, item), infe(3, "mime")),
        box(
          "iloc",
          ...[1, 0, 0, 0, 0x44, 0, big(2, 3)],
          ...[at(1, 0, data, 7), at(2, 0, data + 7, place.length), at(3, 1, 0, place.length)],
        ),
      ),
    );
  const data = build(0).length + 8;
  return bytes(build(data), box("mdat", "picture", place), box("mpvd", "a film ", place));
};

test("[DOC-05] a HEIC keeps its pictures where they are, and every word beside them is blanked", () => {
  const whole = heic();
  const clean = withoutLocation(whole);
  expect(text(clean)).toContain("picture");
  expect(text(clean)).not.toContain(place);
  expect(clean?.length).toBe(whole.length);
  // What was handed in stays as it was: it is put aside as it is.
  expect(text(whole)).toContain(place);
  expect(withoutLocation(whole.slice(0, 80))).toBeUndefined();
});

test("[DOC-05] what may say where and is not understood is refused; what is no photo stays whole", () => {
  const raw = (start: string): Uint8Array => bytes(start, 0, 0, 0, 0, place);
  for (const start of ["FUJIFILMCCD-RAW", "IIRO", "IIU\0"])
    expect(withoutLocation(raw(start))).toBeUndefined();
  expect(withoutLocation(box("ftyp", "crx ", big(4, 0), "crx ", "isom"))).toBeUndefined();
  expect(withoutLocation(tiff([0x8825, 1]))).toBeUndefined();
  expect(withoutLocation(tiff([0x02bc, 1]))).toBeUndefined();
  // In a circle.
  expect(withoutLocation(bytes("MM", 0, 42, big(4, 8), big(2, 0), big(4, 8)))).toBeUndefined();
  const kept = [
    tiff([0x0112, 1]),
    asciiBytes("%PDF-1.7"),
    box("ftyp", "mp42", big(4, 0), "isom"),
    new Uint8Array(),
  ];
  for (const whole of kept) expect(withoutLocation(whole)).toBe(whole);
});

test("[DOC-05] no bytes make it fail, run on or keep what a photo says about its place", () => {
  const photos = [jpeg, heic(), tiff([0x8825, 1])];
  fc.assert(
    fc.property(
      fc.constantFrom(...photos),
      fc.nat(),
      fc.nat({ max: 255 }),
      fc.nat(),
      (photo, at, value, cut) => {
        const changed = photo.slice(0, 1 + (cut % (photo.length * 4)));
        if (at % 2 === 0) changed[12 + (at % changed.length)] = value;
        const clean = withoutLocation(changed);
        return clean === undefined || clean.length <= changed.length + 40;
      },
    ),
    { seed: 8, numRuns: 5_000 },
  );
  fc.assert(
    fc.property(fc.nat({ max: jpeg.length }), (cut) => {
      const clean = withoutLocation(jpeg.slice(0, cut));
      return clean === undefined || !text(clean).includes(place);
    }),
    { seed: 8, numRuns: 500 },
  );
});
