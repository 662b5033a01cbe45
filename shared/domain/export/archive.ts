/** A ZIP archive that is handed on piece by piece as it grows, and stays one that can be read again. */
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { ZipLimits } from "#shared/domain/import";

export interface Archive {
  /**
   * `path` with slashes; the same one twice is two entries. `isPacked`: pictures and archives gain nothing by packing.
   * False, and nothing is added, where the archive could not be read again with it and one more entry of `leave` bytes.
   */
  add(path: string, bytes: Uint8Array, isPacked?: boolean, leave?: number): boolean;
  end(): void;
}

/** What a ZIP archive writes of an entry besides its name, which stands there twice. */
const directoryBytes = 46;
const entryBytes = directoryBytes + 46;

/** `at` becomes the time of every entry. */
export const createArchive = (at: number, write: (piece: Uint8Array) => void, limits: ZipLimits): Archive => {
  const zip = new Zip((problem, piece) => {
    if (problem !== null) throw problem;
    write(piece);
  });
  let [entries, directory, all] = [0, 0, 0];
  return {
    add: (path, bytes, isPacked = false, leave = 0) => {
      // Characters of three bytes at most, and a little that packing may add where it gains nothing.
      const name = 3 * path.length;
      const whole = all + bytes.length + (bytes.length >> 10) + entryBytes + 2 * name;
      const listed = directory + directoryBytes + name;
      const isWithin =
        entries + (leave > 0 ? 1 : 0) < limits.zipEntries &&
        bytes.length <= limits.partBytes &&
        whole + leave <= limits.allPartsBytes &&
        listed + (leave > 0 ? directoryBytes * 2 : 0) <= limits.zipDirectoryBytes;
      if (!isWithin) return false;
      [entries, directory, all] = [entries + 1, listed, whole];
      const entry = isPacked ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
      entry.mtime = at;
      zip.add(entry);
      entry.push(bytes, true);
      return true;
    },
    end: () => zip.end(),
  };
};
