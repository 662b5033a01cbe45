/** When a relay collects garbage by itself, and that a process really gives memory back. */
import { expect, test } from "vitest";
import type { Timers } from "#shared/kernel/clock";
import { processMemory, tidyAtRest } from "#relay/memory-at-rest";

const megabyte = 2 ** 20;

/** A heap that only grows until it is collected, looked at step by step. */
const machine = (live: number) => {
  const state = { used: live, room: 0, busy: 0, collected: 0 };
  let next: (() => void) | undefined;
  const timers: Timers = {
    after: (_, task) => {
      next = task;
      return () => void (next = undefined);
    },
  };
  const memory = {
    busy: () => state.busy,
    used: () => state.used,
    room: () => state.room,
    collect: () => {
      state.collected++;
      state.used = live;
    },
  };
  const stop = tidyAtRest(timers, memory);
  const look = (): void => next?.();
  /** The relay has had something to do until a moment ago. */
  const work = (): void => {
    state.busy = 0.6;
    look();
    state.busy = 0.01;
  };
  return { state, look, stop, work, isWaiting: () => next !== undefined };
};

test("[RELAY-230] what a storm left is collected once, when there is nothing to do", () => {
  const { state, look } = machine(30 * megabyte);
  state.used = 90 * megabyte;
  state.busy = 0.6;
  look();
  expect(state.collected).toBe(0);
  state.busy = 0.01;
  look();
  expect(state.collected).toBe(1);
  look();
  expect(state.collected).toBe(1);
});

test("[RELAY-230] room that the first collection leaves is asked for again, and not for ever", () => {
  const { state, look, work } = machine(30 * megabyte);
  state.used = 90 * megabyte;
  state.room = 32 * megabyte;
  work();
  look();
  expect(state.collected).toBe(1);
  look();
  expect(state.collected).toBe(2);
  state.room = 2 * megabyte;
  look();
  expect(state.collected).toBe(2);
  state.room = 32 * megabyte;
  for (let at = 0; at < 10; at++) look();
  expect(state.collected).toBe(4);
  work();
  look();
  expect(state.collected).toBe(5);
});

test("[RELAY-230] a little garbage stops nobody, nor a quarter of much memory", () => {
  const small = machine(30 * megabyte);
  small.state.used = 45 * megabyte;
  small.look();
  expect(small.state.collected).toBe(0);
  const large = machine(1_000 * megabyte);
  large.state.used = 1_200 * megabyte;
  large.look();
  expect(large.state.collected).toBe(0);
  large.state.used = 1_300 * megabyte;
  large.look();
  expect(large.state.collected).toBe(1);
});

test("[RELAY-230] memory that the engine gave back by itself counts from there", () => {
  const { state, look, stop, isWaiting } = machine(80 * megabyte);
  state.used = 30 * megabyte;
  look();
  state.used = 60 * megabyte;
  look();
  expect(state.collected).toBe(1);
  stop();
  expect(isWaiting()).toBe(false);
});

test("[RELAY-230] the engine's own collector is reached", () => {
  const memory = processMemory();
  const garbage = Array.from({ length: 200_000 }, (_, at) => ({ at, and: [at] }));
  expect(garbage.at(-1)?.at).toBe(199_999);
  const full = memory.used();
  garbage.length = 0;
  memory.collect();
  expect(memory.used()).toBeLessThan(full - 8 * megabyte);
  expect(memory.room()).toBeGreaterThan(0);
  expect(memory.busy()).toBeGreaterThan(0);
});
