/** What a relay in a hall can make a device keep: so much, whatever it sends. */
import { expect, test } from "vitest";
import type { Chunk } from "#shared/protocol/messages";
import { HeldBack } from "#shared/replica/hall/held-back";
import { named } from "#tests/support/keys";

const chunkOf = (length: number): Chunk => ({
  ...{ hash: named(`chunk of ${length}`), parents: [], enc: 0, epoch: 0 },
  bytes: new Uint8Array(length),
});
const tip = {
  ...{ actor: named("actor"), nonce: new Uint8Array(8), seq: 1, hash: named("change"), checkpoint: 1 },
  ...{ device: named("device"), sig: new Uint8Array(64) },
};

test("[MOB-06] what waits for ancestors has one limit over all documents, tips included, and what does not fit comes again", () => {
  const held = new HeldBack({ bytes: 10_000, documents: 3 });
  held.keep("a", { chunks: [chunkOf(6_000)], tips: [] });
  held.keep("b", { chunks: [chunkOf(6_000)], tips: [] });
  expect([held.of("a").chunks.length, held.of("b").chunks.length, held.bytes]).toEqual([1, 0, 6_000]);
  held.keep("c", { chunks: [], tips: Array.from({ length: 100 }, () => tip) });
  expect([held.of("c").tips.length, held.isUnfinished]).toEqual([0, true]);
  // Of more documents than there is room for it is only known that there are some.
  held.keep("d", { chunks: [chunkOf(1)], tips: [] });
  expect([held.of("d").chunks.length, held.drop("d")]).toEqual([0, false]);
  for (const doc of ["a", "b", "c"]) expect(held.drop(doc)).toBe(true);
  expect([held.bytes, held.isUnfinished]).toEqual([0, true]);
  held.clear();
  expect(held.isUnfinished).toBe(false);
});

test("[MOB-06] what is kept of a document takes the place of what was kept before", () => {
  const held = new HeldBack({ bytes: 10_000, documents: 3 });
  for (let time = 0; time < 5; time++) held.keep("a", { chunks: [chunkOf(9_000)], tips: [tip] });
  expect(held.bytes).toBeLessThan(10_000);
  expect(held.of("a").chunks).toHaveLength(1);
  held.drop("a");
  expect([held.bytes, held.isUnfinished]).toEqual([0, false]);
});
