import * as A from "@automerge/automerge";
import { describe, expect, test } from "vitest";
import { asciiBytes, toHex } from "#shared/kernel/bytes";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { companyGateLimits } from "#shared/protocol/limits";
import { manyInserts, poison } from "#tests/fixtures/poison/corpus";
import { hashOfChange, oneSet, wrapDeflated, writeBody, writeChunk } from "#tests/support/chunk-writer";
import { nodeSha256 } from "#tests/support/keys";

const parse = (chunk: Uint8Array): ReturnType<typeof parseChange> =>
  parseChange(chunk, companyGateLimits, { sha256: nodeSha256 });

describe("poison corpus", () => {
  test.each(poison().map(({ name, chunk, code }) => [name, chunk, code] as const))(
    "[GATE-2] %s is refused at once",
    (_, chunk, code) => {
      // Time of the processor, the best of five: other work on the machine is not the gate's.
      let fastestMs = Infinity;
      for (let i = 0; i < 5; i++) {
        const before = process.cpuUsage();
        const parsed = parse(chunk);
        const { user, system } = process.cpuUsage(before);
        fastestMs = Math.min(fastestMs, (user + system) / 1_000);
        expect(parsed.ok ? "accepted" : parsed.error.code).toBe(code);
      }
      expect(fastestMs).toBeLessThan(50);
    },
  );

  test("[GATE-3] the writer's sound changes pass, so each refusal above has its own reason", () => {
    const sound = [oneSet(new Uint8Array(16).fill(7)), manyInserts(100), manyInserts(7_999)];
    for (const change of sound) {
      for (const chunk of [writeChunk(change), wrapDeflated(writeBody(change))]) {
        const parsed = parse(chunk);
        expect(parsed.ok && toHex(parsed.value.hash)).toBe(toHex(hashOfChange(change)));
        expect(A.decodeChange(chunk).hash).toBe(toHex(hashOfChange(change)));
      }
    }
  });

  test("[GATE-4] limits bite exactly at their value", () => {
    const change = oneSet(new Uint8Array(16).fill(7), { message: asciiBytes("m".repeat(100)) });
    const exact = { ...companyGateLimits, message: 100, ops: 1, deps: 0, actors: 0, cols: 6 };
    const chunk = writeChunk(change);
    const at = (limits: typeof exact): string => {
      const parsed = parseChange(chunk, limits, { sha256: nodeSha256 });
      return parsed.ok ? "accepted" : parsed.error.code;
    };
    expect(at({ ...exact, chunk: chunk.length })).toBe("accepted");
    expect(at({ ...exact, chunk: chunk.length - 1 })).toBe("size");
    expect(at({ ...exact, message: 99 })).toBe("size");
    expect(at({ ...exact, ops: 0 })).toBe("ops");
    expect(at({ ...exact, cols: 5 })).toBe("form");
  });
});
