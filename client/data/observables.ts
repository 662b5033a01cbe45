/** What the replica tells about itself, as accessors. */
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { Observable, Rescue, SyncState, UndoStep } from "#shared/replica/types";
import type { ThingId } from "#shared/kernel/ids";
import { useReplica } from "./replica-context";
import type { Maybe } from "./rows";
import { whenIdle } from "./when-idle";

/** Follows an observable until the owner ends. */
export const createObserved = <T>(observable: Observable<T>): Accessor<T> => {
  const [value, setValue] = createSignal(observable.get(), { equals: false });
  onCleanup(observable.subscribe((next) => setValue(() => next)));
  return value;
};

export const createSyncState = (): Accessor<SyncState> => createObserved(useReplica().sync);

/**
 * False while this device still fetches or checks documents, or shows some without their newest changes: sums over
 * everything are wrong then, and nothing can be said to be free.
 */
export const createIsWhole = (): Accessor<boolean> => {
  const sync = createSyncState();
  return createMemo(() => {
    const { firstSync, unchecked, behind } = sync();
    return firstSync === null && unchecked === 0 && behind === 0;
  });
};

/** My own undoable changes, newest last. */
export const createUndoSteps = (): Accessor<readonly UndoStep[]> => createObserved(useReplica().undoSteps);

export const createRescues = (): Accessor<readonly Rescue[]> => createObserved(useReplica().rescues);

/** Keeps a document open while the owner lives, so that commands on it are immediate. */
export const holdDocument = (thing: Maybe<ThingId | undefined>): void => {
  const replica = useReplica();
  createEffect(() => {
    const wanted = typeof thing === "function" ? thing() : thing;
    if (wanted === undefined) return;
    const held = replica.hold(wanted);
    onCleanup(() => void held.then((release) => release()));
  });
};

/** Keeps the log this device records movements in open while the owner lives, so that the first scan does not read it. */
export const holdOwnLog = (): void => {
  const replica = useReplica();
  let letGo: (() => void) | undefined;
  const cancel = whenIdle(() => {
    const held = replica.holdOwnLog();
    letGo = () => void held.then((release) => release());
  });
  onCleanup(() => {
    cancel();
    letGo?.();
  });
};
