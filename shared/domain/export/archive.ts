/** A ZIP archive that is handed on piece by piece as it grows. */
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";

export interface Archive {
  /** `path` with slashes; the same one twice is two entries. `isPacked`: pictures and archives gain nothing by packing. */
  add(path: string, bytes: Uint8Array, isPacked?: boolean): void;
  end(): void;
}

/** `at` becomes the time of every entry. */
export const createArchive = (at: number, write: (piece: Uint8Array) => void): Archive => {
  const zip = new Zip((problem, piece) => {
    if (problem !== null) throw problem;
    write(piece);
  });
  return {
    add: (path, bytes, isPacked = false) => {
      const entry = isPacked ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 });
      entry.mtime = at;
      zip.add(entry);
      entry.push(bytes, true);
    },
    end: () => zip.end(),
  };
};
