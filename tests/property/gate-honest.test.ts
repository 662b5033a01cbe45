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
        expect({
          hash: toHex(ours.hash),
          actor: toHex(ours.actor),
          seq: ours.seq,
          startOp: ours.startOp,
          ops: ours.ops,
          time: ours.time,
          message: ours.message,
          deps: ours.deps.map(toHex),
        }).toEqual({
          hash: theirs.hash,
          actor: theirs.actor,
          seq: theirs.seq,
          startOp: theirs.startOp,
          ops: theirs.ops.length,
          time: theirs.time,
          message: theirs.message ?? "",
          deps: theirs.deps,
        });
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(3_000);
  });
});
