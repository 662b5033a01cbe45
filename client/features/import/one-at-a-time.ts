/** Two imports that do not know of each other would make everything twice: one tab imports at a time. */
import { onCleanup } from "solid-js";
import { useReplica } from "#client/data";
import { takeTurn } from "#client/platform/turns";
import { importTurn } from "./import-turn";
import type { ImportTurn } from "./import-turn";

export const createImportTurn = (): ImportTurn => {
  const { company } = useReplica();
  const turn = importTurn(() => takeTurn(`eventkit-import/${company}`));
  onCleanup(turn.close);
  return turn;
};
