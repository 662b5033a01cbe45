/** The key documents that were in force one after the other: known answers. */
import { describe, expect, test } from "vitest";
import { keyLineage, replacedAt } from "#shared/protocol/membership/key-lineage";
import type { KeysRecord, LogEntry } from "#shared/protocol/membership/types";
import { named } from "#tests/support/keys";
import { company, deviceOf, keyDocRecord, LogBook, paper, startAt } from "#tests/support/unsigned-log";

describe("root keys one after the other", () => {
  test("[MEM-178] the documents that were in force, and when a key ceased to be one", () => {
    const log = new LogBook();
    const document = (no: number, prev: LogEntry, keys: readonly Uint8Array[]): KeysRecord =>
      keyDocRecord({ no, prev: prev.id, keys, issued: startAt + no }, keys);
    const second = document(2, log.keys, [deviceOf("founder"), named("paper 2")]);
    const third = document(3, second, [named("paper 2"), named("paper 3")]);
    const stray = document(2, log.keys, [named("stray")]);
    const { value: doc, id: hash } = third.keyDoc;
    const all = [stray, third, log.genesis, second, log.keys];
    const lineage = keyLineage(all, { doc, hash });
    expect(lineage).toEqual([log.keys, second, third].map(({ keyDoc }) => keyDoc.value));
    const ends = [paper, deviceOf("founder"), named("paper 2"), named("paper 3"), named("stray")].map((key) =>
      replacedAt(lineage, key),
    );
    expect(ends).toEqual([startAt + 2, startAt + 3, undefined, undefined, undefined]);
    expect(keyLineage([second], { doc, hash })).toEqual([second.keyDoc.value, doc]);
    expect(keyLineage([], { doc: log.keys.keyDoc.value, hash: company })).toEqual([log.keys.keyDoc.value]);
  });
});
