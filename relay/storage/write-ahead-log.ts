/**
 * Looks at SQLite's log of writes before SQLite does. On its own SQLite takes whatever is whole at the beginning and
 * forgets the rest, because the rest is what a process was writing when it died. That is right for the last
 * transaction and wrong for everything before: each was on the disk, and had its receipts, before the next was begun.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";

const headBytes = 32;
const frameHeadBytes = 24;
const bigEndianMagic = 0x377f0683;
const littleEndianMagic = 0x377f0682;

type Checksum = readonly [number, number];

/** True when a transaction in it that had ended cannot be read any more. For files nobody writes to meanwhile. */
export const isWalDamaged = (database: string): boolean => {
  const path = `${database}-wal`;
  if (!existsSync(path) || statSync(path).size <= headBytes) return false;
  // SQLite throws the log of writes of an empty file away.
  if (statSync(database).size === 0) return true;
  const file = openSync(path, "r");
  try {
    return hasLostTransaction(file);
  } finally {
    closeSync(file);
  }
};

/** A database without a log of writes is whole pages; SQLite does not look whether the last one is there to its end. */
export const isCutShort = (database: string): boolean => {
  const wal = `${database}-wal`;
  if (existsSync(wal) && statSync(wal).size > headBytes) return false;
  const file = openSync(database, "r");
  try {
    const pageBytes = readAt(file, 0, headBytes).readUInt16BE(16);
    return statSync(database).size % (pageBytes === 1 ? 65_536 : pageBytes) !== 0;
  } finally {
    closeSync(file);
  }
};

const hasLostTransaction = (file: number): boolean => {
  const head = readAt(file, 0, headBytes);
  const isBigEndian = head.readUInt32BE(0) === bigEndianMagic;
  const begin = sum(head.subarray(0, 24), [0, 0], isBigEndian);
  const isHeadWhole =
    (isBigEndian || head.readUInt32BE(0) === littleEndianMagic) && isSame(begin, checksumIn(head, 24));
  // It is on the disk before anything is written behind it.
  if (!isHeadWhole) return true;
  const salts = head.subarray(16, 24);
  const frameBytes = frameHeadBytes + head.readUInt32BE(8);
  /** Sums the next frame may build on: what the frame says, and what it should say. */
  let before: readonly Checksum[] = [begin];
  let endsTransaction = false;
  let isReachable = true;
  for (let at = headBytes; ; at += frameBytes) {
    const frame = readAt(file, at, frameBytes);
    if (frame.length < frameBytes) return false;
    const sums = before.map((each) => {
      const upToPage = sum(frame.subarray(0, 8), each, isBigEndian);
      return sum(frame.subarray(frameHeadBytes), upToPage, isBigEndian);
    });
    const stored = checksumIn(frame, 16);
    // Frames with other salts are of an earlier round of the same file.
    const follows = frame.subarray(8, 16).equals(salts) && sums.some((each) => isSame(each, stored));
    // Something was begun behind the end of a transaction that cannot be reached from the beginning.
    if (follows && endsTransaction && !isReachable) return true;
    if (!follows || !isSame(sums[0] ?? begin, stored)) isReachable = false;
    endsTransaction = frame.readUInt32BE(4) !== 0;
    before = follows ? [stored] : [stored, ...sums.slice(0, 1)];
  }
};

const readAt = (file: number, at: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, at));
};

const checksumIn = (bytes: Buffer, at: number): Checksum => [
  bytes.readUInt32BE(at),
  bytes.readUInt32BE(at + 4),
];

const isSame = (a: Checksum, b: Checksum): boolean => a[0] === b[0] && a[1] === b[1];

/** SQLite's running sum over pairs of words. */
const sum = (bytes: Buffer, before: Checksum, isBigEndian: boolean): Checksum => {
  let [a, b] = before;
  for (let at = 0; at < bytes.length; at += 8) {
    const first = isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const second = isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    a = (a + first + b) >>> 0;
    b = (b + second + a) >>> 0;
  }
  return [a, b];
};
