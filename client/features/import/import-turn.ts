/** The right of one screen to import, kept for as long as anything is being written, whatever becomes of the screen. */
import type { Turn } from "#client/platform/turns";

export interface ImportTurn {
  /** False while an import elsewhere has it, and where it was given up while it was waited for. */
  readonly take: () => Promise<boolean>;
  /** Gives it back; where something is being written, as soon as that is done. */
  readonly end: () => void;
  /** The screen is gone: as `end`, and it is never taken again. */
  readonly close: () => void;
  /** Keeps the turn until `work` settles. Undefined, and nothing is done, where it is not ours. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T | undefined>;
}

/** `request` is undefined while somebody else has the turn. */
export const importTurn = (request: () => Promise<Turn | undefined>): ImportTurn => {
  let turn: Turn | undefined;
  let waiting: Promise<void> | undefined;
  let ending = Promise.resolve();
  let [isWanted, isWriting, isClosed] = [false, false, false];
  const isOurs = (): boolean => isWanted && turn !== undefined;
  const settle = (): void => {
    if (turn === undefined || isWanted || isWriting) return;
    ending = turn.end();
    turn = undefined;
  };
  /** One at a time: a turn that comes takes the place of none. */
  const ask = async (): Promise<void> => {
    try {
      // Our own that is still being given back would refuse us.
      await ending;
      turn = await request();
    } finally {
      waiting = undefined;
    }
    settle();
  };
  const end = (): void => {
    isWanted = false;
    settle();
  };
  return {
    end,
    close: () => {
      isClosed = true;
      end();
    },
    take: async () => {
      if (isClosed || isWriting) return false;
      isWanted = true;
      if (turn === undefined) await (waiting ??= ask());
      return isOurs();
    },
    during: async (work) => {
      if (turn === undefined || isWriting) return undefined;
      isWriting = true;
      try {
        return await work();
      } finally {
        isWriting = false;
        settle();
      }
    },
  };
};
