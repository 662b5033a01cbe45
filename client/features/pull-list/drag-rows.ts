/** Taking a row by its grip and putting it elsewhere. The keyboard does the same with Alt and the arrows. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { LineId } from "#shared/domain/pull-list";
import type { Grid } from "./grid-state";
import type { GridRows } from "./grid-rows";
import type { Item } from "./list-items";

export interface DragRows {
  /** Behind which row it would land; -1 in front of all. Undefined while nothing is dragged. */
  readonly target: Accessor<number | undefined>;
  readonly dragged: Accessor<LineId | undefined>;
  readonly start: (event: PointerEvent, line: LineId) => void;
}

export const createDragRows = (
  grid: Grid,
  rows: GridRows,
  body: Accessor<HTMLElement | undefined>,
): DragRows => {
  const [target, setTarget] = createSignal<number>();
  const [dragged, setDragged] = createSignal<LineId>();

  const rowAt = (event: PointerEvent): number => {
    const box = body()?.getBoundingClientRect();
    const y = event.clientY - (box?.top ?? 0);
    const items = grid.items();

    let at = 0;
    while (at < items.length && (rows.top(at) + rows.top(at + 1)) / 2 < y) at++;
    return at - 1;
  };
  const start = (event: PointerEvent, line: LineId): void => {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    setDragged(line);
    const onMove = (move: PointerEvent): void => void setTarget(rowAt(move));
    const onEnd = (end: PointerEvent): void => {
      grip.removeEventListener("pointermove", onMove);
      grip.removeEventListener("pointerup", onEnd);
      grip.removeEventListener("pointercancel", onEnd);
      const behind = target();
      setTarget(undefined);
      setDragged(undefined);
      if (end.type === "pointerup" && behind !== undefined) drop(grid, line, behind);
    };
    grip.addEventListener("pointermove", onMove);
    grip.addEventListener("pointerup", onEnd);
    grip.addEventListener("pointercancel", onEnd);
  };
  return { target, dragged, start };
};

const drop = (grid: Grid, line: LineId, behind: number): void => {
  const item: Item | undefined = grid.items()[behind];
  if (item === undefined) {
    const first = grid.list.sections()[0];
    grid.actions.move([line], first?.group?.id ?? null, null);
  } else if (item.kind === "line") {
    if (item.line !== line) grid.actions.move([line], item.group, item.line);
  } else grid.actions.move([line], item.group, item.kind === "group" ? null : undefined);
};
