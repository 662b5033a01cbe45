/**
 * Mutated chunks with a right checksum: what somebody who knows the format would send. Two claims: the gate never
 * throws, and what it lets through Automerge reads, applies, saves and loads again with the same hash.
 */
import * as A from "@automerge/automerge";
import { describe, expect, test } from "vitest";
import { toHex } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { GrowingIndex } from "#shared/protocol/gate/change-order";
import { findOrderProblem, growingIndex } from "#shared/protocol/gate/change-order";
import type { OperationIndex } from "#shared/protocol/gate/operation-index";
import { createOperationIndex, indexedChange, tableOfChange } from "#shared/protocol/gate/operation-index";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { companyGateLimits } from "#shared/protocol/limits";
import type { SeededRandom } from "#tests/support/automerge-histories";
import { honestHistory, seededRandom } from "#tests/support/automerge-histories";
import { wrapChunk, wrapDeflated } from "#tests/support/chunk-writer";
import { nodeSha256 } from "#tests/support/keys";

const parse = (chunk: Uint8Array): ReturnType<typeof parseChange> =>
  parseChange(chunk, companyGateLimits, { sha256: nodeSha256 });

/** The body of a plain chunk: behind magic, checksum, type and length. */
const bodyOf = (chunk: Uint8Array): Uint8Array => {
  let start = 9;
  while ((chunk[start] ?? 0) >= 0x80) start += 1;
  return chunk.slice(start + 1);
};

const mutate = (body: Uint8Array, random: SeededRandom): Uint8Array => {
  const bytes = [...body];
  for (let i = 1 + random.below(3); i > 0; i--) {
    const at = random.below(bytes.length);
    const roll = random.below(6);
    if (roll === 0) bytes.splice(at, 1);
    else if (roll === 1) bytes.splice(at, 0, random.below(256));
    else if (roll === 2) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    else if (roll === 3) bytes[at] = [0, 1, 2, 0x7e, 0x7f, 0x80, 0xff][random.below(7)] ?? 0;
    else if (roll === 4) bytes[at] = ((bytes[at] ?? 0) + 1) & 0xff;
    else bytes.splice(at, 0, ...bytes.slice(at, at + random.below(8)));
  }
  return Uint8Array.from(bytes);
};

/** What the operations point at. Only a device checks that these operations are there. */
const references = (chunk: Uint8Array): string =>
  JSON.stringify(A.decodeChange(chunk).ops, (name, value: unknown) =>
    name === "value" || name === "datatype" || name === "name" || name === "expand" ? undefined : value,
  );

/** What is wrong with a change in Automerge's eyes; undefined when all is well. */
const automergeProblem = (
  history: readonly Uint8Array[],
  chunk: Uint8Array,
  hash: string,
): string | undefined => {
  try {
    const [doc] = A.applyChanges(A.init(), [...history, chunk]);
    if (!A.hasHeads(doc, [hash])) return "not applied";
    const isKept = A.getAllChanges(doc).some((bytes) => toHex(bytes) === toHex(chunk));
    if (!isKept) return "rebuilt with other bytes";
    return A.hasHeads(A.load(A.save(doc)), [hash]) ? undefined : "lost after saving";
  } catch (error) {
    return String(error);
  }
};

const indexOf = (history: readonly Uint8Array[]): GrowingIndex => {
  const index = growingIndex();
  for (const chunk of history) index.add(must(parse(chunk)));
  return index;
};

const operationsOf = (history: readonly Uint8Array[]): OperationIndex => {
  const index = createOperationIndex(() => undefined);
  for (const chunk of history) {
    const change = must(parse(chunk));
    index.add(indexedChange(change), tableOfChange(change));
  }
  return index;
};

const seed = Number(process.env["FUZZ_SEED"] ?? 20_261_121);
const rounds = Number(process.env["FUZZ_ROUNDS"] ?? 5_000);

describe("fuzzing the gate", () => {
  test(`[GATE-5] never throws, and what passes is sound for Automerge (seed ${seed})`, () => {
    const random = seededRandom(seed);
    const histories = Array.from(
      { length: 12 },
      (_, i) => honestHistory(seed + i, { actors: 3, steps: 12 }).changes,
    );
    const accepted: string[] = [];
    const unsound: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const history = histories[random.below(histories.length)] ?? [];
      const at = random.below(history.length);
      const original = history[at];
      if (original === undefined) continue;
      const body = mutate(bodyOf(original), random);
      const chunk = wrapChunk(body);
      const parsed = parse(random.below(20) === 0 ? wrapDeflated(body) : chunk);
      if (!parsed.ok) continue;
      const before = history.slice(0, at);
      if (findOrderProblem(parsed.value, indexOf(before)) !== undefined) continue;
      const hash = toHex(parsed.value.hash);
      expect(A.decodeChange(chunk).hash).toBe(hash);
      if (references(chunk) !== references(original)) continue;
      accepted.push(hash);
      const problem = automergeProblem(before, chunk, hash);
      if (problem !== undefined) unsound.push(`round ${round}: ${problem}: ${toHex(chunk)}`);
    }
    expect(unsound.slice(0, 5)).toEqual([]);
    // Enough mutants must pass, or the second claim proves nothing.
    expect(accepted.length).toBeGreaterThan(rounds / 100);
  });

  test(`[GATE-9] what points only at operations of its ancestors is sound for Automerge (seed ${seed})`, () => {
    const random = seededRandom(seed + 1);
    const histories = Array.from(
      { length: 40 },
      (_, i) => honestHistory(seed + 100 + i, { actors: 3, steps: 14, marks: false }).changes,
    );
    const tally = { elsewhere: 0, refused: 0 };
    const unsound: string[] = [];
    for (let round = 0; round < rounds * 4; round++) {
      const history = histories[random.below(histories.length)] ?? [];
      const at = random.below(history.length);
      const original = history[at];
      if (original === undefined) continue;
      const chunk = wrapChunk(mutate(bodyOf(original), random));
      const parsed = parse(chunk);
      if (!parsed.ok) continue;
      const before = history.slice(0, at);
      if (findOrderProblem(parsed.value, indexOf(before)) !== undefined) continue;
      if (references(chunk) !== references(original)) tally.elsewhere += 1;
      if (operationsOf(before).problemOf(parsed.value) !== undefined) {
        tally.refused += 1;
        continue;
      }
      const problem = automergeProblem(before, chunk, toHex(parsed.value.hash));
      if (problem !== undefined) unsound.push(`round ${round}: ${problem}: ${toHex(chunk)}`);
    }
    expect(unsound.slice(0, 5)).toEqual([]);
    expect(tally.elsewhere).toBeGreaterThan(rounds / 50);
    expect(tally.refused).toBeGreaterThan(rounds / 200);
  });

  test("[GATE-10] every honest change points only at operations of its ancestors", () => {
    for (let i = 0; i < 60; i++) {
      const { changes } = honestHistory(seed + i, { actors: 1 + (i % 4), steps: 40, marks: false });
      const index = createOperationIndex(() => undefined);
      for (const chunk of changes) {
        const change = must(parse(chunk));
        expect(index.problemOf(change)).toBeUndefined();
        index.add(indexedChange(change), tableOfChange(change));
      }
    }
  });

  test("[GATE-6] never throws on noise, whatever the length", () => {
    const random = seededRandom(seed);
    for (let round = 0; round < rounds; round++) {
      const noise = Uint8Array.from({ length: random.below(120) }, () => random.below(256));
      expect(parse(noise).ok).toBe(false);
      const framed = wrapChunk(noise, 1 + random.below(2));
      const parsed = parse(framed);
      expect(parsed.ok ? "accepted" : parsed.error.code).toMatch(/^(form|inflate|actor|ops|size)$/);
    }
  });
});
