/** What one import takes. Beyond it a file is refused with the limit in words, never cut short. */
const mebibyte = 1024 * 1024;

export const importLimits = {
  /** Tables and fixture files are read whole. */
  textBytes: 64 * mebibyte,
  /** Archives are read in parts, so they may be large: plans carry their models along. */
  archiveBytes: 2048 * mebibyte,
  rows: 250_000,
  columns: 500,
  zipEntries: 50_000,
  zipDirectoryBytes: 16 * mebibyte,
  /** One unpacked part of an archive, and all parts that are unpacked together. */
  partBytes: 96 * mebibyte,
  allPartsBytes: 256 * mebibyte,
  xmlDepth: 100,
} as const;
