/** When a relay is killed, thrown before it starts; most of it under load, some of it while it opens its database. */
import { watch } from "node:fs";
import type { Timers } from "#shared/kernel/clock";
import type { Chances } from "#tests/support/virtual-time";

export type KillMoment =
  /** So long after the process was started, whether it works already or not. */
  | { readonly kind: "start"; readonly ms: number }
  /** So long after the first push. */
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "sent"; readonly count: number }
  | { readonly kind: "receipt"; readonly count: number }
  /** At a write into the database's log of writes: most often before its transaction is whole. */
  | { readonly kind: "commit"; readonly count: number }
  /** While that log is carried into the database itself. */
  | { readonly kind: "fold"; readonly count: number }
  /** No file may grow by more than this; the process dies when it has given up. */
  | { readonly kind: "full"; readonly kilobytes: number };

export const drawMoment = (chances: Chances): KillMoment => {
  const die = chances.below(100);
  if (die < 8) return { kind: "start", ms: chances.below(600) };
  if (die < 28) return { kind: "time", ms: chances.below(60) };
  if (die < 43) return { kind: "sent", count: 1 + chances.below(30) };
  if (die < 60) return { kind: "receipt", count: 1 + chances.below(24) };
  if (die < 88) return { kind: "commit", count: 1 + chances.below(40) };
  if (die < 94) return { kind: "fold", count: 1 + chances.below(6) };
  return { kind: "full", kilobytes: chances.below(120) };
};

/** A moment that has not come after so many receipts is not waited for any longer, however slow the machine is. */
const patience = 200;
/** Where nothing is sent and no receipt comes for so long, neither will any more. */
export const stuckAfterMs = 60_000;

export interface Trap {
  readonly note: (what: "sent" | "receipt") => void;
  /** Killed because nothing happened any more, not because its moment had come. */
  readonly isStuck: () => boolean;
  readonly release: () => void;
}

/** Calls `kill` when the moment has come, or cannot come any more; `folder` is the relay's. */
export const setTrap = (moment: KillMoment, folder: string, kill: () => void, timers: Timers): Trap => {
  let isStuck = false;
  const giveUp = (): void => {
    isStuck = true;
    kill();
  };
  let cancelGivingUp = timers.after(stuckAfterMs, giveUp);
  const wait = (): void => {
    cancelGivingUp();
    cancelGivingUp = timers.after(stuckAfterMs, giveUp);
  };
  let count = 0;
  let receipts = 0;
  const reach = (what: KillMoment["kind"]): void => {
    if (what === moment.kind && "count" in moment && ++count === moment.count) kill();
  };
  const watcher = watch(folder, (_, file) => {
    if (file === "relay.db-wal") reach("commit");
    if (file === "relay.db") reach("fold");
  });
  const cancelTime = moment.kind === "time" ? timers.after(moment.ms, kill) : undefined;
  return {
    note: (what) => {
      wait();
      reach(what);
      if (what === "receipt" && ++receipts === patience) kill();
    },
    isStuck: () => isStuck,
    release: () => {
      watcher.close();
      cancelTime?.();
      cancelGivingUp();
    },
  };
};
