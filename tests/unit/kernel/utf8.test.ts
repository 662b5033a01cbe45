/** UTF-8 held against the platform's own, at every boundary of its forms. */
import { describe, expect, test } from "vitest";
import { readUtf8, utf8Length, writeUtf8 } from "#shared/kernel/utf8";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

const platformText = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};

/** The first and last character of every length, and their neighbours. */
const edges = [
  0, 0x41, 0x7f, 0x80, 0xe9, 0x7ff, 0x800, 0x20ac, 0xd7ff, 0xe000, 0xffff, 0x1_0000, 0x1_f600, 0x10_ffff,
];
/** Bytes that begin, continue or break a character, with their neighbours. */
const edgeBytes = [
  ...[0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed],
  ...[0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff],
];

/** Sequences of that length over the bytes. */
const sequences = (length: number): readonly (readonly number[])[] =>
  length === 0 ? [[]] : sequences(length - 1).flatMap((begun) => edgeBytes.map((byte) => [...begun, byte]));

describe("UTF-8", () => {
  test("[UTF-1] every character is written as the platform writes it, and read again", () => {
    for (const point of edges) {
      const text = String.fromCodePoint(point);
      const expected = [...encoder.encode(text)];
      expect(utf8Length(text)).toBe(expected.length);
      const target = new Uint8Array(8);
      expect(writeUtf8(text, target, 2)).toBe(2 + expected.length);
      expect([...target]).toEqual([0, 0, ...expected, ...Array<number>(6 - expected.length).fill(0)]);
      expect(readUtf8(target, 2, 2 + expected.length)).toBe(text);
    }
  });

  test("[UTF-2] characters of all lengths one after the other", () => {
    const text = [...edges, ...edges.toReversed()].map((point) => String.fromCodePoint(point)).join("");
    const expected = encoder.encode(text);
    const target = new Uint8Array(expected.length);
    expect(utf8Length(text)).toBe(expected.length);
    expect(writeUtf8(text, target, 0)).toBe(expected.length);
    expect([...target]).toEqual([...expected]);
    expect(readUtf8(target, 0, target.length)).toBe(text);
  });

  test("[UTF-3] half a surrogate pair has no length", () => {
    const halves = ["\ud800", "\udbff", "\udc00", "\udfff"];
    for (const half of halves)
      for (const text of [half, `a${half}`, `${half}a`]) expect(utf8Length(text)).toBe(-1);
    const whole = ["\ud800\udc00", "\ud800\udfff", "\udbff\udc00", "\udbff\udfff"];
    expect(whole.map(utf8Length)).toEqual([4, 4, 4, 4]);
    const broken = [
      "\ud800\ud800",
      "\udc00\udc00",
      "\udc00\ud800",
      "\ud800\udbff",
      "\ud800\ue000",
      "\ud800\ud7ff",
    ];
    expect(broken.map(utf8Length)).toEqual(broken.map(() => -1));
    expect(utf8Length("\ud83d\ude00\ud83d")).toBe(-1);
  });

  test.each([1, 2, 3])(
    "[UTF-4] of all sequences of %i bytes at the edges those are read that the platform reads",
    (length) => {
      for (const sequence of sequences(length)) {
        const bytes = Uint8Array.from(sequence);
        if (readUtf8(bytes, 0, length) !== platformText(bytes))
          expect(sequence).toBe("read as the platform does");
      }
    },
  );

  test("[UTF-5] the same of characters of four bytes", () => {
    const leads = edgeBytes.filter((byte) => byte >= 0xed);
    const others = [0x7f, 0x80, 0xbf, 0xc0];
    for (const lead of leads) {
      for (const second of edgeBytes) {
        for (const third of others) {
          for (const fourth of others) {
            const sequence = [lead, second, third, fourth];
            const bytes = Uint8Array.from(sequence);
            if (readUtf8(bytes, 0, 4) !== platformText(bytes))
              expect(sequence).toBe("read as the platform does");
          }
        }
      }
    }
  });

  test("[UTF-6] what lies beyond the end does not complete a character", () => {
    for (const text of ["é", "€", "😀"]) {
      const bytes = encoder.encode(text);
      for (let end = 1; end < bytes.length; end++) expect(readUtf8(bytes, 0, end)).toBeUndefined();
      const behind = Uint8Array.from([0x41, ...bytes, 0x42]);
      expect(readUtf8(behind, 1, 1 + bytes.length)).toBe(text);
      expect(readUtf8(behind, 0, behind.length)).toBe(`A${text}B`);
      expect(readUtf8(behind, 1, 1)).toBe("");
    }
  });
});
