/** Where a photo was taken, and everything else a camera wrote beside it, taken out without drawing it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPicture, withoutLocation } from "#shared/domain/files";
import { asciiBytes } from "#shared/kernel/bytes";
import { big, box, bytes, text } from "#tests/support/written-bytes";
import type { Part } from "#tests/support/written-bytes";

const little = (value: number): Uint8Array => big(4, value).toReversed();

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

const pngChunk = (name: string, ...parts: readonly Part[]): Uint8Array => {
  const body = bytes(...parts);
  return bytes(big(4, body.length), name, body, big(4, 0));
};
const pngHead = bytes(
  ...[0x89, "PNG\r\n", 0x1a, "\n"],
  pngChunk("IHDR", big(4, 800), big(4, 600), 8, 2, 0, 0, 0),
);
const pngPicture = bytes(pngChunk("iCCP", "colours"), pngChunk("IDAT", 1, 2, 3));
const png = (said: Uint8Array): Uint8Array =>
  bytes(
    ...[pngHead, pngChunk("eXIf", said), pngChunk("iTXt", place), pngChunk("tEXt", place)],
    ...[pngChunk("teSt", place), pngPicture, pngChunk("IEND"), place],
  );
/** The only word that stays: a picture turned by a quarter. */
const turned = bytes(
  "MM",
  0,
  42,
  big(4, 8),
  big(2, 1),
  big(2, 0x0112),
  big(2, 3),
  big(4, 1),
  big(2, 6),
  big(4, 0),
  0,
  0,
);

test("[DOC-05] a PNG keeps what makes up the picture and how it is turned, and loses its texts", () => {
  const whole = png(tiff([0x8825, 1]));
  expect(withoutLocation(whole)).toEqual(bytes(pngHead, pngPicture, pngChunk("IEND")));
  expect(withoutLocation(whole.slice(0, -30))).toBeUndefined();
  const clean = withoutLocation(png(tiff([0x0112, 6], [0x8825, 1])));
  const kept = bytes(big(4, turned.length), "eXIf", turned, big(4, 0xd6674b69));
  expect(clean).toEqual(bytes(pngHead, kept, pngPicture, pngChunk("IEND")));
});

const webpChunk = (name: string, ...parts: readonly Part[]): Uint8Array => {
  const body = bytes(...parts);
  return bytes(name, little(body.length), body, ...(body.length % 2 === 1 ? [0] : []));
};
const webp = (promises: number, ...chunks: readonly Uint8Array[]): Uint8Array => {
  const body = bytes("WEBP", webpChunk("VP8X", promises, 0, 0, 0, 31, 3, 0, 87, 2, 0), ...chunks);
  return bytes("RIFF", little(body.length), body);
};
const webpPicture = webpChunk("VP8 ", "picture");

test("[DOC-05] a WebP keeps its picture and how it is turned, and does not promise what was taken out", () => {
  const whole = webp(0b0010_1100, webpPicture, webpChunk("EXIF", place), webpChunk("XMP ", place));
  expect(withoutLocation(whole)).toEqual(webp(0b0010_0000, webpPicture));
  for (const said of [tiff([0x0112, 6], [0x8825, 1]), exif])
    expect(
      withoutLocation(webp(0b0010_1100, webpPicture, webpChunk("EXIF", said), webpChunk("XMP ", place))),
    ).toEqual(webp(0b0010_1000, webpPicture, webpChunk("EXIF", turned)));
});

/** As a phone writes it: picture 1 and EXIF 2 in the file, XMP 3 beside the directory. */
const heic = (item = "Exif", ftyp = box("ftyp", "heic", big(4, 0), "mif1", "heic")): Uint8Array => {
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

/** The same brands, in a box whose size takes eight bytes. */
const wideBrands = bytes(big(4, 1), "ftyp", big(4, 0), big(4, 28), "heic", big(4, 0), "mif1");

test("[DOC-05] a HEIC is known by its brands however their box is written, and a row of pictures is refused", () => {
  const clean = withoutLocation(heic("Exif", wideBrands));
  expect(text(clean)).toContain("picture");
  expect(text(clean)).not.toContain(place);
  for (const brand of ["avis", "msf1", "hevc", "heic"]) {
    const row = bytes(heic("Exif", box("ftyp", brand, big(4, 0), "mif1")), box("moov", box("udta", place)));
    expect(withoutLocation(row)).toBeUndefined();
  }
});

test("[DOC-05] what may say where and is not understood is refused; what is no photo stays whole", () => {
  const raw = (start: string): Uint8Array => bytes(start, 0, 0, 0, 0, place);
  for (const start of ["FUJIFILMCCD-RAW", "IIRO", "IIU\0"])
    expect(withoutLocation(raw(start))).toBeUndefined();
  expect(withoutLocation(box("ftyp", "crx ", big(4, 0), "crx ", "isom"))).toBeUndefined();
  for (const tag of [0x8825, 0x02bc, 0x83bb, 0x8649])
    expect(withoutLocation(tiff([0x0112, 1], [tag, 1]))).toBeUndefined();
  for (const name of ["JXL ", "jP  "])
    expect(withoutLocation(bytes(box(name, 0x0d, 0x0a, 0x87, 0x0a), box("xml ", place)))).toBeUndefined();
  expect(withoutLocation(bytes(0xff, 0x4f, 0xff, 0x51, place))).toBeUndefined();
  expect(withoutLocation(bytes("GIF89a", big(4, 1), 0x21, 0xff, 11, "XMP DataXMP", place))).toBeUndefined();
  // In a circle.
  expect(withoutLocation(bytes("MM", 0, 42, big(4, 8), big(2, 0), big(4, 8)))).toBeUndefined();
  const kept = [
    tiff([0x0112, 1]),
    asciiBytes("%PDF-1.7"),
    bytes("GIF89a", big(4, 1), 0x21, 0xff, 11, "NETSCAPE2.0"),
    box("ftyp", "mp42", big(4, 0), "isom"),
    new Uint8Array(),
  ];
  for (const whole of kept) expect(withoutLocation(whole)).toBe(whole);
});

const said = tiff([0x0112, 6], [0x8825, 99]);
const photos: readonly Uint8Array[] = [
  ...[jpeg, heic(), heic("Exif", wideBrands), png(said), said],
  webp(0b0010_1100, webpPicture, webpChunk("EXIF", said), webpChunk("XMP ", place)),
];

const isSilent = (photo: Uint8Array): boolean => !text(withoutLocation(photo)).includes(place);

test("[DOC-05] no bytes make it fail or run on", () => {
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
});

test("[DOC-05] a photo of any kind that breaks off anywhere does not say its place", () => {
  for (const photo of photos)
    for (let cut = 0; cut <= photo.length; cut++) expect(isSilent(photo.slice(0, cut))).toBe(true);
});

test("[DOC-05] whatever bytes stand in what a camera wrote, the place goes with it", () => {
  const withExif = photos.filter((photo) => photo !== said && text(photo).includes(text(said).slice(0, -7)));
  expect(withExif).toHaveLength(3);
  for (const photo of withExif) {
    const from = text(photo).indexOf(text(said).slice(0, -7));
    for (let at = from; at < from + said.length - 7; at++)
      for (let value = 0; value < 256; value += 17) {
        const changed = photo.slice();
        changed[at] = value;
        const clean = text(withoutLocation(changed));
        expect(clean).not.toBe("");
        expect(clean.includes(place)).toBe(false);
      }
  }
});
