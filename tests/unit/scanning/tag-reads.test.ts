/** RFID: tags by keyboard and by file, each once. */
import { describe, expect, test } from "vitest";
import { isTagNumber, readTagFile } from "#shared/domain/scanning";
import { batchPauseMs, createTagReader } from "#client/features/scanning/tag-reader";

const tag = (n: number): string => `3034257BF468D4800000${n.toString(16).padStart(4, "0").toUpperCase()}`;

describe("a reader's file", () => {
  test("[SCN-18] a list of tags, each once, in the order they were read first", () => {
    expect(readTagFile(`\uFEFF${tag(2)}\r\n${tag(1)}\r\n\r\n${tag(2)}\n`)).toEqual([tag(2), tag(1)]);
  });

  test("[SCN-18] a portal's table: the column of tags counts, whatever stands around it", () => {
    const rows = [
      "Time;Antenna;EPC;RSSI",
      `2026-06-11 08:00:01;1;"${tag(7)}";-61`,
      `2026-06-11 08:00:01;2;"${tag(7)}";-48`,
      `2026-06-11 08:00:02;1;"${tag(8)}";-70`,
    ];
    expect(readTagFile(rows.join("\n"))).toEqual([tag(7), tag(8)]);
  });

  test("[SCN-18] codes that are no tag numbers are read from the first column", () => {
    expect(readTagFile("code,name\nMEGA-0001,MegaPointe\nMEGA-0002,MegaPointe")).toEqual([
      "MEGA-0001",
      "MEGA-0002",
    ]);
    expect(readTagFile("")).toEqual([]);
  });
});

describe("a reader that types", () => {
  const reader = () => {
    const batches: (readonly string[])[] = [];
    let run: (() => void) | undefined;
    let about = "out gala";
    const tags = createTagReader({
      after: (ms, work) => {
        expect(ms).toBe(batchPauseMs);
        run = work;
        return () => (run = undefined);
      },
      about: () => about,
      onTags: (batch) => batches.push(batch),
    });
    return {
      tags,
      batches,
      silence: () => run?.(),
      talkAbout: (next: string) => (about = next),
    };
  };

  test("[SCN-18] a sweep is one batch, every tag once, however often the reader sees it", () => {
    const { tags, batches, silence } = reader();
    for (const n of [1, 2, 1, 1, 3, 2]) expect(tags.take(tag(n))).toBe(true);
    expect(batches).toEqual([]);
    silence();
    expect(batches).toEqual([[tag(1), tag(2), tag(3)]]);
    tags.take(tag(2).toLowerCase());
    silence();
    expect(batches).toHaveLength(1);
    tags.take(tag(4));
    silence();
    expect(batches.at(-1)).toEqual([tag(4)]);
  });

  test("[SCN-18] where the session means something else every tag counts anew", () => {
    const { tags, batches, silence, talkAbout } = reader();
    tags.take(tag(1));
    silence();
    talkAbout("in");
    tags.take(tag(1));
    silence();
    expect(batches).toEqual([[tag(1)], [tag(1)]]);
  });

  test("[SCN-18] labels and control codes are no tags", () => {
    const { tags } = reader();
    for (const code of ["MEGA-0001", "EVENTKIT-UNDO", "4012345678901", tag(1).slice(1), `${tag(1)}Z`]) {
      expect(isTagNumber(code)).toBe(false);
      expect(tags.take(code)).toBe(false);
    }
  });
});
