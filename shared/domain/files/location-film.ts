/**
 * Blanks in a film (MP4, QuickTime, 3GP) everything that is neither picture nor sound: what a camera says of the place in
 * `udta`, `meta` and boxes of its own, and tracks of positions, texts and sensors. Bytes keep their places, because
 * pictures and sounds are found by them.
 */
import { asciiBytes } from "#shared/kernel/bytes";
import { boxesIn, createReader } from "./location-boxes";
import type { Box, Bytes } from "./location-boxes";

/** What a film is made of, by what it stands in. Whatever else stands there is blanked whole. */
const partsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ["", ["ftyp", "styp", "moov", "moof", "mdat", "mfra", "sidx", "ssix", "pdin"]],
  ["moov", ["mvhd", "trak", "mvex", "iods"]],
  ["mvex", ["mehd", "trex", "leva"]],
  ["trak", ["tkhd", "tapt", "edts", "tref", "trgr", "mdia"]],
  ["mdia", ["mdhd", "hdlr", "elng", "minf"]],
  ["minf", ["vmhd", "smhd", "nmhd", "gmhd", "hdlr", "dinf", "stbl"]],
  ["moof", ["mfhd", "traf"]],
  ["traf", ["tfhd", "tfdt", "trun", "sdtp", "sbgp", "sgpd", "subs", "saiz", "saio", "senc"]],
]);
/** A film that is packed or lies elsewhere: what it says is not known, and without these it is none. */
const unknowable: ReadonlySet<string> = new Set(["cmov", "rmra"]);
/** Tracks that are the film: pictures, sounds, depth and the time code. */
const filmTracks: ReadonlySet<string> = new Set(["vide", "soun", "auxv", "tmcd"]);
const [mostChunks, mostData] = [1_000_000, 100];

interface Chunk {
  readonly at: number;
  readonly isFilm: boolean;
}

interface Film {
  /** Boxes that become free space. */
  readonly toFree: Box[];
  readonly data: Box[];
  readonly chunks: Chunk[];
  hasHead: boolean;
  isFragmented: boolean;
  hasOtherTracks: boolean;
}

/** Some end with a zero of four bytes in place of a further box. */
const endOf = (bytes: Bytes, { from, to }: Box): number =>
  to - from >= 4 && bytes.subarray(to - 4, to).every((byte) => byte === 0) ? to - 4 : to;

const partsIn = (bytes: Bytes, box: Box): readonly Box[] | undefined =>
  boxesIn(bytes, box.from, box.to) ?? boxesIn(bytes, box.from, endOf(bytes, box));

const within = (bytes: Bytes, box: Box, ...path: readonly string[]): Box | undefined =>
  path.reduce<Box | undefined>(
    (at, name) => (at === undefined ? undefined : partsIn(bytes, at)?.find((part) => part.name === name)),
    box,
  );

const kindOf = (bytes: Bytes, track: Box): string | undefined => {
  const handler = within(bytes, track, "mdia", "hdlr");
  if (handler === undefined) return undefined;
  const reader = createReader(bytes, handler.from, handler.to);
  reader.skip(8);
  return reader.word();
};

/** Where its samples lie; undefined where that is not said. */
const chunksOf = (bytes: Bytes, track: Box): readonly number[] | undefined => {
  const table = within(bytes, track, "mdia", "minf", "stbl");
  const list = table && (within(bytes, table, "stco") ?? within(bytes, table, "co64"));
  if (list === undefined) return undefined;
  const reader = createReader(bytes, list.from, list.to);
  reader.skip(4);
  const count = reader.take(4);
  const chunks: number[] = [];
  for (let n = 0; n < Math.min(count, mostChunks + 1) && !reader.isBroken(); n++)
    chunks.push(reader.take(list.name === "co64" ? 8 : 4));
  return reader.isBroken() ? undefined : chunks;
};

const addTrack = (bytes: Bytes, track: Box, film: Film): boolean => {
  const kind = kindOf(bytes, track);
  const isFilm = kind !== undefined && filmTracks.has(kind);
  const chunks = chunksOf(bytes, track);
  if (isFilm && chunks === undefined) return false;
  for (const at of chunks ?? []) film.chunks.push({ at, isFilm });
  if (film.chunks.length > mostChunks) return false;
  if (isFilm) return isSortedOut(bytes, track, film);
  film.hasOtherTracks = true;
  film.toFree.push(track);
  return true;
};

/** False where it cannot be followed to its end. */
const isSortedOut = (bytes: Bytes, box: Box, film: Film): boolean => {
  const kept = partsOf.get(box.name) ?? [];
  const parts = partsIn(bytes, box);
  return (
    parts?.every((part) => {
      if (unknowable.has(part.name)) return false;
      if (!kept.includes(part.name)) return film.toFree.push(part) > 0;
      if (part.name === "trak") return addTrack(bytes, part, film);
      if (part.name === "mdat") film.data.push(part);
      film.hasHead ||= part.name === "mvhd";
      film.isFragmented ||= part.name === "mfhd";
      return !partsOf.has(part.name) || isSortedOut(bytes, part, film);
    }) ?? false
  );
};

interface Span {
  readonly from: number;
  readonly to: number;
}

/** What in the data belongs to no track of the film: a stretch is that of the chunk it begins with. */
const spansToBlank = ({ data, chunks }: Film): readonly Span[] => {
  const inOrder = [...chunks].sort((a, b) => a.at - b.at || Number(a.isFilm) - Number(b.isFilm));
  return data.flatMap(({ from, to }) => {
    const here = [{ at: from, isFilm: false }, ...inOrder.filter(({ at }) => at >= from && at < to)];
    return here.flatMap(({ at, isFilm }, n) => (isFilm ? [] : [{ from: at, to: here[n + 1]?.at ?? to }]));
  });
};

/** The same bytes where nothing is to blank; undefined where it cannot be made out. */
export const blankedFilm = (bytes: Bytes): Bytes | undefined => {
  const film: Film = {
    ...{ toFree: [], data: [], chunks: [] },
    ...{ hasHead: false, isFragmented: false, hasOtherTracks: false },
  };
  const whole = { at: 0, name: "", from: 0, to: bytes.length };
  if (!isSortedOut(bytes, whole, film)) return undefined;
  const { data, chunks } = film;
  if (data.length > 0 && !film.hasHead) return undefined;
  if (data.length > mostData && !film.isFragmented) return undefined;
  const isInData = ({ at }: Chunk): boolean => data.some(({ from, to }) => at >= from && at < to);
  if (chunks.some((chunk) => chunk.isFilm && !isInData(chunk))) return undefined;
  // Where the samples of which track lie is then said in every fragment.
  if (film.isFragmented && film.hasOtherTracks) return undefined;
  const spans = film.isFragmented ? [] : spansToBlank(film);
  const isSilent = ({ from, to }: Span): boolean => bytes.subarray(from, to).every((byte) => byte === 0);
  const toFree = film.toFree.filter((box) => box.name !== "free" || !isSilent(box));
  if (toFree.length === 0 && spans.every(isSilent)) return bytes;
  const clean = bytes.slice();
  for (const { at, from, to } of toFree) {
    clean.set(asciiBytes("free"), at + 4);
    clean.fill(0, from, to);
  }
  for (const { from, to } of spans) clean.fill(0, from, to);
  return clean;
};
