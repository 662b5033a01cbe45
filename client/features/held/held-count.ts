import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import type { HeldLog, HeldStep } from "#shared/replica/types";
import { createObserved, useReplica } from "#client/data";

/** Steps that say something about equipment; the others compare clocks and go with the scans before them. */
export const scansIn = (steps: readonly HeldStep[]): number =>
  steps.filter(({ movements }) => movements.length > 0).length;

/** What nobody can read waits too: for somebody to discard it. */
const waitingIn = ({ steps, ended, isReadable }: HeldLog): number =>
  ended !== null ? 0 : isReadable ? scansIn(steps) : 1;

/** Recordings that wait for a decision of the person at this device; 0 where others decide. */
export const createHeldCount = (): Accessor<number> => {
  const held = createObserved(useReplica().held);
  return createMemo(() => held().reduce((sum, log) => sum + waitingIn(log), 0));
};
