/** The keyboard in the grid. Arrows move, Enter edits, digits type a quantity, Escape gives back. */
import type { LineGroupId, LineId } from "#shared/domain/pull-list";
import type { Grid } from "./grid-state";
import { editableColumns } from "./grid-columns";
import type { ColumnId } from "./grid-columns";
import type { Item } from "./list-items";

export const createGridKeys = (grid: Grid, reveal: (index: number) => void) => {
  const here = (): { readonly index: number; readonly item: Item | undefined; readonly column: ColumnId } => {
    const cell = grid.active();
    const index = cell === undefined ? -1 : grid.indexOf(cell.key);
    return { index, item: grid.items()[index], column: cell?.column ?? "needed" };
  };
  const goTo = (index: number, column: ColumnId = here().column): void => {
    const bounded = Math.max(0, Math.min(index, grid.items().length - 1));
    const item = grid.items()[bounded];
    if (item === undefined) return;
    grid.setActive({ key: item.key, column });
    reveal(bounded);
    // The adding row may be drawn only now.
    if (item.kind === "add") queueMicrotask(() => grid.focusAdd());
    else grid.focus();
  };
  const sideways = (by: number): void => {
    const columns = grid.columns();
    const at = columns.findIndex(({ id }) => id === here().column);
    const next = columns[Math.max(0, Math.min(columns.length - 1, at + by))];
    if (next !== undefined) goTo(Math.max(0, here().index), next.id);
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => goTo(here().index + 1),
    ArrowUp: () => goTo(here().index - 1),
    PageDown: () => goTo(here().index + 20),
    PageUp: () => goTo(here().index - 20),
    Home: () => goTo(0),
    End: () => goTo(grid.items().length - 1),
    ArrowLeft: () => sideways(-1),
    ArrowRight: () => sideways(1),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
    const move = moves[event.key];
    const isDone = event.altKey
      ? moveItem(grid, here().item, event.key)
      : move !== undefined
        ? (move(), true)
        : act(grid, here(), event.key, () => goTo(here().index + 1));
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { onKeyDown, goTo, here };
};

/** What a key does to the row or cell it rests on; false for keys that mean nothing here. */
const act = (
  grid: Grid,
  here: { readonly item: Item | undefined; readonly column: ColumnId },
  pressed: string,
  leave: () => void,
): boolean => {
  const { item, column } = here;
  if (item === undefined || item.kind === "add") return false;
  const { key } = item;
  const open = (): void => (item.kind === "group" ? grid.toggleGroup(item.group) : grid.toggleWhy(key));
  if (pressed === " " || (pressed === "Enter" && !grid.mayEdit())) open();
  else if (!grid.mayEdit()) return false;
  else if (pressed === "Enter" || pressed === "F2") {
    if (item.kind === "group") grid.edit({ key, column: "name" });
    else if (editableColumns.has(column)) grid.edit({ key, column });
    else grid.toggleWhy(key);
  } else if (pressed === "Delete" || pressed === "Backspace") removeItem(grid, item, leave);
  else if (pressed === "+" || pressed === "Insert") grid.addTo(item.group);
  else if (item.kind === "line" && /^\d$/.test(pressed)) grid.edit({ key, column: "needed", typed: pressed });
  else return false;
  return true;
};

const removeItem = (grid: Grid, item: Item, leave: () => void): void => {
  if (item.kind === "line") {
    leave();
    grid.actions.remove([item.line]);
  } else if (item.kind === "group") {
    const section = grid.list.sections().find(({ group }) => group?.id === item.group);
    // Lines are never lost by removing their heading; an empty group simply goes.
    leave();
    grid.actions.removeGroup(item.group, section?.lines.length === 0 ? "remove" : "keep");
  }
};

/** Alt with an arrow moves a line past its neighbour, across groups too, and a group past a group. */
export const moveItem = (grid: Grid, item: Item | undefined, key: string): boolean => {
  if (!grid.mayEdit() || (key !== "ArrowUp" && key !== "ArrowDown")) return false;
  const step = key === "ArrowDown" ? 1 : -1;
  if (item?.kind === "line") moveLine(grid, item.line, step);
  else if (item?.kind === "group") moveGroupBy(grid, item.group, step);
  else return false;
  return true;
};

const moveLine = (grid: Grid, id: LineId, step: 1 | -1): void => {
  const sections = grid.list.sections();
  const at = sections.findIndex(({ lines }) => lines.some((line) => line.id === id));
  const section = sections[at];
  if (section === undefined) return;
  const lines = section.lines.map((line) => line.id);
  const index = lines.indexOf(id);
  const target = index + step;
  if (target >= 0 && target < lines.length) {
    const behind = step === 1 ? lines[target] : lines[target - 1];
    grid.actions.move([id], section.group?.id ?? null, behind ?? null);
    return;
  }
  const next = sections[at + step];
  if (next === undefined) return;
  grid.actions.move([id], next.group?.id ?? null, step === 1 ? null : undefined);
};

const moveGroupBy = (grid: Grid, id: LineGroupId, step: 1 | -1): void => {
  const groups = grid.list.sections().flatMap(({ group }) => (group === undefined ? [] : [group.id]));
  const target = groups.indexOf(id) + step;
  if (target < 0 || target >= groups.length) return;
  const behind = step === 1 ? groups[target] : groups[target - 1];
  grid.actions.moveGroup(id, behind ?? null);
};
