/**
 * The same change under other names: another writing session, other hashes below it, another message. Its operations
 * stay byte for byte; sessions must keep their order, because operations name them by their place in it.
 */
import { compareBytes, concatBytes } from "#shared/kernel/bytes";
import type { Sha256 } from "#shared/kernel/hash";
import { assert } from "#shared/kernel/result";
import { utf8Length, writeUtf8 } from "#shared/kernel/utf8";
import { ByteReader, unsignedLeb } from "#shared/protocol/gate/byte-reader";
import { inflateCapped } from "#shared/protocol/gate/inflate";

export interface Names {
  readonly actorOf: (actor: Uint8Array) => Uint8Array;
  readonly hashOf: (hash: Uint8Array) => Uint8Array;
  /** `actor` is the old one. */
  readonly messageOf: (message: string, actor: Uint8Array) => string;
}

export interface Rewritten {
  readonly hash: Uint8Array;
  /** Not deflated. */
  readonly bytes: Uint8Array;
  readonly actor: Uint8Array;
  readonly seq: number;
  readonly deps: readonly Uint8Array[];
}

const magic = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83);
const changeType = 1;
const deflatedType = 2;

/** `chunk` has passed the gate's parser. `limit`: bytes of the change after inflating. */
export const rewriteChange = (chunk: Uint8Array, names: Names, limit: number, sha256: Sha256): Rewritten => {
  const reader = new ByteReader(bodyOf(chunk, limit));
  const deps = Array.from({ length: reader.unsigned() }, () => names.hashOf(reader.take(32))).sort(
    compareBytes,
  );
  const before = reader.take(reader.unsigned());
  const actor = names.actorOf(before);
  const seq = reader.unsigned();
  const counted = reader.position;
  reader.unsigned();
  reader.signed();
  const counters = reader.bytes.subarray(counted, reader.position);
  const message = textBytes(names.messageOf(reader.text(reader.unsigned(), "text"), before));
  const others = Array.from({ length: reader.unsigned() }, () =>
    names.actorOf(reader.take(reader.unsigned())),
  );
  assert(reader.problem === undefined, "the change was parsed before");
  const body = concatBytes(
    unsignedLeb(deps.length),
    ...deps,
    unsignedLeb(actor.length),
    actor,
    unsignedLeb(seq),
    counters,
    unsignedLeb(message.length),
    message,
    unsignedLeb(others.length),
    ...others.flatMap((other) => [unsignedLeb(other.length), other]),
    reader.bytes.subarray(reader.position),
  );
  const hashed = concatBytes(Uint8Array.of(changeType), unsignedLeb(body.length), body);
  const hash = sha256(hashed);
  return { hash, bytes: concatBytes(magic, hash.subarray(0, 4), hashed), actor, seq, deps };
};

const bodyOf = (chunk: Uint8Array, limit: number): Uint8Array => {
  const reader = new ByteReader(chunk, 8);
  const type = reader.byte();
  const length = reader.unsigned();
  const body = reader.take(length);
  if (type !== deflatedType) return body;
  const inflated = inflateCapped(body, limit);
  assert(inflated.ok, "the change was parsed before");
  return inflated.value;
};

const textBytes = (text: string): Uint8Array => {
  const bytes = new Uint8Array(utf8Length(text));
  writeUtf8(text, bytes, 0);
  return bytes;
};
