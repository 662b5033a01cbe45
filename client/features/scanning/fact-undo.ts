/** Undo of movements from a toast: facts are never edited, counter-facts take them back. */
import { movement, undoMovements } from "#shared/domain/scanning";
import type { MovementId } from "#shared/domain/scanning";
import { useText } from "#client/app/i18n";
import { messages } from "#client/app/messages";
import { createIndex, useCommands, useReplica } from "#client/data";
import { showToast } from "#client/ui/toast";
import { positionsIndex } from "./positions-index";

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
  const { rows } = useReplica();
  const positions = createIndex(positionsIndex);
  const takeBack = async (
    movements: readonly MovementId[],
    also: (() => Promise<unknown>) | undefined,
  ): Promise<void> => {
    const undone = movements
      .flatMap((id) => rows.get(movement, id) ?? [])
      .map((fact) => ({
        fact,
        after: fact.asset === undefined ? undefined : positions().of(fact.asset).after,
      }));
    const done = await commands.runCommand(undoMovements, { undone });
    if (done.ok) await also?.();
  };
  return (text, movements, also) =>
    showToast({ text, action: { label: t("undo"), onSelect: () => void takeBack(movements, also) } });
};
