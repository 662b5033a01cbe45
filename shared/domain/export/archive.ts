/** A ZIP archive that is handed on piece by piece as it grows, and stays one that can be read again. */
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { ZipLimits } from "#shared/domain/import";

export interface Archive {
  /**
   * `path` with slashes; the same one twice is two entries. `isPacked`: pictures and archives gain nothing by packing.
   * False, and nothing is added, where the archive could not be read again with it and its last entry.
   */
  add(path: string, bytes: Uint8Array, isPacked?: boolean): boolean;
  /** The entry for which room was kept from the beginning; once, and of no more bytes than were kept. */
  addLast(bytes: Uint8Array): void;
  end(): void;
}

/** What the archive ends with, known only then. */
export interface LastEntry {
  readonly path: string;
  readonly mostBytes: number;
}

/** What a ZIP archive writes of an entry besides its name, which stands there twice. */
const directoryBytes = 46;
const entryBytes = directoryBytes + 46;

interface Booked {
  readonly entries: number;
  readonly directory: number;
  readonly all: number;
}

const booked = (path: string, length: number): Booked => {
  // Characters of three bytes at most, and a little that packing may add where it gains nothing.
  const name = 3 * path.length;
  return {
    entries: 1,
    directory: directoryBytes + name,
    all: length + (length >> 10) + entryBytes + 2 * name,
  };
};

const together = (a: Booked, b: Booked): Booked => ({
  entries: a.entries + b.entries,
  directory: a.directory + b.directory,
  all: a.all + b.all,
});

const nothing: Booked = { entries: 0, directory: 0, all: 0 };

/** `at` becomes the time of every entry. */
export const createArchive = (
  at: number,
  write: (piece: Uint8Array) => void,
  limits: ZipLimits,
  last?: LastEntry,
): Archive => {
  const zip = new Zip((problem, piece) => {
    if (problem !== null) throw problem;
    write(piece);
  });
  let sum = nothing;
  let kept = last;
  const tryAdd = (path: string, bytes: Uint8Array, isPacked: boolean): boolean => {
    const next = together(sum, booked(path, bytes.length));
    const whole = kept === undefined ? next : together(next, booked(kept.path, kept.mostBytes));
    const isWithin =
      Math.max(bytes.length, kept?.mostBytes ?? 0) <= limits.partBytes &&
      whole.entries <= limits.zipEntries &&
      whole.all <= limits.allPartsBytes &&
      whole.directory <= limits.zipDirectoryBytes;
    if (!isWithin) return false;
    sum = next;
    const entry = isPacked ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
    entry.mtime = at;
    zip.add(entry);
    entry.push(bytes, true);
    return true;
  };
  return {
    add: (path, bytes, isPacked = false) => tryAdd(path, bytes, isPacked),
    addLast: (bytes) => {
      const room = kept;
      kept = undefined;
      // What is more than was kept for it is a defect: the archive would keep silent about what it lacks.
      if (room === undefined || bytes.length > room.mostBytes || !tryAdd(room.path, bytes, false))
        throw new Error("No room was kept for the last entry");
    },
    end: () => zip.end(),
  };
};
