/** What people do to a pull list: commands with the toasts that offer to take them back. */
import {
  addAccessories,
  addGroup,
  addLines,
  moveGroup,
  moveLines,
  removeGroup,
  removeLines,
  renameGroup,
  setItem,
  setNote,
  setQuantity,
  substitute,
} from "#shared/domain/pull-list";
import type { Behind, LineGroupId, LineId, LineItem, NewAccessory, NewLine } from "#shared/domain/pull-list";
import type { EventId } from "#shared/domain/events";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { createIndex, useCommands, useReplica } from "#client/data";
import { kitIndex } from "#client/features/inventory";
import { accessoriesWith } from "./accessory-source";
import { messages } from "./messages";

/** What goes along with a product comes with it, without being asked for. */
export interface ListActions {
  /** Ids of the lines asked for; undefined when it did not work, which was said. */
  add(
    lines: readonly NewLine[],
    group: LineGroupId | null,
    behind?: Behind<LineId>,
  ): Promise<readonly LineId[] | undefined>;
  /** Adds to a line what goes along with it. */
  addAlong(line: LineId, accessories: readonly NewAccessory[]): void;
  setQuantity(line: LineId, quantity: number): void;
  setNote(line: LineId, kind: "note" | "clientNote", text: string): void;
  setItem(line: LineId, item: LineItem): void;
  substitute(line: LineId, item: LineItem, quantity: number): void;
  move(lines: readonly LineId[], group: LineGroupId | null, behind: Behind<LineId>): void;
  remove(lines: readonly LineId[]): void;
  addGroup(name: string, behind?: Behind<LineGroupId>): Promise<LineGroupId | undefined>;
  renameGroup(group: LineGroupId, name: string): void;
  moveGroup(group: LineGroupId, behind: LineGroupId | null): void;
  removeGroup(group: LineGroupId, lines: "keep" | "remove"): void;
}

export const createListActions = (event: () => EventId): ListActions => {
  const t = useText(messages);
  const commands = useCommands();
  const { rows } = useReplica();
  const kits = createIndex(kitIndex);
  const along = (item: LineItem) => ({ accessories: accessoriesWith(rows, kits().book(), item) });
  const offerUndo = createUndoToast();
  return {
    add: async (asked, group, behind) => {
      const lines = asked.map((each) => ({ ...each, ...along(each.item) }));
      const result = await commands.runCommand(addLines, { event: event(), lines, group, behind });
      return result.ok ? result.value.value.lines : undefined;
    },
    addAlong: (line, accessories) =>
      void commands.runCommand(addAccessories, { event: event(), line, accessories }),
    setQuantity: (line, quantity) =>
      void commands.runCommand(setQuantity, { event: event(), line, quantity }),
    setNote: (line, kind, text) => void commands.runCommand(setNote, { event: event(), line, kind, text }),
    setItem: (line, item) =>
      void commands.runCommand(setItem, { event: event(), line, item, ...along(item) }),
    substitute: (line, item, quantity) =>
      void commands.runCommand(substitute, { event: event(), line, item, quantity, ...along(item) }),
    move: (lines, group, behind) =>
      void commands.runCommand(moveLines, { event: event(), lines, group, behind }),
    remove: (lines) => {
      void commands.runCommand(removeLines, { event: event(), lines }).then((result) => {
        if (result.ok) offerUndo(t("removedLines", { n: lines.length }), result.value.change);
      });
    },
    addGroup: async (name, behind) => {
      const result = await commands.runCommand(addGroup, { event: event(), name, behind });
      return result.ok ? result.value.value.group : undefined;
    },
    renameGroup: (group, name) => void commands.runCommand(renameGroup, { event: event(), group, name }),
    moveGroup: (group, behind) => void commands.runCommand(moveGroup, { event: event(), group, behind }),
    removeGroup: (group, lines) => {
      void commands.runCommand(removeGroup, { event: event(), group, lines }).then((result) => {
        if (result.ok) offerUndo(t("removedGroup"), result.value.change);
      });
    },
  };
};
