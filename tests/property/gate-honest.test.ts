import * as A from "@automerge/automerge";
import { describe, expect, test } from "vitest";
import { toHex } from "#shared/kernel/bytes";
import { sha256 } from "#shared/kernel/hash";
import { must } from "#shared/kernel/result";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { companyGateLimits } from "#shared/protocol/limits";
import { honestHistory } from "#tests/support/automerge-histories";

describe("the gate and Automerge read honest changes alike", () => {
  test("[GATE-1] hash, actor, counters, number of operations, time, message and dependencies", () => {
    let seen = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const { changes } = honestHistory(seed, { actors: 1 + (seed % 5), steps: 40 });
      for (const bytes of changes) {
        const theirs = A.decodeChange(bytes);
        const parsed = parseChange(bytes, companyGateLimits, { sha256 });
        if (!parsed.ok)
          throw new Error(`seed ${seed}: ${parsed.error.code} ${parsed.error.detail} ${toHex(bytes)}`);
        const ours = must(parsed);
        const ourFacts = [ours.seq, ours.startOp, ours.ops, ours.time, ours.message, ...ours.deps.map(toHex)];
        const theirFacts = [theirs.seq, theirs.startOp, theirs.ops.length, theirs.time, theirs.message ?? ""];
        // Thousands of small comparisons: one string each.
        const ourText = [toHex(ours.hash), toHex(ours.actor), ...ourFacts].join("|");
        const theirText = [theirs.hash, theirs.actor, ...theirFacts, ...theirs.deps].join("|");
        if (ourText !== theirText) expect(ourText, `seed ${seed}`).toBe(theirText);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(3_000);
  });
});
