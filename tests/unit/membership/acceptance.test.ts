import { describe, expect, test } from "vitest";
import type { AcceptanceVerdict, AcceptedChanges } from "#shared/protocol/membership/acceptance";
import { judgeAcceptance } from "#shared/protocol/membership/acceptance";
import { createPastStates } from "#shared/protocol/membership/past-states";
import type { Grant } from "#shared/protocol/membership/types";
import { LogBook, company, deviceOf, ops, startAt } from "#tests/support/unsigned-log";

const grantOf = (verbs: Grant["verbs"], patch: Partial<Grant> = {}): Grant => ({
  ...{ verbs, on: ["inventory"], scope: "all", notAfter: null },
  ...patch,
});

const minute = 60_000;

interface Wishes extends Partial<AcceptedChanges["receipt"]> {
  readonly cls?: AcceptedChanges["card"]["cls"];
  readonly cardBy?: string;
  readonly begins?: boolean;
}

/** What is said of changes by `by`, in a document of the inventory unless told otherwise. */
const judged = (log: LogBook, by: string, wishes: Wishes = {}): AcceptanceVerdict => {
  const { cls = "inventory", cardBy = by, begins = false, ...receipt } = wishes;
  return judgeAcceptance(
    {
      card: { cls, scope: "company", by: deviceOf(cardBy) },
      ...{ device: deviceOf(by), begins },
      receipt: { checkpoint: 1, at: startAt + minute, seq: 2, ...receipt },
    },
    createPastStates(company, () => log.records),
  );
};

/** Checkpoint 1: ann may read, write and create; 2: read and write; 3: read; 4: everything again. */
const comingAndGoing = (): LogBook => {
  const log = new LogBook();
  log.write(ops.defineRole("stock", [grantOf(["read", "write", "create"])]));
  log.enrol("ann", { roles: ["stock"] });
  log.checkpoint();
  log.write(ops.defineRole("stock", [grantOf(["read", "write"])]));
  log.enrol("bob", { roles: ["stock"] });
  log.checkpoint();
  log.write(ops.defineRole("stock", [grantOf(["read"])]));
  log.checkpoint();
  log.write(ops.defineRole("stock", [grantOf(["read", "write", "create"])]));
  log.checkpoint();
  return log;
};

describe("what a receipt says was accepted", () => {
  test("[RIGHTS-10] a right to write counts at the checkpoint of the receipt, not before and not after", () => {
    const log = comingAndGoing();
    const verdicts = [1, 2, 3, 4].map((checkpoint) => judged(log, "ann", { checkpoint }));
    expect(verdicts).toEqual(["in-order", "in-order", "write", "in-order"]);
    // Bob came with the second, a stranger never.
    expect(judged(log, "bob", { checkpoint: 1 })).toBe("write");
    expect(judged(log, "stranger", { checkpoint: 4 })).toBe("write");
    expect(judged(log, "ann", { cls: "money" })).toBe("write");
  });

  test("[RIGHTS-11] a right that ended by time counts for a minute more: the receipt is later than the verdict", () => {
    const log = new LogBook();
    const end = startAt + 10 * minute;
    const role = { rank: "guest", grants: [grantOf(["write"], { notAfter: end })] } as const;
    log.enrol("ann", role);
    log.checkpoint();
    expect(judged(log, "ann", { at: end })).toBe("in-order");
    expect(judged(log, "ann", { at: end + minute })).toBe("in-order");
    expect(judged(log, "ann", { at: end + minute + 1 })).toBe("write");
  });

  test("[RIGHTS-12] the first change needs the right to create under its own checkpoint", () => {
    const log = comingAndGoing();
    const first = { begins: true, seq: 1 };
    const verdicts = [1, 2, 3, 4].map((checkpoint) => judged(log, "ann", { ...first, checkpoint }));
    expect(verdicts).toEqual(["in-order", "create", "write", "in-order"]);
    // Not asked for where the document is somebody else's beginning.
    expect(judged(log, "ann", { begins: false, seq: 1, checkpoint: 2 })).toBe("in-order");
  });

  test("[RIGHTS-13] a later receipt covers a beginning at any time since the device came, and before it none", () => {
    const log = comingAndGoing();
    expect(judged(log, "ann", { begins: true, checkpoint: 2 })).toBe("in-order");
    expect(judged(log, "bob", { begins: true, checkpoint: 2 })).toBe("create");
    expect(judged(log, "bob", { begins: true, checkpoint: 4 })).toBe("in-order");
  });

  test("[RIGHTS-14] a right to create that has ended by time accuses nobody of what it covered", () => {
    const log = new LogBook();
    const end = startAt + 10 * minute;
    log.enrol("ann", {
      rank: "guest",
      grants: [grantOf(["create"], { notAfter: end }), grantOf(["write"])],
    });
    log.checkpoint();
    expect(judged(log, "ann", { begins: true, seq: 2, at: end + 5 * minute })).toBe("in-order");
    expect(judged(log, "ann", { begins: true, seq: 1, at: end + minute })).toBe("in-order");
    expect(judged(log, "ann", { begins: true, seq: 1, at: end + 5 * minute })).toBe("create");
  });

  test("[RIGHTS-15] movements are written by the device that began their log and by no other", () => {
    const log = new LogBook();
    log.enrol("ann");
    log.enrol("bob");
    log.checkpoint();
    expect(judged(log, "ann", { cls: "movements" })).toBe("in-order");
    expect(judged(log, "ann", { cls: "movements", cardBy: "bob" })).toBe("others-log");
    expect(judged(log, "ann", { cls: "work", cardBy: "bob" })).toBe("in-order");
  });

  test("[RIGHTS-16] a checkpoint that is not there answers nothing", () => {
    const log = comingAndGoing();
    expect(judged(log, "ann", { checkpoint: 5 })).toBe("unknown");
    expect(judged(log, "ann", { checkpoint: 0 })).toBe("unknown");
  });

  test("[RIGHTS-17] a checkpoint that the log here lacks in between accuses nobody", () => {
    const log = comingAndGoing();
    const past = createPastStates(company, () => log.records);
    const bob = deviceOf("bob");
    const accepted = {
      ...({ card: { cls: "inventory", scope: "company", by: bob }, device: bob, begins: true } as const),
      receipt: { checkpoint: 4, at: startAt + minute, seq: 2 },
    } as const;
    const lacking = { at: (no: number) => (no === 3 ? undefined : past.at(no)) };
    const demoted = { ...accepted, receipt: { ...accepted.receipt, checkpoint: 2 } };
    expect(judgeAcceptance(demoted, lacking)).toBe("create");
    const earlier = { at: (no: number) => (no === 1 ? undefined : past.at(no)) };
    const ann = deviceOf("ann");
    const byAnn = { ...demoted, card: { ...demoted.card, by: ann }, device: ann };
    expect(judgeAcceptance(byAnn, earlier)).toBe("in-order");
    expect(judgeAcceptance(accepted, lacking)).toBe("in-order");
  });
});
