/** Where two orders part and what only one of them has, as the security screen tells it. */
import { expect, test } from "vitest";
import { ordersApart } from "#shared/protocol/membership/two-orders";
import type { LogEntry } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { textOfBytes } from "#shared/protocol/wire-types";
import { checkpointRecord, company, LogBook, ops } from "#tests/support/unsigned-log";

const idOf = ({ id }: LogEntry): string => textOfBytes(id);

const apartIn = (log: readonly LogEntry[]) => {
  const { fork } = computeVerdict(company, log);
  if (fork === null) throw new Error("there are two orders");
  return ordersApart(log, fork);
};

const scene = () => {
  const log = new LogBook();
  // Both orders have it, but only what follows it in one of them leads to it.
  log.write(ops.addMember("dan"));
  const one = log.checkpoint();
  const ann = log.write(ops.addMember("ann"));
  const bob = log.write(ops.addMember("bob"), "founder", [log.genesis]);
  const cem = log.write(ops.addMember("cem"), "founder", [ann]);
  const earlier = checkpointRecord(2, one, [ann]);
  const later = checkpointRecord(2, one, [bob]);
  const { no, at } = one.checkpoint.value;
  return { base: log.records, one, ann, bob, cem, earlier, later, last: { no, at } };
};

test("[MEM-250] two checkpoints of one number: the one before them is the last of both, and each names what the other lacks", () => {
  const { base, ann, bob, earlier, later, last } = scene();
  const apart = apartIn([...base, earlier, later]);
  expect(apart?.last).toEqual(last);
  expect(apart?.orders.map(({ only }) => only)).toEqual(expect.arrayContaining([[idOf(ann)], [idOf(bob)]]));
});

test("[MEM-250] what an order took in later is its own too, and what both have in the end neither lacks", () => {
  const { base, ann, bob, cem, earlier, later } = scene();
  const [mine, theirs] = [checkpointRecord(3, earlier, [cem]), checkpointRecord(3, later, [ann])];
  const apart = apartIn([...base, earlier, mine, later, theirs]);
  const onlys = apart?.orders.map(({ only }) => [...only].sort());
  expect(onlys).toEqual(expect.arrayContaining([[idOf(cem)], [idOf(bob)]]));
});

test("[MEM-250] an order of which only a successor is here is told by that", () => {
  const { base, bob, ann, earlier, later } = scene();
  const successor = checkpointRecord(3, later, [bob]);
  const apart = apartIn([...base, earlier, successor]);
  expect(apart?.last).toBeNull();
  expect(apart?.orders.flatMap(({ only }) => only)).toEqual(expect.arrayContaining([idOf(ann), idOf(bob)]));
});

test("[MEM-250] the order that began earlier comes first", () => {
  const { base, one, ann, bob } = scene();
  const early = checkpointRecord(2, one, [ann], { at: one.checkpoint.value.at + 20 });
  const late = checkpointRecord(2, one, [bob], { at: one.checkpoint.value.at + 10 });
  for (const log of [
    [...base, early, late],
    [...base, late, early],
  ])
    expect(apartIn(log)?.orders.map(({ only }) => only)).toEqual([[idOf(bob)], [idOf(ann)]]);
});
