/** Where a film was recorded, taken out of it without touching its pictures and sounds. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutLocation } from "#shared/domain/files";
import { big, box, bytes, text } from "#tests/support/written-bytes";
import type { Part } from "#tests/support/written-bytes";

/** Stands for the place wherever a film may say it. */
const place = "+52.520+013.405/";
const four = (value: number): Uint8Array => big(4, value);
const copyright = 0xa9;

const table = (chunks: readonly number[], isWide: boolean): Uint8Array =>
  isWide
    ? box("co64", four(0), four(chunks.length), ...chunks.flatMap((at) => [four(0), four(at)]))
    : box("stco", four(0), four(chunks.length), ...chunks.map(four));

interface Track {
  readonly kind: string;
  readonly chunks: readonly number[];
  readonly isWide?: boolean;
}

const track = ({ kind, chunks, isWide = false }: Track, ...more: readonly Part[]): Uint8Array =>
  box(
    "trak",
    box("tkhd", "head"),
    box(
      "mdia",
      box("mdhd", "times"),
      box("hdlr", four(0), "mhlr", kind, four(0)),
      box("minf", box("vmhd", ""), box("stbl", box("stsd", `how ${kind}`), table(chunks, isWide))),
    ),
    ...more,
  );

/** What phones and cameras say of the place, in the head of the film. */
const said: readonly Uint8Array[] = [
  box("udta", bytes(four(24), copyright, "xyz", 0, 16, 0x15, 0xc7), place, box("loci", place), four(0)),
  box("meta", box("keys", "com.apple.quicktime.location.ISO6709"), box("ilst", place)),
  box("GPS ", place),
];

const film = (tracks = ["vide", "soun", "meta"], isWide = false): Uint8Array => {
  const [before, stretches] = [
    `left over ${place}`,
    ["picture one", `sensor ${place}`, "sound one", "picture two"],
  ];
  const build = (data: number): Uint8Array => {
    const starts = stretches.map((_, n) => data + before.length + stretches.slice(0, n).join("").length);
    const at = (...which: readonly number[]): number[] => which.map((n) => starts[n] ?? 0);
    const chunks: Readonly<Record<string, readonly number[]>> = { vide: at(0, 3), soun: at(2) };
    const made = tracks.map((kind) => ({ kind, isWide, chunks: chunks[kind] ?? at(1) }));
    return bytes(
      box("ftyp", "qt  ", four(0), "qt  "),
      box(
        "moov",
        box("mvhd", "head"),
        ...made.map((one) => track(one, box("udta", place), box("uuid", place))),
        ...said,
        // Some end so in place of a further box.
        four(0),
      ),
      ...[box("wide"), box("free", place), box("uuid", place)],
    );
  };
  return bytes(build(build(0).length + 8), box("mdat", before, ...stretches), box("uuid", place));
};

const names = (of: Uint8Array): readonly string[] => {
  const found: string[] = [];
  const view = new DataView(of.buffer, of.byteOffset);
  for (let at = 0; at < of.length; at += view.getUint32(at)) found.push(text(of.slice(at + 4, at + 8)));
  return found;
};

test("[DOC-05] a film keeps its pictures and sounds where they are and says nowhere where it was recorded", () => {
  for (const isWide of [false, true]) {
    const whole = film(["vide", "soun", "meta"], isWide);
    const clean = withoutLocation(whole);
    expect(text(clean)).not.toContain(place);
    expect(text(clean)).not.toContain("ISO6709");
    expect(clean?.length).toBe(whole.length);
    for (const kept of ["picture one", "sound one", "picture two", "how vide", "how soun"])
      expect(text(clean).indexOf(kept)).toBe(text(whole).indexOf(kept));
    expect(text(clean)).not.toContain("how meta");
    expect(names(clean ?? whole)).toEqual(["ftyp", "moov", "free", "free", "free", "mdat", "free"]);
    // What was handed in stays as it was: it is put aside as it is.
    expect(text(whole)).toContain(place);
    // Nothing is left to take out.
    expect(clean === undefined ? undefined : withoutLocation(clean)).toBe(clean);
  }
});

test("[DOC-05] a QuickTime film that does not say what it is loses its place as well", () => {
  const whole = film();
  const brands = box("ftyp", "qt  ", four(0), "qt  ").length;
  // As long as the brands were: the pictures lie where they lay.
  const bare = bytes(box("wide"), box("skip", new Uint8Array(brands - 16)), whole.slice(brands));
  const clean = withoutLocation(bare);
  expect(text(clean)).not.toContain(place);
  expect(text(clean).indexOf("picture two")).toBe(text(bare).indexOf("picture two"));
  expect(text(withoutLocation(whole.slice(brands)))).not.toContain(place);
});

const brands = box("ftyp", "isom", four(0), "mp42");
const fragment = (...more: readonly Part[]): Uint8Array =>
  bytes(
    box("moof", box("mfhd", four(0)), box("traf", box("tfhd", four(0)), box("trun", four(0))), ...more),
    box("mdat", "picture and sound"),
  );
const begun = (...kinds: readonly string[]): Uint8Array =>
  box("moov", box("mvhd", "head"), ...kinds.map((kind) => track({ kind, chunks: [] })));

test("[DOC-05] a film in fragments keeps them whole, and one with tracks of other kinds is refused", () => {
  const clean = withoutLocation(
    bytes(brands, begun("vide", "soun"), fragment(box("meta", place), box("uuid", place)), fragment()),
  );
  expect(text(clean)).not.toContain(place);
  expect(text(clean).split("picture and sound")).toHaveLength(3);
  expect(withoutLocation(bytes(brands, begun("vide", "meta"), fragment()))).toBeUndefined();
});

test("[DOC-05] a film that cannot be made out is refused, and what has nothing to say stays whole", () => {
  const head = box("mvhd", "head");
  const data = box("mdat", "picture");
  const film = track({ kind: "vide", chunks: [4] });
  const refused = [
    bytes(brands, data),
    bytes(brands, box("moov", box("cmov", place)), data),
    bytes(brands, box("moov", head, box("rmra", place))),
    // Its pictures lie outside the data, or it is not said where.
    bytes(brands, box("moov", head, film), data),
    bytes(brands, box("moov", head, box("trak", box("mdia", box("hdlr", four(0), "mhlr", "vide")))), data),
    bytes(brands, box("moov", head, film), four(0xffff), "mdat", place),
    bytes(four(0xffff), "moov", place),
  ];
  for (const whole of refused) expect(withoutLocation(whole)).toBeUndefined();
  const kept = [
    bytes(brands, box("moov", head)),
    bytes("The wide hall of ", place),
    bytes(brands, begun("vide"), fragment()),
  ];
  for (const whole of kept) expect(withoutLocation(whole)).toBe(whole);
});

test("[DOC-05] a film that breaks off anywhere does not say its place", () => {
  for (const whole of [film(), film(["vide", "soun", "text"], true)])
    for (let cut = 0; cut <= whole.length; cut++)
      expect(text(withoutLocation(whole.slice(0, cut)))).not.toContain(place);
});

test("[DOC-05] no bytes make it fail, run on or grow", () => {
  const whole = film();
  fc.assert(
    fc.property(fc.nat(), fc.nat({ max: 255 }), fc.nat(), fc.nat({ max: 255 }), (one, value, two, other) => {
      const changed = whole.slice();
      changed[one % changed.length] = value;
      changed[two % changed.length] = other;
      const clean = withoutLocation(changed);
      return clean === undefined || clean.length === changed.length;
    }),
    { seed: 9, numRuns: 5_000 },
  );
});
