/**
 * Blanks in a HEIC or AVIF photo (ISO/IEC 23008-12) the items that are no picture: EXIF, XMP and what an application put
 * beside them. Bytes keep their places, because pictures are found by them.
 */
import { boxAt, boxesIn, createReader } from "./location-boxes";
import type { Box, Bytes } from "./location-boxes";
import { blankedFilm } from "./location-film";

const photoBrands: ReadonlySet<string> = new Set([
  ...["mif1", "mif2", "msf1", "heic", "heix", "heim", "heis", "hevc", "hevx", "avif", "avis"],
]);
/** A photo as a sensor made it (Canon). */
const rawBrand = "crx ";

const brandsIn = (bytes: Bytes, { from, to }: Box): readonly string[] => {
  const reader = createReader(bytes, from, to);
  const brands = [reader.word()];
  reader.skip(4);
  while (!reader.isOver()) brands.push(reader.word());
  return brands;
};

const notPictures: ReadonlySet<string> = new Set(["Exif", "mime", "uri "]);

/** Which items are no picture; undefined where it is not said what they are. */
const itemsToBlank = (bytes: Bytes, { from, to }: Box): ReadonlySet<number> | undefined => {
  const head = createReader(bytes, from, to);
  const version = head.take(1);
  head.skip(3);
  head.take(version === 0 ? 2 : 4);
  const entries = boxesIn(bytes, head.at(), to);
  const found = new Set<number>();
  for (const entry of entries ?? []) {
    const reader = createReader(bytes, entry.from, entry.to);
    const entryVersion = reader.take(1);
    reader.skip(3);
    const id = reader.take(entryVersion === 3 ? 4 : 2);
    reader.skip(2);
    const type = reader.word();
    if (entry.name !== "infe" || entryVersion < 2 || reader.isBroken()) return undefined;
    if (notPictures.has(type)) found.add(id);
  }
  return entries === undefined || head.isBroken() ? undefined : found;
};

interface Extent {
  readonly item: number;
  /** In the file, in the box `idat`, or in another item. */
  readonly method: number;
  readonly from: number;
  readonly length: number;
}

const extentsIn = (bytes: Bytes, { from, to }: Box): readonly Extent[] | undefined => {
  const reader = createReader(bytes, from, to);
  const version = reader.take(1);
  reader.skip(3);
  const [sizes, more] = [reader.take(1), reader.take(1)];
  const found: Extent[] = [];
  const wide = version < 2 ? 2 : 4;
  let isElsewhere = false;
  for (let left = reader.take(wide); left > 0 && !reader.isBroken(); left--) {
    const item = reader.take(wide);
    const method = version === 0 ? 0 : reader.take(2) & 0xf;
    isElsewhere ||= reader.take(2) !== 0;
    const base = reader.take(more >> 4);
    for (let extents = reader.take(2); extents > 0 && !reader.isBroken(); extents--) {
      if (version > 0) reader.take(more & 0xf);
      const offset = reader.take(sizes >> 4);
      found.push({ item, method, from: base + offset, length: reader.take(sizes & 0xf) });
    }
  }
  return reader.isBroken() || isElsewhere ? undefined : found;
};

/** Boxes a photo is made of; whatever else an application added is blanked whole. */
const pictureBoxes: ReadonlySet<string> = new Set(["ftyp", "meta", "mdat", "free", "skip"]);

/** The same bytes where nothing is to blank; undefined where it cannot be made out. */
export const blankedContainer = (bytes: Bytes): Bytes | undefined => {
  const boxes = boxesIn(bytes, 0, bytes.length);
  const kind = boxAt(bytes, 0, bytes.length);
  if (kind === undefined) return undefined;
  const brands = brandsIn(bytes, { ...kind, to: Math.min(bytes.length, kind.to) });
  if (brands.includes(rawBrand)) return undefined;
  if (!brands.some((brand) => photoBrands.has(brand))) return blankedFilm(bytes);
  const meta = boxes?.find(({ name }) => name === "meta");
  const parts = meta === undefined ? undefined : boxesIn(bytes, meta.from + 4, meta.to);
  const [iinf, iloc] = [
    parts?.find(({ name }) => name === "iinf"),
    parts?.find(({ name }) => name === "iloc"),
  ];
  // Several pictures in a row are held together by what may also say where: they cannot be freed of it.
  if (boxes?.some(({ name }) => name === "moov") === true) return undefined;
  if (boxes === undefined || iinf === undefined || iloc === undefined) return undefined;
  const items = itemsToBlank(bytes, iinf);
  const extents = extentsIn(bytes, iloc);
  if (items === undefined || extents === undefined) return undefined;
  const idat = parts?.find(({ name }) => name === "idat");
  const clean = bytes.slice();
  for (const { item, method, from, length } of extents) {
    if (!items.has(item)) continue;
    const start = method === 0 ? from : idat === undefined || method !== 1 ? undefined : idat.from + from;
    if (start === undefined || start + length > bytes.length) return undefined;
    // Without a length it goes on to the end of what holds it.
    if (length === 0) return undefined;
    clean.fill(0, start, start + length);
  }
  for (const { name, from, to } of boxes) if (!pictureBoxes.has(name)) clean.fill(0, from, to);
  return clean;
};
