import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { createObserved, useReplica } from "#client/data";

/** Recordings that wait for a decision of the person at this device; 0 where others decide. */
export const createHeldCount = (): Accessor<number> => {
  const held = createObserved(useReplica().held);
  return createMemo(() =>
    held().reduce((sum, { steps, ended }) => sum + (ended === null ? steps.length : 0), 0),
  );
};
