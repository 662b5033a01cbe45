/** The reader of columns and numbers: what is read, and each form that is refused. */
import { describe, expect, test } from "vitest";
import { asciiBytes, concatBytes } from "#shared/kernel/bytes";
import { ByteReader, isNumber } from "#shared/protocol/gate/byte-reader";
import {
  readBooleanColumn,
  readDeltaColumn,
  readTextColumn,
  readUnsignedColumn,
} from "#shared/protocol/gate/columns";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { companyGateLimits } from "#shared/protocol/limits";
import {
  literal,
  nulls,
  oneSet,
  prefixed,
  run,
  signedLeb,
  unsignedLeb,
  withColumn,
  writeChunk,
} from "#tests/support/chunk-writer";
import type { WrittenChange } from "#tests/support/chunk-writer";
import { nodeSha256 } from "#tests/support/keys";

const u = unsignedLeb;
const s = signedLeb;

const read = (bytes: Uint8Array, reading: (reader: ByteReader) => unknown): unknown => {
  const reader = new ByteReader(bytes);
  const value = reading(reader);
  return reader.problem === undefined ? value : `${reader.problem.code}: ${reader.problem.detail}`;
};

describe("numbers", () => {
  test("[GATE-21] every number is read in its shortest form and in no other", () => {
    for (const value of [0, 1, 63, 64, 127, 128, 8191, 8192, 16383, 16384, 2 ** 32, 2 ** 49, 2 ** 53 - 1]) {
      expect(read(u(value), (reader) => reader.unsigned())).toBe(value);
      expect(read(s(value), (reader) => reader.signed())).toBe(value);
      expect(read(s(0 - value), (reader) => reader.signed())).toBe(0 - value);
      expect([isNumber(u(value), false), isNumber(s(-value), true)]).toEqual([true, true]);
      expect([isNumber(concatBytes(u(value), u(1)), false), isNumber(new Uint8Array(0), true)]).toEqual([
        false,
        false,
      ]);
    }
    const longer = "form: number not in its shortest form";
    for (const bytes of [
      [0x80, 0],
      [0xff, 0x80, 0],
    ])
      expect(read(Uint8Array.from(bytes), (reader) => reader.unsigned())).toBe(longer);
    for (const bytes of [
      [0x80, 0],
      [0xff, 0x7f],
      [0x81, 0x80, 0],
      [0x80, 0xff, 0x7f],
    ])
      expect(read(Uint8Array.from(bytes), (reader) => reader.signed())).toBe(longer);
    // The sign of the byte before is the other one: the last byte says something.
    expect(read(Uint8Array.of(0xc0, 0), (reader) => reader.signed())).toBe(64);
    expect(read(Uint8Array.of(0xbf, 0x7f), (reader) => reader.signed())).toBe(-65);
  });

  test("[GATE-22] what is larger than JavaScript holds, or cut off, is refused", () => {
    const tooLarge = "form: number too large";
    expect(read(u(2 ** 53), (reader) => reader.unsigned())).toBe(tooLarge);
    expect(read(s(2 ** 53), (reader) => reader.signed())).toBe(tooLarge);
    expect(read(s(-(2 ** 53)), (reader) => reader.signed())).toBe(tooLarge);
    const endless = new Uint8Array(12).fill(0x81);
    expect(read(endless, (reader) => reader.unsigned())).toBe(tooLarge);
    expect(read(endless, (reader) => reader.signed())).toBe(tooLarge);
    const eight = Uint8Array.from([...new Array<number>(8).fill(0x80), 1]);
    expect(read(eight, (reader) => reader.unsigned())).toBe(tooLarge);
    expect(read(eight, (reader) => reader.signed())).toBe(tooLarge);
    expect(read(Uint8Array.of(0x80), (reader) => reader.unsigned())).toBe("form: truncated");
    expect(read(Uint8Array.of(0x80), (reader) => reader.signed())).toBe("form: truncated");
  });

  test("[GATE-23] a reader stays within its part and keeps its first problem", () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3, 4), 1, 3);
    expect([reader.byte(), reader.hasMore(), reader.byte(), reader.hasMore()]).toEqual([2, true, 3, false]);
    expect([reader.problem, reader.byte(), reader.problem?.detail]).toEqual([undefined, 0, "truncated"]);
    reader.fail("later", "size");
    expect(reader.problem).toEqual({ code: "form", detail: "truncated" });
    const taking = new ByteReader(Uint8Array.of(1, 2, 3, 4), 1, 3);
    expect([...taking.take(2)]).toEqual([2, 3]);
    expect([...taking.take(1)]).toEqual([]);
    expect([taking.problem?.detail, taking.hasMore()]).toEqual(["truncated", false]);
  });
});

describe("columns", () => {
  const numbers = (bytes: Uint8Array, limit = 9): unknown =>
    read(bytes, (reader) => readUnsignedColumn(reader, limit));
  const booleans = (bytes: Uint8Array, limit = 9): unknown =>
    read(bytes, (reader) => readBooleanColumn(reader, limit));

  test("[GATE-24] runs, literals and gaps give their rows, up to the limit", () => {
    expect(numbers(new Uint8Array(0))).toEqual([]);
    expect(numbers(concatBytes(run(3, u(5)), literal(u(1), u(2)), nulls(2), run(2, u(2))))).toEqual([
      5,
      5,
      5,
      1,
      2,
      null,
      null,
      2,
      2,
    ]);
    expect(numbers(concatBytes(run(2, u(1)), run(2, u(2))))).toEqual([1, 1, 2, 2]);
    expect(
      read(concatBytes(literal(s(5), s(-2)), nulls(1), run(2, s(1))), (reader) => readDeltaColumn(reader, 9)),
    ).toEqual([5, 3, null, 4, 5]);
    const texts = concatBytes(literal(prefixed(asciiBytes("a")), prefixed(asciiBytes("bc"))), nulls(1));
    expect(read(texts, (reader) => readTextColumn(reader, 9))).toEqual(["a", "bc", null]);
    expect(numbers(run(9, u(1)))).toHaveLength(9);
    for (const bytes of [
      run(10, u(1)),
      nulls(10),
      concatBytes(run(9, u(1)), literal(u(2))),
      literal(...Array.from({ length: 10 }, (_, i) => u(i))),
    ])
      expect(numbers(bytes)).toBe("ops: more rows than allowed");
  });

  test("[GATE-25] every other form of the same rows is refused", () => {
    const longer = "form: run not in its shortest form";
    for (const bytes of [
      run(1, u(5)),
      nulls(0),
      concatBytes(nulls(1), nulls(1)),
      concatBytes(literal(u(1)), literal(u(2))),
    ])
      expect(numbers(bytes)).toBe(longer);
    const apart = "form: runs of one value not joined";
    for (const bytes of [
      concatBytes(run(2, u(5)), run(2, u(5))),
      concatBytes(run(2, u(5)), literal(u(5))),
      concatBytes(literal(u(4), u(5)), run(2, u(5))),
    ])
      expect(numbers(bytes)).toBe(apart);
    const repeated = "form: repetition written out";
    for (const bytes of [literal(u(5), u(5)), literal(u(1), u(2), u(2)), literal(u(1), u(1), u(2))])
      expect(numbers(bytes)).toBe(repeated);
    expect(numbers(concatBytes(run(2, u(5)), nulls(1), run(2, u(5))))).toEqual([5, 5, null, 5, 5]);
    expect(numbers(run(2, new Uint8Array(0)))).toBe("form: truncated");
  });

  test("[GATE-26] yes and no alternate, beginning with no; only the first count may be nothing", () => {
    expect(booleans(concatBytes(u(2), u(1), u(1)))).toEqual([false, false, true, false]);
    expect(booleans(concatBytes(u(0), u(2)))).toEqual([true, true]);
    for (const bytes of [
      u(0),
      concatBytes(u(1), u(0)),
      concatBytes(u(1), u(0), u(1)),
      concatBytes(u(0), u(0), u(1)),
    ])
      expect(booleans(bytes)).toBe("form: empty run");
    expect(booleans(u(9))).toHaveLength(9);
    expect(booleans(concatBytes(u(5), u(5)))).toBe("ops: more rows than allowed");
    expect(booleans(u(2 ** 40))).toBe("ops: more rows than allowed");
  });
});

describe("operations", () => {
  const base = oneSet(new Uint8Array(16).fill(7));
  type Columns = Readonly<Record<number, Uint8Array | undefined>>;
  const twist = (columns: Columns, patch: Partial<WrittenChange> = {}): string => {
    const change = Object.entries(columns).reduce(
      (written, [id, content]) => withColumn(written, Number(id), content),
      { ...base, ...patch },
    );
    const parsed = parseChange(writeChunk(change), companyGateLimits, { sha256: nodeSha256 });
    return parsed.ok ? "sound" : parsed.error.detail;
  };
  const one = (value: number): Uint8Array => literal(u(value));
  const valued = (action: number, meta: number, raw: Uint8Array): Columns => ({
    0x42: one(action),
    0x56: one(meta),
    0x57: raw.length === 0 ? undefined : raw,
  });
  /** The operation replaces operation `counter` of actor `actor`. */
  const over = (counter: number, actor = 0): Columns => ({
    0x70: one(1),
    0x71: one(actor),
    0x73: literal(s(counter)),
  });
  const none = new Uint8Array(0);

  test("[GATE-27] each action has the value, the place and the predecessors that go with it", () => {
    const later = { startOp: 9 };
    for (const make of [0, 2, 4, 6]) expect(twist(valued(make, 0, none))).toBe("sound");
    expect(twist(valued(0, 0x14, s(1)))).toBe("value without a place");
    expect(twist(valued(8, 0, none))).toBe("unknown action");
    expect(twist({ ...valued(3, 0, none), ...over(1) }, later)).toBe("sound");
    expect(twist(valued(3, 0, none), later)).toBe("deletion of nothing");
    expect(twist({ ...valued(5, 0x14, s(1)), ...over(1) }, later)).toBe("sound");
    expect(twist({ ...valued(5, 0x13, u(1)), ...over(1) }, later)).toBe("sound");
    expect(twist({ ...valued(5, 0x16, asciiBytes("a")), ...over(1) }, later)).toBe("increment is no number");
    const inserted = {
      0x01: one(0),
      0x02: one(1),
      0x13: literal(s(0)),
      0x15: undefined,
      0x34: concatBytes(u(0), u(1)),
    };
    expect(twist(inserted, later)).toBe("sound");
    expect(twist({ ...inserted, ...over(1) }, later)).toBe("insert with a predecessor");
    expect(twist({ ...inserted, ...valued(3, 0, none), ...over(1) }, later)).toBe("deletion of nothing");
    expect(twist({ 0x34: concatBytes(u(0), u(1)) })).toBe("insert outside a list");
    expect(twist({ 0xa5: literal(prefixed(asciiBytes("bold"))) })).toBe("mark without a mark");
    expect(twist({ 0x94: concatBytes(u(0), u(1)) })).toBe("mark without a mark");
    expect(twist({ 0x94: u(1) })).toBe("column of nothing");
  });

  test("[GATE-28] references lead to earlier operations of actors the change names", () => {
    const later = { startOp: 9 };
    const object = (actor: Uint8Array | undefined, counter: Uint8Array | undefined): string =>
      twist({ 0x01: actor, 0x02: counter }, later);
    expect(object(one(0), one(8))).toBe("sound");
    for (const [actor, counter] of [
      [one(0), one(9)],
      [one(0), one(0)],
      [one(1), one(1)],
      [one(0), undefined],
      [undefined, one(1)],
    ] as const)
      expect(object(actor, counter)).toBe("object reference");
    const element = (actor: Uint8Array | undefined, counter: number): string =>
      twist({ 0x01: one(0), 0x02: one(1), 0x11: actor, 0x13: literal(s(counter)), 0x15: undefined }, later);
    expect([element(one(0), 8), element(undefined, 0)]).toEqual(["sound", "sound"]);
    for (const [actor, counter] of [
      [one(0), 9],
      [one(0), 0],
      [one(1), 1],
      [undefined, 1],
      [one(0), -1],
    ] as const)
      expect(element(actor, counter)).toBe("key");
    expect(twist({ 0x11: one(0) })).toBe("key");
    expect(twist(over(8), later)).toBe("sound");
    for (const preds of [over(9), over(0), over(1, 1)]) expect(twist(preds, later)).toBe("predecessor");
    expect(twist({ ...over(1), 0x71: undefined }, later)).toBe("predecessors do not add up");
    expect(twist({ ...over(1), 0x73: undefined }, later)).toBe("predecessors do not add up");
    expect(twist(over(1, 1), { ...later, others: [new Uint8Array(16).fill(9)] })).toBe("sound");
  });

  test("[GATE-29] columns are whole and present, values are what their type says", () => {
    for (const id of [0x34, 0x56, 0x70]) expect(twist({ [id]: undefined }), `${id}`).toBe("column missing");
    expect(twist({ 0x15: literal(prefixed(asciiBytes("a")), prefixed(asciiBytes("b"))) })).toBe(
      "columns of different length",
    );
    expect(twist({ 0x42: nulls(1) })).toBe("row without action or value");
    expect(twist({ 0x56: nulls(1), 0x57: undefined })).toBe("row without action or value");
    expect(twist({ 0x70: nulls(1) })).toBe("row without action or value");
    for (const id of [0x01, 0x02, 0x11, 0x13])
      expect(twist({ [id]: nulls(1) }), `${id}`).toBe("column of nothing");
    const value = (meta: number, raw: Uint8Array): string => twist(valued(1, meta, raw));
    for (const type of [0, 1, 2]) {
      expect(value(type, none)).toBe("sound");
      expect(value(16 + type, u(0))).toBe("value is not of its type");
    }
    for (const type of [3, 4, 8, 9]) {
      expect(value(16 + type, u(1))).toBe("sound");
      expect(value(type, none)).toBe("value is not of its type");
      expect(value(32 + type, Uint8Array.of(0x80, 0))).toBe("value is not of its type");
    }
    // Two bytes as an unsigned number, one too many as a signed one.
    expect([value(32 + 3, u(255)), value(32 + 4, Uint8Array.of(0xff, 0x7f))]).toEqual([
      "sound",
      "value is not of its type",
    ]);
    expect([value(128 + 5, new Uint8Array(8)), value(144 + 5, new Uint8Array(9))]).toEqual([
      "sound",
      "value is not of its type",
    ]);
    expect([value(16 + 6, asciiBytes("a")), value(16 + 6, Uint8Array.of(0xff))]).toEqual([
      "sound",
      "value is not of its type",
    ]);
    expect([value(16 + 7, Uint8Array.of(0xff)), value(16 + 10, u(1))]).toEqual([
      "sound",
      "value is not of its type",
    ]);
    expect(value(32 + 7, u(1))).toBe("values shorter than declared");
    expect(value(16 + 7, Uint8Array.of(1, 2))).toBe("values longer than declared");
  });
});
