/**
 * One company as one file: its membership log, cards, changes with their proofs in the order of the log, what is held,
 * requests to join, and its files. Records follow each other, each with its length; the last one is a hash over
 * everything before it, so a file that broke off or was changed is noticed before anything of it is believed.
 *
 *   u32 length · canonical CBOR of a record, again and again · 32 bytes SHA-256 of all before
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import * as v from "valibot";
import { bytesEqual } from "#shared/kernel/bytes";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import { bytes16, bytes32, count, instant, someBytes } from "#shared/protocol/wire-types";

const mostBytes = 2 ** 26;
export const companyFileFormat = 1;
/** Of a stored file per record. */
export const partBytes = 2 ** 20;

const stored = someBytes(mostBytes);

const record = v.variant("t", [
  v.object({ t: v.literal("company"), v: count, id: bytes32, relayKey: bytes32, at: instant }),
  v.object({ t: v.literal("membership"), entry: stored }),
  v.object({ t: v.literal("card"), serial: count, bytes: stored }),
  v.object({
    t: v.literal("push"),
    serial: count,
    doc: bytes16,
    logHash: bytes32,
    body: stored,
    changes: count,
    proof: v.nullable(stored),
    endsBatch: v.boolean(),
  }),
  v.object({ t: v.literal("held"), doc: bytes16, bytes: stored }),
  v.object({
    t: v.literal("join"),
    id: bytes32,
    bytes: stored,
    at: instant,
    ended: v.nullable(v.picklist(["refused", "expired"])),
  }),
  /** Its bytes follow as parts. */
  v.object({ t: v.literal("file"), doc: bytes16, hash: bytes32, bytes: count }),
  v.object({ t: v.literal("part"), bytes: stored }),
  /** What the old relay signed for the new one, which still has to sign the entry. */
  v.object({ t: v.literal("hand-over"), to: bytes32, entry: stored, checkpoint: stored }),
  v.object({ t: v.literal("end"), records: count }),
]);
export type CompanyRecord = v.InferOutput<typeof record>;

export interface CompanyFileWriter {
  readonly write: (record: CompanyRecord) => Promise<void>;
  /** Everything is on disk when it settles; answers how many bytes that are. */
  readonly end: () => Promise<number>;
  /** Gives up: what was written is not a company file. */
  readonly abandon: () => Promise<void>;
}

/** Never overwrites: rejects with `EEXIST` where there is a file already. */
export const writeCompanyFile = async (path: string): Promise<CompanyFileWriter> => {
  const file = await open(path, "wx", 0o600);
  const digest = createHash("sha256");
  let records = 0;
  let bytes = 0;
  const put = async (data: Uint8Array): Promise<void> => {
    digest.update(data);
    bytes += data.length;
    await file.write(data);
  };
  const write = async (each: CompanyRecord): Promise<void> => {
    const body = encodeCanonical(each);
    const frame = Buffer.allocUnsafe(4 + body.length);
    frame.writeUInt32BE(body.length, 0);
    frame.set(body, 4);
    records += 1;
    await put(frame);
  };
  return {
    write,
    end: async () => {
      await write({ t: "end", records });
      await file.write(digest.digest());
      await file.sync();
      await file.close();
      return bytes + 32;
    },
    abandon: () => file.close(),
  };
};

/** The file cannot be used, and why. */
export class CompanyFileDamaged extends Error {}

/** Every record but the last. Throws `CompanyFileDamaged` where the file is not whole and as it was written. */
export async function* readCompanyFile(path: string): AsyncGenerator<CompanyRecord> {
  const source = createChunkReader(path);
  let records = 0;
  for (;;) {
    const length = (await source.take(4)).readUInt32BE(0);
    if (length > mostBytes + 1_024) throw new CompanyFileDamaged("a record is too long");
    const read = parseRecord(await source.take(length));
    if (read.t === "end") {
      if (read.records !== records) throw new CompanyFileDamaged("records are missing");
      const expected = source.digest();
      if (!bytesEqual(await source.take(32), expected))
        throw new CompanyFileDamaged("its hash is not what was written last");
      if (!(await source.isAtEnd())) throw new CompanyFileDamaged("something follows its end");
      return;
    }
    records += 1;
    yield read;
  }
}

const parseRecord = (bytes: Uint8Array): CompanyRecord => {
  const decoded = decodeCanonical(bytes);
  const parsed = decoded.ok ? v.safeParse(record, decoded.value) : undefined;
  if (parsed?.success !== true) throw new CompanyFileDamaged("a record cannot be read");
  return parsed.output;
};

interface ChunkReader {
  /** Exactly so many bytes. */
  readonly take: (length: number) => Promise<Buffer>;
  /** Over everything taken so far. */
  readonly digest: () => Uint8Array;
  readonly isAtEnd: () => Promise<boolean>;
}

const createChunkReader = (path: string): ChunkReader => {
  const parts = createReadStream(path, { highWaterMark: 2 ** 20 })[Symbol.asyncIterator]();
  const digest = createHash("sha256");
  let waiting: Buffer[] = [];
  let held = 0;
  const more = async (): Promise<boolean> => {
    const next = await parts.next();
    if (next.done === true) return false;
    const part: unknown = next.value;
    if (!Buffer.isBuffer(part)) throw new Error("Invariant: a file is read as bytes");
    waiting.push(part);
    held += part.length;
    return true;
  };
  return {
    take: async (length) => {
      while (held < length) if (!(await more())) throw new CompanyFileDamaged("it breaks off");
      const all = waiting.length === 1 ? (waiting[0] ?? Buffer.alloc(0)) : Buffer.concat(waiting);
      const taken = all.subarray(0, length);
      waiting = [all.subarray(length)];
      held -= length;
      digest.update(taken);
      return taken;
    },
    digest: () => new Uint8Array(digest.copy().digest()),
    isAtEnd: async () => held === 0 && !(await more()),
  };
};
