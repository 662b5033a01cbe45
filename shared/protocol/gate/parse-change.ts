/**
 * The form of one change chunk, judged without Automerge. Guarantees for what passes: the hash is that of the bytes,
 * the size and the number of operations are within the limits before and after inflating, and the content is in the
 * one form Automerge writes. Everything else is refused with a code, quickly and without allocating what it claims.
 */
import { bytesEqual, compareBytes, concatBytes } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { GateLimits } from "../limits";
import type { RefusalCode } from "../messages";
import { ByteReader, unsignedLeb } from "./byte-reader";
import { readOps } from "./check-ops";
import { inflateCapped } from "./inflate";
import type { GateProblem, ParseChange, ParsedChange } from "./types";

const magic = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83);
const chunkTypes = { change: 1, deflated: 2 } as const;

/** Reads one chunk of type 1 or 2. Never throws. */
export const parseChange: ParseChange = (chunk, limits, { sha256 }) => {
  if (chunk.length > limits.chunk) return refuse("size", "chunk too large");
  const reader = new ByteReader(chunk);
  if (!bytesEqual(reader.take(4), magic)) return refuse("form", "no chunk");
  const checksum = reader.take(4);
  const typeAt = reader.position;
  const type = reader.byte();
  const length = reader.unsigned();
  if (reader.problem !== undefined) return refuse(reader.problem.code, reader.problem.detail);
  if (length !== chunk.length - reader.position) return refuse("form", "length does not fit");
  if (type === chunkTypes.change) {
    if (length > limits.inflated) return refuse("size", "change too large");
    return parseBody(chunk.subarray(typeAt), chunk.subarray(reader.position), {
      checksum,
      chunk,
      limits,
      sha256,
    });
  }
  if (type !== chunkTypes.deflated) return refuse("form", "not a change chunk");
  const inflated = inflateCapped(chunk.subarray(reader.position), limits.inflated);
  if (!inflated.ok) return refuse("inflate", inflated.error.type);
  const body = inflated.value;
  const hashed = concatBytes(Uint8Array.of(chunkTypes.change), unsignedLeb(body.length), body);
  return parseBody(hashed, body, { checksum, chunk, limits, sha256 });
};

interface Frame {
  readonly checksum: Uint8Array;
  readonly chunk: Uint8Array;
  readonly limits: GateLimits;
  readonly sha256: (data: Uint8Array) => Uint8Array;
}

const parseBody = (hashed: Uint8Array, body: Uint8Array, frame: Frame): Result<ParsedChange, GateProblem> => {
  const { limits } = frame;
  const reader = new ByteReader(body);
  const deps = readSorted(reader, limits.deps, "dependencies", () => reader.take(32).slice());
  const actor = reader.take(reader.unsigned()).slice();
  if (actor.length !== 16) reader.fail("actor id", "actor");
  const seq = reader.unsigned();
  const startOp = reader.unsigned();
  const time = reader.signed();
  const message = readMessage(reader, limits);
  const others = readSorted(reader, limits.actors, "actors", () => reader.take(reader.unsigned()));
  if (others.some((other) => other.length !== 16 || bytesEqual(other, actor))) reader.fail("actors");
  if (seq === 0 || startOp === 0) reader.fail("counting starts at one");
  const operations = readOps(reader, { startOp, actors: others.length + 1 }, limits);
  skipAuthor(reader);
  if (reader.problem !== undefined) return refuse(reader.problem.code, reader.problem.detail);
  const hash = frame.sha256(hashed);
  if (!bytesEqual(hash.subarray(0, 4), frame.checksum)) return refuse("form", "checksum");
  return ok({
    hash,
    deps,
    actor,
    seq,
    startOp,
    ops: operations.action.length,
    others,
    operations,
    time,
    message,
    bytes: frame.chunk.length,
    inflated: body.length,
  });
};

/** A list of byte strings in ascending order, each once. */
const readSorted = (
  reader: ByteReader,
  limit: number,
  what: string,
  read: () => Uint8Array,
): Uint8Array[] => {
  const amount = reader.unsigned();
  if (amount > limit) reader.fail(`too many ${what}`);
  const items: Uint8Array[] = [];
  for (let i = 0; i < amount && reader.problem === undefined; i++) {
    const item = read();
    const before = items[i - 1];
    if (before !== undefined && compareBytes(before, item) >= 0) reader.fail(`${what} not in order`);
    items.push(item);
  }
  return items;
};

const readMessage = (reader: ByteReader, limits: GateLimits): string => {
  const length = reader.unsigned();
  if (length > limits.message) reader.fail("message too long", "size");
  return reader.text(length, "message is not UTF-8");
};

/** After the columns Automerge may name an author: one, 1–64 bytes. Anything else there is foreign. */
const skipAuthor = (reader: ByteReader): void => {
  if (!reader.hasMore()) return;
  const amount = reader.unsigned();
  const length = reader.unsigned();
  reader.take(length);
  if (amount !== 1 || length === 0 || length > 64 || reader.hasMore())
    reader.fail("bytes after the operations");
};

const refuse = (code: RefusalCode, detail: string): Result<never, GateProblem> =>
  err({ type: "ChunkRefused", code, detail });
