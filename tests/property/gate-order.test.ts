import { describe, expect, test } from "vitest";
import { must } from "#shared/kernel/result";
import { findOrderProblem, growingIndex } from "#shared/protocol/gate/change-order";
import { parseChange } from "#shared/protocol/gate/parse-change";
import type { ParsedChange } from "#shared/protocol/gate/types";
import { companyGateLimits } from "#shared/protocol/limits";
import { honestHistory } from "#tests/support/automerge-histories";
import { nodeSha256 } from "#tests/support/keys";

const parsed = (seed: number): readonly ParsedChange[] =>
  honestHistory(seed, { actors: 2 + (seed % 4), steps: 40 }).changes.map((chunk) =>
    must(parseChange(chunk, companyGateLimits, { sha256: nodeSha256 })),
  );

describe("order rules", () => {
  test("[GATE-7] R2 and R3 hold for every honest change, merges included", () => {
    let seen = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const index = growingIndex();
      for (const change of parsed(seed)) {
        expect(findOrderProblem(change, index), `seed ${seed}, change ${index.changes + 1}`).toBeUndefined();
        index.add(change);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(1_000);
  });

  test("[GATE-8] a change that is out of order is refused, whatever is wrong with it", () => {
    const history = parsed(7);
    const index = growingIndex();
    for (const change of history) index.add(change);
    const last = history[history.length - 1];
    const first = history[0];
    if (last === undefined || first === undefined) throw new Error("the history is empty");
    const next: ParsedChange = {
      ...last,
      hash: new Uint8Array(32).fill(1),
      deps: [last.hash],
      seq: last.seq + 1,
      startOp: last.startOp + last.ops,
    };
    const problemOf = (patch: Partial<ParsedChange>): unknown => {
      const problem = findOrderProblem({ ...next, ...patch }, index);
      return problem?.type === "OutOfOrder" ? problem.code : problem?.type;
    };
    const stranger = new Uint8Array(16).fill(3);
    expect(problemOf({})).toBeUndefined();
    expect(problemOf({ actor: stranger, seq: 1 })).toBeUndefined();
    expect(problemOf({ deps: [new Uint8Array(32).fill(2)] })).toBe("DepsMissing");
    // M3: number 2 of an actor nobody has seen.
    expect(problemOf({ actor: stranger, seq: 2 })).toBe("seq");
    expect(problemOf({ seq: last.seq })).toBe("seq");
    expect(problemOf({ seq: last.seq + 2 })).toBe("seq");
    // The predecessor exists but is no ancestor.
    expect(problemOf({ deps: [first.hash] })).toBe("seq");
    // M4: counters that run ahead, and counters used twice.
    expect(problemOf({ startOp: 10_000_000 })).toBe("counter");
    expect(problemOf({ startOp: next.startOp + 1 })).toBe("counter");
    expect(problemOf({ startOp: next.startOp - 1 })).toBe("counter");
  });
});
