/** Undo of movements from a toast: facts are never edited, counter-facts take them back. */
import { movement, undoMovements } from "#shared/domain/scanning";
import type { MovementId, UndoMovements } from "#shared/domain/scanning";
import { useText } from "#client/app/i18n";
import { messages } from "#client/app/messages";
import { createIndex, useCommands, useReplica } from "#client/data";
import { showToast } from "#client/ui/toast";
import { positionsIndex } from "./positions-index";

/** What an undo of these movements names, as things are now. */
export const createUndone = (): ((movements: readonly MovementId[]) => UndoMovements["undone"]) => {
  const { rows } = useReplica();
  const positions = createIndex(positionsIndex);
  return (movements) =>
    movements
      .flatMap((id) => rows.get(movement, id) ?? [])
      .map((fact) => ({
        fact,
        after: fact.asset === undefined ? undefined : positions().of(fact.asset).after,
      }));
};

/**
 * Says what was done and offers to take it back. `also` then puts back what the same step wrote beside the movements;
 * it runs only when these could be taken back.
 */
export const createFactUndoToast = (): ((
  text: string,
  movements: readonly MovementId[],
  also?: () => Promise<unknown>,
) => void) => {
  const t = useText(messages);
  const commands = useCommands();
  const undone = createUndone();
  const takeBack = async (
    movements: readonly MovementId[],
    also: (() => Promise<unknown>) | undefined,
  ): Promise<void> => {
    const done = await commands.runCommand(undoMovements, { undone: undone(movements) });
    if (done.ok) await also?.();
  };
  return (text, movements, also) =>
    showToast({ text, action: { label: t("undo"), onSelect: () => void takeBack(movements, also) } });
};
