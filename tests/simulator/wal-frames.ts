/**
 * The log of writes of an SQLite database, read from its bytes by the published format alone: what a database may show
 * after its tail was torn off is decided here, not by SQLite.
 */

export interface WalFrames {
  /** Where each transaction ends, counted from the beginning of the file; what ends later is not there. */
  readonly commits: readonly number[];
  /** Frames behind the last whole transaction: somebody died in the middle of one. */
  readonly torn: number;
}

const headBytes = 32;
const frameHeadBytes = 24;
const magics = new Set([0x377f0682, 0x377f0683]);

export const readWal = (wal: Buffer): WalFrames => {
  if (wal.length < headBytes || !magics.has(wal.readUInt32BE(0))) return { commits: [], torn: 0 };
  const frameBytes = frameHeadBytes + wal.readUInt32BE(8);
  const salts = wal.subarray(16, 24);
  const commits: number[] = [];
  let torn = 0;
  for (let at = headBytes; at + frameHeadBytes <= wal.length; at += frameBytes) {
    // What is behind belongs to an earlier round of the same file.
    if (!wal.subarray(at + 8, at + 16).equals(salts)) break;
    torn++;
    const isWhole = at + frameBytes <= wal.length;
    if (!isWhole || wal.readUInt32BE(at + 4) === 0) continue;
    commits.push(at + frameBytes);
    torn = 0;
  }
  return { commits, torn };
};
