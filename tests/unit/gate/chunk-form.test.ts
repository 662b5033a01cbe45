/** The form of a chunk around its operations: what is taken, and what one byte further is not. */
import { describe, expect, test } from "vitest";
import { asciiBytes, concatBytes, toHex } from "#shared/kernel/bytes";
import { inflateCapped } from "#shared/protocol/gate/inflate";
import { packChunks, unpackChunks } from "#shared/protocol/gate/pack";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { changeTimeMs, readChunk } from "#shared/protocol/gate/read-chunk";
import type { GateLimits } from "#shared/protocol/limits";
import { companyGateLimits } from "#shared/protocol/limits";
import type { Chunk } from "#shared/protocol/messages";
import type { WrittenChange } from "#tests/support/chunk-writer";
import {
  hashOfChange,
  oneSet,
  unsignedLeb,
  wrapChunk,
  wrapDeflated,
  writeBody,
  writeChunk,
} from "#tests/support/chunk-writer";
import { named, nodeSha256 } from "#tests/support/keys";

const actor = new Uint8Array(16).fill(7);
const bytes = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);

const verdict = (chunk: Uint8Array, limits: Partial<GateLimits> = {}): string => {
  const parsed = parseChange(chunk, { ...companyGateLimits, ...limits }, { sha256: nodeSha256 });
  return parsed.ok ? "taken" : parsed.error.code;
};
const verdictOf = (patch: Partial<WrittenChange>, limits: Partial<GateLimits> = {}): string =>
  verdict(writeChunk(oneSet(actor, patch)), limits);

describe("a chunk around its operations", () => {
  test("[GATE-30] everything it says is read", () => {
    const deps = [bytes(32, 1), bytes(32, 2)];
    const change = oneSet(actor, {
      ...{ deps, seq: 300, startOp: 70_000, time: -5, message: asciiBytes("load-in") },
      others: [bytes(16, 1), bytes(16, 9)],
    });
    for (const chunk of [writeChunk(change), wrapDeflated(writeBody(change))]) {
      const parsed = parseChange(chunk, companyGateLimits, { sha256: nodeSha256 });
      expect(parsed.ok && parsed.value).toMatchObject({
        ...{ hash: hashOfChange(change), deps, actor, seq: 300, startOp: 70_000, ops: 1, time: -5 },
        ...{ message: "load-in", others: [bytes(16, 1), bytes(16, 9)] },
        ...{ bytes: chunk.length, inflated: writeBody(change).length },
      });
    }
  });

  test("[GATE-31] a body of any length is the same deflated and plain", () => {
    for (const length of [0, 1, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 200, 4_000]) {
      const change = oneSet(actor, { message: bytes(length, 97) });
      expect([verdict(writeChunk(change)), verdict(wrapDeflated(writeBody(change)))]).toEqual([
        "taken",
        "taken",
      ]);
    }
    const long = { ...companyGateLimits, message: 40_000 };
    for (const length of [16_000, 16_383, 16_384, 33_000]) {
      const parsed = parseChange(
        wrapDeflated(writeBody(oneSet(actor, { message: bytes(length, 97) }))),
        long,
        {
          sha256: nodeSha256,
        },
      );
      expect(parsed.ok && toHex(parsed.value.hash)).toBe(
        toHex(hashOfChange(oneSet(actor, { message: bytes(length, 97) }))),
      );
    }
  });

  test("[GATE-32] one author of 1 to 64 bytes may follow, and nothing else", () => {
    const author = (amount: number, length: number): Uint8Array =>
      concatBytes(unsignedLeb(amount), unsignedLeb(length), bytes(length, 97));
    const rows: readonly (readonly [Uint8Array, string])[] = [
      [new Uint8Array(0), "taken"],
      [author(1, 1), "taken"],
      [author(1, 64), "taken"],
      [author(1, 0), "form"],
      [author(1, 65), "form"],
      [author(0, 1), "form"],
      [author(2, 1), "form"],
      [concatBytes(author(1, 1), bytes(1, 0)), "form"],
      [author(1, 5).slice(0, -1), "form"],
      [bytes(1, 0), "form"],
      [bytes(1, 1), "form"],
    ];
    for (const [extra, expected] of rows) expect(verdictOf({ extra }), toHex(extra)).toBe(expected);
  });

  test("[GATE-33] dependencies and actors stand in ascending order, each once, up to the limit", () => {
    const [one, two, three] = [bytes(32, 1), bytes(32, 2), bytes(32, 3)];
    expect(verdictOf({ deps: [one, two, three] })).toBe("taken");
    for (const deps of [
      [two, one],
      [one, one],
      [one, three, two],
      [one, two, two],
    ]) {
      expect(verdictOf({ deps })).toBe("form");
    }
    const [a, b] = [bytes(16, 1), bytes(16, 9)];
    expect(verdictOf({ others: [a, b] })).toBe("taken");
    for (const others of [
      [b, a],
      [a, a],
      [actor],
      [a, actor],
      [bytes(15, 1)],
      [bytes(17, 1)],
      [a, bytes(17, 9)],
    ]) {
      expect(verdictOf({ others })).toBe("form");
    }
    const limits = { deps: 2, actors: 1 };
    expect([verdictOf({ deps: [one, two] }, limits), verdictOf({ deps: [one, two, three] }, limits)]).toEqual(
      [...["taken", "form"]],
    );
    expect([verdictOf({ others: [a] }, limits), verdictOf({ others: [a, b] }, limits)]).toEqual([
      "taken",
      "form",
    ]);
  });

  test("[GATE-34] an actor has sixteen bytes, counting starts at one, a message is text", () => {
    expect(verdict(writeChunk(oneSet(bytes(15, 7))))).toBe("actor");
    expect(verdict(writeChunk(oneSet(bytes(17, 7))))).toBe("actor");
    expect([verdictOf({ seq: 0 }), verdictOf({ seq: 1 }), verdictOf({ startOp: 0 })]).toEqual([
      ...["form", "taken", "form"],
    ]);
    expect(verdictOf({ message: Uint8Array.of(0xff) })).toBe("form");
    expect([verdictOf({ message: bytes(4_096, 97) }), verdictOf({ message: bytes(4_097, 97) })]).toEqual([
      ...["taken", "size"],
    ]);
  });

  test("[GATE-35] the frame: its first bytes, type, length and checksum", () => {
    const chunk = writeChunk(oneSet(actor));
    expect(verdict(chunk)).toBe("taken");
    for (const at of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const broken = chunk.map((byte, i) => (i === at ? byte ^ 4 : byte));
      expect(verdict(broken), `byte ${at}`).toBe("form");
    }
    expect(verdict(concatBytes(chunk, bytes(1, 0)))).toBe("form");
    expect(verdict(chunk.slice(0, -1))).toBe("form");
    for (let length = 0; length < chunk.length; length++)
      expect(verdict(chunk.slice(0, length))).toBe("form");
    const body = writeBody(oneSet(actor));
    for (const type of [0, 3, 4]) expect(verdict(wrapChunk(body, type))).toBe("form");
    expect(verdict(wrapChunk(body, 2))).toBe("inflate");
  });

  test("[GATE-36] size before and after inflating, exactly", () => {
    const change = oneSet(actor, { message: bytes(1_000, 97) });
    const [plain, deflated, inflated] = [
      writeChunk(change),
      wrapDeflated(writeBody(change)),
      writeBody(change).length,
    ];
    expect([verdict(plain, { chunk: plain.length }), verdict(plain, { chunk: plain.length - 1 })]).toEqual([
      ...["taken", "size"],
    ]);
    expect([verdict(plain, { inflated }), verdict(plain, { inflated: inflated - 1 })]).toEqual([
      "taken",
      "size",
    ]);
    expect([verdict(deflated, { inflated }), verdict(deflated, { inflated: inflated - 1 })]).toEqual([
      ...["taken", "inflate"],
    ]);
  });

  test("[GATE-37] inflating gives what was deflated, up to the cap, from input of any length", () => {
    const plain = concatBytes(...Array.from({ length: 200 }, (_, i) => named(`noise ${i}`)));
    const chunk = wrapDeflated(plain);
    const stream = chunk.subarray(chunk.length - (chunk.length - 8 - 1 - 2));
    const inflated = inflateCapped(stream, plain.length);
    expect(stream.length).toBeGreaterThan(2 * 512);
    expect(inflated.ok && toHex(inflated.value)).toBe(toHex(plain));
    expect(inflateCapped(stream, plain.length - 1)).toEqual({ ok: false, error: { type: "TooLarge" } });
    for (const wrong of [stream.subarray(0, 700), stream.subarray(0, 512), new Uint8Array(0), bytes(3, 255)])
      expect(inflateCapped(wrong, 1e6)).toEqual({ ok: false, error: { type: "NotDeflate" } });
  });

  test("[GATE-45] a length that is not the body's is refused though the checksum is right", () => {
    const magic = writeChunk(oneSet(actor)).slice(0, 4);
    const body = writeBody(oneSet(actor));
    for (const [said, expected] of [
      [body.length, "taken"],
      [body.length - 1, "form"],
      [body.length + 1, "form"],
      [0, "form"],
    ] as const) {
      const hashed = concatBytes(Uint8Array.of(1), unsignedLeb(said), body);
      expect(verdict(concatBytes(magic, nodeSha256(hashed).slice(0, 4), hashed))).toBe(expected);
    }
  });

  test("[GATE-46] what was read stays when the bytes change", () => {
    const change = oneSet(actor, { deps: [bytes(32, 1)] });
    const chunk = writeChunk(change);
    const parsed = parseChange(chunk, companyGateLimits, { sha256: nodeSha256 });
    chunk.fill(0);
    expect(parsed.ok && [parsed.value.deps, parsed.value.actor]).toEqual([[bytes(32, 1)], actor]);
  });

  test("[GATE-47] bodies whose length fills its bytes are the same deflated", () => {
    const base = writeBody(oneSet(actor)).length;
    for (const length of [127, 128, 16_383 - 2]) {
      const change = oneSet(actor, { message: bytes(length - base, 97) });
      expect(verdict(wrapDeflated(writeBody(change)), { message: 20_000 })).toBe("taken");
    }
    expect(writeBody(oneSet(actor, { message: bytes(127 - base, 97) })).length).toBe(127);
  });

  test("[GATE-48] streams of just so many slices are read to their end", () => {
    for (const length of [512, 1_024, 511, 513]) {
      const plain = bytes(length - 5, 3);
      const size = plain.length;
      const head = [1, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255];
      const inflated = inflateCapped(Uint8Array.from([...head, ...plain]), 5_000);
      expect(inflated.ok && inflated.value.length).toBe(size);
      expect(inflateCapped(Uint8Array.from([...head, ...plain.slice(1)]), 5_000).ok).toBe(false);
    }
  });

  test("[GATE-38] what travels with a chunk is what its bytes say", () => {
    const deps = [bytes(32, 1), bytes(32, 2)];
    const change = oneSet(actor, { deps });
    const chunk: Chunk = {
      hash: hashOfChange(change),
      parents: deps,
      enc: 0,
      epoch: 0,
      bytes: writeChunk(change),
    };
    const isRead = (patch: object): boolean =>
      readChunk({ ...chunk, ...patch }, companyGateLimits, nodeSha256).ok;
    expect(isRead({})).toBe(true);
    for (const patch of [
      ...[{ enc: 1 }, { epoch: 1 }, { hash: bytes(32, 9) }, { parents: [] }, { parents: deps.slice(1) }],
      ...[
        { parents: deps.slice(0, 1) },
        { parents: [...deps, bytes(32, 3)] },
        { parents: deps.toReversed() },
      ],
      ...[{ parents: [bytes(32, 1), bytes(32, 3)] }, { parents: [bytes(32, 0), bytes(32, 2)] }],
      { bytes: new Uint8Array(0) },
    ]) {
      expect(isRead(patch), Object.keys(patch).join()).toBe(false);
    }
  });

  test("[GATE-39] times are seconds or milliseconds", () => {
    expect(
      [0, 1_760_000_000, 1e11 - 1, 1e11, 1_760_000_000_000].map((time) => changeTimeMs({ time })),
    ).toEqual([...[0, 1_760_000_000_000, (1e11 - 1) * 1_000, 1e11, 1_760_000_000_000]]);
  });

  test("[PACK-5] chunks of any length stand behind their length in four bytes", () => {
    const chunks = [bytes(1, 1), new Uint8Array(0), bytes(255, 2), bytes(256, 3), bytes(70_000, 4)];
    const pack = packChunks(chunks.map((one) => ({ bytes: one })));
    expect(pack.length).toBe(5 * 4 + 1 + 255 + 256 + 70_000);
    expect([...pack.slice(0, 13)]).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 255]);
    const back = unpackChunks(pack);
    expect(back.ok && back.value.map((one) => one.length)).toEqual(chunks.map((one) => one.length));
    expect(back.ok && back.value.map((one) => one.at(-1))).toEqual([1, undefined, 2, 3, 4]);
    expect(unpackChunks(new Uint8Array(0))).toEqual({ ok: true, value: [] });
    for (const length of [1, 3, pack.length - 1]) {
      const cut = unpackChunks(pack.slice(0, length));
      expect(cut.ok ? "read" : [cut.error.type, cut.error.code]).toEqual(["ChunkRefused", "form"]);
    }
    expect(unpackChunks(Uint8Array.of(0, 0, 0, 2, 1)).ok).toBe(false);
  });
});
