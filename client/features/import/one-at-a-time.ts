/** Two imports that do not know of each other would make everything twice: one tab imports at a time. */
import { onCleanup } from "solid-js";
import { useReplica } from "#client/data";
import { takeTurn } from "#client/platform/turns";
import type { Turn } from "#client/platform/turns";

export interface ImportTurn {
  /** False while another tab of this device is importing. */
  readonly take: () => Promise<boolean>;
  readonly end: () => void;
}

export const createImportTurn = (): ImportTurn => {
  const { company } = useReplica();
  let turn: Turn | undefined;
  let isGone = false;
  const end = (): void => {
    turn?.end();
    turn = undefined;
  };
  onCleanup(() => {
    isGone = true;
    end();
  });
  return {
    end,
    take: async () => {
      if (turn !== undefined) return true;
      turn = await takeTurn(`eventkit-import/${company}`);
      const isOurs = turn !== undefined;
      if (isGone) end();
      return isOurs && !isGone;
    },
  };
};
