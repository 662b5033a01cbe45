/**
 * Gives memory back once a relay has nothing to do. The engine collects garbage when it needs room, so a process at rest
 * would keep for ever what a storm of connections left.
 */
import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Timers } from "#shared/kernel/clock";

export interface Memory {
  /** Share of the time since it was asked last in which the process had something to do, 0 to 1. */
  readonly busy: () => number;
  /** Bytes of the heap in use, garbage included. */
  readonly used: () => number;
  /** Bytes the heap holds for what may come. */
  readonly room: () => number;
  readonly collect: () => void;
}

const lookMs = 5_000;
/** A collection stops everything for tens of milliseconds, so nobody may be waiting for an answer. */
const atRest = 0.05;
const worthCollecting = 16 * 2 ** 20;
/**
 * What young objects had is given back only by a collection before which little was made for some seconds: the first one
 * after a storm comes too early for that.
 */
const looksForRoom = 4;

/** Looks every few seconds until the answer is called. */
export const tidyAtRest = (timers: Timers, memory: Memory): (() => void) => {
  let least = memory.used();
  let left = 0;
  const isFull = (): boolean => memory.used() > least + Math.max(worthCollecting, least / 4);
  const isWide = (): boolean => left-- > 0 && memory.room() > worthCollecting;
  const look = (): void => {
    // The engine has collected by itself meanwhile.
    least = Math.min(least, memory.used());
    if (memory.busy() >= atRest) left = looksForRoom;
    else if (isFull() || isWide()) {
      memory.collect();
      least = memory.used();
    }
    cancel = timers.after(lookMs, look);
  };
  let cancel = timers.after(lookMs, look);
  return () => cancel();
};

export const processMemory = (): Memory => {
  let before = performance.eventLoopUtilization();
  return {
    busy: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, before);
      before = now;
      return utilization;
    },
    used: () => process.memoryUsage().heapUsed,
    room: () => {
      const { heapTotal, heapUsed } = process.memoryUsage();
      return heapTotal - heapUsed;
    },
    collect: collector(),
  };
};

/** The engine shows its collector only to contexts made after it was asked to. */
const collector = (): (() => void) => {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  return () => {
    if (typeof collect === "function") Reflect.apply(collect, undefined, []);
  };
};
