import { useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { showToast } from "#client/ui/toast";
import { accessoryMessages } from "./accessory-messages";

/** Says what was done and offers to take it back. */
export const createUndoToast = (): ((text: string, change: string | null) => void) => {
  const t = useText(accessoryMessages);
  const commands = useCommands();
  return (text, change) => {
    if (change === null) return;
    showToast({ text, action: { label: t("undo"), onSelect: () => void commands.undo(change) } });
  };
};
