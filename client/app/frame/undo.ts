/** Undo of one's own last change, by keyboard or from the palette. */
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
    const { kept } = result.value;
    showToast({
      text: kept > 0 ? t("undoneKept", { n: kept }) : t("undone"),
      meaning: kept > 0 ? "info" : "ok",
    });
  };
};
