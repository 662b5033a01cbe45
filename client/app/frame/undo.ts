/** Undo of one's own changes: the last one by keyboard or from the palette, a certain one from the toast that tells of it. */
import { useCommands } from "#client/data";
import { showToast } from "#client/ui/toast";
import { useText } from "../i18n";
import { messages } from "../messages";

/** A field has its own undo for text that is not committed yet. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (target.matches("input, textarea, select") && !target.matches("[type=checkbox], [type=radio]")));

export const createUndo = (): (() => Promise<void>) => {
  const t = useText(messages);
  const commands = useCommands();
  return async () => {
    const result = await commands.undo();
    if (!result.ok) return;
    const { removed, restored, facts, kept, missing } = result.value;
    const isAllMissing = missing > 0 && removed + restored + facts + kept === 0;
    const told = [
      ...(kept > 0 ? [t("undoneKept", { n: kept })] : isAllMissing ? [] : [t("undone")]),
      ...(missing > 0 ? [t("undoneMissing", { n: missing })] : []),
    ];
    showToast({ text: told.join(" "), meaning: kept + missing > 0 ? "info" : "ok" });
  };
};

/** Says what was done and offers to take just that back. `change` is null when nothing was written: then nothing is offered. */
export const createUndoToast = (): ((text: string, change: string | null) => void) => {
  const t = useText(messages);
  const commands = useCommands();
  return (text, change) =>
    showToast({
      text,
      action: change === null ? undefined : { label: t("undo"), onSelect: () => void commands.undo(change) },
    });
};
